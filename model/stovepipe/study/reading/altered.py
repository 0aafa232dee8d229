"""A study with other numbers than its file says."""

from __future__ import annotations

import json
from dataclasses import replace

from stovepipe.study.reading.study import Study


def altered(
    study: Study, replications: int | None = None, seed: int | None = None, level: float | None = None
) -> Study:
    """A study with other numbers than its file says. A number of replications takes the place of a precision.

    >>> from stovepipe.study.reading.study import make_study
    >>> said = {
    ...     "study": "One",
    ...     "structures": {"a": "configs/tutorial/mission.yaml"},
    ...     "outcomes": {"timely": {}},
    ... }
    >>> altered(make_study(said), replications=5, seed=2).replications
    5
    """
    asked = {"replications": replications, "seed": seed, "level": level}
    said = json.loads(study.said) | {key: value for key, value in asked.items() if value is not None}
    if replications is not None:
        said.pop("precision", None)
    return replace(
        study,
        replications=study.replications if replications is None else replications,
        precision=study.precision if replications is None else None,
        seed=study.seed if seed is None else seed,
        level=study.level if level is None else level,
        said=json.dumps(said, ensure_ascii=False),
    )
