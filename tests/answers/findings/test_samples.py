"""One outcome of all structures: estimates of each, and whom nothing can be said of, and why."""

import numpy as np
import pytest

from stovepipe.answers.findings.samples import estimate, linearised, observe
from stovepipe.study.file.outcome import Outcome, outcome
from stovepipe.study.reading_outcomes import Reading, Readings, undefined
from tests.answers.invented import ages

TIMELY, WAITING, P50 = (
    outcome("timely"),
    outcome("backlog", {"station": "cell"}),
    outcome("latency", "median"),
)


def readings(of: object, *each: Reading) -> Readings:
    return Readings(of, tuple(range(len(each))), each)


def test_a_ratio_is_one_of_sums_and_not_a_mean_of_ratios() -> None:
    """1 of 2 and 9 of 10 are 10 of 12, and not 70 %."""
    found = readings(TIMELY, Reading(1.0, 2.0), Reading(9.0, 10.0))
    assert estimate(found, 0.95).value == pytest.approx(10 / 12)
    assert linearised(found).mean() == pytest.approx(10 / 12)


def test_a_mean_is_taken_as_it_is() -> None:
    found = readings(WAITING, Reading(1.0, 1.0), Reading(4.0, 1.0))
    assert estimate(found, 0.95).value == 2.5
    assert linearised(found).tolist() == [1.0, 4.0]


def test_a_quantile_is_of_all_deliveries_in_hours() -> None:
    found = readings(P50, *[ages(np.arange(1, 10) + shift, 0) for shift in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)])
    assert estimate(found, 0.95).value == pytest.approx(6.0, abs=0.5)
    assert linearised(found).mean() == pytest.approx(6.0, abs=0.5)


def test_structures_without_the_outcome_are_left_out_with_their_own_reason() -> None:
    found = observe(
        TIMELY,
        {
            "a": readings(TIMELY, Reading(5.0, 10.0), Reading(6.0, 10.0)),
            "b": readings(TIMELY, undefined("there is no governor"), undefined("there is no governor")),
            "c": readings(TIMELY, Reading(7.0, 10.0), Reading(9.0, 10.0)),
            "d": readings(TIMELY, Reading(0.0, 0.0), Reading(0.0, 0.0)),
        },
        0.95,
    )
    assert list(found.without) == ["b", "d"]
    assert found.without["b"] == "there is no governor"
    assert "nothing" in found.without["d"]
    assert found.planned == ("a", "c")
    assert found.sample is not None
    assert found.sample.structures == ("a", "c")
    assert found.sample.estimates.tolist() == pytest.approx([0.55, 0.8])
    assert found.estimates["b"].value is None


def test_a_quantile_that_may_never_come_is_left_out_but_was_planned() -> None:
    sure = readings(P50, *[ages(np.arange(1, 10) + 0.1 * k, 0) for k in range(4)])
    never = readings(P50, *[ages(np.arange(1, 4) + 0.1 * k, 9) for k in range(4)])
    found = observe(P50, {"sure": sure, "never": never, "also": sure}, 0.95)
    assert list(found.not_reached) == ["never"]
    assert "25.0 %" in found.not_reached["never"], "3 of 12 arrive"
    assert found.planned == ("sure", "never", "also")
    assert found.sample is not None
    assert found.sample.structures == ("sure", "also")
    assert found.left_out == found.not_reached


def test_only_structures_with_the_same_readings_are_alike_the_later_one_first() -> None:
    same = readings(TIMELY, Reading(5.0, 10.0), Reading(6.0, 10.0))
    scaled = readings(TIMELY, Reading(10.0, 20.0), Reading(12.0, 20.0))
    assert observe(TIMELY, {"a": same, "b": scaled, "c": same}, 0.95).alike == {("c", "a")}


def test_one_structure_is_no_sample() -> None:
    found = observe(TIMELY, {"a": readings(TIMELY, Reading(5.0, 10.0), Reading(6.0, 10.0))}, 0.95)
    assert found.sample is None
    assert found.estimates["a"].value == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (outcome("mean_latency_of_delivered"), "no such report has arrived"),
        (outcome("delivered", {"within": "3 d"}), "no such report was watched for 3 d"),
        (outcome("timely"), "nothing of which a share could be taken has occurred"),
    ],
)
def test_why_a_ratio_has_no_value_is_said_in_its_own_words(asked: Outcome, said: str) -> None:
    empty = readings(asked, Reading(0.0, 0.0), Reading(0.0, 0.0))
    full = readings(asked, Reading(1.0, 2.0), Reading(0.0, 0.0))
    assert observe(asked, {"none": empty, "some": full}, 0.95).without == {"none": said}


def test_a_latency_of_what_arrives_has_no_value_only_where_nothing_ever_does() -> None:
    asked = outcome("latency_of_delivered")
    once = readings(asked, ages(np.array([2.0, 4.0, 6.0]), 0), ages(np.array([]), 0))
    never = readings(asked, ages(np.array([]), 0), ages(np.array([]), 0))
    found = observe(asked, {"once": once, "never": never}, 0.95)
    assert found.without == {"never": "no such report has arrived"}
    assert found.estimates["once"].value == pytest.approx(4.0)
