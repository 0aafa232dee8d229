"""The life of one report, as Python users hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

import stovepipe
from stovepipe.network.compiler import compile_network
from stovepipe.results.trace import Trace
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
