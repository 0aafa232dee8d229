"""What a mission consists of: every cell beside its own source, station, channel and number."""

from pathlib import Path

import pytest

from stovepipe.presentation.mission.tables import (
    cause_listing,
    channel_listing,
    source_listing,
    station_listing,
    subject_listing,
    system_listing,
)
from stovepipe.presentation.shared.grid import Grid
from stovepipe.scenario import Scenario, load
from stovepipe.scenario.language.schema import System
from stovepipe.scenario.language.stations.confirmation import Confirmation
from stovepipe.scenario.language.stations.requests import Ask
from tests.network.missions import scenario
from tests.scenario.written import changed, write


def told(grid: Grid) -> dict[str, dict[str, str]]:
    """The rows by their first cell, each with its cells by their headings; empty ones left out."""
    headings = [column.heading for column in grid.columns]
    rows = (dict(zip(headings, row, strict=True)) for row in grid.rows)
    return {row.pop(headings[0]): {name: cell for name, cell in row.items() if cell} for row in rows}


def test_each_source_has_its_own_nation_languages_and_place(two_commanders: Scenario) -> None:
    assert told(source_listing(two_commanders.mission)) == {
        "patrols": {"nation": "NLD", "written at": "desk", "languages": "75 % eng, 25 % fra"},
        "drones": {"written at": "cell"},
    }


WATCHED = """
mission: A road
start: 2021-01-04
horizon: 30 d
classes: {alarm: {}, note: {}}
sources:
  north: {written_at: chief, reports: {alarm: {rate: 1 /day, about: [raid, siege]}, note: 1 /day}}
  south: {written_at: chief, reports: {note: {rate: 1 /day, about: siege}}}
topics:
  raid: {rate: 1 /day, hours: {06:00-18:00: 2}, lasts: 3 d, known_within: 1 d, confirmed_by: 2}
  siege: {rate: 0.5 /day, lasts: {exponential: {mean: 4 d}}}
incidents:
  blast: {rate: 2 /day, bursts: {south.alarm: {reports: 2, delay: 1 h}}}
  attack:
    rate: 1 /wk
    diverts: {lasts: 8 h, sources: {south: 50 %}, posts: {chief.p: 1}}
    calls_in: {posts: {chief.p: 1}, within: 30 min, lasts: 12 h}
    raises: {lasts: 24 h, classes: {alarm: FLASH, note: PRIORITY}, sources: north, younger_than: 12 h}
stations: {chief: {stage: command, needs: alarm, work: 2 h, posts: {p: {count: 1}}}}
"""


def test_each_topic_and_incident_has_who_tells_of_it_and_each_source_what_it_is_about() -> None:
    mission = scenario(WATCHED).mission
    assert told(subject_listing(mission)) == {
        "raid": {
            "what it is": "topic", "rate": "1 /day, varies", "lasts": "3 d", "known within": "1 d",
            "confirmed by": "2 sources", "told by": "north",
        },
        "siege": {
            "what it is": "topic", "rate": "0.5 /day", "lasts": "exponential, mean 4 d",
            "told by": "north, south",
        },
        "blast": {
            "what it is": "incident", "rate": "2 /day", "told by": "south",
            "sets off": "2 south.alarm after 1 h",
        },
        "attack": {
            "what it is": "incident", "rate": "1 /wk",
            "sets off": "diverts 50 % of south and 1 of chief.p for 8 h; calls in 1 of chief.p within 30 min "
            "for 12 h; raises alarm to FLASH and note to PRIORITY at north for 24 h, "
            "and what is under way and younger than 12 h",
        },
    }  # fmt: skip
    assert {name: row["about"] for name, row in told(source_listing(mission)).items()} == {
        "north": "alarm: raid, siege", "south": "note: siege",
    }  # fmt: skip


def test_a_file_says_what_its_reports_are_about(tmp_path: Path) -> None:
    (tmp_path / "seen.csv").write_text("at\n2021-01-05\n")
    change = """
sources: {press: {written_at: cell, file: {path: seen.csv, time: at, class: pattern, about: convoy}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
"""
    mission = changed(tmp_path, change).mission
    assert told(source_listing(mission))["press"]["about"] == "its file: convoy"
    assert told(subject_listing(mission))["convoy"]["told by"] == "press"


def test_each_station_has_its_own_posts_work_and_needs(two_commanders: Scenario) -> None:
    stations = told(station_listing(two_commanders.mission))
    assert list(stations) == ["desk", "cell", "translators", "commander", "governor"]
    assert stations["translators"] == {
        "stage": "translation", "posts": "3 linguists", "work": "4 h", "reads": "fra", "writes": "eng",
    }  # fmt: skip
    assert stations["cell"]["work"] == "exponential, mean 1 h"
    assert {name: row.get("needs") for name, row in stations.items()} == {
        "desk": None, "cell": None, "translators": None,
        "commander": "warning, pattern, imagery", "governor": "warning",
    }  # fmt: skip


def test_a_station_is_listed_with_what_it_asks(two_commanders: Scenario) -> None:
    mission = two_commanders.mission
    more = {"coarse": True, "probability": "60 %", "request": "imagery", "within": "1 d", "rounds": 2}
    asks = {"more": Ask.model_validate({**more, "about": "warning"})}
    asks["else"] = Ask.model_validate({"request": "imagery"})
    governor = mission.stations["governor"].model_copy(update={"asks": asks})
    changed = mission.model_copy(update={"stations": {**mission.stations, "governor": governor}})
    stations = told(station_listing(changed))
    assert stations["governor"]["asks"] == (
        "more about warning, only coarse, 60 %, within 1 d, 2 rounds; else about what it needs"
    )
    assert "asks" not in stations["desk"]


