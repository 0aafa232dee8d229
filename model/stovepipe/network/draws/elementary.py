"""Logarithm and exponential from additions, multiplications and divisions alone.

The C library's log and exp may change in the last bit with its version or the processor. These do not:
each operation here is rounded as IEEE 754 prescribes, on any machine, in plain Python and compiled.
Their error is below one unit in the last place (two for `log1p`).

The way is the classical one (Tang 1989 and 1990; Muller, "Elementary Functions", 3rd ed. 2016, chapter 11):
reduce the argument by a power of two, sum a series, and put the result together so that the large,
exact part is added last. The series are Taylor's, with rational coefficients that anyone can check.
"""

from __future__ import annotations

import math

LN_2_HIGH = 0.6931471805592082
"""The first 40 bits of ln 2. Its product with a whole number below 2**13 is exact."""
LN_2_LOW = 7.371002565167799e-13
"""What `LN_2_HIGH` leaves of ln 2."""
_INVERSE_LN_2 = 1.4426950408889634
_SQRT_HALF = 0.7071067811865476
_EXP_OVERFLOW = 709.782712893384
_EXP_UNDERFLOW = -708.3964185322641


def log(x: float) -> float:
    """The natural logarithm of x > 0; subnormal numbers are outside the domain."""
    fraction, exponent = math.frexp(x)
    if fraction < _SQRT_HALF:
        fraction = 2.0 * fraction
        exponent = exponent - 1
    return _log_reduced(1.0 * exponent, fraction - 1.0)


def log1p(x: float) -> float:
    """The natural logarithm of 1 + x for x > -1, also precise where x is small."""
    if -0.29 < x < 0.41:
        return _log_reduced(0.0, x)
    total = 1.0 + x
    return log(total) + (x - (total - 1.0)) / total


def _log_reduced(exponent: float, f: float) -> float:
    """Exponent * ln 2 + ln(1 + f), where 1 + f is between sqrt(1/2) and sqrt(2).

    With s = f / (2 + f), ln(1 + f) = 2 artanh s = 2 s + s (2/3 s^2 + 2/5 s^4 + ...). Since 2 s = f - s f,
    the leading term can be the exact f, and rounding touches only what is subtracted from it.
    """
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = 2.0 / 3.0 + w * (2.0 / 7.0 + w * (2.0 / 11.0 + w * (2.0 / 15.0 + w * (2.0 / 19.0))))
    even = 2.0 / 5.0 + w * (2.0 / 9.0 + w * (2.0 / 13.0 + w * (2.0 / 17.0 + w * (2.0 / 21.0))))
    series = z * (odd + z * even)
    half_square = 0.5 * f * f
    taken = half_square - s * (half_square + series)
    return exponent * LN_2_HIGH + (f - (taken - exponent * LN_2_LOW))


def exp(x: float) -> float:
    """The exponential of x: infinite where that overflows, 0 where it is below the normal numbers.

    With r the reduced argument, |r| <= ln(2)/2, and c = 2 - 2 r / (e^r - 1), e^r = 1 + r + r c / (2 - c).
    The series of c is that of the Bernoulli numbers: c = r - r^2/6 + r^4/360 - r^6/15120 + ...
    """
    if x > _EXP_OVERFLOW:
        return math.inf
    if x < _EXP_UNDERFLOW:
        return 0.0
    exponent = math.floor(x * _INVERSE_LN_2 + 0.5)
    high = x - exponent * LN_2_HIGH
    low = exponent * LN_2_LOW
    r = high - low
    t = r * r
    tail = 1.0 / 604800.0 - t * (1.0 / 23950080.0 - t * (691.0 / 653837184000.0))
    series = t * (1.0 / 6.0 - t * (1.0 / 360.0 - t * (1.0 / 15120.0 - t * tail)))
    c = r - series
    mantissa = 1.0 + (high - (low - r * c / (2.0 - c)))
    if -32 < exponent < 32:  # the same as ldexp, at half the cost
        return mantissa * ((1 << (exponent + 31)) * 2.0**-31)
    return math.ldexp(mantissa, exponent)
