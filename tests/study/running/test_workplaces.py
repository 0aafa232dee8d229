"""Wherever work is done, each job is done once, and a worker that dies takes nothing with it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stovepipe.study.running.futures import Futures, Here
from stovepipe.study.running.pool import Processes, WorkerDied
from stovepipe.study.running.workplaces import Workplace, workplace
from tests.study.running.deaths import die, die_once, half


def test_the_place_to_work_follows_from_what_is_asked() -> None:
    assert isinstance(workplace(1), Here)
    assert isinstance(workplace(2), Processes)
    with pytest.raises(ValueError, match="at least one worker"):
        workplace(0)


@pytest.mark.parametrize(
    "place", [Here(), Processes(2), Futures(ThreadPoolExecutor(2), 2)], ids=lambda p: type(p).__name__
)
def test_every_job_is_done_and_handed_back_with_its_result(place: Workplace) -> None:
    with place:
        for _ in range(2):  # workers stay for the next run
            assert sorted(place.run(half, range(0, 10, 2))) == [(0, 0), (2, 1), (4, 2), (6, 3), (8, 4)]


@pytest.mark.parametrize(
    "place", [Here(), Processes(2), Futures(ThreadPoolExecutor(2), 2)], ids=lambda p: type(p).__name__
)
def test_an_error_says_in_which_job_it_was(place: Workplace) -> None:
    with place, pytest.raises(ValueError, match="odd") as caught:
        list(place.run(half, [4, 5, 6]))
    assert caught.value.__notes__ == ["in 5"]


def test_jobs_are_asked_for_when_there_is_room_for_them() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[int]:
        for job in range(0, 100, 2):
            asked.append(job)
            yield job

    with ThreadPoolExecutor(2) as threads:
        work = Futures(threads, 2).run(half, jobs())
        next(work)
        assert len(asked) <= 3
        work.close()


def test_what_a_dead_worker_had_in_hand_is_done_again_and_said(tmp_path: Path) -> None:
    said: list[str] = []
    with Processes(2, said.append) as place:
        jobs = [(str(tmp_path / "died"), number) for number in range(4)]
        found = sorted(place.run(die_once, jobs))
    assert [result for _, result in found] == [0, 1, 2, 3]
    assert len(said) == 1
    # How it ended is said where it is known: a worker that dies while it is started may be gone unseen.
    assert re.match(r"a worker process died( \(killed by signal 9\))? while running .*died', \d\)", said[0])


def test_a_job_that_kills_its_worker_twice_is_named() -> None:
    with (
        Processes(2, lambda said: None) as place,
        pytest.raises(WorkerDied, match="died twice while running"),
    ):
        list(place.run(die, [1]))
