"""Worker processes come and go without leaving anything behind."""

import itertools
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from stovepipe.study.running import pool
from stovepipe.study.running.pool import CannotGoOn, Processes, WorkerDied
from tests.study.running.deaths import die, half


def test_a_script_without_a_guard_is_the_likeliest_cause_of_workers_that_never_begin() -> None:
    with Processes(2, lambda said: None) as place, pytest.raises(WorkerDied) as caught:
        list(place.run(die, [1]))
    assert "__main__" in str(caught.value)


def test_a_folder_for_temporary_files_that_is_full_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stood in for by one that is gone when the workers hand their results back."""

    class Gone(TemporaryDirectory):
        def __init__(self, prefix: str) -> None:
            super().__init__(prefix=prefix)
            self.cleanup()

    monkeypatch.setattr(pool, "TemporaryDirectory", Gone)
    with (
        Processes(2) as place,
        pytest.raises(CannotGoOn, match=r"cannot be written: .*; name another folder in TMPDIR"),
    ):
        list(place.run(half, [0, 2]))


def test_closing_the_iterator_ends_the_workers() -> None:
    before = multiprocessing.active_children()
    with Processes(2) as place:
        running = place.run(half, itertools.count(0, 2))
        assert len(list(islice(running, 1))) == 1
        assert len(multiprocessing.active_children()) > len(before)
        running.close()
        assert multiprocessing.active_children() == before


def test_workers_go_when_the_process_that_started_them_is_killed(tmp_path: Path) -> None:
    """The last thing that each does is to remove the folder for what they hand back."""
    starter = subprocess.Popen(
        [sys.executable, "-m", "tests.study.running.starter"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with starter as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        assert list(tmp_path.iterdir())
        process.kill()
    until = time.monotonic() + 60
    while list(tmp_path.iterdir()):
        assert time.monotonic() < until, "they are still there"
        time.sleep(0.05)


@contextmanager
def handles_left(room: int) -> Iterator[None]:
    """This process may open so many files more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(200, hard), hard))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(room):
            os.close(taken.pop())
        yield
    finally:
        for handle in taken:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("room", [0, 3, 7, 12, 19])
def test_too_few_handles_of_files_for_workers_are_said_with_what_to_do(room: int) -> None:
    """However far the start of the workers comes."""
    with (
        Processes(2, lambda said: None) as place,
        handles_left(room),
        pytest.raises(CannotGoOn, match=r"too few handles of files for 2 workers: too many open files\. Use"),
    ):
        list(place.run(half, range(0, 20, 2)))


def test_just_enough_handles_of_files_are_enough() -> None:
    with handles_left(20), Processes(2, lambda said: None) as place:
        assert sorted(place.run(half, [0, 2, 4])) == [(0, 0), (2, 1), (4, 2)]
