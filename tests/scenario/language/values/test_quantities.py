"""Numbers with units, read exactly, and what is said when they cannot be read."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.scenario.language.values.quantities import Dimension, Quantity, read
from stovepipe.scenario.language.values.units import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    SECOND,
    SHORT,
    SPELLED,
    UNITS,
    WEEK,
    YEAR,
)
from stovepipe.scenario.problems.problem import Faults


def said(raw: object, dimension: Dimension) -> list[str]:
    with pytest.raises(Faults) as raised:
        read(raw, dimension)
    return [f"{fault.what}; {fault.hint}" if fault.hint else fault.what for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("text", "ticks"),
    [
        ("3 us", 3),
        ("3 ms", 3_000),
        ("3 s", 3 * SECOND),
        ("3 min", 3 * MINUTE),
        ("6 h", 6 * HOUR),
        ("6h", 6 * HOUR),
        ("1.5 d", 36 * HOUR),
        ("2 wk", 2 * WEEK),
        ("6 mo", 6 * MONTH),
        ("1 yr", YEAR),
        ("1 day", DAY),
        ("2 weeks", 2 * WEEK),
        ("0.5 hours", 30 * MINUTE),
        ("12 months", YEAR),
        (".5 h", 30 * MINUTE),
        ("1e2 s", 100 * SECOND),
        ("  6   h ", 6 * HOUR),
        ("0 s", 0),
    ],
)
def test_a_duration_is_held_in_microseconds(text, ticks):
    assert read(text, "duration").value == ticks


def test_a_month_is_a_twelfth_of_a_julian_year():
    assert dt.timedelta(microseconds=MONTH) == dt.timedelta(days=30, hours=10, minutes=30)
    assert 12 * MONTH == YEAR == 365.25 * DAY


@pytest.mark.parametrize(
    ("text", "per_day"),
    [
        ("1.5 /day", 1.5),
        ("1.5/d", 1.5),
        ("1.5 per day", 1.5),
        ("14 per week", 2),
        ("0.5 /h", 12),
        ("0 /mo", 0),
    ],
)
def test_a_rate_is_held_per_microsecond(text, per_day):
    assert read(text, "rate").value == pytest.approx(per_day / DAY, rel=1e-15)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("40 %", 0.4), ("40%", 0.4), (0.4, 0.4), ("0.4", 0.4), (1, 1), (0, 0), ("100 %", 1), ("0.1 %", 0.001)],
)
def test_a_share_is_a_number_or_a_percentage(raw, value):
    assert read(raw, "share").value == value


def test_a_factor_may_be_above_one_and_a_count_is_whole():
    assert read("150 %", "factor").value == 1.5
    assert read(2.5, "factor").value == 2.5
    count = read(2, "count")
    assert count.value == count.count == 2
    assert isinstance(count.value, int)


@given(
    digits=st.integers(0, 10**9),
    places=st.integers(0, 6),
    unit=st.sampled_from(sorted(UNITS)),
)
def test_reading_a_duration_rounds_once_at_most(digits, places, unit):
    """The value is the double nearest to the exact product: no error from multiplying doubles."""
    exact = Fraction(digits, 10**places) * UNITS[unit]
    text = f"{digits // 10**places}.{digits % 10**places:0{places}}" if places else str(digits)
    if exact <= 1000 * YEAR:
        assert read(f"{text} {unit}", "duration").value == float(exact)


@given(value=st.floats(1, 1000), unit=st.sampled_from(sorted(SHORT)))
def test_a_rate_and_the_time_between_are_inverse(value, unit):
    between, rate = read(f"{value!r} {unit}", "duration"), read(f"{1 / value!r} /{unit}", "rate")
    assert between.value * rate.value == pytest.approx(1, rel=1e-12)


@given(value=st.integers(0, 1000), unit=st.sampled_from(sorted(SPELLED)))
def test_a_unit_means_the_same_in_one_and_in_many(value, unit):
    assert read(f"{value} {unit}", "duration").value == read(f"{value} {unit}s", "duration").value


@pytest.mark.parametrize(
    ("raw", "dimension", "message"),
    [
        ("6 hous", "duration", '"6 hous": unknown unit "hous"; did you mean "hours"?'),
        ("6 m", "duration", '"6 m": unknown unit "m"; did you mean "min" or "mo"?'),
        ("6 hrs", "duration", '"6 hrs": unknown unit "hrs"; did you mean "h"?'),
        ("6 H", "duration", '"6 H": unknown unit "H"; did you mean "h"?'),
        ("6 zz", "duration", '"6 zz": unknown unit "zz"; units of time are us, ms, s, min, h, d, wk, mo, yr'),
        (6, "duration", '"6" has no unit; say which unit of time, for example 6 h'),
        ("6", "duration", '"6" has no unit; say which unit of time, for example 6 h'),
        ("-6 h", "duration", '"-6 h" is negative; write a number of 0 or more'),
        ("6 h 30 min", "duration", '"6 h 30 min" is not one number and one unit; write, for example, 6.5 h'),
        ("1,000 h", "duration", '"1,000 h" is not one number and one unit; write, for example, 6.5 h'),
        ("6 /day", "duration", '"6 /day" is a rate where a length of time belongs; write, for example, 6 h'),
        ("6 %", "duration", '"6 %" is a share where a length of time belongs; write, for example, 6 h'),
        ("long", "duration", '"long" does not begin with a number; write, for example, 6 h'),
        ("inf h", "duration", '"inf h" does not begin with a number; write, for example, 6 h'),
        ("", "duration", '"" does not begin with a number; write, for example, 6 h'),
        ("1001 yr", "duration", '"1001 yr" is more than 1000 years; check the number and its unit'),
        ("1e99 s", "duration", '"1e99 s" is more than 1000 years; check the number and its unit'),
        (True, "duration", "true where a number belongs; write, for example, 6 h"),
        ((), "duration", "a list where a number belongs; write, for example, 6 h"),
        ("6 h", "rate", '"6 h" is a length of time where a rate belongs; write, for example, 1.5 /day'),
        (6, "rate", '"6" does not say per what; write, for example, 1.5 /day'),
        ("6 /dy", "rate", '"6 /dy": unknown unit "dy"; did you mean "day"?'),
        ("-1 /day", "rate", '"-1 /day" is negative; write a number of 0 or more'),
        ("1e7 /s", "rate", '"1e7 /s" is more than a million per second; check the number and its unit'),
        (70, "share", '"70" is more than 1; did you mean 70 %?'),
        ("120 %", "share", '"120 %" is more than 100 %'),
        ("120", "share", '"120" is more than 1; write a share from 0 % to 100 %'),
        (-0.1, "share", '"-0.1" is negative; write a number of 0 or more'),
        (float("nan"), "share", "nan is not a usable number; write, for example, 40 % or 0.4"),
        (float("inf"), "factor", "inf is not a usable number; write, for example, 1.5"),
        ("2 h", "factor", '"2 h" has a unit, "h", where a plain number belongs; write, for example, 1.5'),
        (2_000_000, "factor", '"2000000" is more than a million; check the number'),
        (2.5, "count", '"2.5" is not a whole number; write, for example, 2'),
        ("2 h", "count", '"2 h" is not a whole number; write, for example, 2'),
        (-2, "count", '"-2" is negative; write a number of 0 or more'),
        (2_000_000, "count", '"2000000" is more than a million; check the number'),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(raw, dimension, message):
    assert said(raw, dimension) == [message]


@pytest.mark.parametrize("text", ["1e999999999 s", "1e-999999999 s", "9" * 1000 + " s"])
def test_a_monstrous_number_is_refused_at_once(text):
    """Exact arithmetic on such a number would take all memory."""
    assert len(said(text, "duration")) == 1


def test_the_long_form_says_how_a_number_is_known():
    long = {"value": "6 mo", "range": ("4 mo", "12 mo"), "evidence": "cited", "source": "Sims 2024"}
    assert read(long, "duration") == Quantity(
        value=6 * MONTH,
        text="6 mo",
        dimension="duration",
        range=(4 * MONTH, 12 * MONTH),
        range_text=("4 mo", "12 mo"),
        evidence="cited",
        source="Sims 2024",
    )


def test_a_number_about_which_nothing_is_said_is_assumed():
    assert (read("6 mo", "duration").evidence, read("6 mo", "duration").range) == ("assumed", None)
    assert read({"value": "6 mo"}, "duration") == read("6 mo", "duration")


@pytest.mark.parametrize(
    ("long", "messages"),
    [
        ({"value": "6 h", "range": ("7 h", "8 h")}, ["the range 7 h to 8 h does not contain the value 6 h"]),
        (
            {"value": "6 h", "range": ("8 h", "4 h")},
            ["the range begins at 8 h and ends at 4 h; write [4 h, 8 h]"],
        ),
        ({"value": "6 h", "range": ("4 h",)}, ["too few entries"]),
        ({"value": "6 h", "range": ("4 h", "5 h", "9 h")}, ["3 entries where 2 belong"]),
        ({"value": "6 h", "range": "4 h to 8 h"}, ['"4 h to 8 h" where a list belongs; write [..., ...]']),
        (
            {"value": "6 h", "range": ("4 h", "8 /day")},
            ['"8 /day" is a rate where a length of time belongs; write, for example, 6 h'],
        ),
        ({"range": ("4 h", "8 h")}, ["value is missing"]),
        ({"value": "6 h", "evidance": "cited"}, ['unknown key; did you mean "evidence"?']),
        ({"value": "6 h", "evidence": "siteed"}, ['unknown word "siteed"; did you mean "cited"?']),
        ({"value": "6 h", "source": 2024}, ['"2024" where a text belongs; put it in quotes']),
        ({"value": {"value": "6 h"}}, ["a map where a number belongs; write, for example, 6 h"]),
        (
            {"value": "6 hous", "range": ("1", "2 h"), "sauce": ""},
            [
                '"6 hous": unknown unit "hous"; did you mean "hours"?',
                '"1" has no unit; say which unit of time, for example 1 h',
                'unknown key; did you mean "source"?',
            ],
        ),
    ],
)
def test_all_that_is_wrong_with_a_long_form_is_said_at_once(long, messages):
    assert said(long, "duration") == messages


def test_a_quantity_of_another_dimension_does_not_pass():
    assert said(read("6 h", "duration"), "rate") == ["6 h is a duration where a rate belongs"]
