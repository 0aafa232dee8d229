"""What consumers came to know of the events that they could hear of (semantics, 10.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.incidence import CENSORED, Incidence, incidence
from stovepipe.measures.ends import DISPOSED, IN_FLIGHT, LOST, causes_of_kind, column_of
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.measure import Measure
from stovepipe.network.records import HOUR, NEVER, NONE, UNREPORTED, Network
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.trajectory import DeliveryOutcome, Trajectory

if TYPE_CHECKING:
    import pandas as pd

Ticks = NDArray[np.int64]
Degree = Literal["known", "confirmed"]
DEGREES: tuple[Degree, ...] = ("known", "confirmed")
"""What may become of an event: a first source has told of it; as many as confirm it have."""

_TOLD, _LOST, _IN_FLIGHT, _DISPOSED, _UNASKED = 0, 1, 2, 3, -1


def _measures(degree: Degree, whole: str, share_of: str) -> tuple[Measure, ...]:
    """What is said of the events that are known, or confirmed, as a share of `whole` (a column)."""
    return (
        Measure(
            f"{degree}_in_time", "share", f"share of {share_of} {degree} in time", f"{degree}_in_time", whole,
            kind=f"{degree}_in_time", direction="more",
        ),
        Measure(
            degree, "share", f"share of {share_of} {degree}", degree, whole,
            kind=degree, direction="more",
        ),
        Measure(f"{degree}_lost", "share", f"share of {share_of} never {degree}", f"{degree}_lost", whole),
        Measure(
            f"{degree}_failed", "share", f"share of {share_of} never {degree}, by failure",
            f"{degree}_failed", whole,
        ),
        Measure(
            f"{degree}_meant", "share", f"share of {share_of} never {degree}, on purpose",
            f"{degree}_meant", whole,
        ),
        Measure(
            f"{degree}_disposed", "share", f"share of {share_of} disposed of before they are {degree}",
            f"{degree}_disposed", whole, link="as",
        ),
        Measure(
            f"{degree}_in_flight", "share", f"share of {share_of} not yet {degree}", f"{degree}_in_flight",
            whole,
        ),
        Measure(
            f"mean_hours_until_{degree}", "h", f"mean time until {degree}, of events that are",
            f"{degree}_hours", degree,
        ),
    )  # fmt: skip


KNOWLEDGE_MEASURES: tuple[Measure, ...] = (
    Measure("events", "events", "events", "events"),
    *_measures("known", "events", "events"),
    *_measures("confirmed", "to_confirm", "events"),
)
ENDS_OF_KNOWLEDGE: tuple[Measure, ...] = tuple(
    each
    for each in KNOWLEDGE_MEASURES
    if each.name in {f"{degree}_{end}" for degree in DEGREES for end in (LOST, DISPOSED)}
)
"""Those that are told by cause as well: what is lost, and what is disposed of."""
HALF_TIMES: dict[Degree, Measure] = {
    degree: Measure(
        f"median_hours_until_{degree}", "h", f"time by which half of all events are {degree}",
    )
    for degree in DEGREES
}  # fmt: skip
"""The age by which half of all events are known, or confirmed: see `knowledge_incidences`."""


def hearing(network: Network) -> NDArray[np.bool_]:
    """Which consumers could hear of which subjects, whatever the stations and channels do.

    Returns:
        of shape (subjects, consumers), by their ranks in `Network.subjects` and `Network.consumers`.
    """
    found = np.zeros((len(network.subjects), len(network.consumers)), dtype=np.bool_)
    needs = [consumer_of(network, consumer).needs for consumer in network.consumers]
    for stream in network.streams:
        if stream.about:
            about = [stream.about >> subject & 1 for subject in range(len(network.subjects))]
            found |= np.outer(about, [need >> stream.klass & 1 for need in needs]).astype(np.bool_)
    return found


def _hears_of(network: Network, subject: Ticks, began: Ticks) -> NDArray[np.bool_]:
    """Which consumers could hear of each of some events: of shape (events, consumers).

    A need that has a time counts for the events that begin in it.
    """
    found = hearing(network)[subject]
    for place, rank in enumerate(network.consumers):
        consumer = consumer_of(network, rank)
        if not consumer.needs_when:
            continue
        found[:, place] = False
        times = {klass: (since, until) for klass, since, until in consumer.needs_when}
        for stream in network.streams:
            if consumer.needs >> stream.klass & 1:
                since, until = times.get(stream.klass, (0, NEVER))
                about = [stream.about >> each & 1 for each in range(len(network.subjects))]
                told = np.array(about, dtype=np.bool_)[subject]
                found[:, place] |= told & (since <= began) & (began < until)
    return found


def event_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each event that counts and each consumer that could hear of it, in this order.

    Columns:
        event: its rank; subject, consumer: names (categories); number: counts the events of its subject.
        reports, sources: how many reports about it the consumer needs, and from how many sources.
        known: known, lost, disposed or in_flight (categories); known_cause: why it is lost, or disposed of
            (categories); known_meant: whether it is lost to a cause that is meant.
        known_in_time: whether it is known at or before its own deadline.
        known_hours: from the event until it is known; NaN unless it is.
        known_ticks: from the event until it is known, lost, disposed of or, in flight, the horizon.
        confirmed, confirmed_cause, confirmed_meant, confirmed_in_time, confirmed_hours, confirmed_ticks:
            likewise; the first is missing where nobody asks for confirmation, and the ticks are 0.
        began_ticks: when it happened; watched_ticks: from then to the horizon.
    """
    import pandas as pd

    network, events = trajectory.network, trajectory.calendar.events
    counted = np.flatnonzero(events.began >= network.counted_from)
    hears = _hears_of(network, events.subject[counted], events.began[counted])
    first = np.full(len(events.began) + 1, NONE, dtype=np.int64)  # of each event, its first row
    each = hears.sum(axis=1, dtype=np.int64)
    first[counted] = np.cumsum(each) - each
    row_of, consumer = np.nonzero(hears)
    event = counted[row_of]
    began, ended = events.began[event], events.ended[event]
    told = _told(trajectory, first, counted, hears)
    names = [each.name for each in network.subjects]
    consumers = [consumer_of(network, number).name for number in network.consumers]
    table = pd.DataFrame(
        {
            "event": event,
            "subject": _named(events.subject[event], names),
            "number": events.number[event],
            "consumer": _named(consumer, consumers),
            "reports": np.bincount(told.pair, weights=told.reports, minlength=len(event)).astype(np.int64),
            "sources": np.bincount(told.pair, minlength=len(event)),
        }
    )
    needed = np.array([max(each.confirmed_by, 0) for each in network.subjects], dtype=np.int64)
    asked = {"known": np.ones(len(event), dtype=np.int64), "confirmed": needed[events.subject[event]]}
    for degree, sources in asked.items():
        outcome, at, cause = _decided(told, sources, ended, network.horizon)
        ticks = np.where(outcome == _IN_FLIGHT, network.horizon, at) - began
        known = outcome == _TOLD
        end = np.where(causes_of_kind(network, "disposition")[cause], _DISPOSED, outcome)
        table[degree] = _named(end, [degree, LOST, IN_FLIGHT, DISPOSED])
        table[f"{degree}_cause"] = _named(cause, network.causes)
        table[f"{degree}_meant"] = causes_of_kind(network, "meant")[cause]
        table[f"{degree}_in_time"] = known & (at <= events.deadline[event])
        table[f"{degree}_hours"] = np.where(known, ticks / HOUR, np.nan)
        table[f"{degree}_ticks"] = np.where(outcome == _UNASKED, 0, ticks)
    table["began_ticks"] = began
    table["watched_ticks"] = network.horizon - began
    return table


