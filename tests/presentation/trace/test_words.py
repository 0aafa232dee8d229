"""The life of a report in words: which report, what happened, and what became of it for whom."""

from pathlib import Path

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.presentation.trace.tables import trace_parts
from stovepipe.presentation.trace.words import heading, told, trace_verdict
from stovepipe.scenario import Scenario, load
from stovepipe.study.running.trace import trace
from tests.presentation.trace.lives import DELIVERED, IN_FLIGHT, LATE, LOST, traced

MINUSMA = Path(__file__).parents[3] / "configs" / "minusma" / "mission.yaml"


def test_it_is_said_which_report_of_which_run_it_is(scenario: Scenario) -> None:
    assert heading(traced(scenario)).splitlines() == [
        "patrols/7 in replication 3 of A cell, seed 9",
        "warning, PRIORITY; occurred 2021-01-06 00:00, of value until 2021-01-07 00:00 (24 h)",
    ]


def test_each_consumer_has_a_sentence(scenario: Scenario) -> None:
    assert trace_verdict(traced(scenario, DELIVERED, LATE, LOST, IN_FLIGHT)).splitlines() == [
        "patrols/7 is delivered to commander in time, 5 h after it occurred.",
        "patrols/7 is delivered to staff late, 30 h after it occurred.",
        "patrols/7 is lost for chief (expired) at cell, 1 h 30 min after it occurred.",
        "patrols/7 is still on its way to deputy at the end.",
    ]


def test_a_report_that_nobody_needs_is_said_to_be_uncounted(scenario: Scenario) -> None:
    said = "No consumer needs a warning: it is not counted."
    assert trace_verdict(traced(scenario)) == said
    assert list(trace_parts(traced(scenario)))[-1] == said


def test_who_holds_it_is_told_with_posts_and_tours_from_1(scenario: Scenario) -> None:
    lines = [(what, who) for _, what, who in told(traced(scenario))]
    assert lines == [
        ("occurs at cell", ""),
        ("work begins after waiting 1 h", "analysts 2 of 2 (night), tour 4, since 2021-01-04, at 75 %"),
        ("finished after 2 h of work", ""),
    ]


def test_an_arrival_is_told_once_with_the_transit_before_it(scenario: Scenario) -> None:
    lived = trace(compile_network(scenario), find="delivered")
    said = [what for _, what, _ in told(lived)]
    assert said.count("arrives after 30 min in transit") == 1
    assert len(said) == len(lived.life.events) - 1


@pytest.mark.parametrize(
    ("find", "said"),
    [
        ("lost:not_shared", "reluctance (10 %): stopped, not_shared"),
        ("lost:expired", "expires after waiting"),
        ("in_flight", "in flight at the end"),
    ],
)
def test_what_ends_a_life_is_told(scenario: Scenario, find: str, said: str) -> None:
    assert said in "\n".join(map(str, trace_parts(trace(compile_network(scenario), find=find))))


def test_products_and_several_copies_are_told_in_a_large_mission(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(f"extends: {MINUSMA}\nhorizon: 20 d\n")
    said = "\n".join(map(str, trace_parts(trace(compile_network(load(path)), "patrols_gao/5"))))
    assert "  copy  where" in said
    assert "leaves after" in said
    assert "language: through" in said
