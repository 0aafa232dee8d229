"""Work that fails, or ends the worker process to which it is given."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def half(number: int) -> int:
    """Half of an even number."""
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def die(job: object) -> None:
    """Whoever does this is gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(job: tuple[str, int]) -> int:
    """The first to do this is gone; those after it get the number."""
    marker, number = job
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return number
    os.kill(os.getpid(), signal.SIGKILL)
    return -1
