"""Single values to be changed, by path: an overlay that is in no file.

A path is written with points, ``stations.jmac.posts.analysts.count``, or given as a tuple of its steps. Where
a key has a point in it (``bursts: {patrols.warning: ...}``), the longest key that there is counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stovepipe.letters import odd_one
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.problems.problem import Fault, Faults, Mark, Problem, ScenarioError
from stovepipe.scenario.problems.pydantic_faults import model_at
from stovepipe.scenario.reading.yaml import Node
from stovepipe.text import counted, did_you_mean, listed

Path = str | tuple[str | int, ...]


@dataclass(frozen=True)
class Setting:
    """One value: its path, and what is to stand there (None removes); `at`: where that is asked for."""

    path: Path
    value: Node
    at: Mark


@dataclass(frozen=True)
class Settings:
    """Values to be changed, the last one having the last word. Make them with `of`, or from a file's nodes.

    >>> Settings.of({"stations.jmac.posts.analysts.count": 6}, "six analysts").entries[0].value.value
    6
    """

    entries: tuple[Setting, ...]

    @classmethod
    def of(cls, values: Mapping[Any, object], name: str) -> Settings:
        """Settings from plain data: values by path. Problems are reported under the name."""
        mark = Mark(name, 1)
        return cls(tuple(Setting(path, node_of(value, mark), mark) for path, value in values.items()))

    def __repr__(self) -> str:
        names = list(dict.fromkeys(each.at.file for each in self.entries))
        return f"<Settings {listed(names)}: {counted(len(self.entries), 'value')}>"

    def __iter__(self) -> Iterator[Setting]:
        return iter(self.entries)


def node_of(value: object, at: Mark) -> Node:
    """Plain data as if it had been read at that place."""
    if isinstance(value, Mapping):
        return Node({str(key): node_of(each, at) for key, each in value.items()}, at, at)
    if isinstance(value, list | tuple):
        return Node(tuple(node_of(each, at) for each in value), at, at)
    if value is None or isinstance(value, int | float):
        return Node(value, at, at)
    text = str(value)
    if odd := odd_one(text):
        raise ScenarioError([Problem(at.file, at.line, at.column, "", odd, "remove it")])
    return Node(text, at, at)


def overlay_of(setting: Setting, root: Node) -> Node:
    """The tree that changes one value in a configuration, and nothing else.

    Raises:
        Faults: the path leads to nothing: on the way a name is not there, or a list is.
    """
    steps = _steps(setting.path, root)
    tree = setting.value
    for step in reversed(steps):
        tree = Node({step: Node(tree.value, tree.at, setting.at)}, setting.at, setting.at)
    return tree


def _steps(path: Path, root: Node) -> list[str]:
    left = path.split(".") if isinstance(path, str) else [str(step) for step in path]
    if not all(left):
        raise Faults(Fault("not a path", "write, for example, stations.jmac.posts.analysts.count"))
    steps: list[str] = []
    here: Node | None = root
    while left:
        if here is not None and isinstance(here.value, tuple):
            raise Faults(Fault(f"{'.'.join(steps)} is a list", "give the whole list", tuple(steps)))
        inside = here.value if here is not None and isinstance(here.value, dict) else {}
        count = _longest(left, inside)
        if not count and len(left) > 1:
            _new_part(left[0], steps, inside)
        steps.append(".".join(left[: count or 1]))
        here = inside.get(steps[-1])
        left = left[count or 1 :]
    return steps


def _longest(left: list[str], inside: Mapping[str, Node]) -> int:
    """How many of the steps make up a key that there is; 0 if none do."""
    return next((n for n in range(len(left), 0, -1) if ".".join(left[:n]) in inside), 0)


def _new_part(step: str, steps: list[str], inside: Mapping[str, Node]) -> None:
    """A part that is not written yet may begin here if it is one that may be left out, like a queue.

    Raises:
        Faults: it is a name that stands for nothing, or a misspelt key.
    """
    model = model_at(Mission, tuple(steps))
    known = [field.alias or name for name, field in model.model_fields.items()] if model else list(inside)
    if model is None or step not in known:
        where = f" in {'.'.join(steps)}" if steps else ""
        raise Faults(Fault(f'there is no "{step}"{where}', did_you_mean(step, known), tuple(steps)))
