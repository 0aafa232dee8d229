"""What a worker sends back, and the bottleneck that is named."""

from __future__ import annotations

import math
import pickle
from dataclasses import fields, replace

import pandas as pd
import pytest

from stovepipe.measures.summary import RunSummary, bottleneck, summarise
from tests.measures.build import network, reports, station, trajectory
from tests.measures.story import tell


def test_a_summary_has_a_table_for_each_subject() -> None:
    summary = summarise(tell())
    assert (summary.seed, summary.replication) == (7, 3)
    tables = {field.name: getattr(summary, field.name) for field in fields(summary)[2:]}
    assert {name for name, table in tables.items() if table.empty} == {"rotation"}
    assert summary.outcomes["created"].iloc[-1] == len(summary.deliveries) == 5


def test_a_summary_survives_the_way_from_a_worker() -> None:
    summary = summarise(tell())
    back = pickle.loads(pickle.dumps(summary))
    for field in fields(summary)[2:]:
        pd.testing.assert_frame_equal(getattr(back, field.name), getattr(summary, field.name))


def test_the_bottleneck_is_where_most_copies_wait() -> None:
    """17 of the 33 hours of waiting in the window are at the office."""
    named = bottleneck([summarise(tell())])
    assert named is not None
    assert named.station == "office"
    assert named.mean_waiting == pytest.approx(17 / 90)
    assert named.share == pytest.approx(17 / 33)
    assert named.utilisation == pytest.approx(13 / 10)


def with_queue_at_cell(summary: RunSummary, mean_waiting: float) -> RunSummary:
    stations = summary.stations.copy()
    stations.loc[stations["station"] == "cell", "mean_waiting"] = mean_waiting
    return replace(summary, stations=stations)


def test_the_bottleneck_is_that_of_all_replications_together() -> None:
    """In one replication the cell's queue is far longer, in the other it is empty."""
    summary = summarise(tell())
    named = bottleneck([with_queue_at_cell(summary, 1.0), with_queue_at_cell(summary, 0.0)])
    assert named is not None
    assert (named.station, named.mean_waiting) == ("cell", 0.5)


def test_where_nothing_waits_there_is_no_bottleneck() -> None:
    of = network([station("cell", needs=1)])
    assert bottleneck([summarise(trajectory(of, reports([])))]) is None


def test_a_bottleneck_that_nobody_mans_has_no_utilisation() -> None:
    of = network([station("cell", needs=1)], horizon=10)
    waits = trajectory(of, reports([0]), visits=[{"copy": 0, "station": 0, "arrived": 0, "end": 0}])
    named = bottleneck([summarise(waits)])
    assert named is not None
    assert named.mean_waiting == 1.0
    assert math.isnan(named.utilisation)


def test_a_bottleneck_needs_a_replication() -> None:
    with pytest.raises(ValueError, match="no replications"):
        bottleneck([])
