"""What copies are worth to the station that they come to (semantics, section 8.5)."""

from __future__ import annotations

from collections.abc import Sequence

from stovepipe.engines.simpy.channels.trust import Trust
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.stations.work.duplicates import Duplicates
from stovepipe.trajectory import Worth


class Judges:
    """Those at one station whose rapport moves with what comes over their channels."""

    def __init__(self, trusts: Sequence[Trust], duplicates: Duplicates) -> None:
        self._trusts, self._duplicates = trusts, duplicates

    def judge(self, copy: Copy, now: int) -> None:
        """A copy has been finished, or is a duplicate. What it brings is not yet marked as finished here."""
        for trust in self._trusts:
            if copy.number in trust.brought:
                trust.brought.remove(copy.number)
                trust.judge(copy, self._worth(copy), now)

    def forget(self, copy: Copy) -> None:
        """A copy is lost here in another way."""
        for trust in self._trusts:
            trust.brought.discard(copy.number)

    def _worth(self, copy: Copy) -> Worth:
        here = self._duplicates.finishers(copy)
        useful = any(
            not (item.report.traits.coarse or item.report.off or item.report.finished & here)
            for item in copy.carried
        )
        return Worth.USEFUL if useful else Worth.USELESS
