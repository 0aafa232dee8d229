"""Step functions over time."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.measures.loads.load import station_table
from stovepipe.measures.timelines.series import Steps, duty_series, steps, waiting_series
from tests.measures.build import H, network, reports, spells, station, trajectory
from tests.measures.story import HORIZON, START, tell


def hours(series: Steps) -> list[tuple[float, int]]:
    return list(zip((series.times / H).tolist(), series.values.tolist(), strict=True))


def test_a_queue_changes_when_copies_come_and_go() -> None:
    assert hours(waiting_series(tell(), "cell")) == [(5, 1), (6, 0), (9, 1), (25, 0), (49, 1), (50, 0)]


def test_a_roster_is_a_step_function_cut_at_the_horizon() -> None:
    assert hours(duty_series(tell(), "cell"))[-4:] == [(72, 1), (80, 0), (96, 1), (100, 0)]
    assert hours(duty_series(tell(), "command")) == []


def test_spells_that_overlap_add_up_and_those_that_never_end_reach_the_horizon() -> None:
    of = network([station("cell", needs=1)], servers=[0, 0], horizon=50)
    told = trajectory(of, reports([]), [spells((0, 1 << 62)), spells((10, 20), (20, 30))])
    series = duty_series(told, "cell")
    assert series.times.tolist() == [0, 10, 30, 50]
    assert series.values.tolist() == [1, 2, 1, 0]


def test_a_step_holds_from_its_tick_on() -> None:
    series = steps(np.array([3, 5]), np.array([7, 7]))
    assert series.at([2, 3, 4, 5, 6, 7, 100]).tolist() == [0, 1, 1, 2, 2, 0, 0]


def test_the_mean_over_a_window_is_the_integral_over_its_length() -> None:
    series = steps(np.array([3, 5]), np.array([7, 10]))
    ticks = np.arange(4, 9)
    assert series.mean(4, 9) == pytest.approx(series.at(ticks).mean())
    assert series.integral([0, 3, 6, 10, 50]).tolist() == [0, 0, 4, 9, 9]
    assert series.mean(20, 30) == 0.0


def test_a_window_begins_with_the_number_that_held_before() -> None:
    window = steps(np.array([3]), np.array([7])).within(5, 10)
    assert window.times.tolist() == [5, 7]
    assert window.values.tolist() == [1, 0]
    assert steps(np.array([3]), np.array([7])).within(3, 7).times.tolist() == [3]


def test_series_agree_with_the_averages_of_the_table() -> None:
    told = tell()
    table = station_table(told).set_index("station")
    for name in ("cell", "office", "command"):
        window = START * H, HORIZON * H
        assert waiting_series(told, name).mean(*window) == pytest.approx(table["mean_waiting"][name])
        assert duty_series(told, name).mean(*window) * 90 == pytest.approx(table["manned_hours"][name])


def test_an_unknown_station_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="no station 'sell'; there are cell, command, office"):
        waiting_series(tell(), "sell")
