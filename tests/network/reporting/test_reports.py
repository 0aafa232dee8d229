"""The reports of a replication: their order, deadlines and languages; occurrences from a file."""

from dataclasses import replace

import numpy as np
from scipy import stats

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.draws import Law
from stovepipe.network.records import DAY, HOUR, NEVER, NONE
from stovepipe.scenario import load
from tests.network.missions import MINUTE, network, written

MISSION = """
mission: Several sources
start: 2021-01-04
horizon: 200 d
classes:
  warning: {ltiov: {exponential: {mean: 30 h}}}
  pattern: {ltiov: 2 d}
  chatter: {}
sources:
  north:
    written_at: x
    reports: {warning: 10 /day, chatter: 10 /day}
    languages: {fra: 20 %, ara: 30 %, eng: 50 %}
  south: {written_at: x, reports: {warning: 10 /day, pattern: 10 /day}}
stations: {x: {stage: command, needs: [warning, pattern, chatter], work: 1 h, posts: {p: {count: 1}}}}
"""
NET = network(MISSION)
REPORTS = unfold(NET, 4, 2).reports


def of_stream(source, klass, trigger="rate"):
    names = [(NET.sources[s.source].name, NET.classes[s.klass].name, s.trigger) for s in NET.streams]
    return REPORTS.stream == names.index((source, klass, trigger))


def test_reports_are_ranked_by_time_then_by_the_names_of_their_stream_then_by_ordinal():
    key = list(zip(REPORTS.occurred.tolist(), REPORTS.stream.tolist(), REPORTS.ordinal.tolist(), strict=True))
    assert key == sorted(key)
    assert len(key) > 7000


def test_the_reports_of_a_stream_are_numbered_in_order_of_time():
    for stream in range(len(NET.streams)):
        mine = REPORTS.stream == stream
        assert REPORTS.ordinal[mine].tolist() == list(range(mine.sum()))
        assert set(REPORTS.klass[mine].tolist()) == {NET.streams[stream].klass}


def test_a_deadline_is_the_occurrence_plus_the_ltiov():
    chatter, pattern = of_stream("north", "chatter"), of_stream("south", "pattern")
    assert set(REPORTS.deadline[chatter].tolist()) == {NEVER}
    assert (REPORTS.deadline[pattern] == REPORTS.occurred[pattern] + 2 * DAY).all()
    drawn = of_stream("north", "warning")
    key = draws.key(4, "ltiov", "north", "warning", "rate")
    expected = [draws.draw_ticks(Law.exponential(30.0 * HOUR), key, 2, n) for n in range(drawn.sum())]
    assert (REPORTS.deadline[drawn] - REPORTS.occurred[drawn]).tolist() == expected


def test_languages_have_their_shares():
    """2000 reports, with a false alarm of 1e-5."""
    mine = of_stream("north", "warning")
    names = [NET.languages[rank] for rank in REPORTS.language[mine]]
    seen = [names.count(language) for language in ("ara", "eng", "fra")]
    assert stats.chisquare(seen, np.array([0.3, 0.5, 0.2]) * len(names)).pvalue > 1e-5
    u = draws.uniforms(draws.key(4, "language", "north", "warning", "rate"), 2, REPORTS.ordinal[mine])
    expected = ["ara" if x < 0.3 else "eng" if x < 0.8 else "fra" for x in u]
    assert names == expected


def test_without_languages_a_report_has_none():
    assert set(REPORTS.language[of_stream("south", "pattern")].tolist()) == {NONE}


# --- doors and collection ------------------------------------------------------------------------

SEVERAL_DOORS = """
mission: Several doors
start: 2021-01-04
horizon: 100 d
classes: {alarm: {precedence: PRIORITY}, routine: {}}
sources:
  drawn: {written_at: {west: 70 %, east: 30 %}, reports: {routine: 30 /day}}
  sorted:
    written_at: [{at: east, at_least: IMMEDIATE}, {at: north, classes: alarm}, {at: west}]
    collection:
      unreported: 20 %
      delay: 4 h
      coarse: 40 %
      by_class: {alarm: {delay: 2 h, coarse: 10 %}}
      at_least: {FLASH: {delay: 1 min}, IMMEDIATE: {delay: 5 min, unreported: 0 %}}
    reports: {routine: 10 /day, alarm: 10 /day}
incidents:
  attack: {rate: 1 /day, raises: {lasts: 6 h, classes: {alarm: IMMEDIATE}}}
  siege: {rate: 1 /day, raises: {lasts: 3 h, classes: {alarm: FLASH}}}
stations:
  east: {stage: command, needs: [alarm, routine], work: 1 h, posts: {p: {count: 1}}}
  north: {stage: command, needs: [alarm, routine], work: 1 h, posts: {p: {count: 1}}}
  west: {stage: command, needs: [alarm, routine], work: 1 h, posts: {p: {count: 1}}}
"""


