import gc
from typing import Any

import numpy as np
import pytest

import stovepipe
from stovepipe.results.run import Run
from stovepipe.scenario import Scenario, ScenarioError


@pytest.fixture(scope="module")
def results(scenario: Scenario) -> Run:
    return stovepipe.simulate(scenario, replications=3, workers=1)


def test_tables_have_all_replications(results: Run) -> None:
    for table in (results.deliveries, results.outcomes, results.latency, results.stations, results.channels):
        assert set(table["replication"]) == {0, 1, 2}
    with pytest.raises(KeyError, match="no table 'visits'"):
        results.frame("visits")


def test_estimates_are_tidy_and_follow_the_level(results: Run) -> None:
    def width(level: float) -> float:
        rows = results.at_level(level).estimates
        row = rows[(rows["class"] == "warning") & (rows["measure"] == "timely")].iloc[0]
        assert row["level"] == level
        return float(row["high"] - row["low"])

    assert width(0.99) > width(0.95) > width(0.8)


def test_a_path_is_as_good_as_a_scenario(scenario: Scenario, results: Run) -> None:
    from_path = stovepipe.simulate(str(scenario.path), replications=3, workers=1)
    assert from_path.verdict == results.verdict
    assert from_path.show() == results.show()


def test_progress_is_told(scenario: Scenario) -> None:
    told: list[tuple[int, int]] = []
    stovepipe.simulate(scenario, 2, workers=1, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"replications": 0}, "replications: 1 or more is needed, not 0"),
        ({"workers": 0}, "workers: 1 or more is needed, not 0"),
        ({"workers": -1}, "workers: 1 or more is needed, not -1"),
        ({"seed": -1}, "seed: 0 or more is needed, not -1"),
    ],
)
def test_what_cannot_be_run_is_refused(scenario: Scenario, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        stovepipe.simulate(scenario, **({"workers": 1} | arguments))


def test_more_than_the_limits_allow_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="20,000 replications, and 10,000 allowed"):
        stovepipe.simulate(scenario, replications=20_000)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"mission": 5}, "mission: a scenario or the path of a configuration is needed, not 5"),
        ({"replications": "3"}, "replications: a whole number is needed, not '3'"),
        ({"replications": 2.0}, "replications: a whole number is needed, not 2.0"),
        ({"replications": True}, "replications: a whole number is needed, not True"),
        ({"seed": 1.5}, "seed: a whole number is needed, not 1.5"),
        ({"workers": 2.5}, "workers: a whole number is needed, not 2.5"),
        ({"out": 3}, "out: the path of a folder is needed, not 3"),
        ({"progress": 3}, "progress: a function of two numbers is needed, not 3"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_named(
    scenario: Scenario, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        stovepipe.simulate(**({"mission": scenario, "replications": 1, "workers": 1} | arguments))


def test_numpy_s_whole_numbers_will_do(scenario: Scenario, results: Run) -> None:
    again = stovepipe.simulate(scenario, np.int64(3), seed=np.uint8(1), workers=np.int32(1))
    assert again.verdict == results.verdict


def test_what_is_no_path_is_named() -> None:
    wrong: Any = 5
    with pytest.raises(TypeError, match="path: the path of a configuration is needed, not 5"):
        stovepipe.load(wrong)
    with pytest.raises(TypeError, match=r"overlays: a list is needed, not 'longer\.yaml' alone"):
        stovepipe.load("mission.yaml", "longer.yaml")


def test_of_the_first_replication_everything_that_happened_is_kept(results: Run) -> None:
    """In every run: it can be looked at, replayed, and compared with that of another engine."""
    assert set(results.first("visits")["replication"]) == {0}
    finished = results.first("visits").query("end == 'finished' and station == 'commander'")
    delivered = results.deliveries.query("replication == 0 and outcome == 'delivered'")
    assert len(finished) == len(delivered) > 100
    with pytest.raises(KeyError, match="no table 'visit'"):
        results.first("visit")
    with pytest.raises(KeyError, match="visits is kept of every replication with --trajectory"):
        results.frame("visits")


def test_everything_that_happened_is_kept_of_every_replication_if_it_is_asked_for(scenario: Scenario) -> None:
    found = stovepipe.simulate(scenario, 2, workers=1, trajectory=True)
    assert set(found.frame("visits")["replication"]) == {0, 1}


def test_a_temporary_folder_goes_with_the_last_that_rests_on_it(scenario: Scenario) -> None:
    results = stovepipe.simulate(scenario, 1, workers=1)
    folder, other = results.folder, results.at_level(0.8)
    del results
    assert len(other.stations) == 2
    del other
    gc.collect()
    assert not folder.exists()


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_a_level_that_is_none_is_refused_at_once(results: Run, level: float) -> None:
    with pytest.raises(ValueError, match="level: a number between 0 and 1 is needed"):
        results.at_level(level)


def test_a_level_that_is_no_number_is_refused_at_once(results: Run) -> None:
    wrong: Any = "95 %"
    with pytest.raises(TypeError, match="level: a number between 0 and 1 is needed, not '95 %'"):
        results.at_level(wrong)


@pytest.mark.parametrize(
    ("stations", "error", "said"),
    [
        (["nix"], ValueError, 'no station "nix"; there are cell and commander'),
        (["cell", "comander"], ValueError, 'did you mean "commander"\\? there are cell and commander'),
        ([], ValueError, "stations: none is named; leave it out to see all"),
        ("cell", TypeError, "stations: a list of names is needed, not 'cell'"),
        (3, TypeError, "stations: a list of names is needed, not 3"),
    ],
)
def test_queues_of_stations_that_do_not_exist_are_refused(
    results: Run, stations: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        results.queue_figure(stations)


def test_figures_can_be_had(results: Run) -> None:
    figures = results.figures()
    assert sorted(figures) == ["incidence", "queues"]
    assert len(figures["incidence"].axes) == 2
    assert len(figures["queues"].axes) == 4
    assert len(results.queue_figure(["cell"]).axes) == 2


def test_names_that_do_not_exist_are_said_so() -> None:
    assert stovepipe.__version__
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = stovepipe.simulat
