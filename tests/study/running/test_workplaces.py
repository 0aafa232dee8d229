"""Wherever work is done, each job is done once, and a worker that dies takes nothing with it."""

import itertools
import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import gather
from stovepipe.study.running.pool import CannotGoOn, Processes, WorkerDied
from stovepipe.study.running.workplaces import Cluster, Futures, Here, Workplace, workplace
from stovepipe.study.store.store import Store
from tests.study.running.cluster import Running, cluster
from tests.study.running.deaths import die, die_once, half
from tests.study.running.test_gather import everything, gathered


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


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


def test_a_cluster_leaves_the_same_bytes_as_one_process(
    tmp_path: Path, study: Study, running: Running
) -> None:
    with Store.open(tmp_path / "cluster", study) as store, workplace(running.address) as place:
        gather(study, store, place)
    assert everything(tmp_path / "cluster") == gathered(tmp_path / "alone", study)


def test_an_error_on_a_cluster_says_in_which_job_it_was(running: Running) -> None:
    with Cluster(running.address) as place, pytest.raises(ValueError, match="odd") as caught:
        list(place.run(half, [4, 5, 6]))
    assert "in 5" in caught.value.__notes__


def test_a_worker_of_a_cluster_that_dies_is_said_and_its_work_done_again(
    tmp_path: Path, say: Callable[..., Study]
) -> None:
    study, said = say(replications=24), []
    with cluster(tmp_path) as running, Cluster(running.address, said.append) as place:

        def kill(done: int, total: int) -> None:
            if done == 4:
                os.kill(running.workers[0].pid, signal.SIGKILL)

        with Store.open(tmp_path / "cluster", study) as store:
            gather(study, store, place, kill)
            list(place.run(half, [2]))  # looks at the workers once more
    assert len(said) == 1
    assert "has gone: what it had in hand is done again" in said[0]
    assert everything(tmp_path / "cluster") == gathered(tmp_path / "alone", study)


def test_a_scheduler_that_goes_is_said(tmp_path: Path) -> None:
    with cluster(tmp_path) as running, Cluster(running.address) as place:
        work = place.run(half, itertools.count(0, 2))
        next(work)
        running.scheduler.kill()
        with pytest.raises(CannotGoOn, match="does not answer any more"):
            list(work)


def test_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stovepipe.study.running.workplaces.CONNECTING", 0.5)
    with pytest.raises(CannotGoOn, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        workplace("tcp://127.0.0.1:9")


def test_a_scheduler_that_is_no_address_is_said() -> None:
    with pytest.raises(CannotGoOn, match="no Dask scheduler answers at nowhere"):
        workplace("nowhere://x")


def test_a_cluster_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stovepipe.study.running.workplaces.PATIENCE", 0.5)
    with (
        cluster(tmp_path, workers=0) as running,
        Cluster(running.address) as place,
        pytest.raises(CannotGoOn, match="has no workers"),
    ):
        list(place.run(half, [2]))


def test_a_cluster_without_dask_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("stovepipe.study.running.workplaces.import_module", missing)
    with pytest.raises(CannotGoOn, match=r"pip install 'stovepipe\[dask\]'"):
        workplace("tcp://127.0.0.1:8786")
