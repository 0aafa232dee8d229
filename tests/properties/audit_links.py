"""Laws of dates and outages, each checked from the tables alone (semantics, 4.1)."""

from __future__ import annotations

from collections import defaultdict

from tests.properties.told import END, Told


def a_channel_is_offered_copies_in_its_time_only(told: Told) -> None:
    for crossing in told.crossings:
        channel = told.network.channels[crossing.channel]
        assert channel.since <= crossing.offered < channel.until, f"{crossing} is out of time"


def a_hurdle_stops_in_its_time_only(told: Told) -> None:
    for crossing in told.crossings:
        if crossing.hurdle >= 0:
            hurdle = told.network.channels[crossing.channel].hurdles[crossing.hurdle]
            assert hurdle.since <= crossing.ended < hurdle.until, f"{crossing}: {hurdle.name} is out of time"


def what_waits_for_a_link_waits_until_the_outage_is_over(told: Told) -> None:
    """A wait begins in an outage, or at the tick at which it is over, and ends at that tick."""
    for wait in told.link_waits:
        outages = told.calendar.outages[wait.channel]
        assert outages is not None, f"{wait} is for a link that is never down"
        over = [off for on, off in outages.tolist() if on <= wait.since <= off]
        until = END if wait.until < 0 else wait.until
        assert over, f"{wait} begins while the link is up"
        assert until == min(over) or (min(over) >= told.network.horizon and until == END), f"{wait}"


def nothing_waits_for_a_link_twice_on_one_crossing(told: Told) -> None:
    waits, offers = defaultdict(int), defaultdict(int)
    for wait in told.link_waits:
        waits[wait.copy, wait.channel] += 1
    for crossing in told.crossings:
        offers[crossing.copy, crossing.channel] += 1
    for (copy, channel), number in waits.items():
        assert number <= offers[copy, channel], f"copy {copy} waited {number} times on channel {channel}"


LAWS_OF_LINKS = (
    a_channel_is_offered_copies_in_its_time_only,
    a_hurdle_stops_in_its_time_only,
    what_waits_for_a_link_waits_until_the_outage_is_over,
    nothing_waits_for_a_link_twice_on_one_crossing,
)
