"""Stand-ins for a network that end the worker process to which they are given."""

from __future__ import annotations

import os
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
