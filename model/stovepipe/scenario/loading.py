"""From files to a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stovepipe.scenario.checks import check
from stovepipe.scenario.language.datafiles import LARGEST_FILE, DataFiles
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import read_events
from stovepipe.scenario.reading.overlays import read_merged, read_trees
from stovepipe.scenario.reading.salvage import salvaged
from stovepipe.scenario.reading.scenario import Scenario, Stated, quantities_in
from stovepipe.scenario.reading.settings import Settings
from stovepipe.scenario.reading.yaml import Node, plain

_ANCHORED = {("empirical", "file"), ("file", "path")}  # paths are relative to the file they are written in


def load(path: str | PathLike[str], overlays: Iterable[str | PathLike[str] | Settings] = ()) -> Scenario:
    """Read a configuration, what it extends, the overlays on top of it, and the data files that it names.

    Args:
        path: the configuration.
        overlays: files, and single values set by path; these have the last word, wherever they stand.

    Raises:
        ScenarioError: all that is wrong with it.
        TypeError: the path is none, or the overlays are no list.
    """
    if not isinstance(path, str | PathLike):
        raise TypeError(f"path: the path of a configuration is needed, not {path!r}")
    if isinstance(overlays, str | PathLike | Settings):
        raise TypeError(f"overlays: a list is needed, not {overlays!r} alone")
    merged = read_merged(
        Path(path), [each if isinstance(each, Settings) else Path(each) for each in overlays]
    )
    draft = Draft(merged)
    data_files = DataFiles(_largest(merged.root))
    raw = plain(_anchored(merged.root))
    try:
        mission = Mission.model_validate(raw, context=data_files)
    except ValidationError as error:
        draft.add(faults(error, Mission))
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
        merged=json.dumps(plain(merged.root), ensure_ascii=False),
        data=dict(_data_files(merged.root)),
    )


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


def _anchored(node: Node, parent: str = "", key: str = "") -> Node:
    if isinstance(node.value, dict):
        return replace(
            node, value={inner: _anchored(child, key, inner) for inner, child in node.value.items()}
        )
    if (parent, key) in _ANCHORED and isinstance(node.value, str):
        return replace(node, value=str(_place(node)))
    return node


def _data_files(node: Node, parent: str = "", key: str = "") -> Iterator[tuple[str, Path]]:
    """The data files as they are named, and where they lie."""
    if isinstance(node.value, dict):
        for inner, child in node.value.items():
            yield from _data_files(child, key, inner)
    elif (parent, key) in _ANCHORED and isinstance(node.value, str):
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
        node, written = draft.find(path)
        stated.append(Stated(written, quantity, node.at.file, node.at.line))
    return stated
