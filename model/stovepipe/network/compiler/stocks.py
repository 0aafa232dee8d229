"""The stocks of information systems, and whose work rests on them."""

from __future__ import annotations

from stovepipe.network.compiler.calendar_times import CalendarTimes, whole_ticks
from stovepipe.network.compiler.names import Names, rank
from stovepipe.network.compiler.people import freezes
from stovepipe.network.details.stocks import Stock
from stovepipe.network.records import NEVER, NONE, Rank
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values.quantities import Quantity


def stocks(mission: Mission, names: Names, clock: CalendarTimes) -> tuple[Stock | None, ...]:
    """The stock of each system, by rank; None for a system that keeps none."""
    return tuple(_stock(name, mission, clock) for name in names.systems)


def rests(station: Station, mission: Mission, names: Names, clock: CalendarTimes) -> tuple[Rank, int]:
    """The system on whose stock the work of a station rests, and the tick from which it is lost to it."""
    name = station.rests_on
    if name is None or mission.systems[name].stock is None:
        return NONE, NEVER
    return rank(names.systems, name), NEVER if name == station.system else freezes(name, mission, clock)


def _stock(name: str, mission: Mission, clock: CalendarTimes) -> Stock | None:
    system = mission.systems.get(name)
    if system is None or system.stock is None:
        return None
    stated = system.stock
    at_start = 1.0 if stated.at_start is None else stated.at_start.value
    return Stock(
        full=stated.full.count,
        half_life=whole_ticks(stated.half_life),
        at_start=at_start * stated.full.count,
        closes=freezes(name, mission, clock),
        work=_factor(stated.without.work),
        misreading=_factor(stated.without.misreading),
    )


def _factor(stated: Quantity | None) -> float:
    return 1.0 if stated is None else stated.value
