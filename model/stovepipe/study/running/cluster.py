"""Work done on a Dask cluster, with no call to it that is waited for without end."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Any, TypeVar

from stovepipe.study.running.futures import PULSE, Here, through
from stovepipe.study.running.pool import CannotGoOn, Job, Result

CONNECTING = 10.0  # seconds for a scheduler to answer
PATIENCE = 60.0  # seconds without an answer from the scheduler, or without any worker
PARTING = 2.0  # seconds for the client to close: what was finished is kept already
ADDRESS = "the address of a Dask scheduler is needed, such as tcp://10.0.0.1:8786"
SILENT = logging.CRITICAL + 1
LOGGERS = ("distributed", "tornado", "asyncio")
"""Where Dask says what has failed, with tracebacks, in its own words; we say it in ours."""

Answer = TypeVar("Answer")


class Cluster(Here):
    """Does jobs on a Dask cluster: the same stovepipe has to be installed on its workers.

    A worker that goes is reported, and the scheduler gives its work to others. Jobs are handed out two to a
    thread, so that no worker waits for the next.
    """

    def __init__(self, address: str, remark: Callable[[str], object] = warnings.warn) -> None:
        """Ask a scheduler for work to be done.

        Args:
            address: of the scheduler, like ``tcp://10.0.0.1:8786``.
            remark: told that a worker has gone.

        Raises:
            CannotGoOn: Dask is not installed, or no scheduler answers.
        """
        if not address.strip():
            raise CannotGoOn(ADDRESS)
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise CannotGoOn("for a cluster, install Dask: pip install 'stovepipe[dask]'") from None
        self._address, self._remark = address, remark
        self._levels = _silenced()
        try:
            # Asked first, as a client that finds nobody cannot be closed in less than its own patience.
            if wrong := within(2 * CONNECTING, lambda: asyncio.run(_wrong_with(address))):
                raise OSError(wrong)
            self._client = within(
                CONNECTING, lambda: distributed.Client(address, timeout=CONNECTING, set_as_default=False)
            )
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise CannotGoOn(f"no Dask scheduler answers at {address}: {_first_line(error)}") from None
        self._workers: dict[str, int] = {}
        self._looked = self._seen = time.monotonic()

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """As in `Workplace`."""
        from distributed import KilledWorker

        self._seen = time.monotonic()
        self._look()
        try:
            yield from through(self._client.get_executor(pure=False), work, jobs, self._room, self._pulse)
        except KilledWorker as error:
            raise CannotGoOn(
                f"several workers of {self._address} died over the same work ({_noted(error)}). "
                "They may have run out of memory: give each fewer threads, or more memory."
            ) from None
        except ModuleNotFoundError as error:
            raise CannotGoOn(
                f"the workers of {self._address} lack {error.name}: install the same stovepipe"
            ) from None
        except (OSError, CancelledError) as error:
            if not isinstance(error, CancelledError) and hasattr(error, "__notes__"):
                raise  # it is the work that failed
            raise CannotGoOn(
                f"the Dask scheduler at {self._address} does not answer any more: {_first_line(error)}"
            ) from None

    def _room(self) -> int:
        return 2 * sum(self._workers.values())

    def _pulse(self) -> None:
        if time.monotonic() - self._looked >= PULSE:
            self._look()

    def _look(self) -> None:
        """See which workers there are; wait for the first.

        Raises:
            CannotGoOn: there has been none for a while.
            OSError: the scheduler does not answer.
        """
        while True:
            now: dict[str, int] = dict(within(PATIENCE, self._client.nthreads))
            self._looked = time.monotonic()
            for gone in sorted(self._workers.keys() - now.keys()):
                self._remark(f"the worker {gone} has gone: what it had in hand is done again")
            self._workers = now
            if now:
                self._seen = self._looked
                return
            if self._looked - self._seen > PATIENCE:
                raise CannotGoOn(f"the cluster at {self._address} has no workers")
            time.sleep(0.2)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, RuntimeError):
            within(PARTING, self._client.close)
        if error is None:  # else Dask may have more to say of it
            for name, level in self._levels.items():
                logging.getLogger(name).setLevel(level)


def within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """What a call answers, if it does within so many seconds. A call that does not is left behind.

    Raises:
        TimeoutError: it does not.
        Exception: whatever the call raises.
    """
    answers: list[Answer] = []
    errors: list[BaseException] = []

    def answer() -> None:
        try:
            answers.append(call())
        except BaseException as error:
            errors.append(error)

    caller = threading.Thread(target=answer, daemon=True)
    caller.start()
    caller.join(seconds)
    for error in errors:
        raise error
    if not answers:
        raise TimeoutError(f"no answer in {seconds:g} s")
    return answers[0]


async def _wrong_with(address: str) -> str:
    """Why it is not a scheduler that answers there; nothing if it is one. A stranger may answer anything."""
    asked = asyncio.ensure_future(_kind(address))
    done, _ = await asyncio.wait({asked}, timeout=CONNECTING)
    if not done:
        asked.cancel()
        return f"no answer in {CONNECTING:g} s"
    if (error := asked.exception()) is not None:
        known = isinstance(error, OSError | ValueError)
        return _first_line(error) if known else f"what answers is not a scheduler ({_first_line(error)})"
    return "" if asked.result() == "Scheduler" else f"what answers is a {asked.result()}"


async def _kind(address: str) -> str:
    """What answers there, in Dask's words."""
    core: Any = import_module("distributed.core")
    async with core.rpc(address, timeout=CONNECTING) as found:
        return str((await found.identity()).get("type"))


def _silenced() -> dict[str, int]:
    """Silence what Dask logs; the levels that were set before."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LOGGERS]
    levels = {name: logging.getLogger(name).level for name in {*names, *LOGGERS}}
    for name in levels:
        logging.getLogger(name).setLevel(SILENT)
    return levels


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def _noted(error: BaseException) -> str:
    return ", ".join(getattr(error, "__notes__", ())) or _first_line(error)
