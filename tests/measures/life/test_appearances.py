"""What a report appeared as in each of its copies, in scenes whose course can be worked out by hand."""

from stovepipe.measures.life.events import EventKind
from stovepipe.measures.life.life import life
from stovepipe.measures.life.lineage import lineage
from tests.engines.scenes import MINUTE, Scene, scene

TWICE = """
classes: {a: {precedence: PRIORITY}, b: {}}
sources: {s: {written_at: desk, reports: {a: 1 /day}}}
incidents: {attack: {rate: 0 /day, raises: {lasts: 1 min, classes: {a: FLASH}, younger_than: 5 h}}}
stations:
  desk:
    stage: collection
    work: 10 min
    posts: {p: {count: 9}}
    sorts: {taken_for: {a: {b: 100 %}}, precedence: of_class}
  again: {stage: collection, work: 10 min, posts: {p: {count: 9}}, sorts: {taken_for: {a: {}}}}
  hq: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}
channels:
  desk -> hq: {transit: 2 h}
  desk -> again: {}
  again -> hq: {transit: 2 h}
"""
A, B = range(2)
ROUTINE, FLASH = 3, 0


def played(tmp_path) -> Scene:
    """The copy that goes straight to headquarters appears as b; the other is put right on its way."""
    return scene(tmp_path, TWICE, (0, "a"), incidents={"attack": (30,)})


def test_each_copy_appears_as_what_it_was_sorted_as_or_what_it_was_made_from(tmp_path):
    trajectory = played(tmp_path).trajectory
    seen, crossings = lineage(trajectory).appearances, trajectory.crossings
    names = [channel.name for channel in trajectory.network.channels]
    found = {
        names[channel]: seen.klass(0, seen.of(copy, 0, at, trajectory.network.channels[channel].sender))
        for copy, channel, at in zip(
            crossings.copy.tolist(), crossings.channel.tolist(), crossings.offered.tolist(), strict=True
        )
    }
    assert found == {"desk -> hq": B, "desk -> again": B, "again -> hq": A}


def test_the_precedence_in_a_copy_is_what_stations_and_incidents_make_of_it(tmp_path):
    """The attack raises what appears as a, and so only the copy that was put right before."""
    trajectory = played(tmp_path).trajectory
    seen, crossings = lineage(trajectory).appearances, trajectory.crossings
    network = trajectory.network
    for copy, channel in zip(crossings.copy.tolist(), crossings.channel.tolist(), strict=True):
        sortings = seen.of(copy, 0, 40 * MINUTE)
        last = seen.precedence(0, sortings, 40 * MINUTE)
        assert last == (FLASH if network.channels[channel].name != "desk -> hq" else ROUTINE)
        assert seen.precedence(0, sortings, 29 * MINUTE) == ROUTINE


def test_the_life_tells_what_it_was_taken_for_and_which_copy_was_raised(tmp_path):
    told = life(played(tmp_path).trajectory, 0)
    taken = [(e.at / MINUTE, e.place, e.about, e.why) for e in told.events if e.kind is EventKind.SORTED]
    assert taken == [(10, "desk", "a", "b"), (20, "again", "b", "a")]
    raised = [(e.at / MINUTE, e.why) for e in told.events if e.kind is EventKind.RAISED]
    assert raised == [(30, "FLASH")]
