"""Channels: their ends and their shares."""

from __future__ import annotations

import math

from stovepipe.scenario.checks.occurrences import percent
from stovepipe.scenario.draft import Draft
from stovepipe.scenario.schema import Mission, ends


def check(mission: Mission, draft: Draft) -> None:
    """A channel leads somewhere else, and alternatives add up."""
    shares: dict[str, list[str]] = {}
    for name, channel in mission.channels.items():
        path = ("channels", name)
        sender, recipient = ends(name)
        if sender == recipient:
            draft.problem(path, "leads from a station to itself", "remove it", on_key=True)
        if channel.carries == ():
            draft.problem((*path, "carries"), "carries nothing", "leave it out to carry every class")
        if channel.share is not None:
            shares.setdefault(sender, []).append(name)
    for sender, names in shares.items():
        total = math.fsum(
            share.value for name in names if (share := mission.channels[name].share) is not None
        )
        if not math.isclose(total, 1, abs_tol=1e-6):
            what = f"the shares of the channels of {sender} add up to {percent(total)}"
            hint = "they are alternatives, and must add up to 100 %"
            draft.problem(("channels", names[0], "share"), what, hint)
