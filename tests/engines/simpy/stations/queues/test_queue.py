"""Who is served when (semantics 3.1 to 3.4)."""

import pytest

from tests.engines.scenes import scene

ONE_STATION = """
classes: {{a: {a}, b: {b}}}
sources: {{s: {{written_at: hq, reports: {{a: 1 /day, b: 1 /day}}}}}}
stations:
  hq: {{stage: command, needs: [a, b], work: 10 min, posts: {{staff: {{count: {count}}}}}{more}}}
"""


def one_station(a="{}", b="{precedence: FLASH}", count=1, more=""):
    return ONE_STATION.format(a=a, b=b, count=count, more=more and ", " + more)


def starts(played):
    return {report: started for report, _, started, _, _ in played.visits("hq")}


@pytest.mark.parametrize(
    ("discipline", "expected"),
    [
        ("precedence", {"a0": 0, "b0": 10, "a1": 20, "a2": 30}),
        ("fifo", {"a0": 0, "a1": 10, "a2": 20, "b0": 30}),
        ("lifo", {"a0": 0, "b0": 10, "a2": 20, "a1": 30}),
    ],
)
def test_the_discipline_orders_the_queue(tmp_path, discipline, expected):
    text = one_station(more=f"discipline: {discipline}")
    assert starts(scene(tmp_path, text, (0, "a"), (1, "a"), (2, "a"), (3, "b"))) == expected


def test_under_ltiov_the_earliest_deadline_is_served_first_and_none_comes_last(tmp_path):
    text = one_station(a="{}", b="{ltiov: 1 h}", more="discipline: ltiov")
    played = scene(tmp_path, text, (0, "a"), (1, "a"), (2, "b"), (3, "b"))
    assert starts(played) == {"a0": 0, "b0": 10, "b1": 20, "a1": 30}


def test_an_urgent_report_interrupts_and_the_interrupted_resumes_where_it_stopped(tmp_path):
    played = scene(tmp_path, one_station(more="interrupts: FLASH"), (0, "a"), (4, "b"), (5, "a"))
    assert played.visits("hq") == [
        ("a0", 0, 0, 20, "finished"),
        ("b0", 4, 4, 14, "finished"),
        ("a1", 5, 20, 30, "finished"),
    ]
    assert played.parts("a0", "hq") == {"waiting": 10, "work": 10}


def test_equal_precedence_does_not_interrupt(tmp_path):
    played = scene(tmp_path, one_station(more="interrupts: FLASH"), (0, "b"), (4, "b"))
    assert starts(played) == {"b0": 0, "b1": 10}


def test_the_least_urgent_and_latest_begun_work_is_interrupted(tmp_path):
    played = scene(tmp_path, one_station(count=2, more="interrupts: FLASH"), (0, "a"), (1, "a"), (4, "b"))
    assert {r: ended for r, _, _, ended, _ in played.visits("hq")} == {"a0": 10, "a1": 17, "b0": 14}


