"""The life of a report tells what was asked about it, and what came of that."""

from stovepipe.measures.life.events import EventKind
from stovepipe.measures.life.life import life
from stovepipe.measures.life.lineage import lineage
from tests.engines.scenes import MINUTE, scene
from tests.engines.simpy.stations.sending.test_asking import mission

KINDS = (
    EventKind.ASKED, EventKind.REACHED, EventKind.COLLECTED, EventKind.ANSWERED, EventKind.UNANSWERED,
)  # fmt: skip


def told(found, rank=0):
    return [
        (
            event.at / MINUTE,
            event.kind.value,
            event.place,
            (event.lasted or 0) / MINUTE,
            event.about,
            event.why,
        )
        for event in life(found.trajectory, rank).events
        if event.kind in KINDS
    ]


def test_the_request_its_arrival_the_collecting_and_the_answer_are_told_each_in_its_place(tmp_path):
    assert told(scene(tmp_path, mission(), (0, "a"))) == [
        (15, "asked", "hq", 0, "s", "more (query)"),
        (45, "reached", "", 30, "s", "more (query)"),
        (105, "collected", "desk", 60, "s", "more (query)"),
        (120, "answered", "hq", 105, "more (query)", ""),
    ]


def test_what_is_asked_about_answers_belongs_to_the_report_with_which_it_began(tmp_path):
    again = mission(more=", rounds: 2").replace("about: a,", "about: [a, detail],")
    found = scene(tmp_path, again, (0, "a"), (600, "a"))
    assert [row[0] for row in told(found) if row[1] == "answered"] == [120, 225]
    assert [row[0] for row in told(found, 1) if row[1] == "answered"] == [720, 825]


def test_what_stays_unanswered_is_told_with_its_cause_and_place(tmp_path):
    there = "{carries: query, transit: 20 min, hurdles: {reluctance: {}}}"
    assert told(scene(tmp_path, mission(there=there), (0, "a")))[-1] == (
        15, "unanswered", "hq -> desk", 0, "more (query)", "not_shared",
    )  # fmt: skip


def test_a_request_that_ends_at_a_door_waits_in_no_batch_there(tmp_path):
    """The desk batches what it finishes, but not the request that has come to its source."""
    text = mission(desk=", stage: analysis, batch: {size: 1}").replace("stage: collection, ", "")
    found = scene(tmp_path, text, (0, "a"))
    visits, batched = found.trajectory.visits, lineage(found.trajectory).batched
    assert {found.report(int(visits.lead[row])) for row in batched} == {"a0", "detail0"}
