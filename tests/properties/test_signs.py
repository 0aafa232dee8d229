"""Findings of the field, of which a small mission must reproduce the sign: products, and work done twice."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome, VisitEnd
from tests.properties.changes import changed
from tests.properties.played import play


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


# --- products ------------------------------------------------------------------------------------


def summaries(times, work, keeps=None):
    """A cell sums up what it has at some times of the day, translators translate it, a commander reads it."""
    batch = {"at": times, **({} if keeps is None else {"keeps": keeps})}
    return {
        "mission": "summaries",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"incident": {"precedence": "IMMEDIATE"}, "pattern": {}},
        "sources": {
            "patrols": {"written_at": "cell", "reports": {"incident": "3 /day", "pattern": "9 /day"}}
        },
        "stations": {
            "cell": {"stage": "analysis", "work": "10 min", "posts": {"all": {"count": 9}}, "batch": batch},
            "translators": {"stage": "translation", "work": work, "posts": {"all": {"count": 2}}},
            "commander": {
                "stage": "command",
                "needs": ["incident", "pattern"],
                "work": {"once": "5 min", "each": "2 min"},
                "posts": {"all": {"count": 1}},
            },
        },
        "channels": {"cell -> translators": {}, "translators -> commander": {}},
    }


def translated(trajectory):
    """Hours of the translators, and the mean age in hours of what is read."""
    visits, deliveries = trajectory.visits, trajectory.deliveries
    names = [station.name for station in trajectory.network.stations]
    read = deliveries.outcome == DeliveryOutcome.DELIVERED
    ages = (deliveries.decided - trajectory.calendar.reports.occurred[deliveries.report])[read]
    return visits.work[visits.station == names.index("translators")].sum() / HOUR, ages.mean() / HOUR


def test_more_summaries_a_day_cost_translators_hours_but_not_in_proportion_and_come_sooner(folder):
    work = {"once": {"exponential": {"mean": "30 min"}}, "each": {"exponential": {"mean": "40 min"}}}
    often = ["00:00", "06:00", "12:00", "18:00"]
    hours, age = translated(play(summaries(["18:00"], work), folder))
    more_hours, less_age = translated(play(summaries(often, work), folder))
    assert hours < more_hours < 1.5 * hours
    assert less_age < age


@pytest.mark.parametrize(("hours", "queues"), [("09:00-11:00", True), ("00:00-24:00", False)])
def test_a_commander_who_reads_two_hours_a_day_is_a_queue(folder, hours, queues):
    """Twelve reports a day take 108 minutes: nine tenths of two hours, and little of a whole day."""

    def reads(document):
        since, until = hours.split("-")
        document["stations"]["commander"] |= {
            "posts": {"all": {"count": 1, "shift": {"from": since, "to": until}}},
            "work": {"once": "0 min", "each": {"exponential": {"mean": "9 min"}}},
        }
        document["channels"] = {"cell -> commander": {}}
        del document["stations"]["translators"], document["stations"]["cell"]["batch"]

    visits = (trajectory := play(changed(summaries(["18:00"], "0 min"), reads), folder)).visits
    names = [station.name for station in trajectory.network.stations]
    waited = visits.waiting[visits.station == names.index("commander")].sum() / trajectory.network.horizon
    assert (waited > 5) if queues else (waited < 0.1), "how many wait on average"


def test_where_what_a_summary_holds_is_free_bundling_makes_the_work_vanish(folder):
    """What was assumed before: four times the summaries, and nearly four times the work."""
    work = {"once": {"exponential": {"mean": "30 min"}}, "each": "0 min"}
    often = ["00:00", "06:00", "12:00", "18:00"]
    hours, _ = translated(play(summaries(["18:00"], work), folder))
    more_hours, _ = translated(play(summaries(often, work), folder))
    assert more_hours > 3 * hours


def test_a_summary_with_little_room_leaves_out_what_is_least_urgent_and_spares_its_translators(folder):
    work = {"once": "30 min", "each": "40 min"}
    whole, short = (play(summaries(["18:00"], work, keeps), folder) for keeps in (None, 6))
    reports, deliveries = short.calendar.reports, short.deliveries
    crowded = deliveries.cause == short.network.causes.index("crowded_out")
    classes = reports.klass[deliveries.report]
    shares = [crowded[classes == klass].mean() for klass in range(2)]  # incident, pattern
    assert shares[0] < 0.05 < 0.3 < shares[1]
    assert translated(short)[0] < translated(whole)[0]


# --- work done twice -------------------------------------------------------------------------------


def two_pictures(rule="pass_on"):
    """Two busy units draw the same picture for readers of their own, and what they write is soon old."""
    unit = {
        "stage": "analysis",
        "remit": "picture",
        "work": {"exponential": {"mean": "3 h"}},
        "posts": {"analysts": {"count": 2}},
        "on_duplicate": rule,
    }
    reader = {"stage": "command", "needs": "incident", "work": "5 min", "posts": {"all": {"count": 1}}}
    return {
        "mission": "two pictures",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"incident": {"ltiov": "24 h"}},
        "sources": {"patrols": {"written_at": "desk", "reports": {"incident": "15 /day"}}},
        "stations": {
            "desk": {"stage": "collection", "work": "5 min", "posts": {"all": {"count": 2}}},
            "jmac": {**unit, "system": "sage"},
            "u2": {**unit, "system": "force_net"},
            "mission_head": reader,
            "force_commander": reader,
        },
        "channels": {
            "desk -> jmac": {"transit": {"exponential": {"mean": "2 h"}}},
            "desk -> u2": {"transit": {"exponential": {"mean": "2 h"}}},
            "jmac -> mission_head": {},
            "u2 -> force_commander": {},
        },
    }


def outcome(document, folder, replication):
    """The share of deliveries in time, and the hours of both units."""
    trajectory = play(document, folder, replication=replication)
    deliveries, visits = trajectory.deliveries, trajectory.visits
    deadline = trajectory.calendar.reports.deadline[deliveries.report]
    timely = (deliveries.outcome == DeliveryOutcome.DELIVERED) & (deliveries.decided <= deadline)
    return timely.mean(), visits.work.sum() / HOUR, (visits.end == VisitEnd.PASSED_ON).sum()


@pytest.mark.parametrize(("rule", "gains"), [("pass_on", True), ("drop", False)])
def test_knowing_of_each_others_work_brings_more_in_time_and_dropping_it_less(folder, rule, gains):
    """Paired over five replications: every one of the differences has the sign."""
    document = two_pictures(rule)
    knowing = changed(document, lambda d: d.update(mechanisms={"duplication": "off"}))
    pairs = [[outcome(each, folder, number) for each in (document, knowing)] for number in range(5)]
    shares = np.array([[share for share, *_ in pair] for pair in pairs])
    hours = np.array([[work for _, work, _ in pair] for pair in pairs])
    assert (np.diff(shares) > 0).all() if gains else (np.diff(shares) < 0).all()
    assert (np.diff(hours) < 0).all()
    assert all((pair[1][2] > 0) == gains for pair in pairs)
