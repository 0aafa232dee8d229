"""The life of a report in scenes whose course can be worked out by hand; times are minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from stovepipe.measures.life.events import Event, EventKind, Life
from stovepipe.measures.life.life import life
from tests.engines.scenes import MINUTE, scene

CHIEF = "chief: {stage: command, needs: [a], posts: {chief: {count: 1}}, work: {once: 10 min, each: 0 min}}"


def of(events: Life, *kinds: EventKind) -> list[Event]:
    return [event for event in events.events if event.kind in kinds]


def told(events: Life) -> list[tuple[float, str, str]]:
    """(minute, place, what) of each event."""
    return [(event.at / MINUTE, event.place, str(event.kind)) for event in events.events]


QUEUE = """
classes: {a: {ltiov: 2 h}}
sources: {patrols: {written_at: cell, reports: {a: 1 /day}}}
stations:
  cell: {stage: analysis, posts: {analysts: {count: 1}}, work: 60 min}
  %s
channels: {cell -> chief: {transit: 30 min}}
"""


def test_a_report_waits_is_worked_on_crosses_and_is_delivered(tmp_path: Path) -> None:
    played = scene(tmp_path, QUEUE % CHIEF, (0, "a"), (20, "a"))
    second = life(played.trajectory, 1)
    assert told(second) == [
        (20, "cell", "occurred"),
        (20, "cell", "arrived"),
        (60, "cell", "began"),
        (120, "cell", "finished"),
        (120, "cell -> chief", "offered"),
        (150, "cell -> chief", "crossed"),
        (150, "chief", "arrived"),
        (150, "chief", "expired"),
        (150, "chief", "lost"),
    ]
    (began,) = of(second, EventKind.BEGAN)
    assert began.waited == 40 * MINUTE
    assert began.who is not None
    assert (began.who.group, began.who.post, began.who.since, began.who.proficiency) == (
        "analysts",
        0,
        None,
        1.0,
    )
    (fate,) = second.fates
    assert (fate.outcome, fate.cause, fate.timely, fate.where) == ("lost", "expired", None, "chief")
    assert [part / MINUTE for part in fate.parts] == [40, 60, 0, 0, 30, 0]
    assert life(played.trajectory, 0).fates[0].timely is True
    assert (second.source, second.number, second.report_class) == ("patrols", 2, "a")


NO_WAY = """
classes: {a: {}, b: {}}
sources: {patrols: {written_at: cell, reports: {a: 1 /day, b: 1 /day}}}
stations:
  cell: {stage: analysis, posts: {analysts: {count: 1}}, work: 60 min}
  chief: {stage: command, needs: [a], posts: {chief: {count: 1}}, work: 10 min}
  aide: {stage: command, needs: [b], posts: {aide: {count: 1}}, work: 10 min}
channels: {cell -> chief: {%s}, cell -> aide: {carries: b, %s}}
"""


GROUP = """
classes: {a: {}}
sources: {patrols: {written_at: cell, reports: {a: 1 /day}}}
stations:
  cell: {stage: analysis, posts: {analysts: {count: 1}}, work: 60 min}
  chief: {stage: command, needs: [a], posts: {chief: {count: 1}}, work: 10 min}
  deputy: {stage: command, posts: {deputy: {count: 1}}, work: 10 min}
