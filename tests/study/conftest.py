"""A mission small enough to be run in a few milliseconds."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.scenario import Scenario, load
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.running import gather

MISSION = """
    mission: A cell
    start: 2021-01-04
    horizon: 2 wk
    warm_up: 1 d
    classes:
      warning: {ltiov: 12 h}
      pattern: {}
    sources:
      patrols: {written_at: cell, reports: {warning: 8 /day, pattern: 4 /day}}
    incidents:
      attack: {rate: 1 /week}
    stations:
      cell:
        stage: analysis
        posts:
          analysts: {count: 2, tour: 4 d, change: block, shift: {from: 08:00, to: 18:00}}
        work: {exponential: {mean: 1 h}}
      commander:
        stage: command
        needs: [warning, pattern]
        posts: {commander: {count: 1}}
        work: {exponential: {mean: 10 min}}
    channels:
      cell -> commander:
        transit: 30 min
        hurdles: {reluctance: {probability: 10 %, otherwise: not_shared}}
    """


SMALL = 4
"""Replications to a part in these tests, so that a few make several parts."""


@pytest.fixture(autouse=True)
def small_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is about the size of parts asks for `parts_as_they_are`."""
    if "parts_as_they_are" not in request.fixturenames:
        monkeypatch.setattr(gather, "block_size", lambda structure, keep: SMALL)


@pytest.fixture
def parts_as_they_are() -> None:
    """Parts have as many replications as take about a second."""


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    path = tmp_path / "cell.yaml"
    path.write_text(dedent(MISSION))
    return load(path)


@pytest.fixture
def network(scenario: Scenario) -> Network:
    return compile_network(scenario)


STUDY: dict[str, Any] = {
    "study": "More analysts",
    "base": "cell.yaml",
    "structures": {
        "two": {},
        "three": {"title": "three analysts", "set": {"stations.cell.posts.analysts.count": 3}},
    },
    "outcomes": {
        "timely": {"class": "warning"},
        "median": {"latency": "median"},
        "backlog": {"station": "cell"},
        "stopped": {"hurdle": "reluctance"},
    },
    "replications": 6,
}


@pytest.fixture
def say(scenario: Scenario) -> Callable[..., Study]:
    """Makes a study of the mission; what is given takes the place of what the study above says."""

    def said(**more: Any) -> Study:
        return make_study(STUDY | more, scenario.path.parent)

    return said


@pytest.fixture
def study(say: Callable[..., Study]) -> Study:
    return say()
