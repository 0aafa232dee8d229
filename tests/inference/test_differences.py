"""Paired differences: Student's, shared by Bonferroni, and what that guarantees."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nct, ttest_rel
from scipy.stats import t as student

from stovepipe.inference.differences import against, all_pairs
from stovepipe.inference.paired import paired
from tests.inference.known import limits_by_root
from tests.inference.structures import assert_at_least, assert_at_most, names, root, samples

SAMPLE = paired(
    [
        [3.1, 2.7, 4.4, 3.9, 2.2],
        [3.3, 3.1, 4.3, 4.4, 2.5],
        [2.0, 2.6, 3.0, 3.1, 2.2],
        [9.0, 8.1, 9.9, 9.7, 8.8],
    ],
    ["base", "fusion", "chains", "embedded"],
    "timely share",
)


def test_intervals_are_those_of_paired_differences_at_a_shared_level() -> None:
    """Of three against the baseline: three intervals share the miss."""
    found = against(SAMPLE, "base", 0.9)
    assert (found.family, found.level, found.replications) == (3, 0.9, 5)
    assert found.pairs == (("fusion", "base"), ("chains", "base"), ("embedded", "base"))
    for place, row in enumerate(SAMPLE.values[1:]):
        within = row - SAMPLE.values[0]
        assert found.differences[place] == pytest.approx(within.mean())
        expected = limits_by_root(within, 0.1 / 3 / 2)
        assert (found.low[place], found.high[place]) == pytest.approx(expected, rel=1e-10)
        oracle = ttest_rel(row, SAMPLE.values[0]).confidence_interval(1 - 0.1 / 3)
        assert found.low[place] == pytest.approx(oracle.low) or found.high[place] == pytest.approx(
            oracle.high
        )


def test_all_pairs_share_the_miss_among_them() -> None:
    found = all_pairs(SAMPLE)
    assert found.family == len(found.pairs) == 6
    assert len({frozenset(pair) for pair in found.pairs}) == 6
    place = found.pairs.index(("embedded", "chains"))
    expected = limits_by_root(SAMPLE.values[3] - SAMPLE.values[2], 0.05 / 6 / 2)
    assert (found.low[place], found.high[place]) == pytest.approx(expected, rel=1e-10)


def test_the_baseline_may_be_any_structure_and_the_others_keep_their_order() -> None:
    found = against(SAMPLE, "chains")
    assert [pair[0] for pair in found.pairs] == ["base", "fusion", "embedded"]
    assert {pair[1] for pair in found.pairs} == {"chains"}


def test_signs_say_which_differences_are_shown() -> None:
    assert against(SAMPLE, "base").signs.tolist() == [0, 0, 1]
    assert against(SAMPLE, "embedded").signs.tolist() == [-1, -1, -1]


def test_structures_that_agree_in_every_replication_differ_by_nothing_and_are_not_shown_to() -> None:
    found = all_pairs(paired([SAMPLE.values[0]] * 2, names(2)))
    assert (found.low[0], found.high[0], found.signs[0]) == (0.0, 0.0, 0)


def test_from_fewer_than_five_replications_nothing_is_shown() -> None:
    """Two replications of whole numbers agree on a difference that is none in an eighth of studies."""
    four = all_pairs(paired([[1.0] * 4, [0.0] * 4], names(2)))
    assert four.signs.tolist() == [0]
    assert four.cautions == ("no spread",)
    assert all_pairs(paired([[1, 2, 1.5], [0, 1.1, 0.6]], names(2))).signs.tolist() == [0]


def test_a_difference_without_spread_has_a_caution_and_so_has_one_that_is_very_skewed() -> None:
    values = np.zeros((3, 20))
    values[1], values[2, 7] = 0.1, 4.0
    found = all_pairs(paired(values, names(3)))
    assert found.signs.tolist() == [1, 0, 0]
    assert found.cautions == ("no spread", "very skewed", "very skewed")


def test_wrong_input_is_refused() -> None:
    with pytest.raises(KeyError, match="no structure 'none'"):
        against(SAMPLE, "none")
    with pytest.raises(ValueError, match="between 0 and 1"):
        all_pairs(SAMPLE, level=95)


@pytest.mark.slow
@pytest.mark.parametrize("replications", [8, 30])
@pytest.mark.parametrize("kind", ["independent", "equal", "fading", "negative"])
@pytest.mark.parametrize("unequal", [False, True])
def test_of_structures_that_do_not_differ_few_studies_show_any_that_do(
    kind: str, unequal: bool, replications: int
) -> None:
    """Family-wise error of 5 structures, 10 pairs or 4 against a baseline, at a nominal 0.05.

    2500 studies, one standard error 0.0044; false alarm 1e-4 over the 16 cases and both families. It must not
    be
    above nominal, nor so low that nothing would ever be shown: below 0.012 would be seen.
    """
    random = np.random.default_rng([replications, unequal, len(kind)])
    deviations = np.array([1, 1, 2, 4, 8.0]) if unequal else np.ones(5)
    trials, wrong, wrong_baseline = 2500, 0, 0
    for sample in samples(random, np.zeros(5), root(kind, deviations), replications, trials):
        wrong += bool(all_pairs(sample).signs.any())
        wrong_baseline += bool(against(sample, "s2").signs.any())
    for errors in (wrong, wrong_baseline):
        assert_at_most(errors, trials, 0.05, family=32)
        assert_at_least(errors, trials, 0.012, family=32)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("law", "replications", "most"),
    [
        ("exponential", 5, 0.075),
        ("exponential", 20, 0.06),
        ("lognormal", 5, 0.095),
        ("lognormal", 10, 0.115),
        ("lognormal", 20, 0.105),
    ],
)
def test_skewed_structures_that_do_not_differ_are_shown_to_as_seldom_as_the_module_says(
    law: str, replications: int, most: float
) -> None:
    """A common part and one of its own, of unequal spread, nominal 0.05; 2,500 studies, false alarm 1e-4.

    With Student's intervals 0.105, 0.083, 0.134, 0.151 and 0.146 of them show a difference.
    """
    random = np.random.default_rng([replications, len(law)])
    draw = (
        random.exponential if law == "exponential" else lambda scale, shape: random.lognormal(0, scale, shape)
    )
    spread, trials, wrong = np.array([[0.3], [0.6], [0.9], [1.2], [1.5]]), 2500, 0
    mean = 1.0 if law == "exponential" else float(np.exp(0.5))
    for _ in range(trials):
        own = spread * (draw(1.0, (5, replications)) - mean)
        wrong += bool(all_pairs(paired(draw(1.0, (1, replications)) + own, names(5))).signs.any())
    assert_at_most(wrong, trials, most, family=5)


@pytest.mark.slow
def test_a_difference_is_shown_nearly_as_often_as_the_theory_of_student_says() -> None:
    """The second structure is 0.5 above the first, the others equal; correlation 0.9, 20 replications.

    Student's power for each of the four differences that there are is that of a noncentral t, 0.951; with
    independent structures it would be 0.083. Lengthening intervals for skewness may cost 5 points of it. 2500
    studies, one standard error 0.0043, false alarm 1e-4 over the family.
    """
    random = np.random.default_rng(14)
    trials, replications = 2500, 20
    means = np.array([0, 0.5, 0, 0, 0])
    critical = student.isf(0.05 / 10 / 2, replications - 1)
    power = float(nct.sf(critical, replications - 1, 0.5 / np.sqrt(2 * 0.1 / replications)))
    shown = np.zeros(10, int)
    for sample in samples(random, means, root("equal", np.ones(5)), replications, trials):
        found = all_pairs(sample)
        first_is_it = np.array([pair[0] == "s1" for pair in found.pairs])
        shown += found.signs == np.where(first_is_it, 1, -1)
    for count, pair in zip(shown, found.pairs, strict=True):
        if "s1" in pair:
            assert_at_least(int(count), trials, power - 0.05, family=8)
            assert_at_most(int(count), trials, power, family=8)
