"""The calendar as tables with names and dates."""

import pandas as pd
import pytest

from stovepipe.network.calendar import unfold
from stovepipe.network.frames import duty_frame, incidents_frame, reports_frame
from tests.network.missions import network, one_desk

MISSION = """
mission: Frames
start: 2021-01-05
warm_up: 1 d
horizon: 20 d
classes: {alarm: {precedence: FLASH, ltiov: 6 h}, routine: {}}
sources:
  north: {written_at: desk, languages: {eng: 1}, reports: {alarm: 3 /day}}
  south: {written_at: desk, reports: {routine: 3 /day}}
incidents:
  attack: {rate: 1 /day, bursts: {north.routine: {reports: 1, delay: 0 s}}}
  unrest: {rate: 1 /day, diverts: {lasts: 1 h, sources: {south: 0}}}
stations:
  desk:
    stage: command
    needs: [alarm, routine]
    work: 1 h
    posts:
      staff:
        {count: 2, tour: 30 d, change: block, first_change: 2021-01-10, learning: {start: 40 %, time: 12 d}}
      night: {count: 1, shift: {from: 20:00, to: 04:00}}
"""
NET = network(MISSION)
CALENDAR = unfold(NET, 1, 0)
ZERO = pd.Timestamp("2021-01-04")


def test_reports_have_names_and_dates():
    reports = reports_frame(NET, CALENDAR)
    assert len(reports) == len(CALENDAR.reports.occurred)
    assert (
        (reports["occurred"] - ZERO) // pd.Timedelta(microseconds=1)
    ).tolist() == CALENDAR.reports.occurred.tolist()
    alarms = reports[reports["class"] == "alarm"]
    assert set(alarms["source"]) == {"north"}
    assert set(alarms["precedence"]) == {"FLASH"}
    assert (alarms["deadline"] - alarms["occurred"] == pd.Timedelta(hours=6)).all()
    assert set(alarms["language"]) == {"eng"}
    routine = reports[reports["class"] == "routine"]
    assert routine["deadline"].isna().all()
    assert routine[routine["source"] == "south"]["language"].isna().all()
    assert set(zip(routine["source"], routine["trigger"], strict=True)) == {
        ("south", "rate"),
        ("north", "attack"),
    }


def test_reports_say_what_they_are_about():
    """A burst is about its incident, and the other reports are about nothing."""
    reports = reports_frame(NET, CALENDAR)
    bursts = reports["trigger"] == "attack"
    assert bursts.any()
    assert (reports["subject"].notna() == bursts).all()
    assert set(reports[bursts]["subject"]) == {"attack"}
    assert reports[bursts]["number"].tolist() == (CALENDAR.reports.ordinal[bursts] // 512).tolist()
    assert set(reports[~bursts]["number"]) == {-1}


def test_duty_has_one_row_for_each_spell():
    duty = duty_frame(NET, CALENDAR.duty)
    staff = duty[(duty["group"] == "staff") & (duty["post"] == 1)]
    rows = staff[["on", "off", "tour"]].to_numpy().tolist()
    change, end = pd.Timestamp("2021-01-10"), pd.Timestamp("2021-01-25")
    assert rows == [[ZERO, change, 0], [change, end, 1]]
    assert staff["ending"].tolist()[0] == "tour"
    assert pd.isna(staff["ending"].tolist()[1])
    assert staff["proficiency_on"].tolist() == pytest.approx([1.0, 0.4])
    assert staff["proficiency_off"].tolist() == pytest.approx([1.0, 1.0])
    nights = duty[duty["group"] == "night"]
    assert len(nights) == 22
    assert set(nights["shift"]) == {"shift"}
    assert set(nights["ending"].dropna()) == {"shift"}


def test_incidents_are_in_order_of_time():
    incidents = incidents_frame(NET, CALENDAR)
    assert incidents["at"].is_monotonic_increasing
    ticks = (incidents["at"] - ZERO) // pd.Timedelta(microseconds=1)
    for rank, name in enumerate(["attack", "unrest"]):
        assert ticks[incidents["incident"] == name].tolist() == CALENDAR.incidents[rank].tolist()


def test_a_mission_without_incidents_has_an_empty_table_of_them():
    net = one_desk("{staff: {count: 0}, others: {count: 1}}")
    incidents = incidents_frame(net, unfold(net, 1, 0))
    assert incidents.empty
    assert list(incidents) == ["incident", "at"]
