"""The reports of one replication, with all that is settled when they occur (semantics, 8.1)."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.records import NEVER, NONE, Network, Stream
from stovepipe.network.reporting.occurrences import Circumstances, Occurrences, Ticks, occurrences
from stovepipe.network.reporting.subjects import about
from stovepipe.network.schedule import Events, Reports
from stovepipe.network.spans_of_time import lasting, overlaps
from stovepipe.terms import PRECEDENCES


def reports(
    network: Network, seed: int, replication: int, incidents: tuple[Ticks, ...], events: Events
) -> Reports:
    """The reports of one replication, by rank.

    Args:
        network: the network.
        seed: the mission's seed.
        replication: the replication.
        incidents: what `incident_times` gave for them.
        events: what `stovepipe.network.reporting.subjects.events` gave for them.
    """
    setting = Circumstances(network, seed, replication, incidents, events)
    streams = [stream for stream in network.streams if stream.made is None]
    found = [_of_stream(setting, number, stream) for number, stream in enumerate(streams)]
    if not found:
        nothing: list[Any] = [np.empty(0, dtype=np.int64)] * len(fields(Reports))
        return Reports(*nothing)
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    occurred, stream, ordinal = columns[:3]
    order = np.lexsort((ordinal, stream, occurred))
    return Reports(*(column[order] for column in columns))


def _of_stream(setting: Circumstances, number: int, stream: Stream) -> tuple[NDArray[Any], ...]:
    """The columns of `Reports` for one stream."""
    found = occurrences(setting, stream)
    alike = np.ones(len(found.ordinal), dtype=np.int64)
    precedence = _precedence(setting, stream, found.occurred)
    return (
        found.occurred,
        alike * number,
        found.ordinal,
        alike * stream.klass,
        precedence,
        _deadline(setting, stream, found),
        _language(setting, stream, found),
        *_collected(setting, stream, found, precedence),
        _marking(setting, stream, found),
        _requirement(setting, stream, found),
        about(setting, stream, found),
        _door(setting, stream, found, precedence),
    )


def _deadline(setting: Circumstances, stream: Stream, found: Occurrences) -> Ticks:
    klass = setting.network.classes[stream.klass]
    if klass.ltiov is None:
        return np.full(len(found.ordinal), NEVER)
    key = setting.key("ltiov", stream)
    after = draws.draws_ticks(klass.ltiov, key, setting.replication, found.ordinal)
    return np.asarray(np.minimum(found.occurred + after, NEVER))


def _language(setting: Circumstances, stream: Stream, found: Occurrences) -> Ticks:
    shares = setting.network.sources[stream.source].languages
    if not shares:
        return np.full(len(found.ordinal), NONE)
    drawn = draws.uniforms(setting.key("language", stream), setting.replication, found.ordinal)
    ranks, cumulative = np.array([rank for rank, _ in shares]), np.array([share for _, share in shares])
    return np.asarray(ranks[np.searchsorted(cumulative, drawn, side="right")])


def _precedence(setting: Circumstances, stream: Stream, occurred: Ticks) -> Ticks:
    precedence = np.full(len(occurred), setting.network.classes[stream.klass].precedence)
    for incident, times in zip(setting.network.incidents, setting.incidents, strict=True):
        raised = dict(incident.raises).get(stream.klass)
        if raised is not None and incident.raises_at >> stream.source & 1:
            hit = overlaps(lasting(times, incident.raises_for), occurred, occurred + 1)
            precedence[hit] = np.minimum(precedence[hit], raised)
    return precedence


def _collected(
    setting: Circumstances, stream: Stream, found: Occurrences, precedence: Ticks
) -> tuple[NDArray[np.bool_], Ticks, NDArray[np.bool_]]:
    """Which reports are never written, how long after they occurred the others are, and which are coarse."""
    cases = setting.network.sources[stream.source].collection[stream.klass]
    count = len(found.ordinal)
    delay = np.zeros(count, dtype=np.int64)
    unreported, coarse = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for urgency in np.unique(precedence).tolist():
        losses, rows = cases[urgency], np.flatnonzero(precedence == urgency)
        ordinal = found.ordinal[rows]
        if losses.write_delay is not None:
            key = setting.key("write delay", stream)
            delay[rows] = draws.draws_ticks(losses.write_delay, key, setting.replication, ordinal)
        unreported[rows] = _chosen(setting, stream, ordinal, "unreported", losses.unreported)
        coarse[rows] = _chosen(setting, stream, ordinal, "coarse", losses.coarse)
    return unreported, delay, coarse


def _door(setting: Circumstances, stream: Stream, found: Occurrences, precedence: Ticks) -> Ticks:
    """The station where each report is written: the first door that is open to it and above its draw."""
    doors = setting.network.sources[stream.source].doors
    drawn = np.zeros(len(found.ordinal))
    if any(door.upto < 1.0 for door in doors):
        drawn = draws.uniforms(setting.key("door", stream), setting.replication, found.ordinal)
    station = np.full(len(found.ordinal), NONE, dtype=np.int64)
    for door in doors:
        opens = np.array([door.opens(stream.klass, urgency) for urgency in range(len(PRECEDENCES))])
        station[(station == NONE) & opens[precedence] & (drawn < door.upto)] = door.station
    return station


def _marking(setting: Circumstances, stream: Stream, found: Occurrences) -> Ticks:
    network = setting.network
    source = network.sources[stream.source]
    marking = max(network.classes[stream.klass].marking, source.marking)
    higher = _chosen(setting, stream, found.ordinal, "overmarked", source.overmarked)
    return np.asarray(np.minimum(marking + higher, max(len(network.markings) - 1, 0)))


def _requirement(setting: Circumstances, stream: Stream, found: Occurrences) -> NDArray[np.float64]:
    if not setting.network.sources[stream.source].guided_by:
        return np.zeros(len(found.ordinal))
    return draws.uniforms(setting.key("requirement", stream), setting.replication, found.ordinal)


def _chosen(
    setting: Circumstances, stream: Stream, ordinal: Ticks, purpose: str, share: float
) -> NDArray[np.bool_]:
    """The reports whose draw for a purpose falls below a share."""
    if share <= 0.0:
        return np.zeros(len(ordinal), dtype=bool)
    return draws.uniforms(setting.key(purpose, stream), setting.replication, ordinal) < share
