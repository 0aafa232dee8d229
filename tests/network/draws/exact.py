"""References of forty digits, in decimal arithmetic, for what the draws compute in binary floating point."""

from __future__ import annotations

import math
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 40

_PI = Decimal("3.1415926535897932384626433832795028841972")
_STIRLING_FROM = 40


def units_in_the_last_place(value: float, exact: Decimal) -> float:
    """By how many units in its last place a number misses the exact one."""
    return abs(float((Decimal(value) - exact) / Decimal(math.ulp(float(exact)))))


def log_gamma(x: Decimal) -> Decimal:
    """Stirling's series after a shift to 40 and above (Abramowitz and Stegun 1964, 6.1.41)."""
    product = Decimal(1)
    while x < _STIRLING_FROM:
        product *= x
        x += 1
    series = (x - Decimal("0.5")) * x.ln() - x + (2 * _PI).ln() / 2
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        series += bernoulli / (2 * k * (2 * k - 1)) / x ** (2 * k - 1)
    return series - product.ln()


def lower_gamma(shape: Decimal, x: Decimal) -> tuple[Decimal, Decimal]:
    """P(shape, x), and x times its derivative, by the power series (Abramowitz and Stegun 1964, 6.5.29)."""
    density = (shape * x.ln() - x - log_gamma(shape)).exp()
    term = 1 / shape
    total, divisor = term, shape
    while term > total * Decimal("1e-36"):
        divisor += 1
        term *= x / divisor
        total += term
    return density * total, density


def zeta_minus_one(s: int) -> Decimal:
    """Euler and Maclaurin's sum for the zeta function (Abramowitz and Stegun 1964, 23.2.3), less 1."""
    first = 30
    total = sum((1 / Decimal(n) ** s for n in range(2, first)), Decimal(0))
    total += Decimal(first) ** (1 - s) / (s - 1) + 1 / Decimal(first) ** s / 2
    rising = Decimal(s)
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        total += bernoulli / math.factorial(2 * k) * rising / Decimal(first) ** (s + 2 * k - 1)
        rising *= (s + 2 * k - 1) * (s + 2 * k)
    return total


def _even_bernoulli_numbers(count: int) -> list[Decimal]:
    numbers = [Fraction(1)]
    for m in range(1, 2 * count + 1):
        numbers.append(-sum((math.comb(m + 1, k) * numbers[k] for k in range(m)), Fraction(0)) / (m + 1))
    return [Decimal(b.numerator) / Decimal(b.denominator) for b in numbers[2::2]]


_BERNOULLI = _even_bernoulli_numbers(16)
