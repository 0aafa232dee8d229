"""The missions that are shipped: sound, every mechanism at work, and levers that can be pulled together."""

from itertools import combinations
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from stovepipe.scenario import load
from stovepipe.scenario.language.mechanisms import MECHANISMS, has_a_part
from stovepipe.scenario.reading.settings import Settings

CONFIGS = Path(__file__).parents[2] / "configs"
MINUSMA = CONFIGS / "minusma" / "mission.yaml"
ASIFU = CONFIGS / "asifu"
LEVERS = sorted((CONFIGS / "minusma" / "levers").glob("*.yaml"))
RUN_BY_ITSELF = sorted(
    path
    for path in CONFIGS.rglob("*.yaml")
    if path.parent.name not in ("parts", "theory") and path.stem != "study"
)


RHYTHMS = {"summaries_twice_a_day", "summaries_four_times_a_day"}
"""Alternatives: the summaries have one rhythm."""
TOGETHER = [[path for path in LEVERS if path.stem not in RHYTHMS - {rhythm}] for rhythm in sorted(RHYTHMS)]


def named(path):
    return path.stem


def test_there_is_a_lever_for_each_recommendation_and_eight_beyond_them():
    assert {path.stem for path in LEVERS} == {
        "early_relationships",
        "long_key_posts",
        "coordinated_channels",
        "embedded_officers",
        "shared_perceptions",
        "fusion_cell",
        "one_system",
        "machine_translation",
        "staggered_rotation",
        "regional_operations_centres",
        *RHYTHMS,
    }


@pytest.mark.parametrize("path", RUN_BY_ITSELF, ids=lambda path: str(path.relative_to(CONFIGS)))
def test_a_shipped_mission_is_sound_and_nothing_in_it_is_odd(path):
    assert load(path).warnings == ()


def test_every_mechanism_but_these_has_a_part_in_the_mission():
    mission = load(MINUSMA).mission
    missing = {name for name in MECHANISMS if not has_a_part(mission, name)}
    not_there = {"confirmation", "sorting", "stock"}
    assert missing == not_there, "the page on the mission says so"


def test_every_mechanism_can_be_switched_off_in_the_mission():
    assert (
        load(MINUSMA, [Settings.of({f"mechanisms.{name}": "off" for name in MECHANISMS}, "off")]).warnings
        == ()
    )


@pytest.mark.parametrize("path", [MINUSMA, ASIFU / "mission.yaml"], ids=["minusma", "asifu"])
def test_every_number_that_may_be_off_says_where_it_comes_from(path):
    """What is structure (one commander, no reports on Sundays) has no range; all else has both."""
    stated = load(path).quantities
    ranged = [each for each in stated if each.quantity.range is not None]
    assert len(ranged) > len(stated) / 2
    assert [each.path for each in ranged if not each.quantity.source] == []


def test_a_number_that_is_assumed_says_so_in_its_source():
    """Whoever reads only the source is not to take a reason for a figure."""
    words = ("assumed", "no figure", "no public figure")
    written = {
        (path.name, *at): said
        for folder in ("minusma", "asifu", "translation_backlog")
        for path in (CONFIGS / folder).rglob("*.yaml")
        for at, said in leaves(YAML(typ="safe").load(path.read_text(encoding="utf-8"))).items()
    }
    sources = {
        at: written[*at[:-1], "source"]
        for at, said in written.items()
        if at[-1] == "evidence" and said == "assumed"
    }
    assert len(sources) > 400
    assert {at: source for at, source in sources.items() if not any(word in source for word in words)} == {}


def test_what_is_known_of_asifu_is_said_of_exactly_this():
    """All other numbers are assumed. docs/background/asifu.md has a row for each of these."""
    known = {
        (
            each.quantity.evidence,
            each.quantity.text,
            each.quantity.source.partition(" (")[0].partition(",")[0],
        )
        for path in sorted(ASIFU.glob("*.yaml"))
        for each in load(path).quantities
        if each.quantity.evidence != "assumed"
    }
    assert known == {
        ("cited", "6 mo", "Sims 2024"),
        ("cited", "10 d", "two leaves of ten days in six months"),
        ("derived", "5 mo", "24 contingents in ten years"),
        ("weak", "3 mo", "Plank & Sebok 2010"),
        ("weak", "231 /yr", "extremist attacks in 2017"),
    }


@pytest.mark.parametrize("path", LEVERS, ids=named)
def test_a_lever_changes_the_mission_and_does_so_on_top_of_it_as_well_as_by_itself(path):
    alone, on_top = load(path), load(MINUSMA, [path])
    assert alone.canonical == on_top.canonical
    assert alone.canonical != load(MINUSMA).canonical


def leaves(said, at=()):
    """Everything that a file states, by its path."""
    if not isinstance(said, dict):
        return {at: said}
    return {path: value for key, part in said.items() for path, value in leaves(part, (*at, key)).items()}


@pytest.mark.parametrize(
    "pair",
    [pair for pair in combinations(LEVERS, 2) if set(map(named, pair)) != RHYTHMS],
    ids=lambda pair: " + ".join(map(named, pair)),
)
def test_two_levers_compose_in_either_order(pair):
    """What both state they state alike, and neither states a part of what the other removes or replaces."""
    one, other = (leaves(YAML(typ="safe").load(path.read_text(encoding="utf-8"))) for path in pair)
    assert {path for path in one.keys() & other.keys() if one[path] != other[path]} == set()
    above = {path[:length] for path in one.keys() | other.keys() for length in range(len(path))}
    assert above & (one.keys() | other.keys()) == set()


@pytest.mark.parametrize("levers", TOGETHER, ids=sorted(RHYTHMS))
def test_all_levers_together_are_a_sound_mission_whatever_their_order(levers):
    assert load(MINUSMA, levers).canonical == load(MINUSMA, levers[::-1]).canonical
    assert load(MINUSMA, levers).warnings == ()


def test_a_lever_says_what_it_rests_on_and_what_it_costs_in_people_and_in_exposure():
    for path in LEVERS:
        head = " ".join(path.read_text(encoding="utf-8").split("extends:")[0].replace("#", " ").split())
        assert "Sims 2024" in head, path.name
        assert "What it costs. People: " in head, path.name
        assert " Exposure: " in head, path.name


def test_no_two_recommendations_change_the_same_thing():
    """Each is a mechanism of its own, and not another strength of the same."""
    recommended = (
        "early_relationships",
        "long_key_posts",
        "coordinated_channels",
        "embedded_officers",
        "shared_perceptions",
    )
    before = numbers(())
    changed = {}
    for name in recommended:
        after = numbers([CONFIGS / "minusma" / "levers" / f"{name}.yaml"])
        paths = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        changed[name] = {path[-1] for path in paths}
    for one, other in combinations(recommended, 2):
        assert changed[one] & changed[other] <= {"probability"}, (one, other)


def numbers(overlays):
    return {each.path: each.quantity.value for each in load(MINUSMA, overlays).quantities}


@pytest.mark.parametrize("window", ["at.yaml", "after.yaml"])
@pytest.mark.parametrize("successors", ["trained.yaml", "begun_again.yaml"])
def test_what_the_successors_of_asifu_might_have_done_applies_to_each_half_year_after_it(window, successors):
    other = load(ASIFU / window, [ASIFU / successors])
    assert other.warnings == ()
    assert other.mission.start == load(ASIFU / window).mission.start
    assert other.canonical != load(ASIFU / window).canonical
