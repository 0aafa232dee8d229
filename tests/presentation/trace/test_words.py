"""The life of a report in words: which report, what happened, and what became of it for whom."""

from dataclasses import replace
from pathlib import Path

import pytest

from stovepipe.measures.life.crossing import Met
from stovepipe.measures.life.events import Event, EventKind
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR, NEVER
from stovepipe.presentation.trace.tables import trace_parts
from stovepipe.presentation.trace.words import (
    _STOPPED,
    _hurdle,
    _purpose,
    _what,
    answer,
    heading,
    told,
    trace_verdict,
    uncounted,
)
from stovepipe.scenario import Scenario, load
from stovepipe.study.running.trace import trace
from tests.presentation.trace.lives import DELIVERED, DISPOSED, IN_FLIGHT, LATE, LOST, traced

MINUSMA = Path(__file__).parents[3] / "configs" / "minusma" / "mission.yaml"


def test_it_is_said_which_report_of_which_run_it_is(scenario: Scenario) -> None:
    assert heading(traced(scenario)).splitlines() == [
        "patrols/7 in replication 3 of A cell, seed 9",
        "warning, PRIORITY; occurred 2021-01-06 00:00, of value until 2021-01-07 00:00 (24 h)",
    ]


def test_each_consumer_has_a_sentence(scenario: Scenario) -> None:
    lived = traced(scenario, DELIVERED, LATE, LOST, DISPOSED, IN_FLIGHT)
    assert trace_verdict(lived).splitlines() == [
        "patrols/7 is delivered to commander in time, 5 h after it occurred.",
        "patrols/7 is delivered to staff late, 30 h after it occurred.",
        "patrols/7 is lost for chief (expired) at cell, 1 h 30 min after it occurred.",
        "patrols/7 is disposed of for unit (hoax) at desk, 2 h after it occurred.",
        "patrols/7 is still on its way to deputy at the end.",
    ]


def test_a_report_that_nobody_needs_is_said_to_be_uncounted(scenario: Scenario) -> None:
    said = "No consumer needs a warning: it is not counted."
    assert trace_verdict(traced(scenario)) == said
    assert list(trace_parts(traced(scenario)))[-1] == said


def test_a_report_from_before_or_after_it_is_needed_is_said_to_be_uncounted(scenario: Scenario) -> None:
    lived = traced(scenario)
    stations = tuple(
        replace(station, needs_when=((klass, HOUR, NEVER),) if station.needs >> klass & 1 else ())
        for klass in [[each.name for each in lived.network.classes].index("warning")]
        for station in lived.network.stations
    )
    dated = replace(lived, network=replace(lived.network, stations=stations))
    assert uncounted(dated) == "No consumer needs a warning that occurs then: it is not counted."


def test_who_holds_it_is_told_with_posts_and_tours_from_1(scenario: Scenario) -> None:
    lines = [(what, who) for _, what, who in told(traced(scenario))]
    assert lines == [
        ("occurs at cell", ""),
        ("work begins after waiting 1 h", "analysts 2 of 2 (night), tour 4, since 2021-01-04, at 75 %"),
        ("finished after 2 h of work", ""),
    ]


def test_an_arrival_is_told_once_with_the_transit_before_it(scenario: Scenario) -> None:
    lived = trace(compile_network(scenario), find="delivered")
    said = [what for _, what, _ in told(lived)]
    assert said.count("arrives after 30 min in transit") == 1
    assert len(said) == len(lived.life.events) - 1


@pytest.mark.parametrize(
    ("find", "said"),
    [
        ("lost:not_shared", "reluctance (10 %): stopped, not_shared"),
        ("lost:expired", "expires after waiting"),
        ("in_flight", "in flight at the end"),
    ],
)
def test_what_ends_a_life_is_told(scenario: Scenario, find: str, said: str) -> None:
    assert said in "\n".join(map(str, trace_parts(trace(compile_network(scenario), find=find))))


