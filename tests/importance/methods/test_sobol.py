"""Sobol' indices against closed forms, with and without noise, and against scipy's.

The statistical tests repeat an analysis with other seeds. Each raises a false alarm with probability at most
1e-4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product

import numpy as np
import pytest
from scipy.stats import binom
from scipy.stats import sobol_indices as scipy_indices

from stovepipe.importance.design import sequence
from stovepipe.importance.methods.sobol import Indices, sobol_design, sobol_indices, sobol_points
from stovepipe.importance.space import Axis, Space
from tests.importance.known import (
    Floats,
    Noise,
    Problem,
    assert_covers_enough,
    assert_unbiased,
    common,
    g_function,
    independent,
    ishigami,
    linear,
    none,
)
from tests.theory.exact.erlang import ErlangC

TRIALS = 100
PROBLEMS = [ishigami(), g_function(), linear()]
NAMES = ["ishigami", "g", "linear"]


def trials(
    problem: Problem, noise: Noise, count: int, replications: int, draws: int, repeated: int = TRIALS
) -> Iterator[Indices]:
    """Analyses with seeds 0, 1, ...; the noise of one replication has the variance of the function."""
    for seed in range(repeated):
        design = sobol_design(problem.space, count, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 1])), design.units, replications)
        outputs = problem.at(design)[:, None] + np.sqrt(problem.variance) * luck
        yield sobol_indices(design, outputs, draws=draws, seed=seed)


def held(result: Indices, truth: Floats) -> list[bool]:
    estimates = [*result.first, *result.total, result.interactions]
    return [e.low <= value <= e.high for e, value in zip(estimates, truth, strict=True)]


def told(result: Indices) -> bool:
    """Whether there are indices: the output varies, and surely not by noise alone."""
    return result.interactions.value is not None


def errors(result: Indices, truth: Floats) -> list[float]:
    estimates = [*result.first, *result.total, result.interactions]
    return [e.value - value for e, value in zip(estimates, truth, strict=True)]


def truth_of(problem: Problem) -> Floats:
    return np.array([*problem.first, *problem.total, 1 - sum(problem.first)])


@pytest.mark.slow
@pytest.mark.parametrize("noise", [none, independent, common])
@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_intervals_hold_the_indices_as_often_as_they_claim(problem: Problem, noise: Noise) -> None:
    """At 128 blocks and 8 replications. Intervals that hold 88 % would fail with probability 0.6.

    Without noise total indices are held to 0.86 and not to 0.95: where factors interact, those of 128 blocks
    hold in 0.87 to 0.9, and the page on methods says so. A study may find no indices where there is noise.
    """
    truth = truth_of(problem)
    studies = [each for each in trials(problem, noise, 128, 8, draws=200, repeated=400) if told(each)]
    assert len(studies) >= 390
    claimed = np.full(len(truth), 0.95)
    if noise is none:
        claimed[len(problem.first) : -1] = 0.86
    assert_covers_enough(np.array([held(each, truth) for each in studies]), claimed, len(truth))


@pytest.mark.slow
def test_intervals_of_small_total_indices_hold_somewhat_less_often() -> None:
    """Without noise, at 256 blocks: one of 0.01 is held in 0.86 of studies, larger ones in 0.92 to 1.

    100 studies; alarm at 1e-4 over the five. Nominal 0.95; the page on methods says what was measured.
    """
    weights = np.array([0.0, 0.5, 3.0, 9.0, 99.0])
    parts = 1 / (3 * (1 + weights) ** 2)
    whole = np.prod(1 + parts) - 1
    truth = [part * np.prod(np.delete(1 + parts, rank)) / whole for rank, part in enumerate(parts)]
    space, held = Space(Axis(f"x{rank}", range=(0.0, 1.0)) for rank in range(5)), np.zeros(5, dtype=int)
    for seed in range(100):
        design = sobol_design(space, 256, seed)
        outputs = np.prod((np.abs(4 * design.units - 2) + weights) / (1 + weights), axis=1)
        totals = sobol_indices(design, outputs, draws=200, seed=seed).total
        held += [e.low <= value <= e.high for e, value in zip(totals, truth, strict=True)]
    assert (binom.cdf(held, 100, [0.92, 0.92, 0.92, 0.86, 0.92]) > 1e-4 / 5).all(), held


@pytest.mark.slow
@pytest.mark.parametrize("noise", [independent, common])
@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_noise_is_not_counted_as_interaction_nor_as_an_effect(problem: Problem, noise: Noise) -> None:
    """Half of the variance of a replication is noise. Taken for an effect it would shift indices by 0.1.

    At 512 blocks, where the bias of a ratio of estimates is below what the test can see.
    """
    truth = truth_of(problem)
    results = np.array([errors(each, truth) for each in trials(problem, noise, 512, 16, draws=2)])
    assert_unbiased(results, 0.05, len(truth))


@pytest.mark.parametrize("noise", [none, independent, common])
@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_one_analysis_finds_the_closed_form(problem: Problem, noise: Noise) -> None:
    """Intervals of level 0.999: the nine analyses hold 75 of them and a right one misses one in 1000."""
    design = sobol_design(problem.space, 256, seed=0)
    luck = noise(np.random.Generator(np.random.PCG64(1)), design.units, 8)
    outputs = problem.at(design)[:, None] + np.sqrt(problem.variance) * luck
    result = sobol_indices(design, outputs, level=0.999)
    assert all(held(result, truth_of(problem)))
    assert result.variance.low < problem.variance < result.variance.high
    assert result.variance.half_width < 0.75 * problem.variance


def test_simulation_variance_is_reported_beside_the_indices() -> None:
    problem = linear()
    design = sobol_design(problem.space, 256, seed=0)
    luck = independent(np.random.Generator(np.random.PCG64(0)), design.units, 8)
    result = sobol_indices(design, problem.at(design)[:, None] + 2 * luck)
    assert result.noise.value == pytest.approx(4.0, rel=0.05)
    assert result.noise.low < 4.0 < result.noise.high
    assert result.noise_share == pytest.approx(4 / (4 + problem.variance), abs=0.02)


def test_what_noise_would_be_taken_for_without_replications() -> None:
    """With one replication luck looks like interaction, and the result says so."""
    problem = linear()
    design = sobol_design(problem.space, 1024, seed=0)
    luck = independent(np.random.Generator(np.random.PCG64(0)), design.units, 1)
    result = sobol_indices(design, problem.at(design)[:, None] + np.sqrt(problem.variance) * luck)
    assert result.interactions.value == pytest.approx(0.5, abs=0.1)
    assert result.total[3].value > 0.4
    assert (result.noise.value, result.noise_share) == (None, None)
    assert result.notes == ("one replication at each point: simulation noise is not separated from effects",)


def test_second_order_indices_of_ishigami() -> None:
    """Only x1 and x3 interact."""
    problem = ishigami()
    design = sobol_design(problem.space, 512, seed=0, second=True)
    luck = common(np.random.Generator(np.random.PCG64(0)), design.units, 6)
    result = sobol_indices(design, problem.at(design)[:, None] + luck, level=0.999)
    truth = {("x1", "x2"): 0.0, ("x1", "x3"): problem.total[2], ("x2", "x3"): 0.0}
    assert list(result.second) == list(truth)
    for pair, value in truth.items():
        assert result.second[pair].low < value < result.second[pair].high
        assert result.second[pair].half_width < 0.25
    assert all(held(result, truth_of(problem)))


def test_without_noise_the_estimates_are_those_of_scipy() -> None:
    """On the same points. Its variance divides by the number of points, ours by one less."""
    problem, count = g_function(), 256
    a, b = sequence(problem.space, count, seed=3, sets=2)
    mixed = np.stack([np.where(np.arange(4) == place, b, a) for place in range(4)])
    outputs = {
        "f_A": problem.function(a)[None],
        "f_B": problem.function(b)[None],
        "f_AB": np.stack([problem.function(each) for each in mixed])[:, None],
    }
    theirs = scipy_indices(func=outputs, n=count)
    design = sobol_design(problem.space, count, seed=3)
    ours = sobol_indices(design, problem.at(design))
    total = np.array([each.value for each in ours.total])
    assert total == pytest.approx(theirs.total_order.ravel() * (2 * count - 1) / (2 * count), rel=1e-10)
    assert [each.value for each in ours.first] == pytest.approx(theirs.first_order.ravel(), abs=0.01)


def test_a_group_is_one_input() -> None:
    """x0 and x1 of a linear function together: their shares add up, and nothing interacts."""
    groups = {"x0": "both", "x1": "both"}
    space = Space(Axis(f"x{rank}", range=(0.0, 1.0), group=groups.get(f"x{rank}", "")) for rank in range(3))
    design = sobol_design(space, 256, seed=0)
    outputs = design.units @ np.array([3.0, 2.0, 1.0])
    result = sobol_indices(design, outputs, level=0.999)
    assert (result.names, len(design)) == (("both", "x2"), sobol_points(space, 256))
    for estimate, value in zip([*result.first, *result.total], [13 / 14, 1 / 14] * 2, strict=True):
        assert estimate.low < value < estimate.high
        assert estimate.half_width < 0.3


def test_the_cost_is_known_beforehand() -> None:
    for second in (False, True):
        design = sobol_design(ishigami().space, 16, 0, second)
        assert len(design) == sobol_points(ishigami().space, 16, second) == 16 * (8 if second else 5)


def waits(arrival: float, servers: int, service: float) -> float:
    return ErlangC(arrival, service, servers).mean_wait


def quadrature(function: Callable[[float, int, float], float]) -> tuple[list[float], list[float]]:
    """First and total indices of the arrival rate, the posts and the service rate, by Gauss and Legendre."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    nodes, weights = (nodes + 1) / 2, weights / 2
    values = np.array([[[function(1 + x, c, 1 + y / 2) for y in nodes] for c in (3, 4)] for x in nodes])
    law = [weights, np.array([0.5, 0.5]), weights]

    def mean(table: Floats, axes: tuple[int, ...]) -> Floats:
        for axis in sorted(axes, reverse=True):
            table = np.tensordot(table, law[axis], axes=(axis, 0))
        return np.asarray(table)

    variance = mean(values**2, (0, 1, 2)) - mean(values, (0, 1, 2)) ** 2
    first, total = [], []
    for axis in range(3):
        others = tuple(other for other in range(3) if other != axis)
        kept, lost = mean(values, others), mean(values, (axis,))
        first.append(float((kept**2 @ law[axis] - (kept @ law[axis]) ** 2) / variance))
        square = np.einsum("ij,i,j->", lost**2, *(law[other] for other in others))
        mean_lost = np.einsum("ij,i,j->", lost, *(law[other] for other in others))
        total.append(float(1 - (square - mean_lost**2) / variance))
    return first, total


