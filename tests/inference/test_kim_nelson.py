"""Kim and Nelson's procedure: as the paper has it, and as often right as it promises."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from stovepipe.inference.kim_nelson import PATIENCE, kim_nelson
from tests.inference.structures import assert_at_least, assert_at_most, names, root


class Simulated:
    """Hands out given numbers, each structure's own next ones, and keeps count of what was asked."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.given = np.zeros(len(values), int)

    def more(self, positions: Sequence[int], count: int) -> np.ndarray:
        rows = [self.values[row, self.given[row] : self.given[row] + count] for row in positions]
        self.given[list(positions)] += count
        return np.array(rows)


def as_published(x: np.ndarray, delta: float, alpha: float, first: int) -> tuple[int, list[int]]:
    """Kim and Nelson (2001), section 3, with c = 1: the structure selected, and when the others went."""
    k = len(x)
    eta = 0.5 * ((2 * alpha / (k - 1)) ** (-2 / (first - 1)) - 1)
    h2 = 2 * eta * (first - 1)
    s2 = [[np.var(x[i, :first] - x[j, :first], ddof=1) for j in range(k)] for i in range(k)]
    longest = max(int(h2 * s2[i][j] / delta**2) for i in range(k) for j in range(k) if i != j)
    left, gone, r = list(range(k)), [0] * k, first
    while r <= longest:
        mean = x[:, :r].mean(axis=1)
        old = left
        left = [
            i
            for i in old
            if all(mean[i] >= mean[j] - max(0, delta / (2 * r) * (h2 * s2[i][j] / delta**2 - r)) for j in old)
        ]
        for i in set(old) - set(left):
            gone[i] = r
        if len(left) == 1:
            return left[0], gone
        r += 1
    mean = x[:, :r].mean(axis=1)
    best = max(left, key=lambda i: mean[i])
    for i in set(left) - {best}:
        gone[i] = r
    return best, gone


@pytest.mark.parametrize("seed", range(20))
def test_the_race_goes_as_published(seed: int) -> None:
    """With means, deviations and correlations of all kinds, and either direction."""
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 7))
    mix = root(["independent", "equal", "fading", "negative"][seed % 4], random.uniform(0.3, 3, size))
    values = random.normal(0, 0.5, (size, 1)) + mix @ random.standard_normal((size, 4000))
    best, gone = as_published(values, 0.4, 0.1, 8)
    sign, direction = (1, "more") if seed % 3 else (-1, "less")
    found = kim_nelson(Simulated(sign * values).more, names(size), 0.4, 0.9, 8, direction=direction)
    assert found.finished
    assert found.chosen == f"s{best}"
    assert found.dropped_at.tolist() == gone
    for row, by in enumerate(found.dropped_by):
        upto = gone[row] or int(max(gone))
        means = sign * values[:, :upto].mean(axis=1)
        if by:
            assert means[int(by[1:])] * sign > means[row] * sign
            assert found.estimates[row] == pytest.approx(means[row])
        else:
            assert row == best


def test_batches_change_what_is_spent_and_not_what_is_decided() -> None:
    random = np.random.default_rng(7)
    values = np.array([[0.0], [0.2], [0.6], [0.7]]) + random.standard_normal((4, 5000))
    one, many = (
        kim_nelson(Simulated(values).more, names(4), 0.3, first=10, batch=batch) for batch in (1, 37)
    )
    assert (one.chosen, one.dropped_at.tolist()) == (many.chosen, many.dropped_at.tolist())
    assert one.dropped_at.max() > 60
    assert one.used[one.dropped_at > 0].tolist() == one.dropped_at[one.dropped_at > 0].tolist()
    assert (one.used <= many.used).all()
    assert (many.used < one.used + 37).all()


def test_nothing_is_spent_on_what_was_dropped_and_all_that_was_made_is_reported() -> None:
    values = np.array([[0.0], [3.0], [3.2]]) + np.random.default_rng(8).standard_normal((3, 5000))
    simulated = Simulated(values)
    found = kim_nelson(simulated.more, names(3), 0.3)
    assert simulated.given.tolist() == found.used.tolist()
    assert found.used[0] == 20 < found.used[1]
    assert found.table()["replications"].tolist() == found.used.tolist()
    assert found.table().loc[found.table()["chosen"], "structure"].tolist() == [found.chosen]


def test_what_has_not_varied_yet_does_not_end_the_race() -> None:
    """The first loses nothing in 25 replications, or in 400, and one in each after that; the other none."""
    for quiet in (25, 400):
        values = np.zeros((2, 1000))
        values[0, quiet:] = -1.0
        found = kim_nelson(Simulated(values).more, names(2), 0.5)
        assert (found.chosen, found.finished, found.unvaried) == ("s1", True, ())
        assert found.dropped_at[0] > quiet


