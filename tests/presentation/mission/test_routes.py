"""How the ways of a report are told."""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from pathlib import Path

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.presentation.mission.routes import NoSuchRoute, Routes, question
from stovepipe.scenario import load
from tests.network.missions import network as network_of
from tests.network.ways.test_routes import TWO_WAYS, compiled


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return compiled(tmp_path_factory.mktemp("ways"))


def told(network: Network, text: str, most: int = 5) -> str:
    return "\n".join(str(part) for part in Routes(network, question(network, text), most).parts())


def test_each_way_is_told_with_its_hurdles_and_what_it_takes(network: Network) -> None:
    lines = told(network, "patrols/a/chief").splitlines()
    assert lines[0] == "a from patrols to chief (ROUTINE, from NLD, in eng 75 %, fra 25 %)."
    assert lines[2] == "2 ways, the quickest first"
    assert "1. desk - chief: 50 % pass, takes 3 h 30 min" in lines
    (forms,) = [line.split() for line in lines if line.strip().startswith("forms")]
    assert forms == ["forms", "1", "h", "100", "%", "50", "%", "all"]
    (language,) = [line for line in lines if line.strip().startswith("language")]
    assert "through translators" in language
    assert language.endswith("in fra")
    assert any(line.startswith("Means, without waiting and batching") for line in lines)


def test_how_many_more_there_are_is_said(network: Network) -> None:
    assert "2 ways, of which 1 shown, the quickest first" in told(network, "patrols/a/chief", most=1)
    assert "2. desk" not in told(network, "patrols/a/chief", most=1)


def test_why_there_is_no_way_is_said(tmp_path: Path) -> None:
    text = TWO_WAYS.replace("cell -> chief:\n", "cell -> chief:\n        carries: a\n")
    lines = told(compiled(tmp_path, text), "patrols/b/chief").splitlines()
    assert lines[2:] == [
        "There is no way. Each such report is lost to no_route for chief.",
        "It gets to: cell and desk.",
        "It would arrive from: chief.",
        "The channels from the former to the latter do not carry b: cell -> chief, desk -> chief.",
    ]


def test_a_station_that_does_not_need_the_class_is_said_not_to(network: Network) -> None:
    assert "cell does not need it: no delivery is counted." in told(network, "patrols/a/cell")


def test_the_payload_has_hours_shares_and_every_step(network: Network) -> None:
    payload = json.loads(json.dumps(Routes(network, question(network, "patrols/a/chief")).payload()))
    direct = payload["routes"][0]
    assert (direct["passes_share"], direct["total_hours"]) == (0.5, 3.5)
    assert [step.get("station") or step["channel"] for step in direct["steps"]] == [
        "desk",
        "desk -> chief",
        "chief",
    ]
    assert payload["no_route"] is None
    assert payload["routes_found"] == 2


def test_a_hurdle_is_told_with_all_its_conditions(tmp_path: Path) -> None:
    text = TWO_WAYS.replace(
        "caveat: {origins: NLD, probability: 20 %}",
        "caveat: {origins: NLD, classes: a, levels: tactical, more_than: 3, probability: 20 %}",
    )
    (line,) = [
        line
        for line in told(compiled(tmp_path, text), "patrols/a/chief").splitlines()
        if line.strip().startswith("caveat")
    ]
    assert line.endswith("  a; tactical; from NLD; more than 3 reports in one")


def test_a_way_says_where_a_report_about_an_event_waits_for_other_sources(tmp_path: Path) -> None:
    police = "police: {written_at: cell, reports: {a: {rate: 1 /day, about: group}}}"
    text = TWO_WAYS
    for plain, said in (
        ("work: {exponential: {mean: 3 h}}", "work: 3 h, writes: eng, confirms: {sources: 2, within: 6 h}"),
        ("{a: 1 /day, b: 1 /day}", "{a: {rate: 1 /day, about: group}, b: 1 /day}"),
        ("work: 30 min", "work: {once: 30 min, each: 0 min}"),
        ("    stations:\n", f"      {police}\n    stations:\n"),
    ):
        assert plain in text
        text = text.replace(plain, said)
    text += "topics: {group: {rate: 1 /wk, lasts: 5 d}}\n    "
    note = "waits until 2 sources tell of the event, 6 h at the most"
    assert note in told(compiled(tmp_path, text), "patrols/a/chief")
    assert note not in told(compiled(tmp_path, text), "patrols/b/chief")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("patrols", "write SOURCE/CLASS/CONSUMER, such as patrols/a/chief"),
        ("patrols/a/chief/x", "write SOURCE/CLASS/CONSUMER"),
        ("patrol/a/chief", 'there is no source "patrol"; did you mean "patrols"?'),
        ("patrols/c/chief", 'there is no class "c"; there is a and b'),
        ("patrols/a/cheif", 'there is no station "cheif"; did you mean "chief"?'),
    ],
)
def test_what_is_not_there_is_said_with_what_is(network: Network, text: str, said: str) -> None:
    with pytest.raises(NoSuchRoute) as refused:
        question(network, text)
    assert said in str(refused.value)


def test_a_class_that_the_source_does_not_make_is_refused(tmp_path: Path) -> None:
    text = TWO_WAYS.replace("reports: {a: 1 /day, b: 1 /day}", "reports: {a: 1 /day}")
    with pytest.raises(NoSuchRoute, match="patrols makes no b; it makes a"):
        question(compiled(tmp_path, text), "patrols/b/chief")


