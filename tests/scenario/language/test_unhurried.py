"""What is left of conditions on precedence where every copy counts as ROUTINE."""

from stovepipe.scenario.language.mechanisms import in_force
from tests.scenario.written import changed

CHANGE = """
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}, younger_than: 2 d}}}
stations:
  translators: {batch: {size: 3, %s}, work_at_least: {FLASH: 5 min, ROUTINE: 9 min}}
  commander: {work: {once: 10 min, each: 0 min}}
channels:
  cell -> commander:
    %s
    hurdles: {access: {probability: 10 %%, %s}}
caveats: {quiet: {of: NLD, at: commander, %s}}
mechanisms: {urgency: off}
"""


def unhurried(tmp_path, condition):
    return in_force(changed(tmp_path, CHANGE % ((condition,) * 4)).mission)


def test_a_condition_that_routine_meets_is_none(tmp_path):
    mission = unhurried(tmp_path, "below: FLASH")
    channel, batch = mission.channels["cell -> commander"], mission.stations["translators"].batch
    assert batch is not None
    for part in (channel, channel.hurdles["access"], mission.caveats["quiet"], batch):
        assert (part.at_least, part.below) == (None, None)
    assert channel.carries is None


def test_what_routine_does_not_meet_is_left_out_and_a_channel_carries_nothing(tmp_path):
    mission = unhurried(tmp_path, "at_least: IMMEDIATE")
    channel = mission.channels["cell -> commander"]
    assert mission.stations["translators"].batch is None
    assert list(channel.hurdles) == ["language"]
    assert channel.carries == ()
    assert not mission.caveats


def test_only_the_work_on_routine_is_left_and_nothing_on_its_way_is_raised(tmp_path):
    mission = unhurried(tmp_path, "below: FLASH")
    assert list(mission.stations["translators"].work_at_least) == ["ROUTINE"]
    raises = mission.incidents["attack"].raises
    assert raises is not None
    assert raises.younger_than is None
    assert raises.classes == {"pattern": "FLASH"}


def test_doors_collection_and_calls_treat_every_report_as_routine(tmp_path):
    change = """
sources:
  patrols:
    written_at: [{at: translators, at_least: IMMEDIATE}, {at: cell}]
    collection: {unreported: 10 %, at_least: {FLASH: {unreported: 0 %}, ROUTINE: {coarse: 20 %}}}
stations:
  cell:
    posts:
      officers: {shift: {from: 08:00, to: 20:00}, on_call: {for: FLASH, within: 1 h}}
      clerks: {count: 1, shift: {from: 08:00, to: 20:00}, on_call: {for: ROUTINE, within: 1 h}}
mechanisms: {urgency: off}
"""
    mission = in_force(changed(tmp_path, change).mission)
    source = mission.sources["patrols"]
    assert [(door.at, door.conditional) for door in source.written_at] == [("cell", False)]
    assert source.collection is not None
    assert list(source.collection.at_least) == ["ROUTINE"]
    posts = mission.stations["cell"].posts
    assert posts["officers"].on_call is None
    assert posts["clerks"].on_call is not None
