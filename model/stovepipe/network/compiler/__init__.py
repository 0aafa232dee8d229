"""From a scenario to a network: names become ranks, dates become ticks, kinds of hurdles one mechanism."""

from __future__ import annotations

from stovepipe.network.checks.network import check_network
from stovepipe.network.compiler import reports
from stovepipe.network.compiler.asks import addressees, asks, made_streams
from stovepipe.network.compiler.calendar_times import CalendarTimes
from stovepipe.network.compiler.channels import channels
from stovepipe.network.compiler.names import Names
from stovepipe.network.compiler.people import servers
from stovepipe.network.compiler.stations import any_of, stations
from stovepipe.network.compiler.stocks import stocks
from stovepipe.network.records import Network
from stovepipe.network.ways.reachability import later_reach, reachable
from stovepipe.scenario import Scenario
from stovepipe.scenario.language.mechanisms import in_force


def compile_network(scenario: Scenario) -> Network:
    """The network of a scenario.

    Raises:
        ValueError: if the result is not sound, as `check_network` says. A scenario that was loaded from a
            file should never lead to this.
    """
    mission = in_force(scenario.mission)
    clock, names = CalendarTimes.of(mission), Names.of(mission)
    streams = reports.streams(mission, scenario.events, names, clock)
    sources, asked = reports.sources(mission, names), asks(mission, names)
    streams = (*streams, *made_streams(asked, streams, names))
    staff = servers(mission, names)
    links = channels(mission, names, clock, staff)
    places = stations(mission, names, clock, links, staff)
    groups, reached_too = any_of(mission, names), addressees(asked, streams, sources)
    reach = reachable(places, links, len(names.classes), reached_too, any_of=groups)
    network = Network(
        mission=mission.mission,
        start=mission.start,
        horizon=clock.horizon,
        counted_from=clock.tick(mission.start),
        nations=names.nations,
        languages=names.languages,
        systems=names.systems,
        stocks=stocks(mission, names, clock),
        markings=mission.markings,
        causes=names.causes,
        cause_kinds=tuple(mission.causes.get(cause, "failure") for cause in names.causes),
        classes=reports.classes(mission, names),
        sources=sources,
        incidents=reports.incidents(mission, names, clock),
        subjects=reports.subjects(mission, names, clock),
        streams=streams,
        stations=places,
        servers=staff,
        channels=links,
        any_of=groups,
        asks=asked,
        consumers=reach.consumers,
        addressees=reached_too,
        kinds=reach.kinds,
        reach_station=reach.stations,
        reach_sorted=reach.sorted,
        reach_channel=reach.channels,
        later_reach=later_reach(places, links, len(names.classes), reached_too, clock.horizon, groups),
    )
    check_network(network)
    return network


__all__ = ["compile_network"]
