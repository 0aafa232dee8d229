"""Reports occur, are written down, and answer what is asked, or not: scenes worked out by hand."""

import pytest

from tests.engines.scenes import scene

DESK_TO_CHIEF = """
classes: {a: {}, b: {}}
sources:
  north: {written_at: desk, reports: {a: 1 /day}}
  south: {written_at: desk, reports: {b: 1 /day}}
stations:
  desk: {stage: collection, work: 10 min, posts: {p: {count: 1}}}
  chief: {stage: command, needs: [a, b], work: 1 min, posts: {p: {count: 1}}}
channels:
  desk -> chief: {}
"""


def written(folder, marks, *occurrences):
    """A scene in which reports of north are marked in the calendar as its source would mark them."""
    return scene(folder, DESK_TO_CHIEF, *occurrences, marks=marks)


def test_what_is_never_written_is_lost_at_once_and_takes_nobodys_time(tmp_path):
    found = written(tmp_path, {"a0": {"unreported": True}}, (0, "a"), (0, "b"))
    assert found.deliveries() == {"a0": ("unreported", 0), "b0": ("delivered", 11)}
    assert [visit[0] for visit in found.visits("desk")] == ["b0"]


def test_what_is_written_late_arrives_then_and_the_delay_counts_as_a_hurdle(tmp_path):
    found = written(tmp_path, {"a0": {"delay": 30}}, (0, "a"), (25, "b"))
    assert found.visits("desk") == [("b0", 25, 25, 35, "finished"), ("a0", 30, 35, 45, "finished")]
    assert found.deliveries()["a0"] == ("delivered", 46)
    assert found.parts("a0", "chief") == {"hurdles": 30, "waiting": 5, "work": 11}


def test_what_is_not_yet_written_when_the_clock_stops_is_in_flight(tmp_path):
    found = written(tmp_path, {"a0": {"delay": 60}}, (48 * 60 - 30, "a"))
    assert found.deliveries() == {"a0": ("in_flight", None)}
    assert found.visits("desk") == []


def test_a_desk_that_closed_meanwhile_strands_what_is_written_late(tmp_path):
    text = DESK_TO_CHIEF.replace("work: 10 min, posts", "work: 10 min, closes: {on: 2021-01-04 01:00}, posts")
    found = scene(tmp_path, text, (30, "a"), marks={"a0": {"delay": 60}})
    assert found.deliveries() == {"a0": ("stranded", 90)}


GUIDED = """
classes: {a: {}, order: {}}
sources:
  north:
    written_at: desk
    reports: {a: 1 /day}
    direction: {by: order, fresh: 100 %, stale: 0 %, time: 100 min}
  planners: {written_at: chief, reports: {order: 1 /day}}
stations:
  desk: {stage: collection, needs: order, work: 10 min, posts: {p: {count: 5}}}
  chief: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}
channels:
  desk -> chief: {carries: a}
  chief -> desk: {carries: order, transit: 9 min}
"""


@pytest.mark.parametrize(
    ("draw", "occurs", "outcome"),
    [
        (0.49, 50, "delivered"),  # as if directed when the clock starts: half of what is asked for is left
        (0.51, 50, "off_requirement"),
        (0.01, 120, "off_requirement"),  # older than the time given: nothing is
        (0.79, 150, "delivered"),  # an order of minute 110 was read at the desk at minute 130, and is 20 old
        (0.81, 150, "off_requirement"),
    ],
)
def test_reports_answer_what_is_asked_the_less_the_older_the_newest_guidance(tmp_path, draw, occurs, outcome):
    marks = {"a0": {"requirement": draw}}
    found = scene(tmp_path, GUIDED, (occurs, "a"), (110, "order"), marks=marks)
    assert found.deliveries("desk") == {"order0": ("delivered", 130)}
    assert found.deliveries("chief") == {"a0": (outcome, occurs + 11)}


def test_what_answers_no_requirement_takes_up_the_same_time(tmp_path):
    off = scene(tmp_path, GUIDED, (0, "a"), (0, "a"), marks={"a0": {"requirement": 1.0 - 2**-53}})
    asked = scene(tmp_path, GUIDED, (0, "a"), (0, "a"))
    assert off.visits("chief") == asked.visits("chief")
