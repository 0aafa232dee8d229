"""The configurations of a study, kept beside its results so that it can be read again from there alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from stovepipe.scenario import Scenario
from stovepipe.scenario.loading import files_of
from stovepipe.study.reading.study import Study
from stovepipe.study.store import files
from stovepipe.study.store.claim import StoreError, explained

MISSION = "mission.json"
OVERLAYS = "overlays"
LOGS = "logs"
NOTHING = b"{}\n"
INSIDE = "in"
"""Folders of this name stand for those above which a data file is named: ``../events.csv`` is in one."""


def keep_configuration(root: Path, scenario: Scenario) -> None:
    """Write a merged configuration and its data files, each where the configuration looks for it.

    Args:
        root: the folder for all configurations, which is there.
        scenario: read and found sound.

    Raises:
        OSError: a file cannot be written, or a data file has gone.
    """
    named = {name: where for name, where in scenario.data.items() if not os.path.isabs(name)}
    home = _home(named)
    contents = {str(home / MISSION): scenario.merged.encode(errors="backslashreplace")}
    contents |= {os.path.normpath(home / name): where.read_bytes() for name, where in named.items()}
    _keep(root, scenario.digest[:20], contents)


def keep_overlays(root: Path, study: Study) -> None:
    """Write the files that the levels of a study's factors lay over its structures.

    A file that every one of these structures was read from already adds nothing a second time, as an overlay
    that extends the mission does. The kept structures are merged, so nothing stands in its place.

    Raises:
        OSError: a file cannot be written, or has gone.
    """
    laid = {
        overlay
        for each in study.factors
        for overlays in each.levels.values()
        for overlay in overlays
        if isinstance(overlay, Path)
    }
    read = [{file.resolve() for file in study.structure(name).scenario.files} for name in study.varied]
    there = set.intersection(*read) if read else set()
    found = {file for overlay in laid for file in files_of(overlay)}
    named = {os.path.relpath(file, study.path.parent): file for file in sorted(found)}
    home = _home(named)
    contents = {
        os.path.normpath(home / name): NOTHING if file.resolve() in there else file.read_bytes()
        for name, file in named.items()
    }
    _keep(root, OVERLAYS, contents)


def kept_overlays(root: Path) -> Path:
    """The folder to which the names of overlays are relative."""
    folder = root / OVERLAYS
    while (folder / INSIDE).is_dir() and not (folder / INSIDE).is_symlink():
        folder /= INSIDE
    return folder


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


def keep_log(root: Path, digest: str, log: Path) -> None:
    """Write a user's log beside the configurations.

    Args:
        root: the folder for all configurations, which is there.
        digest: the SHA-256 of the log when it was read.
        log: its path.

    Raises:
        StoreError: it has changed or gone since, or cannot be written.
    """
    with explained(log, "read"):
        content = log.read_bytes()
    if sha256(content).hexdigest() != digest:
        raise StoreError(f"{log} has changed since it was read: run the command again")
    with explained(root):
        _keep(root, LOGS, {f"{digest[:20]}/{log.name}": content})


def kept_log(root: Path, digest: str, name: str) -> Path:
    """Where the log with a digest and a name lies.

    Raises:
        StoreError: it is not there.
    """
    path = root / LOGS / digest[:20] / Path(name).name
    if not path.is_file() or path.is_symlink():
        raise StoreError(f"{root} lacks the log {Path(name).name}: run the command again to mend it")
    return path


def _keep(root: Path, folder: str, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        target = root / folder / name
        if _same(target, content):
            continue
        for above in _between(root, target.parent):
            files.make_folder(above)
        files.write(target, content)


def _home(names: Iterable[str]) -> PurePosixPath:
    """Where to stand so that the names lead to nothing outside: as deep as they go up."""
    ups = (PurePosixPath(os.path.normpath(name)).parts.count(os.pardir) for name in names)
    return PurePosixPath(*[INSIDE] * max(ups, default=0))


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
