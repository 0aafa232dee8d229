"""How long links were down and what waited for them, counted on paper (semantics 4.1)."""

from __future__ import annotations

import pytest

from stovepipe.measures.loads.links import link_wait_table
from stovepipe.measures.loads.load import channel_table
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import read
from stovepipe.trajectory import Trajectory
from tests.measures.build import H, channel, network, reports, station, trajectory

HORIZON, COUNTED_FROM = 100, 20


def lived() -> Trajectory:
    """Two links; the first is down for ten hours before the window, for ten on its edge, and at the end."""
    stations = [station("camp"), station("chief", needs=1)]
    links = [channel("camp -> chief", 0, 1), channel("chief -> camp", 1, 0)]
    of = network(stations, channels=links, horizon=HORIZON * H, counted_from=COUNTED_FROM * H)
    waits = [
        {"copy": 0, "channel": 0, "since": 2 * H, "until": 10 * H},  # before the window
        {"copy": 1, "channel": 0, "since": 18 * H, "until": 25 * H},  # five hours of it in the window
        {"copy": 2, "channel": 0, "since": 21 * H, "until": 25 * H},
        {"copy": 3, "channel": 0, "since": 96 * H, "until": -1},
    ]
    down = [[(0, 10 * H), (15 * H, 25 * H), (95 * H, 120 * H)], None]
    return trajectory(of, reports([0, 0, 0, 0]), link_waits=waits, outages=down)


def test_what_lies_in_the_window_counts_with_the_part_that_does() -> None:
    table = channel_table(lived()).set_index("channel")
    first = table.loc["camp -> chief"]
    assert (first["observed_hours"], first["down_hours"]) == (80, 5 + 5)
    assert first["held"] == 2, "those that began to wait in the window"
    assert first["mean_held"] == pytest.approx((5 + 4 + 4) / 80)
    second = table.loc["chief -> camp"]
    assert (second["down_hours"], second["held"], second["mean_held"]) == (0, 0, 0)


def test_each_wait_has_a_row_and_what_waits_still_has_no_end() -> None:
    table = link_wait_table(lived())
    assert table["channel"].tolist() == ["camp -> chief"] * 4
    assert (table["until_ticks"] - table["since_ticks"]).tolist() == [8 * H, 7 * H, 4 * H, -1 - 96 * H]


def test_a_study_may_ask_what_waits_for_one_link_or_for_all() -> None:
    tables = {"channels": channel_table(lived())}
    asked = [outcome("held"), outcome("held", {"held": {"channel": "camp -> chief"}})]
    assert [read(each, tables).value for each in asked] == [pytest.approx(13 / 80)] * 2
    nowhere = read(outcome("held", {"held": {"channel": "chief -> moon"}}), tables)
    assert nowhere.reason == "there is no channel chief -> moon"
