"""Channels: hurdles in order, then the transit, then those met on arrival (semantics, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stovepipe.engines.simpy.books.ledger import FINISHED
from stovepipe.engines.simpy.chance import Durations
from stovepipe.engines.simpy.channels.hurdle import Recipient, hurdle_of
from stovepipe.engines.simpy.channels.link import Link
from stovepipe.engines.simpy.channels.trust import Trust
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.network.schedule import Curve
from stovepipe.network.spans_of_time import Intervals
from stovepipe.trajectory import Passage, Worth

# In names of their own: to look a member up in its enumeration takes ten times as long.
PASS, ARRIVED = MomentKind.PASS, Passage.ARRIVED


class Channel:
    """A directed link at work."""

    def __init__(
        self, common: Common, rank: int, rapport: Curve | None, outages: Intervals | None = None
    ) -> None:
        network, chance = common.network, common.chance
        spec = network.channels[rank]
        classes = len(network.classes)
        self.spec = spec
        self.rank = rank
        self.reach = network.reach_channel[rank]
        self.place = len(network.stations) + rank
        self.hurdles = [hurdle_of(hurdle, spec.name, classes, chance) for hurdle in spec.hurdles]
        self.recipient: Recipient
        self._transit_at = sum(not hurdle.on_arrival for hurdle in spec.hurdles)  # which step it is
        self._transit = (
            Durations(chance, (spec.transit,) * classes, "transit", spec.name) if spec.transit else None
        )
        self.link = None if outages is None else Link(common, rank, outages)
        self._open = not self.hurdles and self._transit is None and self.link is None  # nothing is between
        self._rapport = rapport
        self.trust = None
        if rapport is not None and spec.rapport is not None and spec.rapport.moves:
            self.trust = Trust(rank, spec.rapport, rapport, common.recorder)
        self._env, self._ledger, self._recorder = common.env, common.ledger, common.recorder
        self._number_copy = common.number_copy

    def connect(self, stations: Sequence[Recipient]) -> None:
        """Find the stations at its end and behind its hurdles."""
        self.recipient = stations[self.spec.recipient]
        for hurdle in self.hurdles:
            if hurdle.spec.through >= 0:
                hurdle.through = stations[hurdle.spec.through]

    def carried_of(self, copy: Copy) -> tuple[Carried, ...]:
        """What it carries of what a copy carries."""
        carries = self.spec.carries
        return tuple(item for item in copy.carried if carries >> item.report.klass & 1)

    def offer(self, copy: Copy, now: int) -> None:
        """A copy is shared over this channel."""
        if self._open:
            self._recorder.cross(copy, self.rank, now)
            self.recipient.arrive(copy, now)
            return
        self._recorder.begin_crossing(copy, now)
        copy.crossing = copy.lead.begin(self.place)
        self._meet(copy, 0, now)

    def resume(self, copy: Copy, now: int) -> None:
        """The copy was worked through a station and goes on."""
        copy.through = -1
        copy.where = self.place
        self._meet(copy, copy.next_step, now)

    def end(self, copy: Copy, now: int) -> None:
        """The copy ended while it was worked through a station."""
        self._recorder.end_crossing(copy, self.rank, now, Passage.ENDED)

    def _meet(self, copy: Copy, step: int, now: int) -> None:
        """The copy meets the hurdles from a step on, with the transit in its place, and arrives."""
        while step <= len(self.hurdles):
            if self._in_transit(copy, step, now) if step == self._transit_at else self._held(copy, step, now):
                return
            step += 1
        self._recorder.end_crossing(copy, self.rank, now, ARRIVED)
        if self.trust is not None:
            self.trust.brought.add(copy.number)
        self.recipient.arrive(copy, now)

    def _in_transit(self, copy: Copy, step: int, now: int) -> bool:
        """Whether the transit takes time, or the link is down."""
        if self.link is not None and self.link.down(now):
            copy.next_step = step
            self._recorder.keep_crossing(copy, self.rank)
            self.link.hold(copy, now)
            return True
        return self._on_the_way(copy, step)

    def _on_the_way(self, copy: Copy, step: int) -> bool:
        """Whether the transit takes time."""
        if self._transit is None:
            return False
        delay = self._transit.at(copy.lead, copy.crossing)
        if delay > 0:
            self._wait(copy, delay, self._carried_over, step)
        return delay > 0

    def _held(self, copy: Copy, step: int, now: int) -> bool:
        """Whether the hurdle at a step keeps the copy from going on at once."""
        index = step - (step > self._transit_at)
        hurdle = self.hurdles[index]
        if hurdle.spec.each:
            return self._sifted(copy, index, now)
        if not hurdle.applies(copy, now):
            return False
        if hurdle.strikes(copy, self._acquainted(now)):
            self._stop(copy, index, now)
            return True
        if hurdle.delay is not None:
            delay = hurdle.delay.at(copy.lead, copy.crossing)
            if delay > 0:
                self._wait(copy, delay, self._delayed, step)
                return True
        if hurdle.through is not None:
            self._work_through(copy, hurdle.through, step, now)
            return True
        return False

    def _acquainted(self, now: int) -> float:
        if self.trust is not None:
            return self.trust.at(now)
        return 0.0 if self._rapport is None else self._rapport.at(now)

    def _stop(self, copy: Copy, index: int, now: int) -> None:
        if self.trust is not None and not self.hurdles[index].by_rapport:
            self.trust.judge(copy, Worth.STOPPED, now)
        self._recorder.end_crossing(copy, self.rank, now, Passage.STOPPED, index)
        self._ledger.end(copy, self.hurdles[index].spec.cause, now)

    def _sifted(self, copy: Copy, index: int, now: int) -> bool:
        """Whether nothing is left of the copy when each report has met the hurdle by itself."""
        stopped = self.hurdles[index].struck(copy, now, self._acquainted(now))
        if len(stopped) == len(copy.carried):
            self._stop(copy, index, now)
            return True
        if stopped:
            gone = {item.report.rank for item in stopped}
            annex = copy.made_from(self._number_copy(), stopped, now)
            self._ledger.enter(annex, self.reach, self.place)
            for item in stopped:
                self._ledger.drop(copy, item, FINISHED, now)
            copy.carry(tuple(item for item in copy.carried if item.report.rank not in gone))
            self._recorder.descend(annex, copy.number, now)
            self._recorder.begin_crossing(annex, now)
            self._stop(annex, index, now)
        return False

    def release(self, copy: Copy, now: int) -> None:
        """The link is up again: a copy that it held begins its transit."""
        if not self._on_the_way(copy, self._transit_at):
            self._meet(copy, self._transit_at + 1, now)

    def travels(self, copy: Copy) -> bool:
        """Whether a copy that is under way here is in transit, or waits for the link, not at a hurdle."""
        return copy.next_step == self._transit_at

    def _wait(self, copy: Copy, delay: int, then: Callable[[Moment], None], step: int) -> None:
        copy.next_step = step
        self._recorder.keep_crossing(copy, self.rank)
        Moment(self._env, delay, order(PASS, self.rank, copy.lead.rank), then, (copy, delay, step))

    def _delayed(self, moment: Moment) -> None:
        copy, delay, step = moment.subject
        copy.hurdles += delay
        through = self.hurdles[step - (step > self._transit_at)].through
        if through is not None:
            self._work_through(copy, through, step, self._env.now)
        else:
            self._meet(copy, step + 1, self._env.now)

    def _work_through(self, copy: Copy, station: Recipient, step: int, now: int) -> None:
        copy.through = self.rank
        copy.next_step = step + 1
        self._recorder.keep_crossing(copy, self.rank)
        station.arrive(copy, now)

    def _carried_over(self, moment: Moment) -> None:
        copy, delay, step = moment.subject
        copy.transit += delay
        self._meet(copy, step + 1, self._env.now)
