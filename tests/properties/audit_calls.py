"""Laws of calls, from the tables alone (semantics, 3.12)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from stovepipe.network import draws
from stovepipe.network.records import NEVER, NONE
from tests.properties.told import END, Told


def who_is_called_is_present_and_off_duty(told: Told) -> None:
    for call in told.calls:
        presence, duty = told.calendar.presence[call.server], told.calendar.duty[call.server]
        assert presence is not None, f"{call} is of a group that is not called"
        piece = int(np.searchsorted(presence.on, call.called, side="right")) - 1
        assert piece >= 0, f"{call} is made before anyone came"
        assert call.called < presence.off[piece], f"{call} is of somebody who is away"
        assert call.tour == presence.tour[piece], f"{call} is of another person"
        spell = int(np.searchsorted(duty.on, call.called, side="right")) - 1
        on_duty = spell >= 0 and call.called < duty.off[spell]
        assert not on_duty, f"{call} is of somebody on duty"
        over = END if call.over < 0 else call.over
        assert over <= presence.off[piece] or presence.off[piece] == NEVER, f"{call} outlasts the presence"
        following = duty.on[duty.on >= call.called]
        assert not len(following) or over <= following[0], f"{call} goes on in the person's own shift"


def one_call_of_a_person_follows_the_other(told: Told) -> None:
    by_server: dict[int, list[tuple[int, int]]] = {}
    for call in told.calls:
        by_server.setdefault(call.server, []).append((call.called, END if call.over < 0 else call.over))
    for server, calls in by_server.items():
        for (_, over), (called, _) in pairwise(calls):
            assert called >= over, f"server {server} is called twice at {called}"


def who_was_called_comes_after_the_time_that_was_drawn(told: Told) -> None:
    """Unless the call was over before."""
    counted: dict[int, int] = {}
    for call in told.calls:
        number = counted.get(call.server, 0)
        counted[call.server] = number + 1
        one = told.network.servers[call.server]
        station = told.network.stations[one.station]
        group = station.groups[one.group]
        names = station.name, group.name, group.shifts[one.shift].name
        key = draws.key(told.calendar.seed, "on call", *names)
        comes = call.called + draws.draw_ticks(
            group.called_within, key, told.calendar.replication, one.post, number
        )
        if call.came >= 0:
            assert call.came == comes, f"{call} is answered at another time than {comes}"
        else:
            over = told.network.horizon if call.over < 0 else call.over
            assert comes >= over, f"{call} is never answered"


def people_on_call_do_only_what_is_urgent(told: Told) -> None:
    """But for what incidents raise, and products: their precedence is not told."""
    for call in told.calls:
        group = told.network.stations[told.network.servers[call.server].station].groups[
            told.network.servers[call.server].group
        ]
        over = told.network.horizon if call.over < 0 else call.over
        if call.came < 0:
            continue
        for service in told.services:
            if service.server == call.server and call.came <= service.began < over:
                visit = told.visits[service.visit]
                known = visit.lead not in told.resorted and service.began not in told.ticks_of_raising
                if visit.carried == 1 and known:
                    precedence = told.precedence(visit.lead, service.began)
                    assert precedence <= group.called_for, f"{service} is not urgent"


def nobody_is_called_where_nobody_is_on_call(told: Told) -> None:
    for call in told.calls:
        one = told.network.servers[call.server]
        assert told.network.stations[one.station].groups[one.group].called_for != NONE


LAWS_OF_CALLS = (
    who_is_called_is_present_and_off_duty,
    one_call_of_a_person_follows_the_other,
    who_was_called_comes_after_the_time_that_was_drawn,
    people_on_call_do_only_what_is_urgent,
    nobody_is_called_where_nobody_is_on_call,
)
