import pytest

import stovepipe
from stovepipe.report.results import Results
from stovepipe.scenario import Scenario, ScenarioError


@pytest.fixture(scope="module")
def results(scenario: Scenario) -> Results:
    return stovepipe.simulate(scenario, replications=3, workers=1)


def test_tables_have_all_replications(results: Results) -> None:
    for table in (results.deliveries, results.outcomes, results.latency, results.stations, results.channels):
        assert set(table["replication"]) == {0, 1, 2}
    with pytest.raises(KeyError, match="no table 'visits'"):
        results.frame("visits")


def test_estimates_are_tidy_and_follow_the_level(results: Results) -> None:
    def width(level: float) -> float:
        rows = results.at_level(level).estimates
        row = rows[(rows["class"] == "warning") & (rows["measure"] == "timely")].iloc[0]
        assert row["level"] == level
        return float(row["high"] - row["low"])

    assert width(0.99) > width(0.95) > width(0.8)


def test_a_path_is_as_good_as_a_scenario(scenario: Scenario, results: Results) -> None:
    from_path = stovepipe.simulate(str(scenario.path), replications=3, workers=1)
    assert from_path.verdict == results.verdict
    assert str(from_path.table()) == str(results.table())


def test_progress_is_told(scenario: Scenario) -> None:
    told: list[tuple[int, int]] = []
    stovepipe.simulate(scenario, 2, workers=1, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_what_cannot_be_run_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="at least one replication is needed, not 0"):
        stovepipe.simulate(scenario, replications=0)
    with pytest.raises(ScenarioError, match="20,000 replications, and 10,000 allowed"):
        stovepipe.simulate(scenario, replications=20_000)


def test_figures_can_be_had(results: Results) -> None:
    assert len(results.plot_incidence().axes) == 2
    assert len(results.plot_queues(["cell"]).axes) == 2


def test_names_that_do_not_exist_are_said_so() -> None:
    assert stovepipe.__version__
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = stovepipe.simulat
