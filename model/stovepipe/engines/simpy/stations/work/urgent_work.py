"""The work on urgent copies, where a station does it otherwise (semantics, 3.3)."""

from __future__ import annotations

from stovepipe.engines.simpy.chance import Chance, Durations
from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.draws import Law


class UrgentWork:
    """Draws by precedence, at the addresses of the station's other work."""

    def __init__(self, chance: Chance, laws: tuple[Law | None, ...], classes: int, *address: str) -> None:
        purpose, station = address
        drawn = {law: Durations(chance, (law,) * classes, purpose, station) for law in laws if law}
        self._by_precedence = [None if law is None else drawn[law] for law in laws]

    def of(self, copy: Copy, otherwise: Durations) -> Durations:
        """The draws for a copy of the precedence it has now."""
        return self._by_precedence[copy.precedence] or otherwise


def urgent_work(
    chance: Chance, laws: tuple[Law | None, ...], classes: int, purpose: str, station: str
) -> UrgentWork | None:
    """The urgent work at a station; None where it is as all other."""
    return UrgentWork(chance, laws, classes, purpose, station) if any(laws) else None
