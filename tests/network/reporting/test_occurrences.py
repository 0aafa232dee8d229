"""Incidents and what follows from them: clustering, bursts, diverted collectors, raised precedence.

Each statistical gate raises a false alarm with probability 1e-5 at most.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.records import ANY, DAY, HOUR, Network
from stovepipe.network.reporting.occurrences import BURST_LIMIT, incident_times
from tests.network.missions import network

ALARM = 1e-5

MISSION = """
mission: Under attack
start: 2021-01-04
horizon: 400 d
classes: {alarm: {precedence: PRIORITY}, routine: {}, file_: {}}
sources:
  north: {written_at: desk, reports: {routine: 10 /day, alarm: 1 /day}}
  south: {written_at: desk, reports: {routine: 10 /day}}
incidents: {attack: {rate: 0.5 /day, %s}, other: {rate: 0.2 /day, %s}}
stations: {desk: {stage: command, needs: [alarm, routine], work: 1 h, posts: {p: {count: 1}}}}
"""
NOTHING = "diverts: {lasts: 1 h, sources: {south: 0 %}}"


def mission(attack: str, other: str = NOTHING) -> Network:
    return network(MISSION % (attack, other))


def stream(net, source, klass, trigger):
    names = [(net.sources[s.source].name, net.classes[s.klass].name, s.trigger) for s in net.streams]
    return names.index((source, klass, trigger))


def during(times, ticks, length):
    """Whether an incident lasts at each of the ticks: one by one."""
    return np.array([bool(((times <= tick) & (tick < times + length)).any()) for tick in ticks])


# --- clustering ----------------------------------------------------------------------------------


def test_incidents_in_a_period_are_poisson_with_a_gamma_mean():
    """8000 periods against the negative binomial: mean 5 and cv 0.6 give a variance of 14, not of 5."""
    net = mission("clustering: {period: 10 d, cv: 60 %}, " + NOTHING)
    counts = np.concatenate(
        [np.bincount(incident_times(net, 1, n)[0] // (10 * DAY), minlength=40) for n in range(200)]
    )
    law = stats.nbinom(1 / 0.36, 1 / (1 + 5 * 0.36))
    assert law.mean() == pytest.approx(5)
    assert law.var() == pytest.approx(14)
    top = 20
    seen = np.bincount(np.minimum(counts, top), minlength=top + 1)
    expected = len(counts) * np.append(law.pmf(np.arange(top)), law.sf(top - 1))
    assert stats.chi2.sf(((seen - expected) ** 2 / expected).sum(), top) > ALARM


def test_periods_are_independent_and_counted_from_the_start_of_the_clock():
    net = mission("clustering: {period: 10 d, cv: 200 %}, " + NOTHING)
    counts = np.array(
        [np.bincount(incident_times(net, 1, n)[0] // (5 * DAY), minlength=80) for n in range(200)]
    )
    first, second = counts[:, ::2].ravel(), counts[:, 1::2].ravel()
    assert np.corrcoef(first, second)[0, 1] > 0.7, "the halves of one period go together"
    across = np.corrcoef(second[:-1], first[1:])[0, 1]
    assert abs(across) < stats.norm.isf(ALARM / 2) / len(first) ** 0.5


def test_without_clustering_incidents_are_poisson():
    net = mission(NOTHING)
    counts = np.concatenate(
        [np.bincount(incident_times(net, 1, n)[0] // (10 * DAY), minlength=40) for n in range(200)]
    )
    dispersion = (len(counts) - 1) * counts.var(ddof=1) / counts.mean()
    assert ALARM / 2 < stats.chi2.cdf(dispersion, len(counts) - 1) < 1 - ALARM / 2


# --- bursts --------------------------------------------------------------------------------------


def test_a_burst_has_a_poisson_number_of_reports_each_after_its_own_delay():
    net = mission("bursts: {south.alarm: {reports: 3, delay: {exponential: {mean: 6 h}}}}")
    which = stream(net, "south", "alarm", "attack")
    numbers, delays = [], []
    for replication in range(40):
        calendar = unfold(net, 1, replication)
        attacks = calendar.incidents[0]
        mine = calendar.reports.stream == which
        incident, _ = np.divmod(calendar.reports.ordinal[mine], BURST_LIMIT)
        early = attacks < net.horizon - 20 * DAY  # none of their reports is lost to the horizon
        numbers += np.bincount(incident, minlength=len(attacks))[early].tolist()
        delays += (calendar.reports.occurred[mine] - attacks[incident])[early[incident]].tolist()
    assert len(numbers) > 7000
    seen = np.bincount(np.minimum(numbers, 10), minlength=11)
    expected = len(numbers) * np.append(stats.poisson.pmf(np.arange(10), 3), stats.poisson.sf(9, 3))
    assert stats.chi2.sf(((seen - expected) ** 2 / expected).sum(), 10) > ALARM
    assert stats.kstest(np.array(delays) / (6 * HOUR), "expon").pvalue > ALARM


def test_what_would_follow_beyond_the_horizon_does_not_occur():
    net = mission("bursts: {south.alarm: {reports: 3, delay: 300 d}}")
    calendar = unfold(net, 1, 0)
    mine = calendar.reports.stream == stream(net, "south", "alarm", "attack")
    followed = set((calendar.reports.ordinal[mine] // BURST_LIMIT).tolist())
    early = {n for n, attack in enumerate(calendar.incidents[0]) if attack + 300 * DAY < net.horizon}
    assert followed <= early
    assert len(followed) > 30


def test_no_incident_in_the_whole_horizon_means_no_burst():
    net = network(
        (MISSION % ("bursts: {south.alarm: {reports: 3, delay: 1 h}}", NOTHING)).replace("0.5 /day", "0 /day")
    )
    calendar = unfold(net, 1, 0)
    assert len(calendar.incidents[0]) == 0
    assert not (calendar.reports.stream == stream(net, "south", "alarm", "attack")).any()


def test_the_reports_of_a_burst_have_ordinals_of_their_incident():
    net = mission("bursts: {south.alarm: {reports: 2, delay: 0 s}}")
    calendar = unfold(net, 1, 0)
    mine = calendar.reports.stream == stream(net, "south", "alarm", "attack")
    expected = []
    key = draws.key(1, "burst", "south", "alarm", "attack")
    for n, attack in enumerate(calendar.incidents[0].tolist()):
        number = draws.poisson(2.0, draws.uniform(key, 0, n))
        expected += [(attack, 512 * n + j) for j in range(number)]
    found = zip(
        calendar.reports.occurred[mine].tolist(), calendar.reports.ordinal[mine].tolist(), strict=True
    )
    assert list(found) == expected


def test_a_burst_ends_at_its_largest_number():
    """A mean of 500 is above what a configuration may say; some bursts would have more than 512."""
    net = mission("bursts: {south.alarm: {reports: 100, delay: 0 s}}")
    net = replace(
        net, streams=tuple(replace(s, burst_mean=500.0) if s.burst_mean else s for s in net.streams)
    )
    calendar = unfold(net, 1, 0)
    mine = calendar.reports.stream == stream(net, "south", "alarm", "attack")
    sizes = np.bincount(calendar.reports.ordinal[mine] // BURST_LIMIT)
    assert sizes.max() == BURST_LIMIT
    assert (sizes == BURST_LIMIT).sum() > 20
    assert len(set(calendar.reports.ordinal[mine].tolist())) == mine.sum()


# --- diverted collectors -------------------------------------------------------------------------


def kept_and_made(net, without, replication, source):
    """The ordinals and times of a source's routine reports, with the diversion and without it."""
    rows = []
    for one in (net, without):
        reports = unfold(one, 1, replication).reports
        mine = reports.stream == stream(one, source, "routine", "rate")
        rows.append(dict(zip(reports.ordinal[mine].tolist(), reports.occurred[mine].tolist(), strict=True)))
    return rows