def test_structures_that_are_exactly_alike_are_given_up_on_and_nothing_is_promised() -> None:
    """Two ways to write one structure do not differ on common random numbers; that is not shown by it."""
    row = np.random.default_rng(9).standard_normal(2000)
    far = row - 5 + np.random.default_rng(10).standard_normal(2000)
    found = kim_nelson(Simulated(np.array([far, row, row])).more, names(3), 0.1)
    assert (found.chosen, found.finished, found.unvaried) == ("s1", False, ("s2",))
    assert found.used.tolist()[1:] == [PATIENCE, PATIENCE]
    assert found.dropped_at[0] < 100
    limited = kim_nelson(Simulated(np.array([row, row])).more, names(2), 0.1, limit=60)
    assert (limited.finished, limited.used.tolist()) == (False, [60, 60])


def test_a_difference_that_is_always_the_same_is_given_up_on_as_well() -> None:
    """That it will be the same in the next replication is not shown either; rounding is no variation."""
    row = np.random.default_rng(9).standard_normal(1000)
    found = kim_nelson(Simulated(np.array([row, row + 0.3])).more, names(2), 0.1)
    assert (found.chosen, found.finished, found.unvaried) == ("s1", False, ("s0",))


@pytest.mark.parametrize(("delta", "structures"), [(0.02, 2), (0.1, 3)])
def test_shares_that_agree_for_long_are_as_good_as_each_other(delta: float, structures: int) -> None:
    """A lead would have shown by then but for a tenth of the miss: (1 - delta)^r = 0.005 / others."""
    values = np.full((structures, 1000), 0.25)
    found = kim_nelson(Simulated(values).more, names(structures), delta, span=1.0)
    patience = math.ceil(math.log(0.005 / (structures - 1)) / math.log(1 - delta))
    assert found.finished
    assert found.used.tolist() == [patience] * structures
    assert found.unvaried == names(structures)[1:]
    values[0] += 1e-3
    assert kim_nelson(Simulated(values).more, names(structures), delta, span=1.0).dropped_at[1] == patience


def test_at_the_limit_the_race_is_given_up_and_says_so() -> None:
    values = np.random.default_rng(10).standard_normal((3, 1000))
    found = kim_nelson(Simulated(values).more, names(3), 0.01, limit=45)
    assert not found.finished
    assert found.used.tolist() == [45, 45, 45]
    assert found.chosen == f"s{values[:, :45].mean(axis=1).argmax()}"


def test_a_replication_that_is_not_finite_is_named() -> None:
    values = np.random.default_rng(11).standard_normal((3, 1000))
    values[2, 33] = np.nan
    with pytest.raises(ValueError, match="structure 's2' in replication 33 is nan"):
        kim_nelson(Simulated(values).more, names(3), 0.01)


def test_wrong_input_is_refused() -> None:
    simulated = Simulated(np.zeros((3, 100)))
    with pytest.raises(ValueError, match="indifference zone is above 0, not 0"):
        kim_nelson(simulated.more, names(3), 0)
    with pytest.raises(
        ValueError, match="one replication shows a lead of more than the zone, 1, or of less; not 1"
    ):
        kim_nelson(simulated.more, names(3), 1, span=1.0)
    with pytest.raises(ValueError, match="no more than choosing blindly among 3"):
        kim_nelson(simulated.more, names(3), 1, level=0.3)
    with pytest.raises(ValueError, match="two structures or more"):
        kim_nelson(simulated.more, names(1), 1)
    for wrong in ({"first": 1}, {"batch": 0}, {"limit": 10}):
        with pytest.raises(ValueError, match="two or more, one or more"):
            kim_nelson(simulated.more, names(3), 1, **wrong)
    with pytest.raises(ValueError, match=r"20 replications of 3 structures were asked for; .* \(2, 20\)"):
        kim_nelson(lambda positions, count: np.zeros((2, count)), names(3), 1)


