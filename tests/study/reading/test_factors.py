"""The value of a number at a share of belief, in its own unit, and what is written of it."""

from dataclasses import replace

import numpy as np
import pytest

from stovepipe.study.file.entries import Belief
from stovepipe.study.reading.factors import Factor, MovedNumber
from stovepipe.study.reading.study import Study

DELAY = MovedNumber("base", ("transit",), 2.0, 10.0, 4.0, "h", False, "assumed")
POSTS = MovedNumber("base", ("count",), 1.0, 4.0, 2.0, "", True, "cited")


@pytest.mark.parametrize("belief", ["uniform", "triangular", "loguniform"])
def test_belief_goes_from_the_low_to_the_high_end(belief: Belief) -> None:
    values = [DELAY.at(share, belief) for share in np.linspace(0, 1, 21)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == pytest.approx((2.0, 10.0))


def test_the_middle_of_each_belief_is_its_median() -> None:
    """Uniform: the middle. Loguniform: the root of 2 by 10. Triangular: at 4 a quarter lies below."""
    assert DELAY.at(0.5, "uniform") == pytest.approx(6.0)
    assert DELAY.at(0.5, "loguniform") == pytest.approx(np.sqrt(20))
    assert DELAY.at(0.25, "triangular") == pytest.approx(4.0)
    assert DELAY.at(0.5, "triangular") == pytest.approx(10 - np.sqrt(0.5 * 8 * 6))


def test_whole_numbers_are_equally_likely() -> None:
    values = [POSTS.at((share + 0.5) / 400) for share in range(400)]
    assert {value: values.count(value) for value in set(values)} == {1: 100, 2: 100, 3: 100, 4: 100}
    assert POSTS.at(1.0) == 4


def test_a_value_is_written_with_its_unit_and_its_whole_range() -> None:
    assert DELAY.written(2.5) == {"value": "2.5 h", "range": ["2.0 h", "10.0 h"]}
    assert POSTS.written(3.0) == {"value": "3", "range": ["1", "4"]}


def test_numbers_of_one_range_share_a_value_and_others_a_position() -> None:
    alike = Factor("delay", "", "uniform", (DELAY, replace(DELAY, path=("other",))))
    assert (alike.base, alike.unit) == (4.0, "h")
    wider = replace(DELAY, path=("other",), low=0.0, high=16.0, value=14.0)
    apart = Factor("delay", "", "uniform", (DELAY, wider))
    assert apart.shared is None
    assert apart.base == pytest.approx((0.25 + 0.875) / 2)
    written = dict(apart.settings("base", 0.5))
    assert written["other",]["value"] == "8.0 h"
    assert written["transit",]["value"] == "6.0 h"


def test_only_the_numbers_of_the_structure_that_is_asked_for_are_set() -> None:
    elsewhere = replace(DELAY, structure="third", path=("far",))
    both = Factor("delay", "", "uniform", (DELAY, elsewhere))
    assert [path for path, _ in both.settings("base", 6.0)] == [("transit",)]
    assert [path for path, _ in both.settings("third", 6.0)] == [("far",)]


def test_as_configured_nothing_is_set_and_a_choice_sets_no_number(study: Study) -> None:
    factors = {each.name: each for each in study.factors}
    for each in factors.values():
        assert list(each.settings("base", each.base)) == []
    assert list(factors["officers"].settings("base", "embedded")) == []
    assert factors["officers"].base == "none"
    assert factors["courier"].evidence == ("weak",)
