"""Moments of the expected output, free of simulation noise, and how far off they are.

An output is *y(i, j) = f(x_i) + e_j(x_i)*: the expected output at point *i*, plus the luck of replication *j*
there. Replications are independent of one another. On common random numbers a replication has the same luck
at every point, so *e_j* is one random function and its values at different points may be alike. That rules
out products of one replication with itself: *y(i, j) y(k, j)* contains *e_j(x_i) e_j(x_k)*, whose mean is not
0, and neither is it removed by averaging over points. Products of different replications contain nothing of
the kind:

    E[ y(i, j) y(k, l) ] = f(x_i) f(x_k)    for j != l, whatever the points.

So every moment here is a mean over ordered pairs of different replications, a U-statistic (Hoeffding 1948) of
degree 2 in the replications. Written with sums over replications it costs no more than a plain mean:

    sum over j != l of u_j v_l = (sum of u)(sum of v) - sum of u_j v_j.

Intervals come from resampling, points and replications each for themselves, because an estimate is off for
two reasons: other points would give another, and so would other replications, whose luck all points share.
The two variances are added (as for other arrays of crossed rows and columns: Owen 2007, section 3), and the
interval is Student's, with the degrees of freedom of such a sum (Satterthwaite 1946): few replications are
known to be few. Noise that is independent from cell to cell is in both variances, so intervals are wide
rather than narrow where it dominates. Resampling is by weights, not by draws with replacement, because a
replication drawn twice would be multiplied by itself. With two replications there is one pair and nothing
to resample, so that only points are; with one, noise cannot be told from effects, and moments are plain
means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from stovepipe.importance.space import Floats
from stovepipe.inference.intervals import Estimate

DRAWS = 1000
FEWEST = 3
"""Replications from which their spread can be resampled."""
ENOUGH = 5
"""Replications from which the spread of replications is known passably."""


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of points and of replications: equal in the first column, then resampled.

    In the first half of the other columns the points are resampled, in the second half the replications.

    Attributes:
        points: an array of shape (points, 1 + 2 draws); each column sums to 1.
        replications: an array of shape (replications, 1 + 2 draws); each column sums to 1.
    """

    points: Floats
    replications: Floats

    @classmethod
    def drawn(cls, points: int, replications: int, draws: int, generator: np.random.Generator) -> Weights:
        """Equal weights, and so many resampled ones of each kind."""
        p, q = _resampled(points, draws, generator), _resampled(replications, draws, generator)
        return cls(
            np.hstack([_equal(points, 1), p, _equal(points, draws)]),
            np.hstack([_equal(replications, 1 + draws), q]),
        )


def _equal(size: int, columns: int) -> Floats:
    return np.full((size, columns), 1 / size)


def _resampled(size: int, draws: int, generator: np.random.Generator) -> Floats:
    """Gamma variates by their sum, of the shape at which a mean so weighted has the variance of the mean.

    With shape 1 (Rubin's Bayesian bootstrap, 1981) that variance comes out as *(n - 1) / (n + 1)* of what it
    should be; with *(n - 2) / n* it comes out right.
    """
    if size < FEWEST:
        return _equal(size, draws)
    weights = generator.standard_gamma((size - 2) / size, (size, draws))
    return np.asarray(weights / weights.sum(axis=0))


def second_moment(u: Floats, v: Floats, weights: Weights) -> Floats:
    """The mean over points of the product of two expected outputs.

    Args:
        u: outputs of shape (points, replications).
        v: outputs of the same shape, on the same replications.
        weights: the weights of both.

    Returns:
        One number per column of weights; the first is the estimate.
    """
    q = weights.replications
    products = (u @ q) * (v @ q)
    if len(q) > 1:
        products -= (u * v) @ q**2
    return np.asarray((weights.points * products).sum(axis=0) / _pairs(q))


def covariance(u: Floats, v: Floats, weights: Weights) -> Floats:
    """The covariance over points of two expected outputs; as `second_moment` otherwise.

    Each replication is centred on its own mean over points, which removes the luck that all points share.
    """
    p, q = weights.points, weights.replications
    means_u, means_v = p.T @ u, p.T @ v
    between = (means_u * q.T).sum(axis=1) * (means_v * q.T).sum(axis=1)
    if len(q) > 1:
        between -= (means_u * means_v * q.T**2).sum(axis=1)
    moment = second_moment(u, v, weights)
    return np.asarray((moment - between / _pairs(q)) / (1 - (p**2).sum(axis=0)))


def noise_variance(u: Floats, weights: Weights) -> Floats:
    """The variance of one replication at a fixed point, averaged over points; NaN with one replication."""
    p, q = weights.points, weights.replications
    if len(q) < 2:
        return np.full(p.shape[1], np.nan)
    spread = (u**2) @ q - (u @ q) ** 2
    return np.asarray((p * spread).sum(axis=0) / _pairs(q))


def estimate(resampled: Floats, level: float, points: int, replications: int) -> Estimate:
    """The first of the numbers, with an interval from the others.

    Args:
        resampled: one number per column of weights.
        level: the confidence level of the interval.
        points: the points that were resampled.
        replications: the replications that were resampled.
    """
    value, by_points, by_replications = _parted(resampled)
    variances = by_points.var(ddof=1), by_replications.var(ddof=1)
    spread = sum(variances)
    half = 0.0
    if spread > 0:
        parts = variances[0] ** 2 / (points - 1) + variances[1] ** 2 / max(replications - 1, 1)
        half = -float(stdtrit(spread**2 / parts, (1 - level) / 2)) * float(np.sqrt(spread))
    return Estimate(float(value), float(value) - half, float(value) + half, level, replications)


def surely_positive(resampled: Floats, level: float) -> bool:
    """Whether the estimate is above 0, and of its resamples of either kind all but (1 - level) / 2."""
    value, *halves = _parted(resampled)
    return bool(value > 0 and all(np.quantile(half, (1 - level) / 2) > 0 for half in halves))


def together(resampled: Floats) -> Floats:
    """Resamples of points and replications together: the sum of both deviations from the estimate."""
    value, by_points, by_replications = _parted(resampled)
    return np.asarray(by_points + by_replications - value)


def _parted(resampled: Floats) -> tuple[Floats, Floats, Floats]:
    draws = len(resampled) // 2
    return resampled[0], resampled[1 : 1 + draws], resampled[1 + draws :]


def notes_on(replications: int) -> tuple[str, ...]:
    """What the reader has to know about so few replications."""
    if replications == 1:
        return ("one replication at each point: simulation noise is not separated from effects",)
    if replications < FEWEST:
        return ("two replications at each point: intervals leave out the luck that points share",)
    if replications < ENOUGH:
        return (
            f"{replications} replications at each point are few: intervals are wide; take {ENOUGH} or more",
        )
    return ()


def _pairs(q: Floats) -> Floats:
    """The weight of all pairs of different replications; with one replication, of the only pair there is."""
    return np.asarray(1 - (q**2).sum(axis=0)) if len(q) > 1 else np.ones(q.shape[1])
