"""The life of a report for other programs."""

import json
import math

import pandas as pd
import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.presentation.trace.data import trace_payload, trace_tables
from stovepipe.scenario import Scenario
from stovepipe.study.running.trace import trace
from tests.presentation.trace.lives import DELIVERED, IN_FLIGHT, LATE, LOST, traced


def test_the_events_are_tabled_in_order_with_posts_and_tours_from_0(scenario: Scenario) -> None:
    table = trace_tables(traced(scenario, LOST))["events"]
    assert table["kind"].tolist() == ["occurred", "began", "finished"]
    assert table["at"].tolist() == [pd.Timestamp(f"2021-01-06 0{hour}:00") for hour in (0, 1, 3)]
    assert table["others"].tolist() == [0, 0, 2]
    began = table.iloc[1]
    assert began[["group", "post", "shift", "tour"]].tolist() == ["analysts", 1, "night", 3]
    assert (began["since"], began["proficiency"]) == (pd.Timestamp("2021-01-04"), 0.75)
    assert (began["waited_hours"], table["lasted_hours"].iloc[2]) == (1, 2)
    assert pd.isna(table["since"].iloc[0])


def test_the_deliveries_have_a_row_for_each_consumer(scenario: Scenario) -> None:
    table = trace_tables(traced(scenario, DELIVERED, LATE, LOST, IN_FLIGHT))["deliveries"].set_index(
        "consumer"
    )
    assert table["outcome"].tolist() == ["delivered", "delivered", "lost", "in_flight"]
    assert table["timely"].tolist() == [True, False, None, None]
    assert table["hours"].tolist()[:3] == [5, 30, 1.5]
    assert table.loc["commander", ["waiting_hours", "work_hours", "transit_hours"]].tolist() == [1, 2, 2]
    assert table.loc["chief", ["cause", "where", "suspended_hours"]].tolist() == ["expired", "cell", 1.5]
    assert table["counts"].tolist() == [False, True, True, True]
    assert table.loc["deputy", ["decided", "hours", "waiting_hours", "fidelity"]].isna().all()


@pytest.mark.parametrize("table", ["events", "deliveries"])
def test_a_table_has_its_columns_even_if_it_has_no_rows(scenario: Scenario, table: str) -> None:
    full, empty = (trace_tables(traced(scenario, *fates))[table] for fates in ((LOST,), ()))
    assert full.columns.tolist() == empty.columns.tolist()


def test_json_says_null_for_what_does_not_apply(scenario: Scenario) -> None:
    payload = json.loads(json.dumps(trace_payload(traced(scenario, LOST, IN_FLIGHT)), allow_nan=False))
    assert (payload["report"], payload["language"]) == ("patrols/7", None)
    assert (payload["occurred"], payload["deadline"]) == ("2021-01-06T00:00:00", "2021-01-07T00:00:00")
    lost, in_flight = payload["deliveries"]
    assert (lost["cause"], lost["decided"], lost["hours"]) == ("expired", "2021-01-06T01:30:00", 1.5)
    assert {in_flight[key] for key in ("cause", "decided", "hours", "where", "work_hours")} == {None}
    assert payload["events"][1]["who"] == {
        "group": "analysts", "post": 1, "shift": "night", "tour": 3, "since": "2021-01-04T00:00:00",
        "proficiency": 0.75, "on_call": False,
    }  # fmt: skip


def test_the_parts_of_a_life_that_was_run_add_up_and_hurdles_say_what_they_answered(
    scenario: Scenario,
) -> None:
    payload = trace_payload(trace(compile_network(scenario), find="delivered"))
    (delivery,) = payload["deliveries"]
    parts = ("waiting", "work", "suspended", "batching", "transit", "hurdles")
    assert math.isclose(sum(delivery[f"{part}_hours"] for part in parts), delivery["hours"])
    hurdles = [event["hurdle"] for event in payload["events"] if "hurdle" in event]
    assert [(each["name"], each["probability"], each["answer"]) for each in hurdles] == [
        ("reluctance", 0.1, "passed")
    ]
