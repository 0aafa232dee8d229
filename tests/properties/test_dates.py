"""Dates and outages: when they change nothing, what they change, and what they must reproduce."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from stovepipe.network.records import DAY, HOUR
from stovepipe.trajectory import DeliveryOutcome, Passage, VisitEnd
from tests.properties.changes import changed
from tests.properties.missions import examples, missions
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical

ALWAYS = {"from": "2020-06-01", "until": "2021-06-01"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def every(document, **parts):
    """Every channel with these parts."""
    return changed(document, lambda found: [each.update(parts) for each in found["channels"].values()])


# --- when they change nothing --------------------------------------------------------------------


@examples(8)
@given(document=missions())
def test_what_is_in_its_time_throughout_the_clock_is_as_if_it_had_none(folder, document):
    def change(found):
        for channel in found["channels"].values():
            channel |= ALWAYS
            for hurdle in channel["hurdles"].values():
                hurdle |= ALWAYS
        for caveat in found["caveats"].values():
            caveat |= ALWAYS
        for station in found["stations"].values():
            station["needs_when"] = dict.fromkeys(station.get("needs", []), ALWAYS)

    assert_identical(play(document, folder), play(changed(document, change), folder))


@examples(8)
@given(document=missions())
def test_an_outage_that_never_comes_changes_nothing(folder, document):
    never = every(document, outages={"every": "900 yr", "last": "2 d", "stated": {"from": "2021-06-01"}})
    found = play(never, folder)
    assert_identical(play(document, folder), found)
    assert not len(found.link_waits.copy)


@examples(8)
@given(document=missions())
def test_a_channel_that_ended_before_the_clock_started_is_as_none(folder, document):
    """Between two stations that no other channel joins: no consumer sends anything to a desk."""

    def change(found):
        found["channels"]["staff -> fusion"] = {"until": "2020-12-01", "hurdles": {"release": {}}}

    assert_identical(play(document, folder), play(changed(document, change), folder))


@examples(8)
@given(document=missions())
def test_a_need_counts_the_reports_that_occur_in_its_time_and_changes_nothing_else(folder, document):
    when = {"from": "2021-01-05", "until": "2021-01-06 12:00"}

    def change(found):
        for name in ("chief", "staff"):
            found["stations"][name]["needs_when"] = {"alpha": when}

    whole, part = play(document, folder), play(changed(document, change), folder)
    names = [station.name for station in whole.network.stations]
    alpha = [klass.name for klass in whole.network.classes].index("alpha")
    rows, reports = whole.deliveries, whole.calendar.reports
    occurred = reports.occurred[rows.report]
    begins, ends = (int(hours * HOUR) + whole.network.counted_from for hours in (24, 60))
    dated = np.isin(rows.consumer, [names.index("chief"), names.index("staff")])
    dated &= reports.klass[rows.report] == alpha
    kept = ~dated | ((begins <= occurred) & (occurred < ends))
    for name, column in vars(rows).items():
        np.testing.assert_array_equal(column[kept], getattr(part.deliveries, name), err_msg=name)
    for name in ("copy", "station", "arrived", "ended"):
        np.testing.assert_array_equal(getattr(whole.visits, name), getattr(part.visits, name))


# --- what they change ----------------------------------------------------------------------------


def outpost(**channel):
    """A camp writes to headquarters; its warnings are of value for a day."""
    return {
        "mission": "outpost",
        "start": "2022-01-03",
        "horizon": "52 wk",
        "classes": {"warning": {"precedence": "IMMEDIATE", "ltiov": "24 h"}, "pattern": {}},
        "sources": {"patrols": {"written_at": "camp", "reports": {"warning": "2 /day", "pattern": "2 /day"}}},
        "stations": {
            "camp": {"stage": "collection", "work": "20 min", "posts": {"clerks": {"count": 1}}},
            "headquarters": {
                "stage": "command",
                "needs": ["warning", "pattern"],
                "work": {"exponential": {"mean": "4 h"}},
                "posts": {"officers": {"count": 1}},
            },
        },
        "channels": {"camp -> headquarters": {"transit": "10 min", **channel}},
    }


def late(trajectory, klass):
    """The share of the reports of a class that are not read in time."""
    rows, reports = trajectory.deliveries, trajectory.calendar.reports
    rank = [each.name for each in trajectory.network.classes].index(klass)
    mine = reports.klass[rows.report] == rank
    timely = (rows.outcome == DeliveryOutcome.DELIVERED) & (rows.decided <= reports.deadline[rows.report])
    return 1 - float(timely[mine].mean())


MONTHLY = {"every": {"exponential": {"mean": "28 d"}}, "last": "2 d"}


def lost_on_the_link(trajectory, within):
    """The share of all warnings that a link brings too late by itself, however fast everybody is."""
    reports, spells = trajectory.calendar.reports, trajectory.calendar.outages[0]
    rank = [each.name for each in trajectory.network.classes].index("warning")
    occurred = reports.occurred[reports.klass == rank]
    spell = np.searchsorted(spells[:, 0], occurred, side="right") - 1
    return float(((spell >= 0) & (spells[spell, 1] > occurred + within)).mean())


def test_a_link_that_is_down_two_days_a_month_makes_more_warnings_late_than_its_outages_alone(folder):
    """Those that wait for the link wait for their reader as well. What has no deadline is not lost."""
    more, alone = [], []
    for number in range(5):
        always = play(outpost(), folder, replication=number)
        at_times = play(outpost(outages=MONTHLY), folder, replication=number)
        more.append(late(at_times, "warning") - late(always, "warning"))
        alone.append(lost_on_the_link(at_times, DAY))
        patterns = at_times.calendar.reports.klass[at_times.deliveries.report] == 0
        assert at_times.network.classes[0].name == "pattern"
        assert (at_times.deliveries.outcome[patterns] != DeliveryOutcome.LOST).all()
        assert len(at_times.link_waits.copy) > 50
    assert min(alone) > 0.005
    assert (np.array(more) > np.array(alone)).all()


def allied(**links):
    """A mission tells its ally, by way of a liaison, what it tells its own commander."""
    document = outpost()
    document["stations"]["liaison"] = {
        "stage": "analysis",
        "work": {"exponential": {"mean": "4 h"}},
        "posts": {"officers": {"count": 1}},
    }
    document["stations"]["ally"] = {
        "stage": "command",
        "needs": ["warning", "pattern"],
        "work": "20 min",
        "posts": {"officers": {"count": 1}},
    }
    document["channels"] |= {"camp -> liaison": {}, "liaison -> ally": {"transit": "2 h", **links}}
    return document


def of(trajectory, consumer):
    """The rows of the deliveries to a consumer."""
    names = [station.name for station in trajectory.network.stations]
    return trajectory.deliveries.consumer == names.index(consumer)


def test_after_the_french_leave_in_august_the_ally_reads_nothing_and_the_others_as_before(folder):
    stays, leaves = play(allied(), folder), play(allied(until="2022-08-15"), folder)
    rows, reports = leaves.deliveries, leaves.calendar.reports
    closed, end = leaves.network.causes.index("closed"), leaves.network.channels[-1].until
    assert end == 224 * DAY
    ally, occurred = of(leaves, "ally"), reports.occurred[rows.report]
    for name, column in vars(stays.deliveries).items():
        before = ~ally | (stays.deliveries.decided < end) & (stays.deliveries.decided >= 0)
        np.testing.assert_array_equal(column[before], getattr(rows, name)[before], err_msg=name)
    crossings = leaves.crossings
    on_it = crossings.channel == len(leaves.network.channels) - 1
    assert crossings.offered[on_it].max() < end
    after = ally & (occurred >= end)
    assert after.sum() > 400
    assert (rows.cause[after] == closed).all()
    np.testing.assert_array_equal(rows.decided[after], occurred[after])
    under_way = ally & (occurred < end) & (rows.cause == closed)
    assert under_way.any(), "something waits for the liaison, or is in hand there"
    assert (rows.decided[under_way] == end).all()
    assert set(crossings.passage[on_it].tolist()) == {Passage.ARRIVED}


def test_a_channel_that_begins_later_loses_what_is_sent_on_before_and_no_more(folder):
    trajectory = play(allied(**{"from": "2022-03-01"}), folder)
    begins = trajectory.network.channels[-1].since
    rows, visits = trajectory.deliveries, trajectory.visits
    liaison = [station.name for station in trajectory.network.stations].index("liaison")
    finished = (visits.station == liaison) & (visits.end == VisitEnd.FINISHED)
    early = visits.lead[finished & (visits.ended < begins)]
    lost = of(trajectory, "ally") & (rows.cause == trajectory.network.causes.index("closed"))
    np.testing.assert_array_equal(np.sort(rows.report[lost]), np.sort(early))
    assert (rows.decided[lost] < begins).all()
    assert (rows.where[lost] == liaison).all()
