"""Requests and their answers (semantics, 3.13), worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from stovepipe.engines.invariants import InvariantError, _check_requests
from stovepipe.trajectory import RequestOutcome
from tests.engines.scenes import MINUTE, scene

ASK = "{about: a, request: query, answer: detail, collects: 60 min%s}"


def mission(
    more="", source="", desk="", hq="", there="{carries: query, transit: 20 min}", back="{}", rest=""
):
    """Who commands asks the source of what comes from the desk: a desk takes ten minutes, the other five."""
    return f"""
    classes: {{a: {{}}, query: {{}}, detail: {{}}, b: {{}}}}
    sources:
      s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day}}{source}}}
    stations:
      desk: {{stage: collection, work: 10 min, posts: {{p: {{count: 1}}}}{desk}}}
      hq:
        stage: command
        needs: a
        work: 5 min
        posts: {{p: {{count: 1}}}}
        asks: {{more: {ASK % more}}}
        {hq}
      {rest}
    channels:
      desk -> hq: {back}
      hq -> desk: {there}
    """


def requests(found):
    """(about, asked, reached, written, decided, outcome or cause, where, parts) of each, in minutes."""
    table, network = found.trajectory.requests, found.trajectory.network
    places = [*(each.name for each in network.stations), *(each.name for each in network.channels)]
    parts = ("waiting", "work", "suspended", "batching", "transit", "hurdles")

    def minutes(column, row):
        return None if column[row] < 0 else column[row] / MINUTE

    return [
        (
            found.report(int(table.about[row])),
            *(minutes(getattr(table, name), row) for name in ("asked", "reached", "written", "decided")),
            RequestOutcome(table.outcome[row]).name.lower()
            if table.cause[row] < 0
            else network.causes[table.cause[row]],
            places[table.where[row]] if table.where[row] >= 0 else None,
            {part: getattr(table, part)[row] / MINUTE for part in parts if getattr(table, part)[row]},
        )
        for row in range(len(table.ask))
    ]


def test_a_request_travels_is_read_collected_for_and_answered(tmp_path):
    found = scene(tmp_path, mission(), (0, "a"))
    parts = {"work": 25, "transit": 20, "hurdles": 60}
    assert requests(found) == [("a0", 15, 45, 105, 120, "answered", "hq", parts)]
    assert found.visits("desk")[1:] == [
        ("query0", 35, 35, 45, "finished"),
        ("detail0", 105, 105, 115, "finished"),
    ]
    assert found.deliveries() == {"a0": ("delivered", 15)}, "what was made is no delivery"


def test_it_waits_among_other_work_and_other_work_waits_for_it(tmp_path):
    found = scene(tmp_path, mission(), (0, "a"), (30, "b"), (36, "b"))
    assert [row[1:3] for row in found.visits("desk")[1:4]] == [(30, 30), (35, 40), (36, 50)]
    [row] = requests(found)
    assert row[2:5] == (50, 110, 125)
    assert row[7] == {"waiting": 5, "work": 25, "transit": 20, "hurdles": 60}


def test_only_what_is_coarse_is_asked_about_if_the_station_says_so(tmp_path):
    text = mission(more=", coarse: true", source=", collection: {coarse: 50 %}")
    found = scene(tmp_path, text, (0, "a"), (200, "a"), marks={"a1": {"coarse": 1}})
    assert [row[0] for row in requests(found)] == ["a1"]


def test_only_the_stated_classes_are_asked_about(tmp_path):
    assert requests(scene(tmp_path, mission(), (0, "b"))) == []


def test_an_answer_is_asked_about_again_for_as_many_rounds_as_are_stated(tmp_path):
    again = mission(more=", rounds: 2").replace("about: a,", "about: [a, detail],")
    found = scene(tmp_path, again, (0, "a"))
    assert [(row[0], row[1], row[4]) for row in requests(found)] == [("a0", 15, 120), ("detail0", 120, 225)]
    once = mission().replace("about: a,", "about: [a, detail],")
    assert len(requests(scene(tmp_path, once, (0, "a")))) == 1


def test_what_waits_at_the_deadline_of_the_request_expires_and_nothing_answers(tmp_path):
    found = scene(tmp_path, mission(more=", within: 25 min"), (0, "a"), (32, "b"))
    parts = {"transit": 20, "waiting": 5}
    assert requests(found) == [("a0", 15, None, None, 40, "expired", "desk", parts)]


def test_an_answer_that_comes_after_the_deadline_has_expired_too(tmp_path):
    found = scene(tmp_path, mission(more=", within: 90 min"), (0, "a"))
    assert requests(found)[0][2:7] == (45, 105, 105, "expired", "desk")


def test_a_hurdle_may_stop_the_request_or_the_answer(tmp_path):
    there = "{carries: query, transit: 20 min, hurdles: {reluctance: {}}}"
    found = scene(tmp_path, mission(there=there), (0, "a"))
    assert requests(found) == [("a0", 15, None, None, 15, "not_shared", "hq -> desk", {})]
    back = "{hurdles: {reluctance: {classes: detail}}}"
    found = scene(tmp_path, mission(back=back), (0, "a"))
    parts = {"work": 20, "transit": 20, "hurdles": 60}
    assert requests(found) == [("a0", 15, 45, 105, 115, "not_shared", "desk -> hq", parts)]


def test_what_is_lost_on_the_way_of_several_copies_is_unanswered_with_the_last(tmp_path):
    rest = "relay: {stage: registry, work: 10 min, posts: {p: {count: 1}}}"
    text = mission(there="{carries: query, transit: 20 min, hurdles: {reluctance: {}}}", rest=rest)
    text += "  hq -> relay: {carries: query}\n      relay -> desk: {carries: query, hurdles: {release: {}}}\n"
    found = scene(tmp_path, text, (0, "a"))
    assert requests(found) == [("a0", 15, None, None, 25, "not_released", "relay -> desk", {"work": 10})]


def test_a_request_reaches_its_source_once_and_ends_at_its_door(tmp_path):
    """A second copy of it is read at the door, and nothing comes of it."""
    rest = "relay: {stage: registry, work: 10 min, posts: {p: {count: 1}}}"
    text = mission(rest=rest, back="{carries: [a, detail, query]}", desk=", on_duplicate: work")
    text += "  hq -> relay: {carries: query}\n      relay -> desk: {carries: query}\n"
    found = scene(tmp_path, text, (0, "a"))
    assert len(requests(found)) == 1
    assert requests(found)[0][2] == 35, "by way of the relay"
    assert [row for row in found.visits("desk") if row[0] == "query0"] == [
        ("query0", 25, 25, 35, "finished"),
        ("query0", 35, None, 35, "duplicate"),
    ]
    assert found.crossings("desk -> hq") == [("a0", 10, 10, "arrived"), ("detail0", 105, 105, "arrived")]


def test_a_station_that_is_a_door_of_the_source_asks_it_at_once(tmp_path):
    text = """
    classes: {a: {}, query: {}}
    sources: {s: {written_at: hq, reports: {a: 1 /day}}}
    stations:
      hq:
        {stage: command, needs: a, work: 5 min, posts: {p: {count: 1}},
         asks: {more: {request: query, collects: 30 min}}}
    """
    found = scene(tmp_path, text, (0, "a"))
    assert requests(found) == [("a0", 5, 5, 35, 40, "answered", "hq", {"work": 5, "hurdles": 30})]


def test_a_silent_source_answers_nothing(tmp_path):
    """The report was exposed at the desk, and its source is silent for ten hours from then on."""
    source = ", exposure: {silenced: 100 %, time: 10 h}, marking: secret"
    text = "\n    markings: [plain, secret]" + mission(source=source, desk=", cleared: plain")
    found = scene(tmp_path, text, (0, "a"), marks={"a0": {"marking": 1}})
    parts = {"work": 10, "transit": 20}
    assert requests(found) == [("a0", 15, 45, None, 45, "silenced", "desk", parts)]


def test_what_is_under_way_at_the_end_is_in_flight(tmp_path):
    found = scene(tmp_path, mission(more="").replace("60 min", "60 h"), (0, "a"))
    assert requests(found) == [("a0", 15, 45, None, None, "in_flight", None, {})]


def test_where_a_door_closes_a_request_is_stranded(tmp_path):
    found = scene(tmp_path, mission(desk=", closes: {on: '2021-01-04T00:30'}"), (0, "a"))
    assert requests(found) == [("a0", 15, None, None, 35, "stranded", "desk", {"transit": 20})]


@pytest.mark.parametrize("share", ["100 %", "0 %"])
def test_a_probability_decides_whether_a_report_is_asked_about(tmp_path, share):
    found = scene(tmp_path, mission(more=f", probability: {share}"), (0, "a"), (200, "a"))
    assert len(requests(found)) == (2 if share == "100 %" else 0)


DAMAGE = {
    "the parts of its round trip do not add up": {"work": 1},
    "it was decided outside the clock": {"decided": 1 << 50},
    "it is unanswered without a cause, or has a cause otherwise": {"cause": 2},
    "it has an answer, but no source collected it": {"reached": -1},
    "it is answered by what was never written": {"written": -1},
    "it reached its source before it was asked": {"reached": 3},
    "a report was made that is no request and no answer": {"answer": 5},
}


@pytest.mark.parametrize("what", DAMAGE)
def test_the_invariants_notice_a_damaged_row(tmp_path, what):
    trajectory = scene(tmp_path, mission(), (0, "a")).trajectory
    _check_requests(trajectory.requests, trajectory)
    damaged = {name: np.array([value]) for name, value in DAMAGE[what].items()}
    if "decided" in damaged:  # so that the parts add up all the same
        kept = ("waiting", "suspended", "batching", "transit", "hurdles")
        rest = sum(int(getattr(trajectory.requests, part)[0]) for part in kept)
        damaged["work"] = damaged["decided"] - trajectory.requests.asked - rest
    with pytest.raises(InvariantError, match=what):
        _check_requests(replace(trajectory.requests, **damaged), trajectory)
