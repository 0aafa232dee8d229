"""Laws of requests, each checked from the tables of a trajectory alone; used by `tests.properties.audit`."""

from __future__ import annotations

from typing import Any

from stovepipe.network import draws
from stovepipe.network.records import NEVER, NONE
from stovepipe.trajectory import DONE, RequestOutcome
from tests.properties.told import Told

PARTS = ("waiting", "work", "suspended", "batching", "transit", "hurdles")


def finished(told: Told, report: int, station: int) -> set[int]:
    """When a station finished a copy that certainly carries a report."""
    return {
        visit.ended
        for visit in told.visits
        if visit.lead == report and visit.station == station and visit.through == NONE and visit.end in DONE
    }


def each_report_is_asked_about_as_its_draw_and_the_conditions_say(told: Told) -> None:
    """Where a report was finished alone, each ask of the station made one request, or none."""
    asked = {(row.ask, row.about) for row in told.requests}
    assert len(asked) == len(told.requests), "asked twice about one report"
    for number, ask in enumerate(told.network.asks):
        name = told.network.stations[ask.station].name
        mine = {
            visit.lead
            for visit in told.visits
            if visit.station == ask.station
            and (visit.carried, visit.through) == (1, NONE)
            and visit.end in DONE
        }
        for report in mine:
            row, stream = told.reports[report], told.network.streams[told.reports[report].stream]
            fits = ask.about >> row.klass & 1 and (row.coarse or not ask.coarse)
            if stream.made is not None:
                answers = stream.made.answers and stream.made.ask == number
                fits = fits and answers and stream.made.round + 1 < ask.rounds
            drawn = draws.uniform(*told.key("ask", report, name, ask.name)) < ask.probability
            assert ((number, report) in asked) == bool(fits and drawn), f"{ask} about {report}"


def a_request_reaches_its_source_when_a_door_has_finished_it(told: Told) -> None:
    for row in told.requests:
        asker, doors = told.network.asks[row.ask].station, told.doors(row.request)
        if asker in doors:
            assert row.reached == row.asked, f"{row} was at its source"
            continue
        at = sorted(set().union(*(finished(told, row.request, door) for door in doors)))
        if row.reached < 0:
            assert not at, f"{row} was finished at a door"
        elif at:
            assert row.reached <= at[0], f"{row} did not reach its source at {at[0]}"


def an_answer_is_written_when_the_source_has_collected(told: Told) -> None:
    for row in told.requests:
        assert (row.answer >= 0) == (row.reached >= 0), f"{row}"
        if row.answer < 0:
            continue
        ask, answer = told.network.asks[row.ask], told.reports[row.answer]
        delay = 0
        if ask.collects is not None:
            delay = draws.draw_ticks(ask.collects, *told.key("collects", row.answer), 0)
        assert (answer.occurred, answer.delay) == (row.reached, delay), f"{row}"
        silenced = told.network.causes[row.cause] == "silenced" if row.cause >= 0 else False
        due = row.reached + delay
        if silenced or due >= told.network.horizon:
            assert row.written < 0, f"{row} was never written"
        elif told.silence(row.answer) is False:
            assert row.written == due, f"{row} was written at {due}"
        assert answer.door in told.doors(row.answer), f"{row}"


def a_request_and_its_answer_have_one_deadline(told: Told) -> None:
    for row in told.requests:
        within = told.network.asks[row.ask].within
        due = NEVER
        if within is not None:
            due = row.asked + draws.draw_ticks(within, *told.key("within", row.request), 0)
        made = [told.reports[each].deadline for each in (row.request, row.answer) if each >= 0]
        assert set(made) == {min(due, NEVER)}, f"{row}"


def it_is_answered_when_who_asked_has_finished_the_answer_and_its_parts_add_up(told: Told) -> None:
    for row in told.requests:
        asker = told.network.asks[row.ask].station
        at = finished(told, row.answer, asker) if row.answer >= 0 else set()
        spent = sum(_parts(row))
        if row.outcome == RequestOutcome.ANSWERED:
            assert not at or row.decided == min(at), f"{row} was answered at {at}"
            assert spent == row.decided - row.asked, f"{row}"
        else:
            assert not at, f"{row} was answered"
        if row.outcome == RequestOutcome.UNANSWERED:
            assert spent == row.decided - row.asked, f"{row}"
            assert row.cause >= 0, f"{row}"


def _parts(row: Any) -> list[int]:
    return [getattr(row, part) for part in PARTS]


LAWS_OF_REQUESTS = (
    each_report_is_asked_about_as_its_draw_and_the_conditions_say,
    a_request_reaches_its_source_when_a_door_has_finished_it,
    an_answer_is_written_when_the_source_has_collected,
    a_request_and_its_answer_have_one_deadline,
    it_is_answered_when_who_asked_has_finished_the_answer_and_its_parts_add_up,
)
