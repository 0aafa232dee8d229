"""A configuration that was read and found sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.values.laws import Fixed, Law
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.problems.problem import Problem
from stovepipe.scenario.reading.event_files import Times
from stovepipe.scenario.reading.settings import Settings
from stovepipe.text import counted, listed


@dataclass(frozen=True)
class Stated:
    """A quantity and where it is stated: its path in the configuration, and the file and line."""

    path: tuple[str | int, ...]
    quantity: Quantity
    file: str
    line: int

    @property
    def where(self) -> str:
        """The path, with points."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, eq=False)
class Scenario:
    """A sound configuration, with all that was read for it.

    `files` are the configuration's files in the order of merging, then the data files. `canonical` is the
    merged configuration as JSON with sorted keys (hurdles excepted: their order counts); `digest` is the
    SHA-256 of it and of the contents of the data files. `events` has the times read from a source's file,
    sorted, by source name and class name. `merged` is the merged configuration as JSON, in the order in which
    it is written; `data` has, for each data file as it is named, where it lies. `overlays` are the files and
    settings that were laid over it.
    """

    mission: Mission
    path: Path
    files: tuple[Path, ...]
    canonical: str
    digest: str
    quantities: tuple[Stated, ...]
    warnings: tuple[Problem, ...]
    events: Mapping[str, Mapping[str, Times]]
    merged: str = ""
    data: Mapping[str, Path] = field(default_factory=dict)
    overlays: tuple[Path | Settings, ...] = ()

    def __repr__(self) -> str:
        """What it is called, and how large it is."""
        mission = self.mission
        size = ((mission.sources, "source"), (mission.stations, "station"), (mission.channels, "channel"))
        return f"<Scenario {mission.mission!r}: {listed(counted(len(part), name) for part, name in size)}>"


def quantities_in(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """Every quantity in a part of a configuration, with the path that leads to it."""
    if isinstance(value, Quantity):
        yield path, value
    elif isinstance(value, Fixed):
        yield (*path, "fixed"), value.value
    elif isinstance(value, BaseModel):
        path = (*path, type(value).__name__.lower()) if isinstance(value, Law) else path
        for name, field in type(value).model_fields.items():
            yield from quantities_in(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from quantities_in(each, (*path, str(key)))
