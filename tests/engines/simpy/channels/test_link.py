"""Links that are down hold what would begin its transit, and release it in order (semantics 4.1)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.scenes import MINUTE, scene
from tests.engines.simpy.channels.test_channel import linked


def spells(*times):
    """Outages at stated hours of the first day."""
    listed = ", ".join(f"{{from: 2021-01-04 {on}, until: 2021-01-04 {off}}}" for on, off in times)
    return f"outages: {{stated: [{listed}]}}"


def waits(played):
    """(report, since, until) in minutes of each wait for a link."""
    table = played.trajectory.link_waits
    return [
        (played.report(int(lead)), since / MINUTE, until / MINUTE if until >= 0 else None)
        for lead, since, until in zip(table.lead, table.since, table.until, strict=True)
    ]


def test_what_would_set_out_while_the_link_is_down_sets_out_when_it_is_up_and_that_is_transit(tmp_path):
    played = scene(tmp_path, linked(f"{{transit: 20 min, {spells(('00:05', '01:00'))}}}"), (0, "a"))
    assert played.crossings("desk -> hq") == [("a0", 10, 80, "arrived")]
    assert played.parts("a0", "hq") == {"work": 11, "transit": 70}
    assert waits(played) == [("a0", 10, 60)]


def test_a_spell_begins_with_its_first_tick_and_does_not_hold_what_comes_at_its_last(tmp_path):
    first = scene(tmp_path, linked(f"{{{spells(('00:10', '01:00'))}}}"), (0, "a"))
    assert first.crossings("desk -> hq") == [("a0", 10, 60, "arrived")]
    last = scene(tmp_path, linked(f"{{{spells(('00:05', '00:10'))}}}"), (0, "a"))
    assert last.crossings("desk -> hq") == [("a0", 10, 10, "arrived")]


def test_what_is_in_transit_goes_on_and_hurdles_are_met_as_ever(tmp_path):
    channel = f"{{transit: 20 min, {spells(('00:15', '02:00'))}, hurdles: {{forms: {{delay: 3 min}}}}}}"
    played = scene(tmp_path, linked(channel), (0, "a"), (10, "a"))
    assert played.crossings("desk -> hq") == [("a0", 10, 33, "arrived"), ("a1", 20, 140, "arrived")]
    assert played.parts("a1", "hq") == {"work": 11, "hurdles": 3, "transit": 117}
    assert waits(played) == [("a1", 23, 120)]


def test_what_was_held_is_released_in_the_order_in_which_it_came_and_before_newcomers_of_that_tick(tmp_path):
    """The second report is finished when the link comes up; on a link that takes no time it comes second."""
    played = scene(tmp_path, linked(f"{{{spells(('00:05', '00:20'))}}}"), (0, "a"), (10, "a"))
    assert waits(played) == [("a0", 10, 20), ("a1", 20, 20)]
    assert [row[:2] for row in played.visits("hq")] == [("a0", 20), ("a1", 20)]


def test_spells_that_touch_are_one(tmp_path):
    apart = spells(("00:05", "00:30"), ("00:30", "01:00"), ("00:20", "00:40"))
    played = scene(tmp_path, linked(f"{{{apart}}}"), (0, "a"))
    assert waits(played) == [("a0", 10, 60)]


def test_what_waits_when_the_clock_stops_has_waited_for_no_end(tmp_path):
    played = scene(tmp_path, linked("{outages: {stated: {from: 2021-01-04}}}"), (0, "a"))
    assert waits(played) == [("a0", 10, None)]
    assert played.deliveries() == {"a0": ("in_flight", None)}
    assert played.crossings("desk -> hq") == [("a0", 10, None, "under_way")]


@pytest.mark.parametrize("minutes", [30, 90])
def test_drawn_outages_hold_exactly_what_would_set_out_in_them(tmp_path, minutes):
    channel = f"{{outages: {{every: {{exponential: {{mean: 2 h}}}}, last: {minutes} min}}}}"
    played = scene(tmp_path, linked(channel), *((20.0 * number, "a") for number in range(100)))
    outages = played.trajectory.calendar.outages[0]
    assert len(outages) > 5
    sets_out = np.array([row[1] for row in played.crossings("desk -> hq")]) * MINUTE
    down = [spell for spell in outages.tolist() for tick in sets_out if spell[0] <= tick < spell[1]]
    assert len(waits(played)) == len(down) > 5
