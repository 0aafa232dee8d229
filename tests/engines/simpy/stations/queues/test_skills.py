"""Posts that take only some work (semantics, 3.15). Work takes ten minutes unless stated."""

import time

import pytest

from tests.engines.scenes import scene

WATCH, SHIFT = "watch: {count: 1}", "shift: {from: 08:00, to: 20:00}"


def hq(posts, more="", classes="u: {precedence: FLASH}, r: {}", work="10 min"):
    names = [each.split(":")[0].strip() for each in classes.split(", ")]
    reports = ", ".join(f"{name}: 1 /day" for name in names)
    return f"""
    classes: {{{classes}}}
    sources: {{s: {{written_at: hq, reports: {{{reports}}}}}}}
    stations:
      hq:
        stage: command
        needs: [{", ".join(names)}]
        work: {work}
        posts: {{{posts}}}
        {more}
    """


def only(name, what, more=""):
    return f"{name}: {{count: 1, takes: {{{what}}}{more and ', ' + more}}}"


def test_a_person_passes_over_what_he_does_not_take_and_takes_the_next(tmp_path):
    posts = f"{only('a', 'classes: r')}, {only('b', 'classes: u')}"
    played = scene(tmp_path, hq(posts), (0, "r"), (1, "u"), (2, "u"), (3, "r"))
    assert played.deliveries() == {
        "r0": ("delivered", 10),
        "r1": ("delivered", 20),
        "u0": ("delivered", 11),
        "u1": ("delivered", 21),
    }


def test_a_specialist_is_idle_while_other_work_waits(tmp_path):
    played = scene(tmp_path, hq(f"{only('a', 'classes: r')}, {only('b', 'classes: u')}"), (0, "r"), (1, "r"))
    assert played.deliveries() == {"r0": ("delivered", 10), "r1": ("delivered", 20)}


def test_of_those_who_can_the_one_idle_longest_takes_it(tmp_path):
    posts = f"{only('a', 'classes: u')}, {only('b', 'classes: r')}, c: {{count: 1}}"
    served = scene(tmp_path, hq(posts), (0, "r"), (5, "r"), (20, "r"), (40, "u")).trajectory.services.server
    assert served.tolist() == [1, 2, 1, 0]


def test_a_copy_without_a_language_is_not_for_those_who_take_some_languages(tmp_path):
    played = scene(tmp_path, hq(only("a", "languages: eng")), (0, "u"))
    assert played.deliveries() == {"u0": ("in_flight", None)}


def test_an_urgent_copy_interrupts_only_somebody_who_can_take_it(tmp_path):
    posts = f"{only('a', 'below: FLASH')}, {WATCH}"
    played = scene(tmp_path, hq(posts, "interrupts: FLASH"), (0, "r"), (1, "r"), (2, "u"), (3, "u"))
    visits = {row[0]: row[1:] for row in played.visits("hq")}
    assert visits["u0"] == (2, 2, 12, "finished"), "the watch stops what it began"
    assert visits["u1"] == (3, 12, 22, "finished"), "the other may not take it, and goes on"
    assert visits["r0"] == (0, 0, 10, "finished")


def test_what_was_interrupted_is_taken_by_somebody_who_could_not_take_what_interrupted_it(tmp_path):
    posts = f"{only('routine', 'classes: r', SHIFT)}, {WATCH}"
    played = scene(tmp_path, hq(posts, "interrupts: FLASH", work="90 min"), (470, "r"), (490, "u"))
    visits = {row[0]: row[1:] for row in played.visits("hq")}
    assert visits["u0"] == (490, 490, 580, "finished")
    assert visits["r0"] == (470, 470, 560, "finished"), "20 minutes were done; the rest begins at once"


RAISED = """
    incidents:
      attack: {rate: 1 /yr, raises: {lasts: 1 min, classes: {r: FLASH}, younger_than: 1 d}}
"""


def test_what_is_raised_may_find_somebody_who_is_free(tmp_path):
    posts = f"{only('a', 'below: FLASH')}, {only('duty', 'at_least: FLASH')}"
    played = scene(tmp_path, hq(posts) + RAISED, (0, "r"), (1, "r"), incidents={"attack": (4,)})
    assert played.deliveries() == {"r0": ("delivered", 10), "r1": ("delivered", 14)}


