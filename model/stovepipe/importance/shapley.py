"""Attribution: the share that each mechanism has in an outcome (Shapley 1953).

*v(S)* is the outcome of the mission with the mechanisms of *S* switched on and all others off. The Shapley
value of a mechanism is what switching it on changes, averaged over all orders in which the mechanisms could
be switched on one by one:

    phi_i = sum over S without i of  |S|! (n - |S| - 1)! / n!  (v(S + i) - v(S))

No other rule shares out *v(all) - v(none)* completely, gives nothing to a mechanism that never changes
anything, treats equal mechanisms equally, and is additive over outcomes. Up to eight mechanisms every subset
is run; beyond, a sample of orders (Castro, Gomez and Tejada 2009), each taken forwards and backwards
(Mitchell, Cooper, Frank and Holmes 2022, section 4), with the error of sampling stated.

Sums are exact. Outcomes are binary fractions, so they are added as whole numbers of their smallest unit, in
each replication and over all of them; a value is rounded once, to the nearest float, at the end. `shares`
holds the values before rounding, as fractions. Those of all mechanisms add up to the difference exactly.
(Rounded ones cannot always: three equal shares of 1 are three times the float nearest to 1/3. `rounded` gives
decimals that add up as printed.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, floor, hypot, inf

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.outputs import NonFiniteOutput
from stovepipe.inference.intervals import Estimate, mean_interval, quantile_of_student

Subset = frozenset[str]
Wholes = dict[Subset, list[int]]


@dataclass(frozen=True, eq=False)
class ShapleyValues:
    """What each mechanism is answerable for, in the unit of the outcome.

    Attributes:
        mechanisms: their names, sorted.
        values: the Shapley value of each, with an interval that covers the spread of replications and, of a
            sample, that of orders.
        shares: the same before rounding; they add up to `total_share`.
        sampling_error: the half-width, for each, of an interval for the sampling of orders alone; 0 if exact.
        interactions: of each pair, in sorted order: what the two do together beyond what each does alone
            (Grabisch and Roubens 1999). Empty for a sample of orders.
        total: outcome with all mechanisms less outcome with none.
        total_share: the same before rounding.
        replications: how many each subset had.
    """

    mechanisms: tuple[str, ...]
    values: tuple[Estimate, ...]
    shares: tuple[Fraction, ...]
    sampling_error: tuple[float, ...]
    interactions: Mapping[tuple[str, str], Estimate]
    total: Estimate
    total_share: Fraction
    replications: int


def subsets(mechanisms: Sequence[str]) -> tuple[Subset, ...]:
    """Every subset of the mechanisms, by size and then by name: what an exact attribution runs.

    >>> [sorted(subset) for subset in subsets(["caveat", "release"])]
    [[], ['caveat'], ['release'], ['caveat', 'release']]

    Raises:
        ValueError: a name is given twice, or there is none.
    """
    names = _names(mechanisms)
    return tuple(frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size))


def orders(mechanisms: Sequence[str], pairs: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """A sample of orders in pairs, each followed by its reverse.

    They depend on the names and the seed, not on the sequence in which the names are given; a longer sample
    with the same seed begins with the shorter one.

    >>> for order in orders(["release", "caveat", "language"], 1, seed=0):
    ...     print(*order)
    release caveat language
    language caveat release

    Args:
        mechanisms: names.
        pairs: the number of pairs of orders; two or more for a stated error.
        seed: any whole number from 0.

    Raises:
        ValueError: a name is given twice, there is none, or there is no pair.
    """
    if pairs < 1:
        raise ValueError(f"at least one pair of orders is needed, not {pairs}")
    names = _names(mechanisms)
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = [tuple(names[place] for place in generator.permutation(len(names))) for _ in range(pairs)]
    return tuple(order for forwards in drawn for order in (forwards, forwards[::-1]))


def subsets_of(sample: Sequence[Sequence[str]]) -> tuple[Subset, ...]:
    """The subsets that orders pass through, each once, by size and then by name: what a sample runs."""
    passed = {frozenset(order[:size]) for order in sample for size in range(len(order) + 1)}
    return tuple(sorted(passed, key=lambda subset: (len(subset), sorted(subset))))


def shapley(outcomes: Mapping[Subset, ArrayLike], level: float = 0.95, most: float = inf) -> ShapleyValues:
    """Exact Shapley values and interactions, from every subset of at most eight mechanisms.

    Args:
        outcomes: the outcomes of each subset, one number per replication, on common random numbers.
        level: the confidence level of the intervals, which are Student's over replications.
        most: by how much two outcomes can differ at most, such as 1 for a share; intervals end there.

    Raises:
        NonFiniteOutput: an outcome is not finite; the message names the subset.
        ValueError: a subset is missing, or subsets differ in their replications.
    """
    names = _names(sorted(frozenset().union(*outcomes)))
    wholes, unit = _whole(outcomes, subsets(names))
    count, replications = len(names), len(wholes[frozenset()])
    values = {name: [0] * replications for name in names}
    pairs = {pair: [0] * replications for pair in combinations(names, 2)}
    for name, parts in values.items():
        for subset in (each for each in wholes if name not in each):
            weight = factorial(len(subset)) * factorial(count - len(subset) - 1)
            _add(parts, weight, wholes[subset | {name}], wholes[subset])
    for (one, two), parts in pairs.items():
        for subset in (each for each in wholes if not {one, two} & each):
            weight = factorial(len(subset)) * factorial(count - len(subset) - 2)
            _add(parts, weight, wholes[subset | {one, two}], wholes[subset | {one}])
            _add(parts, weight, wholes[subset], wholes[subset | {two}])
    scale = unit * factorial(count - 1)
    together = {pair: _interval(parts, scale, level, 2 * most) for pair, parts in pairs.items()}
    return _attribution(names, values, unit * factorial(count), (0.0,) * count, together, level, most)


def sampled_shapley(
    outcomes: Mapping[Subset, ArrayLike],
    sample: Sequence[Sequence[str]],
    level: float = 0.95,
    most: float = inf,
) -> ShapleyValues:
    """Shapley values from a sample of orders, for any number of mechanisms.

    The error of sampling is Student's over pairs of orders; pairs are independent of one another. Intervals
    add its square and that of the replications' half-width.

    Args:
        outcomes: of each subset in `subsets_of(sample)`, one number per replication, on common random
            numbers.
        sample: two pairs of orders or more, as `orders` gives them.
        level: the confidence level of the intervals and of the stated error.
        most: by how much two outcomes can differ at most, such as 1 for a share; intervals end there.

    Raises:
        NonFiniteOutput: an outcome is not finite; the message names the subset.
        ValueError: a subset is missing, subsets differ in their replications, or the orders do not come in
            two pairs or more.
    """
    forwards, backwards = sample[::2], sample[1::2]
    if len(forwards) < 2 or [tuple(order[::-1]) for order in forwards] != [tuple(o) for o in backwards]:
        raise ValueError("give two pairs of orders or more, each order followed by its reverse")
    names = _names(sample[0])
    wholes, unit = _whole(outcomes, subsets_of(sample))
    replications, pairs = len(wholes[frozenset()]), len(forwards)
    values = {name: [0] * replications for name in names}
    by_pair = np.zeros((pairs, len(names)))
    for number in range(pairs):
        own = {name: [0] * replications for name in names}
        for order in sample[2 * number : 2 * number + 2]:
            for place, name in enumerate(order):
                before = frozenset(order[:place])
                _add(own[name], 1, wholes[before | {name}], wholes[before])
        for column, name in enumerate(names):
            by_pair[number, column] = sum(own[name]) / (2 * unit * replications)
            values[name] = [whole + part for whole, part in zip(values[name], own[name], strict=True)]
    reach = quantile_of_student(level, pairs)
    errors = tuple(float(error) for error in reach * by_pair.std(axis=0, ddof=1) / np.sqrt(pairs))
    return _attribution(names, values, 2 * pairs * unit, errors, {}, level, most)


def rounded(attribution: ShapleyValues, decimals: int) -> tuple[Decimal, ...]:
    """Values to so many decimals that add up, as printed, to the total printed to as many.

    Each is rounded down, and what is then missing goes to those that lost most (Hamilton's method of largest
    remainders), so that each is off by less than one unit of the last decimal, and a 0 stays 0. Equal values
    may differ by that unit.
    """
    unit = Fraction(1, 10**decimals)
    lower = [floor(share / unit) for share in attribution.shares]
    missing = round(attribution.total_share / unit) - sum(lower)
    lost = [whole - share / unit for whole, share in zip(lower, attribution.shares, strict=True)]
    up = set(sorted(range(len(lower)), key=lambda place: (lost[place], place))[:missing])
    return tuple(Decimal(whole + (place in up)).scaleb(-decimals) for place, whole in enumerate(lower))


def _names(mechanisms: Sequence[str]) -> tuple[str, ...]:
    names = tuple(sorted(mechanisms))
    if not names:
        raise ValueError("there is no mechanism to attribute anything to")
    if len(set(names)) < len(names):
        raise ValueError(f"a mechanism is named twice: {', '.join(names)}")
    return names


def _whole(outcomes: Mapping[Subset, ArrayLike], needed: Sequence[Subset]) -> tuple[Wholes, int]:
    """Outcomes as whole numbers of a unit fraction, and how many of the units make 1."""
    ratios: dict[Subset, list[tuple[int, int]]] = {}
    for subset in needed:
        said = ", ".join(sorted(subset)) or "none"
        if subset not in outcomes:
            raise ValueError(f"the outcome with these mechanisms on is missing: {said}")
        numbers = np.asarray(outcomes[subset], dtype=np.float64).reshape(-1)
        if not np.isfinite(numbers).all():
            at = int((~np.isfinite(numbers)).argmax())
            raise NonFiniteOutput(f"mechanisms on: {said}; replication {at}: the outcome is {numbers[at]}")
        ratios[subset] = [number.as_integer_ratio() for number in numbers.tolist()]
    if len({len(row) for row in ratios.values()}) != 1 or not ratios[frozenset()]:
        raise ValueError("every subset needs the same replications, and one or more")
    unit = max(below for row in ratios.values() for _, below in row)
    return {subset: [above * (unit // below) for above, below in row] for subset, row in ratios.items()}, unit


def _add(parts: list[int], weight: int, more: Sequence[int], less: Sequence[int]) -> None:
    """Add a weighted difference to each replication's sum."""
    for replication, (plus, minus) in enumerate(zip(more, less, strict=True)):
        parts[replication] += weight * (plus - minus)


