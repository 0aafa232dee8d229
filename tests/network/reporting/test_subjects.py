"""What reports are about: events in the calendar, and the draw among those that last."""

import numpy as np
import pytest
from scipy import stats

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR, NEVER, NONE
from stovepipe.network.reporting.occurrences import BURST_LIMIT, Circumstances, Occurrences
from stovepipe.network.reporting.subjects import about
from stovepipe.scenario import load
from tests.network.missions import network, written

ALARM = 1e-5

MISSION = """
mission: Things go on
start: 2021-01-04
horizon: 300 d
classes: {alarm: {}, pattern: {}}
sources:
  north: {written_at: desk, reports: {pattern: {rate: 8 /day, about: [convoy, siege]}, alarm: 1 /day}}
  south: {written_at: desk, reports: {pattern: {rate: 5 /day, about: attack}}}
topics:
  convoy: {rate: 0.2 /day, lasts: {exponential: {mean: 8 d}}, known_within: {exponential: {mean: 2 d}}}
  siege: {rate: 0.1 /day, lasts: 5 d}
incidents:
  attack: {rate: 0.3 /day, lasts: 2 d, bursts: {south.alarm: {reports: 2, delay: {exponential: {mean: 1 d}}}}}
  blast: {rate: 0.3 /day, bursts: {north.alarm: {reports: 2, delay: 1 h}}}
stations: {desk: {stage: command, needs: [alarm, pattern], work: 1 h, posts: {p: {count: 1}}}}
"""
NET = network(MISSION)
NAMES = [subject.name for subject in NET.subjects]
CALENDARS = [unfold(NET, 1, replication) for replication in range(6)]


def streams(source, klass, trigger):
    return [
        number
        for number, stream in enumerate(NET.streams)
        if (NET.sources[stream.source].name, NET.classes[stream.klass].name, stream.trigger)
        == (source, klass, trigger)
    ]


def lasting(happened, subjects, tick):
    """The rows of the events of these subjects that last at a tick: one by one."""
    return [
        row
        for row in range(len(happened.subject))
        if happened.subject[row] in subjects and happened.began[row] <= tick < happened.ended[row]
    ]


def test_events_are_the_incidents_and_the_occurrences_of_topics_by_tick_name_and_number():
    for calendar in CALENDARS:
        happened = calendar.events
        rows = list(
            zip(happened.began.tolist(), happened.subject.tolist(), happened.number.tolist(), strict=True)
        )
        assert rows == sorted(rows)
        for incident, times in zip(NET.incidents, calendar.incidents, strict=True):
            mine = happened.subject == NAMES.index(incident.name)
            assert happened.began[mine].tolist() == times.tolist()
            assert happened.number[mine].tolist() == list(range(len(times)))
    assert NAMES == ["attack", "blast", "convoy", "siege"]


def test_topics_occur_at_their_rate_and_last_and_are_to_be_known_as_long_as_their_laws_say():
    of_convoy = NAMES.index("convoy")
    began, lasts, within, counts = [], [], [], []
    for replication in range(60):
        happened = unfold(NET, 2, replication).events
        mine = happened.subject == of_convoy
        counts.append(int(mine.sum()))
        began += (happened.began[mine] / NET.horizon).tolist()
        lasts += ((happened.ended - happened.began)[mine] / (8 * DAY)).tolist()
        within += ((happened.deadline - happened.began)[mine] / (2 * DAY)).tolist()
    assert ALARM / 2 < stats.poisson.cdf(sum(counts), 60 * 60) < 1 - ALARM / 2
    assert stats.kstest(began, "uniform").pvalue > ALARM
    assert stats.kstest(lasts, "expon").pvalue > ALARM
    assert stats.kstest(within, "expon").pvalue > ALARM
    assert abs(np.corrcoef(lasts, within)[0, 1]) < 5 / len(lasts) ** 0.5


def test_an_event_without_a_length_is_a_moment_and_one_without_a_limit_has_no_deadline():
    happened = CALENDARS[0].events
    moments = happened.subject == NAMES.index("blast")
    assert moments.any()
    assert (happened.began == happened.ended)[moments].all()
    assert (happened.deadline[moments] == NEVER).all()
    assert ((happened.ended - happened.began)[happened.subject == NAMES.index("siege")] == 5 * DAY).all()


