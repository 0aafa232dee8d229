"""Groups of stations of which any one will do (semantics, 5.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnyOf:
    """A group of `stations` (ranks, sorted) of which any one will do; it `needs` classes (a mask)."""

    name: str
    stations: tuple[int, ...]
    needs: int

    @property
    def needs_when(self) -> tuple[tuple[int, int, int], ...]:
        """The needs that have a time, as of a station: those of a group have none."""
        return ()
