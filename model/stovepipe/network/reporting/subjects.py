"""What happens that reports can be about, and which report is about what (semantics, 10.1)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.draws import Law
from stovepipe.network.records import NEVER, NONE, Network, Stream, Subject
from stovepipe.network.reporting.occurrences import BURST_LIMIT, Circumstances, Occurrences, Ticks, arrivals
from stovepipe.network.schedule import Events


def events(network: Network, seed: int, replication: int, incidents: tuple[Ticks, ...]) -> Events:
    """The events of one replication, by rank: in order of (tick, name, number).

    Args:
        network: the network.
        seed: the mission's seed.
        replication: the replication.
        incidents: what `incident_times` gave for them.
    """
    subjects, numbers, began, ended, deadlines = ([np.empty(0, dtype=np.int64)] for _ in range(5))
    for rank, subject in enumerate(network.subjects):
        times = _begins(network, subject, seed, replication, incidents)
        subjects.append(np.full(len(times), rank))
        numbers.append(np.arange(len(times)))
        began.append(times)
        ended.append(_after(times, subject.lasts, 0, draws.key(seed, "lasts", subject.name), replication))
        within = draws.key(seed, "known within", subject.name)
        deadlines.append(_after(times, subject.known_within, NEVER, within, replication))
    columns = [np.concatenate(column) for column in (subjects, numbers, began, ended, deadlines)]
    order = np.lexsort((columns[1], columns[0], columns[2]))
    return Events(*(column[order] for column in columns))


def _begins(
    network: Network, subject: Subject, seed: int, replication: int, incidents: tuple[Ticks, ...]
) -> Ticks:
    if subject.rate is None:
        return incidents[subject.incident]
    return arrivals(subject.rate, network.horizon, draws.key(seed, "topic", subject.name), replication)


def _after(times: Ticks, law: Law | None, otherwise: int, key: draws.Key, replication: int) -> Ticks:
    """The ticks that follow the times of the events of one subject after what is drawn for each."""
    after: int | Ticks = otherwise
    if law is not None:
        after = draws.draws_ticks(law, key, replication, np.arange(len(times)))
    return np.asarray(np.minimum(times + after, NEVER))


def about(setting: Circumstances, stream: Stream, found: Occurrences) -> Ticks:
    """The event that each report of a stream is about, as a row of the events; NONE for none."""
    none = np.full(len(found.ordinal), NONE, dtype=np.int64)
    if not stream.about or not len(found.ordinal):
        return none
    rows = np.flatnonzero(
        np.array([stream.about >> subject & 1 for subject in setting.events.subject.tolist()])
    )
    if not len(rows):
        return none
    if stream.incident != NONE:  # the events of one subject have their numbers in order of time
        return np.asarray(rows[found.ordinal // BURST_LIMIT])
    return _drawn(setting, stream, found, rows, none)


def _drawn(
    setting: Circumstances, stream: Stream, found: Occurrences, rows: NDArray[np.int64], chosen: Ticks
) -> Ticks:
    """For each report one of the events (rows) that last when it occurs, all being equally likely."""
    drawn = draws.uniforms(setting.key("about", stream), setting.replication, found.ordinal)
    in_time = np.argsort(found.occurred, kind="stable")
    for tick, until, lasting in _spans(setting.events, rows):
        first, last = np.searchsorted(found.occurred, (tick, until), sorter=in_time)
        mine = in_time[first:last]
        # The product may round up to the number of events; the last one is meant.
        places = np.minimum((drawn[mine] * len(lasting)).astype(np.int64), len(lasting) - 1)
        chosen[mine] = np.array(lasting)[places]
    return chosen


def _spans(happened: Events, rows: NDArray[np.int64]) -> Iterator[tuple[int, int, list[int]]]:
    """The times in which the same events (rows, by rank) last, as long as any does: since, until, which."""
    ended = happened.ended[rows]
    begins = [
        (int(happened.began[row]), int(row)) for row in rows if happened.began[row] < happened.ended[row]
    ]
    ends = [(int(ended[i]), int(rows[i])) for i in np.argsort(ended, kind="stable")]
    ends = [end for end in ends if happened.began[end[1]] < end[0]]
    lasting: list[int] = []
    since = 0
    started = 0
    for until, gone in ends:
        while started < len(begins) and begins[started][0] < until:
            tick, row = begins[started]
            if lasting and since < tick:
                yield since, tick, lasting
            since = max(since, tick)
            lasting.append(row)
            started += 1
        if since < until:
            yield since, until, lasting
        since = until
        lasting.remove(gone)
