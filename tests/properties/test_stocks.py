"""Stocks of knowledge: laws that hold to the tick, and what a mission loses when it starts from nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from stovepipe.network.records import DAY, HOUR, NEVER
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.changes import changed
from tests.properties.everything import everything
from tests.properties.mechanisms import without_stock
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical

WEEK = 7 * DAY


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def cell(stock, posts=1, rate="40 /day", **more):
    """A cell that draws its picture on a system of its own, and a commander who reads it."""
    return {
        "mission": "a cell and its archive",
        "start": "2021-01-04",
        "horizon": "4 wk",
        "classes": {"sighting": {"ltiov": "24 h"}},
        "sources": {"patrols": {"written_at": "cell", "reports": {"sighting": rate}}},
        "systems": {"archive": {"stock": stock}},
        "stations": {
            "cell": {
                "stage": "analysis",
                "system": "archive",
                "rests_on": "archive",
                "discipline": "fifo",
                "work": {"lognormal": {"mean": "30 min", "cv": 1.0}},
                "posts": {"analysts": {"count": posts}},
                "purges": False,
                **more,
            },
            "chief": {
                "stage": "command",
                "needs": "sighting",
                "work": "0 min",
                "posts": {"all": {"count": 1}},
            },
        },
        "channels": {"cell -> chief": {}},
    }


def stock(full=400, at_start="100 %", work="180 %", misreading="100 %", **more):
    return {"full": full, "at_start": at_start, "without": {"work": work, "misreading": misreading}, **more}


MISREADS = {"misreading": {"fresh": "15 %", "settled": "15 %", "fidelity": "40 %"}}


def at_the_cell(trajectory):
    """Of each report, in order: when work began (NEVER if not yet), and how long it took."""
    visits = trajectory.visits
    names = [station.name for station in trajectory.network.stations]
    mine = visits.station == names.index("cell")
    started = np.where(visits.started[mine] < 0, NEVER, visits.started[mine])
    return started, np.where(visits.ended[mine] < 0, -1, visits.work[mine])


def misread(trajectory):
    """The reports that reached the commander misread."""
    deliveries = trajectory.deliveries
    return set(deliveries.report[deliveries.fidelity < 1.0].tolist())


# --- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("posts", [1, 2, 3])
def test_more_stock_never_slows_a_station_seen_alone(folder, posts):
    """First in, first out, where nothing fades: each begins as late or later, and finds as little or less."""
    at = [at_the_cell(play(cell(stock(at_start=f"{s} %"), posts), folder)) for s in (0, 30, 60, 100)]
    for (late, long), (soon, short) in pairwise(at):
        both = (long >= 0) & (short >= 0)
        assert (soon <= late).all()
        assert (soon < late).any()
        assert (short[both] <= long[both]).all()
        assert (short[both] < long[both]).any()


@pytest.mark.parametrize("posts", [1, 3])
def test_a_larger_price_of_having_none_never_makes_a_station_faster(folder, posts):
    prices = ("300 %", "180 %", "120 %", "100 %")
    at = [at_the_cell(play(cell(stock(at_start="0 %", work=work), posts), folder)) for work in prices]
    for (late, _), (soon, _) in pairwise(at):
        assert (soon <= late).all()
        assert (soon < late).any()


def test_with_less_of_it_the_same_reports_are_misread_and_more(folder):
    """On the same draws. Misreading alone: the work takes as long with and without."""
    found = [
        misread(play(cell(stock(at_start=f"{share} %", work=1, misreading=4), **MISREADS), folder))
        for share in (100, 50, 0)
    ]
    for fewer, more in pairwise(found):
        assert fewer < more


def test_a_full_stock_that_does_not_fade_is_as_none(folder):
    full = cell(stock(misreading=3), **MISREADS)
    none = changed(full, without_stock)
    with_it, without = play(full, folder), play(none, folder)
    assert (at_the_cell(with_it)[1] == at_the_cell(without)[1]).all()
    assert misread(with_it) == misread(without)
    assert_identical(play(full | {"mechanisms": {"stock": "off"}}, folder), without)


def test_where_it_is_lost_from_the_start_work_is_as_long_as_is_stated_for_none(folder):
    """Work of a fixed length, so that no rounding comes between."""

    def elsewhere(document):
        document["systems"]["archive"]["frozen"] = "2021-01-04"
        document["stations"]["cell"] |= {"system": "other", "opens": "archive", "work": "25 min"}

    def longer(document):
        without_stock(document)
        document["stations"]["cell"]["work"] = "45 min"

    lost = play(changed(cell(stock(), 2), elsewhere), folder)
    assert_identical(lost, play(changed(changed(cell(stock(), 2), elsewhere), longer), folder))


def test_what_other_systems_keep_is_nothing_to_a_station(folder):
    def more(document):
        document["systems"]["other"] = {"stock": stock(at_start="0 %")}
        document["stations"]["chief"]["system"] = "other"

    plain = cell(stock(at_start="0 %"))
    first, second = play(plain, folder), play(changed(plain, more), folder)
    for one, other in zip(at_the_cell(first), at_the_cell(second), strict=True):
        np.testing.assert_array_equal(one, other)


# --- signs ---------------------------------------------------------------------------------------


def by_weeks(trajectory, station, since, until):
    """In some weeks: mean work at a station on what began, in hours; share misread of what occurred."""
    visits, deliveries = trajectory.visits, trajectory.deliveries
    names = [each.name for each in trajectory.network.stations]
    chosen = (visits.station == names.index(station)) & (visits.started >= since * WEEK)
    chosen &= (visits.started < until * WEEK) & (visits.ended >= 0)
    occurred = trajectory.calendar.reports.occurred[deliveries.report]
    read = (deliveries.outcome == DeliveryOutcome.DELIVERED) & (occurred >= since * WEEK)
    read &= occurred < until * WEEK
    return visits.work[chosen].mean() / HOUR, (deliveries.fidelity[read] < 1.0).mean()


def test_a_start_from_nothing_costs_work_and_misreading_until_the_stock_has_grown(folder):
    """Forty reports a day make it full in ten days, and keep it full although it fades."""
    known, nothing = (
        play(cell(stock(at_start=share, misreading=3, half_life="9 mo"), 2, **MISREADS), folder)
        for share in ("100 %", "0 %")
    )
    (work, wrong), (early_work, early_wrong) = (by_weeks(each, "cell", 0, 1) for each in (known, nothing))
    assert early_work > 1.25 * work
    assert early_wrong > 1.3 * wrong
    (work, wrong), (late_work, late_wrong) = (by_weeks(each, "cell", 2, 4) for each in (known, nothing))
    assert late_work == pytest.approx(work, rel=0.001)
    assert late_wrong == pytest.approx(wrong, abs=0.002)


def drawdown(frozen, archive_stays):
    """A national cell closes and hands over to the mission's own, which begins to draw a picture then.

    Its system is frozen, and what the mission's own cell rests on is either that system's stock, if it stays
    with the mission, or that of a system on which nothing has been finished yet.
    """

    def change(document):
        own = {"system": "sage", "opens": "archive", "rests_on": "archive" if archive_stays else "sage"}
        document["stations"]["fusion"] = document["stations"]["cell"] | own
        document["stations"]["cell"]["closes"] = {"on": "2021-01-18", "transfer_to": "fusion"}
        document["systems"]["sage"] = {"stock": stock(at_start="0 %", misreading=3)}
        if frozen:
            document["systems"]["archive"]["frozen"] = "2021-01-18"
        document["channels"]["fusion -> chief"] = {}

    return changed(cell(stock(misreading=3), 2, **MISREADS), change)


def after_the_drawdown(document, folder):
    """Mean work in hours and share misread: in the first week after it, and from the third week on."""
    trajectory = play(document | {"horizon": "8 wk"}, folder)
    return by_weeks(trajectory, "fusion", 2, 3), by_weeks(trajectory, "fusion", 4, 8)


def test_a_drawdown_costs_work_and_misreading_until_the_new_stock_has_grown(folder):
    kept, lost = (after_the_drawdown(drawdown(not stays, stays), folder) for stays in (True, False))
    assert lost[0][0] > 1.25 * kept[0][0]
    assert lost[0][1] > 1.3 * kept[0][1]
    assert lost[1] == pytest.approx(kept[1], rel=0.02)


def test_a_drawdown_costs_with_stocks_what_it_does_not_cost_without(folder):
    """Without them the system that is frozen takes no more than its files, and nobody asked for these."""
    off = {"mechanisms": {"stock": "off"}}
    kept, lost = (after_the_drawdown(drawdown(not stays, stays) | off, folder) for stays in (True, False))
    assert lost == kept


def test_who_rests_on_a_system_that_is_frozen_pays_for_good(folder):
    """Nothing grows in its place: the stock of another system is another."""
    (early, _), (late, _) = after_the_drawdown(drawdown(frozen=True, archive_stays=True), folder)
    (kept, _), _ = after_the_drawdown(drawdown(frozen=False, archive_stays=True), folder)
    assert early > 1.6 * kept
    assert late > 1.6 * kept


def test_without_the_mechanism_the_mission_with_everything_has_no_stock(folder):
    off = play(everything() | {"mechanisms": {"stock": "off"}}, folder)
    assert len(off.intakes.at) == 0
    assert len(play(everything(), folder).intakes.at) > 50
