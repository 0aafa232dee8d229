"""A results folder: the parts of each replication as they finish, and a manifest that says what they are.

Killed at any moment, the folder holds every replication whose parts were complete. While a run lasts, a
journal lists them, one line each; when it ends, in whatever way, the list moves to the manifest.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from stovepipe.study.running.replicate import Replication
from stovepipe.study.store import files
from stovepipe.study.store.lock import LOCK, FolderInUse, Lock
from stovepipe.study.store.provenance import machine, versions
from stovepipe.study.store.record import About, Record

MANIFEST, JOURNAL = "manifest.json", "journal.jsonl"
FORMAT = 1
RUNNING, INTERRUPTED, DONE = "running", "interrupted", "done"

Part = dict[str, Any]


class FolderError(Exception):
    """A results folder cannot be used: what is wrong, and what to do about it."""


class Folder:
    """A results folder in use by one run. Make one with `begin`; no other process can until `release`.

    Attributes:
        path: where it is.
        remarks: what was found amiss with what had been finished, for the user.
    """

    def __init__(self, path: Path, manifest: dict[str, Any], lock: Lock) -> None:
        self.path = path
        self.remarks: list[str] = []
        self._manifest = manifest
        self._lock = lock
        self._finished: dict[int, list[Part]] = {}

    @property
    def finished(self) -> tuple[int, ...]:
        """The replications whose parts are complete."""
        return tuple(sorted(self._finished))

    @property
    def missing(self) -> tuple[int, ...]:
        """The replications that are still to be run."""
        return tuple(n for n in range(self._manifest["replications"]) if n not in self._finished)

    def add(self, replication: Replication) -> None:
        """Keep a replication.

        Raises:
            FolderError: the disk is full, say.
        """
        parts = []
        for name, table in replication.tables.items():
            file = _part(name, replication.number)
            content = files.parquet(table)
            self._write(file, content)
            parts.append(
                {
                    "file": file,
                    "table": name,
                    "replication": replication.number,
                    "rows": len(table),
                    "sha256": files.sha256(content),
                }
            )
        line = json.dumps({"replication": replication.number, "parts": parts}, separators=(",", ":"))
        self._finished[replication.number] = parts
        with _explained(self.path / JOURNAL):
            files.append(self.path / JOURNAL, f"{line}\n".encode())

    def conclude(self, estimates: Mapping[str, Any], summaries: Mapping[str, bytes]) -> None:
        """Keep what all replications say together: estimates, in the manifest, and further files by name.

        Raises:
            FolderError: the disk is full, say.
        """
        for file, content in summaries.items():
            self._write(file, content)
        self._manifest["estimates"] = dict(estimates)
        self._manifest["summaries"] = [
            {"file": file, "sha256": files.sha256(content)} for file, content in summaries.items()
        ]

    def close(self, status: str) -> None:
        """Write down how the run ended. What was finished stays.

        Raises:
            FolderError: the disk is full, say.
        """
        self._manifest["sessions"][-1] |= {"finished": _now(), "status": status}
        self._manifest["status"] = status
        self._write_manifest()
        (self.path / JOURNAL).unlink(missing_ok=True)

    def release(self) -> None:
        """Let others use the folder, however the run ended."""
        self._lock.release()

    def record(self) -> Record:
        """What is there."""
        return _record(self.path, self._manifest["about"], self.finished)

    def _write(self, file: str, content: bytes) -> None:
        target = self.path / file
        with _explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            files.write(target, content)

    def _write_manifest(self) -> None:
        parts = [part for number in self.finished for part in self._finished[number]]
        self._manifest |= {"rows": _rows(parts), "parts": parts}
        self._write(MANIFEST, (json.dumps(self._manifest, indent=1, ensure_ascii=False) + "\n").encode())

    def _open(self, recorded: dict[int, list[Part]]) -> None:
        """Take over what an earlier run finished, if it is still what it was, and begin."""
        for number, parts in sorted(recorded.items()):
            changed = [part["file"] for part in parts if not self._holds(part)]
            if changed:
                self.remarks.append(
                    f"{self.path / changed[0]} is missing or is not what was written: "
                    f"replication {number} is run again"
                )
            else:
                self._finished[number] = parts
        for unfinished in self.path.rglob(".*.unfinished"):
            unfinished.unlink(missing_ok=True)
        self._write_manifest()
        (self.path / JOURNAL).unlink(missing_ok=True)

    def _holds(self, part: Part) -> bool:
        try:
            return bool(files.sha256((self.path / part["file"]).read_bytes()) == part["sha256"])
        except OSError:
            return False


def begin(
    path: Path,
    about: About,
    replications: int,
    configuration: Mapping[str, Any],
    command: str,
    resume: bool = False,
) -> Folder:
    """Take a folder for a run: a new or empty one, or, to resume, one that holds a part of the same run.

    Args:
        path: the folder.
        about: what is run.
        replications: how many in all.
        configuration: what the manifest says of it.
        command: how the run was started.
        resume: whether to continue what the folder holds.

    Raises:
        FolderError: it cannot be written to, is in use, or holds something else.
    """
    with ExitStack() as on_failure:
        with _explained(path):
            path.mkdir(parents=True, exist_ok=True)
            lock = on_failure.enter_context(_taken(path))
            occupied = any(not _of_nobody(entry) for entry in path.iterdir())
        old = _read_manifest(path) if occupied else None
        if occupied:
            _check(path, old, about, replications, resume)
        session = {"command": command, "started": _now(), "versions": versions(), "machine": machine()}
        manifest = {
            "format": FORMAT,
            "status": RUNNING,
            "about": _plain(about),
            "replications": replications,
            "configuration": dict(configuration),
            "sessions": [*(old or {}).get("sessions", ()), session],
        }
        folder = Folder(path, manifest, lock)
        with _explained(path):
            folder._open(_recorded(path, old) if old else {})
        on_failure.pop_all()
    return folder


def _of_nobody(entry: Path) -> bool:
    """Whether a file is a lock, or what a run that was killed had begun to write: it holds nothing."""
    return entry.name == LOCK or (entry.name.startswith(".") and entry.name.endswith(".unfinished"))


def read_record(path: str | os.PathLike[str]) -> Record:
    """What a results folder holds; a run that was interrupted has fewer replications.

    Raises:
        FolderError: it is no results folder, or holds no finished replication.
    """
    folder = Path(path)
    manifest = _read_manifest(folder)
    if manifest is None:
        raise FolderError(f"{folder} is no results folder: it has no {MANIFEST}")
    numbers = tuple(sorted(_recorded(folder, manifest)))
    if not numbers:
        raise FolderError(f"{folder} holds no finished replication; continue its run with --resume")
    return _record(folder, manifest["about"], numbers)


def _taken(path: Path) -> Lock:
    try:
        return Lock.take(path)
    except FolderInUse as error:
        raise FolderError(f"{error}, or choose another folder with --out") from None


def _part(name: str, number: int) -> str:
    return f"tables/{name}/{number:05d}.parquet"


def _record(path: Path, about: Mapping[str, Any], numbers: tuple[int, ...]) -> Record:
    def load(name: str, number: int) -> pd.DataFrame:
        part = path / _part(name, number)
        try:
            return files.read_parquet(part)
        except (OSError, ValueError):  # what is no Parquet is a ValueError
            raise FolderError(
                f"{part} is missing or damaged: continue its run with --resume to mend it"
            ) from None

    start = dt.datetime.fromisoformat(about["start"])
    return Record(replace(About(**about), start=start), numbers, load)


def _check(path: Path, old: dict[str, Any] | None, about: About, replications: int, resume: bool) -> None:
    """Refuse a folder that holds something else."""
    if old is None:
        raise FolderError(f"{path} is not empty and holds no results; choose another folder with --out")
    if not resume:
        state = "a finished run" if old["status"] == DONE else "a run that was interrupted"
        raise FolderError(
            f"{path} already holds {state}; choose another folder with --out, or add --resume to continue it"
        )
    now = _plain(about)
    before = old["sessions"][-1]["versions"]["stovepipe"]
    differences = [
        said
        for differs, said in (
            (old["about"]["digest"] != now["digest"], "another configuration"),
            (old["about"]["seed"] != now["seed"], f"seed {old['about']['seed']}, not {now['seed']}"),
            (
                old["about"]["trajectory"] != now["trajectory"],
                "the trajectory (--trajectory)" if old["about"]["trajectory"] else "no trajectory",
            ),
            (before != versions()["stovepipe"], f"results of stovepipe {before}"),
            (
                old["replications"] > replications,
                f"{old['replications']} replications, more than {replications}",
            ),
        )
        if differs
    ]
    if differences:
        raise FolderError(
            f"{path} cannot be continued: it holds {' and '.join(differences)}; "
            "choose another folder with --out"
        )


def _read_manifest(path: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FolderError(f"{path / MANIFEST} cannot be read: {_reason(error)}") from None
    except ValueError:
        raise FolderError(f"{path / MANIFEST} is damaged; choose another folder with --out") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise FolderError(f"{path / MANIFEST} is not one that this stovepipe can read; choose another folder")
    return manifest


def _recorded(path: Path, manifest: Mapping[str, Any]) -> dict[int, list[Part]]:
    """The parts of each finished replication; a last line of the journal cut short does not count."""
    recorded: dict[int, list[Part]] = {}
    for part in manifest.get("parts", ()):
        recorded.setdefault(part["replication"], []).append(part)
    journal = path / JOURNAL
    for line in journal.read_bytes().splitlines(keepends=True) if journal.exists() else ():
        if line.endswith(b"\n"):
            entry = json.loads(line)
            recorded[entry["replication"]] = entry["parts"]
    return recorded


def _plain(about: About) -> dict[str, Any]:
    return asdict(about) | {"start": about.start.isoformat()}


def _rows(parts: list[Part]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for part in parts:
        rows[part["table"]] = rows.get(part["table"], 0) + part["rows"]
    return rows


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class _explained:
    """Turns what the system says about a file into what the user can do about it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, OSError):
            path = error.filename or self._path
            raise FolderError(f"{path} cannot be written: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
