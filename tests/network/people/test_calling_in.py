"""People whom an incident calls in are on duty until it is over (semantics, 8.2)."""

from dataclasses import replace

import numpy as np

from stovepipe.network.calendar import unfold
from stovepipe.network.details.rules import Ending
from stovepipe.network.people.calling_in import CallingIn, hours
from stovepipe.network.people.rosters import duties, rosters
from stovepipe.network.records import HOUR, NEVER
from tests.network.missions import network

TEXT = """
mission: Called in
start: 2021-01-04
horizon: 4 d
classes: {{alarm: {{}}}}
sources: {{patrol: {{written_at: hq, reports: {{alarm: 1 /day}}}}}}
incidents:
  attack: {{rate: 1 /wk, calls_in: {{posts: {{hq.staff: 1}}, within: {within}, lasts: 6 h}}}}
  riot: {{rate: 1 /wk, calls_in: {{posts: {{hq.staff: 2}}, within: 1 h, lasts: 30 h}}}}
stations:
  hq:
    stage: command
    needs: alarm
    work: 1 h
    posts:
      staff: {{count: 3, shift: {{from: 08:00, to: 16:00, breaks: 12:00-13:00}}{more}}}
"""


def spells(attacks=(), riots=(), within="2 h", more="", post=0):
    """(on, off, ending) in hours, of one server."""
    found = network(TEXT.format(within=within, more=more and f", {more}"))
    incidents = tuple(np.array(times, dtype=np.int64) * HOUR for times in (attacks, riots))
    people = rosters(found, 1, 0).people
    duty = duties(found, people, incidents, CallingIn(found, 1, 0, incidents))[post]
    ticks = zip(duty.on.tolist(), duty.off.tolist(), duty.ending.tolist(), strict=True)
    return [
        (on / HOUR, None if off == NEVER else off / HOUR, Ending(ending).name) for on, off, ending in ticks
    ]


DAYS = [(24 * day + on, 24 * day + off, "SHIFT") for day in range(4) for on, off in ((8, 12), (13, 16))]


def test_without_an_incident_there_are_the_hours_of_the_shift():
    assert spells() == DAYS


def test_people_come_after_the_time_drawn_and_stay_until_it_is_over():
    assert spells(attacks=[18]) == [*DAYS[:2], (20, 24, "SHIFT"), *DAYS[2:]]
    assert spells(attacks=[18], post=1) == DAYS, "only as many posts as it calls in"


def test_what_overlaps_or_touches_the_own_shift_is_one_spell_with_it_and_there_is_no_break():
    assert spells(attacks=[9]) == [(8, 16, "SHIFT"), *DAYS[2:]]
    assert spells(attacks=[2]) == [(4, 12, "SHIFT"), *DAYS[1:]]
    assert spells(attacks=[14, 16]) == [DAYS[0], (13, 22, "SHIFT"), *DAYS[2:]]


def test_two_kinds_of_incident_call_in_whom_each_says():
    assert spells(riots=[18], post=1) == [*DAYS[:2], (19, 48, "SHIFT"), *DAYS[4:]]
    assert spells(attacks=[19], riots=[18], post=2) == DAYS


def test_nobody_comes_who_would_come_when_it_is_over():
    late = "{empirical: {values: [6 h, 9 h]}}"
    assert spells(attacks=[18], within=late) == DAYS


def test_who_is_not_in_post_does_not_come_and_who_goes_then_goes_home():
    more = "until: '2021-01-04T22:00'"
    assert spells(attacks=[18], more=more) == [*DAYS[:2], (20, 22, "TOUR")]


def test_the_drawn_time_is_at_an_address_of_its_own():
    text = TEXT.format(within="{exponential: {mean: 1 h}}", more="")
    found = network(text)
    calendar = unfold(found, 3, 5)
    times = calendar.incidents
    for server in found.servers[:2]:
        called = CallingIn(found, 3, 5, times).of(server)
        riots = [(at + HOUR, at + 30 * HOUR) for at in times[1].tolist()]
        for on, off in riots:
            assert any(a <= on and off <= b for a, b in called.tolist())
    shorter = replace(found, incidents=found.incidents[:1])
    alone = CallingIn(shorter, 3, 5, (np.array([HOUR, 30 * HOUR]),))
    first, second = (alone.of(server) for server in found.servers[:2])
    assert len(first) == 2
    assert len({int(on) - at * HOUR for (on, _), at in zip(first, (1, 30), strict=True)}) == 2
    assert len(second) == 0


def test_hours_without_calls_are_those_of_the_shift():
    windows = np.array([[0, 4], [6, 9]])
    assert hours(windows, np.empty((0, 2), dtype=np.int64)) is windows
    assert hours(windows, np.array([[4, 6]])).tolist() == [[0, 9]]