channels: {cell -> chief: {transit: 30 min}, cell -> deputy: {transit: 5 min}}
any_of: {leadership: {stations: [chief, deputy], needs: [a]}}
"""


def test_the_delivery_to_a_group_is_told_where_the_first_of_it_has_read_it(tmp_path: Path) -> None:
    events = of(life(scene(tmp_path, GROUP, (0, "a")).trajectory, 0), EventKind.DELIVERED)
    assert [(event.at / MINUTE, event.place, event.about) for event in events] == [
        (75, "deputy", "leadership"),
        (100, "chief", "chief"),
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        pytest.param(("at_least: FLASH", ""), id="it is not urgent enough"),
        pytest.param(("share: 0 %", "share: 100 %"), id="the way that is chosen does not carry it"),
    ],
)
def test_what_no_channel_takes_is_said_to_go_no_further(tmp_path: Path, conditions: tuple[str, str]) -> None:
    found = life(scene(tmp_path, NO_WAY % conditions, (0, "a")).trajectory, 0)
    assert told(found)[-3:] == [(60, "cell", "finished"), (60, "cell", "not sent"), (60, "cell", "lost")]
    assert found.fates[0].cause == "sent_elsewhere"


def test_what_another_copy_brings_is_not_said_to_go_no_further(tmp_path: Path) -> None:
    """Of two channels one takes nothing so ordinary, and the copy goes over the other."""
    text = (QUEUE % CHIEF).replace("channels: {", "channels: {cell -> aide: {at_least: FLASH}, ")
    aide = "aide: {stage: command, needs: [a], posts: {aide: {count: 1}}, work: 1 min}"
    found = life(scene(tmp_path, text.replace("stations:", f"stations:\n  {aide}"), (0, "a")).trajectory, 0)
    assert not of(found, EventKind.NOT_SENT)
    assert {fate.consumer: fate.outcome for fate in found.fates} == {"chief": "delivered", "aide": "lost"}


def test_who_holds_it_is_told_with_tour_and_proficiency(tmp_path: Path) -> None:
    posts = "{count: 1, tour: 10 d, first_change: 2021-01-04 12:00, learning: {start: 50 %, time: 1 d}}"
    text = (QUEUE % CHIEF).replace("{count: 1}", posts, 1)
    after_change = life(scene(tmp_path, text, (720, "a")).trajectory, 0)
    (who,) = [event.who for event in of(after_change, EventKind.BEGAN) if event.place == "cell"]
    assert who is not None
    assert (who.tour, who.since) == (1, 720 * MINUTE)
    assert who.proficiency == 0.5


def test_interruptions_shift_ends_and_leave_say_why_work_stopped(tmp_path: Path) -> None:
    text = """
    classes: {a: {}, flash: {precedence: FLASH}}
    sources: {patrols: {written_at: cell, reports: {a: 1 /day, flash: 1 /day}}}
    stations:
      cell:
        stage: analysis
        interrupts: FLASH
        posts: {analysts: {count: 1, shift: {from: 08:00, to: 10:00, at_end: suspend}}}
        work: 100 min
      %s
    channels: {cell -> chief: {}}
    """
    played = scene(tmp_path, text % CHIEF, (480, "a"), (490, "flash"))
    first = life(played.trajectory, 0)
    stops = [(event.at / MINUTE, event.why) for event in of(first, EventKind.STOPPED_WORK)]
    # Begun at 8:00, interrupted at 8:10; the flash takes until 9:50; ten minutes more until the shift ends.
    assert stops == [(490, "interrupted"), (600, "shift ended, kept")]
    begins = [
        (event.at / MINUTE, event.waited / MINUTE, event.suspended / MINUTE)
        for event in of(first, EventKind.BEGAN)
    ]
    assert begins[:3] == [(480, 0, 0), (590, 100, 0), (1920, 0, 1320)]


HURDLES = """
classes: {a: {}}
sources: {patrols: {written_at: cell, nation: NLD, languages: {fra: 100 %%}, reports: {a: 1 /day}}}
stations:
  cell: {stage: collection, posts: {analysts: {count: 1}}, work: 60 min}
  translators: {stage: translation, reads: fra, writes: eng, posts: {linguists: {count: 1}}, work: 30 min}
  %s
channels:
  cell -> chief:
    transit: 5 min
    hurdles:
      others: {kind: caveat, origins: SWE, probability: 100 %%}
      language: {through: translators}
      forms: {kind: release, delay: 15 min, probability: %s}
"""
READER = CHIEF.replace("work:", "reads: eng, work:")


def test_each_hurdle_that_applies_says_what_it_does(tmp_path: Path) -> None:
    played = life(scene(tmp_path, HURDLES % (READER, "0 %"), (0, "a")).trajectory, 0)
    hurdles = [(event.at / MINUTE, event.met) for event in of(played, EventKind.HURDLE)]
    assert [(at, met.hurdle, met.through, met.delay / MINUTE) for at, met in hurdles if met] == [
        (60, "language", "translators", 0),
        (90, "forms", "", 15),
    ]
    (crossed,) = of(played, EventKind.CROSSED)
    assert (crossed.at / MINUTE, crossed.lasted) == (110, 5 * MINUTE)


def test_the_hurdle_that_stops_it_names_the_cause(tmp_path: Path) -> None:
    played = life(scene(tmp_path, HURDLES % (READER, "100 %"), (0, "a")).trajectory, 0)
    assert of(played, EventKind.HURDLE)[-1].why == "not_released"
    assert not of(played, EventKind.CROSSED)
    assert of(played, EventKind.LOST)[0].why == "not_released"


BATCH = """
classes: {a: {}}
sources: {patrols: {written_at: cell, reports: {a: 1 /day}}}
stations:
  cell: {stage: analysis, batch: {size: 3}, posts: {analysts: {count: 3}}, work: 60 min}
  %s
