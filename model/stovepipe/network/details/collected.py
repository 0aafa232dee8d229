"""What is lost before a report is written down."""

from __future__ import annotations

from dataclasses import dataclass

from stovepipe.network.draws import Law


@dataclass(frozen=True)
class Collected:
    """Two shares, and how late a report is written (ticks; None: at once)."""

    unreported: float
    write_delay: Law | None
    coarse: float
