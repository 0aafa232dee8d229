"""The findings of a small mission, as fixtures."""

from textwrap import dedent

import pytest

from stovepipe.answers.run_findings import RunFindings
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import Scenario, load
from stovepipe.study.running.replicate import replications
from stovepipe.study.store.record import About, Record
from tests.cli.conftest import MISSION


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A mission small enough to be run in a few milliseconds."""
    path = tmp_path_factory.mktemp("mission") / "cell.yaml"
    path.write_text(dedent(MISSION))
    return load(path)


def findings_of(scenario: Scenario, number: int) -> RunFindings:
    network = compile_network(scenario)
    tables = {each.number: each.tables for each in replications(network, 1, range(number), workers=1)}
    about = About.of(network, scenario.digest, 1)
    return RunFindings(Record(about, tuple(tables), lambda name, number: tables[number][name]))


@pytest.fixture(scope="session")
def findings(scenario: Scenario) -> RunFindings:
    """Of four replications."""
    return findings_of(scenario, 4)


@pytest.fixture(scope="session")
def findings_of_one(scenario: Scenario) -> RunFindings:
    """Of one replication: there are no intervals."""
    return findings_of(scenario, 1)
