"""A log of a mission, and one of a mission with slower analysts, both held against 19 replications."""

from textwrap import dedent

import pytest

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.scenario import Scenario, load
from tests.cli.conftest import MISSION
from tests.observed import deliveries, held, write_log


@pytest.fixture(scope="session")
def accepted(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> ObservationFindings:
    """Of a log that is the mission's own."""
    folder = tmp_path_factory.mktemp("own")
    return held(scenario, write_log(folder / "log.csv", scenario, deliveries(scenario, 1000)))


@pytest.fixture(scope="session")
def refused(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> ObservationFindings:
    """Of a log of analysts who take twice as long."""
    folder = tmp_path_factory.mktemp("slower")
    (folder / "cell.yaml").write_text(dedent(MISSION).replace("mean: {value: 1 h,", "mean: {value: 2 h,"))
    slower = load(folder / "cell.yaml")
    return held(scenario, write_log(folder / "log.csv", slower, deliveries(slower, 100)))
