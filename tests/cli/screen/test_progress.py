"""How far the work has come is said now and then, with what is left of it."""

import pytest

from stovepipe.cli.screen.progress import Lines, Stages, duration, progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of a clock that stands until it is moved."""
    now = [0.0]
    monkeypatch.setattr("stovepipe.cli.screen.progress.time.monotonic", lambda: now[0])
    return now


def test_a_line_is_said_after_each_tenth_and_at_the_end(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = Lines(40, 0)
    for done in range(1, 41):
        lines(done)
    said = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert said == [str(done) for done in range(4, 41, 4)]


def test_a_line_is_said_after_ten_seconds_without_one(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = Lines(1000, 0)
    clock[0] = 9.0
    lines(1)
    assert capsys.readouterr().err == ""
    clock[0] = 11.0
    lines(2)
    assert capsys.readouterr().err.startswith("2 of 1000")


def test_what_is_left_is_judged_by_the_time_since_the_first(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first took 30 s as workers had to start, the next two 10 s each: 17 more take 170 s."""
    lines = Lines(20, 0)
    for clock[0], done in ((30.0, 1), (40.0, 2), (50.0, 3)):
        lines(done)
    assert "3 min left" in capsys.readouterr().err.splitlines()[-1]


def test_the_end_says_how_long_it_took(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(2, 0)
    clock[0] = 50.0
    lines(2)
    assert capsys.readouterr().err == "2 of 2 replications in 50 s\n"


def test_quiet_says_nothing_and_neither_does_work_that_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    for already, quiet in ((0, True), (10, False)):
        with progress(10, already, quiet) as advance:
            advance(10)
    assert capsys.readouterr().err == ""


def test_each_stage_counts_to_its_own_end(capsys: pytest.CaptureFixture[str]) -> None:
    with Stages(quiet=False) as stages:
        for done, total in ((0, 2), (1, 2), (2, 2), (2, 4), (3, 4), (4, 4)):
            stages.advance(done, total)
    said = [line.rpartition(" replications")[0] for line in capsys.readouterr().err.splitlines()]
    assert said == ["1 of 2", "2 of 2", "3 of 4", "4 of 4"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 s"),
        (99.4, "99 s"),
        (120.0, "2 min"),
        (5400.0, "90 min"),
        (9000.0, "2.5 h"),
        (864_000.0, "10 days"),
    ],
)
def test_a_length_of_time_is_told_in_one_unit(seconds: float, said: str) -> None:
    assert duration(seconds) == said
