"""Each kind of event is told by what happened, how long it took, and why."""

import pytest

from stovepipe.measures.life.crossing import Met
from stovepipe.measures.life.events import Event, EventKind
from stovepipe.network.records import HOUR
from stovepipe.presentation.run.trace import _STOPPED, _answer, _hurdle, _purpose, _what


def event(kind: EventKind, **more: object) -> Event:
    return Event(0, kind, "cell", 1, **more)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (event(EventKind.OCCURRED, about="patrols"), ["occurs at patrols"]),
        (event(EventKind.OCCURRED, about="patrols", why="unreported"), ["patrols", "never reported"]),
        (event(EventKind.OCCURRED, about="patrols", why="late", lasted=3 * HOUR), ["written down 3 h later"]),
        (event(EventKind.BEGAN), ["begins", "at once"]),
        (event(EventKind.BEGAN, waited=2 * HOUR, suspended=5 * HOUR), ["waiting 2 h", "lying 5 h"]),
        (event(EventKind.FINISHED, lasted=HOUR), ["finished after 1 h"]),
        (event(EventKind.REWORK, lasted=HOUR), ["misread", "after 1 h", "again"]),
        (event(EventKind.EXPIRED, waited=4 * HOUR), ["expires", "waiting 4 h"]),
        (event(EventKind.DUPLICATE, about="commander"), ["done before", "goes on"]),
        (event(EventKind.DUPLICATE), ["done before", "dropped"]),
        (event(EventKind.LEFT_BATCH, lasted=6 * HOUR, others=3), ["after 6 h", "with 3 others"]),
        (event(EventKind.LEFT_BATCH, lasted=6 * HOUR), ["alone"]),
        (event(EventKind.OFFERED, others=1), ["sent", "with 1 other"]),
        (event(EventKind.DELIVERED), ["in time"]),
        (event(EventKind.DELIVERED, why="late"), ["late"]),
        (event(EventKind.LOST, about="governor", why="expired"), ["lost for governor", "expired"]),
        (event(EventKind.STILL, why="waiting"), ["at the end", "waiting"]),
        (event(EventKind.OVERFLOW), ["queue is full"]),
        (event(EventKind.HANDOVER), ["change-over"]),
        (event(EventKind.STRANDED), ["stranded"]),
        (event(EventKind.TRANSFERRED), ["successor"]),
    ],
)
def test_an_event_says_what_happened(told: Event, words: list[str]) -> None:
    assert [word for word in words if word not in _what(told)] == []


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
    ("hurdle", "answer", "words"),
    [
        (met(), "passed", ["passed"]),
        (met(cause="not_released", delay=HOUR), "stopped", ["stopped", "not_released"]),
        (met(delay=HOUR), "delayed", ["delayed by 1 h"]),
        (met(through="translators"), "through", ["through translators"]),
        (met(delay=HOUR, through="translators"), "through", ["delayed by 1 h", "through translators"]),
    ],
)
def test_a_hurdle_says_what_it_did_with_its_odds(hurdle: Met, answer: str, words: list[str]) -> None:
    assert _answer(hurdle) == answer
    assert [word for word in ["release", "25 %", *words] if word not in _hurdle(hurdle)] == []
    assert _what(event(EventKind.HURDLE, met=hurdle)) == _hurdle(hurdle)


def test_a_visit_says_for_which_channel_it_is() -> None:
    assert "desk -> governor" in _purpose(event(EventKind.ARRIVED, about="desk -> governor"))
    assert _purpose(event(EventKind.ARRIVED)) == ""
