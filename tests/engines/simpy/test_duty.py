"""The ends of shifts, tours and stations (semantics 3.7 and 3.9)."""

import pytest

from tests.engines.scenes import scene


def staffed(posts, more=""):
    return f"""
    classes: {{a: {{}}}}
    sources: {{s: {{written_at: hq, reports: {{a: 1 /day}}}}}}
    stations:
      hq: {{stage: command, needs: a, work: 10 min, posts: {posts}{more and ", " + more}}}
    """


SHIFT = "{{staff: {{count: 1, shift: {{from: 00:00, to: 00:15, at_end: {rule}}}}}}}"
DAY = 1440


@pytest.mark.parametrize(
    ("rule", "ends", "parts"),
    [
        ("finish", 20, {"work": 10}),
        ("suspend", DAY + 5, {"work": 10, "suspended": DAY - 15}),
        ("hand_over", DAY + 5, {"work": 10, "waiting": DAY - 15}),
    ],
)
def test_at_the_end_of_a_shift_the_rule_decides_about_the_report_in_hand(tmp_path, rule, ends, parts):
    played = scene(tmp_path, staffed(SHIFT.format(rule=rule)), (10, "a"))
    assert played.deliveries() == {"a0": ("delivered", ends)}
    assert played.parts("a0", "hq") == parts


def test_under_finish_nothing_new_is_started_after_the_shift(tmp_path):
    played = scene(tmp_path, staffed(SHIFT.format(rule="finish")), (10, "a"), (11, "a"))
    assert played.deliveries() == {"a0": ("delivered", 20), "a1": ("delivered", DAY + 10)}


def test_what_is_handed_over_goes_to_a_colleague_who_stays_and_before_what_waited(tmp_path):
    posts = "{early: {count: 1, shift: {from: 00:00, to: 00:15, at_end: hand_over}}, late: {count: 1}}"
    played = scene(tmp_path, staffed(posts), (8, "a"), (9, "a"), (10, "a"))
    # early takes a0 at 8 (lower rank), late takes a1 at 9; at 15 a0 returns with 3 minutes left, ahead of a2
    assert played.deliveries() == {"a0": ("delivered", 22), "a1": ("delivered", 19), "a2": ("delivered", 32)}


def test_a_suspended_report_waits_for_its_own_person(tmp_path):
    posts = "{early: {count: 1, shift: {from: 00:00, to: 00:15, at_end: suspend}}, late: {count: 1}}"
    played = scene(tmp_path, staffed(posts), (8, "a"), (9, "a"), (10, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", DAY + 3),
        "a1": ("delivered", 19),
        "a2": ("delivered", 29),
    }


@pytest.mark.parametrize(("relief", "second_starts"), [("when_free", 20), ("at_once", 15)])
def test_the_relief_starts_at_once_or_when_the_desk_is_free(tmp_path, relief, second_starts):
    posts = (
        "{staff: {count: 1, relief: "
        + relief
        + ", shifts: {early: {from: 00:00, to: 00:15}, late: {from: 00:15, to: 12:00}}}}"
    )
    played = scene(tmp_path, staffed(posts), (10, "a"), (11, "a"))
    assert [started for _, _, started, _, _ in played.visits("hq")] == [10, second_starts]


def test_a_service_that_ends_with_the_shift_is_complete_and_the_person_goes(tmp_path):
    played = scene(tmp_path, staffed(SHIFT.format(rule="hand_over")), (5, "a"), (6, "a"))
    assert played.deliveries() == {"a0": ("delivered", 15), "a1": ("delivered", DAY + 10)}


TOUR = (
    "{{staff: {{count: 1, tour: 1 yr, change: block, first_change: 2021-01-04 00:15, change_over: {rule}}}}}"
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{in_hand: finish}", {"a0": ("delivered", 20), "a1": ("delivered", 30)}),
        ("{in_hand: hand_over}", {"a0": ("delivered", 20), "a1": ("delivered", 30)}),
        ("{in_hand: hand_over, growth: 2}", {"a0": ("delivered", 25), "a1": ("delivered", 35)}),
        ("{in_hand: hand_over, loss: 100 %}", {"a0": ("handover", 15), "a1": ("delivered", 25)}),
        ("{in_hand: hand_over, queue_loss: 100 %}", {"a0": ("delivered", 20), "a1": ("handover", 15)}),
    ],
)
def test_at_the_end_of_a_tour_the_change_over_decides(tmp_path, rule, expected):
    assert scene(tmp_path, staffed(TOUR.format(rule=rule)), (10, "a"), (11, "a")).deliveries() == expected


