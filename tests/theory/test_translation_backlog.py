"""The pattern of an overloaded cell that works by precedence, in the shipped translation backlog.

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


@pytest.fixture(scope="module")
def growth():
    """What arrives in a day, less what the linguists can do."""
    mission = load(MISSION).mission
    arriving = sum(profile.rate.value * DAY for profile in mission.sources["recordings"].reports.values())
    linguists = mission.stations["linguists"].posts["linguists"]
    hours_a_week = linguists.count.value * len(linguists.shift.days) * 10
    return arriving - hours_a_week / 7 / 2  # two hours each


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
