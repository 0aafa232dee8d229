"""What holds for every roster, whatever is asked of the people."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.calendar import unfold
from stovepipe.network.checks.network import check_network
from stovepipe.network.compiler.people import ONLY_SHIFT
from stovepipe.network.details.rules import AtEnd, Ending
from stovepipe.network.draws import Law
from stovepipe.network.people.rosters import Succession, as_themselves, for_good, place, stays, tours
from stovepipe.network.records import (
    DAY,
    HOUR,
    LOOK_AHEAD,
    NEVER,
    NONE,
    PostGroup,
    Server,
    Shift,
)
from stovepipe.network.spans_of_time import union
from tests.network.missions import one_desk

HORIZON = 20 * DAY
BASE = one_desk("{staff: {count: 1}}", "20 d")
ALWAYS = Shift(ONLY_SHIFT, np.array([[0, NEVER]], dtype=np.int64), AtEnd.FINISH)
LENGTHS = st.sampled_from([Law.fixed(3.0 * DAY), Law.exponential(2.0 * DAY), Law.uniform(HOUR, 9.0 * DAY)])
SHARES = st.sampled_from([0.0, 0.3, 1.0])
MOMENTS = st.integers(-30, 40).map(lambda days: days * DAY // 2)


@st.composite
def shift_hours(draw):
    edges = sorted(draw(st.sets(st.integers(0, 24 * 28), min_size=2, max_size=30)))
    rows = [(on * HOUR, off * HOUR) for on, off in zip(edges[::2], edges[1::2], strict=False)]
    return union([(on, min(off, HORIZON + LOOK_AHEAD)) for on, off in rows])


@st.composite
def groups(draw):
    since = draw(st.just(0) | MOMENTS)
    named = [Shift(name, draw(shift_hours()), draw(st.sampled_from(AtEnd))) for name in "ab"]
    return PostGroup(
        name="staff",
        count=draw(st.integers(1, 3)),
        nation=NONE,
        since=since,
        until=draw(st.just(NEVER) | MOMENTS),
        tour=draw(st.none() | LENGTHS),
        block=draw(st.booleans()),
        turnover=draw(st.booleans()),
        first_change=draw(st.just(NONE) | MOMENTS),
        overlap=draw(st.sampled_from([0, DAY])),
        gap=draw(st.none() | LENGTHS),
        early_departure=draw(SHARES),
        leave_length=draw(st.sampled_from([HOUR, DAY])),
        leave_times=draw(st.integers(0, 3)),
        start=draw(st.sampled_from([0.2, 1.0])),
        learning_time=draw(st.sampled_from([0, 5 * DAY])),
        memory=draw(SHARES),
        memory_until=NEVER,
        tour_rule=AtEnd.HAND_OVER,
        growth=1.0,
        loss=0.0,
        queue_loss=0.0,
        shifts=draw(st.sampled_from([(ALWAYS,), tuple(named)])),
        relief_when_free=True,
        called_for=NONE,
        called_within=None,
    )


def with_group(group):
    servers = tuple(
        Server(0, 0, post, shift, post) for post in range(group.count) for shift in range(len(group.shifts))
    )
    station = replace(BASE.stations[0], groups=(group,), servers=tuple(range(len(servers))))
    network = replace(BASE, stations=(station,), servers=servers)
    check_network(network)
    return network


def persons(network, server, seed):
    """The stays behind a server's spells."""
    group = network.stations[0].groups[0]
    if group.tour is None:
        return for_good(group)
    names = ("desk", "staff") if group.block else ("desk", "staff", group.shifts[server.shift].name)
    line = Succession(seed, 0, names, 0 if group.block else server.post)
    share = 0.0 if group.block else place(server.post)
    planned = list(tours(group, group.tour, line, share, HORIZON + LOOK_AHEAD))
    own = Succession(seed, 0, ("desk", "staff", group.shifts[server.shift].name), server.post)
    people = stays(group, planned, own)
    return people if group.turnover else as_themselves(group, people)


