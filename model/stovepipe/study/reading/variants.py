"""Points of a design as structures: a structure with its factors at other values, or without mechanisms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stovepipe.scenario import Problem, Scenario, ScenarioError, load
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.settings import Setting, Settings, node_of
from stovepipe.study.reading.factors import Factor, Overlays, Value
from stovepipe.study.reading.structures import Structure

MOST_ENDS = 10
"""Ranges whose ends are tried one by one."""


class UnsoundPoint(ValueError):
    """A structure is not sound at a point of a design: at which, and what is wrong there.

    Attributes:
        name: what the structure is called at the point.
        problems: of the configuration.
    """

    def __init__(self, structure: str, point: str, problems: Sequence[Problem], name: str = "") -> None:
        said = "\n".join(map(str, problems))
        super().__init__(f"{structure} is not sound at the point {point}:\n{said}\nNarrow the ranges.")
        self.name, self.problems = name, tuple(problems)


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
            settings = tuple(
                Setting(path, node_of(text, each.mark), each.mark)
                for each in self._factors
                for path, text in each.settings(structure.name, point[each.name])
                if texts.get(path) == before[path]
            )
            if not settings:
                return replace(structure, name=name, scenario=levelled)
            return replace(
                structure, name=name, scenario=read_with(structure, (*overlays, Settings(settings)))
            )
        except ScenarioError as error:
            by_name = {each.name: each for each in self._factors}
            said = ", ".join(f"{key} = {by_name[key].text(value)}" for key, value in sorted(point.items()))
            raise UnsoundPoint(structure.name, said, error.problems, name) from None

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
    off = {("mechanisms", mechanism): "off" for mechanism in sorted(mechanisms)}
    if not off:
        return replace(structure, name=name)
    settings = Settings.of(off, f"{structure.name} without {', '.join(sorted(mechanisms))}")
    return replace(structure, name=name, scenario=read_with(structure, (settings,)))


def read_with(structure: Structure, overlays: Overlays) -> Scenario:
    """The scenario of a structure with overlays and single values on top of what it was read from.

    Raises:
        ScenarioError: it is not sound.
    """
    first, *more = structure.sources
    assert not isinstance(first, Settings)  # files come first
    return load(first, [*more, *overlays])


def check_ends(factors: Sequence[Factor], structures: Sequence[Structure], draft: Draft) -> None:
    """Report each range at an end of which a structure is not sound, though the others are as configured.

    All ends together are tried first: where they are sound, each of them is. If not, each is tried by itself,
    unless there are many: reading a large mission takes a second.
    """
    points, base = Points(factors), {each.name: each.base for each in factors}
    for structure in structures:
        moved = [each for each in factors if any(place.structure == structure.name for place in each.places)]
        for end in (0, 1):
            try:
                points.at(structure, base | {each.name: each.ends[end] for each in moved}, "")
                continue
            except UnsoundPoint:
                pass
            for each in moved if len(moved) <= MOST_ENDS else ():
                try:
                    points.at(structure, base | {each.name: each.ends[end]}, "")
                except UnsoundPoint as error:
                    what = f"{structure.name} is not sound at {each.name} = {each.text(each.ends[end])}"
                    draft.problem(("factors", each.asked_by), what, f"{error.problems[0]}; narrow the range")


def _says(overlay: Path | Settings) -> bool:
    """Whether there is anything in it."""
    return not isinstance(overlay, Settings) or bool(overlay.entries)
