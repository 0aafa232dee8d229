"""Incidents raise what is under way, and precedence opens ways (semantics, 2 to 4 and 11)."""

import pytest

from stovepipe.measures.life.events import EventKind
from stovepipe.measures.life.life import life
from tests.engines.scenes import scene

ATTACK = """
    incidents:
      attack: {rate: 1 /yr, raises: {lasts: 1 min, classes: {%s}, younger_than: %s}}"""


def mission(
    desk="", channel="", classes="a: {}", raised="a: FLASH", younger="12 h", more="", posts=1, reading="1 min"
):
    names = [part.partition(":")[0].strip() for part in classes.split(", ")]
    rates = ", ".join(f"{name}: 1 /day" for name in names)
    work = f"{{once: {reading}, each: 0 s}}"
    return f"""
    classes: {{{classes}}}
    sources: {{s: {{written_at: desk, reports: {{{rates}}}}}}}{ATTACK % (raised, younger)}
    stations:
      desk: {{stage: analysis, work: 10 min, posts: {{p: {{count: {posts}}}}}{desk and ", " + desk}}}
      hq: {{stage: command, needs: [{", ".join(names)}], work: {work}, posts: {{p: {{count: 1}}}}}}
    channels:
      desk -> hq: {{{channel}}}
      {more}
    """


TWO = "a: {}, b: {}"


def started(played, station="desk"):
    return {report: at for report, _, at, _, _ in played.visits(station)}


# --- raising --------------------------------------------------------------------------------------


def test_what_waits_and_is_raised_goes_before_what_came_earlier(tmp_path):
    happens = {"attack": (5,)}
    reports = [(0, "a"), (1, "a"), (2, "a"), (3, "b")]
    text = mission(classes=TWO, raised="b: FLASH")
    assert started(scene(tmp_path, text, *reports, incidents=happens)) == {
        "a0": 0,
        "b0": 10,
        "a1": 20,
        "a2": 30,
    }
    assert started(scene(tmp_path, text, *reports))["b0"] == 30, "and without an incident, after it"


def test_only_what_is_younger_is_raised_and_a_report_of_that_very_age_is_not(tmp_path):
    text = mission(classes=TWO, raised="b: FLASH", younger="3 min")
    for minute, b_first in ((5, False), (4.99, True)):
        played = scene(tmp_path, text, (0, "a"), (1, "a"), (2, "b"), incidents={"attack": (minute,)})
        assert (started(played)["b0"] == 10) == b_first


def test_a_report_that_occurs_at_the_very_tick_is_not_raised_by_it(tmp_path):
    """The calendar raises what occurs while the incident lasts; this one has been told not to."""
    played = scene(tmp_path, mission(classes=TWO, raised="b: FLASH"), (0, "a"), (1, "a"), (5, "b"),
                   incidents={"attack": (5,)})  # fmt: skip
    assert started(played)["b0"] == 20


def test_nothing_is_lowered(tmp_path):
    classes = "a: {precedence: PRIORITY}, b: {precedence: IMMEDIATE}, c: {}"
    text = mission(classes=classes, raised="b: PRIORITY, c: FLASH")
    played = scene(tmp_path, text, (0, "a"), (1, "a"), (2, "b"), (3, "c"), incidents={"attack": (5,)})
    assert started(played) == {"a0": 0, "c0": 10, "b0": 20, "a1": 30}


def test_what_is_raised_interrupts_and_what_it_interrupts_goes_on_later(tmp_path):
    text = mission("interrupts: FLASH", classes=TWO, raised="b: FLASH")
    played = scene(tmp_path, text, (0, "a"), (1, "b"), incidents={"attack": (4,)})
    assert played.visits("desk") == [("a0", 0, 0, 20, "finished"), ("b0", 1, 4, 14, "finished")]
    assert played.trajectory.queue_peak.tolist()[0] == 1, "one leaves the queue before the other returns"


def test_the_first_of_the_queue_interrupts_and_the_second_waits(tmp_path):
    text = mission("interrupts: FLASH", classes=TWO, raised="b: FLASH")
    played = scene(tmp_path, text, (0, "a"), (1, "b"), (2, "b"), incidents={"attack": (4,)})
    assert started(played) == {"a0": 0, "b0": 4, "b1": 14}


