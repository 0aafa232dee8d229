"""What a station sends on: written, batched, shared (semantics, section 3.5, steps 5 to 7)."""

from __future__ import annotations

from bisect import bisect_right

from stovepipe.engines.simpy.batch import Batch, crowded_out, product, replace
from stovepipe.engines.simpy.chance import Uniforms
from stovepipe.engines.simpy.channel import Channel
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.ledger import FINISHED
from stovepipe.network.precedence import meets
from stovepipe.network.records import ANY, CROWDED_OUT, NONE, SENT_ELSEWHERE, Station
from stovepipe.trajectory import NO_ROOM

Plan = tuple[tuple[Channel, bool], ...]


class Outbox:
    """Where a station puts what it has finished."""

    def __init__(self, common: Common, spec: Station, station_bit: int) -> None:
        self.batch = Batch(common, station_bit)
        self._spec = spec
        self.writes = (spec.writes_language, spec.writes_system, spec.writes_level) != (NONE, NONE, NONE)
        self._channels: list[Channel] = []
        self._unshared: list[int] = []  # ranks, in order
        self._choosy = False  # whether a channel has a condition on precedence
        self._last = len(spec.shared) - 1
        self._plans: dict[tuple[int, int], Plan] = {}  # by the classes of a copy and the channel picked
        self._pick = Uniforms(common.chance, "share", spec.name)
        self._ledger, self._recorder, self._number_copy = common.ledger, common.recorder, common.number_copy

    def connect(self, channels: list[Channel]) -> None:
        """Find the outgoing channels."""
        self._channels = channels
        alternatives = set(self._spec.shared)
        self._choosy = any(channels[rank].spec.precedences != ANY for rank in self._spec.outgoing)
        self._unshared = [rank for rank in self._spec.outgoing if rank not in alternatives]

    def write(self, copy: Copy) -> None:
        """What the station writes is in its language, on its system and at its level."""
        copy.written = copy.written.by(self._spec)

    def send(self, copy: Copy, now: int) -> None:
        """Batch a finished copy, or share it."""
        spec = self._spec
        if (
            spec.batch_classes
            and spec.batch_classes >> copy.lead.klass & 1
            and meets(spec.batch_precedences, copy.precedence)
        ):
            self.batch.add(copy, now)
            if spec.batch_size != NONE and len(self.batch) >= spec.batch_size:
                self.release(now)
        else:
            self._share(copy, now)

    def release(self, now: int) -> None:
        """What the batch holds leaves as one product."""
        copies = self.batch.take(now)
        if 0 < self._spec.batch_keeps < sum(len(copy.carried) for copy in copies):
            copies = self._crowded(copies, now)
        if len(copies) > 1:
            whole = product(copies, self._number_copy(), now)
            for part in copies:
                for item in part.carried:
                    self._recorder.descend_as(whole.number, item.report.rank, part.number, now)
            replace(copies, whole, self._ledger, now)
            self._share(whole, now)
        elif copies:
            self._share(copies[0], now)

    def _crowded(self, copies: list[Copy], now: int) -> list[Copy]:
        """The copies less the reports for which the product has no room; what is left of them, in order."""
        left_out = crowded_out(copies, self._spec.batch_keeps)
        remaining = []
        for copy in copies:
            kept = []
            for item in copy.carried:
                if item.report.rank in left_out:
                    self._ledger.drop(copy, item, CROWDED_OUT, now)
                    self._recorder.descend_as(NO_ROOM, item.report.rank, copy.number, now)
                else:
                    kept.append(item)
            if kept:
                if len(kept) < len(copy.carried):
                    copy.carry(tuple(kept))
                remaining.append(copy)
        return remaining

    def let_go(self, copies: list[Copy], now: int) -> None:
        """Of these copies in the batch, those that do not belong there any more leave, each by itself."""
        gone = [copy for copy in copies if not meets(self._spec.batch_precedences, copy.precedence)]
        self.batch.let_go(gone, now)
        for copy in gone:
            self._share(copy, now)

    def _share(self, copy: Copy, now: int) -> None:
        """One copy to each channel that is to have one; to a single one that carries all, the copy itself."""
        picked = self._picked(copy) if self._spec.shared else NONE
        plan = self._plans.get((copy.traits.classes, picked))
        if plan is None:
            plan = self._plan(copy.traits.classes, picked)
        if self._choosy:
            plan = tuple(one for one in plan if _takes(*one, copy))
        if len(plan) == 1 and plan[0][1]:
            channel = plan[0][0]
            self._ledger.move(copy, channel.reach, channel.place, SENT_ELSEWHERE, now)
            channel.offer(copy, now)
            return
        children = []
        for channel, whole in plan:
            carried = copy.carried if whole else channel.carried_of(copy)
            child = copy.made_from(self._number_copy(), carried, now)
            self._ledger.enter(child, channel.reach, channel.place)
            self._recorder.descend(child, copy.number, now)
            children.append(child)
        self._ledger.end(copy, FINISHED, now)
        for (channel, _), child in zip(plan, children, strict=True):
            channel.offer(child, now)

    def _plan(self, classes: int, picked: int) -> Plan:
        """The outgoing channels that are to have a copy, and whether they carry the whole of it."""
        ranks = self._unshared if picked == NONE else sorted((*self._unshared, picked))
        channels = [self._channels[rank] for rank in ranks]
        plan = tuple(
            (channel, not classes & ~channel.spec.carries)
            for channel in channels
            if classes & channel.spec.carries
        )
        self._plans[classes, picked] = plan
        return plan

    def _picked(self, copy: Copy) -> int:
        """The channel that gets the copy, of those that are alternatives: the first whose share is above."""
        draw = self._pick.at(copy.lead, copy.visit)
        return self._spec.shared[min(bisect_right(self._spec.shares, draw), self._last)]


def _takes(channel: Channel, whole: bool, copy: Copy) -> bool:
    """Whether a channel takes what it carries of a copy, by its precedence."""
    carried = copy.carried if whole else channel.carried_of(copy)
    return meets(channel.spec.precedences, min(item.report.precedence for item in carried))
