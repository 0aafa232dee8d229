"""Every draw of the calendar has an address: what is not touched by a change stays the same, to the bit."""

import json
from dataclasses import fields

import numpy as np
import pytest
from ruamel.yaml import YAML

from stovepipe.network.calendar import unfold
from stovepipe.network.frames import reports_frame
from stovepipe.network.schedule import Reports
from tests.network.missions import network

SEED, REPLICATION = 9, 3

MISSION = """
mission: A sector
start: 2021-01-04
horizon: 60 d
classes: {bravo: {precedence: ROUTINE, ltiov: {exponential: {mean: 30 h}}}, charlie: {}}
sources:
  mike:
    written_at: kilo
    languages: {eng: 60 %, fra: 40 %}
    reports: {bravo: 3 /day, charlie: {rate: 4 /day, hours: {"08:00-20:00": 2}}}
  oscar: {written_at: lima, reports: {bravo: 2 /day}}
incidents:
  golf:
    rate: 0.3 /day
    clustering: {period: 10 d, cv: 1}
    bursts: {mike.bravo: {reports: 2, delay: {exponential: {mean: 5 h}}}}
    diverts: {lasts: 12 h, sources: {oscar: 40 %}, posts: {kilo.quebec: 1}}
    raises: {lasts: 1 d, classes: {bravo: IMMEDIATE}}
stations:
  kilo:
    stage: analysis
    work: 1 h
    posts:
      quebec:
        count: 2
        tour: {exponential: {mean: 12 d}}
        gap: {exponential: {mean: 1 d}}
        early_departure: 30 %
        leave: {length: 1 d, times: 2}
        learning: {start: 40 %, time: 20 d, memory: 20 %}
        shifts: {early: {from: 06:00, to: 14:00}, late: {from: 14:00, to: 22:00}}
      romeo: {count: 2, tour: 20 d, change: block, leave: {length: 2 d}}
  lima:
    stage: command
    needs: [bravo, charlie]
    work: 1 h
    posts: {sierra: {count: 3, tour: {exponential: {mean: 9 d}}}}
channels: {kilo -> lima: {}}
"""


def told(text, replication=REPLICATION):
    """All that the calendar says, under names and ordinals."""
    net = network(text)
    calendar = unfold(net, SEED, replication)
    facts = {}
    for row in reports_frame(net, calendar).itertuples(index=False):
        facts["report", row[0], row[1], row.trigger, row.ordinal] = (
            row.occurred, row.precedence, str(row.deadline), str(row.language)
        )  # fmt: skip
    for server, duty in zip(net.servers, calendar.duty, strict=True):
        station = net.stations[server.station]
        group = station.groups[server.group]
        name = ("duty", station.name, group.name, server.post, group.shifts[server.shift].name)
        facts[name] = tuple(getattr(duty, field.name).tobytes() for field in fields(duty))
    for change in calendar.changes:
        station = net.stations[change.station]
        facts["change", station.name, station.groups[change.group].name, change.number] = change.at
    for incident, times in zip(net.incidents, calendar.incidents, strict=True):
        facts["incident", incident.name] = times.tobytes()
    return facts


BEFORE = told(MISSION)


def part(facts, *names):
    """The facts whose names begin so."""
    return {name: fact for name, fact in facts.items() if name[: len(names)] == names}


def changed(*replacements):
    text = MISSION
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return told(text)