channels: {cell -> chief: {}}
"""


def test_a_report_that_is_not_the_lead_is_followed_into_the_product(tmp_path: Path) -> None:
    played = scene(tmp_path, BATCH % CHIEF, (0, "a"), (10, "a"), (30, "a"))
    second = life(played.trajectory, 1)
    (left,) = of(second, EventKind.LEFT_BATCH)
    assert (left.at / MINUTE, left.lasted, left.others) == (90, 20 * MINUTE, 2)
    (delivered,) = of(second, EventKind.DELIVERED)
    assert (delivered.at / MINUTE, delivered.others) == (100, 2)


def test_what_is_still_under_way_at_the_end_is_said_to_be(tmp_path: Path) -> None:
    waiting = scene(tmp_path, BATCH % CHIEF, (0, "a"))
    alone = life(waiting.trajectory, 0)
    assert [event.kind for event in alone.events][-1] is EventKind.BATCHED
    assert alone.fates[0].outcome == "in_flight"
    assert alone.fates[0].decided is None
    late = life(scene(tmp_path, QUEUE % CHIEF, (2870, "a")).trajectory, 0)
    assert [(event.kind, event.why) for event in late.events][-1] == (EventKind.STILL, "in work")


def test_every_copy_of_a_report_is_told_and_numbered(tmp_path: Path) -> None:
    text = QUEUE.replace("channels: {", "channels: {cell -> staff: {}, ") % (
        CHIEF + "\n  staff: {stage: command, needs: [a], posts: {staff: {count: 1}}, work: 10 min}"
    )
    played = life(scene(tmp_path, text, (0, "a")).trajectory, 0)
    assert {event.copy for event in of(played, EventKind.OFFERED)} == {2, 3}
    assert [fate.consumer for fate in played.fates] == ["chief", "staff"]


def test_the_parts_of_the_time_are_those_of_the_events(tmp_path: Path) -> None:
    """Waiting, work, transit and hurdles of the copy that is delivered, added up over its events."""
    played = life(scene(tmp_path, HURDLES % (READER, "0 %"), (0, "a"), (1, "a")).trajectory, 1)
    waiting, work, _, _, transit, hurdles = played.fates[0].parts
    events = played.events
    assert sum(event.waited for event in of(played, EventKind.BEGAN)) == waiting
    assert sum(event.lasted or 0 for event in of(played, EventKind.FINISHED, EventKind.STOPPED_WORK)) == work
    assert sum(event.lasted or 0 for event in of(played, EventKind.CROSSED)) == transit
    assert sum(event.lasted or 0 for event in of(played, EventKind.HURDLE)) == hurdles
    assert [event.at for event in events] == sorted(event.at for event in events)


@pytest.mark.parametrize(
    ("collection", "why", "arrives"),
    [("{unreported: 100 %}", "unreported", []), ("{delay: 90 min}", "late", [90.0])],
)
def test_what_is_written_late_or_never_is_said_to_be(
    tmp_path: Path, collection: str, why: str, arrives: list[float]
) -> None:
    from stovepipe.engines import run
    from stovepipe.network.calendar import unfold
    from stovepipe.network.compiler import compile_network
    from stovepipe.scenario import load
    from tests.engines.scenes import HEAD

    path = tmp_path / "mission.yaml"
    path.write_text(HEAD + (QUEUE % CHIEF).replace("written_at", f"collection: {collection}, written_at"))
    network = compile_network(load(path))
    calendar = unfold(network, 3, 0)
    played = life(run(network, calendar), 0)
    occurred = of(played, EventKind.OCCURRED)[0]
    assert occurred.why == why
    came = [(event.at - occurred.at) / MINUTE for event in of(played, EventKind.ARRIVED)][:1]
    assert came == arrives


CONFIRMED = """
classes: {a: {}, b: {}}
topics: {group: {rate: 1 /day, lasts: 5 d}}
sources:
  patrols: {written_at: cell, reports: {a: {rate: 1 /day, about: group}}}
  police: {written_at: cell, reports: {b: {rate: 1 /day, about: group}}}
stations:
  cell:
    stage: analysis
    posts: {analysts: {count: 2}}
    work: 10 min
    confirms: {sources: 2, within: 1 h, else: stop}
    %s
  chief: {stage: command, needs: [a, b], posts: {chief: {count: 1}}, work: {once: 10 min, each: 0 min}}
