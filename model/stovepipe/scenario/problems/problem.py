"""What can be wrong with a configuration, and how it is said: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from stovepipe.letters import brief, readable


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One problem, at the place where the offending text was written.

    `line` and `column` count from 1. `where` is the dotted path of the key in the configuration, if any.

    >>> print(Problem("gao.yaml", 12, 7, "stations.gao.work", 'unknown unit "hous"', 'did you mean "hours"?'))
    gao.yaml:12:7: stations.gao.work: unknown unit "hous"; did you mean "hours"?
    """

    file: str
    line: int
    column: int
    where: str
    what: str
    hint: str = ""

    def __post_init__(self) -> None:
        """What is said repeats what was read; it is kept short, and free of what does not show."""
        for field in ("where", "what", "hint"):
            object.__setattr__(self, field, brief(readable(getattr(self, field))))

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        hint = f"; {self.hint}" if self.hint else ""
        return f"{readable(self.file)}:{self.line}:{self.column}: {said}{hint}"


class ScenarioError(Exception):
    """A configuration that cannot be used: all its problems, sorted by file, line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value.

    `at` leads from that value to the offending part of it; `on_key`: what is wrong is the key there, not what
    it holds; `elsewhere`: it is not in the configuration at all, but at that place of a data file.
    """

    what: str
    hint: str = ""
    at: tuple[str | int, ...] = ()
    on_key: bool = False
    elsewhere: Mark | None = None

    def within(self, *path: str | int, on_key: bool = False) -> Fault:
        """The same fault, seen from further out."""
        return replace(self, at=path + self.at, on_key=self.on_key or on_key)


class Faults(ValueError):
    """Raised by what reads one value: everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.what for fault in faults))


def fault(what: str, hint: str = "", at: tuple[str | int, ...] = ()) -> Faults:
    """A single fault, ready to raise."""
    return Faults(Fault(what, hint, at))


@contextmanager
def at(*path: str | int) -> Iterator[None]:
    """Whatever is found wrong inside the block is wrong with what stands at `path`."""
    try:
        yield
    except Faults as error:
        raise Faults(*(each.within(*path) for each in error.faults)) from None
