"""What three mechanisms cost by two outcomes, with invented numbers."""

from __future__ import annotations

import pytest

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked, estimate
from tests.made_up_answers import attribution, attribution_findings


@pytest.fixture(scope="session")
def asking(two_commanders: Scenario) -> Study:
    """The study, asking about three mechanisms, two of them in one group."""
    groups = {"trust": ["rapport"], "tongues": ["language"], "people": ["turnover", "release"]}
    return asked(two_commanders, factors=None, attribution={"mechanisms": groups})


@pytest.fixture(scope="session")
def attributed(asking: Study) -> AttributionFindings:
    """Of 30 % lost, 12 points come from people, 7 from trust and 1 from tongues; people shorten the delay."""
    lost = AttributionFinding(
        outcome=asking.outcome("lost"),
        result=attribution(
            {"trust": (0.07, 0.01), "tongues": (0.01, 0.002), "people": (0.12, 0.02)},
            {("people", "trust"): (-0.03, 0.01), ("tongues", "trust"): (0.01, 0.02)},
        ),
        with_all=estimate(0.30, 0.01),
        with_none=estimate(0.10, 0.01),
        by_cause={
            "not_shared": attribution(
                {"trust": (0.08, 0.01), "tongues": (0.0, 0.0), "people": (-0.02, 0.01)}
            ),
            "expired": attribution({"trust": (-0.01, 0.0), "tongues": (0.01, 0.0), "people": (0.14, 0.01)}),
        },
    )
    delay = AttributionFinding(
        outcome=asking.outcome("delay"),
        result=attribution({"trust": (1.5, 0.2), "tongues": (0.5, 0.1), "people": (-4.0, 0.5)}),
        with_all=estimate(6.0, 0.1),
        with_none=estimate(8.0, 0.1),
        by_cause={},
    )
    return attribution_findings(asking, [lost, delay])