@pytest.mark.parametrize("noisy", [False, True])
def test_the_wait_at_a_station_over_ranges_of_its_rates(noisy: bool) -> None:
    """M/M/c: the arrival rate, the service rate and the posts; indices by quadrature.

    The noise multiplies all waits of a replication by one exponential variate of mean 1. Intervals of level
    0.999, narrow enough to tell the three inputs apart.
    """
    space = Space(
        [
            Axis("arrival", range=(1.0, 2.0)),
            Axis("service", range=(1.0, 1.5)),
            Axis("servers", range=(3, 4), whole=True),
        ]
    )
    design = sobol_design(space, 2048, seed=0)
    outputs = np.array([[waits(p["arrival"], p["servers"], p["service"])] for p in design.points])
    if noisy:
        outputs = outputs * np.random.Generator(np.random.PCG64(1)).exponential(1.0, (1, 20))
    result = sobol_indices(design, outputs, level=0.999)
    first, total = quadrature(waits)
    for estimate, value in zip([*result.first, *result.total], [*first, *total], strict=True):
        assert estimate.low < value < estimate.high
        assert estimate.half_width < 0.12


def test_an_input_renamed_keeps_its_indices_within_their_intervals() -> None:
    """Its column, and so the sample, is another."""
    slopes, results = {"a": 3.0, "b": 2.0, "c": 1.0}, []
    for names in ("abc", "zbc"):
        space = Space(Axis(name, range=(0.0, 1.0)) for name in names)
        weights = np.array([slopes.get(name, slopes["a"]) for name in space.names])
        design = sobol_design(space, 256, seed=0)
        result = sobol_indices(design, design.units @ weights, level=0.999)
        results.append(dict(zip(result.names, result.total, strict=True)))
    old, new = results
    for before, after in (("a", "z"), ("b", "b"), ("c", "c")):
        assert old[before].low < new[after].value < old[before].high
        assert new[after].low < old[before].value < new[after].high


