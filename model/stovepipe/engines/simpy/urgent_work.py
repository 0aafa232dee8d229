"""The work on urgent copies, where a station does it otherwise (semantics, 3.3)."""

from __future__ import annotations

from stovepipe.engines.simpy.chance import Chance, Durations
from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.records import Station


class UrgentWork:
    """Draws by precedence, at the addresses of the station's other work."""

    def __init__(self, chance: Chance, spec: Station) -> None:
        classes = len(spec.work)
        drawn = {
            law: Durations(chance, (law,) * classes, "work", spec.name) for law in spec.urgent_work if law
        }
        self._by_precedence = [None if law is None else drawn[law] for law in spec.urgent_work]

    def of(self, copy: Copy, otherwise: Durations) -> Durations:
        """The draws for a copy of the precedence it has now."""
        return self._by_precedence[copy.precedence] or otherwise
