"""Mechanisms by name: the list, the page about them, and what is left of a mission without one."""

import re
from pathlib import Path
from typing import get_args

import pytest

from stovepipe.scenario import ScenarioError, load
from stovepipe.scenario.language.mechanisms import MECHANISMS, has_a_part, in_force, switched_off
from stovepipe.scenario.language.words.vocabulary import Mechanism
from tests.network.missions import ONE_DESK, scenario

PAGE = Path(__file__).parents[3] / "docs" / "background" / "mechanisms.md"

MISSION = """
mission: Everything
start: 2021-01-04
horizon: 4 wk
classes: {warning: {}, guidance: {}}
sources:
  patrols:
    written_at: desk
    collection: {unreported: 10 %%}
    direction: {by: guidance, fresh: 95 %%, stale: 30 %%, time: 30 d}
    reports: {warning: 4 /day}
  planners: {written_at: chief, reports: {guidance: 1 /wk}}
incidents: {attack: {rate: 1 /wk, bursts: {patrols.warning: {reports: 2, delay: 1 h}}}}
stations:
  desk:
    stage: collection
    needs: guidance
    work: 20 min
    misreading: {fresh: 20 %%, settled: 5 %%, fidelity: 50 %%}
    posts:
      p:
        count: 2
        tour: 6 mo
        gap: 7 d
        leave: {length: 10 d}
        early_departure: 5 %%
        learning: {start: 50 %%, time: 2 mo}
        change: block
        change_over: {in_hand: hand_over, growth: 1.5, loss: 10 %%, queue_loss: 10 %%}
  chief: {stage: command, needs: [warning], work: 5 min, posts: {c: {count: 1}}}
channels:
  desk -> chief:
    carries: warning
    transit: 1 h
    rapport: {floor: 20 %%, ceiling: 90 %%, time: 3 mo}
    hurdles:
      reluctance: {probability: 60 %%, at_full_rapport: 5 %%}
      access: {probability: 10 %%, at_full_rapport: 2 %%}
      vetting: {kind: other, delay: 1 h}
  chief -> desk: {carries: guidance}
caveats: {quiet: {of: NLD, at: chief, probability: 10 %%}}
mechanisms: {%s}
"""


def without(tmp_path, *names):
    path = tmp_path / "mission.yaml"
    path.write_text(MISSION % ", ".join(f"{name}: off" for name in names), encoding="utf-8")
    return in_force(load(path).mission)


def test_every_mechanism_is_described_once_and_has_a_section_on_the_page():
    assert set(MECHANISMS) == set(get_args(Mechanism))
    page = PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[`(\w+)`\]\(#(\w+)\)", page, flags=re.MULTILINE)
    assert {name for name, _ in listed} == set(MECHANISMS)
    assert {place for _, place in listed} <= {
        title.lower() for title in re.findall(r"^## (\w+)$", page, re.M)
    }


def test_a_mission_in_which_all_is_on_is_as_it_was_written(tmp_path):
    path = tmp_path / "mission.yaml"
    path.write_text(MISSION % "caveats: on, rapport: true", encoding="utf-8")
    mission = load(path).mission
    assert switched_off(mission) == frozenset()
    assert in_force(mission) is mission


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("collection", lambda m: m.sources["patrols"].collection is None),
        ("direction", lambda m: m.sources["patrols"].direction is None),
        ("protection", lambda m: not m.incidents["attack"].bursts),
        ("misreading", lambda m: m.stations["desk"].misreading is None),
        ("learning", lambda m: m.stations["desk"].posts["p"].learning is None),
        ("absence", lambda m: m.stations["desk"].posts["p"].gap is None),
        ("absence", lambda m: m.stations["desk"].posts["p"].leave is None),
        ("absence", lambda m: m.stations["desk"].posts["p"].early_departure is None),
        ("turnover", lambda m: m.stations["desk"].posts["p"].change_over.growth is None),
        ("turnover", lambda m: m.stations["desk"].posts["p"].change_over.loss is None),
        ("turnover", lambda m: m.stations["desk"].posts["p"].change_over.queue_loss is None),
        ("distance", lambda m: m.channels["desk -> chief"].transit is None),
        ("caveats", lambda m: not m.caveats),
        ("partners", lambda m: list(m.channels["desk -> chief"].hurdles) == ["reluctance", "vetting"]),
    ],
)
def test_without_a_mechanism_its_parts_are_gone(tmp_path, name, gone):
    assert not gone(without(tmp_path))
    assert gone(without(tmp_path, name))


PEOPLE = {
    "tour: 6 mo": {"turnover"},
    "tour: 6 mo, gap: 7 d": {"absence", "turnover"},
    "tour: 6 mo, leave: {length: 7 d}": {"absence", "turnover"},
    "tour: 6 mo, learning: {start: 50 %, time: 2 mo}": {"learning", "memory", "turnover"},
    "learning: {start: 50 %, time: 2 mo}": {"learning"},
    "until: 2021-01-20, change_over: {loss: 5 %}": {"turnover"},
    "until: 2021-01-20": set(),
}


@pytest.mark.parametrize(("group", "expected"), PEOPLE.items())
def test_a_mechanism_of_the_people_has_a_part_where_it_can_act(group, expected):
    mission = scenario(ONE_DESK.format(posts=f"{{staff: {{count: 1, {group}}}}}", horizon="4 wk")).mission
    assert {name for name in MECHANISMS if has_a_part(mission, name)} == expected


def test_where_the_same_people_come_back_nothing_is_forgotten():
    posts = "{staff: {count: 1, tour: 6 mo, learning: {start: 50 %, time: 2 mo}}}"
    text = ONE_DESK.format(posts=posts, horizon="4 wk") + "mechanisms: {turnover: off}\n"
    assert not has_a_part(scenario(text).mission, "memory")


@pytest.mark.parametrize("name", ["absence", "turnover", "memory"])
def test_tours_stay_whatever_of_the_people_is_switched_off(tmp_path, name):
    group = without(tmp_path, name).stations["desk"].posts["p"]
    assert group.tour is not None
    assert group.change == "block"
    assert group.change_over.in_hand == "hand_over"


def test_a_name_that_has_become_two_says_which(tmp_path):
    with pytest.raises(ScenarioError) as refused:
        without(tmp_path, "rotation")
    expected = 'there is no mechanism "rotation" any more; write absence and turnover, the two that it was'
    assert expected in str(refused.value)


def test_without_rapport_the_other_hurdles_are_as_among_old_acquaintances(tmp_path):
    hurdles = without(tmp_path, "rapport").channels["desk -> chief"].hurdles
    assert list(hurdles) == ["access", "vetting"]
    assert hurdles["access"].stops == 0.02
    assert hurdles["access"].at_full_rapport is None


def test_what_belongs_to_no_mechanism_stays_when_all_are_off(tmp_path):
    mission = without(tmp_path, *MECHANISMS)
    assert list(mission.channels["desk -> chief"].hurdles) == ["vetting"]
    assert mission.sources["patrols"].reports.keys() == {"warning"}
