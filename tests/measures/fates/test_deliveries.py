"""The table of deliveries: names, times, parts, value."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.measures.fates.deliveries import (
    COMPONENTS,
    delivery_incidence,
    delivery_incidences,
    delivery_table,
    select,
)
from stovepipe.network.records import EXPIRED
from stovepipe.trajectory import DeliveryOutcome, Trajectory
from tests.measures.build import H, network, reports, station, trajectory

CELL, CHIEF, COMMAND = range(3)
WARNING, PATTERN = range(2)


@pytest.fixture
def two_consumers() -> Trajectory:
    """Warnings (half-life 4 h) go to both consumers, patterns (no half-life) to one; the first is warm-up."""
    of = network(
        [station("cell"), station("chief", needs=0b01), station("command", needs=0b11)],
        classes=[("warning", 4.0 * H), ("pattern", None)],
        written_at=[CELL, CELL],
        horizon=50 * H,
        counted_from=10 * H,
        causes=["withheld"],
    )
    occurred = reports(
        [5 * H, 10 * H, 12 * H, 40 * H],
        streams=[0, 0, 3, 2],
        deadlines=[9 * H, 14 * H, 100 * H, 100 * H],
        classes=2,
    )
    withheld = of.causes.index("withheld")
    delivered, lost, in_flight = DeliveryOutcome.DELIVERED, DeliveryOutcome.LOST, DeliveryOutcome.IN_FLIGHT
    rows = [
        {"report": 0, "consumer": CHIEF, "outcome": delivered, "decided": 6 * H, "work": H, "fidelity": 1.0},
        {"report": 0, "consumer": COMMAND, "outcome": lost, "cause": EXPIRED, "decided": 9 * H, "waiting": 4 *
        H}, {
            "report": 1, "consumer": CHIEF, "outcome": delivered, "decided": 14 * H, "waiting": 2 * H, "work":
            H, "transit": H - 1, "hurdles": 1, "fidelity": 0.5,
        },
        {
            "report": 1, "consumer": COMMAND, "outcome": delivered, "decided": 14 * H + 1, "suspended": 3 * H,
            "batching": H + 1, "fidelity": 1.0,
        },
        {"report": 2, "consumer": COMMAND, "outcome": delivered, "decided": 36 * H, "work": 24 * H,
        "fidelity": 0.8}, {"report": 3, "consumer": CHIEF, "outcome": lost, "cause": withheld, "decided": 40 *
        H}, {"report": 3, "consumer": COMMAND, "outcome": in_flight},
    ]  # fmt: skip
    return trajectory(of, occurred, deliveries=rows)


def test_only_reports_from_the_start_of_the_mission_count(two_consumers: Trajectory) -> None:
    assert delivery_table(two_consumers)["report"].tolist() == [1, 1, 2, 3, 3]


def test_ranks_become_names(two_consumers: Trajectory) -> None:
    table = delivery_table(two_consumers)
    assert table["consumer"].tolist() == ["chief", "command", "command", "chief", "command"]
    assert table["class"].tolist() == ["warning", "warning", "pattern", "warning", "warning"]
    assert table["source"].tolist() == ["source_0", "source_0", "source_1", "source_1", "source_1"]
    assert table["outcome"].tolist() == ["delivered", "delivered", "delivered", "lost", "in_flight"]
    assert table["cause"].dropna().to_dict() == {3: "withheld"}
    assert all(
        table[name].dtype == "category" for name in ("consumer", "class", "source", "outcome", "cause")
    )


def test_a_delivery_at_the_deadline_is_timely_and_a_tick_later_is_not(two_consumers: Trajectory) -> None:
    assert delivery_table(two_consumers)["timely"].tolist() == [True, False, True, False, False]


def test_latency_is_that_of_what_was_delivered(two_consumers: Trajectory) -> None:
    latency = delivery_table(two_consumers)["latency_hours"]
    assert latency[:3].tolist() == [4.0, pytest.approx(4.0, abs=1e-9), 24.0]
    assert latency[3:].isna().all()


def test_the_parts_add_up_to_the_age_exactly(two_consumers: Trajectory) -> None:
    table = delivery_table(two_consumers)
    decided = table[table["outcome"] != "in_flight"]
    assert (
        decided[[f"{name}_ticks" for name in COMPONENTS]].sum(axis=1).tolist()
        == decided["age_ticks"].tolist()
    )
    assert table["transit_hours"][0] == (H - 1) / H
    assert table["waiting_hours"][3] == 0.0
    assert np.isnan(table["waiting_hours"][4])


def test_what_is_in_flight_has_its_age_at_the_horizon(two_consumers: Trajectory) -> None:
    assert delivery_table(two_consumers)["age_ticks"].tolist()[-1] == 10 * H


def test_value_halves_with_each_half_life_and_what_has_none_keeps_its_fidelity(
    two_consumers: Trajectory,
) -> None:
    """Delivered after one half-life (fidelity 0.5; 1), and without a half-life; lost; in flight."""
    value = delivery_table(two_consumers)["value"]
    assert value.tolist() == [0.25, pytest.approx(0.5, rel=1e-9), 0.8, 0.0, 0.0]


def test_selecting_by_consumer_and_class(two_consumers: Trajectory) -> None:
    table = delivery_table(two_consumers)
    assert select(table, "command").index.tolist() == [1, 2, 4]
    assert select(table, report_class="pattern").index.tolist() == [2]
    assert select(table, "command", "warning").index.tolist() == [1, 4]


def test_the_incidence_of_deliveries_counts_each_outcome(two_consumers: Trajectory) -> None:
    """Of five, one is lost at once, two arrive after 4 h, one after 24 h; one is censored at 10 h."""
    curves = delivery_incidence(delivery_table(two_consumers))
    assert curves.outcomes == ("delivered", *two_consumers.network.causes)
    assert curves.at([0, 4 * H + 1, 24 * H]) == pytest.approx([0.0, 0.4, 0.8])
    assert curves.at([0, 24 * H], "withheld") == pytest.approx([0.2, 0.2])
    to_chief = delivery_incidence(delivery_table(two_consumers), consumer="chief")
    assert to_chief.at([4 * H]).tolist() == [0.5]


def test_a_replication_without_reports_has_an_empty_table() -> None:
    of = network([station("cell", needs=1)])
    table = delivery_table(trajectory(of, reports([])))
    assert table.empty
    assert delivery_incidence(table).count == 0


def test_many_incidences_at_once_are_those_asked_for_one_by_one(two_consumers: Trajectory) -> None:
    """Also of consumers and classes that are not there, and of a table that is empty."""
    everything = delivery_table(two_consumers)
    consumers = [None, *everything["consumer"].cat.categories, "nobody"]
    classes = [None, *everything["class"].cat.categories, "nothing"]
    asked = [(consumer, report_class) for consumer in consumers for report_class in classes]
    for table in (everything, everything.iloc[:0]):
        for pair, found in zip(asked, delivery_incidences(table, asked), strict=True):
            alone = delivery_incidence(table, *pair)
            assert found.outcomes == alone.outcomes
            assert found.ages.tolist() == alone.ages.tolist()
            assert found.censored.tolist() == alone.censored.tolist()
            for outcome in found.outcomes:
                assert found.curve(outcome)[1].tolist() == alone.curve(outcome)[1].tolist()
