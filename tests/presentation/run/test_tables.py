import dataclasses
import io
import re
from collections.abc import Iterator, Sequence

import pandas as pd
import pytest
from rich.console import Console

from stovepipe.answers.findings.run import RunFindings
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.presentation.run.data import findings_payload
from stovepipe.presentation.run.tables import (
    commander_grid,
    delivery_grid,
    knowledge_grid,
    latency_grid,
    loss_grid,
    rapport_grid,
    request_grid,
    run_grids,
    station_grid,
    system_grid,
)
from stovepipe.presentation.run.words import queue_sentence, verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.presentation.shared.numbers import alone, cell, quantile_cell, share_said, tally
from stovepipe.scenario import Scenario
from tests.made_up import rapport_rows, run_findings, told_apart
from tests.presentation.drawn import values_of

GRIDS = (commander_grid, latency_grid, delivery_grid, loss_grid, station_grid)


def test_losses_are_listed_by_place_and_cause_with_the_shares_of_the_findings(findings: RunFindings) -> None:
    rows = loss_grid(findings).rows
    listed = [(row["lost"].value, row.key["place"], row.key["cause"]) for row in findings.losses]
    assert [(place, cause) for place, cause, _ in rows] == [(place, cause) for _, place, cause in listed]
    assert [shown.split()[0] for *_, shown in rows] == [
        cell(row["lost"], 100.0).split()[0] for row in findings.losses
    ]


def test_a_run_tells_of_stocks_only_where_there_are_any(scenario: Scenario, findings: RunFindings) -> None:
    assert "Stocks of knowledge" not in [grid.title for grid in run_grids(findings)]

    def kept(number: int) -> pd.DataFrame:
        row = {"system": "sage", "observed_hours": 100.0, "taken_in": 40.0 + number}
        return pd.DataFrame([row | {"mean_stock": 30.0 + number, "level_hours": 50.0, "mean_level": 0.5}])

    found = run_findings(scenario, systems=kept)
    [row] = system_grid(found).rows
    assert (row[0], row[1].split()[0], row[2].split()[0], row[3]) == ("sage", "50.0", "31.5", "41.5")
    assert system_grid(found).title in [grid.title for grid in run_grids(found)]
    assert findings_payload(found)["systems"][0]["taken_in_reports"]["estimate"] == 41.5


def test_every_consumer_with_all_its_classes_heads_each_of_them(findings: RunFindings) -> None:
    for grid in (latency_grid(findings), delivery_grid(findings)):
        assert [row[0] for row in grid.rows] == ["commander", "  pattern", "  warning"]


def test_a_consumer_of_one_class_heads_it_without_saying_the_same_twice(run_of_four: RunFindings) -> None:
    for grid in (latency_grid(run_of_four), delivery_grid(run_of_four)):
        shown = [(row[0], len(row) > 1) for row in grid.rows]
        assert shown == [
            ("commander", True), ("  warning", True), ("  pattern", True), ("  imagery", True),
            ("governor", False), ("  warning", True), ("all consumers", True),
        ]  # fmt: skip


def test_every_column_has_its_heading_and_its_unit(findings: RunFindings) -> None:
    def headings(grid: Grid) -> list[tuple[str, str]]:
        return [(" ".join(column.heading.split()), column.unit) for column in grid.columns]

    assert headings(commander_grid(findings)) == [
        ("", ""), ("needed", "per run"), ("read in time", "%"), ("of its classes the least", "%"),
    ]  # fmt: skip
    assert headings(latency_grid(findings)) == [
        ("", ""), ("in 6 h", "%"), ("in 24 h", "%"), ("in 72 h", "%"), ("by the end", "%"),
        ("of these half by", "h"), ("of these mean", "h"),
    ]  # fmt: skip
    assert headings(delivery_grid(findings)) == [
        ("", ""), ("needed", "per run"), ("read in time", "%"), ("lost", "%"), ("in flight", "%"),
        ("lost mainly to", "%"),
    ]  # fmt: skip
    assert headings(station_grid(findings)) == [
        ("station", ""), ("utilisation", "%"), ("waiting, mean", "copies"), ("waiting, peak", "copies"),
        ("on duty", "h"), ("visits", "per run"),
    ]  # fmt: skip


