"""Whether a network is sound: what an engine may take for granted."""

from __future__ import annotations

import itertools
from dataclasses import fields

import numpy as np

from stovepipe.network.acquaintances import Rapport
from stovepipe.network.check_asks import check_asks
from stovepipe.network.consumers import AnyOf
from stovepipe.network.demands import (
    demand,
    demand_cumulative,
    demand_mask,
    demand_rank,
    demand_rising,
    demand_share,
    demand_sorted,
)
from stovepipe.network.draws.counts import POISSON_MEAN_MAX
from stovepipe.network.draws.laws import CV_MAX, CV_MIN
from stovepipe.network.reachability import later_reach, reachable
from stovepipe.network.records import (
    NEVER,
    NONE,
    Channel,
    Confirmation,
    Hurdle,
    Incident,
    Network,
    PostGroup,
    Rate,
    Server,
    Shift,
    Source,
    Station,
    Stream,
    Subject,
)
from stovepipe.network.rules import AtEnd
from stovepipe.network.stocks import Stock
from stovepipe.terms import CAUSE_KINDS, CAUSES, PRECEDENCES

LEVELS = 3


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
        _check_source(network, source)
    for incident in network.incidents:
        _check_incident(network, incident)
    for subject in network.subjects:
        _check_subject(network, subject)
    for stream in network.streams:
        _check_stream(network, stream)
    demand(
        len(network.stocks) == len(network.systems), "network", "it does not have one stock for each system"
    )
    for name, stock in zip(network.systems, network.stocks, strict=True):
        if stock is not None:
            _check_stock(f"stock of {name}", stock)
    check_asks(network)
    for rank, station in enumerate(network.stations):
        _check_station(network, rank, station)
    _check_servers(network)
    for channel in network.channels:
        _check_channel(network, channel)
    for group in network.any_of:
        _check_group_of_stations(network, group)
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


def _check_source(network: Network, source: Source) -> None:
    where = f"source {source.name}"
    demand_rank(where, "nation", source.nation, len(network.nations), optional=True)
    _check_doors(where, network, source)
    for language, _ in source.languages:
        demand_rank(where, "language", language, len(network.languages))
    demand_cumulative(where, "the shares of the languages", [share for _, share in source.languages])
    demand_rank(where, "marking", source.marking, max(len(network.markings), 1))
    demand_mask(where, "guided_by", source.guided_by, len(network.classes))
    for what in ("overmarked", "fresh", "stale", "silenced"):
        demand_share(where, what, getattr(source, what))
    demand(
        [len(cases) for cases in source.collection] == [len(PRECEDENCES)] * len(network.classes),
        where,
        "its collection is not of each class and precedence",
    )
    for losses in itertools.chain.from_iterable(source.collection):
        demand_share(where, "unreported", losses.unreported)
        demand_share(where, "coarse", losses.coarse)
    demand(not source.guided_by or source.stale_after > 0, where, "guidance grows stale in no time")


def _check_doors(where: str, network: Network, source: Source) -> None:
    """Each report finds a door, whatever its class, its precedence and its draw."""
    for door in source.doors:
        demand_rank(where, "a door", door.station, len(network.stations))
        demand_mask(where, "the classes of a door", door.classes, len(network.classes))
        demand_mask(where, "the precedences of a door", door.precedences, len(PRECEDENCES))
    last = source.doors[-1] if source.doors else None
    always = last is not None and all(
        last.opens(klass, precedence)
        for klass in range(len(network.classes))
        for precedence in range(len(PRECEDENCES))
    )
    demand(always, where, "its last door is not open to every report")
    drawn = [door.upto for door in source.doors]
    if any(upto < 1.0 for upto in drawn):
        demand_cumulative(where, "the shares of the doors", drawn)


