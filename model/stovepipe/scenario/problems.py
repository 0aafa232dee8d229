"""What can be wrong with a configuration, and how it is said: where, what, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from stovepipe.scenario.letters import readable, shortened


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
            object.__setattr__(self, field, shortened(readable(getattr(self, field))))

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


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None.

    >>> near_miss("translaters", ["translators", "analysts"])
    'translators'
    """
    words = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    folded = word.casefold()
    close = difflib.get_close_matches(folded, words, n=1, cutoff=0.7)
    close += [each for each in words if min(len(each), len(folded)) > 2 and _begins_alike(each, folded)]
    return words[close[0]] if close else None


def _begins_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def did_you_mean(word: str, known: Iterable[str], *, list_up_to: int = 12) -> str:
    """A hint for an unknown word: the near miss, else what there is (if that is a short list)."""
    known = list(known)
    close = near_miss(word, known)
    if close is not None:
        return f'did you mean "{close}"?'
    return f"there is {listed(known)}" if 0 < len(known) <= list_up_to else ""


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "row"), counted(3, "row")
    ('1 row', '3 rows')
    """
    return f"{number} {thing}{'s' * (number != 1)}"


def listed(words: Iterable[object], joint: str = "and") -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    texts = [str(word) for word in words]
    return f" {joint} ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
