"""Channels: hurdles in order, then the transit (semantics, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from stovepipe.engines.simpy_engine.chance import Chance, Durations, Uniforms
from stovepipe.engines.simpy_engine.copies import Carried, Copy
from stovepipe.engines.simpy_engine.ledger import Ledger
from stovepipe.engines.simpy_engine.moments import Clock, Kind, Moment, order
from stovepipe.engines.simpy_engine.recorder import Recorder
from stovepipe.network import records
from stovepipe.network.records import ANY, Network
from stovepipe.trajectory import Passage

# In names of their own: to look a member up in its enumeration takes ten times as long.
PASS, ARRIVED = Kind.PASS, Passage.ARRIVED


class Recipient(Protocol):
    """Where copies arrive: a station."""

    def arrive(self, copy: Copy, now: int) -> None:
        """A copy arrives."""


class Hurdle:
    """One hurdle of a channel, with its draws."""

    def __init__(self, hurdle: records.Hurdle, channel: str, classes: int, chance: Chance) -> None:
        self.spec = hurdle
        self.stops = (
            Uniforms(chance, "hurdle", channel, hurdle.name) if 0.0 < hurdle.probability < 1.0 else None
        )
        self.delay = (
            Durations(chance, (hurdle.delay,) * classes, "hurdle delay", channel, hurdle.name)
            if hurdle.delay
            else None
        )
        self.through: Recipient | None = None

    def applies(self, copy: Copy) -> bool:
        """Whether all conditions hold for the copy as it is now."""
        spec = self.spec
        return (
            len(copy.carried) > spec.more_than
            and bool(spec.classes & copy.classes)
            and bool(spec.levels >> copy.level & 1)
            and (spec.origins == ANY or bool(spec.origins & copy.origins))
            and (spec.languages == ANY or (copy.language >= 0 and bool(spec.languages >> copy.language & 1)))
            and (spec.systems == ANY or (copy.system >= 0 and bool(spec.systems >> copy.system & 1)))
        )

    def stops_copy(self, copy: Copy) -> bool:
        """Whether it stops the copy to which it applies."""
        if self.stops is None:
            return self.spec.probability >= 1.0
        return self.stops.at(copy.lead, copy.crossing) < self.spec.probability


class Channel:
    """A directed link at work."""

    def __init__(
        self,
        env: Clock,
        network: Network,
        rank: int,
        chance: Chance,
        ledger: Ledger,
        recorder: Recorder,
    ) -> None:
        spec = network.channels[rank]
        classes = len(network.classes)
        self.spec = spec
        self.rank = rank
        self.reach = network.reach_channel[rank]
        self.place = len(network.stations) + rank
        self.hurdles = [Hurdle(hurdle, spec.name, classes, chance) for hurdle in spec.hurdles]
        self.recipient: Recipient
        self._transit = (
            Durations(chance, (spec.transit,) * classes, "transit", spec.name) if spec.transit else None
        )
        self._open = not self.hurdles and self._transit is None  # nothing stands between its ends
        self._env, self._ledger, self._recorder = env, ledger, recorder

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
        self._meet(copy, copy.next_hurdle, now)

    def end(self, copy: Copy, now: int) -> None:
        """The copy ended while it was worked through a station."""
        self._recorder.end_crossing(copy, self.rank, now, Passage.ENDED)

    def _meet(self, copy: Copy, first: int, now: int) -> None:
        for index in range(first, len(self.hurdles)):
            hurdle = self.hurdles[index]
            if not hurdle.applies(copy):
                continue
            if hurdle.stops_copy(copy):
                self._recorder.end_crossing(copy, self.rank, now, Passage.STOPPED, index)
                self._ledger.end(copy, hurdle.spec.cause, now)
                return
            if hurdle.delay is not None:
                delay = hurdle.delay.at(copy.lead, copy.crossing)
                if delay > 0:
                    self._wait(copy, delay, self._delayed, index)
                    return
            if hurdle.through is not None:
                self._work_through(copy, hurdle.through, index, now)
                return
        if self._transit is not None:
            delay = self._transit.at(copy.lead, copy.crossing)
            if delay > 0:
                self._wait(copy, delay, self._arrived)
                return
        self._arrive(copy, now)

    def _wait(self, copy: Copy, delay: int, then: Callable[[Moment], None], index: int = -1) -> None:
        self._recorder.keep_crossing(copy, self.rank)
        Moment(self._env, delay, order(PASS, self.rank, copy.lead.rank), then, (copy, delay, index))

    def _delayed(self, moment: Moment) -> None:
        copy, delay, index = moment.subject
        copy.hurdles += delay
        through = self.hurdles[index].through
        if through is not None:
            self._work_through(copy, through, index, self._env.now)
        else:
            self._meet(copy, index + 1, self._env.now)

    def _work_through(self, copy: Copy, station: Recipient, index: int, now: int) -> None:
        copy.through = self.rank
        copy.next_hurdle = index + 1
        self._recorder.keep_crossing(copy, self.rank)
        station.arrive(copy, now)

    def _arrived(self, moment: Moment) -> None:
        copy, delay, _ = moment.subject
        copy.transit += delay
        self._arrive(copy, self._env.now)

    def _arrive(self, copy: Copy, now: int) -> None:
        self._recorder.end_crossing(copy, self.rank, now, ARRIVED)
        self.recipient.arrive(copy, now)
