"""Rapport over time is what the second simulator finds, moment by moment; hurdles met what was there."""

import numpy as np
import pytest

from stovepipe.engines import run
from stovepipe.measures.life.life import life
from stovepipe.measures.timelines.rapport_over_time import (
    judgement_table,
    rapport_met,
    rapport_over_time,
    rapport_series,
    rapport_table,
)
from stovepipe.network.calendar import unfold
from stovepipe.network.records import HOUR
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import read
from stovepipe.trajectory import Passage
from tests.network.missions import network
from tests.properties.reference import Reference

MISSION = """
mission: Two who hardly know each other
start: 2021-01-04
horizon: 30 d
warm_up: 3 d
classes: {note: {}, secret: {}}
sources:
  clerks:
    written_at: desk
    collection: {coarse: 30 %}
    reports: {note: 8 /day, secret: 1 /day}
stations:
  desk: {stage: collection, work: 10 min, posts: {clerk: {count: 1, tour: 9 d, gap: 10 h}}}
  chief: {stage: command, needs: [note, secret], work: 30 min, posts: {chief: {count: 1, tour: 13 d}}}
  aide: {stage: command, needs: note, work: 30 min, posts: {aide: {count: 1}}}
channels:
  desk -> chief:
    rapport: {floor: 10 %, ceiling: 80 %, time: 8 d, fatigue: 9 %, carried_over: 40 %, earned: 4 %, lost: 9 %}
    hurdles:
      closed: {kind: caveat, classes: secret}
      reluctance: {probability: 60 %, at_full_rapport: 0 %}
  desk -> aide:
    rapport: {floor: 20 %, ceiling: 90 %, time: 20 d}
    hurdles: {reluctance: {probability: 40 %, at_full_rapport: 5 %}}
  aide -> chief: {carries: secret}
"""


@pytest.fixture(scope="module")
def played():
    net = network(MISSION)
    return run(net, unfold(net, seed=4, replication=1))


@pytest.fixture(scope="module")
def second(played):
    """The second simulator, at the end of its run."""
    return Reference(played.network, played.calendar).run()


def looked_up(second, channel, tick):
    """What the second simulator would find at a tick, from the moves up to then."""
    rows, trusts = second.trusts.rows, second.trusts
    now, trusts.now = trusts.now, lambda: tick
    trusts.rows = [row for row in rows if row.at <= tick]
    found = trusts.rapport(channel)
    trusts.now, trusts.rows = now, rows
    return found


def test_it_is_what_the_second_simulator_finds_from_hour_to_hour(played, second):
    assert len(second.trusts.rows) > 50
    for channel in (1, 2):
        assert played.network.channels[channel].name == ("desk -> aide", "desk -> chief")[channel - 1]
        ticks = np.arange(0, played.network.horizon, HOUR)
        expected = [looked_up(second, channel, int(tick)) for tick in ticks]
        assert rapport_series(played, channel).at(ticks) == pytest.approx(np.array(expected), abs=1e-12)


def test_what_nothing_depends_on_has_no_series(played):
    assert played.network.channels[0].name == "aide -> chief"
    assert rapport_series(played, 0) is None
    assert rapport_met(played, 0, HOUR) == 0.0


def test_its_average_is_that_of_what_it_is_from_minute_to_minute(played):
    series = rapport_series(played, 2)
    ticks = np.arange(0, played.network.horizon, HOUR // 60)
    halfway = series.at(ticks + HOUR // 120)
    exact = np.diff(series.integral(np.append(ticks, played.network.horizon))) / (HOUR // 60)
    moved = np.unique(np.searchsorted(ticks, np.concatenate([series.since, series.since + 1])) - 1)
    still = np.setdiff1d(np.arange(len(ticks)), moved)
    assert exact[still] == pytest.approx(halfway[still], abs=2e-5), "but where it bends within a minute"
    assert exact.mean() == pytest.approx(halfway.mean(), abs=1e-4)


def test_the_table_says_how_it_begins_and_ends_and_counts_what_moved_it(played):
    table = rapport_table(played).set_index("channel")
    assert table["moves"].to_dict() == {"desk -> aide": False, "desk -> chief": True}
    row, series = table.loc["desk -> chief"], rapport_series(played, 2)
    window = played.network.counted_from, played.network.horizon
    assert [row["first_rapport"], row["last_rapport"]] == series.at([window[0], window[1] - 1]).tolist()
    judged = judgement_table(played).query("at_ticks >= @window[0]")["worth"].value_counts()
    assert (row["useful"], row["useless"]) == (judged["useful"], judged["useless"])
    stopped = (played.crossings.channel == 2) & (played.crossings.passage == Passage.STOPPED)
    caveat = stopped & (played.crossings.hurdle == 0) & (played.crossings.offered >= window[0])
    assert row["stopped_short"] == judged["stopped"] == caveat.sum() > 0
    over_time = rapport_over_time(played).groupby("channel")["mean_rapport"].mean()
    assert over_time.to_dict() == pytest.approx(table["mean_rapport"].to_dict())
    assert table.loc["desk -> aide", ["useful", "useless", "stopped_short"]].tolist() == [0, 0, 0]


def test_a_study_may_ask_for_it(played):
    tables = {"rapport": rapport_table(played)}
    reading = read(outcome("rapport", {"channel": "desk -> chief"}), tables)
    assert reading.value == tables["rapport"].set_index("channel").loc["desk -> chief", "mean_rapport"]
    nothing = read(outcome("rapport", {"channel": "aide -> chief"}), tables)
    assert nothing.reason == "nothing depends on rapport on aide -> chief"


def test_the_life_of_a_report_tells_the_probability_that_the_hurdle_had(played, second):
    crossings, told = played.crossings, 0
    for row in np.flatnonzero((crossings.channel == 2) & (crossings.hurdle != 0)).tolist():
        at, report = int(crossings.offered[row]), int(crossings.lead[row])
        met = [
            event.met.probability
            for event in life(played, report).events
            if event.met is not None and event.about == "reluctance" and event.place == "desk -> chief"
        ]
        rapport = looked_up(second, 2, at - 1 if at in played.judgements.at else at)
        told += met == [pytest.approx(0.6 * (1 - rapport), abs=1e-6)]
    assert told == ((crossings.channel == 2) & (crossings.hurdle != 0)).sum() > 50