def test_a_station_is_listed_with_what_it_waits_for(two_commanders: Scenario) -> None:
    mission = two_commanders.mission
    confirms = Confirmation.model_validate(
        {"sources": 2, "within": "6 h", "else": "stop", "classes": "warning", "below": "FLASH"}
    )
    cell = mission.stations["cell"].model_copy(update={"confirms": confirms})
    changed = mission.model_copy(update={"stations": {**mission.stations, "cell": cell}})
    stations = told(station_listing(changed))
    assert stations["cell"]["confirms"] == "2 sources, only warning, below FLASH, 6 h at the most, then stop"
    assert "confirms" not in stations["desk"]


def test_a_system_is_listed_with_what_it_keeps_and_who_rests_on_it(two_commanders: Scenario) -> None:
    mission = two_commanders.mission
    kept = {
        "full": 300,
        "half_life": "6 mo",
        "at_start": "50 %",
        "without": {"work": "160 %", "misreading": 2},
    }
    systems = {
        "national": System.model_validate({"frozen": "2021-03-01"}),
        "sage": System.model_validate({"stock": kept}),
    }
    cell = mission.stations["cell"].model_copy(update={"system": "sage", "rests_on": "sage"})
    stations = {**mission.stations, "cell": cell}
    listed = told(system_listing(mission.model_copy(update={"systems": systems, "stations": stations})))
    assert listed["national"] == {"frozen": "2021-03-01 00:00"}
    assert listed["sage"] == {
        "full with": "300 reports, half of it fades in 6 mo, 50 % at the start",
        "without it": "work x 1.6, misreading x 2",
        "rest on it": "cell",
    }


def test_each_channel_has_what_it_carries_and_its_hurdles_in_order(two_commanders: Scenario) -> None:
    channels = told(channel_listing(two_commanders.mission))
    assert channels["desk -> cell"] == {"carries": "all", "transit": "10 min"}
    assert channels["cell -> commander"]["hurdles"].split("; ") == [
        "reluctance stops 10 %", "language through translators",
    ]  # fmt: skip
    assert channels["desk -> governor"] == {
        "carries": "warning", "transit": "2 h", "hurdles": "release stops 20 % takes 1 h",
    }  # fmt: skip


def test_a_column_in_which_nothing_stands_is_left_out(two_commanders: Scenario) -> None:
    assert "system" not in [column.heading for column in station_listing(two_commanders.mission).columns]
    assert "marking" not in [column.heading for column in source_listing(two_commanders.mission).columns]


def test_conditions_and_habits_are_listed_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, """\
extends: base.yaml
stations:
  translators:
    work_by_class: {pattern: 30 min}
    work_at_least: {IMMEDIATE: 20 min}
    remit: reading
    on_duplicate: drop
    batch: {size: 4, at: 18:00, classes: pattern, below: FLASH}
  commander: {work: {once: 10 min, each: 0 min}}
channels:
  cell -> commander: {at_least: PRIORITY, below: FLASH, hurdles: {access: {delay: 1 h, at_least: IMMEDIATE}}}
""")  # fmt: skip
    mission = load(tmp_path / "mission.yaml").mission
    translators = told(station_listing(mission))["translators"]
    assert translators["work"] == "2 h; 30 min if pattern; 20 min if at least IMMEDIATE"
    assert translators["remit"] == "reading, drops duplicates"
    assert translators["batch"] == "of 4 at 18:00, only pattern, below FLASH"
    channel = told(channel_listing(mission))["cell -> commander"]
    assert channel["carries"] == "all, at least PRIORITY, below FLASH"
    assert "access if at least IMMEDIATE takes 1 h" in channel["hurdles"]


def test_dates_and_outages_are_listed_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, """\
extends: base.yaml
stations: {commander: {needs_when: {pattern: {from: 2021-02-01}}}}
channels:
  cell -> commander:
    until: 2021-02-15 12:00
    outages: {every: 28 d, last: 2 d, stated: {from: 2021-01-10, until: 2021-01-11}}
    hurdles: {access: {probability: 10 %, from: 2021-01-20, until: 2021-02-01}}
""")  # fmt: skip
    mission = load(tmp_path / "mission.yaml").mission
    channel = told(channel_listing(mission))["cell -> commander"]
    assert channel["carries"] == "all, until 2021-02-15 12:00"
    assert channel["outages"] == "down every 28 d, for 2 d; down from 2021-01-10 until 2021-01-11"
    assert "access stops 10 % from 2021-01-20 until 2021-02-01" in channel["hurdles"]
    commander = told(station_listing(mission))["commander"]
    assert commander["needs"] == "warning, pattern (from 2021-02-01)"


def test_what_is_needed_as_one_of_several_stands_beside_what_is_needed_alone(tmp_path: Path) -> None:
    change = "any_of: {heads: {stations: commander, needs: pattern}}\ncauses: {untranslated: meant}\n"
    mission = changed(tmp_path, change).mission
    assert told(station_listing(mission))["commander"]["needs"] == "warning, pattern; pattern (any of heads)"
    assert told(cause_listing(mission)) == {"untranslated": {"stands for": "meant"}}


@pytest.mark.parametrize(
    ("precedence", "more"), [("kept", ""), ("of_class", "; with the precedence of the class")]
)
def test_a_station_that_sorts_says_as_what_and_with_which_precedence(precedence: str, more: str) -> None:
    sorts = f"sorts: {{taken_for: {{alarm: {{note: 10 %}}, note: {{}}}}, precedence: {precedence}}}"
    mission = scenario(WATCHED.replace("stage: command", f"{sorts}, stage: command")).mission
    assert told(station_listing(mission))["chief"]["sorts"] == f"alarm as note 10 %; note as note{more}"
