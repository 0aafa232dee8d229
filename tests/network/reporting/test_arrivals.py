"""Arrivals by a rate, held to the theory of Poisson processes.

Each statistical gate raises a false alarm with probability 1e-5 at most (the seeds are fixed, so it either
does or it does not); the docstrings say what it would find.
"""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stovepipe.network import draws
from stovepipe.network.draws import Law
from stovepipe.network.records import DAY, HOUR, Rate
from stovepipe.network.reporting.occurrences import arrivals
from tests.network.missions import MINUTE, network

ALARM = 1e-5
KEY = draws.key(3, "arrival", "patrol", "alarm", "rate")

VARYING = """
mission: A rate that varies
start: 2021-01-06 07:30
warm_up: 36 h
horizon: 30 d
classes: {a: {}}
sources:
  s:
    written_at: x
    reports:
      a:
        rate: 40 /day
        hours: {"22:00-05:00": 20 %, "09:30-12:00": 250 %}
        weekdays: {sat: 50 %, sun: 0}
        dates: {2021-01-15 to 2021-01-18: 3, 2021-01-18: 2}
stations: {x: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}}
"""


def stated_rate(moment):
    """The rate of `VARYING` per day, read off the configuration."""
    rate = 40.0
    hour = moment.hour + moment.minute / 60
    if hour >= 22 or hour < 5:
        rate *= 0.2
    if 9.5 <= hour < 12:
        rate *= 2.5
    rate *= {5: 0.5, 6: 0.0}.get(moment.weekday(), 1.0)
    if dt.date(2021, 1, 15) <= moment.date() <= dt.date(2021, 1, 18):
        rate *= 3
    if moment.date() == dt.date(2021, 1, 18):
        rate *= 2
    return rate


def constant(per_tick):
    return Rate(np.array([0]), np.array([per_tick]))


@st.composite
def rates(draw):
    since = sorted({0, *draw(st.sets(st.integers(1, 9 * DAY), max_size=6))})
    per_day = draw(st.lists(st.sampled_from([0.0, 0.3, 2.0, 30.0]), min_size=len(since), max_size=len(since)))
    return Rate(np.array(since, dtype=np.int64), np.array(per_day) / DAY)


@given(rates(), st.integers(0, 50))
def test_arrivals_are_those_of_a_walk_over_the_pieces(rate, replication):
    """One report after the other, by plain arithmetic: to the bit."""
    horizon = 10 * DAY
    expected = []
    total = before = 0.0
    ordinal = piece = 0
    ends = [*rate.since[1:].tolist(), horizon]
    while True:
        total += draws.draw(Law.exponential(1.0), KEY, replication, ordinal)
        while (
            piece < len(ends) and before + rate.per_tick[piece] * (ends[piece] - rate.since[piece]) <= total
        ):
            before += rate.per_tick[piece] * (ends[piece] - rate.since[piece])
            piece += 1
        if piece == len(ends):
            break
        tick = int(rate.since[piece]) + math.floor((total - before) / rate.per_tick[piece])
        expected.append(min(tick, ends[piece] - 1))
        ordinal += 1
    assert arrivals(rate, horizon, KEY, replication).tolist() == expected


def test_a_rate_of_zero_makes_nothing():
    assert arrivals(constant(0.0), 10 * DAY, KEY, 0).tolist() == []


def test_the_number_of_arrivals_is_poisson():
    """4000 replications of mean 25: a mean off by 0.35 (1.4 %) or a variance off by 12 % would be found."""
    counts = np.array([len(arrivals(constant(2.5 / DAY), 10 * DAY, KEY, n)) for n in range(4000)])
    assert stats.poisson.cdf(counts.sum(), 25 * 4000) == pytest.approx(0.5, abs=0.5 - ALARM / 2)
    dispersion = 3999 * counts.var(ddof=1) / counts.mean()
    assert ALARM / 2 < stats.chi2.cdf(dispersion, 3999) < 1 - ALARM / 2


def test_times_between_arrivals_are_exponential_and_independent():
    """40 000 times: a distribution function off by 1.3 %, or a correlation of 0.022, would be found."""
    found = arrivals(constant(40_000 / (10 * DAY)), 10 * DAY, KEY, 1)
    between = np.diff(found) * (40_000 / (10 * DAY))
    assert stats.kstest(between, "expon").pvalue > ALARM
    assert abs(np.corrcoef(between[1:], between[:-1])[0, 1]) < stats.norm.isf(ALARM / 2) / len(between) ** 0.5


