"""Dates, times of day and their ranges."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.scenario.language.values import times
from stovepipe.scenario.language.values.units import DAY, HOUR, MINUTE
from stovepipe.scenario.problems.problem import Faults


def said(reader: object, raw: object) -> str:
    with pytest.raises(Faults) as raised:
        reader(raw)
    [fault] = raised.value.faults
    return f"{fault.what}; {fault.hint}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-01-04", dt.datetime(2021, 1, 4)),
        ("2021-01-04 06:30", dt.datetime(2021, 1, 4, 6, 30)),
        ("2021-01-04T06:30:15", dt.datetime(2021, 1, 4, 6, 30, 15)),
    ],
)
def test_a_date_means_its_first_moment(text, moment):
    assert times.read_moment(text) == moment


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("4 January", '"4 January" is not a date; write, for example, 2021-01-04 or 2021-01-04 06:30'),
        (2021, '"2021" is not a date; write, for example, 2021-01-04 or 2021-01-04 06:30'),
        ("2021-02-30", '"2021-02-30" is not in the calendar; check the month, the day and the time'),
        (
            "2021-01-04 25:00",
            '"2021-01-04 25:00" is not in the calendar; check the month, the day and the time',
        ),
        (
            "2021-01-04T06:30Z",
            '"2021-01-04T06:30Z" has a time zone; the mission has one clock: leave the zone out',
        ),
        ("0021-01-04", '"0021-01-04" is too far off; write a year from 1900 to 2999'),
    ],
)
def test_what_is_no_date_is_said(raw, message):
    assert said(times.read_moment, raw) == message


@given(minutes=st.integers(0, 24 * 60 - 1))
def test_a_time_of_day_is_read_as_it_is_shown(minutes):
    clock = times.TimeOfDay(minutes * MINUTE)
    assert times.read_clock(str(clock)) == clock


def test_the_end_of_the_day_is_an_end_only():
    assert times.read_clock_end("24:00").ticks == DAY
    assert said(times.read_clock, "24:00") == '"24:00" can only be an end; write 00:00'


@pytest.mark.parametrize("raw", ["8:00", "0800", "08:60", "25:00", "24:30", "8 am", 8])
def test_what_is_no_time_of_day_is_said(raw):
    assert said(times.read_clock_end, raw).startswith(f'"{raw}" is not a time of day; ')


def test_hours_may_cross_midnight():
    assert times.read_hours("06:00-18:00").spells() == ((6 * HOUR, 18 * HOUR),)
    assert times.read_hours("18:00 - 06:00").spells() == ((0, 6 * HOUR), (18 * HOUR, DAY))
    assert times.read_hours("18:00-24:00").spells() == ((18 * HOUR, DAY),)
    assert times.read_hours("18:00-00:00").spells() == ((18 * HOUR, DAY),)


@given(start=st.integers(0, 1439), end=st.integers(0, 1440))
def test_hours_and_the_hours_after_them_make_a_day(start, end):
    if start != end and (start, end) != (0, 1440) and end not in (0, 1440):
        one, other = times.TimeOfDay(start * MINUTE), times.TimeOfDay(end * MINUTE)
        spells = times.read_hours(f"{one}-{other}").spells() + times.read_hours(f"{other}-{one}").spells()
        assert sum(off - on for on, off in spells) == DAY


def test_hours_of_no_length_are_refused():
    assert (
        said(times.read_hours, "06:00-06:00") == '"06:00-06:00" is empty; write 00:00-24:00 for the whole day'
    )
    assert (
        said(times.read_hours, "06:00") == '"06:00" is not a range of hours; write, for example, 06:00-18:00'
    )


def test_a_range_of_dates_includes_its_last_day():
    dates = times.read_dates("2021-07-01 to 2021-09-30")
    assert (dates.since, dates.until) == (dt.datetime(2021, 7, 1), dt.datetime(2021, 10, 1))
    day = times.read_dates("2021-07-01")
    assert day.until - day.since == dt.timedelta(days=1)


def test_a_range_of_dates_runs_forwards():
    """A year that was forgotten is as likely as an exchange."""
    wrong = '"2021-09-30 to 2021-07-01" ends before it begins; '
    hint = "write 2021-07-01 to 2021-09-30, or 2021-09-30 to 2022-07-01"
    assert said(times.read_dates, "2021-09-30 to 2021-07-01") == wrong + hint
    assert (
        said(times.read_dates, "July")
        == '"July" is not a range of dates; write, for example, 2021-07-01 to 2021-09-30'
    )