def test_a_diversion_takes_away_its_share_of_reports_and_leaves_the_others_as_they_were():
    net = mission("diverts: {lasts: 18 h, sources: {north: 30 %}}")
    without = mission("diverts: {lasts: 18 h, sources: {north: 0 %}}")
    affected = missing = 0
    for replication in range(20):
        kept, made = kept_and_made(net, without, replication, "north")
        assert kept.items() <= made.items(), "ordinals and times stay what they were"
        hit = during(incident_times(net, 1, replication)[0], made.values(), 18 * HOUR)
        gone = np.array([ordinal not in kept for ordinal in made])
        assert not (gone & ~hit).any(), "only while it lasts"
        affected += hit.sum()
        missing += gone.sum()
        south, south_made = kept_and_made(net, without, replication, "south")
        assert south == south_made, "another source is not concerned"
    assert affected > 20_000
    assert stats.binomtest(int(missing), int(affected), 0.3).pvalue > ALARM


def test_a_whole_diversion_stops_a_source():
    net = mission("diverts: {lasts: 18 h, sources: {north: 100 %}}")
    calendar = unfold(net, 1, 0)
    mine = calendar.reports.stream == stream(net, "north", "routine", "rate")
    assert mine.sum() > 1000
    assert not during(calendar.incidents[0], calendar.reports.occurred[mine], 18 * HOUR).any()


