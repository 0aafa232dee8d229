"""The times of channels, hurdles and links, and what can be reached in them (semantics, 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from stovepipe.network.draws import Law


@dataclass(frozen=True)
class Outages:
    """When a link is down (semantics, 4.1).

    `stated`: spells as ticks, in any order; `every` and `last`: the laws, in ticks, of the times between
    outages and of their lengths, None where only the stated ones come.
    """

    stated: tuple[tuple[int, int], ...]
    every: Law | None
    last: Law | None


@dataclass(frozen=True)
class LaterReach:
    """Which consumers can be reached from where when, at a tick, some channels have come to their end.

    The tables are as those of the `Network`. Those for the channels that have ended are for what they took
    before.
    """

    at: int
    reach_station: tuple[tuple[int, ...], ...]
    reach_sorted: tuple[tuple[int, ...], ...]
    reach_channel: tuple[tuple[int, ...], ...]


class HasTime(Protocol):
    """A channel or a hurdle: what has a time, in ticks."""

    @property
    def since(self) -> int:
        """The tick from which on it holds."""

    @property
    def until(self) -> int:
        """The tick before which it holds."""


def in_time(part: HasTime, tick: int) -> bool:
    """Whether a channel takes copies, or a hurdle applies, at a tick, as far as its dates go."""
    return part.since <= tick < part.until
