"""The shape of the Weibull law from its coefficient of variation."""

from __future__ import annotations

from stovepipe.network.draws.elementary import log1p
from stovepipe.network.draws.gamma import log_gamma_1p

_LARGEST_INVERSE_SHAPE = 8.0


def weibull_inverse_shape(cv: float) -> float:
    """1 / k of the Weibull law of shape k with this coefficient of variation, from 0.001 to 100.

    The root t of log Gamma(1 + 2 t) - 2 log Gamma(1 + t) = log(1 + cv^2), whose left side rises with t,
    bisected until no number is left between the bounds.

    >>> abs(weibull_inverse_shape(1.0) - 1.0) < 1e-14
    True
    """
    target = log1p(cv * cv)
    low, high = 0.0, _LARGEST_INVERSE_SHAPE
    while True:
        middle = 0.5 * (low + high)
        if not low < middle < high:
            return middle
        if log_gamma_1p(2.0 * middle) - 2.0 * log_gamma_1p(middle) < target:
            low = middle
        else:
            high = middle