def test_each_number_stands_under_its_heading_in_its_unit(findings: RunFindings) -> None:
    [line] = [line for line in findings.deliveries if line.key["class"] == "warning"]

    def shown(grid: Grid) -> list[str]:
        return list(next(row for row in grid.rows if row[0] == "  warning"))[1:]

    assert shown(latency_grid(findings)) == [
        *(alone(line[f"delivered_within_{hours}_hours"], 100.0) for hours in (6, 24, 72)),
        cell(line["delivered"], 100.0),
        cell(line["median_latency_of_delivered_hours"]),
        alone(line["mean_latency_hours"]),
    ]
    assert shown(delivery_grid(findings))[:-1] == [
        tally(line["created"]), cell(line["timely"], 100.0), cell(line["lost"], 100.0),
        alone(line["in_flight"], 100.0),
    ]  # fmt: skip


def test_stations_come_with_the_longest_queue_first(findings: RunFindings) -> None:
    assert [row[0] for row in station_grid(findings).rows] == ["cell", "commander"]


def test_the_longest_queue_is_named_with_its_numbers(findings: RunFindings) -> None:
    sentence = queue_sentence(findings)
    assert sentence.startswith("The longest queue is at cell, where people are at work ")
    assert sentence.endswith("it is the longest in 4 of 4 replications.")


def test_the_verdict_names_the_largest_loss(findings: RunFindings) -> None:
    assert ", most of them to expired (" in verdict(findings)


def test_one_replication_says_that_it_has_no_intervals(findings_of_one: RunFindings) -> None:
    for grid in GRIDS:
        assert " to " not in str(grid(findings_of_one).rows)
    assert "One replication: no intervals." in str(commander_grid(findings_of_one))
    assert "are read in time; " in verdict(findings_of_one)


ROUGH, SKEWED, AGREED = "Fewer than 10 replications", "far from the others", "no proof that all would agree"


def cautions(findings: RunFindings) -> list[str]:
    notes = " ".join(commander_grid(findings).notes)
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
    for grid in (make(findings) for make in GRIDS):
        screen = io.StringIO()
        console = Console(file=screen, force_terminal=True, width=width, color_system=None, highlight=False)
        console.print(grid, crop=False)
        assert max(map(len, screen.getvalue().splitlines())) <= width
        cells = {word for row in grid.rows for cell in row for word in cell.split()}
        assert cells - set(screen.getvalue().split()) == set()


def test_as_plain_text_no_table_is_wider_than_100_columns(
    findings: RunFindings, run_of_four: RunFindings, findings_of_one: RunFindings
) -> None:
    for found in (findings, run_of_four, findings_of_one):
        for grid in GRIDS:
            assert [line for line in str(grid(found)).splitlines() if len(line) > 100] == []


def test_what_is_the_same_in_all_replications_has_no_interval(run_of_four: RunFindings) -> None:
    on_duty = next(row for row in station_grid(run_of_four).rows if row[0] == "cell")
    assert on_duty[4] == "200"
    assert not re.search(r"(\S+)\t\(\1 to \1\)", str([grid(run_of_four).rows for grid in GRIDS]))


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
    assert queue_sentence(empty) == "No copy ever waited at a station."
    assert verdict(empty) == "Verdict: no report that a consumer needs has occurred."
    assert [row[1:] for row in delivery_grid(empty).rows] == [("0", "-", "-", "-", "")] * 3
    assert [row[1:] for row in latency_grid(empty).rows] == [("-",) * 6] * 3
    assert [row[1:] for row in commander_grid(empty).rows] == [("0", "-", "")]
    payload = findings_payload(empty)
    assert payload["longest_queue"] is None
    assert payload["deliveries"][0]["timely_share"] == {"estimate": None, "low": None, "high": None}