def test_products_and_several_copies_are_told_in_a_large_mission(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(f"extends: {MINUSMA}\nhorizon: 20 d\n")
    said = "\n".join(map(str, trace_parts(trace(compile_network(load(path)), "patrols_gao/2"))))
    assert "  copy  where" in said
    assert "leaves after" in said
    assert "language: through" in said


def test_who_worked_on_call_is_told(tmp_path: Path) -> None:
    path = tmp_path / "called.yaml"
    path.write_text("""
mission: Called
start: 2021-01-04
horizon: 10 d
classes: {warning: {}}
sources: {patrols: {written_at: desk, reports: {warning: 4 /day}}}
stations:
  desk:
    stage: command
    needs: warning
    work: 10 min
    posts: {staff: {count: 1, shift: {from: 08:00, to: 20:00}, on_call: {for: ROUTINE, within: 30 min}}}
""")
    lives = [trace(compile_network(load(path)), f"patrols/{number}") for number in range(1, 12)]
    said = ["\n".join(map(str, trace_parts(lived))) for lived in lives]
    called = [any(each.who and each.who.on_call for each in lived.life.events) for lived in lives]
    assert set(called) == {True, False}
    assert [", on call" in each for each in said] == called


def event(kind: EventKind, **more: object) -> Event:
    return Event(0, kind, "cell", 1, **more)


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (event(EventKind.OCCURRED, about="patrols"), ["occurs at patrols"]),
        (event(EventKind.OCCURRED, about="patrols", why="unreported"), ["patrols", "never reported"]),
        (event(EventKind.OCCURRED, about="patrols", why="late", lasted=3 * HOUR), ["written down 3 h later"]),
        (event(EventKind.RAISED, about="attack", why="FLASH"), ["raised to FLASH", "attack"]),
        (event(EventKind.BEGAN), ["begins", "at once"]),
        (event(EventKind.BEGAN, waited=2 * HOUR, suspended=5 * HOUR), ["waiting 2 h", "lying 5 h"]),
        (event(EventKind.FINISHED, lasted=HOUR), ["finished after 1 h"]),
        (event(EventKind.REWORK, lasted=HOUR), ["misread", "after 1 h", "again"]),
        (event(EventKind.EXPIRED, waited=4 * HOUR), ["expires", "waiting 4 h"]),
        (event(EventKind.ABANDONED, waited=4 * HOUR), ["given up", "waiting 4 h"]),
        (event(EventKind.DUPLICATE, about="commander"), ["done before", "goes on"]),
        (event(EventKind.DUPLICATE), ["done before", "dropped"]),
        (event(EventKind.LEFT_BATCH, lasted=6 * HOUR, others=3), ["after 6 h", "with 3 others"]),
        (event(EventKind.LEFT_BATCH, lasted=6 * HOUR), ["alone"]),
        (event(EventKind.OFFERED, others=1), ["sent", "with 1 other"]),
        (event(EventKind.LINK_DOWN, lasted=2 * HOUR), ["the link, which is down, for 2 h"]),
        (event(EventKind.DELIVERED), ["in time"]),
        (event(EventKind.DELIVERED, why="late"), ["late"]),
        (event(EventKind.DELIVERED, about="leadership"), ["delivered to leadership in time"]),
        (event(EventKind.LOST, about="governor", why="expired"), ["lost for governor", "expired"]),
        (event(EventKind.ASKED, about="patrols", why="more (query)"), ["asks patrols", "more (query)"]),
        (event(EventKind.REACHED, about="patrols", why="more", lasted=HOUR), ["reaches patrols 1 h after"]),
        (event(EventKind.COLLECTED, about="patrols", why="more", lasted=HOUR), ["patrols writes", "1 h of"]),
        (event(EventKind.ANSWERED, about="more", lasted=HOUR), ["answer to more 1 h after it was asked"]),
        (event(EventKind.ANSWERED, about="more", lasted=HOUR, why="late"), ["asked, late"]),
        (event(EventKind.UNANSWERED, about="more", lasted=HOUR, why="expired"), ["unanswered", "expired"]),
        (event(EventKind.STILL, why="waiting"), ["at the end", "waiting"]),
        (event(EventKind.OVERFLOW), ["queue is full"]),
        (event(EventKind.HANDOVER), ["change-over"]),
        (event(EventKind.STRANDED), ["stranded"]),
        (event(EventKind.TRANSFERRED), ["successor"]),
    ],
)
def test_an_event_says_what_happened(happened: Event, words: list[str]) -> None:
    assert [word for word in words if word not in _what(happened)] == []


@pytest.mark.parametrize("why", list(_STOPPED))
def test_work_that_stops_says_why_and_after_how_long(why: str) -> None:
    said = _what(event(EventKind.STOPPED_WORK, lasted=2 * HOUR, why=why))
    assert "2 h" in said
    others = [
        _what(event(EventKind.STOPPED_WORK, lasted=2 * HOUR, why=each)) for each in _STOPPED if each != why
    ]
    assert said not in others


def met(**more: object) -> Met:
    return Met("release", "release", 0, 0.25, **more)


@pytest.mark.parametrize(
    ("hurdle", "said", "words"),
    [
        (met(), "passed", ["passed"]),
        (met(cause="not_released", delay=HOUR), "stopped", ["stopped", "not_released"]),
        (met(delay=HOUR), "delayed", ["delayed by 1 h"]),
        (met(through="translators"), "through", ["through translators"]),
        (met(delay=HOUR, through="translators"), "through", ["delayed by 1 h", "through translators"]),
    ],
)
def test_a_hurdle_says_what_it_did_with_its_odds(hurdle: Met, said: str, words: list[str]) -> None:
    assert answer(hurdle) == said
    assert [word for word in ["release", "25 %", *words] if word not in _hurdle(hurdle)] == []
    assert _what(event(EventKind.HURDLE, met=hurdle)) == _hurdle(hurdle)


def test_a_visit_says_for_which_channel_it_is() -> None:
    assert "desk -> governor" in _purpose(event(EventKind.ARRIVED, about="desk -> governor"))
    assert _purpose(event(EventKind.ARRIVED)) == ""
