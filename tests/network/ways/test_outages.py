"""When links are down: the spells of a calendar (semantics 4.1 and 6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.checks.network import check_network
from stovepipe.network.details.periods import Outages
from stovepipe.network.draws import Law
from stovepipe.network.records import DAY, HOUR, NEVER
from stovepipe.network.ways.outages import outages
from tests.network.missions import network

NET = network(
    """
    mission: A link
    start: 2021-01-04
    warm_up: 1 d
    horizon: 30 d
    classes: {a: {}}
    sources: {s: {written_at: x, reports: {a: 1 /day}}}
    stations:
      x: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
      y: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}
    channels:
      x -> y:
        outages: {every: {exponential: {mean: 2 d}}, last: {exponential: {mean: 5 h}}}
      y -> x:
        outages:
          stated: [{from: 2021-01-05, until: 2021-01-06 06:00}, {until: 2021-01-04}, {from: 2021-02-01}]
    """
)
LINK, STATED = NET.channels
HORIZON = NET.horizon


def test_up_and_down_times_follow_each_other_and_each_has_an_address_of_its_own():
    found = outages(LINK, HORIZON, seed=3, replication=2)
    up, down = draws.key(3, "outage", "x -> y"), draws.key(3, "outage lasts", "x -> y")
    at, expected, number = 0, [], 0
    while True:
        on = at + draws.draw_ticks(LINK.outages.every, up, 2, number)
        if on >= HORIZON:
            break
        at = on + draws.draw_ticks(LINK.outages.last, down, 2, number)
        expected.append([on, at])
        number += 1
    assert found.tolist() == expected
    assert len(expected) > 8


def test_stated_spells_are_counted_from_the_beginning_of_the_clock_and_may_last_for_good():
    found = unfold(NET, 3, 0).outages
    assert found[1].tolist() == [[0, DAY], [2 * DAY, 3 * DAY + 6 * HOUR], [29 * DAY, NEVER]]
    assert outages(replace(LINK, outages=None), HORIZON, 3, 0) is None


def test_what_is_stated_and_what_is_drawn_are_one_set():
    stated = Outages(((5 * DAY, 6 * DAY),), LINK.outages.every, LINK.outages.last)
    drawn = outages(LINK, HORIZON, 3, 0)
    both = outages(replace(LINK, outages=stated), HORIZON, 3, 0)
    ticks = np.sort(np.concatenate((drawn.ravel(), drawn.ravel() - 1, [5 * DAY, 6 * DAY - 1, 6 * DAY])))

    def down(spells):
        return [bool(((spells[:, 0] <= tick) & (tick < spells[:, 1])).any()) for tick in ticks]

    assert down(both) == [
        one or 5 * DAY <= tick < 6 * DAY for one, tick in zip(down(drawn), ticks, strict=True)
    ]


@given(
    every=st.sampled_from([0, 1, 7, HOUR]) | st.integers(0, 1 << 61),
    last=st.sampled_from([0, 1, HOUR]) | st.integers(0, 1 << 61),
    horizon=st.integers(1, 500),
)
def test_spells_are_apart_in_order_and_begin_within_the_clock_whatever_the_laws(every, last, horizon):
    laws = Outages((), Law.fixed(float(every)), Law.fixed(float(last)))
    found = outages(replace(LINK, outages=laws), horizon, 1, 0)
    assert (found[:, 0] < found[:, 1]).all()
    assert (found[1:, 0] > found[:-1, 1]).all()
    assert (found[:, 0] < horizon).all()
    if last and max(every, 1) < horizon:
        assert found[0, 0] == max(every, 1)
        assert found[0, 1] >= min(found[0, 0] + last, horizon)


@pytest.mark.parametrize("broken", [Outages((), Law.fixed(1.0), None), Outages((), None, Law.fixed(1.0))])
def test_outages_of_which_only_half_is_said_are_no_network(broken):
    with pytest.raises(ValueError, match="x -> y: its outages come without a length"):
        check_network(replace(NET, channels=(replace(LINK, outages=broken), STATED)))
