"""Whether a network is sound: what an engine may take for granted."""

from __future__ import annotations

from stovepipe.network.checks.asks import check_asks
from stovepipe.network.checks.channels import check_channel
from stovepipe.network.checks.demands import LEVELS, demand, demand_rank, demand_sorted
from stovepipe.network.checks.reporting import check_incident, check_source, check_stream, check_subject
from stovepipe.network.checks.stations import (
    check_group_of_stations,
    check_servers,
    check_station,
    check_stock,
)
from stovepipe.network.records import Network
from stovepipe.network.ways.reachability import later_reach, reachable
from stovepipe.terms import CAUSE_KINDS, CAUSES, PRECEDENCES


def check_network(network: Network) -> None:
    """Make sure that ranks and masks point at something, and numbers and arrays are what their records say.

    Raises:
        ValueError: naming the entity and what is wrong with it.
    """
    demand(network.horizon > 0, "network", f"the horizon is {network.horizon}")
    demand(
        0 <= network.counted_from < network.horizon,
        "network",
        "it is not counted from a tick within the clock",
    )
    demand(network.causes[: len(CAUSES)] == CAUSES, "network", "the built-in causes do not come first")
    _check_names(network)
    for klass in network.classes:
        where = f"class {klass.name}"
        demand_rank(where, "precedence", klass.precedence, len(PRECEDENCES))
        demand_rank(where, "level", klass.level, LEVELS)
        demand_rank(where, "marking", klass.marking, max(len(network.markings), 1))
        demand(klass.half_life is None or klass.half_life >= 0, where, f"the half-life is {klass.half_life}")
    for source in network.sources:
        check_source(network, source)
    for incident in network.incidents:
        check_incident(network, incident)
    for subject in network.subjects:
        check_subject(network, subject)
    for stream in network.streams:
        check_stream(network, stream)
    demand(
        len(network.stocks) == len(network.systems), "network", "it does not have one stock for each system"
    )
    for name, stock in zip(network.systems, network.stocks, strict=True):
        if stock is not None:
            check_stock(f"stock of {name}", stock)
    check_asks(network)
    for rank, station in enumerate(network.stations):
        check_station(network, rank, station)
    check_servers(network)
    for channel in network.channels:
        check_channel(network, channel)
    for group in network.any_of:
        check_group_of_stations(network, group)
    reach = (
        network.consumers,
        network.kinds,
        network.reach_station,
        network.reach_sorted,
        network.reach_channel,
    )
    places = network.stations, network.channels, len(network.classes), network.addressees
    found = reachable(*places, any_of=network.any_of)
    demand(reach == found, "network", "what can be reached from where is not what the channels say")
    later = later_reach(*places, network.horizon, network.any_of)
    demand(network.later_reach == later, "network", "what can be reached later is not what the channels say")


def _check_names(network: Network) -> None:
    for entities in ("classes", "sources", "incidents", "subjects", "stations", "channels", "any_of"):
        demand_sorted(entities, [entity.name for entity in getattr(network, entities)])
    for vocabulary in ("nations", "languages", "systems"):
        demand_sorted(vocabulary, getattr(network, vocabulary))
    demand_sorted("causes", network.causes[len(CAUSES) :])
    demand(len(set(network.causes)) == len(network.causes), "causes", "names are not unique")
    known = len(network.cause_kinds) == len(network.causes) and set(network.cause_kinds) <= set(CAUSE_KINDS)
    demand(known, "causes", f"not each of them is one of {', '.join(CAUSE_KINDS)}")
    streams = [(stream.source, stream.klass, stream.trigger) for stream in network.streams]
    settled = [name for name, stream in zip(streams, network.streams, strict=True) if stream.made is None]
    sound = streams[: len(settled)] == sorted(set(settled)) and len(set(streams)) == len(streams)
    demand(sound, "streams", "they are not sorted, or not unique")
