"""Weeks around changes of contingents."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from stovepipe.measures.fates.deliveries import delivery_table
from stovepipe.measures.timelines.rotation import AFTER, BEFORE, WEEK, rotation_table
from tests.measures.build import H, channel, hurdle, network, reports, station, trajectory

CELL, COMMAND, OTHER = range(3)


def week_of(tick: int, changes: list[int]) -> int | None:
    """The definition, read aloud."""
    passed = [tick - change for change in changes if change <= tick]
    if passed and min(passed) < AFTER * WEEK:
        return min(passed) // WEEK
    ahead = [change - tick for change in changes if change > tick]
    if ahead and min(ahead) <= BEFORE * WEEK:
        return -((min(ahead) + WEEK - 1) // WEEK)
    return None


def rotation(changes: list[int], weeks: int = 60, start: int = 2) -> pd.DataFrame:
    """Reports every 12 h from both sources, delivered after 10 h + the week's offset (rest: 20 h).

    A copy waits at the cell during the last day before, and the first day after, each change.
    """
    of = network(
        [station("cell"), station("command", needs=1), station("other")],
        channels=[channel("cell -> command", CELL, COMMAND), channel("other -> command", OTHER, COMMAND)],
        written_at=[CELL, OTHER],
        horizon=weeks * WEEK,
        counted_from=start * WEEK,
    )
    occurred = np.arange(0, (weeks - 1) * WEEK, 12 * H)
    latency = []
    for tick in occurred.tolist():
        week = week_of(tick, changes)
        latency.append((20 if week is None else 10 + week) * H)
    both = np.repeat(occurred, 2).tolist()
    rows = [
        {
            "report": rank,
            "consumer": COMMAND,
            "decided": tick + (latency[rank // 2] if rank % 2 == 0 else 500 * H),
        }
        for rank, tick in enumerate(both)
    ]
    queue = [
        {"copy": rank, "station": CELL, "arrived": change - 24 * H, "ended": change + 24 * H}
        for rank, change in enumerate(changes)
    ]
    told = trajectory(
        of, reports(both, [0, 1] * len(occurred), doors=[CELL, OTHER] * len(occurred)),
        (), queue, deliveries=rows,
        changes=[(change, CELL) for change in changes],
    )  # fmt: skip
    return rotation_table(told, delivery_table(told))


def test_each_week_has_its_queue_and_the_latency_of_what_occurred_in_it() -> None:
    """A change in week 20: the queue is a seventh in the weeks beside it; latency is as told above.

    The other source's reports, which take 500 h, cannot pass the cell.
    """
    table = rotation([20 * WEEK]).set_index("week")
    weeks = list(range(-BEFORE, AFTER))
    assert table.index[:-1].tolist() == weeks
    assert table["observed_hours"].tolist() == [168.0] * 12 + [168.0 * (58 - 12)]
    assert table["mean_waiting"][weeks].tolist() == pytest.approx([0, 0, 0, 1 / 7, 1 / 7, *[0] * 7])
    assert table["mean_latency_hours"].tolist() == pytest.approx([10 + week for week in weeks] + [20])
    assert table["latency_ratio"][weeks].tolist() == pytest.approx([(10 + week) / 20 for week in weeks])
    assert table["created"][weeks].tolist() == [14] * 12
    assert table["waiting_ratio"].isna().all(), "nothing waited in the rest"


def test_changes_close_together_share_no_moment() -> None:
    """Six weeks apart: weeks after a change win over weeks before the next, and each moment counts once."""
    table = rotation([20 * WEEK, 26 * WEEK]).set_index("week")
    assert table["observed_hours"].sum() == 58 * 168
    assert (table["observed_hours"] / 168).tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 58 - 18]
    assert table["mean_latency_hours"].tolist() == pytest.approx(
        [10 + w for w in range(-BEFORE, AFTER)] + [20]
    )


def test_weeks_outside_the_counted_window_are_not_observed() -> None:
    """Changes in the warm-up, whose week 0 is not observed, and three days into the window's last week."""
    table = rotation([WEEK, 59 * WEEK + 72 * H]).set_index("week")
    assert (table["observed_hours"] / 24).tolist()[BEFORE - 1 : BEFORE + 2] == [7, 4, 7]
    assert np.isnan(rotation([WEEK]).set_index("week")["mean_waiting"][0])


def test_there_is_nothing_to_tell_where_no_contingent_changes() -> None:
    table = rotation([])
    assert table.empty
    assert table.dtypes.to_dict() == rotation([20 * WEEK]).dtypes.to_dict(), "replications lie side by side"


def test_reports_are_followed_through_offices_and_to_successors() -> None:
    """Written at 0, worked through 1 on the way to 2, which 3 succeeds when it closes; 4 gets none."""
    names = ["cell", "office", "old", "new", "remote"]
    stations = [station(name, needs=int(name == "new")) for name in names]
    stations[2] = dataclasses.replace(stations[2], transfer_to=3)
    for changed, concerned in enumerate([1, 1, 1, 1, 0]):
        of = network(
            stations,
            classes=[("brief", None), ("warning", None)],
            channels=[
                channel("cell -> old", 0, 2, carries=0b01, hurdles=(hurdle("language", 0, through=1),)),
                channel("cell -> remote", 0, 4, carries=0b10),
            ],
            horizon=4 * WEEK,
        )
        told = trajectory(
            of, reports([WEEK], classes=2), deliveries=[{"report": 0, "consumer": 3, "decided": 2 * WEEK}],
            changes=[(WEEK, changed)],
        )  # fmt: skip
        table = rotation_table(told, delivery_table(told)).set_index("week")
        assert table["created"].sum() == table["created"][0] == concerned, names[changed]
