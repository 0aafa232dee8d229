"""Laws of deliveries: the accounts, done once more from visits and crossings alone (semantics, 5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from stovepipe.network.records import ANY, NONE
from stovepipe.network.ways.consumers import read_at
from stovepipe.trajectory import DONE, DeliveryOutcome, Passage, VisitEnd
from tests.properties.told import END, Told

ENDS_AS = {
    VisitEnd.EXPIRED: "expired",
    VisitEnd.OVERFLOW: "overflow",
    VisitEnd.ABANDONED: "abandoned",
    VisitEnd.HANDOVER: "handover",
    VisitEnd.STRANDED: "stranded",
    VisitEnd.TRANSFERRED: "stranded",
    VisitEnd.FINISHED: "sent_elsewhere",
    VisitEnd.PASSED_ON: "sent_elsewhere",
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


class Hope(NamedTuple):
    """A copy from where a consumer could be reached, until a tick; `causes`: what ended that."""

    until: int
    causes: frozenset[str]


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
    for report, row in enumerate(told.reports[: told.settled]):
        station, at = told.written_at(report), told.written(report)
        if row.unreported:
            yield Presence(report, station, NONE, row.occurred, row.occurred, "unreported")
        elif report in told.silent:
            yield Presence(report, station, NONE, row.occurred, row.occurred, "silenced")
        else:
            cause = "stranded" if network.stations[station].closes <= at else ""
            yield Presence(report, station, NONE, row.occurred, at if at < network.horizon else END, cause)


def by_lead(told: Told) -> dict[int, list[Presence]]:
    found = defaultdict(list)
    for presence in presences(told):
        found[presence.lead].append(presence)
    return found


def keeps_batches(told: Told) -> bool:
    """Whether some copy may wait in a batch, where no table tells of it, or for confirmation."""
    return any(station.batch_classes or station.confirms is not None for station in told.network.stations)


def each_report_has_one_delivery_for_each_consumer_that_needs_it(told: Told) -> None:
    expected = [
        (report, consumer)
        for report in range(told.settled)
        for consumer in told.network.consumers
        if told.needs(consumer, report)
    ]
    assert [(d.report, d.consumer) for d in told.deliveries] == expected


def a_delivery_is_the_first_time_its_consumer_finished_the_report(told: Told) -> None:
    first: dict[tuple[int, int], int] = {}
    at = defaultdict(set)
    for visit in told.visits:
        if visit.end in DONE and visit.through < 0:
            key = visit.lead, visit.station
            first[key] = min(visit.ended, first.get(key, END))
            if visit.carried > 1:
                at[visit.station].add(visit.ended)
    for delivery in told.deliveries:
        stations = read_at(told.network, delivery.consumer)
        finished = min(first.get((delivery.report, station), END) for station in stations)
        if delivery.outcome == DeliveryOutcome.DELIVERED or _cause(told, delivery) == "off_requirement":
            assert delivery.decided <= finished, f"{delivery} was delivered before, at {finished}"
            assert delivery.decided == finished or delivery.decided in at[delivery.where], f"{delivery}"
            assert delivery.where in stations, f"{delivery} was delivered elsewhere"
        elif not keeps_batches(told):
            lost = delivery.decided if delivery.outcome == DeliveryOutcome.LOST else END
            assert finished == END, f"{delivery} was finished at {finished}, but counts as lost at {lost}"


def a_loss_falls_where_the_last_copy_that_could_arrive_is_gone(told: Told) -> None:
    """Recomputed from scratch where no batch hides copies; else no copy known by its lead lives on."""
    leads, exact = by_lead(told), not keeps_batches(told)
    for delivery in told.deliveries:
        if told.may_be_resorted(delivery.report):
            continue
        hopes, occurred = _hopes(told, leads, delivery), told.reports[delivery.report].occurred
        last = max((presence.until for presence in hopes), default=NONE)
        if delivery.outcome == DeliveryOutcome.LOST and _cause(told, delivery) == "no_route":
            assert last == NONE, f"{delivery} had a way"
            assert delivery.decided == occurred, f"{delivery} was lost late"
        elif _cause(told, delivery) == "closed" and last == NONE:
            assert delivery.decided == occurred, f"{delivery} was lost late"
            klass, door = told.reports[delivery.report].klass, told.written_at(delivery.report)
            until = told.reached_until(delivery.consumer, klass, door)
            assert 0 < until <= occurred, f"{delivery} had no way, or still has"
        elif delivery.outcome == DeliveryOutcome.LOST and _cause(told, delivery) != "off_requirement":
            assert last <= delivery.decided, f"{delivery}: a copy lives on until {last}"
            assert not exact or last == delivery.decided, f"{delivery}: the last copy was gone at {last}"
        elif delivery.outcome == DeliveryOutcome.IN_FLIGHT and exact:
            assert last == END, f"{delivery} is in flight, but no copy has been since {last}"


def _hopes(told: Told, leads: dict[int, list[Presence]], delivery: Any) -> list[Hope]:
    """Where copies of a report were from where its consumer could be reached, as long as it could."""
    found = []
    for presence in leads[delivery.report]:
        klass = told.reports[delivery.report].klass
        until = told.reached_until(delivery.consumer, klass, presence.station, presence.channel)
        if presence.since <= until:
            causes = {presence.cause} if presence.until <= until else set()
            causes |= {"closed"} if until <= presence.until or _was_barred(told, presence) else set()
            found.append(Hope(min(until, presence.until), frozenset(causes)))
    return found


def _was_barred(told: Told, presence: Presence) -> bool:
    """Whether a channel would have had a copy of what was finished, in its time."""
    if presence.cause != "sent_elsewhere":
        return False
    links = [told.network.channels[each] for each in told.network.stations[presence.station].outgoing]
    return any(not link.since <= presence.until < link.until for link in links)


def _cause(told: Told, delivery: Any) -> str:
    return told.network.causes[delivery.cause] if delivery.outcome == DeliveryOutcome.LOST else ""


def the_cause_is_what_ended_the_last_copy_or_the_one_it_repeated(told: Told) -> None:
    """The last end is of that cause; or of a duplicate, and something ended of that cause before."""
    leads = by_lead(told)
    for delivery in told.deliveries:
        if delivery.outcome != DeliveryOutcome.LOST or _cause(told, delivery) in (
            "no_route",
            "off_requirement",
        ):
            continue
        if told.may_be_resorted(delivery.report):
            continue
        cause, hopes = _cause(told, delivery), _hopes(told, leads, delivery)
        if cause == "closed" and not hopes:
            continue
        last = {each for presence in hopes if presence.until == delivery.decided for each in presence.causes}
        earlier = {
            each for presence in hopes if presence.until <= delivery.decided for each in presence.causes
        }
        if not keeps_batches(told):
            repeated = "duplicate" in last and (cause in earlier or cause == "sent_elsewhere")
            assert cause in last or repeated, f"{delivery} was lost to {cause}, but what ended is {last}"


def the_time_of_a_delivery_is_that_of_its_copys_visits_and_crossings(told: Told) -> None:
    """Followed back from the delivery to the occurrence, along copies of this report alone.

    Of two that a station finished at one tick nobody knows which went where: what depends on it is left out.
    """
    if keeps_batches(told):
        return
    visits, crossings, finished = defaultdict(list), defaultdict(list), defaultdict(list)
    for visit in told.visits:
        visits[visit.copy].append(visit)
        if visit.end in DONE and visit.through < 0:
            finished[visit.lead, visit.station, visit.ended].append(visit)
    for crossing in told.crossings:
        crossings[crossing.copy].append(crossing)
    for delivery in told.deliveries:
        if delivery.outcome != DeliveryOutcome.DELIVERED:
            continue
        spent = Counter({"way": told.reports[delivery.report].delay})
        last = finished[delivery.report, delivery.where, delivery.decided]
        while len(last) == 1:
            copy, until = last[0].copy, last[0].ended
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
            parents = finished[delivery.report, sender, first.offered] if first else []
            last = [parent for parent in parents if parent.copy != copy]
        if last:
            continue
        expected = {part: getattr(delivery, part) for part in ("waiting", "work", "suspended")}
        expected["way"] = delivery.transit + delivery.hurdles
        assert expected == {part: spent[part] for part in expected}, f"{delivery}: {spent}"


def what_is_unreported_is_lost_at_once_and_nothing_else_to_that(told: Told) -> None:
    for delivery in told.deliveries:
        row, cause = told.reports[delivery.report], _cause(told, delivery)
        if row.unreported:
            assert cause in ("unreported", "no_route", "closed"), f"{delivery} was never written"
            assert delivery.decided == row.occurred, f"{delivery} was lost late"
        else:
            assert cause != "unreported", f"{delivery} was written"


def what_is_silenced_is_of_a_source_that_is_silent(told: Told) -> None:
    for delivery in told.deliveries:
        silent = told.silence(delivery.report)
        if _cause(told, delivery) == "silenced":
            assert silent is not False, f"the source of {delivery} was not silent"
            assert delivery.decided == told.reports[delivery.report].occurred, f"{delivery} was lost late"
        elif silent:
            assert _cause(told, delivery) in ("unreported", "no_route", "closed"), (
                f"the source of {delivery} was silent"
            )


def what_answers_no_current_requirement_is_delivered_to_nobody(told: Told) -> None:
    """Recomputed from the visits of the guidance, where no batch hides any of it."""
    finished = defaultdict(list)
    for visit in told.visits:
        if visit.end in DONE and visit.through < 0:
            finished[visit.station, told.reports[visit.lead].klass].append(visit.ended)
    for delivery in told.deliveries:
        row, off = told.reports[delivery.report], _cause(told, delivery) == "off_requirement"
        source = told.network.sources[told.network.streams[row.stream].source]
        if not source.guided_by:
            assert not off, f"{delivery} is under no direction"
        elif not keeps_batches(told) and (off or delivery.outcome == DeliveryOutcome.DELIVERED):
            guidance = [klass for klass in range(len(told.network.classes)) if source.guided_by >> klass & 1]
            ticks = [tick for klass in guidance for tick in finished[row.door, klass]]
            last = max((tick for tick in ticks if tick <= row.occurred), default=0)
            stale = min(1.0, (row.occurred - last) / source.stale_after)
            share = source.fresh + (source.stale - source.fresh) * stale
            assert off == (row.requirement >= share), f"{delivery}: {row.requirement} against {share}"


def what_a_hurdle_takes_out_of_a_product_is_lost_there_and_no_report_twice(told: Told) -> None:
    """A channel that carries all takes over as many reports as its sender finished, in one copy or in two."""
    every = (1 << len(told.network.classes)) - 1
    for number, channel in enumerate(told.network.channels):
        sender = told.network.stations[channel.sender]
        waits = sender.batch_classes or sender.confirms is not None
        if waits or sender.shared or channel.carries & every != every:
            continue
        if channel.precedences != ANY or channel.since > 0 or channel.until < told.network.horizon:
            continue
        if told.network.asks:
            continue  # requests are sent without a visit, and end where they reach their source
        offered = sum(crossing.carried for crossing in told.crossings if crossing.channel == number)
        finished = sum(
            visit.carried
            for visit in told.visits
            if visit.station == channel.sender and visit.through < 0 and visit.end in DONE
        )
        assert offered == finished, f"{channel.name}: {offered} reports were offered, not {finished}"
        arrived = {(visit.copy, visit.arrived): visit.carried for visit in told.visits if visit.through < 0}
        for crossing in told.crossings:
            there = arrived.get((crossing.copy, crossing.ended))
            if crossing.channel == number and crossing.passage == Passage.ARRIVED and there is not None:
                assert there == crossing.carried, f"{crossing} arrived with {there} reports"


LAWS_OF_DELIVERIES = (
    each_report_has_one_delivery_for_each_consumer_that_needs_it,
    a_delivery_is_the_first_time_its_consumer_finished_the_report,
    a_loss_falls_where_the_last_copy_that_could_arrive_is_gone,
    the_cause_is_what_ended_the_last_copy_or_the_one_it_repeated,
    the_time_of_a_delivery_is_that_of_its_copys_visits_and_crossings,
    what_is_unreported_is_lost_at_once_and_nothing_else_to_that,
    what_is_silenced_is_of_a_source_that_is_silent,
    what_answers_no_current_requirement_is_delivered_to_nobody,
    what_a_hurdle_takes_out_of_a_product_is_lost_there_and_no_report_twice,
)
