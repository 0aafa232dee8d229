"""The life of one report, as Python users hold it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import stovepipe
from stovepipe.network.compiler import compile_network
from stovepipe.results.trace import EventTrace, Trace
from stovepipe.scenario import Scenario
from stovepipe.study.running.job import kept_tables
from stovepipe.study.running.trace import trace


@pytest.fixture(scope="module")
def delivered(scenario: Scenario) -> Trace:
    return stovepipe.trace(scenario, find="delivered")


def test_it_has_the_members_of_every_result_but_for_a_folder(delivered: Trace, tmp_path: Path) -> None:
    life = delivered.life
    name = f"{life.source}/{life.number}"
    assert repr(delivered) == f"<Trace of {name}: {life.report_class}, replication 0, seed 1>"
    assert delivered.verdict.startswith(f"{name} is delivered to commander in time, ")
    assert set(delivered.tables()) == {"events", "deliveries"}
    assert len(delivered.tables()["events"]) == len(life.events)
    assert str(delivered) == delivered.show()
    assert delivered.show().startswith(f"{name} in replication 0 of A cell, seed 1\n")
    assert "What became of it" in delivered.show()
    assert delivered.figures() == {}
    assert "<caption>What happened to it</caption>" in delivered._repr_html_()
    assert sorted(path.name for path in delivered.save(tmp_path / "life").iterdir()) == [
        "trace.txt", "trace_deliveries.csv", "trace_deliveries.parquet", "trace_events.csv",
        "trace_events.parquet",
    ]  # fmt: skip
    assert not hasattr(delivered, "folder")


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
        (
            {"find": "lost:stranded"},
            "no delivery is lost:stranded in replication 0 (seed 1); look in another replication",
        ),
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


RAIDS = "configs/tutorial/raids.yaml"


@pytest.fixture(scope="module")
def raid() -> EventTrace:
    return stovepipe.trace(RAIDS, event="raid/4")


def test_an_event_has_the_same_members(raid: EventTrace, tmp_path: Path) -> None:
    assert repr(raid) == "<Trace of raid/4: an event, replication 0, seed 1>"
    assert raid.show().startswith("raid/4 in replication 0 of One sector and its raids, seed 1\nbegan 2021-")
    assert "Who came to know of it" in str(raid)
    assert raid.figures() == {}
    assert "<caption>Who reported about it</caption>" in raid._repr_html_()
    assert sorted(path.name for path in raid.save(tmp_path / "raid").iterdir()) == [
        "event.txt", "event_knowledge.csv", "event_knowledge.parquet", "event_reports.csv",
        "event_reports.parquet",
    ]  # fmt: skip
    assert not hasattr(raid, "folder")


def test_an_event_is_known_when_its_first_report_is_delivered(raid: EventTrace) -> None:
    """As the tables of a run have it, too."""
    reports, knowledge = raid.tables()["reports"], raid.tables()["knowledge"]
    told = reports[reports["outcome"] == "delivered"]
    assert len(told) > 1
    assert knowledge["degree"].tolist() == ["known"], "nobody asks for confirmation"
    assert knowledge["decided"].tolist() == [told["decided"].min()]
    events = stovepipe.simulate(RAIDS, 1, workers=1).events
    row = events[(events["subject"] == "raid") & (events["number"] == 3)]
    assert row["known_hours"].tolist() == pytest.approx(knowledge["hours"].tolist())
    assert len(reports) == row["reports"].item()


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"event": "raid/4", "find": "late"}, stovepipe.NoSuchReport, "name one of the three"),
        ({"report": "patrols/1", "event": "raid/4"}, stovepipe.NoSuchReport, "name one of the three"),
        ({"event": "raids/4"}, stovepipe.NoSuchReport, 'no topic or incident "raids"; did you mean "raid"'),
        ({"event": 4}, TypeError, "event: a text is needed, not 4"),
    ],
)
def test_one_thing_is_followed_at_a_time(asked: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        stovepipe.trace(RAIDS, **asked)
