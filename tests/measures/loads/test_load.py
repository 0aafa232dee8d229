"""Loads of stations and channels in the counted window, of a story worked out on paper and by brute force."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stovepipe.measures.loads.load import channel_table, class_table, hurdle_table, station_table
from stovepipe.network.records import EXPIRED, OVERFLOW
from stovepipe.trajectory import VisitEnd
from tests.measures.build import network, reports, spells, station, trajectory
from tests.measures.story import HORIZON, START, tell

WINDOW = HORIZON - START


@pytest.fixture(scope="module")
def stations() -> pd.DataFrame:
    return station_table(tell()).set_index("station")


def test_duty_counts_within_the_window_only(stations: pd.DataFrame) -> None:
    """The analyst's first day lies in the warm-up, and the last is cut by the horizon."""
    assert stations["observed_hours"].tolist() == [WINDOW] * 3
    assert stations["manned_hours"].to_dict() == {"cell": 8 + 8 + 8 + 4, "command": 0, "office": 10}


def test_work_counts_within_the_window_only(stations: pd.DataFrame) -> None:
    assert stations["busy_hours"].to_dict() == {"cell": 1 + 1 + 1 + 2 + 1, "command": 0, "office": 2 + 2 + 9}
    assert stations["mean_in_service"].to_dict() == pytest.approx(
        {"cell": 6 / 90, "command": 0, "office": 13 / 90}
    )


def test_overtime_is_work_outside_duty(stations: pd.DataFrame) -> None:
    assert stations["overtime_hours"].to_dict() == {"cell": 0, "command": 0, "office": 3}


def test_utilisation_is_undefined_where_nobody_was_on_duty(stations: pd.DataFrame) -> None:
    assert stations["utilisation"][["cell", "office"]].tolist() == [6 / 28, 13 / 10]
    assert np.isnan(stations["utilisation"]["command"])


def test_waiting_is_told_from_lying_suspended(stations: pd.DataFrame) -> None:
    """At the cell: 10 to 25, and 49 to 50 (interrupted); suspended 10 to 24, and from 56 on."""
    assert stations["mean_waiting"].to_dict() == pytest.approx(
        {"cell": (15 + 1) / 90, "command": 0, "office": (1 + 15 + 1) / 90}
    )
    assert stations["mean_suspended"].to_dict() == pytest.approx(
        {"cell": (14 + 44) / 90, "command": 0, "office": 0}
    )


def test_the_batch_is_averaged_over_the_whole_clock(stations: pd.DataFrame) -> None:
    assert stations["mean_in_batch"].tolist() == [0, 0, 0.5]


def test_the_peak_is_the_longest_queue_in_the_window(stations: pd.DataFrame) -> None:
    assert stations["peak_waiting"].tolist() == [1, 0, 1]


def test_visits_count_when_they_begin_and_their_ends_when_they_end(stations: pd.DataFrame) -> None:
    """The first two arrive at the cell in the warm-up, and end after it."""
    assert stations["visits"].tolist() == [2, 0, 6]
    assert stations["finished"].tolist() == [3, 0, 2]
    assert stations.loc["office", ["rework", "expired", "overflow", "handover"]].tolist() == [1, 1, 1, 0]


def test_an_event_at_the_edge_of_the_window_counts_if_the_window_holds_it() -> None:
    """The window holds its first tick, and not the horizon."""
    of = network([station("cell", needs=1)], horizon=20, counted_from=10)
    stays = [(5, 9), (5, 10), (9, 19), (10, 19)]
    visits = [{"copy": i, "station": 0, "arrived": a, "ended": e} for i, (a, e) in enumerate(stays)]
    table = station_table(trajectory(of, reports([0] * 4), visits=visits))
    assert (table["visits"][0], table["finished"][0]) == (1, 3)


def test_work_that_was_repeated_for_nothing_or_twice(stations: pd.DataFrame) -> None:
    """Lost without a delivery: report 2 (4 h at the office) and report 1 (2 h in the window at the cell)."""
    assert stations["duplicated_hours"].tolist() == [0, 0, 9]
    assert stations["rework_hours"].tolist() == [0, 0, 2]
    assert stations["wasted_hours"].tolist() == [2, 0, 4]


def test_work_on_what_is_still_in_flight_is_not_wasted() -> None:
    """Three ticks of work each: delivered to one of two consumers; lost to both; lost, and in flight."""
    of = network(
        [station("cell"), station("chief", needs=1), station("command", needs=1)], servers=[0], horizon=20
    )
    lost, in_flight = {"outcome": 2, "cause": 1, "decided": 9}, {"outcome": 0}
    outcomes = [({"decided": 9, "fidelity": 1.0}, lost), (lost, lost), (lost, in_flight)]
    told = trajectory(
        of,
        reports([0, 0, 0]),
        duty=[spells((0, 20))],
        visits=[{"copy": copy, "station": 0, "arrived": 0, "ended": 3 * copy + 3} for copy in range(3)],
        services=[(copy, 0, 3 * copy, 3 * copy + 3) for copy in range(3)],
        deliveries=[
            {"report": report, "consumer": consumer} | outcome
            for report, both in enumerate(outcomes)
            for consumer, outcome in zip((1, 2), both, strict=True)
        ],
    )
    hours = station_table(told)["wasted_hours"]
    assert hours[0] * 3600e6 == pytest.approx(3)


