"""The pattern of an overloaded cell that works by precedence and by size, in the shipped translation backlog.

Exact, in the fluid limit: what cannot be done waits in the lowest class, whose backlog grows by what arrives
less what can be done, while higher classes that fit by themselves stay current (Newell 1982, *Applications of
Queueing Theory*, chapter 2, the deterministic fluid approximation).
"""

from pathlib import Path

import numpy as np
import pytest

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR
from stovepipe.scenario import load
from tests.theory.gate import gate
from tests.theory.running import SEED

MISSION = Path(__file__).parents[2] / "configs" / "translation_backlog" / "mission.yaml"
REPLICATIONS = 30
QUARTER = 13 * 7
FAMILY = 8


@pytest.fixture(scope="module")
def years():
    network = compile_network(load(MISSION))
    return [run(network, unfold(network, SEED, number)) for number in range(REPLICATIONS)]


TAKES = 4
"""A day, of what is recorded without haste; one in which nothing was recorded is none."""


@pytest.fixture(scope="module")
def growth():
    """What arrives of the lowest class in a day, less what the linguists have time for, in reports."""
    mission = load(MISSION).mission
    linguists = mission.stations["linguists"]
    once, each = (law.mean.value / HOUR for law in (linguists.work.once, linguists.work.each))
    shift = linguists.posts["linguists"].shift
    rates = {
        klass: profile.rate.value * DAY
        for source in mission.sources.values()
        for klass, profile in source.reports.items()
    }
    begun = {klass: TAKES * -np.expm1(-rate / TAKES) for klass, rate in rates.items()}
    begun["top"] = rates["top"]
    hours = {klass: once * begun[klass] + each * rate for klass, rate in rates.items()}
    left = (
        linguists.posts["linguists"].count.value * 10 * len(shift.days) / 7 - hours["top"] - hours["middle"]
    )
    return rates["low"] * (1 - left / hours["low"])


def of_class(trajectory, klass):
    """When the reports of a class occurred and when they were delivered (never: past every date), in days."""
    reports, deliveries = trajectory.calendar.reports, trajectory.deliveries
    network = trajectory.network
    chosen = reports.klass[deliveries.report] == [each.name for each in network.classes].index(klass)
    occurred = reports.occurred[deliveries.report][chosen]
    decided = np.where(deliveries.decided >= 0, deliveries.decided, np.iinfo(np.int64).max)[chosen]
    return occurred / DAY, decided / DAY


def backlog(trajectory, klass, days):
    """How many reports of a class have occurred and not been delivered by each of these days."""
    occurred, decided = of_class(trajectory, klass)
    return np.array([np.sum((occurred <= day) & (decided > day)) for day in days], dtype=float)


def latencies(trajectory, klass, first, last):
    """Hours from occurrence to delivery, of the reports that occurred between two days."""
    occurred, decided = of_class(trajectory, klass)
    chosen = (occurred >= first) & (occurred < last)
    return (decided - occurred)[chosen] * DAY / HOUR


@pytest.mark.slow
def test_the_lowest_class_bears_all_that_cannot_be_done_and_its_backlog_grows_in_a_straight_line(
    years, growth
):
    days = np.arange(14, 4 * QUARTER, 7)
    lines = [np.polyfit(days, backlog(year, "low", days), 1) for year in years]
    print(gate([slope for slope, _ in lines], growth, family=FAMILY, what="growth a day", half_width=0.08))
    for quarter in range(4):
        ends = np.array([quarter * QUARTER + 1, (quarter + 1) * QUARTER - 6])  # both at the start of a week
        grown = [np.diff(backlog(year, "low", ends))[0] / np.diff(ends)[0] for year in years]
        print(gate(grown, growth, family=FAMILY, what=f"growth in quarter {quarter + 1}", half_width=0.15))


@pytest.mark.slow
@pytest.mark.parametrize("klass", ["top", "middle"])
def test_classes_of_higher_precedence_stay_current_all_year(years, klass):
    def median(year, first, last):
        return np.median(latencies(year, klass, first, last))

    half = 2 * QUARTER
    ratio = [median(year, half, 2 * half - 14) / median(year, 14, half) for year in years]
    print(gate(ratio, 1.0, family=FAMILY, what=f"{klass}: second half by first", half_width=0.12))
    assert max(backlog(year, klass, [4 * QUARTER])[0] for year in years) < 60


@pytest.mark.slow
def test_the_lowest_class_waits_longer_and_longer(years):
    for year in years:
        early, late = (np.median(latencies(year, "low", day, day + 28)) for day in (0, 2 * QUARTER))
        assert late > 5 * early


@pytest.mark.slow
def test_what_is_left_of_the_lowest_class_gets_months_old_and_of_the_others_days(years):
    for year in years:
        ages = {}
        for klass in ("top", "middle", "low"):
            occurred, decided = of_class(year, klass)
            ages[klass] = 4 * QUARTER - occurred[decided > 4 * QUARTER]
        assert ages["low"].max() > 100
        assert np.median(ages["low"]) > 50
        assert max(ages["top"].max(initial=0), ages["middle"].max(initial=0)) < 7


def test_a_take_is_as_much_work_as_the_hours_that_it_holds():
    network = compile_network(load(MISSION))
    visits = run(network, unfold(network, SEED, 0)).visits
    linguists = [station.name for station in network.stations].index("linguists")
    done = (visits.station == linguists) & (visits.ended >= 0)
    held, hours = visits.carried[done], visits.work[done] / HOUR
    assert held.max() > 6
    each, once = np.polyfit(held, hours, 1)
    assert each == pytest.approx(1.75, rel=0.05)
    assert once == pytest.approx(0.25, abs=0.2)
