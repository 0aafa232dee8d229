"""The results store: one folder, to which many runs and studies may add, and which no kill can damage.

What a replication's part holds is decided by its address (`stovepipe.study.store.part.Address`); the name of
its file has the first digits of the SHA-256 of its content. So a part says itself what it is and whether it
is whole, nothing has to be written down before or after it, and what is there can be used by any study that
needs it. The manifest is an index, made from the parts; what differs from session to session has a log.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.reading_outcomes import Reading, Readings, Tables
from stovepipe.study.store import files
from stovepipe.study.store.blocks import Block, Blocks
from stovepipe.study.store.claim import (
    CONFIGURATIONS,
    FOLDERS,
    MANIFEST,
    PARTS,
    SESSIONS,
    NoManifest,
    StoreError,
    check_claim,
    explained,
    read_manifest,
    taken,
)
from stovepipe.study.store.configuration import keep_configuration, keep_overlays
from stovepipe.study.store.lock import Lock
from stovepipe.study.store.part import FORMAT, Address, NotThisPart, Part, read_part
from stovepipe.study.store.provenance import code, git_state, machine, versions

PASSING = frozenset({"evaluate"})
"""Questions whose points come from a caller and are not kept, so that no folder can answer them by itself."""


class Store:
    """The results of a study, in a folder. Make one with `open`; use it in a ``with`` block.

    Attributes:
        path: the folder.
        study: whose results it holds.
        question: which is asked: `run`, `observe`, `compare`, `select`, `sensitivity` or `attribute`.
        remarks: what was found amiss, for the user.
    """

    def __init__(self, path: Path, study: Study, question: str, made_by: str, lock: Lock | None) -> None:
        self.path, self.study, self.question = path, study, question
        self.remarks: list[str] = []
        self._lock, self._code, self._passes = lock, made_by, False
        self._addresses: dict[str, Address] = {}
        self._wanted: dict[str, int] = {}
        self._blocks: dict[str, Blocks] = {}
        self._readings: dict[tuple[str, str], dict[int, Reading]] = {}

    @classmethod
    def open(
        cls,
        folder: str | Path,
        study: Study,
        command: str = "",
        write: bool = True,
        question: str = "compare",
        made_by: str | None = None,
    ) -> Self:
        """Take a folder for a study: a new or empty one, or one that holds results already.

        Args:
            folder: where.
            study: what is asked.
            command: how this was started, for the log.
            write: whether results are to be added. If not, others may use the folder at the same time.
            question: which is asked, for whoever opens the folder again.
            made_by: to read what another version made: the digest of its source code.

        Raises:
            StoreError: it cannot be written to, is in use, holds something else, or was written by a
                stovepipe whose stores this one cannot read.
        """
        path = Path(folder)
        lock = taken(path) if write else None
        try:
            check_claim(path)
            store = cls(path, study, question, made_by or code(), lock)
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
        keep = self.study.keep
        asked = {outcome.measure for outcome in self.study.outcomes} if keep == "outcomes" else ()
        address = Address(
            scenario=structure.scenario.digest,
            seed=self.study.seed,
            keep=keep,
            measures=tuple(sorted(asked)),
            code=self._code,
        )
        if self._addresses.setdefault(structure.name, address) != address:
            raise ValueError(f"two structures that differ are called {structure.name!r}")
        return address

    @property
    def writable(self) -> bool:
        """Whether results may be added."""
        return self._lock is not None

    @property
    def kept(self) -> int:
        """How many replications of all structures that it knows are there and whole.

        Raises:
            StoreError: the folder cannot be read.
        """
        return sum(len(self._there(address)) for address in set(self._addresses.values()))

    def held(self, structure: str) -> tuple[int, ...]:
        """The replications of a structure that are there and whole.

        Raises:
            KeyError: there is no such structure.
            StoreError: the folder cannot be read.
        """
        return tuple(sorted(self._there(self._addresses[structure])))

    def want(self, structure: str, replications: int) -> tuple[int, ...]:
        """Say how many replications of a structure are asked for; those that are still to be run."""
        self._wanted[structure] = replications
        there = self._there(self._addresses[structure])
        return tuple(number for number in range(replications) if number not in there)

    def add(self, structure: str, numbers: Sequence[int], content: bytes) -> None:
        """Keep a part.

        Raises:
            StoreError: the disk is full, say, or the store was opened for reading only.
        """
        if self._lock is None:
            raise StoreError(f"{self.path} is open for reading only")
        blocks = self._blocks_of(self._addresses[structure].of(numbers[0]))
        with explained(blocks.folder):
            files.make_folder(self.path / PARTS)
            blocks.add(range(numbers[0], numbers[-1] + 1), content)

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

    def tables(self, structure: str, number: int) -> Tables:
        """The tables that are kept of a replication, each read when it is asked for.

        Raises:
            KeyError: there is no such structure, or the replication is not there.
            StoreError: the study keeps outcomes only, or the part is damaged.
        """
        address = self._addresses[structure]
        if address.keep == "outcomes":
            raise StoreError(f"{self.path} keeps no tables: the study says keep: outcomes")
        return self._part(self._held(address)[number]).tables[number]

    def each(self, structure: str, table: str, numbers: Iterable[int]) -> Iterator[Any]:
        """A table of replications, one after the other; no more than one part is in memory at a time.

        Raises:
            KeyError: there is no such structure, or a replication or the table is not there.
            StoreError: the study keeps outcomes only, or a part is damaged.
        """
        held, part, block = self._held(self._addresses[structure]), None, None
        for number in numbers:
            if part is None or held[number] is not block:
                block = held[number]
                part = self._part(block)
            yield part.tables[number][table]

    def close(self) -> None:
        """Write the index, and let others use the folder; twice does no harm.

        Raises:
            StoreError: the disk is full, say.
        """
        if self._lock is None:
            return
        try:
            self._log({"closed": _now(), "remarks": self.remarks})
            if not self._passes:
                self._write_manifest(self._head | {"parts": self._index()})
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
            for folder in (self.path, *self._own_folders()):
                files.sweep(folder)
        try:
            found = read_manifest(self.path)
        except NoManifest:
            found = {}
        # What a folder answers by itself, it goes on answering.
        self._passes = self.question in PASSING and found.get("question", self.question) not in PASSING
        if not self._passes and {key: found.get(key) for key in self._head} != self._head:
            self._write_manifest(self._head | {"parts": {}})
        with explained(self.path):
            files.make_folder(self.path / CONFIGURATIONS)
            for structure in self.study.structures:
                keep_configuration(self.path / CONFIGURATIONS, structure.scenario)
            keep_overlays(self.path / CONFIGURATIONS, self.study)
        self._log(
            {
                "opened": _now(),
                "command": command,
                "versions": versions(),
                "machine": machine(),
                "git": git_state(self.study.path),
            }
        )

    def _own_folders(self) -> Iterator[Path]:
        for name in FOLDERS:
            folder = self.path / name
            if folder.is_dir():
                yield folder
                yield from (each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())

    def _log(self, entry: Mapping[str, Any]) -> None:
        with explained(self.path / SESSIONS):
            files.append_line(self.path / SESSIONS, files.json_bytes(entry))

    @property
    def _head(self) -> dict[str, Any]:
        """What the index says but for the parts: it depends on the question, and on nothing else."""
        return {
            "format": FORMAT,
            "question": self.question,
            "study": json.loads(self.study.said),
            "code": self._code,
            "structures": {
                name: {"digest": address.scenario, "parts": [each.key for each in address.serving]}
                for name, address in sorted(self._addresses.items())
            },
        }

    def _index(self) -> dict[str, Any]:
        with explained(self.path, "read"):
            found = {
                each.key: self._blocks_of(each).entries
                for _, address in sorted(self._addresses.items())
                for each in address.serving
            }
        return {key: entries for key, entries in found.items() if entries}

    def _write_manifest(self, manifest: Mapping[str, Any]) -> None:
        with explained(self.path / MANIFEST):
            files.write(self.path / MANIFEST, files.json_bytes(manifest, indent=1) + b"\n")

    def _blocks_of(self, address: Address) -> Blocks:
        if address.key not in self._blocks:
            self._blocks[address.key] = Blocks(self.path / PARTS / address.key, address)
        return self._blocks[address.key]

    def _held(self, address: Address) -> Mapping[int, Block]:
        """The block of each replication, from this address or one that holds more; what is amiss is said."""
        found = [self._blocks_of(each) for each in address.serving]
        held = ChainMap(*(each.held for each in found))
        for each in found:
            self.remarks += [remark for remark in each.remarks(held) if remark not in self.remarks]
        return held

    def _there(self, address: Address) -> set[int]:
        """The replications of which as much is there as is to be kept."""
        there = set(self._held(address))
        return there if 0 in self._held(address.of(0)) else there - {0}

    def _part(self, block: Block) -> Part:
        try:
            return read_part(block.content(), block.address, block.numbers)
        except NotThisPart as error:
            raise StoreError(f"{block.path} is {error}: run the study again to mend it") from None

    def _read(self, address: Address, block: Block, asked: Outcome) -> dict[int, Reading]:
        """What the replications of a block say. The numbers of all the study's outcomes are remembered."""
        part = self._part(block)
        for outcome in self.study.outcomes:
            if outcome.form != "quantile":
                known = self._readings.setdefault((address.key, outcome.measure), {})
                known.update({number: part.read(outcome, number) for number in block.numbers})
        return {number: part.read(asked, number) for number in block.numbers}


def _in_a_row(numbers: Container[int]) -> int:
    """How many numbers there are from 0 on without a gap."""
    return next(number for number in itertools.count() if number not in numbers)


def _in_order(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block once."""
    yield from dict.fromkeys(blocks)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
