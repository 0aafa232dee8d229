"""How the life of a report is told."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest

import stovepipe
from stovepipe.measures.life.events import EventKind
from stovepipe.network.compiler import compile_network
from stovepipe.results.trace import Trace
from stovepipe.scenario import Scenario, load
from stovepipe.study.running.job import kept_tables
from stovepipe.study.running.trace import trace

MINUSMA = Path(__file__).parents[2] / "configs" / "minusma" / "mission.yaml"


@pytest.fixture(scope="module")
def delivered(scenario: Scenario) -> Trace:
    return stovepipe.trace(scenario, find="delivered")


def test_it_begins_with_which_report_and_ends_with_what_became_of_it(delivered: Trace) -> None:
    lines = str(delivered).splitlines()
    life = delivered.life
    assert lines[0] == f"{life.source}/{life.number} in replication 0 of A cell, seed 1"
    assert lines[1].startswith(f"{life.report_class}, ROUTINE; occurred 2021-01-")
    assert lines[-1].startswith("commander  delivered in time")
    assert "waiting" in lines[-1] or "work" in lines[-1]


def test_an_arrival_is_told_once_with_the_transit_before_it(delivered: Trace) -> None:
    assert str(delivered).count("arrives after 30 min in transit") == 1
    assert [event.kind for event in delivered.life.events].count(EventKind.CROSSED) == 1


def test_who_holds_it_is_told_from_1_and_tabled_from_0(delivered: Trace) -> None:
    began = next(event for event in delivered.life.events if event.who is not None)
    assert began.who is not None
    assert f"analysts {began.who.post + 1} of 2, tour {began.who.tour + 1}, since" in str(delivered)
    row = delivered.table().query("kind == 'began'").iloc[0]
    assert (row["group"], row["post"], row["tour"]) == ("analysts", began.who.post, began.who.tour)


def test_the_table_has_one_row_for_each_event_in_order_of_time(delivered: Trace) -> None:
    table = delivered.table()
    assert len(table) == len(delivered.life.events)
    assert table["at"].is_monotonic_increasing
    assert table["at"].iloc[0] == pd.Timestamp("2021-01-04") + pd.Timedelta(
        microseconds=delivered.life.occurred
    )


def test_its_deliveries_are_those_of_a_run_with_the_same_seed(scenario: Scenario) -> None:
    """What is traced is what was counted: replication 2 under seed 5 of `run` and of `trace`."""
    network = compile_network(scenario)
    table = kept_tables(network, 5, 2)["deliveries"]
    mine = table[table["source"] == "patrols"].reset_index(drop=True)
    for number in (1, 7, 40):
        (fate,) = trace(network, f"patrols/{number}", replication=2, seed=5).life.fates
        row = mine.iloc[number - 1]
        assert (row["outcome"], row["consumer"]) == (fate.outcome, fate.consumer)
        assert sum(fate.parts) == (0 if fate.outcome == "in_flight" else row["age_ticks"])


def test_the_payload_is_json_without_numbers_that_are_none(delivered: Trace) -> None:
    payload = json.loads(json.dumps(delivered.payload(), allow_nan=False))
    assert payload["report"] == f"patrols/{delivered.life.number}"
    assert payload["language"] is None
    (delivery,) = payload["deliveries"]
    parts = ("waiting", "work", "suspended", "batching", "transit", "hurdles")
    assert math.isclose(sum(delivery[f"{part}_hours"] for part in parts), delivery["hours"])
    hurdles = [event["hurdle"] for event in payload["events"] if "hurdle" in event]
    assert [(each["name"], each["probability"], each["answer"]) for each in hurdles] == [
        ("reluctance", 0.1, "passed")
    ]


def test_what_is_found_has_the_fate_that_was_asked_for(scenario: Scenario) -> None:
    stopped = stovepipe.trace(scenario, find="lost:not_shared")
    assert "reluctance (10 %): stopped, not_shared" in str(stopped)
    assert stopped.life.fates[0].cause == "not_shared"
    expired = stovepipe.trace(scenario, find="lost:expired")
    assert "expires after waiting" in str(expired)
    in_flight = stovepipe.trace(scenario, find="in_flight")
    assert "in flight at the end" in str(in_flight)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"report": "patrol/1"}, 'there is no source "patrol"; did you mean "patrols"?'),
        ({"report": "patrols"}, "which report of patrols? write patrols/1"),
        ({"report": "patrols/0"}, '"0" is not the number of a report'),
        ({"report": "patrols/1.5"}, '"1.5" is not the number of a report'),
        ({"report": "patrols/²"}, '"²" is not the number of a report'),
        ({"report": "patrols/99999"}, "patrols has 1"),
        ({}, "name a report (SOURCE/N) or a fate"),
        ({"report": "patrols/1", "find": "late"}, "one of the two"),
        ({"find": "lately"}, 'there is no fate "lately"; did you mean "late"?'),
        ({"find": "lost:stranded"}, "no delivery is lost:stranded in replication 0 (seed 1); there is"),
        ({"report": "patrols/1", "replication": 1 << 40}, "replications are numbered from 0"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(scenario: Scenario, asked: dict[str, str], said: str) -> None:
    with pytest.raises(LookupError) as refused:
        stovepipe.trace(scenario, **asked)
    assert said in str(refused.value)


@pytest.mark.parametrize("asked", [{"report": 17}, {"find": 1}, {"report": "patrols/1", "seed": 1.5}])
def test_arguments_of_the_wrong_kind_are_refused(scenario: Scenario, asked: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="is needed, not"):
        stovepipe.trace(scenario, **asked)


def test_products_and_several_copies_are_told_in_a_large_mission(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(f"extends: {MINUSMA}\nhorizon: 20 d\n")
    told = str(Trace(trace(compile_network(load(path)), "patrols_gao/5")))
    assert "  copy  where" in told
    assert "leaves after" in told
    assert "language: through" in told
