"""The findings of a small mission, as fixtures."""

from textwrap import dedent

import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import Scenario, load
from stovepipe.study.running.job import kept_tables
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
    tables = [kept_tables(network, 1, each, "all_tables") for each in range(number)]
    about = About.of(network, scenario.digest, 1)
    record = Record(
        about, tuple(range(number)), lambda name, numbers: (tables[each][name] for each in numbers)
    )
    return RunFindings(record, scenario=scenario)


@pytest.fixture(scope="session")
def findings(scenario: Scenario) -> RunFindings:
    """Of four replications."""
    return findings_of(scenario, 4)


@pytest.fixture(scope="session")
def findings_of_one(scenario: Scenario) -> RunFindings:
    """Of one replication: there are no intervals."""
    return findings_of(scenario, 1)