def test_an_idle_factor_that_drops_out_leaves_all_indices_as_they_were() -> None:
    """Compared with the same factor varying without effect: bit for bit."""
    results = []
    for idle in (Axis("idle", range=(3.0, 3.0)), Axis("idle", range=(0.0, 1.0))):
        space = Space([Axis("a", range=(0.0, 1.0)), idle, Axis("z", range=(0.0, 1.0))])
        design = sobol_design(space, 64, seed=0)
        outputs = np.array([3 * point["a"] + point["z"] ** 2 for point in design.points])
        result = sobol_indices(design, outputs)
        totals = dict(zip(result.names, result.total, strict=True))
        results.append((totals, result))
    (still, told), (moving, _) = results
    assert told.notes[0] == "idle does not vary: it is 3.0 throughout"
    assert {name: still[name].value for name in "az"} == {name: moving[name].value for name in "az"}
    assert moving["idle"].value == 0.0


@pytest.mark.parametrize("kind", ["constant", "noise"])
def test_an_output_that_does_not_vary_has_no_indices_and_says_so(kind: str) -> None:
    design = sobol_design(linear().space, 64, seed=0)
    outputs = np.full((len(design), 4), 3.0)
    if kind == "noise":
        outputs = independent(np.random.Generator(np.random.PCG64(1)), design.units, 4)
    result = sobol_indices(design, outputs)
    assert {each.value for each in (*result.first, *result.total, result.interactions)} == {None}
    assert "there are no indices" in result.notes[-1]
    assert result.draws.shape == (0, 4)


@pytest.mark.slow
def test_pure_noise_is_seldom_taken_for_an_effect() -> None:
    """At level 0.95 the lower end of the variance is above 0 in at most 2.5 % of trials; alarm at 1e-4.

    If it were so in 6 %, the test would fail with probability 0.98.
    """
    found = 0
    for seed, noise in product(range(500), (independent, common)):
        design = sobol_design(linear().space, 32, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 2])), design.units, 6)
        found += bool(sobol_indices(design, luck, draws=200).first[0].value is not None)
    assert binom.sf(found - 1, 1000, 0.025) > 1e-4, found


def test_shifting_and_scaling_the_output_changes_no_index() -> None:
    problem = ishigami()
    design = sobol_design(problem.space, 64, seed=0)
    outputs = problem.at(design)
    plain, moved = sobol_indices(design, outputs), sobol_indices(design, 1e6 + 1e-3 * outputs)
    for one, two in combinations((plain, moved), 2):
        for estimate, other in zip((*one.first, *one.total), (*two.first, *two.total), strict=True):
            assert estimate.value == pytest.approx(other.value, abs=1e-6)


def test_too_few_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="8 blocks of points or more, not 4"):
        sobol_design(linear().space, 4, 0)