@dataclass(frozen=True)
class _Told:
    """What each source did for each row of the table of events: arrays of one length, by row and source.

    `at` is the tick at which it told (NEVER if it did not); `gone` the tick at which it was lost (NONE if it
    told, or may still tell), with the `report` that was lost last and the `cause`; `reports` says how many
    reports it made.
    """

    pair: Ticks
    reports: Ticks
    at: Ticks
    gone: Ticks
    report: Ticks
    cause: Ticks


def _told(trajectory: Trajectory, first: Ticks, counted: Ticks, hears: NDArray[np.bool_]) -> _Told:
    """What each source told each consumer of each event.

    Args:
        trajectory: one replication.
        first: of each event, the first row of the table; `NONE` for those that do not count.
        counted: the events that count, in order.
        hears: which consumers could hear of each of these; each that could has a row, in order.
    """
    network, reports = trajectory.network, trajectory.calendar.reports
    rows = trajectory.deliveries
    about = reports.event[rows.report]  # NONE stands for the last entry of `first`, which is NONE as well
    chosen = np.flatnonzero(first[about] >= 0)
    consumer = np.searchsorted(network.consumers, rows.consumer[chosen])
    event = np.searchsorted(counted, about[chosen])
    there = hears[event, consumer]
    chosen, consumer, event = chosen[there], consumer[there], event[there]
    about, report = about[chosen], rows.report[chosen]
    pair = first[about] + np.cumsum(hears, axis=1, dtype=np.int64)[event, consumer] - 1
    source_of = np.array([stream.source for stream in network.streams], dtype=np.int64)
    group = pair * len(network.sources) + source_of[reports.stream[report]]
    outcome, decided = rows.outcome[chosen], rows.decided[chosen]
    lost_at = np.where(outcome == DeliveryOutcome.LOST, decided, NONE)
    order = np.lexsort((report, lost_at, group))  # of each group, the report that was lost last is the last
    ends = np.flatnonzero(np.diff(group[order], append=NONE))
    begins = np.append(0, ends[:-1] + 1)[: len(ends)]
    told_at = np.where(outcome == DeliveryOutcome.DELIVERED, decided, NEVER)[order]
    all_lost = np.logical_and.reduceat(lost_at[order] >= 0, begins) if len(ends) else np.empty(0, dtype=bool)
    last = order[ends]
    return _Told(
        pair=pair[last],
        reports=ends - begins + 1,
        at=np.minimum.reduceat(told_at, begins) if len(ends) else np.empty(0, dtype=np.int64),
        gone=np.where(all_lost, lost_at[last], NONE),
        report=report[last],
        cause=rows.cause[chosen][last],
    )


