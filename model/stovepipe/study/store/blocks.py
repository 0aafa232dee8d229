"""Which replications lie where: the files of one address, looked at, and what is amiss with them."""

from __future__ import annotations

import errno
import re
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stovepipe.study.store import files
from stovepipe.study.store.claim import StoreError, explained
from stovepipe.study.store.part import LARGEST_BLOCK, Address, NotThisPart, check_part
from stovepipe.text import reason_of

NAME = re.compile(r"(\d{5,7})-(\d{5,7})\.([0-9a-f]{16})\.parquet")
OUT_OF_MEANS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What the system answers when it is this process that lacks something, and no file is at fault."""


@dataclass(frozen=True)
class Block:
    """A file of the store: replications of one structure.

    Attributes:
        path: of the file.
        numbers: the replications.
        address: what it says that it holds.
    """

    path: Path
    numbers: range
    address: Address

    @classmethod
    def named(cls, path: Path, address: Address) -> Block | None:
        """The block that a file's name tells of; None if it is not a part's name."""
        if (found := NAME.fullmatch(path.name)) is None:
            return None
        numbers = range(int(found[1]), int(found[2]) + 1)
        return cls(path, numbers, address) if 0 < len(numbers) <= LARGEST_BLOCK else None

    @classmethod
    def at(cls, folder: Path, numbers: range, address: Address, digest: str) -> Block:
        """The block of a part with that digest."""
        name = f"{numbers[0]:05d}-{numbers[-1]:05d}.{digest[:16]}.parquet"
        return cls(folder / name, numbers, address)

    def content(self) -> bytes:
        """Its bytes.

        Raises:
            NotThisPart: they are not those that were written.
            StoreError: this process may not open another file, say.
        """
        with self._readable():
            content = files.read(self.path)
        self._compare(files.sha256(content))
        return content

    def check(self) -> str:
        """The digest of its bytes, which are those of the part that its name and place say.

        Raises:
            NotThisPart: they are not.
            StoreError: as for `content`.
        """
        with self._readable(), files.opened(self.path) as file:
            digest = files.digest(file)
            self._compare(digest)
            file.seek(0)
            check_part(file, self.address, self.numbers)
        return digest

    def _compare(self, digest: str) -> None:
        if f".{digest[:16]}." not in self.path.name:
            raise NotThisPart("damaged")

    def _readable(self) -> _Readable:
        return _Readable(self.path)


class _Readable:
    """Tells what is wrong with a file from what this process lacks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            if error.errno in OUT_OF_MEANS:
                raise StoreError(f"{self._path} cannot be read: {reason_of(error)}") from None
            raise NotThisPart(f"unreadable ({reason_of(error)})") from None


class Blocks:
    """The blocks of one address, by the replications that they hold.

    Attributes:
        folder: where they lie.
        held: the block of each replication.
    """

    def __init__(self, folder: Path, address: Address) -> None:
        """Look at what is there.

        Raises:
            StoreError: the folder cannot be read, or is a link.
        """
        self.folder, self._address = folder, address
        self.held: dict[int, Block] = {}
        self._digests: dict[Path, str] = {}
        self._amiss: list[tuple[Block, str]] = []
        with explained(folder, "read"):
            files.check_folder(folder)
            found = sorted(folder.iterdir()) if folder.exists() else []
        for path in found:
            if (block := Block.named(path, address)) is not None:
                self._look_at(block)

    def remarks(self, held: Container[int]) -> list[str]:
        """What is amiss, so far as replications are missing for it: others may hold them."""
        return [
            f"{block.path} is {what}: {_replications(block.numbers)} to be run again"
            for block, what in self._amiss
            if any(number not in held for number in block.numbers)
        ]

    @property
    def entries(self) -> list[dict[str, object]]:
        """The blocks that are in use, for the index."""
        used = sorted({block.path for block in self.held.values()})
        return [
            {"file": path.name, "bytes": path.stat().st_size, "sha256": self._digests[path]} for path in used
        ]

    def add(self, numbers: range, content: bytes) -> None:
        """Write a part.

        Raises:
            OSError: it cannot be written.
        """
        digest = files.sha256(content)
        block = Block.at(self.folder, numbers, self._address, digest)
        files.make_folder(self.folder)
        if block.path.is_dir() and not block.path.is_symlink():  # somebody's, with our name
            block.path.rename(block.path.with_name(f"{block.path.name}.aside"))
        try:
            files.write(block.path, content)
            self._take(block, digest)
        except BaseException:
            # Ctrl-C may come when the file has its name already: then it is kept, and is to count as kept.
            with suppress(NotThisPart, StoreError):
                self._take(block, block.check())
            raise

    def _look_at(self, block: Block) -> None:
        try:
            digest = block.check()
        except NotThisPart as error:
            self._amiss.append((block, str(error)))
        else:
            self._take(block, digest)

    def _take(self, block: Block, digest: str) -> None:
        if any(number not in self.held for number in block.numbers):
            self.held.update(dict.fromkeys(block.numbers, block))
            self._digests[block.path] = digest


def _replications(numbers: range) -> str:
    if len(numbers) == 1:
        return f"replication {numbers[0]} is"
    return f"replications {numbers[0]} to {numbers[-1]} are"
