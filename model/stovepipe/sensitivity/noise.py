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

Intervals resample points and replications, each with weights of its own, and a cell weighs the product (the
pigeonhole bootstrap: Owen 2007; Owen and Eckles 2012). That covers what differs from point to point and what
all points of a replication share. Noise that is independent from cell to cell is counted up to three times,
so intervals are wide rather than narrow. Weights are used, not draws with replacement, because a replication
drawn twice would be multiplied by itself. With two replications there is one pair and nothing to resample, so
that only points are; with one, noise cannot be told from effects, and moments are plain means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stovepipe.inference.intervals import Estimate
from stovepipe.sensitivity.factors import Floats

DRAWS = 1000
FEWEST = 3
"""Replications from which their spread can be resampled."""


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of points and of replications: equal ones in the first column, resampled ones in the others.

    Attributes:
        points: of shape (points, 1 + draws); each column sums to 1.
        replications: of shape (replications, 1 + draws); each column sums to 1.
    """

    points: Floats
    replications: Floats

    @classmethod
    def drawn(cls, points: int, replications: int, draws: int, generator: np.random.Generator) -> Weights:
        """Equal weights, and so many resampled ones."""
        return cls(_weights(points, draws, generator), _weights(replications, draws, generator))


def _weights(size: int, draws: int, generator: np.random.Generator) -> Floats:
    """Gamma variates by their sum, of the shape at which a mean so weighted has the variance of the mean.

    With shape 1 (Rubin's Bayesian bootstrap, 1981) that variance comes out as *(n - 1) / (n + 1)* of what it
    should be; with *(n - 2) / n* it comes out right.
    """
    if size < FEWEST:
        return np.full((size, 1 + draws), 1 / size)
    weights = generator.standard_gamma((size - 2) / size, (size, 1 + draws))
    weights[:, 0] = 1.0
    return np.asarray(weights / weights.sum(axis=0))


def second_moment(u: Floats, v: Floats, weights: Weights) -> Floats:
    """The mean over points of the product of two expected outputs.

    Args:
        u: outputs of shape (points, replications).
        v: outputs of the same shape, on the same replications.
        weights: of both.

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


def centred(outputs: Floats) -> Floats:
    """The outputs less the mean of them all, which changes no variance and keeps rounding small."""
    return np.asarray(outputs - outputs.mean())


def estimate(draws: Floats, level: float, replications: int) -> Estimate:
    """The first of the numbers, with the percentile interval of the others."""
    low, high = np.quantile(draws[1:], [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(draws[0]), float(low), float(high), level, replications)


def notes_on(replications: int) -> tuple[str, ...]:
    """What the reader has to know about so few replications."""
    if replications == 1:
        return ("one replication at each point: simulation noise is not separated from effects",)
    if replications < FEWEST:
        return ("two replications at each point: intervals leave out the luck that points share",)
    return ()


def _pairs(q: Floats) -> Floats:
    """The weight of all pairs of different replications; with one replication, of the only pair there is."""
    return np.asarray(1 - (q**2).sum(axis=0)) if len(q) > 1 else np.ones(q.shape[1])
