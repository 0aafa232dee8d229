"""Who needs what: stations, and groups of stations of which any one will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Caption, Names

if TYPE_CHECKING:
    from stovepipe.scenario.language.schema import Mission


class AnyOf(Shape):
    """Stations of which any one will do: the group has a report when the first of them has read it."""

    stations: Names
    needs: Names
    title: Caption = ""


def needs_of(mission: Mission) -> dict[str, tuple[str, ...]]:
    """The classes that each consumer needs: first the stations, then the groups."""
    alone = {name: station.needs for name, station in mission.stations.items() if station.needs}
    return alone | {name: group.needs for name, group in mission.any_of.items()}


def groups_with(station: str, mission: Mission) -> dict[str, AnyOf]:
    """The groups that a station is one of."""
    return {name: group for name, group in mission.any_of.items() if station in group.stations}
