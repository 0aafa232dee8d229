"""Whether what happens, and what is reported of it, is sound: sources, incidents, subjects and streams."""

from __future__ import annotations

import itertools

import numpy as np

from stovepipe.network.checks.demands import (
    demand,
    demand_cumulative,
    demand_mask,
    demand_rank,
    demand_rising,
    demand_share,
)
from stovepipe.network.draws.counts import POISSON_MEAN_MAX
from stovepipe.network.draws.laws import CV_MAX, CV_MIN
from stovepipe.network.records import NONE, Incident, Network, Rate, Source, Stream, Subject
from stovepipe.terms import PRECEDENCES


def check_source(network: Network, source: Source) -> None:
    """Make sure that a source is sound: its doors, its languages, its collection.

    Raises:
        ValueError: naming what is wrong.
    """
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


def check_incident(network: Network, incident: Incident) -> None:
    """Make sure that an incident is sound: its rate, and what it diverts, raises and calls in.

    Raises:
        ValueError: naming what is wrong.
    """
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


def check_subject(network: Network, subject: Subject) -> None:
    """Make sure that a subject is sound.

    Raises:
        ValueError: naming what is wrong.
    """
    where = f"subject {subject.name}"
    demand_rank(where, "incident", subject.incident, len(network.incidents), optional=True)
    demand((subject.rate is None) == (subject.incident != NONE), where, "it needs a rate, or an incident")
    if subject.rate is not None:
        _check_rate(where, subject.rate, network.horizon)
    sources = subject.confirmed_by
    demand(sources == NONE or sources >= 2, where, f"it is confirmed by {sources} sources")


def check_stream(network: Network, stream: Stream) -> None:
    """Make sure that a stream of reports is sound, and has one trigger.

    Raises:
        ValueError: naming what is wrong.
    """
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


def _check_rate(where: str, rate: Rate, horizon: int) -> None:
    demand(rate.since.shape == rate.per_tick.shape, where, "the rate's arrays differ in length")
    demand_rising(where, "the rate's pieces", rate.since)
    sound = len(rate.since) > 0 and rate.since[0] == 0 and rate.since[-1] < horizon
    demand(sound, where, "the rate's pieces do not cover the clock")
    per_tick = rate.per_tick
    demand(bool((np.isfinite(per_tick) & (per_tick >= 0)).all()), where, "a rate is negative or not finite")
