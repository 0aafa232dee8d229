"""A study that asks for the best, by either procedure."""

from __future__ import annotations

import pytest

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.inference.allocation import Allocation
from stovepipe.inference.best import with_best
from stovepipe.inference.intervals import mean_interval
from stovepipe.inference.paired import paired
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked
from tests.made_up_answers import VALUES, made_rows, selected


@pytest.fixture(scope="session")
def choosing(two_commanders: Scenario) -> Study:
    """By the timely share, with an indifference zone."""
    said = {"outcome": "timely", "indifference": "2 points", "probability": "90 %"}
    return asked(two_commanders, factors=None, selection=said)


@pytest.fixture(scope="session")
def chosen(choosing: Study) -> SelectionFindings:
    """The third was selected: open doors fell after 20 replications, the base after 40."""
    return selected(choosing)


@pytest.fixture(scope="session")
def allotted(two_commanders: Scenario) -> SelectionFindings:
    """A budget of 15 spent by OCBA, on an outcome of which less is better."""
    said = {"outcome": "lost", "method": "ocba", "budget": 15, "at_least": 5}
    study = asked(two_commanders, factors=None, selection=said)
    names = [each.name for each in study.structures]
    rows = made_rows(VALUES["lost"])
    best = with_best(paired(rows, names, "lost"), "less")
    of_each = {name: mean_interval(row) for name, row in zip(names, rows, strict=True)}
    return SelectionFindings(study, Allocation("open_doors", best, 15), of_each)
