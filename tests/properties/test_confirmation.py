"""Waiting for confirmation: when it is as none, and what it does to what consumers know."""

from __future__ import annotations

from collections import defaultdict
from statistics import mean

import pytest
from hypothesis import given

from stovepipe.trajectory import DeliveryOutcome
from tests.properties.changes import changed
from tests.properties.everything import everything
from tests.properties.missions import confirming, examples
from tests.properties.named import assert_same, named
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def with_confirms(document, confirms):
    """Every station that waits waits so, or (None) not at all."""

    def change(found):
        for station in found["stations"].values():
            if "confirms" in station:
                station["confirms"] = confirms
            if confirms is None:
                station.pop("confirms", None)

    return changed(document, change)


@examples(15)
@given(document=confirming())
def test_to_wait_for_one_source_is_to_wait_for_none(folder, document):
    one = play(with_confirms(document, {"sources": 1, "within": "3 h", "else": "stop"}), folder)
    assert_identical(one, play(with_confirms(document, None), folder))


def test_to_wait_no_time_is_not_to_wait(folder):
    """Where no two reports are finished at one tick: what is held at one leaves together, as one product."""
    none = {"sources": 2, "within": "0 min", "else": "pass"}
    found = play(with_confirms(everything(), none), folder)
    assert len(found.holds.end) > 20
    assert_same(named(found), named(play(with_confirms(everything(), None), folder)))


def rumours(confirms):
    """Two patrols tell of groups that move, and only the radio of what is said."""
    return {
        "mission": "rumours",
        "start": "2021-01-04",
        "horizon": "26 wk",
        "classes": {"sighting": {}},
        "topics": {
            "group": {"rate": "0.5 /day", "lasts": "2 d"},
            "hearsay": {"rate": "0.5 /day", "lasts": "2 d"},
        },
        "sources": {
            name: {"written_at": "desk", "reports": {"sighting": {"rate": "1 /day", "about": [topic]}}}
            for name, topic in (("east", "group"), ("west", "group"), ("radio", "hearsay"))
        },
        "stations": {
            "desk": {
                "stage": "analysis",
                "work": {"exponential": {"mean": "20 min"}},
                "posts": {"analysts": {"count": 3}},
                "confirms": confirms,
            },
            "chief": {
                "stage": "command",
                "needs": "sighting",
                "work": {"once": "5 min", "each": "0 min"},
                "posts": {"p": {"count": 2}},
            },
        },
        "channels": {"desk -> chief": {}},
    }


def told(trajectory):
    """By event that the chief knows of: its subject, the hours until then, and how many sources told."""
    network, reports, events = trajectory.network, trajectory.calendar.reports, trajectory.calendar.events
    first, sources = {}, defaultdict(set)
    table = trajectory.deliveries
    for report, outcome, at in zip(
        table.report.tolist(), table.outcome.tolist(), table.decided.tolist(), strict=True
    ):
        event = int(reports.event[report])
        if event >= 0 and outcome == DeliveryOutcome.DELIVERED:
            first[event] = min(at, first.get(event, at))
            sources[event].add(network.streams[reports.stream[report]].source)
    return {
        event: (
            network.subjects[events.subject[event]].name,
            (at - int(events.began[event])) / 3.6e9,
            len(sources[event]),
        )
        for event, at in first.items()
    }


def test_who_waits_for_confirmation_knows_later_and_better_and_believes_no_rumour(folder):
    confirms = {"sources": 2, "within": "24 h", "else": "stop"}
    waiting, off = rumours(confirms), rumours(confirms) | {"mechanisms": {"confirmation": "off"}}
    slow, quick = (told(play(document, folder)) for document in (waiting, off))
    assert {subject for subject, _, _ in quick.values()} == {"group", "hearsay"}
    assert {subject for subject, _, _ in slow.values()} == {"group"}
    both = slow.keys() & quick.keys()
    assert len(both) > 30
    assert all(slow[event][1] >= quick[event][1] for event in both)
    assert mean(slow[event][1] for event in both) > mean(quick[event][1] for event in both) + 3
    confirmed = [mean(sources > 1 for subject, _, sources in one.values()) for one in (slow, quick)]
    assert confirmed[0] > confirmed[1] + 0.1


def test_what_is_heard_again_takes_less_work_and_is_lost_no_more_than_before(folder):
    """The same reports, by the same people: those about an event that is known cost hours less."""
    hours, delivered = [], []
    for repeats in ("100 %", "20 %"):
        document = rumours({"sources": 1})
        document["stations"]["desk"] |= {"work": {"once": "5 min", "each": "1 h", "repeats": repeats}}
        played = play(document, folder)
        hours.append(int(played.visits.work.sum()))
        delivered.append(int((played.deliveries.outcome == DeliveryOutcome.DELIVERED).sum()))
    assert hours[1] < 0.8 * hours[0]
    assert delivered[1] >= delivered[0]