def _decided(told: _Told, sources: Ticks, ended: Ticks, horizon: int) -> tuple[Ticks, Ticks, Ticks]:
    """What became of each row when so many sources are asked for: the outcome, the tick and the cause.

    As long as an event lasts somebody may still tell, so that none is lost before its end (`ended`).
    """
    rows = np.arange(len(sources))
    count = np.bincount(told.pair, minlength=len(sources))
    first = np.cumsum(count) - count
    tellers = np.bincount(told.pair[told.at < NEVER], minlength=len(sources))
    dead = told.gone >= 0
    gone = np.bincount(told.pair[dead], minlength=len(sources))
    by_telling = np.lexsort((told.at, told.pair))
    by_loss = np.lexsort((told.report, told.gone, ~dead, told.pair))

    outcome = np.full(len(sources), _IN_FLIGHT)
    at, cause = np.full(len(sources), NONE, dtype=np.int64), np.full(len(sources), NONE, dtype=np.int64)
    enough = tellers >= sources
    outcome[enough] = _TOLD
    asked = rows[enough & (sources > 0)]
    at[asked] = told.at[by_telling[first[asked] + sources[asked] - 1]]
    few = count < sources
    outcome[few], at[few], cause[few] = _LOST, ended[few], UNREPORTED
    lost = rows[~enough & ~few & (count - gone < sources)]
    loss = by_loss[first[lost] + count[lost] - sources[lost]]
    outcome[lost], cause[lost] = _LOST, told.cause[loss]
    at[lost] = np.maximum(told.gone[loss], ended[lost])
    open_still = (outcome == _LOST) & (at >= horizon)
    outcome[open_still], cause[open_still] = _IN_FLIGHT, NONE
    outcome[sources == 0] = _UNASKED
    return outcome, at, cause