def test_each_row_has_the_numbers_of_its_own_consumer_and_class(run_of_four: RunFindings) -> None:
    """Two consumers, three classes, of which something is delivered every 6, 30 and 60 minutes."""
    assert values_of(delivery_grid(run_of_four)) == [
        ["commander", 160, 52, 35, 6.25, "not_shared 18.8"],
        ["  warning", 100, 50, 35, 5, "not_shared 25.0"],
        ["  pattern", 40, 75, 15, 10, "expired 15.0"],
        ["  imagery", 20, 20, 75, 5, "untranslated 50.0"],
        ["governor"],
        ["  warning", 80, 20, 75, 0, "not_released 60.0"],
        ["all consumers", 240, 42, 48, 4.17, "not_released 20.0"],
    ]  # fmt: skip
    assert values_of(latency_grid(run_of_four)) == [
        ["commander", 47.5, 58.8, 58.8, 59, 3.7, 4.69],
        ["  warning", 60, 60, 60, 60, 3, 3],
        ["  pattern", 30, 75, 75, 75, 7.5, 7.5],
        ["  imagery", 20, 20, 20, 20, 2, 9],
        ["governor"],
        ["  warning", 25, 25, 25, 25, 1, 11],
        ["all consumers", 40, 47.5, 47.5, 48, 3, 5.8],
    ]  # fmt: skip
    assert values_of(commander_grid(run_of_four)) == [
        ["commander", 160, 52, "imagery 20.0"],
        ["governor", 80, 20, ""],
        ["all consumers", 240, 42, ""],
    ]


@pytest.fixture(scope="module")
def split(two_commanders: Scenario) -> RunFindings:
    return run_findings(two_commanders, **told_apart())


def test_what_failed_was_meant_and_was_disposed_of_have_columns_of_their_own(split: RunFindings) -> None:
    """Of 80 warnings to the governor 12 expire, and 48 are not released, which is meant."""
    assert [" ".join(column.heading.split()) for column in delivery_grid(split).columns] == [
        "", "needed", "read in time", "failed", "on purpose", "disposed of", "in flight", "ends mainly as",
    ]  # fmt: skip
    assert values_of(delivery_grid(split)) == [
        ["commander", 160, 52, 10, 18.8, 6.2, 6.25, "not_shared 18.8"],
        ["  warning", 100, 50, 10, 25, 0, 5, "not_shared 25.0"],
        ["  pattern", 40, 75, 15, 0, 0, 10, "expired 15.0"],
        ["  imagery", 20, 20, 0, 25, 50, 5, "untranslated 50.0"],
        ["governor"],
        ["  warning", 80, 20, 15, 60, 0, 0, "not_released 60.0"],
        ["all consumers", 240, 42, 11.7, 32.5, 4.2, 4.17, "not_released 20.0"],
    ]  # fmt: skip
    assert values_of(commander_grid(split))[-1] == ["all consumers", 240, 42, 11.7, 32.5, 4.2, ""]
    assert [list(row[:3]) for row in loss_grid(split).rows] == [
        ["desk -> governor", "not_released", "on purpose"],
        ["cell -> commander", "not_shared", "on purpose"],
        ["cell", "expired", ""],
    ]
    for grid in GRIDS:
        assert [line for line in str(grid(split)).splitlines() if len(line) > 100] == []


def test_each_station_is_told_with_its_own_load(run_of_four: RunFindings) -> None:
    assert values_of(station_grid(run_of_four)) == [
        ["translators", 95, 6.5, 102, 100, 602],
        ["cell", 45, 2, 101, 200, 601],
        ["commander", 25, 0.8, 103, 40, 603],
        ["desk", 60, 0.5, 100, 100, 600],
        ["governor", 10, 0.2, 104, 30, 604],
    ]


def test_where_there_are_events_the_first_table_leads_with_what_is_known_in_time(
    eventful: RunFindings,
) -> None:
    grid = commander_grid(eventful)
    assert grid.title == "Two desks on a road: what is known and read in time, by consumer"
    assert [" ".join(column.heading.split()) for column in grid.columns][1:4] == [
        "events known in time", "needed", "read in time",
    ]  # fmt: skip
    known = {row.key["consumer"]: row for row in eventful.knowledge if row.key["subject"] == ALL}
    shown = {row[0]: row[1] for row in grid.rows}
    assert shown["chief"] == cell(known["chief"]["known_in_time"], 100.0)
    assert shown["all consumers"] == cell(known[ALL]["known_in_time"], 100.0) != shown["chief"]
    assert shown["guest"] == "-", "there is nothing that it could hear of"


