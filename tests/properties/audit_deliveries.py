"""Laws of deliveries: the accounts, done once more from visits and crossings alone (semantics, 5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from stovepipe.network.records import NONE
from stovepipe.trajectory import Outcome, Passage, VisitEnd
from tests.properties.told import END, Told

ENDS_AS = {
    VisitEnd.EXPIRED: "expired",
    VisitEnd.OVERFLOW: "overflow",
    VisitEnd.HANDOVER: "handover",
    VisitEnd.STRANDED: "stranded",
    VisitEnd.TRANSFERRED: "stranded",
    VisitEnd.FINISHED: "sent_elsewhere",
    VisitEnd.DUPLICATE: "duplicate",
}


class Presence(NamedTuple):
    """A copy, known by its lead, was at a place; `cause`: what its end there may be called."""

    lead: int
    station: int
    channel: int
    since: int
    until: int
    cause: str


def presences(told: Told) -> Iterator[Presence]:
    """Where copies were: at stations, on channels, and for a moment at stations that had closed."""
    network = told.network
    ended_along = set()
    for visit in told.visits:
        until = visit.ended if visit.ended >= 0 else END
        cause = ENDS_AS.get(VisitEnd(visit.end), "")
        if visit.through < 0:
            yield Presence(visit.lead, visit.station, NONE, visit.arrived, until, cause)
        else:
            goes_on = visit.end in (VisitEnd.FINISHED, VisitEnd.DUPLICATE)
            ended_along.add((visit.lead, visit.through, until))
            yield Presence(visit.lead, NONE, visit.through, visit.arrived, until, "" if goes_on else cause)
    for crossing in told.crossings:
        channel = network.channels[crossing.channel]
        until = crossing.ended if crossing.ended >= 0 else END
        cause = ""
        if crossing.passage == Passage.STOPPED:
            cause = network.causes[channel.hurdles[crossing.hurdle].cause]
        elif crossing.passage == Passage.ENDED and (crossing.lead, crossing.channel, until) in ended_along:
            cause = ""  # what ended was its visit
        elif crossing.passage == Passage.ENDED or network.stations[channel.recipient].closes <= until < END:
            cause = "stranded"
        yield Presence(crossing.lead, NONE, crossing.channel, crossing.offered, until, cause)
    for report, row in enumerate(told.reports):
        written = network.sources[network.streams[row.stream].source].written_at
        if network.stations[written].closes <= row.occurred:
            yield Presence(report, written, NONE, row.occurred, row.occurred, "stranded")


def by_lead(told: Told) -> dict[int, list[Presence]]:
    found = defaultdict(list)
    for presence in presences(told):
        found[presence.lead].append(presence)
    return found


def keeps_batches(told: Told) -> bool:
    """Whether some copy may wait in a batch, where no table tells of it."""
    return any(station.batch_classes for station in told.network.stations)


def each_report_has_one_delivery_for_each_consumer_that_needs_it(told: Told) -> None:
    expected = [
        (report, consumer)
        for report, row in enumerate(told.reports)
        for consumer in told.network.consumers
        if told.network.stations[consumer].needs >> row.klass & 1
    ]
    assert [(d.report, d.consumer) for d in told.deliveries] == expected


def a_delivery_is_the_first_time_its_consumer_finished_the_report(told: Told) -> None:
    first: dict[tuple[int, int], int] = {}
    at = defaultdict(set)
    for visit in told.visits:
        if visit.end == VisitEnd.FINISHED and visit.through < 0:
            key = visit.lead, visit.station
            first[key] = min(visit.ended, first.get(key, END))
            if visit.carried > 1:
                at[visit.station].add(visit.ended)
    for delivery in told.deliveries:
        finished = first.get((delivery.report, delivery.consumer), END)
        if delivery.outcome == Outcome.DELIVERED:
            assert delivery.decided <= finished, f"{delivery} was delivered before, at {finished}"
            assert delivery.decided == finished or delivery.decided in at[delivery.consumer], f"{delivery}"
            assert delivery.where == delivery.consumer, f"{delivery} was delivered elsewhere"
        elif not keeps_batches(told):
            lost = delivery.decided if delivery.outcome == Outcome.LOST else END
            assert finished == END, f"{delivery} was finished at {finished}, but counts as lost at {lost}"


def a_loss_falls_where_the_last_copy_that_could_arrive_is_gone(told: Told) -> None:
    """Recomputed from scratch where no batch hides copies; else no copy known by its lead lives on."""
    leads, exact = by_lead(told), not keeps_batches(told)
    for delivery in told.deliveries:
        klass, consumer = told.reports[delivery.report].klass, delivery.consumer
        hopes = [
            presence
            for presence in leads[delivery.report]
            if told.reaches(consumer, klass, presence.station, presence.channel)
        ]
        last = max((presence.until for presence in hopes), default=NONE)
        if delivery.outcome == Outcome.LOST and _cause(told, delivery) == "no_route":
            assert last == NONE, f"{delivery} had a way"
            assert delivery.decided == told.reports[delivery.report].occurred, f"{delivery} was lost late"
        elif delivery.outcome == Outcome.LOST:
            assert last <= delivery.decided, f"{delivery}: a copy lives on until {last}"
            assert not exact or last == delivery.decided, f"{delivery}: the last copy was gone at {last}"
        elif delivery.outcome == Outcome.IN_FLIGHT and exact:
            assert last == END, f"{delivery} is in flight, but no copy has been since {last}"


def _cause(told: Told, delivery: Any) -> str:
    return told.network.causes[delivery.cause]


def the_cause_is_what_ended_the_last_copy_or_the_one_it_repeated(told: Told) -> None:
    """The last end is of that cause; or of a duplicate, and something ended of that cause before."""
    leads = by_lead(told)
    for delivery in told.deliveries:
        if delivery.outcome != Outcome.LOST or _cause(told, delivery) == "no_route":
            continue
        klass, cause = told.reports[delivery.report].klass, _cause(told, delivery)
        hopes = [
            presence
            for presence in leads[delivery.report]
            if told.reaches(delivery.consumer, klass, presence.station, presence.channel)
        ]
        last = {presence.cause for presence in hopes if presence.until == delivery.decided}
        earlier = {presence.cause for presence in hopes if presence.until <= delivery.decided}
        if not keeps_batches(told):
            repeated = "duplicate" in last and (cause in earlier or cause == "sent_elsewhere")
            assert cause in last or repeated, f"{delivery} was lost to {cause}, but what ended is {last}"


def the_time_of_a_delivery_is_that_of_its_copys_visits_and_crossings(told: Told) -> None:
    """Followed back from the delivery to the occurrence, along copies of this report alone."""
    if keeps_batches(told):
        return
    visits, crossings, finished = defaultdict(list), defaultdict(list), {}
    for visit in told.visits:
        visits[visit.copy].append(visit)
        if visit.end == VisitEnd.FINISHED and visit.through < 0:
            finished[visit.lead, visit.station, visit.ended] = visit
    for crossing in told.crossings:
        crossings[crossing.copy].append(crossing)
    for delivery in told.deliveries:
        if delivery.outcome != Outcome.DELIVERED:
            continue
        spent: Counter[str] = Counter()
        last = finished[delivery.report, delivery.consumer, delivery.decided]
        while last:
            copy, until = last.copy, last.ended
            for visit in visits[copy]:
                if 0 <= visit.ended <= until:
                    took = Counter({part: getattr(visit, part) for part in ("waiting", "work", "suspended")})
                    spent.update(took)
                    spent["way"] -= took.total() if visit.through >= 0 else 0
            first = None
            for crossing in crossings[copy]:
                first = first or crossing
                if 0 <= crossing.ended <= until:
                    spent["way"] += crossing.ended - crossing.offered
            sender = told.network.channels[first.channel].sender if first else NONE
            parent = finished.get((delivery.report, sender, first.offered)) if first else None
            last = parent if parent and parent.copy != copy else None
        expected = {part: getattr(delivery, part) for part in ("waiting", "work", "suspended")}
        expected["way"] = delivery.transit + delivery.hurdles
        assert expected == {part: spent[part] for part in expected}, f"{delivery}: {spent}"


LAWS_OF_DELIVERIES = (
    each_report_has_one_delivery_for_each_consumer_that_needs_it,
    a_delivery_is_the_first_time_its_consumer_finished_the_report,
    a_loss_falls_where_the_last_copy_that_could_arrive_is_gone,
    the_cause_is_what_ended_the_last_copy_or_the_one_it_repeated,
    the_time_of_a_delivery_is_that_of_its_copys_visits_and_crossings,
)
