"""The configuration of a structure, kept beside its results so that it can be read again from there alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from stovepipe.scenario import Scenario, ScenarioError, load
from stovepipe.study.store import files
from stovepipe.study.store.claim import StoreError

MISSION = "mission.json"
INSIDE = "in"
"""Folders of this name stand for those above which a data file is named: ``../events.csv`` is in one."""


def keep_configuration(root: Path, scenario: Scenario) -> None:
    """Write the merged configuration and its data files, each where the configuration looks for it.

    Args:
        root: the folder for all configurations, which is there.
        scenario: read and found sound.

    Raises:
        OSError: a file cannot be written, or a data file has gone.
    """
    folder = root / scenario.digest[:20]
    named = {name: where for name, where in scenario.data.items() if not os.path.isabs(name)}
    depth = max((_ups(name) for name in named), default=0)
    home = PurePosixPath(*[INSIDE] * depth)
    contents = {str(home / MISSION): scenario.canonical.encode()}
    for name, where in named.items():
        contents[os.path.normpath(home / name)] = where.read_bytes()
    for name, content in contents.items():
        target = folder / name
        if _same(target, content):
            continue
        for above in _between(root, target.parent):
            files.make_folder(above)
        files.write(target, content)


def kept_configuration(root: Path, digest: str) -> Path:
    """Where the configuration with a digest lies.

    Raises:
        StoreError: it is not there.
    """
    folder = root / digest[:20]
    while folder.is_dir() and not folder.is_symlink():
        if (folder / MISSION).is_file() and not (folder / MISSION).is_symlink():
            return folder / MISSION
        folder /= INSIDE
    raise StoreError(f"{root} lacks the configuration {digest[:20]}: run the study again to mend it")


def read_configuration(path: Path, digest: str) -> Scenario:
    """A scenario from a configuration that was kept.

    Raises:
        StoreError: it is not sound, or is not what was run.
    """
    try:
        scenario = load(path)
    except ScenarioError as error:
        raise StoreError(f"{path} cannot be read any more:\n{error}") from None
    if scenario.digest != digest:
        raise StoreError(
            f"{path} is not what was run. A data file that is named by an absolute path may have changed: "
            "name it relative to the configuration"
        )
    return scenario


def _ups(name: str) -> int:
    """How many folders up a path begins."""
    return sum(part == os.pardir for part in PurePosixPath(os.path.normpath(name)).parts)


def _between(root: Path, folder: Path) -> Iterator[Path]:
    """The folders from below the root to this one."""
    for above in reversed(folder.relative_to(root).parents):
        if above != Path():
            yield root / above
    yield folder


def _same(target: Path, content: bytes) -> bool:
    try:
        return files.read(target) == content
    except OSError:
        return False