def knowledge_table(network: Network, events: pd.DataFrame) -> pd.DataFrame:
    """One row for each consumer and subject that it could hear of, for each consumer, and for all.

    A pair has a row even if nothing happened, so that all replications have the same rows.

    Args:
        network: says who could hear of what.
        events: a table as `event_table` makes it.

    Columns:
        consumer, subject: names, or `ALL`.
        events, known, known_in_time, known_lost, known_failed, known_meant, known_disposed, known_in_flight:
            numbers of events; known_lost = known_failed + known_meant, and events = known + known_lost +
            known_disposed + known_in_flight.
        known_lost_CAUSE: for each cause of loss; known_disposed_CAUSE: for each disposition.
        known_hours: sum of the times until known over those that are.
        to_confirm: the events of which confirmation is asked for.
        confirmed, confirmed_in_time, confirmed_lost, ...: likewise of those.
    """
    import pandas as pd

    pairs = [
        (consumer_of(network, network.consumers[consumer]).name, network.subjects[subject].name)
        for consumer, subject in np.argwhere(hearing(network).T).tolist()
    ]
    consumers = dict.fromkeys(consumer for consumer, _ in pairs)
    keys = [
        key
        for consumer in consumers
        for key in [*(pair for pair in pairs if pair[0] == consumer), (consumer, ALL)]
    ]
    keys = [*keys, (ALL, ALL)] if keys else []
    at = {pair: place for place, pair in enumerate(pairs)}
    members = np.zeros((len(keys), len(pairs)), dtype=np.int64)
    for row, (consumer, subject) in enumerate(keys):
        for pair, place in at.items():
            members[row, place] = consumer in (ALL, pair[0]) and subject in (ALL, pair[1])
    names = zip(events["consumer"].astype("str"), events["subject"].astype("str"), strict=True)
    place_of = np.array([at[pair] for pair in names], dtype=np.int64)
    table = pd.DataFrame(keys, columns=["consumer", "subject"], dtype="str")
    for name, column in _addends(network, events).items():
        sums = np.zeros(len(pairs), dtype=np.int64)
        np.add.at(sums, place_of, column.astype(np.int64))
        total = members @ sums
        table[name.replace("_ticks", "_hours")] = total / HOUR if name.endswith("_ticks") else total
    return table


def _addends(network: Network, events: pd.DataFrame) -> dict[str, NDArray[np.generic]]:
    """What is counted of each row of the events; `_ticks` are summed."""
    counts: dict[str, NDArray[np.generic]] = {"events": np.ones(len(events), dtype=np.int64)}
    for degree in DEGREES:
        if degree == "confirmed":
            counts["to_confirm"] = events[degree].notna().to_numpy()
        told = (events[degree] == degree).to_numpy()
        cause = events[f"{degree}_cause"].cat.codes.to_numpy()
        counts |= {
            degree: told,
            f"{degree}_in_time": events[f"{degree}_in_time"].to_numpy(),
            f"{degree}_lost": (events[degree] == LOST).to_numpy(),
            f"{degree}_failed": causes_of_kind(network, "failure")[cause],
            f"{degree}_meant": causes_of_kind(network, "meant")[cause],
            f"{degree}_disposed": (events[degree] == DISPOSED).to_numpy(),
            f"{degree}_in_flight": (events[degree] == IN_FLIGHT).to_numpy(),
            **{f"{degree}_{column_of(network, code)}": cause == code for code in range(len(network.causes))},
            f"{degree}_ticks": np.where(told, events[f"{degree}_ticks"].to_numpy(), 0),
        }
    return counts


def select_events(
    events: pd.DataFrame, consumer: str | None = None, subject: str | None = None
) -> pd.DataFrame:
    """The events that a consumer could hear of, of a subject, or both; None stands for all."""
    chosen = np.full(len(events), True)
    if consumer is not None:
        chosen &= (events["consumer"] == consumer).to_numpy()
    if subject is not None:
        chosen &= (events["subject"] == subject).to_numpy()
    return events[chosen]


def knowledge_incidences(
    events: pd.DataFrame, degree: Degree, asked: Iterable[tuple[str | None, str | None]]
) -> list[Incidence]:
    """The cumulative incidence of becoming known (or confirmed), of each cause of loss and each disposition.

    Args:
        events: a table as `event_table` makes it.
        degree: `known` or `confirmed`; it is the name of the first outcome of each incidence.
        asked: a consumer and a subject each; None for all.
    """
    found = []
    for consumer, subject in asked:
        chosen = select_events(events, consumer, subject)
        chosen = chosen[chosen[degree].notna()]
        told, lost_to = (chosen[degree] == degree).to_numpy(), chosen[f"{degree}_cause"].cat
        codes = np.where(told, 0, np.where(lost_to.codes >= 0, lost_to.codes + 1, CENSORED))
        found.append(incidence(chosen[f"{degree}_ticks"], codes, [degree, *lost_to.categories]))
    return found


def _named(codes: NDArray[np.integer], names: Sequence[str]) -> pd.Categorical:
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names), dtype="str"))
