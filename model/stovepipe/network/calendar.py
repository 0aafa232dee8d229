"""What is settled before the clock starts: reports and rosters of one replication (semantics, 8)."""

from __future__ import annotations

from dataclasses import replace

from stovepipe.network.people.calling_in import CallingIn
from stovepipe.network.people.rapport import ALWAYS_HERE, curve
from stovepipe.network.people.rosters import Rosters, Stay, duties, presences, rosters
from stovepipe.network.records import Channel, Network, PostGroup
from stovepipe.network.reporting.occurrences import incident_times
from stovepipe.network.reporting.reports import reports
from stovepipe.network.reporting.subjects import events
from stovepipe.network.schedule import Calendar, Curve
from stovepipe.network.ways.outages import outages


def unfold(network: Network, seed: int, replication: int) -> Calendar:
    """The calendar of one replication: a pure function of its arguments.

    Args:
        network: the compiled mission.
        seed: the mission's seed, from 0 upwards.
        replication: the replication, from 0 upwards.
    """
    incidents = incident_times(network, seed, replication)
    happened = events(network, seed, replication, incidents)
    found = rosters(network, seed, replication)
    return Calendar(
        seed=seed,
        replication=replication,
        reports=reports(network, seed, replication, incidents, happened),
        duty=duties(network, found.people, incidents, CallingIn(network, seed, replication, incidents)),
        presence=presences(network, found.people, incidents),
        changes=found.changes,
        rapport=tuple(_rapport(network, channel, found) for channel in network.channels),
        incidents=incidents,
        events=happened,
        outages=tuple(outages(channel, network.horizon, seed, replication) for channel in network.channels),
    )


def _rapport(network: Network, channel: Channel, found: Rosters) -> Curve | None:
    """The rapport on a channel, where anything depends on it."""
    rapport = channel.rapport
    if rapport is None or all(h.probability == h.at_full_rapport for h in channel.hurdles):
        return None
    sender, recipient = (_contact(network, server, found) for server in (rapport.sender, rapport.recipient))
    before = all(_group(network, server).since <= 0 for server in (rapport.sender, rapport.recipient))
    return curve(rapport, sender, recipient, network.horizon, known_before=before)


def _group(network: Network, server: int) -> PostGroup:
    who = network.servers[server]
    return network.stations[who.station].groups[who.group]


def _contact(network: Network, server: int, found: Rosters) -> tuple[Stay, ...]:
    """The stays of a contact. A person who is there for good was there before the clock starts."""
    group = _group(network, server)
    if (group.tour is None or not group.turnover) and group.since <= 0:
        return tuple(replace(stay, on=ALWAYS_HERE) for stay in found.people[server])
    return found.people[server]
