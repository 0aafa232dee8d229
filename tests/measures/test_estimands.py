"""The page of estimands names every number there is, and its formulas are those of the code."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from stovepipe.measures.catalogue import KINDS, MEASURES
from stovepipe.measures.fates.deliveries import delivery_table
from stovepipe.measures.fates.outcomes import ALL, outcome_table
from stovepipe.measures.tables import TABLES, Making
from stovepipe.network.records import EXPIRED, Network
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import Reading, read
from stovepipe.terms import CauseKind
from stovepipe.trajectory import DeliveryOutcome, Trajectory
from tests.measures.build import H, network, reports, station, trajectory
from tests.measures.story import tell

PAGE = (Path(__file__).parents[2] / "docs" / "background" / "estimands.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(\w+)`", PAGE))
NAMES = {
    "report", "consumer", "class", "source", "station", "stage", "channel", "sender", "recipient", "hurdle",
    "group",
    "asker",
}  # fmt: skip
"""Columns that name what a row is about."""


def test_every_measure_and_every_kind_of_outcome_is_on_the_page() -> None:
    assert {measure.name for measure in MEASURES} - NAMED == set()
    assert KINDS.keys() - NAMED == set()


def test_every_number_of_every_table_is_on_the_page() -> None:
    making = Making(tell())
    shown = {name: table.make(making) for name, table in TABLES.items() if table.keep != "trajectory"}
    for name, table in shown.items():
        ends = r"(lost|disposed|unanswered)_\w+$"
        columns = {re.sub(ends, r"\1_CAUSE", str(column)) for column in table} - NAMES
        assert columns - NAMED == set(), name


def test_the_page_names_nothing_that_is_not_there() -> None:
    """Its tables have names of measures in the first column, and kinds of outcomes in the second."""
    names, kinds = set(), set()
    for row in re.findall(r"^\| (`.*)$", PAGE, re.MULTILINE):
        cells = row.split(" | ")
        if len(cells) >= 4 and "first table" not in cells[0]:
            names |= set(re.findall(r"`(\w+)`", cells[0]))
            kinds |= set(re.findall(r"`(\w+)`", cells[1]))
    ends = {f"{of}{end}_CAUSE" for of in ("", "known_", "confirmed_") for end in ("lost", "disposed")}
    assert names - {measure.name for measure in MEASURES} <= ends | {"unanswered_CAUSE"}
    assert kinds - KINDS.keys() == {"within", "to", "as"}, "options of a kind"


# --- a story of two consumers that can be counted on paper ----------------------------------------

CHIEF, COMMAND = 1, 2
HORIZON, DEADLINE = 100, 20
MADE, LOST, OPEN = DeliveryOutcome.DELIVERED, DeliveryOutcome.LOST, DeliveryOutcome.IN_FLIGHT
TOLD = [
    # hour of occurrence, class (0 warning, 1 pattern), consumer, how it ended, at which age in ticks
    (0, 0, CHIEF, MADE, 6 * H),  # to the tick within 6 hours
    (0, 0, COMMAND, MADE, 6 * H + 1),  # a tick too late for that
    (10, 0, CHIEF, MADE, DEADLINE * H),  # to the tick in time
    (10, 0, COMMAND, MADE, DEADLINE * H + 1),  # late, and not lost
    (20, 1, COMMAND, LOST, 5 * H),
    (30, 1, COMMAND, MADE, 60 * H),
    (76, 1, COMMAND, OPEN, 0),  # watched for ages below 24 hours
    (94, 1, COMMAND, MADE, 3 * H),  # watched for ages below 6 hours
    (99, 1, COMMAND, OPEN, 0),
]


def mission(**of_kind: CauseKind) -> Network:
    stations = [station("cell"), station("chief", needs=0b01), station("command", needs=0b11)]
    return network(
        stations, classes=[("warning", 10.0 * H), ("pattern", None)], horizon=HORIZON * H, of_kind=of_kind
    )


@pytest.fixture(scope="module")
def told() -> Trajectory:
    return tell_of(mission())


def tell_of(of: Network) -> Trajectory:
    at = sorted({(hour, klass) for hour, klass, *_ in TOLD})
    occurred = [hour * H for hour, _ in at]
    deadlines = [(hour + DEADLINE) * H for hour, _ in at]
    rows = [
        {
            "report": at.index((hour, klass)), "consumer": consumer, "outcome": end, "work": age,
            "cause": EXPIRED if end is LOST else -1, "decided": -1 if end is OPEN else hour * H + age,
            "fidelity": 1.0,
        }
        for hour, klass, consumer, end, age in TOLD
    ]  # fmt: skip
    return trajectory(
        of, reports(occurred, [klass for _, klass in at], deadlines, classes=2), deliveries=rows
    )


def tables_of(of: Network) -> dict[str, pd.DataFrame]:
    deliveries = delivery_table(tell_of(of))
    return {"deliveries": deliveries, "outcomes": outcome_table(of, deliveries)}


@pytest.fixture(scope="module")
def tables(told: Trajectory) -> dict[str, pd.DataFrame]:
    deliveries = delivery_table(told)
    return {"deliveries": deliveries, "outcomes": outcome_table(mission(), deliveries)}


def total(tables: dict[str, pd.DataFrame]) -> pd.Series:
    outcomes = tables["outcomes"]
    return outcomes[(outcomes["consumer"] == ALL) & (outcomes["class"] == ALL)].iloc[0]


def test_each_number_of_the_story_is_that_of_the_page(tables: dict[str, pd.DataFrame]) -> None:
    row = total(tables)
    assert row["created"] == len(TOLD)
    assert row[["delivered", "lost", "in_flight"]].tolist() == [6, 1, 2]
    assert row["timely"] == 4, "two by 6 hours, one to the tick of its deadline, one by 3 hours"
    assert row["watched_for_6_hours"] == 7, "what occurred at 94 is watched for ages below 6 hours"
    assert row["delivered_within_6_hours"] == 1
    assert row["watched_for_24_hours"] == 6, "what occurred at 76 is not watched to 24 hours"
    assert row["delivered_within_24_hours"] == 4
    assert row["watched_for_72_hours"] == 5
    assert row["delivered_within_72_hours"] == 4
    assert row["latency_hours"] == pytest.approx(6 + 6 + 20 + 20 + 60 + 3)
    assert row["value"] == pytest.approx(2 * 2**-0.6 + 2 * 2**-2.0 + 1 + 1, rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "said", "share"),
    [
        ("delivered", {}, Fraction(6, 9)),
        ("timely", {"consumer": "chief"}, Fraction(2, 2)),
        ("lost", {"class": "pattern"}, Fraction(1, 5)),
        ("delivered", {"within": "6 h"}, Fraction(1, 7)),
        ("delivered", {"within": "5.999999 h"}, Fraction(1, 8)),
        ("delivered", {"within": "3 h", "class": "pattern"}, Fraction(1, 4)),
        ("delivered", {"within": "99 h"}, Fraction(2, 2)),
        (
            "timely",
            {"weights": {"classes": {"warning": 5}, "consumers": {"chief": 2}}},
            Fraction(10 + 5 + 10 + 1, 35),
        ),
        ("delivered", {"within": "6 h", "weights": {"consumers": {"chief": 3}}}, Fraction(3, 3 + 3 + 2 + 3)),
        ("mean_latency_of_delivered", {"class": "pattern"}, Fraction(63, 2)),
    ],
)
def test_each_outcome_of_the_story_is_that_of_the_page(
    tables: dict[str, pd.DataFrame], kind: str, said: dict[str, object], share: Fraction
) -> None:
    assert read(outcome(kind, said), tables).value == pytest.approx(float(share))


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("failure", {"lost": 1, "failed": 1, "lost_expired": 1}),
        ("meant", {"lost": 1, "meant": 1, "lost_expired": 1}),
        ("disposition", {"disposed": 1, "disposed_expired": 1}),
    ],
)
def test_one_delivery_ends_as_the_kind_of_its_cause_says(kind: CauseKind, ends: dict[str, int]) -> None:
    """Of nine deliveries six are made and two are in flight, whatever the ninth is called."""
    tables = tables_of(mission(expired=kind))
    row = total(tables)
    counted = {name: row[name] for name in row.index if name.startswith(("lost", "disposed")) and row[name]}
    counted |= {name: row[name] for name in ("failed", "meant") if row[name]}
    assert counted == ends
    assert row[["created", "delivered", "timely", "in_flight"]].tolist() == [9, 6, 4, 2]
    for name in ("lost", "failed", "meant", "disposed"):
        assert reading(tables, name, {}).value == pytest.approx(ends.get(name, 0) / 9)
    assert reading(tables, "lost", {"to": "expired"}).value == pytest.approx(ends.get("lost", 0) / 9)
    assert reading(tables, "disposed", {"as": "expired"}).value == pytest.approx(ends.get("disposed", 0) / 9)
    assert tables["deliveries"]["meant"].sum() == ends.get("meant", 0)


def test_what_is_disposed_of_never_arrives_and_stays_in_every_denominator() -> None:
    as_loss, as_disposal = (tables_of(mission(expired=kind)) for kind in ("failure", "disposition"))
    for kind, said in (
        ("timely", {}),
        ("delivered", {"within": "3 h"}),
        ("value", {}),
        ("mean_latency_of_delivered", {}),
    ):
        assert reading(as_disposal, kind, said).value == reading(as_loss, kind, said).value
    curves = [reading(each, "latency", "median").incidence for each in (as_loss, as_disposal)]
    assert curves[0] is not None
    assert curves[1] is not None
    assert curves[0].count == curves[1].count == 9
    assert curves[0].quantile(0.5) == curves[1].quantile(0.5)


def reading(tables: dict[str, pd.DataFrame], kind: str, said: object) -> Reading:
    return read(outcome(kind, said), tables)


def test_medians_of_all_and_of_what_arrives_are_those_of_the_page(tables: dict[str, pd.DataFrame]) -> None:
    """Six of nine arrive, at 3, 6, 6 and a tick, 20, 20 and a tick, and 60 hours."""
    arriving = reading(tables, "latency_of_delivered", "median").incidence
    assert arriving is not None
    assert arriving.quantile(0.5) == 6 * H + 1
    of_all = reading(tables, "latency", "median").incidence
    assert of_all is not None
    assert of_all.quantile(0.5) == 20 * H, "3/8 by 6 hours, 5/8 of one in six more at each of the 20 hours"
    assert of_all.count == len(TOLD)


def test_a_rare_class_of_which_nothing_arrives_has_no_latency_and_a_share_of_nought(
    tables: dict[str, pd.DataFrame],
) -> None:
    deliveries = tables["deliveries"]
    alone = deliveries[deliveries["outcome"] == "lost"]
    rare = {"deliveries": alone, "outcomes": outcome_table(mission(), alone)}
    assert reading(rare, "delivered", {}).value == 0.0
    assert pd.isna(reading(rare, "mean_latency_of_delivered", {}).value)
    assert reading(rare, "delivered", {"within": "80 h"}).denominator == 0.0
    assert pd.isna(reading(rare, "delivered", {"within": "80 h"}).value)
    assert pd.isna(total(rare)["mean_latency_hours"])
