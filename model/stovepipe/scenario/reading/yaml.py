"""YAML 1.2 text to data in which every value knows where it was written. Data only: no tags, no code."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
)
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser

from stovepipe.letters import odd_one
from stovepipe.scenario.language.values.contents import NoFile, TooLarge, read_bytes
from stovepipe.scenario.problems.problem import Mark, Problem, ScenarioError

LARGEST_TEXT = 10_000_000  # bytes
LARGEST_TREE = 100_000  # keys and values, aliases counted as often as they are used
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
        """Where to point a reader: at a scalar itself, at the key of anything larger, and of nothing."""
        at_key = self.value is None or isinstance(self.value, dict | tuple)
        return self.key if self.key is not None and at_key else self.at

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
        ScenarioError: it cannot be read, is not YAML, or holds more than data.
    """
    return _parsed(path, _text(path), example)


@lru_cache(maxsize=64)
def _parsed(path: Path, text: str, example: str) -> Node:
    """The content of a text, read once: the structures of a study and the points of a design share files."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = _Counting
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _refused(path, line, column, *_worded(error)) from None
    except YAMLError as error:
        raise _refused(path, 1, 1, str(error).splitlines()[0]) from None
    except (ValueError, OverflowError):
        found = _NO_CHARACTER.search(text)
        if found is None:
            raise
        raise _refused(
            path, *_place(text, found.start()), "there is no such character", "remove it"
        ) from None
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


class _Counting(Parser):
    """Ruamel's parser, which stops at what is too large, too deep or of another version."""

    def __init__(self, loader: Any) -> None:
        super().__init__(loader)
        self._values = self._depth = 0

    def get_event(self) -> Event:
        event: Event = super().get_event()
        if isinstance(event, ScalarEvent | AliasEvent | CollectionStartEvent):
            self._values += 1
        if isinstance(event, CollectionStartEvent):
            self._depth += 1
        elif isinstance(event, CollectionEndEvent):
            self._depth -= 1
        if self._depth > DEEPEST:
            raise MarkedYAMLError(problem=_TOO_DEEP, problem_mark=event.start_mark)
        if self._values > LARGEST_TREE:
            raise MarkedYAMLError(problem=_TOO_MANY, problem_mark=event.start_mark)
        if isinstance(event, DocumentStartEvent) and event.version not in (None, (1, 2)):
            raise MarkedYAMLError(problem=_OTHER_YAML, problem_mark=event.start_mark)
        return event


_TOO_DEEP = "nested too deeply"
_TOO_MANY = f"more than {LARGEST_TREE:,} values"
_OTHER_YAML = "another version of YAML"
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


def _text(path: Path) -> str:
    try:
        content = read_bytes(path, LARGEST_TEXT)
    except TooLarge as error:
        hint = f"the limit is {LARGEST_TEXT:,} bytes"
        raise _refused(path, 1, 1, f"the file has {error.size:,} bytes", hint) from None
    except NoFile as error:
        raise _refused(path, 1, 1, *error.args) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - before.rfind(b"\n")
        raise _refused(path, before.count(b"\n") + 1, column, "not UTF-8", "save the file as UTF-8") from None
    odd = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if odd:
        raise _refused(path, *_place(text, odd.start()), odd_one(odd[0]), "remove it")
    return text


def _place(text: str, position: int) -> tuple[int, int]:
    """The line and the column of a position."""
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _worded(error: MarkedYAMLError) -> tuple[str, str]:
    said = str(error.problem or error.context or "not YAML")
    if said in (_TOO_DEEP, _TOO_MANY):
        return said, ""
    if said == _OTHER_YAML:
        return said, "files are read as YAML 1.2: remove the line %YAML"
    if "'\\t'" in said:
        return "a tab where spaces belong", "indent with spaces"
    if "mapping values are not allowed" in said:
        return "a second colon in one line", "put a text with a colon in quotes, or check the indentation"
    if "undefined alias" in said:
        return said.removeprefix("found "), "an alias (*name) needs its anchor (&name) before it"
    if "another document" in said:
        return "a second document in one file", "one file holds one configuration: remove the ---"
    if "unknown escape character" in said or "expected escape sequence" in said:
        return "a backslash between double quotes", "use single quotes, or / in the names of files"
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
        self._made: dict[int, _Made] = {}
        self._count = self._deepest = 0

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
        if id(node) in self._open:
            self._problem(at, "an anchor that contains itself")
            return Node(None, at, key)
        depth, known = len(self._open), self._made.get(id(node))
        self._count += 1 if known is None else known.size
        self._deepest = max(self._deepest, depth + (0 if known is None else known.height))
        if self._count > LARGEST_TREE or self._deepest > DEEPEST:
            what = _TOO_DEEP if self._deepest > DEEPEST else _TOO_MANY
            raise _refused(Path(self._file), at.line, at.column, what)
        if known is not None:
            return replace(known.node, key=key)
        count, deepest, self._deepest = self._count, self._deepest, depth
        self._open.add(id(node))
        made = Node(self._value(node, at), at, key)
        self._open.remove(id(node))
        self._made[id(node)] = _Made(made, self._count - count + 1, self._deepest - depth)
        self._deepest = max(deepest, self._deepest)
        return made

    def _value(self, node: Any, at: Mark) -> Scalar | tuple[Node, ...] | dict[str, Node]:
        if isinstance(node, ScalarNode):
            return self._scalar(node, at)
        if node.tag not in (_TAG + "map", _TAG + "seq"):
            self._refuse_tag(node, at)
            return None
        if isinstance(node, MappingNode):
            return self._map(node)
        return tuple(self._node(item, None) for item in node.value)

    def _map(self, node: Any) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        merged: list[dict[str, Node]] = []
        for key, value in node.value:
            mark = self._mark(key)
            self._count += 1
            if key.tag == _TAG + "merge":
                merged += self._merged(value, mark)
            elif not isinstance(key, ScalarNode):
                self._problem(mark, "a key that is not text")
            elif key.value in entries:
                self._problem(
                    mark,
                    f'"{key.value}" is given twice',
                    f"it is there already in line {_line(entries[key.value])}",
                )
            else:
                self._text(key.value, mark)
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
        try:
            match node.tag.removeprefix(_TAG):
                case "str" | "timestamp":
                    return self._text(text, at)
                case "null" if text.lower() in _NULLS:
                    return None
                case "bool" if text.lower() in ("true", "false"):
                    return text.lower() == "true"
                case "int":
                    return self._integer(text, at)
                case "float":
                    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            self._problem(at, f'"{text}" is not a number', "write digits, or put it in quotes without a tag")
            return None
        self._refuse_tag(node, at)
        return None

    def _text(self, text: str, at: Mark) -> str:
        if odd := odd_one(text):
            hint = "remove it; if a backslash is meant, use single quotes, or / in the names of files"
            self._problem(at, odd, hint)
        return text

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


@dataclass(frozen=True)
class _Made:
    """A value that was made, for the aliases that stand for it: how many values are in it, and how deep."""

    node: Node
    size: int
    height: int


_NULLS = ("", "~", "null")


def _line(node: Node) -> int:
    return (node.key or node.at).line
