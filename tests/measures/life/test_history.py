"""The history of an event says what its reports and the table of events say."""

import numpy as np
import pytest

from stovepipe.engines import run
from stovepipe.measures.fates.knowledge import DEGREES, event_table
from stovepipe.measures.life.history import history
from stovepipe.measures.life.life import life
from stovepipe.network.calendar import unfold
from stovepipe.network.records import NONE
from tests.network.missions import network

MISSION = """
mission: A road
start: 2021-01-04
horizon: 20 d
warm_up: 2 d
classes: {alarm: {ltiov: 8 h}, gossip: {}}
sources:
  north:
    written_at: desk
    collection: {unreported: 20 %, delay: 1 h}
    reports: {alarm: {rate: 1 /day, about: raid}}
  south:
    written_at: desk
    reports: {alarm: {rate: 1 /day, about: [raid, siege]}, gossip: {rate: 1 /day, about: fair}}
topics:
  fair: {rate: 0.2 /day, lasts: 2 d}
  raid: {rate: 1 /day, lasts: 3 d, known_within: 1 d, confirmed_by: 2}
  siege: {rate: 0.5 /day, lasts: 4 d}
stations:
  desk: {stage: analysis, work: {exponential: {mean: 4 h}}, posts: {p: {count: 1}}}
  chief: {stage: command, needs: alarm, work: {exponential: {mean: 2 h}}, posts: {p: {count: 1}}}
channels: {desk -> chief: {transit: 1 h}}
"""


@pytest.fixture(scope="module")
def played():
    net = network(MISSION)
    return run(net, unfold(net, seed=4, replication=1))


def test_the_reports_of_an_event_are_those_whose_lives_are_about_it(played):
    reports, events = played.calendar.reports, played.calendar.events
    lives = [life(played, rank) for rank in range(len(reports.occurred))]
    for event in range(len(events.began)):
        found = history(played, event)
        mine = [each for each in lives if each.about == found.about]
        assert [(each.source, each.number, each.occurred, each.written, each.fates) for each in mine] == [
            (each.source, each.number, each.occurred, each.written, each.fates) for each in found.tellings
        ]
        assert found.about.began == events.began[event]
        assert all(found.about.began <= each.occurred < found.ended for each in found.tellings)
    assert sum(each.about is None for each in lives) == (reports.event == NONE).sum() > 0
    assert any(each.written is None for each in lives)


def test_who_knew_of_an_event_is_what_the_table_of_events_says(played):
    network, events, table = played.network, played.calendar.events, event_table(played)
    seen = set()
    for event in range(len(events.began)):
        found = history(played, event)
        assert found.counts == (events.began[event] >= network.counted_from)
        rows = table[table["event"] == event]
        if found.about.subject == "fair" or not found.counts:
            assert found.knowing == ()
            assert len(rows) == 0
            continue
        [row] = rows.to_dict("records")
        degrees = DEGREES if found.about.subject == "raid" else ("known",)
        assert [each.degree for each in found.knowing] == list(degrees)
        for each in found.knowing:
            seen.add((each.degree, each.outcome))
            assert each.outcome == row[each.degree]
            assert each.cause == (row[f"{each.degree}_cause"] if each.outcome == "lost" else "")
            end = network.horizon if each.decided is None else each.decided
            assert end - found.about.began == row[f"{each.degree}_ticks"]
            assert each.in_time == row[f"{each.degree}_in_time"]
    assert {("known", "known"), ("known", "lost"), ("confirmed", "confirmed"), ("confirmed", "lost")} <= seen


def test_an_event_is_counted_from_1_among_those_of_its_subject(played):
    events = played.calendar.events
    raids = np.flatnonzero(events.subject == 1)
    names = [(found.subject, found.number) for found in (history(played, event).about for event in raids[:3])]
    assert names == [("raid", 1), ("raid", 2), ("raid", 3)]
    assert (history(played, raids[0]).confirmed_by, history(played, raids[0]).deadline) == (
        2, int(events.deadline[raids[0]]),
    )  # fmt: skip
    siege = history(played, int(np.flatnonzero(events.subject == 2)[0]))
    assert (siege.confirmed_by, siege.deadline) == (None, None)
