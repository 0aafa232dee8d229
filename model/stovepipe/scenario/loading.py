"""From files to a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stovepipe.scenario.checks import check
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.values.datafiles import LARGEST_FILE, DataFiles
from stovepipe.scenario.problems.problem import Fault
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import read_events
from stovepipe.scenario.reading.overlays import Key, read_merged, read_trees
from stovepipe.scenario.reading.salvage import salvaged
from stovepipe.scenario.reading.scenario import Scenario, Stated, quantities_in
from stovepipe.scenario.reading.settings import Settings
from stovepipe.scenario.reading.yaml import Node, plain
from stovepipe.text import listed, near_miss

_ANCHORED = {("empirical", "file"), ("file", "path")}  # paths are relative to the file they are written in


def load(path: str | PathLike[str], overlays: Iterable[str | PathLike[str] | Settings] = ()) -> Scenario:
    """Read a configuration, what it extends, the overlays on top of it, and the data files that it names.

    Args:
        path: the configuration.
        overlays: files, and single values set by path; these have the last word, wherever they stand.

    Raises:
        ScenarioError: the configuration is not sound; all its problems are listed.
        TypeError: the path is not a path, or the overlays are not a list of files and settings.

    >>> load("configs/tutorial/mission.yaml", [Settings.of({"horizon": "4 wk"}, "four weeks")])
    <Scenario 'One sector': 1 source, 2 stations and 1 channel>
    """
    if not isinstance(path, str | PathLike):
        raise TypeError(f"path: the path of a configuration is needed, not {path!r}")
    laid = tuple(_overlays(overlays))
    merged = read_merged(Path(path), laid)
    draft = Draft(merged)
    data_files = DataFiles(_largest(merged.root))
    raw = plain(_anchored(merged.root, draft))
    try:
        mission = Mission.model_validate(raw, context=data_files)
    except ValidationError as error:
        draft.add(_names_meant(faults(error, Mission), draft))
        mission = salvaged(Mission, raw, data_files)
    events = read_events(mission, data_files, draft)
    check(mission, events, draft)
    if draft.problems:
        draft.refuse()
    canonical = json.dumps(_sorted(plain(merged.root)), ensure_ascii=False)
    return Scenario(
        mission=mission,
        path=Path(path),
        files=(*merged.files, *data_files.digests),
        canonical=canonical,
        digest=_digest(canonical, data_files),
        quantities=tuple(_stated(mission, draft)),
        warnings=tuple(sorted(draft.warnings)),
        events=events,
        overlays=laid,
        merged=json.dumps(plain(merged.root), ensure_ascii=False),
        data=dict(_data_files(merged.root)),
    )


def _overlays(given: Iterable[str | PathLike[str] | Settings]) -> Iterator[Path | Settings]:
    """The overlays as files and settings.

    Raises:
        TypeError: they are not a list of such.
    """
    if isinstance(given, str | PathLike | Settings):
        raise TypeError(f"overlays: a list is needed, not {given!r} alone")
    if not isinstance(given, Iterable):
        raise TypeError(f"overlays: a list of files and Settings is needed, not {given!r}")
    for each in [given] if isinstance(given, Mapping) else given:
        if isinstance(each, Mapping):
            raise TypeError(
                "overlays: a map is not an overlay; for values by path write "
                f"overlays=[Settings.of({_beginning(each)}, 'a name')]"
            )
        if not isinstance(each, str | PathLike | Settings):
            raise TypeError(f"overlays: the path of a file or Settings are needed, not {each!r}")
        yield each if isinstance(each, Settings) else Path(each)


def _beginning(values: Mapping[Any, Any]) -> str:
    """The first of some values by path; an example where there is none."""
    for path, value in values.items():
        return f"{{{path!r}: {value!r}{', ...' if len(values) > 1 else ''}}}"
    return "{'horizon': '4 wk'}"


def _names_meant(found: Iterable[Fault], draft: Draft) -> Iterator[Fault]:
    """The same faults; what a later file adds, and is not whole, may be a name that is misspelt."""
    lacking: dict[Key, list[str]] = {}
    for fault in found:
        if fault.at and fault.what == f"{fault.at[-1]} is missing":
            lacking.setdefault(fault.at[:-1], []).append(str(fault.at[-1]))
        else:
            yield fault
    for path, keys in lacking.items():
        close = _earlier_name(path, draft)
        if close is not None:
            what = f"{listed(keys)} {'is' if len(keys) == 1 else 'are'} missing"
            yield Fault(what, f'did you mean "{close}"?', path, on_key=True)
        else:
            yield from (Fault(f"{key} is missing", "", (*path, key)) for key in keys)


def _earlier_name(path: Key, draft: Draft) -> str | None:
    """The name beside the one at a path that is nearly the same, and is written in another file."""
    home = draft.find(path[:-1])[0].value if path else None
    if not isinstance(home, dict) or str(path[-1]) not in home:
        return None
    file = home[str(path[-1])].spot.file
    return near_miss(str(path[-1]), (name for name, node in home.items() if node.spot.file != file))


def files_of(path: Path) -> tuple[Path, ...]:
    """A configuration file or an overlay, what it extends, and the data files that these name."""
    trees = read_trees(path)
    data = [where for tree in trees.values() for _, where in _data_files(tree)]
    return (*trees, *data)


def _largest(root: Node) -> int:
    """The limit on the size of data files: asked before anything else is known to be sound."""
    limits = root.value.get("limits") if isinstance(root.value, dict) else None
    size = limits.value.get("file_size") if limits is not None and isinstance(limits.value, dict) else None
    return size.value if size is not None and isinstance(size.value, int) else LARGEST_FILE


def _anchored(node: Node, draft: Draft, path: Key = ()) -> Node:
    """The tree with the names of data files made relative to where the command was given."""
    if isinstance(node.value, dict):
        entries = {inner: _anchored(child, draft, (*path, inner)) for inner, child in node.value.items()}
        return replace(node, value=entries)
    if path[-2:] in _ANCHORED and isinstance(node.value, str):
        if "\n" in node.value or "\t" in node.value:
            what = "a line feed or a tab in the name of a file"
            draft.problem(path, what, "use single quotes, or / in place of a backslash")
        return replace(node, value=str(_place(node)))
    return node


def _data_files(node: Node, path: Key = ()) -> Iterator[tuple[str, Path]]:
    """The data files as they are named, and where they lie."""
    if isinstance(node.value, dict):
        for inner, child in node.value.items():
            yield from _data_files(child, (*path, inner))
    elif path[-2:] in _ANCHORED and isinstance(node.value, str):
        yield node.value, _place(node)


def _place(node: Node) -> Path:
    """Where the file that is named there lies."""
    return Path(node.at.file).parent / str(node.value)


def _sorted(value: Any, key: str = "") -> Any:
    """Maps in the order of their keys; hurdles stay in the order in which they are met."""
    if isinstance(value, dict):
        keys = list(value) if key == "hurdles" else sorted(value)
        return {inner: _sorted(value[inner], inner) for inner in keys}
    return value


def _digest(canonical: str, data_files: DataFiles) -> str:
    contents = sorted(data_files.digests.values())
    return hashlib.sha256("\n".join([canonical, *contents]).encode()).hexdigest()


def _stated(mission: Mission, draft: Draft) -> list[Stated]:
    stated = []
    for path, quantity in quantities_in(mission):
        node, written = draft.find(_without_once(path, draft))
        stated.append(Stated(written, quantity, node.at.file, node.at.line))
    return stated


def _without_once(path: Key, draft: Draft) -> Key:
    """The path to a number, less the step to what is done once where work is written as a law alone."""
    return tuple(
        step for i, step in enumerate(path) if step != "once" or len(draft.find(path[: i + 1])[1]) > i
    )
