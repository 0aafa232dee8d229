"""Where a log and a mission's clock overlap, what is left out, and what cannot be asked."""

from pathlib import Path

import pytest

from stovepipe.answers.questions.observation import AboutLog, ObservationQuestion, observation
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.measures.fates.window import Window
from stovepipe.scenario import Scenario
from stovepipe.scenario.reading.observed_log import LogForm, read_log, said_moment
from stovepipe.study.reading.mission import study_of_mission

MINUTE = 60_000_000
HEADER = "class,consumer,occurred,read,lost\n"


def asked(
    folder: Path, scenario: Scenario, rows: str, about: AboutLog | None = None, replications: int = 99
) -> ObservationQuestion:
    (folder / "log.csv").write_text(HEADER + rows)
    log = read_log(folder / "log.csv", scenario.mission)
    return observation(study_of_mission(scenario, replications), log, LogForm(), about or AboutLog())


def moments(window: Window) -> tuple[int, int]:
    return window.begin, window.end


def test_a_log_begins_with_its_first_report_and_ends_after_the_last_of_its_times(
    tmp_path: Path, scenario: Scenario
) -> None:
    """Its times are whole minutes, so what its last minute has is in it."""
    rows = "warning,commander,2021-01-05 06:10,2021-01-05 09:05,\nwarning,commander,2021-01-05 07:00,,\n"
    found = asked(tmp_path, scenario, rows).window
    assert moments(found) == (said_moment("2021-01-05 06:10"), said_moment("2021-01-05 09:06"))
    assert found.resolution == MINUTE
    assert found.losses


@pytest.mark.parametrize(
    ("time", "unit"),
    [("2021-01-05", 1440 * MINUTE), ("2021-01-05 06:00", 60 * MINUTE), ("2021-01-05 06:10:30", 1_000_000)],
)
def test_the_coarsest_unit_in_which_all_times_are_whole_is_that_of_the_log(
    tmp_path: Path, scenario: Scenario, time: str, unit: int
) -> None:
    assert asked(tmp_path, scenario, f"warning,commander,{time},,\n").window.resolution == unit


def test_it_is_cut_to_the_clock_of_the_mission_and_to_what_is_said_of_it(
    tmp_path: Path, scenario: Scenario
) -> None:
    """The clock runs from 4 to 18 January."""
    rows = (
        "warning,commander,2021-01-03 06:10,2021-01-04 09:05,\n"
        "warning,commander,2021-01-05 07:00,2021-01-20 01:01,\n"
        "warning,commander,2021-01-19 07:00,,\n"
    )
    found = asked(tmp_path, scenario, rows)
    assert moments(found.window) == (said_moment("2021-01-04"), said_moment("2021-01-18"))
    log = tmp_path / "log.csv"
    said = [
        f"{log}: 2 rows of 3 did not occur from 2021-01-04 00:00:00 to 2021-01-18 00:00:00, and are left "
        "out; the first is in line 2",
        f"{log}: 1 row read or lost at 2021-01-18 00:00:00 or later count as in flight",
    ]
    assert [each for each in found.remarks if "rows of" in str(each) or "in flight" in str(each)] == said
    about = AboutLog(said_moment("2021-01-05"), said_moment("2021-01-06"))
    assert moments(asked(tmp_path, scenario, rows, about).window) == (about.begin, about.end)


def test_a_log_of_another_time_is_refused(tmp_path: Path, scenario: Scenario) -> None:
    with pytest.raises(CannotAnswer, match=r"no row occurred .* see start and horizon of the mission"):
        asked(tmp_path, scenario, "warning,commander,2023-01-05,2023-01-06,\n")


def test_a_log_that_would_end_before_it_begins_is_refused(tmp_path: Path, scenario: Scenario) -> None:
    about = AboutLog(said_moment("2021-01-06"), said_moment("2021-01-05"))
    with pytest.raises(CannotAnswer, match="give --until a later time than --from"):
        asked(tmp_path, scenario, "warning,commander,2021-01-05,2021-01-06,\n", about)


def test_an_unseen_cause_is_one_of_the_mission(tmp_path: Path, scenario: Scenario) -> None:
    rows = "warning,commander,2021-01-05,,\n"
    found = asked(tmp_path, scenario, rows, AboutLog(unseen=("not_shared",)))
    assert found.window.unseen == {"not_shared"}
    with pytest.raises(CannotAnswer, match=r'"not_shard" in the mission; did you mean "not_shared"\?'):
        asked(tmp_path, scenario, rows, AboutLog(unseen=("not_shard",)))


def test_so_few_replications_that_nothing_can_be_told_are_refused(tmp_path: Path, scenario: Scenario) -> None:
    rows = "warning,commander,2021-01-05,,\n"
    assert asked(tmp_path, scenario, rows, replications=19).cost().replications == 19
    with pytest.raises(CannotAnswer, match=r"18 replications cannot tell .* at a level of 95 %: run 19 or"):
        asked(tmp_path, scenario, rows, replications=18).cost()


def test_a_log_of_what_was_read_alone_is_warned_of(tmp_path: Path, scenario: Scenario) -> None:
    found = asked(tmp_path, scenario, "warning,commander,2021-01-05,2021-01-06,\n")
    assert any("every report was read" in str(each) for each in found.remarks)
    assert any("has no report of pattern: not compared" in str(each) for each in found.remarks)