def _check_rate(where: str, rate: Rate, horizon: int) -> None:
    demand(rate.since.shape == rate.per_tick.shape, where, "the rate's arrays differ in length")
    demand_rising(where, "the rate's pieces", rate.since)
    sound = len(rate.since) > 0 and rate.since[0] == 0 and rate.since[-1] < horizon
    demand(sound, where, "the rate's pieces do not cover the clock")
    per_tick = rate.per_tick
    demand(bool((np.isfinite(per_tick) & (per_tick >= 0)).all()), where, "a rate is negative or not finite")


def _check_incident(network: Network, incident: Incident) -> None:
    where = f"incident {incident.name}"
    _check_rate(where, incident.rate, network.horizon)
    cv = incident.cluster_cv
    demand(cv == 0.0 or CV_MIN <= cv <= CV_MAX, where, f"the clustering's cv is {cv}")
    demand(cv == 0.0 or incident.cluster_period > 0, where, "the clustering's period is empty")
    demand(min(incident.diverts_for, incident.raises_for) >= 0, where, "it lasts a negative time")
    for source, share in incident.diverts_sources:
        demand_rank(where, "a diverted source", source, len(network.sources))
        demand_share(where, "the share not made", share)
    for station, group, posts in incident.diverts_posts:
        demand_rank(where, "a diverted station", station, len(network.stations))
        demand_rank(where, "a diverted group", group, len(network.stations[station].groups))
        demand(posts >= 0, where, f"{posts} posts are diverted")
    for station, group, posts in incident.calls_in:
        demand_rank(where, "a station that is called in", station, len(network.stations))
        demand_rank(where, "a group that is called in", group, len(network.stations[station].groups))
        demand(posts >= 0, where, f"{posts} posts are called in")
    called = not incident.calls_in or incident.called_within is not None
    demand(called and incident.calls_in_for >= 0, where, "it calls people in for no time that is stated")
    for klass, precedence in incident.raises:
        demand_rank(where, "a raised class", klass, len(network.classes))
        demand_rank(where, "a raised precedence", precedence, len(PRECEDENCES))
    demand_mask(where, "raises_at", incident.raises_at, len(network.sources))
    demand(incident.raises_younger >= 0, where, f"it raises what is {incident.raises_younger} ticks old")


def _check_subject(network: Network, subject: Subject) -> None:
    where = f"subject {subject.name}"
    demand_rank(where, "incident", subject.incident, len(network.incidents), optional=True)
    demand((subject.rate is None) == (subject.incident != NONE), where, "it needs a rate, or an incident")
    if subject.rate is not None:
        _check_rate(where, subject.rate, network.horizon)
    sources = subject.confirmed_by
    demand(sources == NONE or sources >= 2, where, f"it is confirmed by {sources} sources")


def _check_stream(network: Network, stream: Stream) -> None:
    where = f"stream of source {stream.source}, class {stream.klass}, trigger {stream.trigger}"
    demand_rank(where, "source", stream.source, len(network.sources))
    demand_rank(where, "class", stream.klass, len(network.classes))
    demand_mask(where, "about", stream.about, len(network.subjects))
    kinds = (stream.rate is not None, stream.times is not None, stream.incident != NONE)
    demand(sum(kinds) == (stream.made is None), where, "it needs a rate, or times, or an incident")
    if stream.rate is not None:
        _check_rate(where, stream.rate, network.horizon)
    if stream.times is not None:
        demand_rising(where, "the times", stream.times, strictly=False)
    if stream.incident != NONE:
        demand_rank(where, "incident", stream.incident, len(network.incidents))
        mean = stream.burst_mean
        demand(0.0 <= mean <= POISSON_MEAN_MAX, where, f"the mean burst is {mean}, of {POISSON_MEAN_MAX:g}")
        demand(stream.burst_delay is not None, where, "the burst has no delay")