def test_what_is_known_is_told_by_consumer_and_subject(eventful: RunFindings) -> None:
    grid = knowledge_grid(eventful)
    assert [row[0] for row in grid.rows] == [
        "aide", "  siege", "chief", "  raid", "  siege", "all consumers",
    ]  # fmt: skip
    of = {(row.key["consumer"], row.key["subject"]): row for row in eventful.knowledge}
    raids = next(list(row) for row in grid.rows if row[0] == "  raid")
    line = of["chief", "raid"]
    assert raids[1:] == [
        tally(line["events"]), cell(line["known_in_time"], 100.0), alone(line["known"], 100.0),
        quantile_cell(line["median_hours_until_known"]), alone(line["confirmed_in_time"], 100.0),
    ]  # fmt: skip
    assert next(row for row in grid.rows if row[0] == "  siege")[-1] == "-", "nobody asks for it"
    assert [line for line in str(grid).splitlines() if len(line) > 100] == []


def test_events_without_deadlines_are_not_said_to_be_known_in_time(eventful: RunFindings) -> None:
    assert eventful.scenario is not None
    mission = eventful.scenario.mission
    topics = {name: each.model_copy(update={"known_within": None}) for name, each in mission.topics.items()}
    timeless = dataclasses.replace(eventful.scenario, mission=mission.model_copy(update={"topics": topics}))
    found = RunFindings(eventful.record, scenario=timeless)
    assert " of all events are known by the end; " in verdict(found)
    grid = commander_grid(found)
    assert "in time" not in grid.columns[1].heading
    told = "known by the end: of the events that it could hear of; they have no deadline of their own."
    assert grid.notes[0] == told
    assert commander_grid(eventful).notes[0].startswith("known in time: ")


def test_the_verdict_of_events_comes_first(eventful: RunFindings) -> None:
    known = eventful.knowledge[-1]["known_in_time"]
    assert verdict(eventful).startswith(f"Verdict: {share_said(known)} of all events are known in time; ")


def test_the_table_of_events_is_there_only_where_there_are_any(
    eventful: RunFindings, findings: RunFindings
) -> None:
    titles = [[grid.title for grid in run_grids(each)] for each in (eventful, findings)]
    assert ["What becomes known of the events" in each for each in titles] == [True, False]
    assert len(titles[0]) == len(titles[1]) + 1


def test_there_is_a_table_of_rapport_where_it_moves_and_of_no_other_channel(two_commanders: Scenario) -> None:
    def told(number: int) -> pd.DataFrame:
        more = 0.01 if number % 2 else -0.01
        return rapport_rows(
            number,
            ("cell -> commander", True, 0.9, 0.5 + more, 0.7, 30, 4 + number, 2),
            ("desk -> governor", False, 0.1, 0.2, 0.15, 0, 0, 0),
        )

    findings = run_findings(two_commanders, rapport=told)
    grid = rapport_grid(findings)
    assert [each.title for each in run_grids(findings)].count(grid.title) == 1
    assert [row[0] for row in grid.rows] == ["cell -> commander"]
    [(_, first, mean, last, useful, useless, stopped)] = grid.rows
    assert [each.split()[0] for each in (first, mean, last)] == ["90.0", "70.0", "50.0"]
    assert all(
        row[name].high <= 1.0 for row in findings.rapport for name in ("first_rapport", "last_rapport")
    )
    counts = ("useful", "useless", "stopped_short")
    assert (useful, useless, stopped) == tuple(tally(findings.rapport[0][name]) for name in counts)
    assert (useful.split()[0], stopped.split()[0]) == ("30", "2")
    means = [row["mean_rapport"]["estimate"] for row in findings_payload(findings)["rapport"]]
    assert means == pytest.approx([0.7, 0.15])


def test_where_no_rapport_moves_there_is_no_table_of_it(run_of_four: RunFindings) -> None:
    assert "Rapport that moves, by channel" not in [grid.title for grid in run_grids(run_of_four)]


def test_there_is_a_table_of_requests_where_anybody_asks_and_nowhere_else(
    asking: RunFindings, findings: RunFindings
) -> None:
    title = "What is asked of the sources, and answered"
    assert [grid.title for grid in run_grids(asking)].count(title) == 1
    assert title not in [grid.title for grid in run_grids(findings)]
    [head, row] = request_grid(asking).rows
    assert (head, row[0]) == (("chief",), "  alarm")
    found = next(each for each in asking.requests if each.key["class"] == "alarm")
    assert row[1:] == (
        tally(found["asked"]),
        cell(found["answered_in_time"], 100.0),
        alone(found["answered"], 100.0),
        alone(found["unanswered"], 100.0),
        alone(found["mean_round_trip_hours"], 1.0),
    )
    assert 0 < found["answered_in_time"].value < found["answered"].value < 1