# what is added, where, and how
ADDITIONS = {
    "a source": ("\nsources:\n", "  alfa: {written_at: kilo, reports: {bravo: 5 /day, charlie: 1 /day}}\n"),
    "a class": ("\nclasses: {", "alfa: {precedence: FLASH, ltiov: {exponential: {mean: 3 h}}}, "),
    "a class of a source": ("oscar: {written_at: lima, reports: {", "charlie: 9 /day, "),
    "an incident": (
        "\nincidents:\n",
        "  alfa: {rate: 1 /day, bursts: {oscar.bravo: {reports: 4, delay: 2 h}}}\n",
    ),
    "a burst": ("bursts: {", "oscar.charlie: {reports: 1, delay: 3 h}, "),
    "a station": (
        "\nstations:\n",
        "  alfa: {stage: analysis, work: 1 h, posts: {a: {count: 3, tour: 50 d}}}\n",
    ),
    "a post group": ("    posts:\n", "      alfa: {count: 2, tour: {exponential: {mean: 9 d}}}\n"),
    "a shift": ("shifts: {", "dawn: {from: 04:00, to: 06:00}, "),
    "a channel": ("channels: {", "lima -> kilo: {transit: {exponential: {mean: 1 h}}}, "),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_an_addition_leaves_everything_else_as_it_was(what):
    anchor, addition = ADDITIONS[what]
    after = changed((anchor, anchor + addition))
    assert BEFORE.items() <= after.items()
    assert what in ("a class", "a channel") or len(after) > len(BEFORE)


def test_languages_of_one_source_leave_the_times_and_deadlines_as_they_were():
    anchor = "oscar: {written_at: lima, "
    after = changed((anchor, anchor + "languages: {ara: 1}, "))
    for name, fact in BEFORE.items():
        of_oscar = name[:2] == ("report", "oscar")
        assert after[name] == ((*fact[:3], "ara") if of_oscar else fact)


def test_one_post_more_leaves_the_block_and_other_groups_as_they_were():
    after = changed(("romeo: {count: 2", "romeo: {count: 5"))
    assert BEFORE.items() <= after.items()
    assert len(part(after, "duty", "kilo", "romeo")) == 5


def test_the_order_of_the_file_does_not_matter():
    def reversed_maps(value):
        if isinstance(value, dict):
            return {key: reversed_maps(value[key]) for key in reversed(value)}
        return value

    document = YAML(typ="safe", pure=True).load(MISSION.replace("2021-01-04", '"2021-01-04"'))
    turned = reversed_maps(document)
    assert list(turned["stations"]) == ["lima", "kilo"]
    assert told(json.dumps(turned)) == BEFORE


def test_a_new_name_changes_what_bears_it_and_nothing_else():
    after = changed(("  oscar: {written_at", "  papa: {written_at"), ("{oscar: 40 %}", "{papa: 40 %}"))
    others = {name: fact for name, fact in BEFORE.items() if name[:2] != ("report", "oscar")}
    assert others.items() <= after.items()
    assert part(after, "report", "papa")
    assert (
        not part(after, "report", "papa", "bravo").items()
        & {
            ("report", "papa", *name[2:]): fact for name, fact in part(BEFORE, "report", "oscar").items()
        }.items()
    )


def test_a_new_name_of_a_station_is_no_new_name_for_its_sources():
    text = MISSION.replace("lima", "tango")
    assert part(told(text), "report") == part(BEFORE, "report")


def test_a_rate_that_grows_keeps_the_exponentials():
    """Twice the rate: the reports of the old clock come in half the time."""
    after = changed(
        ("{bravo: 2 /day}}\nincidents", "{bravo: 4 /day}}\nincidents"), ("{oscar: 40 %}", "{oscar: 0}")
    )
    before = changed(("{oscar: 40 %}", "{oscar: 0}"))
    ticks = []
    for facts in (before, after):
        rows = part(facts, "report", "oscar", "bravo", "rate")
        ticks.append([rows["report", "oscar", "bravo", "rate", n][0] for n in range(80)])
    zero = np.datetime64("2021-01-04")
    slow, fast = (np.array([tick.to_datetime64() for tick in each]) - zero for each in ticks)
    assert np.abs(slow.astype(int) - 2 * fast.astype(int)).max() <= 2


def test_the_same_seed_gives_the_same_calendar_and_another_replication_another():
    assert told(MISSION) == BEFORE
    other = told(MISSION, REPLICATION + 1)
    reports = part(other, "report")
    assert not reports.items() & part(BEFORE, "report").items()
    assert part(other, "incident") != part(BEFORE, "incident")
    assert all(part(other, "duty")[name] != fact for name, fact in part(BEFORE, "duty").items())


def test_a_longer_clock_has_the_same_reports_first():
    after = changed(("horizon: 60 d", "horizon: 90 d"))
    assert {
        name: fact for name, fact in BEFORE.items() if name[0] in ("report", "change")
    }.items() <= after.items()


def test_reports_are_arrays_of_one_length():
    reports = unfold(network(MISSION), SEED, REPLICATION).reports
    columns = [getattr(reports, field.name) for field in fields(Reports)]
    assert {column.shape for column in columns} == {reports.occurred.shape}
    whole = {field.name for field in fields(Reports)} - {"unreported", "coarse", "requirement"}
    assert {getattr(reports, name).dtype for name in whole} == {np.dtype(np.int64)}
    assert {reports.unreported.dtype, reports.coarse.dtype} == {np.dtype(bool)}
