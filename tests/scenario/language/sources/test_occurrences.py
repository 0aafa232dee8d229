"""How often things occur, and what it takes to know of them, as it is written."""

import pytest
from pydantic import ValidationError

from stovepipe.scenario.language.sources.occurrences import Stream, Topic, rate_alone
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.problems.problem import Faults


def test_a_rate_alone_is_a_stream_about_nothing() -> None:
    source = Source.model_validate({"written_at": "desk", "reports": {"alarm": "2 /day"}})
    alone = source.reports["alarm"]
    assert alone == Stream.model_validate({"rate": "2 /day"})
    assert alone.about == ()


def test_one_subject_needs_no_brackets() -> None:
    one, two = (
        Stream.model_validate({"rate": "2 /day", "about": about}) for about in ("raid", ["raid", "siege"])
    )
    assert (one.about, two.about) == (("raid",), ("raid", "siege"))


def test_a_long_rate_beside_what_varies_is_no_stream() -> None:
    with pytest.raises(Faults, match="a rate and how it varies"):
        rate_alone({"value": "2 /day", "hours": {"06:00-18:00": 2}})


@pytest.mark.parametrize("sources", [0, 1, 2.5, "two"])
def test_what_is_confirmed_is_told_by_two_at_least(sources: object) -> None:
    said = {"rate": "1 /wk", "lasts": "2 d"}
    assert Topic.model_validate(said | {"confirmed_by": 2}).confirmed_by == 2
    with pytest.raises(ValidationError):
        Topic.model_validate(said | {"confirmed_by": sources})
