"""A study for each method, and findings with the invented results about its outcome `timely`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stovepipe.answers.findings.sensitivity import SensitivityFindings
from stovepipe.importance.ranking import Ranking
from stovepipe.scenario import Scenario
from tests import made_up, made_up_answers

Make = Callable[..., SensitivityFindings]
BESIDE: dict[str, dict[str, Any]] = {
    "prim": {"failure": {"outcome": "timely", "under": "60 %"}},
    "verdict": {"compare": ["third", "open_doors"]},
}


@pytest.fixture(scope="session")
def found(two_commanders: Scenario) -> Make:
    """Makes findings of a method with a result about `timely`, or about the outcomes that are named."""

    def make(method: str, result: Any, ranking: Ranking | None = None, **others: Any) -> SensitivityFindings:
        asked = {"method": method, **BESIDE.get(method, {})}
        study = made_up.asked(two_commanders, sensitivity=asked)
        return made_up_answers.sensitivity_findings(study, {"timely": result, **others}, ranking, None)

    return make
