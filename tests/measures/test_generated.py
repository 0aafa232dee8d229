"""Measures of generated missions agree with what the engine counted as it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from stovepipe.engines import run
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.tables import tables_of
from stovepipe.measures.timelines.spans import Spans, station_time
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import load
from stovepipe.trajectory import DeliveryOutcome, Trajectory
from tests.measures.build import ENDS_OF_VISITS
from tests.properties.missions import missions, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("missions")


def play(document: dict[str, Any], folder: Path) -> Trajectory:
    network = compile_network(load(write(document, folder)))
    return run(network, unfold(network, seed=11, replication=0))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_spans_of_each_visit_add_up_to_its_counters(folder: Path, document: dict[str, Any]) -> None:
    told = play(document, folder)
    visits, time = told.visits, station_time(told)

    def ticks(spans: Spans) -> list[int]:
        total = np.zeros(len(visits.copy), dtype=np.int64)
        np.add.at(total, spans.visit, spans.ended - spans.began)
        return total.tolist()

    assert ticks(time.work) == visits.work.tolist()
    assert ticks(time.suspended) == visits.suspended.tolist()
    assert ticks(time.waiting) == visits.waiting.tolist()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_outcomes_agree_with_the_trajectory(folder: Path, document: dict[str, Any]) -> None:
    told = play(document, folder)
    network, tables = told.network, tables_of(told, "tables")
    outcomes = tables["outcomes"]
    counted = told.calendar.reports.occurred[told.deliveries.report] >= network.counted_from
    total = outcomes[(outcomes["consumer"] == ALL) & (outcomes["class"] == ALL)].iloc[0]
    ended = counted & (told.deliveries.outcome == DeliveryOutcome.LOST)
    assert total["delivered"] == (counted & (told.deliveries.outcome == DeliveryOutcome.DELIVERED)).sum()
    assert total["lost"] + total["disposed"] == ended.sum()
    assert total["created"] == counted.sum() == len(tables["deliveries"])
    kinds = document["causes"]
    for name, kind in (("failed", "failure"), ("meant", "meant"), ("disposed", "disposition")):
        ranks = [rank for rank, cause in enumerate(network.causes) if kinds.get(cause, "failure") == kind]
        assert total[name] == (ended & np.isin(told.deliveries.cause, ranks)).sum()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_what_ends_in_different_ways_adds_up_for_deliveries_and_for_events(
    folder: Path, document: dict[str, Any]
) -> None:
    tables = tables_of(play(document, folder), "tables")
    outcomes, knowledge = tables["outcomes"], tables["knowledge"]
    ends = outcomes[["delivered", "failed", "meant", "disposed", "in_flight"]].sum(axis=1)
    assert (ends == outcomes["created"]).all()
    for end in ("lost", "disposed"):
        by_cause = [name for name in outcomes if name.startswith(f"{end}_")]
        assert (outcomes[by_cause].sum(axis=1) == outcomes[end]).all()
    for degree, whole in (("known", "events"), ("confirmed", "to_confirm")):
        parts = [degree, *(f"{degree}_{end}" for end in ("failed", "meant", "disposed", "in_flight"))]
        assert (knowledge[parts].sum(axis=1) == knowledge[whole]).all()
        for end in ("lost", "disposed"):
            by_cause = [name for name in knowledge if name.startswith(f"{degree}_{end}_")]
            assert (knowledge[by_cause].sum(axis=1) == knowledge[f"{degree}_{end}"]).all()


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_tables_agree_with_the_load(folder: Path, document: dict[str, Any]) -> None:
    told = play(document, folder)
    network, tables = told.network, tables_of(told, "tables")
    stations, channels = tables["stations"], tables["channels"]

    assert (stations["peak_waiting"] <= told.queue_peak).all()
    assert (stations["overtime_hours"] <= stations["busy_hours"]).all()
    ended = (told.visits.ended >= network.counted_from).sum()
    assert stations[list(ENDS_OF_VISITS)].to_numpy().sum() == ended
    for part in ("duplicated_hours", "rework_hours", "wasted_hours"):
        assert (stations[part] <= stations["busy_hours"] + 1e-9).all()

    fates = channels[["passed", "stopped", "ended", "under_way"]].sum(axis=1)
    assert (fates == channels["offered"]).all()
    assert (channels["worked_through"] <= channels["offered"]).all()
    assert tables["hurdles"]["stopped"].sum() == channels["stopped"].sum()
