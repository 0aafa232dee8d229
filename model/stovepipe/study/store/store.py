"""The results store of a study: one folder, to which many runs may add, and which no kill can damage.

What a replication's part holds is decided by its address (`stovepipe.study.store.part.Address`); the name of
its file has the first digits of the SHA-256 of its content. So a part says itself what it is and whether it
is whole, nothing has to be written down before or after it, and what is there can be used by any study that
needs it. The manifest is an index, made from the parts; what differs from session to session has a log.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.reading_outcomes import Reading, Readings
from stovepipe.study.store import files
from stovepipe.study.store.claim import MANIFEST, PARTS, StoreError, check_folder, explained, taken
from stovepipe.study.store.lock import Lock
from stovepipe.study.store.part import FORMAT, Address, NotThisPart, Part, check_part, read_part
from stovepipe.study.store.provenance import code, git_state, machine, versions

SESSIONS, CONFIGURATIONS = "sessions.jsonl", "configurations"
NAME = re.compile(r"(\d+)-(\d+)\.([0-9a-f]{16})\.parquet")


@dataclass(frozen=True)
class Block:
    """A file of the store: replications of one structure."""

    path: Path
    numbers: range

    @classmethod
    def of(cls, path: Path) -> Block | None:
        """The block that a file's name tells of; None if it is no part's name."""
        named = NAME.fullmatch(path.name)
        return None if named is None else cls(path, range(int(named[1]), int(named[2]) + 1))


class Store:
    """The results of a study, in a folder. Make one with `open`; use it in a ``with`` block.

    Attributes:
        path: the folder.
        study: whose results it holds.
        remarks: what was found amiss, for the user.
    """

    def __init__(self, path: Path, study: Study, lock: Lock | None) -> None:
        self.path, self.study = path, study
        self.remarks: list[str] = []
        self._lock = lock
        self._addresses: dict[str, Address] = {}
        self._wanted: dict[str, int] = {}
        self._blocks: dict[str, dict[int, Block]] = {}
        self._digests: dict[Path, str] = {}
        self._readings: dict[tuple[str, str], dict[int, Reading]] = {}

    @classmethod
    def open(cls, folder: str | Path, study: Study, command: str = "", write: bool = True) -> Self:
        """Take a folder for a study: a new or empty one, or one that holds results of studies already.

        Args:
            folder: where.
            study: what is asked.
            command: how this was started, for the log.
            write: whether results are to be added. If not, others may use the folder at the same time.

        Raises:
            StoreError: it cannot be written to, is in use, holds something else, or was written by a
                stovepipe whose stores this one cannot read.
        """
        path = Path(folder)
        lock = taken(path) if write else None
        try:
            check_folder(path)
            store = cls(path, study, lock)
            for structure in study.structures:
                store.register(structure)
            if write:
                store._begin(command)
            return store
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def register(self, structure: Structure) -> Address:
        """Let the store know a structure: one of the study, or a point of a design.

        Raises:
            ValueError: another structure has that name.
        """
        asked = sorted({outcome.measure for outcome in self.study.outcomes})
        keep = self.study.keep
        address = Address(
            scenario=structure.scenario.digest,
            seed=self.study.seed,
            keep="tables" if keep == "tables" else "outcomes",
            measures=() if keep == "tables" else tuple(asked),
            code=code(),
        )
        if self._addresses.setdefault(structure.name, address) != address:
            raise ValueError(f"two structures that differ are called {structure.name!r}")
        return address

    @property
    def kept(self) -> int:
        """How many replications of all structures that it knows are there and whole.

        Raises:
            StoreError: the folder cannot be read.
        """
        return sum(len(self._held(address)) for address in set(self._addresses.values()))

    def held(self, structure: str) -> tuple[int, ...]:
        """The replications of a structure that are there and whole.

        Raises:
            KeyError: there is no such structure.
            StoreError: the folder cannot be read.
        """
        return tuple(sorted(self._held(self._addresses[structure])))

    def want(self, structure: str, replications: int) -> tuple[int, ...]:
        """Say how many replications of a structure are asked for; those that are still to be run."""
        self._wanted[structure] = replications
        held = self._held(self._addresses[structure])
        return tuple(number for number in range(replications) if number not in held)

    def add(self, structure: str, numbers: Sequence[int], content: bytes) -> None:
        """Keep a part.

        Raises:
            StoreError: the disk is full, say, or the store was opened for reading only.
        """
        if self._lock is None:
            raise StoreError(f"{self.path} is open for reading only")
        address = self._addresses[structure]
        digest = files.sha256(content)
        name = f"{numbers[0]:05d}-{numbers[-1]:05d}.{digest[:16]}.parquet"
        path = self.path / PARTS / address.key / name
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, content)
        self._digests[path] = digest
        _take(self._held(address), Block(path, range(numbers[0], numbers[-1] + 1)))

    def records(self, structure: str, outcome: str | Outcome, replications: int | None = None) -> Readings:
        """What each replication of a structure says of an outcome, in order of replication.

        Args:
            structure: its name.
            outcome: one of the study, by name; or, where tables are kept, any.
            replications: the first so many; unless stated, as many as were last asked for, or all there are.

        Raises:
            KeyError: there is no such structure or outcome.
            StoreError: so many replications are not there, or of only some outcomes something was kept.
        """
        asked = self.study.outcome(outcome) if isinstance(outcome, str) else outcome
        address = self._addresses[structure]
        if address.keep == "outcomes" and asked.measure not in address.measures:
            raise StoreError(
                f"{self.path} keeps outcomes of other studies: {asked.title} was not asked. "
                "Add it to the study file and run again, or keep: tables"
            )
        held = self._held(address)
        count = replications
        if count is None:
            count = self._wanted.get(structure, _in_a_row(held))
        missing = [number for number in range(count) if number not in held]
        if missing:
            raise StoreError(
                f"{self.path} has {count - len(missing)} of {count} replications of {structure}: "
                "run the study to its end"
            )
        known = dict(self._readings.get((address.key, asked.measure), {}))
        for block in _in_order(held[number] for number in range(count) if number not in known):
            known |= self._read(address, block, asked)
        return Readings(asked, tuple(range(count)), tuple(known[number] for number in range(count)))

    def tables(self, structure: str, number: int) -> Mapping[str, Any]:
        """What is kept of a replication: deliveries, outcomes, stations, classes, channels and hurdles.

        Raises:
            KeyError: there is no such structure, or the replication is not there.
            StoreError: the study keeps outcomes only.
        """
        address = self._addresses[structure]
        if address.keep != "tables":
            raise StoreError(f"{self.path} keeps no tables: the study says keep: outcomes")
        return self._part(address, self._held(address)[number]).tables[number]

    def close(self) -> None:
        """Write the index, and let others use the folder; twice does no harm.

        Raises:
            StoreError: the disk is full, say.
        """
        if self._lock is None:
            return
        try:
            self._log({"closed": _now(), "remarks": self.remarks})
            self._write_manifest()
        finally:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else it would hide what went wrong first
                raise

    def _begin(self, command: str) -> None:
        with explained(self.path):
            for unfinished in self.path.rglob(".*.unfinished"):
                unfinished.unlink(missing_ok=True)
        if not (self.path / MANIFEST).exists():  # the first to be there: it says what the folder is
            self._write_manifest()
        with explained(self.path):
            for structure in self.study.structures:
                canonical = structure.scenario.canonical.encode()
                target = self.path / CONFIGURATIONS / f"{structure.scenario.digest[:20]}.json"
                if not target.exists() or target.read_bytes() != canonical:
                    target.parent.mkdir(exist_ok=True)
                    files.write(target, canonical)
        self._log(
            {
                "opened": _now(),
                "command": command,
                "versions": versions(),
                "machine": machine(),
                "git": git_state(self.study.path),
            }
        )

    def _log(self, entry: Mapping[str, Any]) -> None:
        with explained(self.path / SESSIONS):
            files.append(self.path / SESSIONS, f"{json.dumps(entry, ensure_ascii=False)}\n".encode())

    def _write_manifest(self) -> None:
        """The index depends on the study and on the parts that are there, and on nothing else."""
        with explained(self.path):
            manifest = {
                "study_format": FORMAT,
                "study": json.loads(self.study.canonical),
                "code": code(),
                "structures": {
                    name: {"digest": address.scenario, "parts": address.key}
                    for name, address in sorted(self._addresses.items())
                },
                "parts": {
                    folder.name: [self._entry(path) for path in self._whole(folder)]
                    for folder in sorted((self.path / PARTS).glob("*"))
                },
            }
            text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
            files.write(self.path / MANIFEST, text.encode())

    def _whole(self, folder: Path) -> list[Path]:
        """The parts in a folder: of a structure that is known, those that hold its replications."""
        if folder.name in self._blocks:
            return sorted({block.path for block in self._blocks[folder.name].values()})
        return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))

    def _entry(self, path: Path) -> dict[str, Any]:
        digest = self._digests.get(path) or files.sha256(path.read_bytes())
        return {"file": path.name, "bytes": path.stat().st_size, "sha256": digest}

    def _held(self, address: Address) -> dict[int, Block]:
        """The block that holds each replication; what is no sound part is said, and left out."""
        if address.key not in self._blocks:
            held = self._blocks[address.key] = {}
            folder = self.path / PARTS / address.key
            with explained(folder, "read"):
                found = sorted(folder.iterdir()) if folder.exists() else []
            for path in found:
                if (block := self._sound(address, path)) is not None:
                    _take(held, block)
        return self._blocks[address.key]

    def _sound(self, address: Address, path: Path) -> Block | None:
        block = Block.of(path)
        if block is None:
            self.remarks.append(f"{path} is no part of this store: it is left alone")
            return None
        try:
            check_part(self._content(block), address, block.numbers)
        except NotThisPart as error:
            said = _replications(block.numbers)
            self.remarks.append(f"{path} is {error}: {said} to be run again")
            return None
        return block

    def _content(self, block: Block) -> bytes:
        """The bytes of a block.

        Raises:
            NotThisPart: they are not those that were written.
        """
        with explained(block.path, "read"):
            content = block.path.read_bytes()
        digest = files.sha256(content)
        if f".{digest[:16]}." not in block.path.name:
            raise NotThisPart("damaged")
        self._digests[block.path] = digest
        return content

    def _part(self, address: Address, block: Block) -> Part:
        return read_part(self._content(block), address, block.numbers)

    def _read(self, address: Address, block: Block, asked: Outcome) -> dict[int, Reading]:
        """What the replications of a block say. The numbers of all the study's outcomes are remembered."""
        try:
            part = self._part(address, block)
        except NotThisPart as error:
            raise StoreError(f"{block.path} is {error}: run the study again to mend it") from None
        for outcome in self.study.outcomes:
            if outcome.form != "quantile":
                known = self._readings.setdefault((address.key, outcome.measure), {})
                known.update({number: part.read(outcome, number) for number in block.numbers})
        return {number: part.read(asked, number) for number in block.numbers}


def _take(held: dict[int, Block], block: Block) -> None:
    if any(number not in held for number in block.numbers):
        held.update(dict.fromkeys(block.numbers, block))


def _in_a_row(numbers: Container[int]) -> int:
    """How many numbers there are from 0 on without a gap."""
    return next(number for number in itertools.count() if number not in numbers)


def _in_order(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block once."""
    yield from dict.fromkeys(blocks)


def _replications(numbers: range) -> str:
    if len(numbers) == 1:
        return f"replication {numbers[0]} is"
    return f"replications {numbers[0]} to {numbers[-1]} are"


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