def test_what_a_full_queue_cannot_hold_overflows(tmp_path):
    played = scene(tmp_path, one_station(more="queue: {limit: 1}"), (0, "a"), (1, "a"), (2, "a"), (12, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", 10),
        "a1": ("delivered", 20),
        "a2": ("overflow", 2),
        "a3": ("delivered", 30),
    }


def test_what_waits_past_its_deadline_expires_and_what_is_in_service_is_finished(tmp_path):
    played = scene(tmp_path, one_station(a="{ltiov: 5 min}"), (0, "a"), (1, "a"))
    assert played.deliveries() == {"a0": ("delivered", 10), "a1": ("expired", 6)}


def test_a_station_that_does_not_purge_serves_what_is_late(tmp_path):
    played = scene(tmp_path, one_station(a="{ltiov: 5 min}", more="purges: false"), (0, "a"), (1, "a"))
    assert played.deliveries() == {"a0": ("delivered", 10), "a1": ("delivered", 20)}


def test_an_interrupted_report_that_is_late_by_then_expires(tmp_path):
    text = one_station(a="{ltiov: 5 min}", more="interrupts: FLASH")
    assert scene(tmp_path, text, (0, "a"), (7, "b")).deliveries()["a0"] == ("expired", 7)


def test_a_service_that_ends_at_the_deadline_of_the_next_still_takes_it(tmp_path):
    played = scene(tmp_path, one_station(a="{ltiov: 9 min}"), (0, "a"), (1, "a"))
    assert played.deliveries()["a1"] == ("delivered", 20)


def test_the_server_idle_longest_takes_the_report(tmp_path):
    played = scene(tmp_path, one_station(count=2), (0, "a"), (20, "a"), (40, "a"))
    assert played.trajectory.services.server.tolist() == [0, 1, 0]


def test_the_most_proficient_server_takes_the_report(tmp_path):
    text = """
    classes: {a: {}}
    sources: {s: {written_at: hq, reports: {a: 1 /day}}}
    stations:
      hq:
        stage: command
        needs: a
        work: 10 min
        assign: most_proficient
        posts:
          apprentice:
            {count: 1, tour: 1 yr, first_change: 2021-01-04 00:01, learning: {start: 50 %, time: 1 mo}}
          veteran: {count: 1}
    """
    played = scene(tmp_path, text, (10, "a"), (30, "a"), (31, "a"))
    assert played.trajectory.services.server.tolist() == [1, 1, 0]
    assert [ended for _, _, _, ended, _ in played.visits("hq")][2] == pytest.approx(51, abs=0.02)


def test_a_report_that_occurs_before_the_horizon_and_ends_after_it_is_in_flight(tmp_path):
    played = scene(tmp_path, one_station(), (2879, "a"))
    assert played.deliveries() == {"a0": ("in_flight", None)}
    assert played.visits("hq") == [("a0", 2879, 2879, None, "present")]


def test_a_copy_is_given_up_when_its_patience_has_run_out_unless_work_on_it_began(tmp_path):
    text = """
    classes: {a: {precedence: ROUTINE}, b: {precedence: FLASH}}
    sources: {s: {written_at: hq, reports: {a: 1 /day, b: 1 /day}}}
    stations: {hq: {stage: command, needs: [a, b], work: 10 min, patience: 8 min, interrupts: FLASH,
                    posts: {p: {count: 1}}}}
    """
    played = scene(tmp_path, text, (0, "a"), (1, "a"), (3, "a"), (5, "b"))
    assert played.visits("hq") == [
        ("a0", 0, 0, 20, "finished"),
        ("a1", 1, None, 9, "abandoned"),
        ("a2", 3, None, 11, "abandoned"),
        ("b0", 5, 5, 15, "finished"),
    ], "the one that was interrupted waited for ten minutes, and is not given up"
    assert played.deliveries()["a1"] == ("abandoned", 9)


def test_patience_counts_from_the_arrival_at_each_station(tmp_path):
    text = """
    classes: {a: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day}}}
    stations:
      desk: {stage: analysis, work: 10 min, patience: 12 min, posts: {p: {count: 1}}}
      hq: {stage: command, needs: a, work: 15 min, patience: 12 min, posts: {p: {count: 1}}}
    channels: {desk -> hq: {}}
    """
    played = scene(tmp_path, text, (0, "a"), (0, "a"), (0, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", 25),
        "a1": ("delivered", 40),
        "a2": ("abandoned", 12),
    }


def test_whoever_becomes_available_at_the_very_tick_comes_first(tmp_path):
    text = """
    classes: {a: {}}
    sources: {s: {written_at: hq, reports: {a: 1 /day}}}
    stations: {hq: {stage: command, needs: a, work: 10 min, patience: 10 min, posts: {p: {count: 1}}}}
    """
    played = scene(tmp_path, text, (0, "a"), (0, "a"), (0, "a"))
    assert played.visits("hq")[1:] == [("a1", 0, 10, 20, "finished"), ("a2", 0, None, 10, "abandoned")]
