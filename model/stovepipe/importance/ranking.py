"""Whether the ranking of the leading inputs would come out the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stovepipe.importance.space import Floats
from stovepipe.inference.intervals import Estimate

STABLE = 0.95
"""Share of resamples that must agree."""


@dataclass(frozen=True)
class Ranking:
    """The leading inputs, and how firm their order is.

    Attributes:
        leaders: the leading inputs, first first; fewer than asked for if there are no more.
        same_order: share of resamples with the same leaders in the same order.
        same_leaders: share of resamples with the same leaders, in any order.
        ahead: the share of resamples in which each leader is ahead of the next input in rank; 1 for
            the last input of all.
        stable: whether the order agrees in 95 % of resamples.
    """

    leaders: tuple[str, ...]
    same_order: float
    same_leaders: float
    ahead: tuple[float, ...]
    stable: bool

    def __str__(self) -> str:
        if not self.leaders:
            return "there is nothing to rank"
        leading = ", ".join(self.leaders)
        if self.stable:
            return f"the ranking {leading} is stable: the same in {self.same_order:.0%} of resamples"
        if self.same_leaders >= STABLE:
            return (
                f"{leading} lead in {self.same_leaders:.0%} of resamples, but their order is not stable: "
                f"the same in {self.same_order:.0%}; more points or replications would settle it"
            )
        return (
            f"the ranking {leading} is not stable: the same in {self.same_order:.0%} of resamples; "
            "more points or replications would settle it"
        )


def ranking(names: Sequence[str], estimates: Sequence[Estimate], draws: Floats, leading: int = 3) -> Ranking:
    """Rank inputs by an estimate, and see how often resamples agree.

    An estimate rests on a sample of points and replications, and so does the rank it gives. Bootstrap
    resamples of the estimates show how often the rank would be another (Hall and Miller 2009). Inputs of
    equal estimate are taken in the order of their names. Those with an estimate of 0 in all resamples have no
    rank; where there are no others there is nothing to rank, and more points would not change that.

    >>> half = Estimate(0.5, 0.4, 0.6, 0.95, 8)
    >>> tenth = Estimate(0.1, 0.0, 0.2, 0.95, 8)
    >>> print(ranking(["delay", "posts"], [tenth, half], np.array([[0.1, 0.5], [0.2, 0.4]])))
    the ranking posts, delay is stable: the same in 100% of resamples

    Args:
        names: the names of the inputs.
        estimates: one per input. If any is unknown there is no ranking.
        draws: resampled estimates, of shape (draws, inputs).
        leading: how many of the first to judge.

    Raises:
        ValueError: there are not as many names, estimates and columns.
    """
    if not len(names) == len(estimates) == draws.shape[1]:
        raise ValueError(f"{len(names)} names, {len(estimates)} estimates, {draws.shape[1]} columns of draws")
    values = [estimate.value for estimate in estimates]
    if values and all(value == 0 for value in values) and not draws.any():
        return Ranking((), 1.0, 1.0, (), True)
    known = [value for value in values if value is not None]
    if not len(draws) or len(known) < len(values) or not values:
        return Ranking((), 0.0, 0.0, (), False)
    by_name = sorted(range(len(names)), key=lambda position: names[position])
    order = sorted(by_name, key=lambda position: -known[position])
    top = [position for position in order[: max(leading, 1)] if known[position] or draws[:, position].any()]
    resampled = np.array(by_name)[np.argsort(-draws[:, by_name], axis=1, kind="stable")][:, : len(top)]
    same_order = float((resampled == top).all(axis=1).mean())
    same_leaders = float((np.sort(resampled, axis=1) == sorted(top)).all(axis=1).mean())
    ahead = [float((draws[:, here] >= draws[:, after]).mean()) for here, after in pairwise(order)]
    return Ranking(
        leaders=tuple(names[position] for position in top),
        same_order=same_order,
        same_leaders=same_leaders,
        ahead=tuple([*ahead, 1.0][: len(top)]),
        stable=same_order >= STABLE,
    )