def _check_station(network: Network, rank: int, station: Station) -> None:
    where = f"station {station.name}"
    demand_sorted(f"{where}, groups", [group.name for group in station.groups])
    for group in station.groups:
        _check_group(f"{where}, group {group.name}", network, group)
    classes, stations = len(network.classes), len(network.stations)
    both = len(station.work) == len(station.work_each) == classes
    demand(both, where, "it does not have two laws of work for each class")
    urgent = len(station.urgent_work) == len(station.urgent_each) == len(PRECEDENCES)
    demand(urgent, where, "it does not say of each precedence how it works")
    pairs = zip(station.urgent_work, station.urgent_each, strict=True)
    alone = any(once is None and each is not None for once, each in pairs)
    demand(not alone, where, "it says what each report adds where nothing is done once")
    demand_mask(where, "batch_precedences", station.batch_precedences, len(PRECEDENCES))
    demand(len(station.work_repeats) == classes, where, "it does not have one share for each class")
    for share in station.work_repeats:
        demand_share(where, "a share for what is heard again", share)
    demand_mask(where, "needs", station.needs, classes)
    for klass, since, until in station.needs_when:
        known = bool(station.needs >> klass & 1)
        demand(known and 0 <= since <= until, where, "a need has a time, and there is none")
    demand_mask(where, "batch_classes", station.batch_classes, classes)
    demand_mask(where, "reads", station.reads, len(network.languages))
    demand_mask(where, "opens", station.opens, len(network.systems))
    demand_rank(where, "writes_language", station.writes_language, len(network.languages), optional=True)
    demand_rank(where, "writes_system", station.writes_system, len(network.systems), optional=True)
    demand_rank(where, "writes_level", station.writes_level, LEVELS, optional=True)
    kept = [stock is not None for stock in network.stocks]
    demand(station.rests_on == NONE or kept[station.rests_on], where, "its work rests on no stock")
    demand_rank(where, "interrupts", station.interrupts, len(PRECEDENCES), optional=True)
    demand_rank(where, "transfer_to", station.transfer_to, stations, optional=True)
    demand(station.transfer_to != rank, where, "it transfers to itself")
    demand_mask(where, "remit", station.remit, stations)
    demand(not station.remit >> rank & 1, where, "it is of its own remit")
    demand(station.twins & ~station.remit == 0, where, "a twin is not of its remit")
    demand(station.queue_limit >= NONE, where, f"the queue's limit is {station.queue_limit}")
    demand(len(station.taken_for) == classes, where, "it does not say of each class what it takes it for")
    for row in station.taken_for:
        demand_cumulative(where, "the shares of what it takes reports for", [upto for upto, _ in row])
        for _, klass in row:
            demand_rank(where, "what it takes reports for", klass, classes)
    for what in ("misread_fresh", "misread_settled", "misread_fidelity", "review"):
        demand_share(where, what, getattr(station, what))
    alike = bool(station.misread_school) == (station.misread_period > 0)
    demand(alike, where, f"it misreads in common in periods of {station.misread_period}")
    demand(
        station.batch_size == NONE or station.batch_size >= 1,
        where,
        f"the batch size is {station.batch_size}",
    )
    keeps = station.batch_keeps
    demand(keeps == NONE or keeps >= 1, where, f"a batch keeps {keeps} reports")
    demand_rising(where, "the batch's releases", station.batch_releases)
    if station.confirms is not None:
        _check_confirmation(f"{where}, confirmation", station.confirms, classes)
    demand(0 <= station.closes <= NEVER, where, f"it closes at {station.closes}")
    mine = tuple(i for i, channel in enumerate(network.channels) if channel.sender == rank)
    demand(station.outgoing == mine, where, "its outgoing channels are not those that it sends on")
    known = set(station.shared) <= set(mine) and list(station.shared) == sorted(set(station.shared))
    demand(known and len(station.shared) == len(station.shares), where, "its shares do not fit its channels")
    demand_cumulative(where, "the shares of its channels", station.shares)


