"""Counts and sums by consumer and class."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stovepipe.measures.fates.deliveries import COMPONENTS, delivery_table
from stovepipe.measures.fates.outcomes import ALL, outcome_table
from stovepipe.network.records import Network
from stovepipe.terms import CAUSES
from stovepipe.trajectory import DeliveryOutcome as End
from tests.measures.build import H, network, reports, station, trajectory

SIZE = 600


def mission() -> Network:
    """The chief needs the first two of three classes, the command the last two; of the third none occurs."""
    stations = [station("cell"), station("chief", needs=0b011), station("command", needs=0b110)]
    return network(stations, classes=[("alarm", 2.0 * H), ("brief", None), ("chart", None)], horizon=1000 * H)


@pytest.fixture(scope="module")
def deliveries() -> pd.DataFrame:
    """Random outcomes: alarms to the chief, briefs to both."""
    random = np.random.default_rng(5)
    klass = random.integers(0, 2, SIZE)
    occurred = np.sort(random.integers(0, 100 * H, SIZE))
    rows = []
    for report in range(SIZE):
        for consumer in (1, 2) if klass[report] else (1,):
            outcome = End(int(random.integers(0, 3)))
            spent = random.integers(0, 10 * H, len(COMPONENTS)) * (outcome is not End.IN_FLIGHT)
            rows.append(
                {
                    "report": report, "consumer": consumer, "outcome": outcome,
                    "cause": int(random.integers(0, len(CAUSES))) if outcome is End.LOST else -1,
                    "decided": -1 if outcome is End.IN_FLIGHT else int(occurred[report] + spent.sum()),
                    "fidelity": 0.5 if outcome is End.DELIVERED else np.nan,
                    **dict(zip(COMPONENTS, spent.tolist(), strict=True)),
                }
            )  # fmt: skip
    deadlines = occurred + 30 * H
    occurrences = reports(occurred.tolist(), klass.tolist(), deadlines.tolist(), classes=3)
    return delivery_table(trajectory(mission(), occurrences, deliveries=rows))


@pytest.fixture(scope="module")
def outcomes(deliveries: pd.DataFrame) -> pd.DataFrame:
    return outcome_table(mission(), deliveries).set_index(["consumer", "class"])


def test_there_is_a_row_for_each_need_for_each_consumer_and_for_all(outcomes: pd.DataFrame) -> None:
    assert outcomes.index.tolist() == [
        ("chief", "alarm"), ("chief", "brief"), ("chief", ALL),
        ("command", "brief"), ("command", "chart"), ("command", ALL),
        (ALL, ALL),
    ]  # fmt: skip


def test_each_number_is_the_count_of_its_rows(deliveries: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    briefs = deliveries[(deliveries["consumer"] == "chief") & (deliveries["class"] == "brief")]
    row = outcomes.loc[("chief", "brief")]
    assert row["created"] == len(briefs)
    assert row["delivered"] == (briefs["outcome"] == "delivered").sum()
    assert row["timely"] == briefs["timely"].sum()
    assert row["in_flight"] == (briefs["outcome"] == "in_flight").sum()
    assert row["lost_overflow"] == (briefs["cause"] == "overflow").sum()
    assert row["value"] == pytest.approx(briefs["value"].sum())
    arrived = briefs[briefs["outcome"] == "delivered"]
    assert row["latency_hours"] == pytest.approx(arrived["latency_hours"].sum())
    assert row["mean_transit_hours"] == pytest.approx(arrived["transit_hours"].mean())


def test_every_delivery_has_one_outcome_and_every_loss_one_cause(outcomes: pd.DataFrame) -> None:
    assert (outcomes["created"] == outcomes["delivered"] + outcomes["lost"] + outcomes["in_flight"]).all()
    assert (outcomes[[f"lost_{cause}" for cause in CAUSES]].sum(axis=1) == outcomes["lost"]).all()
    counts = outcomes[["created", "delivered", "timely", "lost", "in_flight", "lost_no_route"]]
    assert (counts.dtypes == np.int64).all()


def test_totals_are_the_sums_of_their_rows(deliveries: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    sums = [name for name in outcomes.columns if not name.startswith("mean_")]
    parts = outcomes.drop(index=[("chief", ALL), ("command", ALL), (ALL, ALL)])
    np.testing.assert_allclose(outcomes.loc[("chief", ALL), sums], parts.loc["chief", sums].sum(), rtol=1e-12)
    np.testing.assert_allclose(outcomes.loc[(ALL, ALL), sums], parts[sums].sum(), rtol=1e-12)
    assert outcomes.loc[(ALL, ALL), "created"] == len(deliveries)


def test_the_parts_of_the_time_add_up_to_the_latency(outcomes: pd.DataFrame) -> None:
    for prefix in ("", "mean_"):
        parts = outcomes[[f"{prefix}{name}_hours" for name in COMPONENTS]].sum(axis=1, skipna=False)
        np.testing.assert_allclose(parts, outcomes[f"{prefix}latency_hours"], rtol=1e-12)


def test_a_need_without_reports_has_noughts_and_no_mean(outcomes: pd.DataFrame) -> None:
    row = outcomes.loc[("command", "chart")]
    assert row["created"] == 0
    assert row["latency_hours"] == 0.0
    assert np.isnan(row["mean_latency_hours"])


def test_a_table_of_no_deliveries_has_the_same_columns_of_the_same_types(deliveries: pd.DataFrame) -> None:
    nothing = outcome_table(mission(), deliveries.iloc[:0])
    some = outcome_table(mission(), deliveries)
    assert nothing.dtypes.equals(some.dtypes)
    assert nothing[["consumer", "class"]].equals(some[["consumer", "class"]])
    assert not nothing["created"].any()
