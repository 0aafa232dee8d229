"""Sortings as numbers, by station and by class, from a table that is written by hand."""

import pandas as pd

from stovepipe.measures.loads.load import class_table, station_table
from stovepipe.measures.tables import sorting_table
from stovepipe.trajectory import Trajectory
from tests.measures.build import H, network, reports, spells, station, trajectory

TIP, HOAX = 0, 1


def told() -> Trajectory:
    """Reports 0 and 2 to 4 are tips, 1 is a hoax; report 0 occurs in the warm-up."""
    of = network(
        [station("triage"), station("analysts", needs=0b11, stage="command")],
        classes=[("tip", None), ("hoax", None)],
        servers=[0],
        counted_from=10 * H,
    )
    rows = [
        (0, 0, TIP, HOAX),
        (1, 0, HOAX, TIP),
        (2, 0, TIP, HOAX),
        (3, 0, TIP, TIP),
        (2, 1, HOAX, TIP),
        (1, 1, TIP, TIP),
        (4, 1, HOAX, HOAX),
    ]
    return trajectory(
        of,
        reports([5 * H, 11 * H, 12 * H, 13 * H, 14 * H], streams=[0, 1, 0, 0, 0], classes=2),
        duty=[spells((0, 100 * H))],
        sortings=[
            {
                "copy": report,
                "report": report,
                "station": where,
                "at": 20 * H,
                "before": before,
                "after": after,
            }
            for report, where, before, after in rows
        ],
    )


def test_stations_count_what_they_sorted_what_of_it_wrong_and_what_they_put_right() -> None:
    """What occurred in the warm-up does not count; what was right and stays so is not put right."""
    counted = station_table(told()).set_index("station")[["sorted", "missorted", "put_right"]]
    assert counted.loc["triage"].tolist() == [3, 2, 0]
    assert counted.loc["analysts"].tolist() == [3, 2, 1]


def test_classes_are_the_own_ones() -> None:
    counted = class_table(told()).set_index(["station", "class"])[["sorted", "missorted", "put_right"]]
    assert counted.loc[("triage", "tip")].tolist() == [2, 1, 0]
    assert counted.loc[("triage", "hoax")].tolist() == [1, 1, 0]
    assert counted.loc[("analysts", "tip")].tolist() == [2, 1, 1]
    assert counted.loc[("analysts", "hoax")].tolist() == [1, 1, 0]


def test_the_table_of_sortings_speaks_in_names() -> None:
    table = sorting_table(told())
    expected = ["tip", "triage", "tip", "hoax"]
    assert table.loc[0, ["class", "station", "before", "after"]].tolist() == expected
    assert isinstance(table["after"].dtype, pd.CategoricalDtype)
    assert len(table) == 7