def _check_group_of_stations(network: Network, group: AnyOf) -> None:
    where = f"any of {group.name}"
    demand(len(group.stations) > 0, where, "there is no station in it")
    demand(list(group.stations) == sorted(set(group.stations)), where, "its stations are not sorted")
    for rank in group.stations:
        demand_rank(where, "a station", rank, len(network.stations))
    demand_mask(where, "needs", group.needs, len(network.classes))
    named = group.name in [station.name for station in network.stations]
    demand(not named, where, "it has the name of a station")


def _check_stock(where: str, stock: Stock) -> None:
    demand(stock.full >= 1, where, f"it is full with {stock.full} reports")
    demand(0.0 <= stock.at_start <= stock.full, where, f"there are {stock.at_start} reports at the start")
    demand(stock.half_life >= 0, where, f"the half-life is {stock.half_life}")
    demand(min(stock.work, stock.misreading) >= 1.0, where, "a factor for no stock is below 1")


def _check_confirmation(where: str, confirms: Confirmation, classes: int) -> None:
    demand(confirms.sources >= 1, where, f"{confirms.sources} sources are enough")
    demand(0 <= confirms.within <= NEVER, where, f"the limit is {confirms.within}")
    demand_mask(where, "classes", confirms.classes, classes)
    demand_mask(where, "precedences", confirms.precedences, len(PRECEDENCES))


def _check_group(where: str, network: Network, group: PostGroup) -> None:
    demand(group.count >= 0, where, f"it has {group.count} posts")
    demand_rank(where, "nation", group.nation, len(network.nations), optional=True)
    for what in ("early_departure", "start", "memory", "loss", "queue_loss"):
        demand_share(where, what, getattr(group, what))
    for what in ("overlap", "leave_length", "leave_times", "learning_time", "growth"):
        demand(getattr(group, what) >= 0, where, f"{what} is {getattr(group, what)}")
    demand(group.start > 0, where, "a person who starts at proficiency 0 never finishes anything")
    demand(group.leave_times < 64, where, "more than 63 leaves in a tour")
    demand(group.tour_rule is not AtEnd.SUSPEND, where, "a tour cannot end by suspending")
    demand_rank(where, "called_for", group.called_for, len(PRECEDENCES), optional=True)
    sound = (group.called_for == NONE) == (group.called_within is None)
    demand(sound, where, "people are called without a time until they come, or the other way round")
    demand_mask(where, "takes_classes", group.takes_classes, len(network.classes))
    demand_mask(where, "takes_languages", group.takes_languages, len(network.languages))
    demand_mask(where, "takes_precedences", group.takes_precedences, len(PRECEDENCES))
    demand(len(group.shifts) > 0, where, "it has no shift")
    demand_sorted(f"{where}, shifts", [shift.name for shift in group.shifts])
    for shift in group.shifts:
        _check_shift(f"{where}, shift {shift.name}", shift)


def _check_shift(where: str, shift: Shift) -> None:
    shaped = shift.windows.ndim == 2 and shift.windows.shape[1] == 2
    demand(shaped, where, f"the windows have the shape {shift.windows.shape}")
    demand_rising(where, "the windows", shift.windows.reshape(-1))
    inside = len(shift.windows) == 0 or (shift.windows[0, 0] >= 0 and shift.windows[-1, 1] <= NEVER)
    demand(bool(inside), where, "the windows are not within time")


def _check_servers(network: Network) -> None:
    expected = [
        (rank, number, post, shift)
        for rank, station in enumerate(network.stations)
        for number, group in enumerate(station.groups)
        for post in range(group.count)
        for shift in range(len(group.shifts))
    ]
    found = [(s.station, s.group, s.post, s.shift) for s in network.servers]
    demand(found == expected, "servers", "they are not one for each post and shift, in order of rank")
    for rank, station in enumerate(network.stations):
        mine = tuple(i for i, server in enumerate(network.servers) if server.station == rank)
        demand(station.servers == mine, f"station {station.name}", "its servers are not those that serve it")
    members: dict[int, list[Server]] = {}
    for server in network.servers:
        members.setdefault(server.desk, []).append(server)
    for desk, servers in members.items():
        shared = len({(s.station, s.group, s.post) for s in servers}) == 1
        waits = network.stations[servers[0].station].groups[servers[0].group].relief_when_free
        whole = not waits or len(servers) == len(
            network.stations[servers[0].station].groups[servers[0].group].shifts
        )
        demand(
            shared and whole and (waits or len(servers) == 1),
            f"desk {desk}",
            "its servers are not those of one post",
        )


