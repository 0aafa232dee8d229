"""What work on a copy takes: once for what is taken in hand, and for each report that it carries."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator, ValidationError, ValidationInfo

from stovepipe.scenario.language.values.laws import DurationLaw, read_law
from stovepipe.scenario.language.values.quantities import Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.problems.pydantic_faults import faults


class WorkContent(Shape):
    """How long a settled person works on a copy: `once`, and for `each` report that it carries.

    `each` is None where it is not stated: then a product takes no longer than a report alone. Of `each`,
    `repeats` is the share that a report takes if the station has finished one about the same event before.
    """

    once: DurationLaw
    each: DurationLaw | None = None
    repeats: Share | None = None


def read_work(raw: object, info: ValidationInfo) -> WorkContent:
    """Work from what YAML gave: what is done once and for each report, or a law alone, which is done once.

    Raises:
        Faults: everything that is wrong with it.
    """
    if isinstance(raw, WorkContent):
        return raw
    if not isinstance(raw, dict) or not raw.keys() & WorkContent.model_fields.keys():
        return WorkContent(once=read_law(raw, info))
    try:
        return WorkContent.model_validate(raw, context=info.context)
    except ValidationError as error:
        raise Faults(*faults(error, WorkContent)) from None


StationWork = Annotated[WorkContent, PlainValidator(read_work)]