def test_every_need_of_the_shipped_mission_that_can_be_met_has_a_way() -> None:
    """As many as the reachability of the network has, and for each of the others a reason."""
    mission = Path(__file__).parents[3] / "configs" / "minusma" / "mission.yaml"
    network = compile_network(load(mission))
    for stream in {(stream.source, stream.klass) for stream in network.streams}:
        source, klass = stream
        open_to = [door for door in network.sources[source].doors if door.classes >> klass & 1]
        reached = reduce(or_, (network.reach_station[door.station][klass] for door in open_to))
        for bit, consumer in enumerate(network.consumers):
            if network.stations[consumer].needs >> klass & 1:
                text = "/".join(
                    (
                        network.sources[source].name,
                        network.classes[klass].name,
                        network.stations[consumer].name,
                    )
                )
                ways = Routes(network, question(network, text))
                assert bool(ways.shown) == bool(reached >> bit & 1), text


def test_the_table_has_a_row_for_every_place_and_hurdle_of_each_way(network: Network) -> None:
    table = Routes(network, question(network, "patrols/a/chief")).table()
    direct = table[table["route"] == 1]
    assert direct["kind"].tolist() == ["station", "channel", "hurdle", "hurdle", "station"]
    assert direct["place"].tolist() == ["desk", *["desk -> chief"] * 3, "chief"]
    assert direct["step"].tolist() == [1, 2, 2, 2, 3]
    assert set(direct["route_passes_share"]) == {0.5}
    forms = direct.set_index("hurdle").loc["forms"]
    assert (forms["work_hours"] + forms["hurdle_hours"], forms["applies_share"], forms["stops_share"]) == (
        1,
        1,
        0.5,
    )
    hours = direct[["work_hours", "hurdle_hours", "transit_hours"]].fillna(0)
    weights = direct["applies_share"].fillna(1)
    assert (hours.sum(axis=1) * weights).sum() == pytest.approx(direct["route_hours"].iloc[0])
    assert table["route"].max() == 2


def test_a_table_without_a_way_has_its_columns_and_no_rows(network: Network, tmp_path: Path) -> None:
    text = TWO_WAYS.replace("cell -> chief:\n", "cell -> chief:\n        carries: a\n")
    none = compiled(tmp_path, text)
    empty = Routes(none, question(none, "patrols/b/chief")).table()
    assert empty.empty
    assert list(empty.columns) == list(Routes(network, question(network, "patrols/a/chief")).table().columns)


def test_what_a_channel_or_a_hurdle_wants_is_said(tmp_path: Path) -> None:
    text = TWO_WAYS.replace("carries: a", "at_least: IMMEDIATE").replace("origins: NLD,", "below: FLASH,")
    lines = told(compiled(tmp_path, text), "patrols/a/chief").splitlines()
    assert any("desk - chief" in line and "blocked" in line for line in lines)
    assert any(line.endswith("takes only FLASH or IMMEDIATE") for line in lines)
    (caveat,) = [line for line in lines if line.strip().startswith("caveat")]
    assert caveat.endswith("IMMEDIATE, PRIORITY or ROUTINE")


def test_dates_and_outages_stand_on_the_ways(tmp_path: Path) -> None:
    """A channel that never takes anything is no way."""
    text = TWO_WAYS.replace(
        "cell -> chief:\n",
        "cell -> chief:\n        until: 2021-01-15\n        outages: {every: 7 d, last: 1 d}\n",
    )
    network = compiled(tmp_path, text)
    (line,) = [line for line in told(network, "patrols/a/chief").splitlines() if "cell -> chief" in line]
    assert line.endswith("until 2021-01-15 00:00, down at times")
    steps = Routes(network, question(network, "patrols/a/chief")).payload()["routes"][1]["steps"]
    (channel,) = [step for step in steps if step.get("channel") == "cell -> chief"]
    assert (channel["from"], channel["until"], channel["down_at_times"]) == (
        None,
        "2021-01-15T00:00:00",
        True,
    )
    ended = compiled(tmp_path, text.replace("until: 2021-01-15", "until: 2020-01-20"))
    assert "1 way" in told(ended, "patrols/a/chief")


def test_a_hurdle_counts_on_a_way_as_it_applies_when_the_mission_starts(tmp_path: Path) -> None:
    for dates, passes in (("from: 2021-01-05", "100 %"), ("until: 2021-01-05", "50 %")):
        text = TWO_WAYS.replace("forms: {", f"forms: {{{dates}, ")
        found = told(compiled(tmp_path, text), "patrols/a/chief")
        assert f"desk - chief: {passes} pass" in found
        assert f"{dates.split(':')[0]} 2021-01-05 00:00" in found


OFFICES = """
mission: Offices
start: 2021-01-04
horizon: 1 wk
classes: {tip: {}}
sources: {callers: {written_at: desk, reports: {tip: 1 /day}}}
stations:
  desk: {stage: collection, work: 5 min, posts: {all: {count: 1}}}
  north: {stage: command, work: 1 h, posts: {all: {count: 1}}}
  south: {stage: command, work: 1 h, posts: {all: {count: 1}}}
channels: {desk -> north: {transit: 2 h}, desk -> south: {transit: 1 h}}
any_of: {offices: {stations: [north, south], needs: tip}}
"""


def test_the_ways_to_a_group_are_those_to_each_of_its_stations() -> None:
    offices = network_of(OFFICES)
    lines = told(offices, "callers/tip/offices").splitlines()
    assert lines[0] == "tip from callers to offices (ROUTINE)."
    assert [line for line in lines if line[:2] in ("1.", "2.")] == [
        "1. desk - south: 100 % pass, takes 2 h 5 min",
        "2. desk - north: 100 % pass, takes 3 h 5 min",
    ]
    assert told(offices, "callers/tip/south").splitlines()[0].endswith("no delivery is counted.")
    with pytest.raises(NoSuchRoute, match="such as callers/tip/offices"):
        question(offices, "callers/tip")