def _check_channel(network: Network, channel: Channel) -> None:
    where = f"channel {channel.name}"
    demand_rank(where, "sender", channel.sender, len(network.stations))
    demand_rank(where, "recipient", channel.recipient, len(network.stations))
    demand_mask(where, "carries", channel.carries, len(network.classes))
    demand_mask(where, "precedences", channel.precedences, len(PRECEDENCES))
    demand(0 <= channel.since <= channel.until, where, "it ends before it begins")
    outages = channel.outages
    alike = outages is None or (outages.every is None) == (outages.last is None)
    demand(alike, where, "its outages come without a length, or the other way round")
    for name, pieces in itertools.groupby(sorted(channel.hurdles, key=lambda h: h.name), lambda h: h.name):
        # A language hurdle comes in pieces, one for each station behind it; no copy meets two of them.
        met = 0
        for piece in pieces:
            demand(
                met & piece.languages == 0,
                where,
                f"two hurdles named {name} can meet one copy at one address",
            )
            met |= piece.languages
    demand(
        [h.on_arrival for h in channel.hurdles] == sorted(h.on_arrival for h in channel.hurdles),
        where,
        "hurdles met on arrival do not come last",
    )
    for hurdle in channel.hurdles:
        _check_hurdle(f"{where}, hurdle {hurdle.name}", network, hurdle)
    if channel.rapport is not None:
        _check_rapport(where, network, channel.rapport)
    demand(
        channel.rapport is not None or all(h.probability == h.at_full_rapport for h in channel.hurdles),
        where,
        "a hurdle depends on rapport, and there is none",
    )


def _check_rapport(where: str, network: Network, rapport: Rapport) -> None:
    for what in ("sender", "recipient"):
        demand_rank(where, f"the contact of the {what}", getattr(rapport, what), len(network.servers))
    for what in ("floor", "ceiling", "fatigue", "carried_over", "earned", "lost"):
        demand_share(where, what, getattr(rapport, what))
    demand(rapport.floor <= rapport.ceiling, where, "rapport falls")
    demand(rapport.time > 0, where, "rapport grows in no time")


def _check_hurdle(where: str, network: Network, hurdle: Hurdle) -> None:
    counts = {
        "classes": len(network.classes),
        "precedences": len(PRECEDENCES),
        "levels": LEVELS,
        "origins": len(network.nations),
        "languages": len(network.languages),
        "systems": len(network.systems),
        "markings": max(len(network.markings), 1),
    }
    for field in fields(hurdle):
        if field.name in counts:
            demand_mask(where, field.name, getattr(hurdle, field.name), counts[field.name])
    never = hurdle.probability == hurdle.at_full_rapport == 0.0
    demand(0 <= hurdle.since <= hurdle.until, where, "it ends before it begins")
    demand_rank(where, "cause", hurdle.cause, len(network.causes), optional=never)
    for system, tick in hurdle.frozen:
        demand_rank(where, "a frozen system", system, len(network.systems))
        demand(tick < NEVER, where, "a system is frozen and never is")
    demand_share(where, "at_full_rapport", hurdle.at_full_rapport)
    alone = hurdle.delay is None and hurdle.through == NONE
    demand(not hurdle.each or alone, where, "what each report meets delays or leads elsewhere")
    demand_rank(where, "through", hurdle.through, len(network.stations), optional=True)
    demand(hurdle.more_than >= 0, where, f"more_than is {hurdle.more_than}")
    demand_share(where, "probability", hurdle.probability)
