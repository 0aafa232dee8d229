import dataclasses
import io
from collections.abc import Iterator, Sequence

import pandas as pd
import pytest
from rich.console import Console

from stovepipe.answers.run_findings import RunFindings
from stovepipe.presentation.run.data import findings_payload
from stovepipe.presentation.run.tables import delivery_grid, loss_grid, station_grid
from stovepipe.presentation.run.words import bottleneck_sentence, verdict
from stovepipe.presentation.shared.numbers import cell, quantile_cell
from tests.presentation.drawn import values_of


def test_losses_are_listed_by_place_and_cause_with_the_shares_of_the_findings(findings: RunFindings) -> None:
    rows = loss_grid(findings).rows
    listed = [(row["lost"].value, row.key["place"], row.key["cause"]) for row in findings.losses]
    assert [(place, cause) for place, cause, _ in rows] == [(place, cause) for _, place, cause in listed]
    assert [shown.split()[0] for *_, shown in rows] == [
        cell(row["lost"], 100.0).split()[0] for row in findings.losses
    ]


def test_every_consumer_heads_its_classes(findings: RunFindings) -> None:
    labels = [row[0] for row in delivery_grid(findings).rows]
    assert labels == ["commander", "  pattern", "  warning", "  all classes"]


def test_the_columns_are_those_of_the_measures_that_have_a_heading(findings: RunFindings) -> None:
    assert [(column.heading, column.unit) for column in delivery_grid(findings).columns] == [
        ("", ""), ("created", "per run"), ("delivered", "%"), ("timely", "%"), ("lost", "%"),
        ("in flight", "%"), ("median", "h"), ("90 % by", "h"), ("lost mainly to", "%"),
    ]  # fmt: skip
    assert [(column.heading, column.unit) for column in station_grid(findings).columns] == [
        ("station", ""), ("stage", ""), ("utilisation", "%"), ("waiting, mean", "copies"),
        ("waiting, peak", "copies"), ("on duty", "person-hours"), ("visits", "per run"),
    ]  # fmt: skip


def test_each_number_stands_under_its_heading_in_its_unit(findings: RunFindings) -> None:
    warnings = next(row for row in delivery_grid(findings).rows if row[0] == "  warning")
    [line] = [line for line in findings.deliveries if line.key["class"] == "warning"]
    names = ["created", "delivered", "timely", "lost", "in_flight", "median_hours", "p90_hours"]
    factors = [1.0, 100.0, 100.0, 100.0, 100.0, 1.0, 1.0]
    assert list(warnings[1:-1]) == [
        quantile_cell(line[name], factor) for name, factor in zip(names, factors, strict=True)
    ]


def test_stations_come_with_the_longest_queue_first(findings: RunFindings) -> None:
    assert [row[0] for row in station_grid(findings).rows] == ["cell", "commander"]


def test_the_bottleneck_is_named_with_its_numbers(findings: RunFindings) -> None:
    sentence = bottleneck_sentence(findings)
    assert sentence.startswith("Bottleneck: cell, where people are at work ")
    assert sentence.endswith("it has the longest queue in 4 of 4 replications.")


def test_the_verdict_names_the_largest_loss(findings: RunFindings) -> None:
    assert ", most of them to expired (" in verdict(findings)


def test_one_replication_says_that_it_has_no_intervals(findings_of_one: RunFindings) -> None:
    grid = delivery_grid(findings_of_one)
    assert " to " not in str(grid.rows)
    assert "One replication: no intervals." in str(grid)
    assert "arrive in time; " in verdict(findings_of_one)


ROUGH, SKEWED, AGREED = "Fewer than 10 replications", "far from the others", "Where all replications agree"


def cautions(findings: RunFindings) -> list[str]:
    notes = " ".join(delivery_grid(findings).notes)
    return [each for each in (ROUGH, SKEWED, AGREED) if each in notes]


