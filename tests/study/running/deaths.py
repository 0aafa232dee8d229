"""Stand-ins for a network that end the worker process to which they are given."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stovepipe.network.records import Network


class Deadly:
    """A worker that unpickles it is gone."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


@dataclass
class DeadlyOnce:
    """The first worker that unpickles it is gone; those after it get the network."""

    network: Network
    marker: Path

    def __reduce__(self) -> tuple[Any, ...]:
        return _die_once, (self.network, self.marker)


def _die_once(network: Network, marker: Path) -> Network:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return network
    os._exit(3)


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
