"""A configuration under examination: what it says, where it says it, and what is wrong with it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from stovepipe.scenario.problems.problem import Fault, Mark, Problem, ScenarioError
from stovepipe.scenario.reading.overlays import Key, Merged, dotted
from stovepipe.scenario.reading.yaml import Node
from stovepipe.text import did_you_mean

_ORDINARY = {"at", "from", "mission", "of", "place", "title", "to", "work"}  # words that are keys as well


@dataclass
class Draft:
    """Collects problems and warnings, each at the place where the offending text was written."""

    merged: Merged
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _faulty: set[tuple[Key, bool]] = field(default_factory=set)

    def find(self, path: Key) -> tuple[Node, Key]:
        """The node at a path, or the last one on the way to it, and its path."""
        node = self.merged.root
        for i, step in enumerate(path):
            inside = node.child(step)
            if inside is None:
                return node, path[:i]
            node = inside
        return node, path

    def problem(
        self, path: Key, what: str, hint: str = "", *, on_key: bool = False, lacks: Key | None = None
    ) -> None:
        """Something that must be mended; `lacks`: what would have to be there for all to be well.

        A value, or a key, with a fault of its own is not mentioned again.
        """
        if (path, on_key) in self._faulty:
            return
        self.problems.append(self._at(path, what, self.removal(lacks) or hint, on_key=on_key))

    def removal(self, path: Key | None) -> str:
        """Which file removes what stands at a path, or next to it inside; empty if none does."""
        if path is None:
            return ""
        marks = [
            f"{mark} removes {each[-1]}"
            for each, mark in self.merged.removed.items()
            if each[: len(path)] == path and len(each) <= len(path) + 1
        ]
        return "; ".join(marks[:3])

    def warn(self, path: Key, what: str, hint: str = "", *, on_key: bool = False) -> None:
        """Something that may be meant, but is worth a look."""
        self.warnings.append(self._at(path, what, hint, on_key=on_key))

    def add(self, faults: Iterable[Fault], path: Key = ()) -> None:
        """What was found wrong with the value at a path."""
        for fault in faults:
            placed = fault.within(*path)
            self._faulty.add((placed.at, placed.on_key))
            self.problems.append(self._placed(placed))

    def add_warnings(self, faults: Iterable[Fault], path: Key = ()) -> None:
        """What is worth a look in the value at a path."""
        self.warnings.extend(self._placed(fault.within(*path)) for fault in faults)

    def _placed(self, fault: Fault) -> Problem:
        if fault.elsewhere is not None:
            mark = fault.elsewhere
            return Problem(mark.file, mark.line, mark.column, "", fault.what, fault.hint)
        hint = self.removal(fault.at) if fault.at in self.merged.removed else fault.hint
        return self._at(fault.at, fault.what, hint, on_key=fault.on_key)

    def unknown(
        self, path: Key, what: str, name: str, known: Iterable[str], home: Key, *, on_key: bool = False
    ) -> None:
        """A name that does not exist where it should, in the map at the path `home`."""
        hint = self.removal((*home, name)) or did_you_mean(name, known)
        self.problem(path, f'there is no {what} "{name}"', hint, on_key=on_key)

    def refuse(self) -> NoReturn:
        """Give up, with all problems."""
        raise ScenarioError(self.problems)

    def _at(self, path: Key, what: str, hint: str, *, on_key: bool) -> Problem:
        node, found = self.find(path)
        mark: Mark = node.key if on_key and node.key is not None else node.spot
        said = "; ".join(filter(None, [hint, *self._met(what, found, mark)]))
        return Problem(mark.file, mark.line, mark.column, dotted(found), what, said)

    def _met(self, what: str, path: Key, at: Mark) -> Iterator[str]:
        """What is said of values that a problem is about, too, if they are written in another file."""
        words = set(re.findall(r"\w+", what)) - _ORDINARY
        homes = [self.find(path)[0], self.find(path[:-1])[0]] if path else []
        for home in homes:
            entries = home.value if isinstance(home.value, dict) else {}
            for key in words & entries.keys() - {path[-1]}:
                other = entries[key]
                stated = other.child("value")  # of a number that is written long
                other = other if stated is None else stated
                known = isinstance(other.value, dict | tuple) or str(other.value) in what
                if other.spot.file != at.file and not known:
                    yield f"{key} is {other.value} in {other.spot}"
