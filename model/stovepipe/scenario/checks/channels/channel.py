"""Channels: their ends and their shares."""

from __future__ import annotations

import math

from stovepipe.scenario.checks.sources.occurrences import percent
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft


@question
def check(mission: Mission, draft: Draft) -> None:
    """A channel leads somewhere else, and alternatives add up."""
    for name, channel in mission.channels.items():
        _channel(name, channel, draft)
    _shares(mission, draft)


@question
def _channel(name: str, channel: Channel, draft: Draft) -> None:
    path = ("channels", name)
    sender, recipient = ends(name)
    if sender == recipient:
        draft.problem(path, "leads from a station to itself", "remove it", on_key=True)
    if channel.carries == ():
        draft.problem((*path, "carries"), "carries nothing", "leave it out to carry every class")


@question
def _shares(mission: Mission, draft: Draft) -> None:
    leaving: dict[str, dict[str, Channel]] = {}
    for name, channel in mission.channels.items():
        sender, _ = ends(name)
        leaving.setdefault(settled(sender, mission.stations), {})[name] = channel
    for sender, channels in leaving.items():
        _alternatives(sender, channels, draft)


@question
def _alternatives(sender: str, channels: dict[str, Channel], draft: Draft) -> None:
    shares = {name: channel.share.value for name, channel in channels.items() if channel.share is not None}
    total = math.fsum(shares.values())
    if shares and not math.isclose(total, 1, abs_tol=1e-6):
        what = f"the shares of the channels of {sender} add up to {percent(total)}"
        hint = "they are alternatives, and must add up to 100 %"
        draft.problem(("channels", next(iter(shares)), "share"), what, hint)
