"""What stands on a channel: the caveats that concern its recipient, and its own hurdles."""

from __future__ import annotations

from stovepipe.scenario.language.channels.hurdles import Caveat, Hurdle
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.words.vocabulary import ends


def hurdles_on(channel: str, mission: Mission) -> dict[str, Hurdle]:
    """The hurdles on a channel by name, in the order in which they are met.

    Caveats come before the channel's own, those met on arrival last; what an embedded officer gets round is
    left out.
    """
    link = mission.channels[channel]
    bypassed = () if link.embedded is None else link.embedded.bypasses
    written = _caveats(ends(channel)[1], mission) | link.hurdles
    standing = [(name, hurdle) for name, hurdle in written.items() if name not in bypassed]
    return dict(sorted(standing, key=lambda item: item[1].on_arrival))


def _caveats(recipient: str, mission: Mission) -> dict[str, Hurdle]:
    """The caveats on every channel to a station, in the order of their names."""
    nations = {group.nation for group in mission.stations[recipient].posts.values()}
    return {
        name: _as_hurdle(caveat)
        for name, caveat in sorted(mission.caveats.items())
        if recipient in caveat.at or nations & set(caveat.towards)
    }


def _as_hurdle(caveat: Caveat) -> Hurdle:
    hurdle = Hurdle(
        kind="caveat",
        origins=caveat.of,
        classes=caveat.classes,
        at_least=caveat.at_least,
        below=caveat.below,
        levels=caveat.levels,
        each=caveat.each,
        on_arrival=not caveat.declared,
        probability=caveat.probability,
        otherwise=caveat.otherwise,
    )
    return hurdle.model_copy(update={"since": caveat.since, "until": caveat.until})