def test_a_loss_too_small_to_happen_leaves_every_other_hand_over_as_it_was(tmp_path):
    """Each hand-over of a report has its own draw, whatever the chance of loss at the others."""
    posts = """
      {{one: {{count: 1, tour: 15 min, change: block, change_over: {{loss: {loss}}}}},
       two: {{count: 1, tour: 25 min, change: block, change_over: {{loss: 40 %}}}}}}
    """
    arrivals = [(float(minute), "a") for minute in range(0, 1000, 50)]
    never, hardly = (
        scene(tmp_path, staffed(posts.format(loss=loss)).replace("work: 10 min", "work: 60 min"), *arrivals)
        for loss in ("0 %", "0.0000001 %")
    )
    assert never.deliveries() == hardly.deliveries()
    assert "handover" in {outcome for outcome, _ in never.deliveries().values()}


def test_a_gap_leaves_the_post_empty(tmp_path):
    posts = "{staff: {count: 1, tour: 1 yr, change: block, first_change: 2021-01-04 00:15, gap: 1 h}}"
    assert scene(tmp_path, staffed(posts), (20, "a")).deliveries() == {"a0": ("delivered", 85)}


def test_a_fresh_person_is_slower(tmp_path):
    posts = """{staff: {count: 1, tour: 1 yr, change: block, first_change: 2021-01-04 00:15,
                        learning: {start: 50 %, time: 1000 yr}}}"""
    ended = scene(tmp_path, staffed(posts), (20, "a")).deliveries()["a0"][1]
    assert ended == pytest.approx(40, abs=0.001)


def closing(then):
    closes = f"{{on: 2021-01-04 00:15{then}}}"
    return f"""
    classes: {{a: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}}}}}
    stations:
      desk: {{stage: collection, work: 10 min, posts: {{p: {{count: 1}}}}, closes: {closes}}}
      other: {{stage: collection, work: 10 min, posts: {{p: {{count: 1}}}}}}
      hq: {{stage: command, needs: a, work: 0 min, posts: {{p: {{count: 1}}}}}}
    channels: {{desk -> hq: {{}}, other -> hq: {{}}}}
    """


