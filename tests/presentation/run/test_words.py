"""What is said of a run: of the right station, the right cause and the right share."""

import numpy as np
import pytest

from stovepipe.answers.findings.run import Row, RunFindings
from stovepipe.answers.findings.unapplied import Unapplied
from stovepipe.presentation.run.words import (
    conclusion,
    idle_sentences,
    queue_sentence,
    request_sentence,
    verdict,
)
from stovepipe.scenario import Scenario
from tests.made_up import run_findings, station_rows, told_apart


def test_the_longest_queue_is_told_with_its_own_length_work_and_share(run_of_four: RunFindings) -> None:
    said = queue_sentence(run_of_four)
    assert said.startswith("The longest queue is at translators, where people are at work ")
    assert "95 % of their hours" in said
    assert "6.50 copies" in said
    assert "65 % of all that wait" in said
    assert "3 of 4 replications" in said


def test_a_queue_where_nobody_is_on_duty_has_no_utilisation(two_commanders: Scenario) -> None:
    deserted = run_findings(
        two_commanders, stations=lambda number: station_rows(number).assign(manned_hours=0.0)
    )
    assert "at work" not in queue_sentence(deserted)
    assert "6.50 copies" in queue_sentence(deserted)


def test_where_nobody_ever_waits_there_is_no_longest_queue(two_commanders: Scenario) -> None:
    idle = run_findings(two_commanders, stations=lambda number: station_rows(number).assign(mean_waiting=0.0))
    assert queue_sentence(idle) == "No copy ever waited at a station."


def test_the_verdict_is_on_all_deliveries_and_names_the_largest_cause_of_loss(
    run_of_four: RunFindings,
) -> None:
    """100 of 240 arrive in time, 116 are lost, 48 of them at the release, and 10 are in flight."""
    said = verdict(run_of_four)
    timely, lost, in_flight = said.removeprefix("Verdict: ").split(";")
    assert timely.startswith("42 % (")
    assert timely.endswith(" of all deliveries are read in time")
    assert "48.3 % are lost" in lost
    assert "not_released (20.0 %)" in lost
    assert "4.2 %" in in_flight


def test_the_verdict_tells_what_failed_from_what_was_meant_and_from_what_was_disposed_of(
    two_commanders: Scenario,
) -> None:
    """28 of 240 expire; 30 are not shared and 48 not released, on purpose; 10 are disposed of."""
    said = verdict(run_findings(two_commanders, **told_apart())).removeprefix("Verdict: ").split("; ")
    assert said[1:4] == [
        "11.7 % are lost to failures, most of them to expired (11.7 %)",
        "32.5 % are lost on purpose, most of them to not_released (20.0 %)",
        "4.2 % are disposed of, most of them as untranslated (4.2 %)",
    ]
    assert said[4].startswith("4.2 % are in flight")


def test_the_verdict_names_the_consumer_and_the_class_of_which_the_least_is_read_in_time(
    run_of_four: RunFindings,
) -> None:
    """The commander reads 84 of 160 in time, the governor 16 of 80; of imagery 4 of 20, which comes first."""
    said = verdict(run_of_four)
    assert "The worst served consumer is governor (20.0 % in time)." in said
    assert said.endswith("The worst served class is imagery at commander (20.0 % in time).")


def test_the_worst_of_one_is_not_named(findings: RunFindings) -> None:
    said = verdict(findings)
    assert "consumer" not in said
    assert "The worst served class is warning (" in said


def test_what_never_applied_is_named_and_hurdles_of_one_name_are_told_together(
    run_of_four: RunFindings,
) -> None:
    found = RunFindings(run_of_four.record, scenario=run_of_four.scenario)
    idle = [*((f"{end} -> commander", "annex") for end in "abc"), ("a -> staff", "close_hold")]
    idle += [(f"{end} -> staff", "annex_b") for end in "ab"]
    idle += [("desk -> cell", f"rule_{number}") for number in range(5)]
    rows = [*idle, ("d -> commander", "annex"), ("e -> commander", "annex"), ("b -> staff", "close_hold")]
    found.__dict__["unapplied"] = Unapplied(tuple(idle), ("expired",), ("language", "rapport"))
    found.__dict__["hurdles"] = [Row({"channel": on, "hurdle": name}, {}) for on, name in rows]
    assert list(idle_sentences(found)) == [
        "Hurdles that had no effect in any replication: annex on 3 of 5 channels, close_hold on a -> staff, "
        "annex_b on all 2 channels that have it, rule_0 on desk -> cell, rule_1 on desk -> cell, "
        "rule_2 on desk -> cell and 2 more.",
        "Causes to which nothing was lost in any replication: expired.",
        "Mechanisms that did nothing in any replication: language and rapport.",
    ]
    assert next(idle_sentences(found)) in conclusion(found)


def test_one_replication_gives_a_verdict_without_an_interval(two_commanders: Scenario) -> None:
    said = verdict(run_findings(two_commanders, 1))
    assert " to " not in said.partition(";")[0]
    assert f"{100 * np.divide(96, 240):.1f} %" in said, "the first replication has one less at each of four"


@pytest.mark.parametrize("level", [0.8, 0.99])
def test_the_interval_is_of_the_level_that_was_asked_for(run_of_four: RunFindings, level: float) -> None:
    other = RunFindings(run_of_four.record, level)
    assert verdict(other) != verdict(run_of_four)


def test_what_is_answered_is_said_where_anybody_asks_and_nowhere_else(
    asking: RunFindings, run_of_four: RunFindings
) -> None:
    said = request_sentence(asking)
    total = asking.requests[-1]
    assert said in conclusion(asking).split("\n")
    assert f"{100 * total['answered'].value:.1f} % by the end" in said
    assert request_sentence(run_of_four) == ""
    assert "requests to the sources" not in conclusion(run_of_four)
