"""What a station sends on: written, confirmed, batched, shared (semantics, section 3.5, steps 5 to 8)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from functools import cache, reduce
from operator import or_

from stovepipe.engines.simpy.books.ledger import FINISHED
from stovepipe.engines.simpy.chance import Uniforms
from stovepipe.engines.simpy.channels.channel import Channel
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.stations.sending.batch import Batch, crowded_out, product, replace
from stovepipe.engines.simpy.stations.sending.confirmation import Confirmation
from stovepipe.engines.simpy.stations.work.heard import Heard
from stovepipe.network.details.periods import in_time
from stovepipe.network.records import ANY, CROWDED_OUT, NEVER, NONE, SENT_ELSEWHERE, Station
from stovepipe.network.ways.precedence import meets
from stovepipe.trajectory import NO_ROOM, HoldEnd

Plan = tuple[tuple[Channel, bool], ...]
Barred = tuple[Channel, ...]


class Outbox:
    """Where a station puts what it has finished."""

    def __init__(self, common: Common, spec: Station, rank: int) -> None:
        self.batch = Batch(common, 1 << rank)
        self.heard: Heard | None = None
        self.confirmation: Confirmation | None = None
        if spec.confirms is not None or any(share < 1.0 for share in spec.work_repeats):
            self.heard = Heard(common)
            if spec.confirms is not None:
                self.confirmation = Confirmation(common, rank, spec.confirms, self.heard, self._leave)
        # What becomes of a finished copy, past the steps that this station does not have.
        self._go_on = self._file if spec.batch_classes else self._share
        self.send = self._go_on if self.heard is None else self._hear
        self.share = self._share
        self._spec = spec
        self.writes = (spec.writes_language, spec.writes_system, spec.writes_level) != (NONE, NONE, NONE)
        self._channels: list[Channel] = []
        self._unshared: list[int] = []  # ranks, in order
        self._choosy = False  # whether a channel has a condition on precedence
        self._dated = False  # whether a channel has a time
        self._steady = False  # whether it goes by the classes of a copy alone
        self._last = len(spec.shared) - 1
        self._plan = cache(self._plan_of)
        self._pick = Uniforms(common.chance, "share", spec.name)
        self._ledger, self._recorder, self._number_copy = common.ledger, common.recorder, common.number_copy

    def connect(self, channels: list[Channel]) -> None:
        """Find the outgoing channels."""
        self._channels = channels
        alternatives = set(self._spec.shared)
        self._choosy = any(channels[rank].spec.precedences != ANY for rank in self._spec.outgoing)
        self._dated = any(
            (channels[rank].spec.since, channels[rank].spec.until) != (0, NEVER)
            for rank in self._spec.outgoing
        )
        self._unshared = [rank for rank in self._spec.outgoing if rank not in alternatives]
        self._steady = not (alternatives or self._choosy or self._dated)

    def write(self, copy: Copy) -> None:
        """What the station writes is in its language, on its system and at its level."""
        copy.written = copy.written.by(self._spec)

    def _hear(self, copy: Copy, now: int) -> None:
        """What a copy tells is heard; then it is held until it is confirmed, or goes on at once."""
        if self.heard is not None:
            told = self.heard.hear(copy)
            if self.confirmation is not None and self.confirmation.keeps(copy, told, now):
                return
        self._go_on(copy, now)

    def _leave(self, copies: list[Copy], now: int) -> None:
        """What was held for confirmation goes on as one product."""
        self._go_on(self._together(copies, now), now)

    def _file(self, copy: Copy, now: int) -> None:
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
        if copies:
            self._share(self._together(copies, now), now)

    def _together(self, copies: list[Copy], now: int) -> Copy:
        """One product of all of them; a copy that is alone stays as it is."""
        if len(copies) == 1:
            return copies[0]
        whole = product(copies, self._number_copy(), now)
        for part in copies:
            for item in part.carried:
                self._recorder.descend_as(whole.number, item.report.rank, part.number, now)
        replace(copies, whole, self._ledger, now)
        return whole

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

    def close(self, now: int, *, transferred: bool) -> list[Copy]:
        """The station closes: all that is held for confirmation, then all that is in the batch."""
        held = []
        if self.confirmation is not None:
            held = self.confirmation.close(HoldEnd.TRANSFERRED if transferred else HoldEnd.STRANDED, now)
        return held + self.batch.take(now)

    def close_books(self, horizon: int) -> tuple[int, int]:
        """Count what is still here up to the horizon.

        The integral over time of the reports held and batched, and the sum of what each of them spent so.
        """
        ticks, spent = (0, 0) if self.confirmation is None else self.confirmation.totals(horizon)
        self.batch.close_books(horizon)
        return ticks + self.batch.ticks, spent + self.batch.spent

    def copies(self) -> list[Copy]:
        """What is in the batch, and then what is held for confirmation."""
        held = [] if self.confirmation is None else self.confirmation.copies()
        return [*self.batch.copies, *held]

    def let_go(self, raised: Container[Copy], now: int) -> None:
        """Of these copies, those that do not belong here any more leave, each by itself.

        First those that are in the batch, then those that are held for confirmation.
        """
        wrong = [c for c in self.batch.copies if not meets(self._spec.batch_precedences, c.precedence)]
        gone = [copy for copy in wrong if copy in raised]
        self.batch.let_go(gone, now)
        for copy in gone:
            self._share(copy, now)
        if self.confirmation is not None:
            self.confirmation.let_go(raised, now)

    def _share(self, copy: Copy, now: int) -> None:
        """One copy to each channel that is to have one; to a single one that carries all, the copy itself."""
        plan, barred = self._plan(copy.traits.classes, NONE) if self._steady else self._plan_now(copy, now)
        if len(plan) == 1 and plan[0][1]:
            channel = plan[0][0]
            if barred:
                self._let_go(copy, barred, plan, now)
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
        if barred:
            self._let_go(copy, barred, plan, now)
        self._ledger.end(copy, FINISHED, now)
        for (channel, _), child in zip(plan, children, strict=True):
            channel.offer(child, now)

    def _let_go(self, copy: Copy, barred: Barred, plan: Plan, now: int) -> None:
        """The copy lets go what the channels out of their time lead to, and those of the plan do not."""
        reach = list(copy.reach)
        for klass, before in enumerate(reach):
            beyond = reduce(or_, (channel.reach[klass] for channel in barred))
            kept = reduce(or_, (channel.reach[klass] for channel, _ in plan), 0)
            reach[klass] = before & ~(beyond & ~kept)
        self._ledger.let_go(copy, tuple(reach), now)

    def _plan_of(self, classes: int, picked: int) -> tuple[Plan, Barred]:
        """The outgoing channels that are to have a copy, and whether they carry the whole of it."""
        ranks = self._unshared if picked == NONE else sorted((*self._unshared, picked))
        channels = [self._channels[rank] for rank in ranks]
        plan = tuple(
            (channel, not classes & ~channel.spec.carries)
            for channel in channels
            if classes & channel.spec.carries
        )
        return plan, ()

    def _plan_now(self, copy: Copy, now: int) -> tuple[Plan, Barred]:
        """The plan for a copy, and the channels that would be in it if it were in their time."""
        plan, barred = self._plan(copy.traits.classes, self._picked(copy) if self._spec.shared else NONE)
        if self._choosy:
            plan = tuple(one for one in plan if _takes(*one, copy))
        if self._dated:
            barred = tuple(channel for channel, _ in plan if not in_time(channel.spec, now))
            plan = tuple(one for one in plan if in_time(one[0].spec, now))
        return plan, barred

    def _picked(self, copy: Copy) -> int:
        """The channel that gets the copy, of those that are alternatives: the first whose share is above."""
        draw = self._pick.at(copy.lead, copy.visit)
        return self._spec.shared[min(bisect_right(self._spec.shares, draw), self._last)]


def _takes(channel: Channel, whole: bool, copy: Copy) -> bool:
    """Whether a channel takes what it carries of a copy, by its precedence."""
    carried = copy.carried if whole else channel.carried_of(copy)
    return meets(channel.spec.precedences, min(item.report.precedence for item in carried))