def test_a_station_that_closes_strands_what_it_holds_and_what_comes_later(tmp_path):
    played = scene(tmp_path, closing(""), (1, "a"), (6, "a"), (7, "a"), (20, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", 11),
        "a1": ("stranded", 15),
        "a2": ("stranded", 15),
        "a3": ("stranded", 20),
    }


def test_a_station_that_closes_with_a_successor_transfers_what_it_holds(tmp_path):
    played = scene(tmp_path, closing(", transfer_to: other"), (1, "a"), (6, "a"), (7, "a"), (50, "a"))
    # in order: the queue (a2), then what was in hand (a1), which begins anew
    assert played.deliveries() == {
        "a0": ("delivered", 11),
        "a1": ("delivered", 35),
        "a2": ("delivered", 25),
        "a3": ("delivered", 60),
    }


def test_a_consumer_that_closes_loses_what_its_successor_receives_in_its_place(tmp_path):
    text = """
    classes: {a: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day}}}
    stations:
      desk: {stage: collection, work: 1 min, posts: {p: {count: 1}}}
      old: {stage: command, needs: a, work: 10 min, posts: {p: {count: 1}},
            closes: {on: 2021-01-04 00:15, transfer_to: new}}
      new: {stage: command, needs: a, work: 10 min, posts: {p: {count: 1}}}
    channels: {desk -> old: {}}
    """
    played = scene(tmp_path, text, (0, "a"), (7, "a"), (29, "a"))
    assert played.deliveries("old") == {
        "a0": ("delivered", 11),
        "a1": ("stranded", 15),
        "a2": ("stranded", 30),
    }
    assert played.deliveries("new") == {
        "a0": ("sent_elsewhere", 11),
        "a1": ("delivered", 25),
        "a2": ("delivered", 40),
    }


def test_what_was_transferred_waits_at_the_successor_alone(tmp_path):
    """Neither a change of the closed station's contingent nor its books at the horizon are its concern."""
    text = """
    classes: {a: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day}}}
    stations:
      desk:
        stage: collection
        work: 72 h
        closes: {on: 2021-01-04 00:15, transfer_to: other}
        posts:
          p:
            {count: 1, tour: 12 h, change: block, first_change: 2021-01-04 06:00,
             change_over: {queue_loss: 100 %}}
      other: {stage: collection, work: 72 h, posts: {p: {count: 1}}}
      hq: {stage: command, needs: a, work: 0 min, posts: {p: {count: 1}}}
    channels: {desk -> hq: {}, other -> hq: {}}
    """
    played = scene(tmp_path, text, (1, "a"), (6, "a"), (7, "a"))
    assert set(played.deliveries().values()) == {("in_flight", None)}
    assert [(report, started) for report, _, started, _, _ in played.visits("other")] == [
        ("a1", 15),
        ("a2", None),
        ("a0", None),
    ]


RELIEF = """
    classes: {a: {}, b: {precedence: FLASH}}
    sources: {s: {written_at: hq, reports: {a: 1 /day, b: 1 /day}}}
    stations:
      hq:
        stage: command
        needs: [a, b]
        interrupts: FLASH
        work: 10 min
        work_by_class: {a: 5 h}
        posts: {people: {count: 1, shifts: {day: {from: 00:00, to: 08:00}, late: {from: 08:00, to: 24:00}}}}
    """


def test_overtime_at_a_desk_whose_relief_is_idle_is_interrupted_and_the_relief_takes_over(tmp_path):
    """`a` is begun at 07:30; `b` comes at 08:10, when 4 h 20 min of `a` remain."""
    played = scene(tmp_path, RELIEF, (450, "a"), (490, "b"))
    assert played.deliveries() == {"a0": ("delivered", 500 + 260), "b0": ("delivered", 500)}
    assert played.trajectory.services.server.tolist() == [0, 1, 1]


def test_overtime_without_a_relief_is_not_interrupted(tmp_path):
    text = RELIEF.replace("late: {from: 08:00", "late: {from: 13:00")
    played = scene(tmp_path, text, (450, "a"), (490, "b"))
    assert played.deliveries() == {"a0": ("delivered", 750), "b0": ("delivered", 790)}


def test_who_comes_to_a_desk_claims_it_for_what_may_interrupt_and_waits(tmp_path):
    """`b` comes at 08:10, when nobody is on duty; the late shift at 10:00, when 2 h 30 min of `a` remain."""
    text = RELIEF.replace("late: {from: 08:00", "late: {from: 10:00")
    played = scene(tmp_path, text, (450, "a"), (490, "b"))
    assert played.deliveries() == {"a0": ("delivered", 610 + 150), "b0": ("delivered", 610)}


def test_who_comes_to_a_desk_does_not_claim_it_for_what_may_not_interrupt(tmp_path):
    text = RELIEF.replace("late: {from: 08:00", "late: {from: 10:00").replace(
        "precedence: FLASH", "precedence: PRIORITY"
    )
    played = scene(tmp_path, text, (450, "a"), (490, "b"))
    assert played.deliveries() == {"a0": ("delivered", 750), "b0": ("delivered", 760)}