def _interval(parts: Sequence[int], scale: int, level: float, most: float, other: float = 0.0) -> Estimate:
    """The mean of exact parts, rounded once, with its interval and another half-width in square.

    Neither end is further from 0 than `most`.
    """
    value, size = sum(parts) / (scale * len(parts)), len(parts)
    each = mean_interval([part / scale for part in parts], level)
    if each.value is None or each.low is None or each.high is None:
        return Estimate(value, None, None, level, size)
    below, above = hypot(each.value - each.low, other), hypot(each.high - each.value, other)
    return Estimate(value, max(value - below, -most), min(value + above, most), level, size)


def _attribution(
    names: tuple[str, ...],
    values: Mapping[str, Sequence[int]],
    scale: int,
    errors: tuple[float, ...],
    interactions: Mapping[tuple[str, str], Estimate],
    level: float,
    most: float,
) -> ShapleyValues:
    """Round what is exact; the total is the sum of the parts of all mechanisms."""
    total = [sum(column) for column in zip(*values.values(), strict=True)]
    return ShapleyValues(
        mechanisms=names,
        values=tuple(
            _interval(values[name], scale, level, most, error)
            for name, error in zip(names, errors, strict=True)
        ),
        shares=tuple(Fraction(sum(values[name]), scale * len(total)) for name in names),
        sampling_error=errors,
        interactions=interactions,
        total=_interval(total, scale, level, most),
        total_share=Fraction(sum(total), scale * len(total)),
        replications=len(total),
    )