def in_flight(findings: RunFindings, counts: list[int]) -> RunFindings:
    """As many replications, each with so many deliveries of a hundred in flight and half of all lost."""

    def told(name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
        for number in numbers:
            table = next(iter(findings.record.each(name))).drop(columns="replication")
            if name == "outcomes":
                table["created"], table["in_flight"] = 100, counts[number]
                table["lost"] = table["timely"] = 50 - (number % 2)
                table["delivered"] = 100 - table["lost"] - table["in_flight"]
            yield table

    return RunFindings(dataclasses.replace(findings.record, numbers=tuple(range(len(counts))), _load=told))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([3], []),
        ([1, 3, 2, 4, 3, 2, 1, 2, 4], [ROUGH]),
        ([1, 3, 2, 4, 3, 2, 1, 2, 4, 2], []),
        ([0, 0, 0, 0, 9, 0, 0, 0, 0, 0], [SKEWED]),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [AGREED]),
        ([0, 0, 0], [ROUGH, AGREED]),
    ],
)
def test_intervals_of_shares_that_rest_on_little_are_said_to(
    findings: RunFindings, counts: list[int], said: list[str]
) -> None:
    assert cautions(in_flight(findings, counts)) == said


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_fit_a_terminal_with_every_number_in_them(findings: RunFindings, width: int) -> None:
    for grid in (delivery_grid(findings), station_grid(findings)):
        screen = io.StringIO()
        console = Console(file=screen, force_terminal=True, width=width, color_system=None, highlight=False)
        console.print(grid, crop=False)
        assert max(map(len, screen.getvalue().splitlines())) <= width
        cells = {word for row in grid.rows for cell in row for word in cell.split()}
        assert cells - set(screen.getvalue().split()) == set()


def nothing(findings: RunFindings) -> RunFindings:
    """The same run, in which nothing occurred."""

    def emptied(name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
        for number in numbers:
            whole = next(each for each in findings.record.each(name) if (each["replication"] == number).all())
            table = whole.drop(columns="replication")
            if name == "deliveries":
                yield table.head(0)
                continue
            table[list(table.select_dtypes("number"))] = 0
            yield table

    return RunFindings(dataclasses.replace(findings.record, _load=emptied))


def test_a_mission_in_which_nothing_occurs_is_no_error(findings: RunFindings) -> None:
    empty = nothing(findings)
    assert bottleneck_sentence(empty) == "Bottleneck: none. No copy ever waited at a station."
    assert verdict(empty) == "Verdict: no report that a consumer needs has occurred."
    assert [row[:2] for row in delivery_grid(empty).rows[1:3]] == [("  pattern", "0"), ("  warning", "0")]
    payload = findings_payload(empty)
    assert payload["bottleneck"] is None
    assert payload["deliveries"][0]["timely_share"] == {"estimate": None, "low": None, "high": None}


def test_each_row_has_the_numbers_of_its_own_consumer_and_class(run_of_four: RunFindings) -> None:
    """Two consumers, three classes: the rows of all classes only where there are several."""
    never = "not reached"
    assert values_of(delivery_grid(run_of_four)) == [
        ["commander"],
        ["  warning", 100, 60, 50, 35, 5, 5, never, "not_shared 25.0, expired 10.0"],
        ["  pattern", 40, 75, 75, 15, 10, 10, never, "expired 15.0"],
        ["  imagery", 20, 20, 20, 75, 5, never, never, "untranslated 50.0, not_shared 25.0"],
        ["  all classes", 160, 59, 52, 35, 6.25, 8, never,
         "not_shared 18.8, expired 10.0, untranslated 6.2"],
        ["governor"],
        ["  warning", 80, 25, 20, 75, 0, never, never, "not_released 60.0, expired 15.0"],
        ["all consumers", 240, 48, 42, 48, 4.17, never, never,
         "not_released 20.0, not_shared 12.5, expired 11.7"],
    ]  # fmt: skip


def test_each_station_is_told_with_its_stage_and_its_own_load(run_of_four: RunFindings) -> None:
    assert values_of(station_grid(run_of_four)) == [
        ["translators", "translation", 95, 6.5, 102, 100, 602],
        ["cell", "analysis", 45, 2, 101, 200, 601],
        ["commander", "command", 25, 0.8, 103, 40, 603],
        ["desk", "collection", 60, 0.5, 100, 100, 600],
        ["governor", "command", 10, 0.2, 104, 30, 604],
    ]