def within(on, off, rows):
    return any(first <= on and off <= last for first, last in rows)


@given(groups(), st.integers(0, 99))
def test_spells_are_sorted_and_apart_and_within_the_clock(group, seed):
    for duty in unfold(with_group(group), seed, 0).duty:
        assert (duty.on >= 0).all()
        assert (duty.on < HORIZON).all()
        assert (duty.on < duty.off).all()
        assert (duty.off[:-1] <= duty.on[1:]).all()
        assert ((duty.off < HORIZON) | (duty.off == NEVER)).all()
        touching = duty.off[:-1] == duty.on[1:]
        assert (duty.tour[1:][touching] != duty.tour[:-1][touching]).all(), "one spell cut in two"


@given(groups(), st.integers(0, 99))
def test_nobody_is_on_duty_outside_the_shift_the_tour_or_during_a_leave(group, seed):
    network = with_group(group)
    for server, duty in zip(network.servers, unfold(network, seed, 0).duty, strict=True):
        people = {stay.tour: stay for stay in persons(network, server, seed)}
        for spell in range(len(duty.on)):
            on, off = int(duty.on[spell]), min(int(duty.off[spell]), HORIZON)
            stay = people[duty.tour[spell]]
            assert within(on, off, group.shifts[server.shift].windows)
            assert stay.on <= on < off <= stay.off
            assert group.since <= on < off <= group.until
            assert not any(on < ends and begins < off for begins, ends in stay.leaves)


@given(groups(), st.integers(0, 99))
def test_everybody_is_on_duty_when_nothing_keeps_them_away(group, seed):
    """The time on duty is that of presence and shift, less the leaves: counted hour by hour."""
    network = with_group(group)
    for server, duty in zip(network.servers, unfold(network, seed, 0).duty, strict=True):
        people = persons(network, server, seed)
        leaves = [leave for stay in people for leave in stay.leaves]
        windows = group.shifts[server.shift].windows
        for tick in range(HOUR // 2, HORIZON, 7 * HOUR):
            expected = (
                any(on <= tick < off for on, off in windows)
                and any(stay.on <= tick < stay.off for stay in people)
                and not any(on <= tick < off for on, off in leaves)
            )
            assert bool(((duty.on <= tick) & (tick < duty.off)).any()) == expected


@given(groups(), st.integers(0, 99))
def test_proficiency_lies_between_the_start_and_one_and_never_falls_within_a_tour(group, seed):
    for duty in unfold(with_group(group), seed, 0).duty:
        at_on = np.minimum(1.0, duty.p0 + duty.slope * (duty.on - duty.tenure))
        start = group.start if group.learning_time else 1.0
        assert ((start <= at_on) & (at_on <= 1.0)).all()
        assert (duty.slope >= 0.0).all()
        for tour in set(duty.tour.tolist()):
            of_tour = duty.tour == tour
            assert len({*zip(duty.tenure[of_tour], duty.p0[of_tour], strict=True)}) == 1


@given(groups(), st.integers(0, 99))
def test_a_tour_ends_by_its_last_spell_and_no_other(group, seed):
    for duty in unfold(with_group(group), seed, 0).duty:
        changes = duty.tour[1:] != duty.tour[:-1]
        assert ((duty.ending[:-1] == Ending.TOUR) == changes).all()


@given(groups(), st.integers(0, 99))
def test_a_longer_clock_leaves_the_days_before_as_they_were(group, seed):
    network = with_group(group)
    shorter = replace(network, horizon=12 * DAY)
    for brief, full in zip(unfold(shorter, seed, 0).duty, unfold(network, seed, 0).duty, strict=True):
        kept = full.on < 12 * DAY
        assert (brief.on == full.on[kept]).all()
        assert (np.minimum(brief.off, 12 * DAY) == np.minimum(full.off[kept], 12 * DAY)).all()
        assert (brief.tour == full.tour[kept]).all()
        assert (brief.p0 == full.p0[kept]).all()
