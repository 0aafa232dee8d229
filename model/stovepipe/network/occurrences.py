"""What occurs, before anyone works on it: incidents, and the reports of every stream (semantics, 8.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.draws import Law
from stovepipe.network.intervals import lasting, overlaps
from stovepipe.network.records import NEVER, NONE, Incident, Network, Rate, Reports, Stream

BURST_LIMIT = 512  # reports of one burst; their ordinals are 512 n + j
_UNIT_EXPONENTIAL = Law.exponential(1.0)

Ticks = NDArray[np.int64]


def arrivals(rate: Rate, horizon: int, key: draws.Key, replication: int) -> Ticks:
    """The ticks before the horizon at which a Poisson process with a piecewise constant rate has its events.

    The n-th event is where the cumulative rate reaches the sum of the first n unit exponentials: inversion of
    the cumulative rate (Cinlar 1975, "Introduction to Stochastic Processes", section 4.7).

    Args:
        rate: the rate, per tick.
        horizon: the end of the last piece, in ticks.
        key: the key of the unit exponentials; the n-th is drawn at ordinal n, from 0.
        replication: the replication.
    """
    ends = np.append(rate.since[1:], horizon)
    # np.cumsum adds one term after the other, in order, as a plain loop does: the bits are those of the loop.
    reached = np.concatenate(([0.0], np.cumsum(rate.per_tick * (ends - rate.since))))
    total = float(reached[-1])
    if total <= 0.0:
        return np.empty(0, dtype=np.int64)
    block = int(total + 2.0 * math.sqrt(total)) + 4  # mostly enough; else another one is drawn
    exponentials = np.empty(0)
    sums = exponentials
    while not len(sums) or sums[-1] < total:
        ordinals = np.arange(len(exponentials), len(exponentials) + block)
        exponentials = np.append(exponentials, draws.draws(_UNIT_EXPONENTIAL, key, replication, ordinals))
        sums = np.cumsum(exponentials)
    sums = sums[sums < total]
    piece = np.searchsorted(reached, sums, side="right") - 1
    within = np.floor((sums - reached[piece]) / rate.per_tick[piece]).astype(np.int64)
    return np.asarray(np.minimum(rate.since[piece] + within, ends[piece] - 1))


def clustered(incident: Incident, horizon: int, seed: int, replication: int) -> Rate:
    """The incident's rate in one replication: in each period, multiplied by a gamma variate of mean 1."""
    if incident.cluster_cv <= 0.0:
        return incident.rate
    starts = np.arange(0, horizon, incident.cluster_period, dtype=np.int64)
    key = draws.key(seed, "clustering", incident.name)
    factors = draws.draws(Law.gamma(1.0, incident.cluster_cv), key, replication, np.arange(len(starts)))
    since = np.union1d(incident.rate.since, starts)
    base = incident.rate.per_tick[np.searchsorted(incident.rate.since, since, side="right") - 1]
    return Rate(since, base * factors[since // incident.cluster_period])


def incident_times(network: Network, seed: int, replication: int) -> tuple[Ticks, ...]:
    """The ticks of each incident, by rank."""
    return tuple(
        arrivals(
            clustered(incident, network.horizon, seed, replication),
            network.horizon,
            draws.key(seed, "incident", incident.name),
            replication,
        )
        for incident in network.incidents
    )


@dataclass(frozen=True)
class _Setting:
    """What every stream of one replication has in common."""

    network: Network
    seed: int
    replication: int
    incidents: tuple[Ticks, ...]

    def key(self, purpose: str, stream: Stream, *names: str) -> draws.Key:
        """The key of a purpose for one stream."""
        source, klass = self.network.sources[stream.source].name, self.network.classes[stream.klass].name
        return draws.key(self.seed, purpose, source, klass, stream.trigger, *names)


@dataclass(frozen=True)
class _Occurrences:
    """The reports of one stream: when, and under which ordinals."""

    occurred: Ticks
    ordinal: Ticks


def reports(network: Network, seed: int, replication: int, incidents: tuple[Ticks, ...]) -> Reports:
    """The reports of one replication, by rank.

    Args:
        network: the network.
        seed: the mission's seed.
        replication: the replication.
        incidents: what `incident_times` gave for them.
    """
    setting = _Setting(network, seed, replication, incidents)
    streams = [_occurrences(setting, stream) for stream in network.streams]
    marks = [_marks(setting, *both) for both in zip(network.streams, streams, strict=True)]
    occurred = _joined([found.occurred for found in streams])
    ordinal = _joined([found.ordinal for found in streams])
    stream = np.repeat(np.arange(len(streams)), [len(found.occurred) for found in streams])
    klass = np.array([one.klass for one in network.streams], dtype=np.int64)[stream]
    precedence, deadline, language = (_joined(list(column)) for column in zip(*marks, strict=True))
    order = np.lexsort((ordinal, stream, occurred))
    return Reports(
        *(column[order] for column in (occurred, stream, ordinal, klass, precedence, deadline, language))
    )


def _joined(parts: list[Ticks]) -> Ticks:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _occurrences(setting: _Setting, stream: Stream) -> _Occurrences:
    horizon = setting.network.horizon
    if stream.rate is not None:
        occurred = arrivals(stream.rate, horizon, setting.key("arrival", stream), setting.replication)
        made = _not_diverted(setting, stream, occurred)
        return _Occurrences(occurred[made], np.flatnonzero(made))
    if stream.times is not None:
        within = (stream.times >= 0) & (stream.times < horizon)
        return _Occurrences(stream.times[within], np.flatnonzero(within))
    return _bursts(setting, stream)


def _not_diverted(setting: _Setting, stream: Stream, occurred: Ticks) -> NDArray[np.bool_]:
    made = np.ones(len(occurred), dtype=bool)
    for incident, times in zip(setting.network.incidents, setting.incidents, strict=True):
        share = dict(incident.diverts_sources).get(stream.source, 0.0)
        hit = np.flatnonzero(overlaps(lasting(times, incident.diverts_for), occurred, occurred + 1))
        key = setting.key("diverted", stream, incident.name)
        made[hit[draws.uniforms(key, setting.replication, hit) < share]] = False
    return made


def _bursts(setting: _Setting, stream: Stream) -> _Occurrences:
    if stream.burst_delay is None:
        raise ValueError(f"stream {stream}: no rate, no times, and no delay after its incident")
    times = setting.incidents[stream.incident]
    numbers = draws.uniforms(setting.key("burst", stream), setting.replication, np.arange(len(times)))
    found = (min(BURST_LIMIT, draws.poisson(stream.burst_mean, float(u))) for u in numbers)
    sizes = np.fromiter(found, dtype=np.int64)
    incident = np.repeat(np.arange(len(times)), sizes)
    within = np.arange(len(incident)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    key = setting.key("burst delay", stream)
    delays = draws.draws_ticks(stream.burst_delay, key, setting.replication, incident, within)
    occurred = times[incident] + delays
    before = occurred < setting.network.horizon
    return _Occurrences(occurred[before], (BURST_LIMIT * incident + within)[before])


def _marks(setting: _Setting, stream: Stream, found: _Occurrences) -> tuple[Ticks, Ticks, Ticks]:
    """The precedence, the deadline and the language of each report of a stream."""
    klass = setting.network.classes[stream.klass]
    deadline = np.full(len(found.ordinal), NEVER)
    if klass.ltiov is not None:
        key = setting.key("ltiov", stream)
        deadline = found.occurred + draws.draws_ticks(klass.ltiov, key, setting.replication, found.ordinal)
        deadline = np.minimum(deadline, NEVER)
    language = np.full(len(found.ordinal), NONE)
    if shares := setting.network.sources[stream.source].languages:
        drawn = draws.uniforms(setting.key("language", stream), setting.replication, found.ordinal)
        ranks, cumulative = np.array([rank for rank, _ in shares]), np.array([share for _, share in shares])
        language = ranks[np.searchsorted(cumulative, drawn, side="right")]
    return _precedence(setting, stream, found.occurred), deadline, language


def _precedence(setting: _Setting, stream: Stream, occurred: Ticks) -> Ticks:
    precedence = np.full(len(occurred), setting.network.classes[stream.klass].precedence)
    for incident, times in zip(setting.network.incidents, setting.incidents, strict=True):
        raised = dict(incident.raises).get(stream.klass)
        if raised is not None and incident.raises_at >> stream.source & 1:
            hit = overlaps(lasting(times, incident.raises_for), occurred, occurred + 1)
            precedence[hit] = np.minimum(precedence[hit], raised)
    return precedence
