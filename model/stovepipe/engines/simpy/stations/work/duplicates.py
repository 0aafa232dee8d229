"""What a station does with what has been done before, by itself or by a twin (semantics, section 3.6)."""

from __future__ import annotations

from stovepipe.engines.simpy.copies import Carried, Copy
from stovepipe.network.details.rules import OnDuplicate
from stovepipe.network.records import Network


class Duplicates:
    """What one station knows to have been finished before.

    `known` is the mask of the stations that may have finished what is known here. `passes_on`: it takes over
    what twins have finished. `vouches`: a twin takes over what this station has finished, with the fidelity
    that it gave.
    """

    def __init__(self, network: Network, rank: int) -> None:
        spec = network.stations[rank]
        self._bit = 1 << rank
        self._twins, self._remit = spec.twins, spec.remit
        self._works = spec.on_duplicate is OnDuplicate.WORK
        self.known = self._bit | spec.twins
        self.passes_on = bool(spec.twins) and spec.on_duplicate is OnDuplicate.PASS_ON
        self.vouches = any(
            other.twins >> rank & 1 and other.on_duplicate is OnDuplicate.PASS_ON
            for other in network.stations
        )

    def finishers(self, copy: Copy) -> int:
        """The stations because of which a report of the copy is a duplicate here (mask)."""
        if self._works and copy.through < 0:
            return self._bit
        return self._bit | self._twins & ~copy.lineage

    def knows(self, copy: Copy) -> bool:
        """Whether every report in the copy is a duplicate."""
        here = self.finishers(copy)
        return all(item.report.finished & here for item in copy.carried)

    def takes_over(self, copy: Copy) -> bool:
        """Whether a copy of duplicates brings something that was finished by a twin only, to be passed on."""
        return (
            self.passes_on
            and copy.through < 0
            and not all(item.report.finished & self._bit for item in copy.carried)
        )

    def taken_over(self, copy: Copy) -> tuple[Carried, ...]:
        """What the copy carries, with the fidelity that the first twin gave to what only twins finished."""
        twins = self._twins & ~copy.lineage
        return tuple(
            item
            if item.report.finished & self._bit
            else Carried(item.report, _given(item, twins), item.before)
            for item in copy.carried
        )

    def vouch(self, copy: Copy) -> None:
        """Remember the fidelity of what is finished here for the first time, before it is marked so."""
        for item in copy.carried:
            report = item.report
            if not report.finished & self._bit:
                report.given = (*report.given, (self._bit, item.fidelity))

    def to_be_read(self, copy: Copy) -> tuple[Carried, ...]:
        """What work on the copy is for: what is no duplicate, where duplicates are taken over."""
        if not self.passes_on or copy.through >= 0:
            return copy.carried
        here = self.finishers(copy)
        return tuple(item for item in copy.carried if not item.report.finished & here)

    def repeated(self, copy: Copy) -> int:
        """1 if another with the same remit, whose work the copy does not bring, has finished some of it."""
        others = self._remit & ~copy.lineage
        return int(any(item.report.finished & others for item in self.to_be_read(copy)))


def _given(item: Carried, twins: int) -> float:
    return next(fidelity for bit, fidelity in item.report.given if bit & twins)
