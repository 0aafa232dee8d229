"""What is said of stocks over time, against integrals that can be worked out on paper, and real runs."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad

from stovepipe.engines import run
from stovepipe.measures.timelines.steps import edges
from stovepipe.measures.timelines.stocks import stock_at, stock_table, system_table
from stovepipe.network.calendar import unfold
from stovepipe.network.details.stocks import Stock
from stovepipe.network.records import NEVER, Network
from stovepipe.trajectory import Intakes, Trajectory
from tests.measures.build import H, integers, reports, station, trajectory
from tests.measures.build import network as build

HALF_LIFE, FULL = 10, 4


def told(half_life: int = HALF_LIFE, at_start: float = 8.0, counted_from: int = 0) -> Trajectory:
    """Twice as much as is needed at the start; two reports come at 30 hours, and one at 40."""
    net = build([station("cell")], horizon=60 * H, counted_from=counted_from * H)
    stock = Stock(FULL, half_life * H, at_start=at_start, closes=NEVER, work=2.0, misreading=1.0)
    net = dataclasses.replace(net, systems=("other", "sage"), stocks=(None, stock))
    found = trajectory(net, reports([]))
    at_30 = at_start / 8 + 2.0 if half_life else at_start + 2.0
    at_40 = at_30 / 2 + 1.0 if half_life else at_30 + 1.0
    rows = Intakes(integers([1, 1]), integers([30 * H, 40 * H]), integers([2, 1]), np.array([at_30, at_40]))
    return dataclasses.replace(found, intakes=rows)


def on_paper(hour: float) -> float:
    """The stock of `told` at an hour."""
    if hour < 30:
        return 8.0 * 2 ** (-hour / 10)
    return 3.0 * 2 ** (-(hour - 30) / 10) if hour < 40 else 2.5 * 2 ** (-(hour - 40) / 10)


def test_a_stock_at_a_tick_is_what_is_left_with_what_comes_at_that_tick() -> None:
    times = [0, 10, 29.5, 30, 35, 40, 60]
    found = stock_at(told(), "sage", integers([round(hour * H) for hour in times]))
    assert found == pytest.approx([on_paper(hour) for hour in times])


def test_a_system_without_a_stock_has_none_to_tell() -> None:
    with pytest.raises(KeyError, match="no system 'other' keeps a stock"):
        stock_at(told(), "other", integers([0]))


@pytest.mark.parametrize("counted_from", [0, 5, 35])
def test_a_stock_and_its_level_are_averaged_over_the_counted_window(counted_from: int) -> None:
    [row] = system_table(told(counted_from=counted_from)).to_dict("records")
    span, cuts = (counted_from, 60), [c for c in (10, 30, 40) if c > counted_from]
    amount = quad(on_paper, *span, points=cuts)[0] / (60 - counted_from)
    level = quad(lambda hour: min(1.0, on_paper(hour) / FULL), *span, points=cuts)[0]
    assert row["system"] == "sage"
    assert row["taken_in"] == (3 if counted_from < 30 else 1)
    assert row["mean_stock"] == pytest.approx(amount)
    assert row["level_hours"] == pytest.approx(level)
    assert row["mean_level"] == pytest.approx(level / (60 - counted_from))


def test_what_does_not_fade_is_a_sum_of_steps() -> None:
    [row] = system_table(told(half_life=0, at_start=1.0)).to_dict("records")
    assert row["mean_stock"] == pytest.approx((30 * 1 + 10 * 3 + 20 * 4) / 60)
    assert row["level_hours"] == pytest.approx(30 * 0.25 + 10 * 0.75 + 20)


def test_steps_add_up_to_the_window() -> None:
    edges = integers([0, 12 * H, 30 * H, 31 * H, 60 * H])
    steps, [whole] = stock_table(told(), edges), system_table(told()).to_dict("records")
    length = steps["to_hours"] - steps["from_hours"]
    assert steps["taken_in"].tolist() == [0, 0, 2, 1]
    assert np.average(steps["mean_stock"], weights=length) == pytest.approx(whole["mean_stock"])
    assert steps["mean_level"] @ length == pytest.approx(whole["level_hours"])


def test_where_no_system_keeps_a_stock_the_tables_are_empty_and_have_their_columns(network: Network) -> None:
    found = run(network, unfold(network, 1, 0))
    empty, none = system_table(found), stock_table(found, edges(found.network))
    assert len(empty) == len(none) == 0
    full = told()
    pd.testing.assert_index_equal(empty.columns, system_table(full).columns)
    pd.testing.assert_index_equal(none.columns, stock_table(full, edges(full.network)).columns)