def test_work_on_what_is_properly_disposed_of_is_not_wasted() -> None:
    of = network(
        [station("cell"), station("chief", needs=1)],
        servers=[0],
        horizon=20,
        of_kind={"expired": "disposition"},
    )
    told = trajectory(
        of,
        reports([0, 0]),
        duty=[spells((0, 20))],
        visits=[{"copy": copy, "station": 0, "arrived": 0, "ended": 3 * copy + 3} for copy in range(2)],
        services=[(copy, 0, 3 * copy, 3 * copy + 3) for copy in range(2)],
        deliveries=[
            {"report": report, "consumer": 1, "outcome": 2, "cause": cause, "decided": 9}
            for report, cause in enumerate((EXPIRED, OVERFLOW))
        ],
    )
    assert station_table(told)["wasted_hours"][0] * 3600e6 == pytest.approx(3)


def test_work_and_waiting_by_class_add_up_to_those_of_the_station(stations: pd.DataFrame) -> None:
    classes = class_table(tell())
    assert classes.set_index(["station", "class"])["busy_hours"].to_dict() == {
        ("cell", "brief"): 6, ("cell", "warning"): 0, ("command", "brief"): 0, ("command", "warning"): 0,
        ("office", "brief"): 13, ("office", "warning"): 0,
    }  # fmt: skip
    totals = classes.groupby("station")[["visits", "busy_hours", "waiting_hours"]].sum()
    assert totals["visits"].tolist() == stations["visits"].tolist()
    assert totals["waiting_hours"].tolist() == pytest.approx((stations["mean_waiting"] * WINDOW).tolist())
    assert classes.set_index(["station", "class"]).loc[("office", "warning"), "waiting_hours"] == 15


def test_channels_count_what_was_offered_in_the_window_and_what_became_of_it() -> None:
    channels = channel_table(tell())
    counts = channels[["offered", "passed", "stopped", "ended", "under_way", "worked_through"]]
    assert counts.to_numpy().tolist() == [[4, 2, 1, 1, 0, 1], [1, 0, 0, 0, 1, 0]]
    assert channels[["sender", "recipient"]].to_numpy().tolist() == [
        ["cell", "command"],
        ["office", "command"],
    ]


def test_hurdles_count_what_they_stopped() -> None:
    assert hurdle_table(tell()).to_dict("records") == [
        {
            "channel": "cell -> command",
            "hurdle": "language",
            "kind": "language",
            "cause": "untranslated",
            "stopped": 1,
        }
    ]


def test_agrees_with_counting_tick_by_tick() -> None:
    """Random duty, visits and stretches of work on a clock of 300 ticks, counted one tick at a time."""
    random = np.random.default_rng(8)
    horizon, start, servers = 300, 70, 3
    of = network(
        [station("cell"), station("hall", needs=1)], servers=[0, 0, 1], horizon=horizon, counted_from=start
    )
    cuts = [np.sort(random.choice(horizon, 10, replace=False)).reshape(5, 2) for _ in range(servers)]
    visits, services = [], []
    for copy in range(80):
        times = np.sort(random.integers(0, horizon, 6)).tolist()
        server = int(random.integers(servers))
        where = of.servers[server].station
        visits.append({"copy": copy, "station": where, "arrived": times[0], "ended": times[5]})
        services += [(copy, server, times[1], times[2]), (copy, server, times[3], times[4])]
    told = trajectory(of, reports([0] * 80), [spells(*cut.tolist()) for cut in cuts], visits, services[::-1])
    table = station_table(told)
    ticks = np.arange(start, horizon)
    on_duty = [sum(((ticks >= on) & (ticks < off)) for on, off in cut) for cut in cuts]
    for rank in range(2):
        present = sum(
            ((ticks >= v["arrived"]) & (ticks < v["ended"])) for v in visits if v["station"] == rank
        )
        working, overtime, manned = np.zeros_like(ticks), 0, 0
        for server in (s for s in range(servers) if of.servers[s].station == rank):
            busy = sum(((ticks >= begin) & (ticks < end)) for _, s, begin, end in services if s == server)
            working = working + busy
            overtime += int(busy[on_duty[server] == 0].sum())
            manned += int(on_duty[server].sum())
        waiting = present - working
        assert table["mean_waiting"][rank] == pytest.approx(waiting.mean(), rel=1e-12)
        assert table["peak_waiting"][rank] == waiting.max()
        assert table["busy_hours"][rank] * 3600e6 == pytest.approx(working.sum(), rel=1e-12)
        assert table["overtime_hours"][rank] * 3600e6 == pytest.approx(overtime, rel=1e-12)
        assert table["manned_hours"][rank] * 3600e6 == pytest.approx(manned, rel=1e-12)


def test_an_empty_replication_has_noughts() -> None:
    table = station_table(
        trajectory(network([station("cell", needs=1)], servers=[0]), reports([]), [spells((0, 10))])
    )
    assert (
        table.loc[0, ["visits", "busy_hours", "peak_waiting", *(e.name.lower() for e in VisitEnd if e)]].sum()
        == 0
    )