def test_the_compiled_rate_is_the_stated_one_at_every_minute():
    net = network(VARYING)
    rate = net.streams[0].rate
    zero = dt.datetime(2021, 1, 4, 19, 30)
    assert net.horizon == 31.5 * DAY
    for minute in range(0, net.horizon // MINUTE):
        piece = np.searchsorted(rate.since, minute * MINUTE, side="right") - 1
        expected = stated_rate(zero + dt.timedelta(minutes=minute)) / DAY
        assert rate.per_tick[piece] == pytest.approx(expected, rel=1e-12)
    assert (np.diff(rate.per_tick) != 0).all(), "neighbouring pieces differ"


def test_counts_by_the_hour_are_those_of_the_exact_integral():
    """2000 replications: a half-hour off by 5 % at night or by 1.4 % by day would be found."""
    net = network(VARYING)
    zero = dt.datetime(2021, 1, 4, 19, 30)
    bins = net.horizon // (HOUR // 2)
    expected = np.array([2000 * stated_rate(zero + dt.timedelta(minutes=30 * n)) / 48 for n in range(bins)])
    counts = np.zeros(bins)
    for replication in range(2000):
        ticks = arrivals(net.streams[0].rate, net.horizon, KEY, replication)
        counts += np.bincount(ticks // (HOUR // 2), minlength=bins)
    assert (counts[expected == 0] == 0).all()
    slots = np.arange(bins) % 48
    statistic = 0.0
    for slot in range(48):
        mean, count = expected[slots == slot].sum(), counts[slots == slot].sum()
        statistic += (count - mean) ** 2 / mean
        assert stats.norm.sf(abs(count - mean) / mean**0.5) > ALARM / 96
    assert stats.chi2.sf(statistic, 48) > ALARM
    over_all = ((counts - expected)[expected > 0] ** 2 / expected[expected > 0]).sum()
    assert stats.chi2.sf(over_all, (expected > 0).sum()) > ALARM


def test_a_longer_clock_has_the_same_arrivals_first():
    """Also where one block of exponentials does not reach the end of the clock and another one is drawn."""
    rate = constant(3.0 / DAY)
    for replication in range(2000):
        found = arrivals(rate, 2 * DAY, KEY, replication)
        longer = arrivals(rate, 40 * DAY, KEY, replication)
        assert (longer[longer < 2 * DAY] == found).all()


# --- where rounding matters ----------------------------------------------------------------------


def arrivals_of(monkeypatch, rate, horizon, exponentials):
    """The arrivals if these are the unit exponentials, and then one beyond any clock."""
    given = np.append(exponentials, np.full(100, 1e9))
    monkeypatch.setattr(draws, "draws", lambda law, key, replication, ordinals: given[ordinals])
    return arrivals(rate, horizon, KEY, 0).tolist()


def test_a_sum_that_is_reached_at_the_end_of_a_piece_belongs_to_the_next_one_with_a_rate(monkeypatch):
    rate = Rate(np.array([0, 10, 20, 30]), np.array([0.25, 0.0, 0.0, 0.5]))
    assert arrivals_of(monkeypatch, rate, 40, [2.5, 0.25, 0.25, 4.499]) == [30, 30, 31, 39]


def test_a_sum_that_reaches_all_there_is_makes_no_report(monkeypatch):
    rate = Rate(np.array([0, 10]), np.array([0.25, 0.5]))
    assert arrivals_of(monkeypatch, rate, 20, [0.25, 7.25]) == [1]


def test_an_arrival_that_rounding_takes_beyond_its_piece_stays_in_it(monkeypatch):
    total = 0.7 * 4 + 0.7 * 10
    last = math.nextafter(total, 0.0)
    assert (last - 0.7 * 4) / 0.7 >= 10, "this is a case of rounding"
    pieces = Rate(np.array([0, 4, 14]), np.array([0.7, 0.7, 0.0]))
    assert arrivals_of(monkeypatch, pieces, 20, [last]) == [13]
