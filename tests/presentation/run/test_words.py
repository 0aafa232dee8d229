"""What is said of a run: of the right station, the right cause and the right share."""

import numpy as np
import pytest

from stovepipe.answers.run_findings import RunFindings
from stovepipe.presentation.run.words import bottleneck_sentence, verdict
from stovepipe.scenario import Scenario
from tests.made_up import run_findings, station_rows


def test_the_bottleneck_is_told_with_its_own_queue_work_and_share(run_of_four: RunFindings) -> None:
    said = bottleneck_sentence(run_of_four)
    assert said.startswith("Bottleneck: translators")
    assert "95 % of their hours" in said
    assert "6.50 copies" in said
    assert "65 % of all that wait" in said
    assert "3 of 4 replications" in said


def test_a_bottleneck_where_nobody_is_on_duty_has_no_utilisation(two_commanders: Scenario) -> None:
    deserted = run_findings(
        two_commanders, stations=lambda number: station_rows(number).assign(manned_hours=0.0)
    )
    assert "at work" not in bottleneck_sentence(deserted)
    assert "6.50 copies" in bottleneck_sentence(deserted)


def test_where_nobody_ever_waits_there_is_no_bottleneck(two_commanders: Scenario) -> None:
    idle = run_findings(two_commanders, stations=lambda number: station_rows(number).assign(mean_waiting=0.0))
    assert "none" in bottleneck_sentence(idle)


def test_the_verdict_is_on_all_deliveries_and_names_the_largest_cause_of_loss(
    run_of_four: RunFindings,
) -> None:
    """100 of 240 arrive in time, 116 are lost, 48 of them at the release, and 10 are in flight."""
    said = verdict(run_of_four)
    timely, lost, in_flight = said.removeprefix("Verdict: ").split(";")
    assert timely.startswith("42 % of all deliveries arrive in time (")
    assert "48.3 % are lost" in lost
    assert "not_released (20.0 %)" in lost
    assert "4.2 %" in in_flight


def test_one_replication_gives_a_verdict_without_an_interval(two_commanders: Scenario) -> None:
    said = verdict(run_findings(two_commanders, 1))
    assert " to " not in said.partition(";")[0]
    assert f"{100 * np.divide(96, 240):.1f} %" in said, "the first replication has one less at each of four"


@pytest.mark.parametrize("level", [0.8, 0.99])
def test_the_interval_is_of_the_level_that_was_asked_for(run_of_four: RunFindings, level: float) -> None:
    other = RunFindings(run_of_four.record, level)
    assert verdict(other) != verdict(run_of_four)