channels: {cell -> chief: {}}
"""
OF_THE_GROUP = {report: {"event": 0} for report in ("a0", "a1", "b0")}


def test_a_report_waits_until_another_source_confirms_it(tmp_path: Path) -> None:
    played = scene(tmp_path, CONFIRMED % "", (0, "a"), (30, "b"), marks=OF_THE_GROUP)
    first, second = (life(played.trajectory, rank) for rank in (0, 1))
    held, left = of(first, EventKind.HELD, EventKind.LEFT_HOLD)
    assert (held.at / MINUTE, held.about) == (10, "group/1")
    assert (left.at / MINUTE, left.lasted, left.others) == (40, 30 * MINUTE, 1)
    assert (left.why, left.about) == ("confirmed", "police")
    (left,) = of(second, EventKind.LEFT_HOLD)
    assert (left.at / MINUTE, left.lasted, left.about) == (40, 0, "patrols")
    assert told(first)[-2:] == [(50, "chief", "finished"), (50, "chief", "delivered")]


def test_a_report_that_nobody_confirms_ends_at_the_limit(tmp_path: Path) -> None:
    played = scene(tmp_path, CONFIRMED % "", (0, "a"), marks=OF_THE_GROUP)
    assert told(life(played.trajectory, 0))[-3:] == [
        (10, "cell", "held"),
        (70, "cell", "unconfirmed"),
        (70, "cell", "lost"),
    ]


def test_what_was_confirmed_waits_in_the_batch_as_a_product(tmp_path: Path) -> None:
    batch = "batch: {size: 3}"
    played = scene(tmp_path, CONFIRMED % batch, (0, "a"), (30, "b"), (60, "a"), marks=OF_THE_GROUP)
    waits = (EventKind.HELD, EventKind.LEFT_HOLD, EventKind.BATCHED, EventKind.LEFT_BATCH)
    found = of(life(played.trajectory, 0), *waits)
    assert [(event.at / MINUTE, event.kind, event.copy) for event in found] == [
        (10, EventKind.HELD, 1),
        (40, EventKind.LEFT_HOLD, 1),
        (40, EventKind.BATCHED, 2),
        (70, EventKind.LEFT_BATCH, 2),
    ]


def test_a_report_is_still_held_at_the_end(tmp_path: Path) -> None:
    endless = CONFIRMED.replace(", within: 1 h, else: stop", "") % ""
    played = scene(tmp_path, endless, (0, "a"), marks=OF_THE_GROUP)
    last = life(played.trajectory, 0).events[-1]
    assert (last.kind, last.why) == (EventKind.STILL, "held for confirmation")
    assert last.lasted == (48 * 60 - 10) * MINUTE


DATED = """
classes: {a: {}}
sources: {patrols: {written_at: cell, reports: {a: 1 /day}}}
stations:
  cell: {stage: analysis, posts: {analysts: {count: 1}}, work: 60 min}
  chief: {stage: command, needs: [a], posts: {chief: {count: 1}}, work: 10 min}
channels: {cell -> chief: {%s}}
"""
DOWN = "outages: {stated: {from: 2021-01-04 00:30, until: 2021-01-04 02:00}}"


def test_a_wait_for_a_link_that_is_down_is_told_between_the_hurdles_and_the_transit(tmp_path: Path) -> None:
    hurdles = "hurdles: {forms: {delay: 5 min}, late: {delay: 1 min, on_arrival: true}}"
    lived = life(scene(tmp_path, DATED % f"transit: 30 min, {DOWN}, {hurdles}", (0, "a")).trajectory, 0)
    assert told(lived)[4:9] == [
        (60, "cell -> chief", "offered"),
        (60, "cell -> chief", "hurdle"),
        (65, "cell -> chief", "link down"),
        (150, "cell -> chief", "hurdle"),
        (151, "cell -> chief", "crossed"),
    ]
    (down,), (crossed,) = of(lived, EventKind.LINK_DOWN), of(lived, EventKind.CROSSED)
    assert (down.lasted, crossed.lasted) == (55 * MINUTE, 30 * MINUTE)


def test_what_waits_for_a_link_at_the_end_is_still_there(tmp_path: Path) -> None:
    lived = life(scene(tmp_path, DATED % "outages: {stated: {from: 2021-01-04}}", (0, "a")).trajectory, 0)
    assert told(lived)[-2:] == [
        (60, "cell -> chief", "link down"),
        (48 * 60, "cell -> chief", "still there"),
    ]
    assert of(lived, EventKind.LINK_DOWN)[0].lasted is None


@pytest.mark.parametrize(("dates", "at"), [("until: 2021-01-04 00:40", 40), ("from: 2021-01-05", 60)])
def test_what_a_channel_out_of_its_time_would_have_brought_is_told_as_lost_to_closed(
    tmp_path: Path, dates: str, at: int
) -> None:
    lived = life(scene(tmp_path, DATED % dates, (0, "a")).trajectory, 0)
    (lost,) = of(lived, EventKind.LOST)
    assert (lost.at / MINUTE, lost.place, lost.why) == (at, "cell", "closed")
