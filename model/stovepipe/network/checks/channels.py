"""Whether the channels of a network, and the hurdles on them, are sound."""

from __future__ import annotations

import itertools
from dataclasses import fields

from stovepipe.network.checks.demands import LEVELS, demand, demand_mask, demand_rank, demand_share
from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.records import NEVER, NONE, Channel, Hurdle, Network
from stovepipe.terms import PRECEDENCES


def check_channel(network: Network, channel: Channel) -> None:
    """Make sure that a channel is sound, with its hurdles and its rapport.

    Raises:
        ValueError: naming what is wrong.
    """
    where = f"channel {channel.name}"
    demand_rank(where, "sender", channel.sender, len(network.stations))
    demand_rank(where, "recipient", channel.recipient, len(network.stations))
    demand_mask(where, "carries", channel.carries, len(network.classes))
    demand_mask(where, "precedences", channel.precedences, len(PRECEDENCES))
    demand(0 <= channel.since <= channel.until, where, "it ends before it begins")
    outages = channel.outages
    alike = outages is None or (outages.every is None) == (outages.last is None)
    demand(alike, where, "its outages come without a length, or the other way round")
    for name, pieces in itertools.groupby(sorted(channel.hurdles, key=lambda h: h.name), lambda h: h.name):
        # A language hurdle comes in pieces, one for each station behind it; no copy meets two of them.
        met = 0
        for piece in pieces:
            demand(
                met & piece.languages == 0,
                where,
                f"two hurdles named {name} can meet one copy at one address",
            )
            met |= piece.languages
    demand(
        [h.on_arrival for h in channel.hurdles] == sorted(h.on_arrival for h in channel.hurdles),
        where,
        "hurdles met on arrival do not come last",
    )
    for hurdle in channel.hurdles:
        _check_hurdle(f"{where}, hurdle {hurdle.name}", network, hurdle)
    if channel.rapport is not None:
        _check_rapport(where, network, channel.rapport)
    demand(
        channel.rapport is not None or all(h.probability == h.at_full_rapport for h in channel.hurdles),
        where,
        "a hurdle depends on rapport, and there is none",
    )


def _check_rapport(where: str, network: Network, rapport: Rapport) -> None:
    for what in ("sender", "recipient"):
        demand_rank(where, f"the contact of the {what}", getattr(rapport, what), len(network.servers))
    for what in ("floor", "ceiling", "fatigue", "carried_over", "earned", "lost"):
        demand_share(where, what, getattr(rapport, what))
    demand(rapport.floor <= rapport.ceiling, where, "rapport falls")
    demand(rapport.time > 0, where, "rapport grows in no time")


def _check_hurdle(where: str, network: Network, hurdle: Hurdle) -> None:
    counts = {
        "classes": len(network.classes),
        "precedences": len(PRECEDENCES),
        "levels": LEVELS,
        "origins": len(network.nations),
        "languages": len(network.languages),
        "systems": len(network.systems),
        "markings": max(len(network.markings), 1),
    }
    for field in fields(hurdle):
        if field.name in counts:
            demand_mask(where, field.name, getattr(hurdle, field.name), counts[field.name])
    never = hurdle.probability == hurdle.at_full_rapport == 0.0
    demand(0 <= hurdle.since <= hurdle.until, where, "it ends before it begins")
    demand_rank(where, "cause", hurdle.cause, len(network.causes), optional=never)
    for system, tick in hurdle.frozen:
        demand_rank(where, "a frozen system", system, len(network.systems))
        demand(tick < NEVER, where, "a system is frozen and never is")
    demand_share(where, "at_full_rapport", hurdle.at_full_rapport)
    alone = hurdle.delay is None and hurdle.through == NONE
    demand(not hurdle.each or alone, where, "what each report meets delays or leads elsewhere")
    demand_rank(where, "through", hurdle.through, len(network.stations), optional=True)
    demand(hurdle.more_than >= 0, where, f"more_than is {hurdle.more_than}")
    demand_share(where, "probability", hurdle.probability)