@pytest.mark.slow
@pytest.mark.parametrize("deviations", [[1, 1, 1, 1, 1], [1, 1.5, 2, 2.5, 3], [3, 2.5, 2, 1.5, 1], [1, 1]])
@pytest.mark.parametrize("kind", ["independent", "equal", "fading", "negative"])
def test_the_best_is_selected_as_often_as_promised(kind: str, deviations: list[float]) -> None:
    """Slippage: the best leads all others by exactly the indifference zone. Promised 0.95.

    1500 races, one standard error 0.0056; false alarm 1e-4 over the 16 cases, so that a true 0.925 would be
    missed once in five, and a true 0.91 never. The zone is 0.35 standard deviations of the first
    difference, so that the first stage (10) settles little. Measured: 0.95 to 0.97 for two structures, where
    Bonferroni loses nothing, and 0.955 to 0.985 for five. With two it is below 0.985, not bought by excess.
    """
    random = np.random.default_rng([len(kind), len(deviations), int(10 * deviations[0])])
    mix = root(kind, np.array(deviations, dtype=float))
    size, trials, right = len(deviations), 1500, 0
    delta = 0.35 * float(np.linalg.norm(mix[0] - mix[1]))

    def more(positions: Sequence[int], count: int) -> np.ndarray:
        values = mix @ random.standard_normal((size, count))
        values[0] += delta
        return values[list(positions)]

    for _ in range(trials):
        right += kim_nelson(more, names(size), delta, first=10).chosen == "s0"
    assert_at_least(right, trials, 0.95, family=16)
    if size == 2:
        assert_at_most(right, trials, 0.985, family=16)


Draw = Callable[[np.random.Generator, int], np.ndarray]


def losing(*chances: float, alike: float = 0.0) -> Draw:
    """Structures that lose something in such a share of replications; so many of these share their luck."""

    def draw(random: np.random.Generator, count: int) -> np.ndarray:
        luck = random.random((len(chances), count))
        luck = np.where(random.random((len(chances), count)) < alike, luck[0], luck)
        return -(luck < np.array(chances)[:, None]).astype(float)

    return draw


def whole(*chances: float) -> Draw:
    """Counts around 2, and one more in such a share of replications."""

    def draw(random: np.random.Generator, count: int) -> np.ndarray:
        more = random.random((len(chances), count)) < np.array(chances)[:, None]
        return random.poisson(2.0, more.shape) + more.astype(float)

    return draw


def unequal(lead: float, *deviations: float) -> Draw:
    def draw(random: np.random.Generator, count: int) -> np.ndarray:
        values = random.standard_normal((len(deviations), count)) * np.array(deviations)[:, None]
        values[0] += lead
        return values

    return draw


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "delta", "span", "trials"),
    [
        (losing(0, 0.05), 0.05, 1.0, 400),
        (losing(0, 0.05), 0.02, 1.0, 400),
        (losing(0, 0.05), 0.05, None, 400),
        (losing(0.05, 0.1), 0.05, 1.0, 600),
        (losing(0.05, 0.1), 0.05, None, 600),
        (losing(0.1, 0.15, alike=0.7), 0.05, 1.0, 600),
        (losing(0.3, 0.4), 0.1, 1.0, 600),
        (losing(0.05, 0.1, 0.1, 0.1), 0.05, 1.0, 300),
        (losing(0, 0.01), 0.01, 1.0, 100),
        (losing(0, 0.01), 0.01, None, 100),
        (losing(0.01, 0.02), 0.01, 1.0, 150),
        (whole(0.5, 0), 0.5, None, 600),
        (whole(0.5, 0, 0), 0.5, None, 600),
        (unequal(3, 1, 10), 3, None, 600),
        (unequal(3, 10, 1, 1), 3, None, 600),
        (unequal(30, 1, 1, 100), 30, None, 600),
    ],
)
def test_the_best_is_selected_where_values_are_rare_whole_or_very_unequal(
    draw: Draw, delta: float, span: float | None, trials: int
) -> None:
    """Slippage, promised 0.95; false alarm 1e-4 over the 16 cases. The module's table has longer runs.

    Where only one structure ever loses, the procedure as published is wrong in a third of races.
    """
    random = np.random.default_rng([trials, int(1000 * delta)])
    size, right = len(draw(random, 1)), 0

    def more(positions: Sequence[int], count: int) -> np.ndarray:
        return draw(random, count)[list(positions)]

    for _ in range(trials):
        found = kim_nelson(more, names(size), delta, span=span)
        right += found.chosen == "s0" or not found.finished
    assert_at_least(right, trials, 0.95, family=16)


@pytest.mark.slow
@pytest.mark.parametrize("alike", [0.0, 0.9])
def test_of_two_that_tie_for_the_best_one_is_selected(alike: float) -> None:
    """The third loses in one replication of ten more; 200 races, false alarm 1e-4."""
    random = np.random.default_rng(5)
    draw, right = losing(0.05, 0.05, 0.15, alike=alike), 0

    def more(positions: Sequence[int], count: int) -> np.ndarray:
        return draw(random, count)[list(positions)]

    for _ in range(200):
        right += kim_nelson(more, names(3), 0.1, span=1.0).chosen != "s2"
    assert_at_least(right, 200, 0.95, family=2)
