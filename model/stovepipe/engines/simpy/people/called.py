"""What a station asks of those who call its people (semantics, 3.12)."""

from __future__ import annotations

from typing import Protocol

from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.people.worker import Worker


class CallsPeople(Protocol):
    """The people of a station who may be called."""

    def concerns(self, copy: Copy) -> bool:
        """Whether anybody could be called for a copy."""

    def look(self) -> None:
        """The station is to look whom it needs."""

    def begin(self, worker: Worker, now: int) -> None:
        """Somebody who was called takes what there is for that person, or leaves."""

    def end(self, worker: Worker, now: int) -> None:
        """The call of this person, if there is one, is over."""
