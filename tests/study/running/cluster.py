"""A Dask cluster for tests: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from distributed import Client

from tests.environment import PATIENCE, ordinary

LOCAL = "tcp://127.0.0.1:0"


@dataclass(frozen=True)
class Running:
    """A cluster: the scheduler's address, and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Running]:
    """A scheduler and workers with one thread each, all of them there, until the block ends."""
    with ExitStack() as stack:
        told = folder / "scheduler.json"
        scheduler = _started(
            stack, folder, "distributed.cli.dask_scheduler", "--host", LOCAL, "--no-dashboard",
            "--scheduler-file", str(told),
        )  # fmt: skip
        while not told.exists() or not told.read_text().endswith("}"):
            assert scheduler.poll() is None, (folder / "log").read_text()
        address = _address(told)
        crew = [
            _started(
                stack, folder, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(folder),
            )
            for _ in range(workers)
        ]  # fmt: skip
        if crew:
            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
        yield Running(address, scheduler, crew)


def _address(told: Path) -> str:
    address: str = json.loads(told.read_text())["address"]
    return address


def _started(stack: ExitStack, folder: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    log = stack.enter_context((folder / "log").open("ab"))
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=log,
        stderr=log,
        env=ordinary(PYTHONPATH=os.pathsep.join(sys.path)),
        cwd=folder,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process