def test_under_fifo_the_order_stays_but_what_is_raised_interrupts(tmp_path):
    classes = "a: {}, b: {}, c: {}"
    reports = [(0, "a"), (1, "c"), (2, "b")]
    happens = {"attack": (4,)}
    fifo = mission("discipline: fifo", classes=classes, raised="b: FLASH")
    assert started(scene(tmp_path, fifo, *reports, incidents=happens)) == {"a0": 0, "c0": 10, "b0": 20}
    interrupting = mission("discipline: fifo, interrupts: FLASH", classes=classes, raised="b: FLASH")
    played = scene(tmp_path, interrupting, *reports, incidents=happens)
    assert started(played) == {"a0": 0, "b0": 4, "c0": 20}


def test_what_is_in_hand_is_raised_as_well_and_no_more_interrupted(tmp_path):
    text = mission("interrupts: IMMEDIATE", classes="a: {}, b: {precedence: IMMEDIATE}", raised="a: FLASH")
    assert started(scene(tmp_path, text, (0, "a"), (5, "b")))["b0"] == 5
    assert started(scene(tmp_path, text, (0, "a"), (5, "b"), incidents={"attack": (4,)}))["b0"] == 10


@pytest.mark.parametrize(
    ("channel", "delay", "at", "station"),
    [
        ("", 4, 5, "desk"),
        ("transit: 4 min", 0, 13, "hq"),
        ("hurdles: {vetting: {delay: 4 min}}", 0, 13, "hq"),
    ],
    ids=["late", "transit", "hurdle"],
)
def test_what_is_on_its_way_to_a_station_is_raised(tmp_path, channel, delay, at, station):
    """It is served first where it arrives."""
    text = mission(channel=channel, classes=TWO, raised="b: FLASH", posts=1 if delay else 5, reading="9 min")
    reports, marks = [(0, "a"), (1, "a"), (1.5, "a"), (2, "b")], {"b0": {"delay": delay}}
    plain = started(scene(tmp_path, text, *reports, marks=marks), station)
    raised = started(scene(tmp_path, text, *reports, marks=marks, incidents={"attack": (at,)}), station)
    assert list(plain) == ["a0", "a1", "a2", "b0"]
    assert plain["a2"] < plain["b0"]
    assert raised["b0"] < raised["a2"]


def test_one_that_is_raised_leaves_the_batch_at_once_and_alone(tmp_path):
    text = mission("batch: {size: 3, below: IMMEDIATE}", classes=TWO, raised="b: IMMEDIATE")
    played = scene(tmp_path, text, (0, "a"), (0, "b"), (30, "a"), (100, "a"), incidents={"attack": (39,)})
    assert played.deliveries() == {
        "a0": ("delivered", 111),
        "b0": ("delivered", 40),
        "a1": ("delivered", 111),
        "a2": ("delivered", 111),
    }
    assert played.parts("b0", "hq") == {"waiting": 10, "work": 11, "batching": 19}


def test_one_that_still_meets_the_condition_of_the_batch_stays_in_it(tmp_path):
    text = mission("batch: {size: 3, below: IMMEDIATE}", classes=TWO, raised="b: PRIORITY")
    played = scene(tmp_path, text, (0, "a"), (0, "b"), (100, "a"), incidents={"attack": (40,)})
    assert played.deliveries()["b0"] == ("delivered", 111)


def test_the_life_of_a_report_tells_when_it_was_raised_and_that_it_did_not_wait_in_the_batch(tmp_path):
    text = mission("batch: {size: 3, below: IMMEDIATE}", classes=TWO, raised="b: IMMEDIATE")
    played = scene(tmp_path, text, (0, "a"), (0, "b"), (30, "b"), incidents={"attack": (15, 35)})
    told = [event.kind for event in life(played.trajectory, 1).events]
    raised = told.index(EventKind.RAISED)
    assert told.count(EventKind.RAISED) == 1, "it is raised once"
    assert EventKind.BATCHED not in told
    assert told.index(EventKind.BEGAN) < raised < told.index(EventKind.FINISHED)


# --- conditions ----------------------------------------------------------------------------------