def test_what_is_in_hand_when_it_is_raised_stays_there(tmp_path):
    posts = f"{only('a', 'below: FLASH')}, {only('duty', 'at_least: FLASH')}"
    played = scene(tmp_path, hq(posts) + RAISED, (0, "r"), incidents={"attack": (4,)})
    assert played.deliveries() == {"r0": ("delivered", 10)}
    assert played.trajectory.services.server.tolist() == [0]


def test_a_full_queue_is_full_of_whatever_waits(tmp_path):
    posts = f"{only('a', 'classes: r')}, {only('b', 'classes: u')}"
    played = scene(tmp_path, hq(posts, "queue: {limit: 1}"), (0, "r"), (1, "r"), (2, "r"), (3, "u"), (4, "u"))
    outcomes = {report: outcome for report, (outcome, _) in played.deliveries().items()}
    assert outcomes == {
        "r0": "delivered", "r1": "delivered", "r2": "overflow", "u0": "delivered", "u1": "overflow",
    }  # fmt: skip


@pytest.mark.parametrize(("takes", "delivered"), [("classes: u", 140), ("classes: r", 490)])
def test_people_on_call_are_called_for_what_they_take(tmp_path, takes, delivered):
    call = f"{SHIFT}, on_call: {{for: FLASH, within: 30 min}}"
    posts = f"{only('a', takes, call)}, b: {{count: 1, {SHIFT}}}"
    played = scene(tmp_path, hq(posts), (100, "u"))
    assert played.deliveries() == {"u0": ("delivered", delivered)}
    assert len(played.trajectory.calls.server) == (takes == "classes: u")


def test_what_somebody_cannot_take_goes_to_the_successor_with_the_rest_when_the_station_closes(tmp_path):
    """Nobody is left who takes r; the successor takes everything."""
    text = """
    classes: {r: {}, u: {}}
    sources: {s: {written_at: desk, reports: {r: 1 /day, u: 1 /day}}}
    stations:
      desk:
        stage: collection
        work: 10 min
        posts:
          readers: {count: 1, until: '2021-01-04T00:05', takes: {classes: r}}
          others: {count: 1, takes: {classes: u}}
        closes: {on: '2021-01-04T01:00', transfer_to: hq}
      hq: {stage: command, needs: [r, u], work: 10 min, posts: {all: {count: 1}}}
    channels: {desk -> hq: {}}
    """
    played = scene(tmp_path, text, (10, "r"), (20, "u"))
    assert played.deliveries() == {"r0": ("delivered", 70), "u0": ("delivered", 40)}


def test_who_is_interrupted_at_a_shared_desk_and_stays_on_duty_takes_work_again(tmp_path):
    """First in, first out. At 08:00 the first hands over r0, the second takes it up, and the third comes.

    What waits first then is urgent, so that the third interrupts the second: and takes what returned.
    """
    early = "{from: 00:00, to: 08:00, at_end: hand_over}"
    shifts = f"{{a: {early}, b: {{from: 06:00, to: 24:00}}, c: {{from: 08:00, to: 10:00}}}}"
    posts = f"staff: {{count: 1, shifts: {shifts}}}"
    played = scene(
        tmp_path,
        hq(posts, "interrupts: FLASH\n        discipline: fifo", work="40 min"),
        (430, "u"),
        (432, "r"),
        (435, "u"),
        (900, "r"),
    )
    assert played.deliveries() == {
        "u0": ("delivered", 470),
        "r0": ("delivered", 510),
        "u1": ("delivered", 550),
        "r1": ("delivered", 940),
    }


def long_queue(copies, kinds):
    """Seconds per copy, where so many wait of each of so many kinds, for one person each."""
    names = [f"k{number}" for number in range(kinds)]
    classes = ", ".join(f"{name}: {{}}" for name in names)
    posts = ", ".join(only(f"p{number}", f"classes: {name}") for number, name in enumerate(names))
    return hq(posts, classes=classes, work="1 min"), [(0.001 * n, names[n % kinds]) for n in range(copies)]


@pytest.mark.slow
def test_the_work_of_the_simulator_grows_in_proportion_to_the_copies_that_wait(tmp_path):
    """Four times the copies, all waiting at a station with several skills: not sixteen times as long."""
    seconds = {}
    for copies in (1_000, 4_000):
        text, occurrences = long_queue(copies, 5)
        taken = []
        for _ in range(3):
            began = time.process_time()
            played = scene(tmp_path, text, *occurrences)
            taken.append(time.process_time() - began)
        seconds[copies] = min(taken)
        assert played.trajectory.queue_peak[0] > 0.99 * copies
    assert seconds[4_000] < 8 * seconds[1_000]
