"""Work on a Dask cluster is done as anywhere; whatever it does, nothing hangs and one thing is said."""

import itertools
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from stovepipe.study.reading.study import Study
from stovepipe.study.running.cluster import Cluster
from stovepipe.study.running.gather import gather
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.workplaces import workplace
from stovepipe.study.store.store import Store
from tests.study.running.cluster import Running, cluster
from tests.study.running.deaths import half
from tests.study.running.test_gather import everything, gathered


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


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


def test_a_scheduler_that_goes_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with cluster(tmp_path) as running:
        with Cluster(running.address) as place:
            work = place.run(half, itertools.count(0, 2))
            next(work)
            running.scheduler.kill()
            with pytest.raises(CannotGoOn, match="does not answer any more"):
                list(work)
        assert capfd.readouterr().err == "", "nothing in Dask's own words"


def test_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stovepipe.study.running.cluster.CONNECTING", 0.5)
    with pytest.raises(CannotGoOn, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        workplace("tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "missing port number"),
        ("nowhere://x:1", "unknown address scheme 'nowhere'"),
        ("tcp://", "missing port number"),
        ("tcp://127.0.0.1:port", ""),
        ("tcp://127.0.0.1:99999", ""),
        ("tcp://nobody.invalid:8786", ""),
    ],
)
def test_a_scheduler_that_is_no_address_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    monkeypatch.setattr("stovepipe.study.running.cluster.CONNECTING", 0.5)
    with pytest.raises(CannotGoOn, match=f"no Dask scheduler answers at {address}: .*{said}"):
        workplace(address)
    assert capfd.readouterr().err == "", "nothing in Dask's own words"


def test_a_worker_is_no_scheduler(running: Running, tmp_path: Path) -> None:
    from distributed import Client

    with Client(running.address, set_as_default=False) as client:
        worker = min(client.nthreads())
    with pytest.raises(CannotGoOn, match=f"no Dask scheduler answers at {worker}: what answers is a Worker"):
        workplace(worker)


@pytest.mark.parametrize("address", ["", "  "])
def test_an_address_that_is_empty_is_refused(address: str) -> None:
    with pytest.raises(CannotGoOn, match=r"the address of a Dask scheduler is needed, such as tcp://"):
        workplace(address)


ANSWERS = {
    "silent": b"",
    "a web server": b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    "zeros": bytes(64),
}


@pytest.fixture(params=ANSWERS.values(), ids=ANSWERS)
def stranger(request: pytest.FixtureRequest) -> Iterator[str]:
    """Something that accepts connections and is not a scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        accepted: list[socket.socket] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    accepted.append(server.accept()[0])
                    accepted[-1].sendall(request.param)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        for each in accepted:
            each.close()


def test_whoever_answers_and_is_no_scheduler_is_not_waited_for(
    stranger: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stovepipe.study.running.cluster.CONNECTING", 0.5)
    began = time.monotonic()
    with pytest.raises(CannotGoOn, match=f"no Dask scheduler answers at {stranger}: "):
        workplace(stranger)
    assert time.monotonic() - began < 30
    assert capfd.readouterr().err == "", "nothing in Dask's own words"


def test_a_scheduler_that_is_frozen_is_not_waited_for_and_what_was_finished_is_kept(
    tmp_path: Path,
    say: Callable[..., Study],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    study = say(replications=400)
    with cluster(tmp_path) as running:

        def freeze(done: int, total: int) -> None:
            if done >= 8:
                monkeypatch.setattr("stovepipe.study.running.cluster.PATIENCE", 1.0)
                os.kill(running.scheduler.pid, signal.SIGSTOP)

        with Store.open(tmp_path / "store", study) as store:
            with (
                pytest.raises(CannotGoOn, match=r"does not answer any more: no answer in 1 s"),
                workplace(running.address) as place,
            ):
                gather(study, store, place, freeze)
            assert 8 <= store.kept < 400
    assert capfd.readouterr().err == "", "nothing in Dask's own words"


def test_what_dask_logs_is_heard_again_when_the_work_is_done(running: Running) -> None:
    import logging

    logger = logging.getLogger("distributed.client")
    before = logger.level
    with Cluster(running.address):
        assert not logger.isEnabledFor(logging.CRITICAL)
    assert logger.level == before


def test_a_cluster_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stovepipe.study.running.cluster.PATIENCE", 0.5)
    with (
        cluster(tmp_path, workers=0) as running,
        Cluster(running.address) as place,
        pytest.raises(CannotGoOn, match="has no workers"),
    ):
        list(place.run(half, [2]))


def test_a_cluster_without_dask_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("stovepipe.study.running.cluster.import_module", missing)
    with pytest.raises(CannotGoOn, match=r"pip install 'stovepipe\[dask\]'"):
        workplace("tcp://127.0.0.1:8786")
