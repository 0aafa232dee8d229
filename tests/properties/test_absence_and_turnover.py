"""People who are away, and people who are replaced: each switched off by itself in any mission.

Who comes when is found once more by the second simulator's people, from the page alone (semantics, 8.2).
"""

from __future__ import annotations

from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given

from stovepipe.network.calendar import unfold
from stovepipe.network.details.rules import Ending
from stovepipe.network.people.rosters import diverted, rosters
from stovepipe.network.records import HANDOVER, HOUR, LOOK_AHEAD
from stovepipe.network.spans_of_time import union
from stovepipe.trajectory import DeliveryOutcome, VisitEnd
from tests.properties.changes import changed
from tests.properties.mechanisms import without_tours
from tests.properties.missions import examples, missions
from tests.properties.played import network, play
from tests.properties.reference.people import Line
from tests.properties.test_metamorphic import assert_identical

SEED, REPLICATION = 5, 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def off(document, *names):
    return document | {"mechanisms": dict.fromkeys(names, "off")}


def settled(document, folder):
    found = network(document, folder)
    return found, unfold(found, SEED, REPLICATION)


# --- turnover ------------------------------------------------------------------------------------


@examples(12)
@given(document=missions())
def test_without_turnover_everyone_is_on_duty_at_the_same_ticks(folder, document):
    _, before = settled(off(document), folder)
    _, after = settled(off(document, "turnover"), folder)
    assert after.changes == ()
    for one, other in zip(before.duty, after.duty, strict=True):
        np.testing.assert_array_equal(
            union(np.column_stack((one.on, one.off))), np.column_stack((other.on, other.off))
        )


@examples(12)
@given(document=missions())
def test_without_turnover_a_spell_ends_as_for_one_who_is_away_or_has_hours(folder, document):
    """What lies between it and the next spell: nobody's stay, a leave or a diversion; or else the night."""
    net, calendar = settled(off(document, "turnover"), folder)
    for rank, (server, duty) in enumerate(zip(net.servers, calendar.duty, strict=True)):
        away = [
            *Line(net, calendar, rank).away(net.horizon + LOOK_AHEAD),
            *diverted(net, calendar.incidents, server).tolist(),
        ]
        for until, since, ending in zip(duty.off, duty.on[1:], duty.ending, strict=False):
            absent = any(max(until, on) < min(since, back) for on, back in away)
            assert ending == (Ending.LEAVE if absent else Ending.SHIFT)


@examples(8)
@given(document=missions())
def test_without_turnover_nothing_is_lost_by_handing_over(folder, document):
    played = play(off(document, "turnover"), folder)
    assert not (played.visits.end == VisitEnd.HANDOVER).any()
    assert not (played.deliveries.cause == HANDOVER).any()


@examples(10)
@given(document=missions())
def test_without_turnover_and_absence_it_is_as_if_there_were_no_tours(folder, document):
    removed = off(changed(document, without_tours))
    assert_identical(play(off(document, "absence", "turnover"), folder), play(removed, folder))


# --- absence -------------------------------------------------------------------------------------


@examples(12)
@given(document=missions())
def test_without_absence_every_tour_lasts_from_its_change_to_the_next(folder, document):
    net, calendar = settled(off(document), folder)
    without, quiet = settled(off(document, "absence"), folder)
    assert quiet.changes == calendar.changes
    people = rosters(without, SEED, REPLICATION).people
    for rank, stays in enumerate(people):
        group = net.stations[net.servers[rank].station].groups[net.servers[rank].group]
        if group.tour is None:
            continue
        planned = {turn.tour: turn.planned for turn in Line(net, calendar, rank).turns(net.horizon)}
        for stay, following in zip(stays, [*stays[1:], None], strict=True):
            assert stay.leaves == ()
            assert stay.off == min(planned.get(stay.tour, stay.off), group.until)
            assert following is None or following.on == stay.off


# --- what each must do ---------------------------------------------------------------------------


def manned() -> dict:
    """Two desks in a row: people who know each other share more, and those who are away let work wait."""
    tours = {
        "count": 1,
        "tour": "20 d",
        "gap": {"exponential": {"mean": "2 d"}},
        "leave": {"length": "2 d"},
        "early_departure": "20 %",
    }
    return {
        "mission": "manned",
        "start": "2021-01-04",
        "horizon": "120 d",
        "classes": {"alarm": {}},
        "sources": {"patrol": {"written_at": "desk", "reports": {"alarm": "6 /day"}}},
        "stations": {
            "desk": {"stage": "analysis", "work": "1 h", "posts": {"staff": tours}},
            "chief": {"stage": "command", "needs": "alarm", "work": "1 h", "posts": {"staff": tours}},
        },
        "channels": {
            "desk -> chief": {
                "rapport": {"floor": "0 %", "ceiling": "100 %", "time": "30 d"},
                "hurdles": {"reluctance": {"probability": "60 %", "at_full_rapport": "0 %"}},
            }
        },
    }


def differences(folder, measure, name, others):
    """What a mechanism adds to a measure, replication by replication; the others are off throughout."""
    return [
        measure(play(off(manned(), *others), folder, replication=number))
        - measure(play(off(manned(), name, *others), folder, replication=number))
        for number in range(20)
    ]


def hours(trajectory):
    """Mean latency of what was delivered."""
    table = trajectory.deliveries
    delivered = table.outcome == DeliveryOutcome.DELIVERED
    occurred = trajectory.calendar.reports.occurred[table.report[delivered]]
    return float((table.decided[delivered] - occurred).mean()) / HOUR


def shared(trajectory):
    """The share that was not lost to reluctance."""
    table, cause = trajectory.deliveries, trajectory.network.causes.index("not_shared")
    return 1 - float((table.cause == cause).mean())


def bounds(values):
    """Four standard errors to both sides of the mean."""
    far = 4 * stdev(values) / len(values) ** 0.5
    return mean(values) - far, mean(values) + far


@pytest.mark.parametrize("others", [(), ("turnover",)])
def test_absence_makes_latency_longer(folder, others):
    """Work waits for those who are away, and whether they or others come then is nothing to it."""
    low, _ = bounds(differences(folder, hours, "absence", others))
    assert low > 1


@pytest.mark.parametrize("others", [(), ("absence",)])
def test_turnover_loses_rapport_so_that_less_is_shared(folder, others):
    _, high = bounds(differences(folder, shared, "turnover", others))
    assert high < -0.1