def of_each_stream(net, reports):
    for number, stream in enumerate(net.streams):
        names = net.sources[stream.source].name, net.classes[stream.klass].name
        yield *names, reports.stream == number


def test_a_drawn_door_is_the_first_by_name_whose_cumulated_share_is_above_the_draw():
    """3000 reports, with a false alarm of 1e-5."""
    net = network(SEVERAL_DOORS)
    reports = unfold(net, 4, 2).reports
    [mine] = [mine for source, _, mine in of_each_stream(net, reports) if source == "drawn"]
    names = [net.stations[rank].name for rank in reports.door[mine]]
    u = draws.uniforms(draws.key(4, "door", "drawn", "routine", "rate"), 2, reports.ordinal[mine])
    assert names == ["east" if x < 0.3 else "west" for x in u]
    seen = [names.count("east"), names.count("west")]
    assert stats.chisquare(seen, np.array([0.3, 0.7]) * len(names)).pvalue > 1e-5


def test_a_report_enters_by_the_first_door_whose_conditions_hold_after_what_incidents_raise():
    net = network(SEVERAL_DOORS)
    reports = unfold(net, 4, 2).reports
    seen = set()
    for source, klass, mine in of_each_stream(net, reports):
        for precedence, door in zip(reports.precedence[mine], reports.door[mine], strict=True):
            if source == "sorted":
                expected = "east" if precedence <= 1 else "north" if klass == "alarm" else "west"
                assert net.stations[door].name == expected
                seen.add((klass, int(precedence)))
    assert seen == {("alarm", 0), ("alarm", 1), ("alarm", 2), ("routine", 3)}


def test_what_is_lost_before_writing_is_that_of_the_most_specific_case_number_by_number():
    net = network(SEVERAL_DOORS)
    reports = unfold(net, 4, 2).reports
    cases = {  # unreported, delay in minutes, coarse
        ("routine", 3): (0.2, 240, 0.4),
        ("alarm", 2): (0.2, 120, 0.1),
        ("alarm", 1): (0.0, 5, 0.1),
        ("alarm", 0): (0.0, 1, 0.1),
    }
    seen = set()
    for source, klass, mine in of_each_stream(net, reports):
        if source != "sorted":
            continue
        address = (source, klass, "rate")
        lost, coarse = (
            draws.uniforms(draws.key(4, purpose, *address), 2, reports.ordinal[mine])
            for purpose in ("unreported", "coarse")
        )
        for row, rank in enumerate(np.flatnonzero(mine)):
            case = klass, int(reports.precedence[rank])
            unreported, minutes, vague = cases[case]
            assert reports.unreported[rank] == (lost[row] < unreported)
            assert reports.delay[rank] == minutes * MINUTE
            assert reports.coarse[rank] == (coarse[row] < vague)
            seen.add(case)
    assert seen == cases.keys()


# --- files ---------------------------------------------------------------------------------------

FROM_FILE = """
mission: From a file
start: 2021-01-04
warm_up: 1 d
horizon: 3 d
classes: {attack: {precedence: FLASH}, rumour: {}}
sources:
  press: {written_at: x, file: {path: events.csv, time: when, class: what}, reports: {rumour: 1 /day}}
stations: {x: {stage: command, needs: [attack, rumour], work: 1 h, posts: {p: {count: 1}}}}
"""
ROWS = """when,what
2021-01-03 06:00,attack
2021-01-05 12:00:30,rumour
2021-01-04 00:00,attack
2021-01-04 00:00,attack
2021-01-06 23:59:59.999999,attack
2021-01-07 00:00,attack
2021-01-02 00:00,rumour
"""


def from_file():
    with written(FROM_FILE) as path:
        (path.parent / "events.csv").write_text(ROWS, encoding="utf-8")
        return compile_network(load(path))


def test_reports_of_a_file_occur_at_its_times_in_every_replication():
    net = from_file()
    for replication in range(3):
        reports = unfold(net, 1, replication).reports
        triggers = np.array([stream.trigger for stream in net.streams])[reports.stream]
        rows = [
            (tick, net.classes[klass].name, ordinal)
            for tick, klass, ordinal in zip(
                reports.occurred[triggers == "file"],
                reports.klass[triggers == "file"],
                reports.ordinal[triggers == "file"],
                strict=True,
            )
        ]
        assert rows == [
            (6 * HOUR, "attack", 0),
            (DAY, "attack", 1),
            (DAY, "attack", 2),
            (2 * DAY + 12 * HOUR + MINUTE // 2, "rumour", 0),
            (4 * DAY - 1, "attack", 3),
        ]
        assert (triggers == "rate").any(), "a rate beside the file"


def test_a_deadline_too_far_off_to_count_is_none():
    far = replace(NET, classes=tuple(replace(klass, ltiov=Law.fixed(2.0**62)) for klass in NET.classes))
    assert set(unfold(far, 4, 2).reports.deadline.tolist()) == {NEVER}
