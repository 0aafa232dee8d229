from textwrap import dedent

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.report.estimates import Findings
from stovepipe.scenario import Scenario, load
from stovepipe.study.record import About, Record
from stovepipe.study.replicate import replications
from tests.cli.conftest import MISSION


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A mission small enough to be run in a few milliseconds."""
    path = tmp_path_factory.mktemp("mission") / "cell.yaml"
    path.write_text(dedent(MISSION))
    return load(path)


def findings_of(scenario: Scenario, number: int) -> Findings:
    network = compile_network(scenario)
    tables = {each.number: each.tables for each in replications(network, 1, range(number), workers=1)}
    about = About.of(network, scenario.digest, 1)
    return Findings(Record(about, tuple(tables), lambda name, number: tables[number][name]))


@pytest.fixture(scope="session")
def findings(scenario: Scenario) -> Findings:
    """Of four replications."""
    return findings_of(scenario, 4)


@pytest.fixture(scope="session")
def findings_of_one(scenario: Scenario) -> Findings:
    """Of one replication: there are no intervals."""
    return findings_of(scenario, 1)
