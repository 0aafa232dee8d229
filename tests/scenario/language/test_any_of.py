"""Who needs what, in the order of stations and then of groups."""

from stovepipe.scenario.language.any_of import groups_with, needs_of
from tests.network.missions import scenario

MISSION = scenario(
    """
    mission: Offices
    start: 2021-01-04
    horizon: 1 wk
    classes: {tip: {}, note: {}}
    sources: {callers: {written_at: north, reports: {tip: 1 /day, note: 1 /day}}}
    stations:
      south: {stage: command, needs: note, work: 1 h, posts: {all: {count: 1}}}
      north: {stage: command, work: 1 h, posts: {all: {count: 1}}}
    channels: {north -> south: {}}
    any_of: {offices: {stations: [north, south], needs: tip}}
    """
).mission


def test_every_consumer_has_what_it_needs_and_a_station_without_needs_is_none() -> None:
    assert needs_of(MISSION) == {"south": ("note",), "offices": ("tip",)}


def test_a_station_knows_the_groups_that_it_is_one_of() -> None:
    assert groups_with("north", MISSION) == groups_with("south", MISSION) == MISSION.any_of
    assert groups_with("east", MISSION) == {}
