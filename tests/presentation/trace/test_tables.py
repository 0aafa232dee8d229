"""The life of a report as tables for a terminal."""

from stovepipe.presentation.trace.tables import trace_grids, trace_parts
from stovepipe.scenario import Scenario
from tests.presentation.trace.lives import DELIVERED, IN_FLIGHT, LATE, LOST, traced


def test_each_consumer_has_a_row_with_what_its_time_went_to_the_longest_first(scenario: Scenario) -> None:
    _, fates = trace_grids(traced(scenario, DELIVERED, LATE, LOST, IN_FLIGHT))
    assert fates.rows == [
        (
            "commander",
            "delivered in time, fidelity 50 %",
            "5 h",
            "commander",
            "work 2 h, transit 2 h, waiting 1 h",
        ),
        ("staff", "delivered late", "30 h", "staff", ""),
        ("chief", "lost: expired", "1 h 30 min", "cell", "suspended 1 h 30 min"),
        ("deputy", "in flight at the end", "", "", ""),
    ]


def test_copies_have_a_column_only_where_there_are_several(scenario: Scenario) -> None:
    events, _ = trace_grids(traced(scenario, LOST))
    assert [column.heading for column in events.columns] == ["when", "where", "what", "who"]
    assert events.rows[2] == ("2021-01-06 03:00", "cell", "finished after 2 h of work", "")


def test_what_is_printed_begins_with_which_report_and_ends_with_what_became_of_it(scenario: Scenario) -> None:
    lines = "\n".join(map(str, trace_parts(traced(scenario, LOST)))).splitlines()
    assert lines[0] == "patrols/7 in replication 3 of A cell, seed 9"
    assert lines[-1].startswith("chief      lost: expired")
