"""YAML 1.2 text to data in which every value knows where it was written. Data only: no tags, no code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from stovepipe.scenario.problems.problem import Mark, Problem, ScenarioError
from stovepipe.text import reason_of

LARGEST_TEXT = 10_000_000  # bytes
LARGEST_TREE = 200_000  # values, aliases counted as often as they are used
DEEPEST = 50  # maps and lists inside each other
_TAG = "tag:yaml.org,2002:"

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Node:
    """A value and where it was written: `at` is its own beginning, `key` that of the key that holds it."""

    value: Scalar | tuple[Node, ...] | dict[str, Node]
    at: Mark
    key: Mark | None = None

    @property
    def spot(self) -> Mark:
        """Where to point a reader: at a scalar itself, at the key of anything larger."""
        return self.key if self.key is not None and isinstance(self.value, dict | tuple) else self.at

    def child(self, step: str | int) -> Node | None:
        """The value inside at a key or a position, if there is one."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, tuple) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None


def read_yaml(path: Path, example: str = "mission: a title") -> Node:
    """The content of a YAML file, which is a map.

    Args:
        path: the file.
        example: how such a file may begin.

    Raises:
        ScenarioError: it cannot be read, is no YAML, or holds more than data.
    """
    return _parsed(path, _text(path), example)


@lru_cache(maxsize=64)
def _parsed(path: Path, text: str, example: str) -> Node:
    """The content of a text, read once: the structures of a study and the points of a design share files."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _refused(path, line, column, *_worded(error)) from None
    except YAMLError as error:
        raise _refused(path, 1, 1, str(error).splitlines()[0]) from None
    except RecursionError:
        raise _refused(path, 1, 1, "nested too deeply") from None
    if root is None:
        raise _refused(path, 1, 1, "the file is empty", f"begin with: {example}")
    if not isinstance(root, MappingNode):
        raise _refused(path, 1, 1, "not a map of keys and values", f"begin with: {example}")
    return _Reader(str(path)).read(root)


def plain(node: Node) -> Any:
    """The data alone: dicts, tuples and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return tuple(plain(child) for child in node.value)
    return node.value


def _refused(path: Path, line: int, column: int, what: str, hint: str = "") -> ScenarioError:
    return ScenarioError([Problem(str(path), line, column, "", what, hint)])


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _refused(path, 1, 1, "not a file", "name a file")
        size = path.stat().st_size
        if size > LARGEST_TEXT:
            raise _refused(path, 1, 1, f"the file has {size:,} bytes", f"the limit is {LARGEST_TEXT:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, 1, 1, f"cannot be read: {reason_of(error)}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - before.rfind(b"\n")
        raise _refused(path, before.count(b"\n") + 1, column, "not UTF-8", "save the file as UTF-8") from None
    odd = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if odd:
        before_odd = text[: odd.start()]
        line, column = before_odd.count("\n") + 1, odd.start() - before_odd.rfind("\n")
        raise _refused(path, line, column, f"a control character (U+{ord(odd[0]):04X})", "remove it")
    return text


def _worded(error: MarkedYAMLError) -> tuple[str, str]:
    said = str(error.problem or error.context or "not YAML")
    if "'\\t'" in said:
        return "a tab where spaces belong", "indent with spaces"
    if "mapping values are not allowed" in said:
        return "a second colon in one line", "put a text with a colon in quotes, or check the indentation"
    if "undefined alias" in said:
        return said.removeprefix("found "), "an alias (*name) needs its anchor (&name) before it"
    if "another document" in said:
        return "a second document in one file", "one file holds one configuration: remove the ---"
    if error.context and "quoted scalar" in error.context:
        return "a quote that does not end", "close it"
    if error.context and "flow" in error.context:
        closing = "}" if "mapping" in error.context else "]"
        since = f" (it was opened in line {error.context_mark.line + 1})" if error.context_mark else ""
        return f'a comma or "{closing}" is missing{since}', ""
    return f"not YAML: {said}", "check the indentation and the quotes"


class _Reader:
    """Turns ruamel's nodes into ours, and collects what may not be there."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._open: set[int] = set()
        self._count = 0

    def read(self, root: Any) -> Node:
        node = self._node(root, None)
        if self._problems:
            raise ScenarioError(self._problems)
        return node

    def _mark(self, node: Any) -> Mark:
        return Mark(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _problem(self, mark: Mark, what: str, hint: str = "") -> None:
        self._problems.append(Problem(mark.file, mark.line, mark.column, "", what, hint))

    def _node(self, node: Any, key: Mark | None) -> Node:
        at = self._mark(node)
        self._count += 1
        if id(node) in self._open:
            self._problem(at, "an anchor that contains itself")
            return Node(None, at, key)
        if self._count > LARGEST_TREE or len(self._open) > DEEPEST:
            what = "nested too deeply" if len(self._open) > DEEPEST else f"more than {LARGEST_TREE:,} values"
            raise _refused(Path(self._file), at.line, at.column, what)
        self._open.add(id(node))
        value: Scalar | tuple[Node, ...] | dict[str, Node]
        if isinstance(node, ScalarNode):
            value = self._scalar(node, at)
        elif node.tag not in (_TAG + "map", _TAG + "seq"):
            value = None
            self._refuse_tag(node, at)
        elif isinstance(node, MappingNode):
            value = self._map(node)
        else:
            value = tuple(self._node(item, None) for item in node.value)
        self._open.remove(id(node))
        return Node(value, at, key)

    def _map(self, node: Any) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        merged: list[dict[str, Node]] = []
        for key, value in node.value:
            mark = self._mark(key)
            if key.tag == _TAG + "merge":
                merged += self._merged(value, mark)
            elif not isinstance(key, ScalarNode):
                self._problem(mark, "a key that is no text")
            elif key.value in entries:
                self._problem(
                    mark,
                    f'"{key.value}" is given twice',
                    f"it is there already in line {_line(entries[key.value])}",
                )
            else:
                entries[key.value] = self._node(value, mark)
        base: dict[str, Node] = {}
        for more in merged:
            base |= {key: child for key, child in more.items() if key not in base}
        return base | entries

    def _merged(self, value: Any, mark: Mark) -> list[dict[str, Node]]:
        """What `<<: *anchor` brings in."""
        maps = value.value if isinstance(value, SequenceNode) else [value]
        nodes = [self._node(item, mark).value for item in maps]
        if not all(isinstance(node, dict) for node in nodes):
            self._problem(mark, "<< takes a map, or a list of maps")
        return [node for node in nodes if isinstance(node, dict)]

    def _scalar(self, node: Any, at: Mark) -> Scalar:
        text: str = node.value
        match node.tag.removeprefix(_TAG):
            case "str" | "timestamp":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                return self._integer(text, at)
            case "float":
                return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
        self._refuse_tag(node, at)
        return None

    def _refuse_tag(self, node: Any, at: Mark) -> None:
        tag = node.tag.removeprefix(_TAG)
        self._problem(at, f'the tag "{tag}" is not allowed', "a configuration holds data only")

    def _integer(self, text: str, at: Mark) -> int | None:
        digits = text.replace("_", "").lower()
        if len(digits) > 30:
            self._problem(at, "a number of more than 30 digits")
            return None
        base = {"0x": 16, "0o": 8, "0b": 2}.get(digits.lstrip("+-")[:2], 10)
        return int(digits, base)


def _line(node: Node) -> int:
    return (node.key or node.at).line
