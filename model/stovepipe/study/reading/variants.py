"""Points of a design as structures: a structure with its factors at other values, or without mechanisms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stovepipe.scenario import Scenario, ScenarioError, load
from stovepipe.scenario.reading.settings import Settings
from stovepipe.study.reading.factors import Factor, Overlays, Value
from stovepipe.study.reading.structures import Structure

NOTHING: Mapping[tuple[str | int, ...], object] = {}


class UnsoundPoint(ValueError):
    """A structure is not sound at a point of a design: at which, and what is wrong there."""


class Points:
    """Makes structures of points. Every one is read and checked like any other configuration.

    Numbers that a choice removes or changes at its level are not moved there.
    """

    def __init__(self, factors: Sequence[Factor]) -> None:
        self._factors = sorted(factors, key=lambda each: each.name)
        self._levelled: dict[tuple[str, tuple[Value, ...]], tuple[Overlays, Scenario]] = {}

    def at(self, structure: Structure, point: Mapping[str, Value], name: str) -> Structure:
        """A structure at a point.

        Args:
            structure: one whose factors these are.
            point: the value of each input, by name.
            name: of the new structure.

        Raises:
            UnsoundPoint: the configuration has problems there.
        """
        try:
            overlays, levelled = self._at_levels(structure, point)
            texts = {stated.path: stated.quantity.text for stated in levelled.quantities}
            before = {stated.path: stated.quantity.text for stated in structure.scenario.quantities}
            settings = {
                path: text
                for each in self._factors
                for path, text in each.settings(structure.name, point[each.name])
                if texts.get(path) == before[path]
            }
            if not settings:
                return replace(structure, name=name, scenario=levelled)
            return replace(structure, name=name, scenario=read_with(structure, overlays, settings))
        except ScenarioError as error:
            said = ", ".join(f"{key} = {value}" for key, value in sorted(point.items()))
            raise UnsoundPoint(
                f"{structure.name} is not sound at the point {said}:\n{error}\nNarrow the ranges."
            ) from None

    def _at_levels(self, structure: Structure, point: Mapping[str, Value]) -> tuple[Overlays, Scenario]:
        """What the levels of all choices lay over a structure, and what comes of it; read once."""
        choices = [each for each in self._factors if each.levels]
        key = structure.name, tuple(point[each.name] for each in choices)
        if key not in self._levelled:
            overlays = tuple(
                overlay
                for each in choices
                for overlay in each.levels[str(point[each.name])]
                if _says(overlay)
            )
            scenario = read_with(structure, overlays) if overlays else structure.scenario
            self._levelled[key] = overlays, scenario
        return self._levelled[key]


def without(structure: Structure, mechanisms: Iterable[str], name: str) -> Structure:
    """A structure with mechanisms switched off.

    Raises:
        ScenarioError: the configuration is not sound without them.
    """
    off: dict[tuple[str | int, ...], object] = {
        ("mechanisms", mechanism): "off" for mechanism in sorted(mechanisms)
    }
    if not off:
        return replace(structure, name=name)
    return replace(structure, name=name, scenario=read_with(structure, (), off))


def read_with(
    structure: Structure, overlays: Overlays, values: Mapping[tuple[str | int, ...], object] = NOTHING
) -> Scenario:
    """The scenario of a structure with overlays and single values on top of what it was read from.

    Raises:
        ScenarioError: it is not sound.
    """
    first, *more = structure.sources
    assert not isinstance(first, Settings)  # files come first
    return load(first, [*more, *overlays, Settings.of(values, structure.name)])


def _says(overlay: Path | Settings) -> bool:
    """Whether there is anything in it."""
    return not isinstance(overlay, Settings) or bool(overlay.entries)
