"""Rates as pieces, and hours of duty. That rates are the stated ones is tested with the arrivals."""

import numpy as np

from stovepipe.network.records import DAY, HOUR
from tests.network.missions import ONE_DESK, network


def rate(profile):
    """The compiled rate of the one source, as (since, per day)."""
    text = ONE_DESK.format(posts="{p: {count: 1}}", horizon="2 wk").replace(
        "alarm: 1 /day", f"alarm: {profile}"
    )
    found = network(text).streams[0].rate
    return found.since.tolist(), (found.per_tick * DAY).round(9).tolist(), found.per_tick.tobytes()


def test_a_rate_that_does_not_vary_is_one_piece():
    assert rate("2 /day")[:2] == ([0], [2.0])


def test_a_rate_changes_at_the_hours_on_every_day():
    since, per_day, _ = rate('{rate: 2 /day, hours: {"22:00-06:00": 50 %}}')
    expected = [0] + [day * DAY + hour * HOUR for day in range(14) for hour in (6, 22)]
    assert since == expected
    assert per_day == [1.0] + [2.0, 1.0] * 14


def test_weekdays_and_dates_begin_at_midnight():
    since, per_day, _ = rate("{rate: 2 /day, weekdays: {wed: 3}, dates: {2021-01-12 to 2021-01-13: 50 %}}")
    assert since == [0, 2 * DAY, 3 * DAY, 8 * DAY, 9 * DAY, 10 * DAY]
    assert per_day == [2.0, 6.0, 2.0, 1.0, 3.0, 2.0]


def test_a_factor_of_one_changes_no_bit():
    plain = rate('{rate: 3 /day, hours: {"08:00-20:00": 130 %}}')
    assert (
        rate('{rate: 3 /day, hours: {"08:00-20:00": 130 %, "20:00-21:00": 1}, weekdays: {tue: 1}}') == plain
    )


def test_the_order_in_which_factors_are_written_changes_no_bit():
    hours = ['"08:00-12:00": 130 %', '"12:00-20:00": 70 %']
    dates = ["2021-01-05 to 2021-01-12: 110 %", "2021-01-08 to 2021-01-16: 70 %", "2021-01-09: 130 %"]

    def written(hours, dates):
        return rate(f"{{rate: 3 /day, hours: {{{', '.join(hours)}}}, dates: {{{', '.join(dates)}}}}}")

    assert written(hours, dates) == written(hours[::-1], dates[::-1])


def test_pieces_cover_the_clock_and_no_more():
    since, _, _ = rate("{rate: 2 /day, dates: {2020-12-01 to 2021-01-05: 2, 2021-01-16 to 2022-01-01: 3}}")
    assert since == [0, 2 * DAY, 12 * DAY]
    assert np.diff(since).min() > 0


def hours_of_duty(shift, holidays="{}"):
    """The first hours of duty of the one post, in hours since Monday, 00:00."""
    text = ONE_DESK.format(posts=f"{{p: {{count: 1, shift: {shift}}}}}", horizon="2 wk")
    found = network(f"{text}\nholidays: {holidays}").stations[0].groups[0].shifts[0].windows
    return (found / HOUR).tolist()


def test_breaks_are_taken_out_of_the_hours_of_duty():
    assert hours_of_duty('{from: 08:00, to: 17:00, breaks: ["10:00-10:30", "12:00-13:00"]}')[:4] == [
        [8, 10], [10.5, 12], [13, 17], [32, 34],
    ]  # fmt: skip


def test_a_break_may_lie_across_midnight_and_is_the_same_hours_of_the_clock_on_every_day():
    found = hours_of_duty("{from: 20:00, to: 04:00, breaks: 23:30-00:30}")
    assert found[:5] == [[0.5, 4], [20, 23.5], [24.5, 28], [44, 47.5], [48.5, 52]]


def test_on_a_holiday_the_shift_does_not_begin_and_ends_if_it_began_before():
    found = hours_of_duty(
        "{from: 20:00, to: 04:00, holidays: [feast, other]}",
        "{feast: 2021-01-05, other: 2021-01-07 to 2021-01-08}",
    )
    assert found[:5] == [[0, 4], [20, 28], [68, 76], [140, 148], [164, 172]]


def test_holidays_that_a_shift_does_not_keep_change_nothing():
    shift = "{from: 08:00, to: 17:00}"
    assert hours_of_duty(shift, "{feast: 2021-01-05}") == hours_of_duty(shift)
