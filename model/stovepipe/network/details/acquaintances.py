"""What is said of how people get to know, and trust, each other (semantics, 8.4 and 8.5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rapport:
    """How rapport grows between two contacts, each a rank among the servers (semantics, 8.4).

    `carried_over`: how much of what is above the floor is left when a contact goes; `earned`, `lost`: by how
    much a copy that is useful, or useless or stopped, moves it (8.5).
    """

    sender: int
    recipient: int
    floor: float
    ceiling: float
    time: int
    fatigue: float
    carried_over: float
    earned: float
    lost: float

    @property
    def moves(self) -> bool:
        """Whether it moves with what the copies are worth."""
        return self.earned > 0.0 or self.lost > 0.0

    def clipped(self, value: float) -> float:
        """The value between the floor and the ceiling that is nearest to this one."""
        return min(self.ceiling, max(self.floor, value))
