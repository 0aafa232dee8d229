"""The logarithm of the gamma function, and the quantile of the gamma distribution.

The quantile is the root of log P(shape, x) = log u (of log Q = log(1 - u) above the median), where P and Q
are the regularised incomplete gamma functions. It is sought over y = log x by Halley's method: there both
are concave, and two or three steps suffice.
"""

from __future__ import annotations

import math

from stovepipe.network.draws.elementary import exp, log, log1p
from stovepipe.network.draws.normal import normal_quantile

_ONE_MINUS_EULER = 0.42278433509846713
_HALF_LOG_TWO_PI = 0.9189385332046728
_STIRLING_FROM = 10.0

# zeta(k) - 1 for k = 2, 3, ..., 28 (Abramowitz and Stegun 1964, table 23.3).
_ZETA_MINUS_ONE = (
    0.6449340668482264,
    0.2020569031595943,
    0.08232323371113819,
    0.03692775514336993,
    0.01734306198444914,
    0.008349277381922827,
    0.00407735619794434,
    0.0020083928260822143,
    0.0009945751278180853,
    0.0004941886041194645,
    0.0002460865533080483,
    0.00012271334757848915,
    6.124813505870483e-05,
    3.058823630702049e-05,
    1.528225940865187e-05,
    7.637197637899763e-06,
    3.81729326499984e-06,
    1.908212716553939e-06,
    9.539620338727962e-07,
    4.769329867878064e-07,
    2.38450502727733e-07,
    1.1921992596531106e-07,
    5.960818905125948e-08,
    2.980350351465228e-08,
    1.4901554828365043e-08,
    7.45071178983543e-09,
    3.725334024788457e-09,
)

_SMALLEST_TERM = 2.0**-56
_LAST_STEP = 1e-7
_STEPS = 10


def log_gamma(x: float) -> float:
    """The logarithm of the gamma function of x > 0.

    Stirling's series from 10 upwards (Abramowitz and Stegun 1964, 6.1.41). Below, the recurrence leads
    to an argument within 1/2 of 1 or 2, where a power series takes over.

    >>> log_gamma(1.0), log_gamma(2.0)
    (0.0, 0.0)
    """
    if x >= _STIRLING_FROM:
        return (x - 0.5) * log(x) - x + _HALF_LOG_TWO_PI + _stirling_series(x)
    product = 1.0
    while x > 2.5:
        x = x - 1.0
        product = product * x
    if x > 1.5:
        return log(product) + log1p(x - 2.0) + _log_gamma_near_1(x - 2.0)
    if x >= 0.5:
        return log(product) + _log_gamma_near_1(x - 1.0)
    return _log_gamma_near_1(x) - log(x)


def log_gamma_1p(t: float) -> float:
    """The logarithm of the gamma function of 1 + t, t >= 0; also precise where t is small."""
    return _log_gamma_near_1(t) if t <= 0.5 else log_gamma(1.0 + t)


def _stirling_series(x: float) -> float:
    z = 1.0 / (x * x)
    series = 1.0 / 156.0 - z * (3617.0 / 122400.0)
    series = 691.0 / 360360.0 - z * series
    series = 1.0 / 1188.0 - z * series
    series = 1.0 / 1680.0 - z * series
    series = 1.0 / 1260.0 - z * series
    series = 1.0 / 360.0 - z * series
    return (1.0 / 12.0 - z * series) / x


def _log_gamma_near_1(t: float) -> float:
    """Log Gamma(1 + t) for |t| <= 1/2 (Abramowitz and Stegun 1964, 6.1.33)."""
    series = 0.0
    for order in range(len(_ZETA_MINUS_ONE) + 1, 1, -1):
        series = _ZETA_MINUS_ONE[order - 2] / order - t * series
    return t * (_ONE_MINUS_EULER + t * series) - log1p(t)


def gamma_quantile(shape: float, log_gamma_shape: float, u: float) -> float:
    """The quantile at u, 0 < u < 1, of the gamma distribution of this shape and of scale 1.

    The relative error is below 1e-10 for shapes from 1e-4 to 1e6. A result too small for a normal
    floating-point number is 0.
    """
    upper = u > 0.5
    target = log1p(-u) if upper else log(u)
    y = _start(shape, log_gamma_shape, u, target)
    for _ in range(_STEPS):
        x = exp(y)
        log_density = shape * y - x - log_gamma_shape
        log_tail = _log_tail(shape, x, log_density, upper)
        slope = exp(log_density - log_tail)
        newton = (log_tail - target) / slope
        bend = 0.5 * newton * (slope + (shape - x if upper else x - shape))
        step = newton / max(0.5, min(2.0, 1.0 + bend))
        y = y + step if upper else y - step
        if abs(step) < _LAST_STEP:
            break
    return exp(y)


def _start(shape: float, log_gamma_shape: float, u: float, target: float) -> float:
    """The logarithm of a first approximation to the quantile.

    Where it applies, that of Wilson and Hilferty (1931): the cube root is nearly normal. Otherwise the
    leading term of P for small x or, for a small shape high above its mean, of Q for large x.
    """
    if shape >= 1.0:
        ninth = 1.0 / (9.0 * shape)
        cube_root = 1.0 - ninth + normal_quantile(u) * math.sqrt(ninth)
        if cube_root > 0.3:
            return log(shape) + 3.0 * log(cube_root)
    elif u > 0.5:
        tail = -target - log_gamma_shape
        if tail > 1.0:
            return log(tail - (1.0 - shape) * log(tail))
    return (log(u) + log_gamma_shape + log(shape)) / shape


def _log_tail(shape: float, x: float, log_density: float, upper: bool) -> float:
    """Log Q(shape, x) if `upper`, else log P(shape, x); `log_density` is log(x^shape e^-x / Gamma(shape))."""
    if x < shape + 1.0:
        log_lower = log_density + log(_lower_series(shape, x))
        return _log_complement(log_lower) if upper else log_lower
    log_upper = log_density + log(_upper_fraction(shape, x))
    return log_upper if upper else _log_complement(log_upper)


def _log_complement(log_probability: float) -> float:
    return log1p(-min(exp(log_probability), 1.0 - 2.0**-53))


def _lower_series(shape: float, x: float) -> float:
    """P(shape, x) over its density factor: 1/a + x/(a(a+1)) + ... (Abramowitz and Stegun 1964, 6.5.29)."""
    term = 1.0 / shape
    total = term
    divisor = shape
    while term > total * _SMALLEST_TERM:
        divisor = divisor + 1.0
        term = term * (x / divisor)
        total = total + term
    return total


def _upper_fraction(shape: float, x: float) -> float:
    """Q(shape, x) over its density factor, a continued fraction (Abramowitz and Stegun 1964, 6.5.31).

    Its even part is summed forwards by Steed's method (Thompson and Barnett 1986, "Coulomb and Bessel
    functions of complex arguments and order", Journal of Computational Physics 64, section 3).
    """
    b = x + 1.0 - shape
    inverse = 1.0 / b
    term = inverse
    total = term
    n = 0.0
    while abs(term) > total * _SMALLEST_TERM:
        n = n + 1.0
        b = b + 2.0
        inverse = 1.0 / (b - n * (n - shape) * inverse)
        term = term * (b * inverse - 1.0)
        total = total + term
    return total
