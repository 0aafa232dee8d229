"""The words of a mission and the numbers that stand for them: ranks, masks, ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import get_args

from stovepipe.network.draws import Law
from stovepipe.network.records import ANY, CAUSES, DAY, NONE
from stovepipe.scenario import Mission
from stovepipe.scenario import laws as written
from stovepipe.scenario.quantities import Quantity
from stovepipe.scenario.schema import PRECEDENCES, Level

LEVELS: tuple[str, ...] = get_args(Level)
_MICROSECOND = dt.timedelta(microseconds=1)


class Words:
    """What each name of a mission is called in its network."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self.counted_from = ticks(mission.warm_up)
        self.horizon = self.counted_from + ticks(mission.horizon)
        self.zero = mission.start - self.counted_from * _MICROSECOND
        self.classes = sorted(mission.classes)
        self.sources = sorted(mission.sources)
        self.incidents = sorted(mission.incidents)
        self.stations = sorted(mission.stations)
        self.channels = sorted(mission.channels)
        sources, stations = mission.sources.values(), mission.stations.values()
        hurdles = [hurdle for channel in mission.channels.values() for hurdle in channel.hurdles.values()]
        self.languages = _vocabulary(
            *(source.languages for source in sources),
            *(station.reads or () for station in stations),
            [station.writes for station in stations],
            *(hurdle.languages or () for hurdle in hurdles),
        )
        self.systems = _vocabulary(
            [station.system for station in stations],
            *(station.opens for station in stations),
            *(hurdle.systems or () for hurdle in hurdles),
        )
        self.nations = _vocabulary(
            [source.nation for source in sources],
            *([group.nation for group in station.posts.values()] for station in stations),
            *(hurdle.origins or () for hurdle in hurdles),
        )
        named = {hurdle.cause for hurdle in hurdles if hurdle.cause} - set(CAUSES)
        self.causes = (*CAUSES, *sorted(named))

    def at(self, moment: dt.datetime) -> int:
        """The tick of a moment; negative before the clock starts."""
        return (moment - self.zero) // _MICROSECOND

    def midnight(self) -> int:
        """The tick of the last midnight at or before tick 0."""
        return self.at(dt.datetime.combine(self.zero.date(), dt.time()))

    def days(self) -> Iterable[tuple[int, dt.date]]:
        """Each day that the clock touches, and the day before: the tick of its midnight, and its date."""
        start, date = self.midnight() - DAY, self.zero.date() - dt.timedelta(days=1)
        while start < self.horizon:
            yield start, date
            start, date = start + DAY, date + dt.timedelta(days=1)


def _vocabulary(*groups: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for group in groups for name in group if name is not None}))


def ticks(quantity: Quantity | None) -> int:
    """A duration in whole ticks; none is 0."""
    return 0 if quantity is None else int(quantity.value + 0.5)


def share(quantity: Quantity | None) -> float:
    """A share; none is 0."""
    return 0.0 if quantity is None else quantity.value


def rank(names: tuple[str, ...] | list[str], name: str | None) -> int:
    """The rank of a name; none is NONE."""
    return NONE if name is None else names.index(name)


def mask(names: tuple[str, ...] | list[str], members: Iterable[str] | None) -> int:
    """The mask of a set of names; none is ANY."""
    if members is None:
        return ANY
    bits = 0
    for name in members:
        bits |= 1 << names.index(name)
    return bits


def precedence(name: str | None) -> int:
    """FLASH is 0; none is NONE."""
    return NONE if name is None else [str(p) for p in PRECEDENCES].index(name)


def law(spec: written.Law | None) -> Law | None:
    """The law of a duration in ticks; no duration at all is None."""
    match spec:
        case None:
            return None
        case written.Fixed():
            return Law.fixed(spec.value.value)
        case written.Exponential():
            return Law.exponential(spec.mean.value)
        case written.Gamma():
            return Law.gamma(spec.mean.value, spec.cv.value)
        case written.Erlang():
            return Law.erlang(spec.mean.value, spec.phases.count)
        case written.Lognormal():
            return Law.lognormal(spec.mean.value, spec.cv.value)
        case written.Weibull():
            return Law.weibull(spec.mean.value, spec.cv.value)
        case written.Triangular():
            return Law.triangular(spec.low.value, spec.mode.value, spec.high.value)
        case written.Uniform():
            return Law.uniform(spec.low.value, spec.high.value)
        case written.Empirical():
            return Law.empirical(spec.values)