def test_each_incident_decides_by_itself():
    net = mission(
        "diverts: {lasts: 10 d, sources: {north: 50 %}}", "diverts: {lasts: 30 d, sources: {north: 50 %}}"
    )
    without = mission("diverts: {lasts: 10 d, sources: {north: 0 %}}")
    both = left = 0
    for replication in range(10):
        kept, made = kept_and_made(net, without, replication, "north")
        times = incident_times(net, 1, replication)
        lasts = during(times[0], made.values(), 10 * DAY) & during(times[1], made.values(), 30 * DAY)
        both += lasts.sum()
        left += (lasts & np.array([ordinal in kept for ordinal in made])).sum()
    assert stats.binomtest(int(left), int(both), 0.25).pvalue > ALARM


def test_reports_of_a_burst_are_made_whatever_is_diverted():
    burst = "bursts: {south.alarm: {reports: 3, delay: 1 h}}"
    net = mission(burst + ", diverts: {lasts: 18 h, sources: {south: 100 %}}")
    reports = unfold(net, 1, 0).reports
    alone = unfold(mission(burst), 1, 0).reports
    which = stream(net, "south", "alarm", "attack")
    assert (reports.occurred[reports.stream == which] == alone.occurred[alone.stream == which]).all()


# --- raised precedence ---------------------------------------------------------------------------


def test_precedence_is_raised_while_an_incident_lasts_for_its_classes_and_sources():
    net = mission(
        "raises: {lasts: 24 h, classes: {routine: PRIORITY}, sources: north}, "
        "bursts: {north.routine: {reports: 1, delay: {exponential: {mean: 1 d}}}}",
        "raises: {lasts: 12 h, classes: {routine: FLASH, alarm: IMMEDIATE}}",
    )
    calendar = unfold(net, 1, 0)
    reports = calendar.reports
    at_north = np.array([s.source == 0 for s in net.streams])[reports.stream]
    routine = reports.klass == [c.name for c in net.classes].index("routine")
    by_attack = during(calendar.incidents[0], reports.occurred, 24 * HOUR) & routine & at_north
    by_other = during(calendar.incidents[1], reports.occurred, 12 * HOUR)
    expected = np.where(routine, 3, 2)
    expected[by_attack] = 2
    expected[by_other & routine] = 0
    expected[by_other & ~routine] = 1
    assert reports.precedence.tolist() == expected.tolist()
    assert (by_attack & by_other).any(), "of several, the highest counts"


def test_no_incident_lowers_precedence():
    net = mission("raises: {lasts: 24 h, classes: {alarm: PRIORITY, routine: ROUTINE}}")
    net = replace(
        net, incidents=tuple(replace(i, raises=((0, 3), (2, 3)), raises_at=ANY) for i in net.incidents)
    )
    reports = unfold(net, 1, 0).reports
    assert set(reports.precedence[reports.klass == 0].tolist()) == {2}
