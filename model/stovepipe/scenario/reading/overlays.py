"""Several files, one configuration: what `extends` names comes first, and what comes later has the last word.

Maps merge; everything else replaces what was there; `null` removes it. A law, or a quantity, replaces a law
of another kind as a whole. Every file counts once, at the first place where it is named. Single values, set
by path, come after all files.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from stovepipe.scenario.language.values.contents import missing
from stovepipe.scenario.language.values.laws import KINDS
from stovepipe.scenario.language.values.quantities import LONG_KEYS
from stovepipe.scenario.problems.problem import Faults, Mark, Problem, ScenarioError
from stovepipe.scenario.reading.kinds import is_study
from stovepipe.scenario.reading.settings import Setting, Settings, overlay_of
from stovepipe.scenario.reading.yaml import Node, read_yaml
from stovepipe.text import near_miss

Key = tuple[str | int, ...]


@dataclass
class Merged:
    """The merged tree, the files it came from in the order of merging, and what was removed where."""

    root: Node
    files: tuple[Path, ...]
    removed: dict[Key, Mark]


def read_merged(path: Path, overlays: Iterable[Path | Settings] = ()) -> Merged:
    """A configuration, all that it extends, and overlays on top of it.

    Raises:
        ScenarioError: a file cannot be read, extends itself, or removes what is not there; a setting has a
            path that leads to nothing.
    """
    reader = _Files()
    settings: list[Setting] = []
    for each in (path, *overlays):
        if isinstance(each, Settings):
            settings += each
        else:
            reader.add(each, None)
    if reader.problems:
        raise ScenarioError(reader.problems)
    merging = _Merging()
    root = Node({}, Mark(str(path), 1, 1))
    for tree in reader.trees.values():
        root = replace(merging.merge(root, tree, ()), at=Mark(str(path), 1, 1))
        merging.first = False
    for setting in settings:
        root = merging.set(root, setting)
    if merging.problems:
        raise ScenarioError(merging.problems)
    return Merged(root, tuple(reader.paths), merging.removed)


def read_trees(path: Path) -> dict[Path, Node]:
    """A file and what it extends, unmerged, by where they lie; what cannot be read is left out."""
    files = _Files()
    files.add(path, None)
    return dict(zip(files.paths, files.trees.values(), strict=True))


@dataclass
class _Files:
    """Reads files in the order in which they are to be merged."""

    trees: dict[Path, Node] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _open: list[Path] = field(default_factory=list)

    def add(self, path: Path, named_at: Mark | None) -> None:
        wrong = missing(path, "extends is relative to the file it stands in")
        if named_at is not None and wrong is not None:
            self._problem(named_at, *wrong)
            return
        try:
            true_path = path.resolve()
        except (RuntimeError, ValueError):  # links in a circle, or no name at all: reading it says so
            true_path = path
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            true_path = path
        if true_path in self._open:
            chain = " -> ".join(each.name for each in [*self._open[self._open.index(true_path) :], true_path])
            self._problem(
                named_at, f"files that extend each other in a circle: {chain}", "remove one of the links"
            )
        if true_path in self.trees or true_path in self._open:
            return
        try:
            tree = read_yaml(path)
        except ScenarioError as error:
            self.problems.extend(error.problems)
            return
        self._open.append(true_path)
        entries = dict(tree.value) if isinstance(tree.value, dict) else {}
        if is_study(entries):
            mark = next(iter(entries.values())).spot
            what = "a study, where a mission is meant"
            self.problems.append(Problem(mark.file, mark.line, 1, "", what, "name a mission"))
            return
        for base in self._bases(entries.pop("extends", None)):
            self.add(Path(os.path.normpath(path.parent / str(base.value))), base.at)
        self._open.pop()
        self.trees[true_path] = replace(tree, value=entries)
        self.paths.append(path)

    def _bases(self, extends: Node | None) -> tuple[Node, ...]:
        if extends is None:
            return ()
        bases = extends.value if isinstance(extends.value, tuple) else (extends,)
        wrong = [base for base in bases if not isinstance(base.value, str)]
        for base in wrong:
            self._problem(base.spot, "not the name of a file", _EXTENDS)
        if not bases:
            self._problem(extends.spot, "names no file", f"{_EXTENDS}, or leave it out")
        names = [base.value for base in bases]
        for i, base in enumerate(bases):
            if not wrong and base.value in names[:i]:
                self._problem(base.at, f'"{base.value}" is named twice', "once is enough")
        return () if wrong else bases

    def _problem(self, mark: Mark | None, what: str, hint: str) -> None:
        if mark is not None:
            self.problems.append(Problem(mark.file, mark.line, mark.column, "extends", what, hint))


_EXTENDS = "write, for example, extends: base.yaml"


@dataclass
class _Merging:
    removed: dict[Key, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    first: bool = True

    def merge(self, base: Node | None, over: Node, path: Key) -> Node:
        """The base with what the later file says; `path` is where both stand."""
        if isinstance(over.value, tuple):
            return replace(
                over, value=tuple(self._item(item, (*path, i)) for i, item in enumerate(over.value))
            )
        if not isinstance(over.value, dict):
            return over
        old = base.value if base is not None and isinstance(base.value, dict) else None
        if old is not None and _replaces(_form(over.value), _form(old)):
            old = None
        entries = dict(old or {})
        for key, child in over.value.items():
            if child.value is None:
                self._remove(entries, child, (*path, key))
            else:
                entries[key] = self.merge(entries.get(key), child, (*path, key))
                self.removed.pop((*path, key), None)
        return replace(over if old is None or base is None else base, value=entries)

    def set(self, root: Node, setting: Setting) -> Node:
        """The configuration with one value changed."""
        try:
            return self.merge(root, overlay_of(setting, root), ())
        except Faults as error:
            for fault in error.faults:
                shown = setting.path if isinstance(setting.path, str) else dotted(setting.path)
                at = setting.at
                self.problems.append(Problem(at.file, at.line, at.column, shown, fault.what, fault.hint))
            return root

    def _item(self, item: Node, path: Key) -> Node:
        if item.value is None:
            self._problem(item.at, path[:-1], "an empty entry in a list", "remove it")
        return self.merge(None, item, path)

    def _remove(self, entries: dict[str, Node], child: Node, path: Key) -> None:
        key = str(path[-1])
        mark = child.key or child.at
        if key in entries:
            del entries[key]
            self.removed[path] = mark
        elif path in self.removed:
            return
        elif self.first:
            hint = "give it one, or leave the key out; {} stands for a part with nothing but defaults"
            self._problem(mark, path, "has no value", hint)
        else:
            close = near_miss(key, entries)
            hint = f'did you mean "{close}"?' if close else "give it a value, or leave the key out"
            self._problem(mark, path, "null removes a key, but no file before this one has it", hint)

    def _problem(self, mark: Mark, path: Key, what: str, hint: str) -> None:
        self.problems.append(Problem(mark.file, mark.line, mark.column, dotted(path), what, hint))


def dotted(path: Iterable[str | int]) -> str:
    """A path as it is shown: its steps with points between them."""
    return ".".join(map(str, path))


def _replaces(new: str | None, old: str | None) -> bool:
    return new is not None and old is not None and new != old


_PARAMETERS = frozenset(name for model in KINDS.values() for name in model.model_fields)
_FORMS = {
    "quantity": ("value", LONG_KEYS),
    "work": ("once", frozenset({"once", "each", "repeats"})),
    "profile": ("rate", frozenset({"rate", "hours", "weekdays", "dates"})),
}


def _form(entries: dict[str, Node]) -> str | None:
    """Which of the things that can stand for each other a map is: a law, a quantity, work or a profile."""
    for form, (mark, keys) in _FORMS.items():
        if mark in entries and entries.keys() <= keys:
            return form
    if len(entries) == 1:
        [(kind, parameters)] = entries.items()
        if kind == "fixed" or (
            kind in KINDS
            and isinstance(parameters.value, dict)
            and parameters.value.keys() <= _PARAMETERS
            and parameters.value
        ):
            return kind
    return None
