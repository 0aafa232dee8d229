"""Numbers as text, in one manner everywhere: 22.2 (21.7 to 22.8), to the digits that are known."""

from __future__ import annotations

import math

from stovepipe.inference.intervals import Estimate

UNKNOWN = "-"


def rounded(value: float, digits: int) -> str:
    """A number with so many digits after the point, and no minus before a zero.

    >>> rounded(-0.04, 1), rounded(-1234.5, 0)
    ('0.0', '-1,234')
    """
    return f"{round(value, digits) + 0.0:,.{digits}f}"


def digits_for(half_width: float, value: float = 10.0) -> int:
    """How many digits after the point show an interval of this half-width.

    It is shown to its first digit, or to two of them where the first is 1 or 2. Where it has no width, the
    digits are those of the value alone.

    >>> digits_for(12.0), digits_for(1.2), digits_for(0.57), digits_for(0.12), digits_for(0.0, 1200.0)
    (0, 1, 1, 2, 0)
    """
    if not (half_width > 0 and math.isfinite(half_width)):
        return _digits(value)
    return min(max(-math.floor(math.log10(half_width / 3)), 0), 3)


def plain(value: float | None) -> str:
    """A number of which no interval is known: with three digits, or two after the point, or more before it.

    >>> plain(1234.5), plain(12.345), plain(0.01234), plain(None)
    ('1,234', '12.3', '0.01', '-')
    """
    return UNKNOWN if value is None else rounded(value, _digits(value))


def interval(low: float, high: float, digits: int) -> str:
    """An interval.

    >>> interval(4.91, 7.28, 1)
    '4.9 to 7.3'
    """
    return f"{rounded(low, digits)} to {rounded(high, digits)}"


def apart(value: float, low: float, high: float) -> tuple[str, str]:
    """A number and its interval, for columns of their own.

    >>> apart(22.21, 21.66, 22.80)
    ('22.2', '21.7 to 22.8')
    """
    digits = digits_for((high - low) / 2, value)
    return rounded(value, digits), interval(low, high, digits)


def columns_of(estimate: Estimate, factor: float = 1.0) -> tuple[str, str]:
    """The same of an estimate; nothing for an interval that is not known.

    >>> columns_of(Estimate(0.2221, None, None, 0.95, 1), 100.0)
    ('22.2', '')
    """
    value, low, high = _in_unit(estimate, factor)
    if value is None or low is None or high is None:
        return plain(value), ""
    return apart(value, low, high)


def alone(estimate: Estimate, factor: float = 1.0) -> str:
    """A number without its interval, to the digits that are known.

    >>> alone(Estimate(0.2221, 0.2166, 0.228, 0.95, 20), 100.0), alone(Estimate(None, None, None, 0.95, 20))
    ('22.2', '-')
    """
    return columns_of(estimate, factor)[0]


def tally(estimate: Estimate) -> str:
    """A number of things, or its mean over replications, without its interval: a whole one without digits.

    >>> [tally(Estimate(value, None, None, 0.95, 20)) for value in (13.0, 13.4, 1234.5, None)]
    ['13', '13.4', '1,234', '-']
    """
    value = estimate.value
    return plain(value) if value is None or not float(value).is_integer() else rounded(value, 0)


def percent(share: float | None) -> str:
    """A share of which no interval is shown, in percent, without the sign.

    >>> percent(0.6134), percent(None)
    ('61.3', '-')
    """
    return UNKNOWN if share is None else rounded(100 * share, 1)


def cell(estimate: Estimate, factor: float = 1.0, unknown: str = UNKNOWN) -> str:
    r"""A number and, after a tab, its interval; the number alone where that has no length to be seen.

    >>> cell(Estimate(0.2221, 0.2166, 0.228, 0.95, 20), 100.0)
    '22.2\t(21.7 to 22.8)'
    >>> cell(Estimate(1234.5, None, None, 0.95, 1)), cell(Estimate(None, None, None, 0.95, 20))
    ('1,234', '-')
    >>> cell(Estimate(3640.0, 3640.0, 3640.0, 0.95, 20))
    '3,640'
    """
    value, low, high = _in_unit(estimate, factor)
    if value is None:
        return unknown
    if low is None:
        return plain(value)
    if high is None:
        return f"{plain(value)}\t({plain(low)} or more)"
    shown, between = apart(value, low, high)
    return shown if between == f"{shown} to {shown}" else f"{shown}\t({between})"


def quantile_cell(estimate: Estimate, factor: float = 1.0) -> str:
    r"""The same of the age by which a share has arrived, which it may never do.

    >>> quantile_cell(Estimate(None, 40.0, None, 0.95, 20))
    'not reached\t(40.0 or more)'
    """
    value, low, _ = _in_unit(estimate, factor)
    if value is not None or estimate.replications == 0:
        return cell(estimate, factor)
    return "not reached" if low is None else f"not reached\t({plain(low)} or more)"


def said(estimate: Estimate, factor: float = 1.0) -> str:
    """The same in a sentence.

    >>> said(Estimate(0.2221, 0.2166, 0.228, 0.95, 20), 100.0)
    '22.2 (21.7 to 22.8)'
    """
    return cell(estimate, factor).replace("\t", " ")


def share_said(estimate: Estimate) -> str:
    """A share in percent in a sentence.

    >>> share_said(Estimate(0.614, 0.581, 0.642, 0.95, 20)), share_said(Estimate(None, None, None, 0.95, 0))
    ('61 % (58 to 64)', 'an unknown share')
    """
    if estimate.value is None:
        return "an unknown share"
    shown, _, between = said(estimate, 100.0).partition(" ")
    return f"{shown} % {between}".rstrip()


def _in_unit(estimate: Estimate, factor: float) -> tuple[float | None, float | None, float | None]:
    value, low, high = (
        None if end is None or math.isnan(end) else factor * end
        for end in (estimate.value, estimate.low, estimate.high)
    )
    return value, low, high


def _digits(value: float) -> int:
    """How many digits after the point are worth showing where nothing is known of the error."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
