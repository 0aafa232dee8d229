"""Paired differences: Student's, shared by Bonferroni, and what that guarantees."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nct, ttest_rel
from scipy.stats import t as student

from stovepipe.inference.differences import against, all_pairs
from stovepipe.inference.paired import paired
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


def test_intervals_are_those_of_a_paired_t_test_at_a_shared_level() -> None:
    """Of three against the baseline, for two outcomes: six intervals share the miss."""
    found = against(SAMPLE, "base", 0.9, outcomes=2)
    assert (found.family, found.level, found.replications) == (6, 0.9, 5)
    assert found.pairs == (("fusion", "base"), ("chains", "base"), ("embedded", "base"))
    for place, row in enumerate(SAMPLE.values[1:]):
        oracle = ttest_rel(row, SAMPLE.values[0]).confidence_interval(1 - 0.1 / 6)
        assert found.differences[place] == pytest.approx((row - SAMPLE.values[0]).mean())
        assert (found.low[place], found.high[place]) == pytest.approx((oracle.low, oracle.high), rel=1e-10)


def test_all_pairs_share_the_miss_among_them() -> None:
    found = all_pairs(SAMPLE)
    assert found.family == len(found.pairs) == 6
    assert len({frozenset(pair) for pair in found.pairs}) == 6
    place = found.pairs.index(("embedded", "chains"))
    oracle = ttest_rel(SAMPLE.values[3], SAMPLE.values[2]).confidence_interval(1 - 0.05 / 6)
    assert (found.low[place], found.high[place]) == pytest.approx((oracle.low, oracle.high), rel=1e-10)


def test_the_baseline_may_be_any_structure_and_the_others_keep_their_order() -> None:
    found = against(SAMPLE, "chains")
    assert [pair[0] for pair in found.pairs] == ["base", "fusion", "embedded"]
    assert {pair[1] for pair in found.pairs} == {"chains"}


def test_the_table_says_which_differences_are_shown() -> None:
    table = against(SAMPLE, "base").table()
    assert list(table) == [
        "outcome", "structure", "compared_with", "difference", "error", "low", "high", "sign",
    ]  # fmt: skip
    assert table["sign"].tolist() == [0, 0, 1]
    assert against(SAMPLE, "embedded").signs.tolist() == [-1, -1, -1]
    assert set(table["outcome"]) == {"timely share"}


def test_structures_that_agree_in_every_replication_differ_by_nothing_and_are_not_shown_to() -> None:
    found = all_pairs(paired([SAMPLE.values[0]] * 2, names(2)))
    assert (found.low[0], found.high[0], found.signs[0]) == (0.0, 0.0, 0)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(KeyError, match="no structure 'none'"):
        against(SAMPLE, "none")
    with pytest.raises(ValueError, match="between 0 and 1"):
        all_pairs(SAMPLE, level=95)
    with pytest.raises(ValueError, match="one outcome or more"):
        all_pairs(SAMPLE, outcomes=0)


@pytest.mark.slow
@pytest.mark.parametrize("replications", [8, 30])
@pytest.mark.parametrize("kind", ["independent", "equal", "fading", "negative"])
@pytest.mark.parametrize("unequal", [False, True])
def test_of_structures_that_do_not_differ_few_studies_show_any_that_do(
    kind: str, unequal: bool, replications: int
) -> None:
    """Family-wise error of 5 structures, 10 pairs or 4 against a baseline, at a nominal 0.05.

    2500 studies, one standard error 0.0044; false alarm 1e-4 over the 16 cases and both families. Measured:
    all pairs 0.036 to 0.045 with equal variances, 0.02 to 0.037 where deviations go from 1 to 8; against the
    baseline 0.036 to 0.057. It must not be above nominal, nor so low that nothing would ever be shown:
    below 0.012 would be seen.
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
def test_a_difference_is_shown_as_often_as_the_theory_of_student_says() -> None:
    """The second structure is 0.5 above the first, the others equal; correlation 0.9, 20 replications.

    The power for each of the four differences that there are is that of a noncentral t, 0.951; with
    independent structures it would be 0.083. 2500 studies, one standard error 0.0043, false alarm 1e-4 over
    the family.
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
            assert_at_least(int(count), trials, power, family=8)
            assert_at_most(int(count), trials, power, family=8)
