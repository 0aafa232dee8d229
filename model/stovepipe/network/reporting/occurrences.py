"""When things occur, before anyone works on them: incidents, and the reports of a stream (semantics, 8.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.draws import Law
from stovepipe.network.records import Incident, Network, Rate, Stream
from stovepipe.network.schedule import Events
from stovepipe.network.spans_of_time import lasting, overlaps

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
class Circumstances:
    """What every stream of one replication has in common."""

    network: Network
    seed: int
    replication: int
    incidents: tuple[Ticks, ...]
    events: Events

    def key(self, purpose: str, stream: Stream, *names: str) -> draws.Key:
        """The key of a purpose for one stream."""
        source, klass = self.network.sources[stream.source].name, self.network.classes[stream.klass].name
        return draws.key(self.seed, purpose, source, klass, stream.trigger, *names)


@dataclass(frozen=True)
class Occurrences:
    """The reports of one stream: when, and under which ordinals."""

    occurred: Ticks
    ordinal: Ticks


def occurrences(setting: Circumstances, stream: Stream) -> Occurrences:
    """The reports of one stream in one replication."""
    horizon = setting.network.horizon
    if stream.rate is not None:
        occurred = arrivals(stream.rate, horizon, setting.key("arrival", stream), setting.replication)
        made = _not_diverted(setting, stream, occurred)
        return Occurrences(occurred[made], np.flatnonzero(made))
    if stream.times is not None:
        within = (stream.times >= 0) & (stream.times < horizon)
        return Occurrences(stream.times[within], np.flatnonzero(within))
    return _bursts(setting, stream)


def _not_diverted(setting: Circumstances, stream: Stream, occurred: Ticks) -> NDArray[np.bool_]:
    made = np.ones(len(occurred), dtype=bool)
    for incident, times in zip(setting.network.incidents, setting.incidents, strict=True):
        share = dict(incident.diverts_sources).get(stream.source, 0.0)
        hit = np.flatnonzero(overlaps(lasting(times, incident.diverts_for), occurred, occurred + 1))
        key = setting.key("diverted", stream, incident.name)
        made[hit[draws.uniforms(key, setting.replication, hit) < share]] = False
    return made


def _bursts(setting: Circumstances, stream: Stream) -> Occurrences:
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
    return Occurrences(occurred[before], (BURST_LIMIT * incident + within)[before])