def test_a_burst_is_about_its_incident():
    for source, incident in (("south", "attack"), ("north", "blast")):
        [which] = streams(source, "alarm", incident)
        for calendar in CALENDARS:
            mine = np.flatnonzero(calendar.reports.stream == which)
            assert len(mine)
            rows = calendar.reports.event[mine]
            assert (calendar.events.subject[rows] == NAMES.index(incident)).all()
            assert (calendar.events.number[rows] == calendar.reports.ordinal[mine] // BURST_LIMIT).all()


def test_a_report_is_about_an_event_that_lasts_when_it_occurs_and_about_none_if_none_does():
    for source, subjects in (("north", {2, 3}), ("south", {0})):
        [which] = streams(source, "pattern", "rate")
        seen = set()
        for calendar in CALENDARS[:3]:
            reports = calendar.reports
            for rank in np.flatnonzero(reports.stream == which):
                candidates = lasting(calendar.events, subjects, reports.occurred[rank])
                assert reports.event[rank] in (candidates or [NONE])
                seen.add(min(len(candidates), 2))
        assert seen == {0, 1, 2}


def test_reports_of_a_stream_that_is_about_nothing_are_about_none():
    [which] = streams("north", "alarm", "rate")
    for calendar in CALENDARS:
        assert (calendar.reports.event[calendar.reports.stream == which] == NONE).all()


def test_those_that_last_are_equally_likely():
    [which] = streams("north", "pattern", "rate")
    by_number = {}
    for replication in range(30):
        calendar = unfold(NET, 3, replication)
        reports = calendar.reports
        for rank in np.flatnonzero(reports.stream == which):
            candidates = lasting(calendar.events, {2, 3}, reports.occurred[rank])
            if len(candidates) > 1:
                counts = by_number.setdefault(len(candidates), np.zeros(len(candidates)))
                counts[candidates.index(reports.event[rank])] += 1
    assert len(by_number) > 2
    for counts in by_number.values():
        if counts.sum() > 30 * len(counts):
            assert stats.chisquare(counts).pvalue > ALARM


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("classes: {", "classes: {alfa: {}, "),
        ("topics:\n", "topics:\n  alfa: {rate: 1 /day, lasts: 3 d}\n"),
        ("incidents:\n", "incidents:\n  alfa: {rate: 1 /day, lasts: 3 d}\n"),
        ("lasts: 5 d}", "lasts: 5 d, known_within: 9 h, confirmed_by: 2}"),
        (
            "  south: {",
            "  alfa: {written_at: desk, reports: {pattern: {rate: 3 /day, about: siege}}}\n  south: {",
        ),
    ],
)
def test_an_addition_leaves_what_the_other_reports_are_about_as_it_was(old, new):
    def told(net):
        calendar = unfold(net, 9, 0)
        facts = {}
        for rank, row in enumerate(calendar.reports.event.tolist()):
            stream = net.streams[calendar.reports.stream[rank]]
            name = (net.sources[stream.source].name, net.classes[stream.klass].name, stream.trigger)
            about = None
            if row != NONE:
                kind = net.subjects[calendar.events.subject[row]].name
                about = (kind, int(calendar.events.number[row]), int(calendar.events.began[row]))
            facts[*name, int(calendar.reports.ordinal[rank])] = about
        return facts

    assert MISSION.count(old) == 1
    before, after = told(NET), told(network(MISSION.replace(old, new)))
    assert before.items() <= after.items()


def test_an_event_lasts_to_before_its_end():
    """The half-open interval, with reports at both its ends."""
    times = network(
        MISSION.replace("rate: 0.1 /day, lasts: 5 d", "rate: 0.1 /day, lasts: 1 h").replace(
            "[convoy, siege]", "siege"
        )
    )
    calendar = unfold(times, 1, 0)
    [which] = streams("north", "pattern", "rate")
    row = int(np.flatnonzero(calendar.events.subject == NAMES.index("siege"))[0])
    start = int(calendar.events.began[row])
    setting = Circumstances(times, 1, 0, calendar.incidents, calendar.events)
    ticks = np.array([start - 1, start, start + HOUR - 1, start + HOUR])
    found = about(setting, times.streams[which], Occurrences(ticks, np.arange(4)))
    assert found.tolist() == [NONE, row, row, NONE]


def test_reports_of_a_file_are_about_what_lasts_at_their_times():
    """The times are the same in every replication, and the events are not."""
    file = "file: {path: seen.csv, time: at, class: pattern, about: [convoy, siege]}"
    with written(MISSION.replace("south: {", f"south: {{{file}, ")) as path:
        days_seen = (np.datetime64("2021-01-04") + np.arange(0, 300, 2)).astype(str)
        (path.parent / "seen.csv").write_text("\n".join(["at", *days_seen]), encoding="utf-8")
        net = compile_network(load(path))
    [which] = [number for number, stream in enumerate(net.streams) if stream.trigger == "file"]
    key = draws.key(1, "about", "south", "pattern", "file")
    found = []
    for replication in range(2):
        calendar = unfold(net, 1, replication)
        mine = np.flatnonzero(calendar.reports.stream == which)
        assert calendar.reports.occurred[mine].tolist() == [DAY * day for day in range(0, 300, 2)]
        expected = []
        for ordinal, tick in enumerate(calendar.reports.occurred[mine]):
            candidates = lasting(calendar.events, {2, 3}, tick)
            u = draws.uniform(key, replication, ordinal, 0)
            expected.append(candidates[int(u * len(candidates))] if candidates else NONE)
        assert calendar.reports.event[mine].tolist() == expected
        found.append(expected)
    assert found[0] != found[1]
    assert {NONE} < set(found[0])