def test_a_channel_takes_what_meets_its_condition_when_it_is_shared(tmp_path):
    """The urgent copy has two ways; the other one takes one of them, and is delivered by it."""
    text = mission(
        classes="a: {}, b: {precedence: FLASH}", raised="a: PRIORITY", channel="at_least: IMMEDIATE"
    )
    played = scene(tmp_path, text, (0, "a"), (20, "b"))
    assert played.deliveries() == {"a0": ("sent_elsewhere", 10), "b0": ("delivered", 31)}
    assert [row[0] for row in played.crossings("desk -> hq")] == ["b0"]


def test_a_channel_is_asked_about_what_would_go_over_it_not_about_the_product_it_is_from(tmp_path):
    text = mission(
        "batch: {size: 2}", "at_least: FLASH, carries: a", "a: {}, b: {precedence: FLASH}", raised="a: FLASH"
    )
    played = scene(tmp_path, text, (0, "a"), (0, "b"))
    assert played.deliveries()["a0"] == ("sent_elsewhere", 20), "the product is urgent; its a is not"
    raised = scene(tmp_path, text, (0, "a"), (0, "b"), incidents={"attack": (15,)})
    assert raised.deliveries()["a0"] == ("delivered", 21)


def test_what_the_alternative_that_was_picked_does_not_take_goes_nowhere(tmp_path):
    text = mission(
        channel="share: 50 %, below: FLASH", more="desk -> desk2: {share: 50 %}", raised="a: FLASH"
    ).replace(
        "hq: {stage",
        "desk2: {stage: analysis, work: {once: 1 min, each: 0 s}, posts: {p: {count: 1}}}\n      hq: {stage",
    )
    text = text.replace("desk -> desk2: {share: 50 %}", "desk -> desk2: {share: 50 %}\n      desk2 -> hq: {}")
    times = [(20 * n, "a") for n in range(60)]
    plain = scene(tmp_path, text, *times)
    raised = scene(tmp_path, text, *times, incidents={"attack": tuple(20 * n + 5 for n in range(60))})
    direct = {row[0] for row in plain.crossings("desk -> hq")}
    assert 15 < len(direct) < 45
    lost = {report for report, (what, _) in raised.deliveries().items() if what == "sent_elsewhere"}
    assert lost == direct


def test_a_hurdle_asks_for_the_precedence_that_the_copy_has_when_it_is_met(tmp_path):
    """Two hurdles, one before the transit and one after it; in transit the report is raised."""
    hurdles = "transit: 10 min, hurdles: {first: {kind: other, delay: 1 h, at_least: FLASH}, " \
        "last: {kind: other, delay: 2 h, at_least: FLASH, on_arrival: true}}"  # fmt: skip
    played = scene(tmp_path, mission(channel=hurdles), (0, "a"), incidents={"attack": (15,)})
    assert played.parts("a0", "hq") == {"work": 11, "transit": 10, "hurdles": 120}


def test_a_hurdle_for_each_asks_for_the_precedence_of_the_product(tmp_path):
    """Both are stopped, since the product is urgent; and neither, since it is."""
    classes = "a: {}, b: {precedence: FLASH}"
    for condition, outcome in (("at_least: FLASH", "withheld"), ("below: FLASH", "delivered")):
        hurdle = f"hurdles: {{caveat: {{each: true, probability: 100 %, {condition}}}}}"
        played = scene(
            tmp_path, mission("batch: {size: 2}", hurdle, classes, raised="a: FLASH"), (0, "a"), (0, "b")
        )
        assert {what for what, _ in played.deliveries().values()} == {outcome}


def test_the_law_of_work_is_that_of_the_precedence_when_work_begins(tmp_path):
    """The most urgent entry that applies; what is raised in hand keeps what it has."""
    classes = "a: {}, b: {precedence: FLASH}, c: {precedence: IMMEDIATE}, d: {precedence: PRIORITY}"
    text = mission(
        "work_by_class: {c: 7 min, d: 8 min}, work_at_least: {IMMEDIATE: 2 min, FLASH: 1 min}",
        classes=classes,
        raised="a: FLASH",
    )
    reports = [(0, "a"), (100, "b"), (200, "c"), (300, "d"), (400, "a"), (401, "a")]
    played = scene(tmp_path, text, *reports, incidents={"attack": (405,)})
    lasted = {report: ended - begun for report, _, begun, ended, _ in played.visits("desk")}
    assert lasted == {"a0": 10, "b0": 1, "c0": 2, "d0": 8, "a1": 10, "a2": 1}
