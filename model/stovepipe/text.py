"""Words for people: lists, counts, and the word that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


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


def counted(number: int, thing: str, things: str = "") -> str:
    """A number of things; `things` where an s is not enough.

    >>> counted(1, "row"), counted(3_000, "row"), counted(2, "class", "classes")
    ('1 row', '3,000 rows', '2 classes')
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def reason_of(error: OSError) -> str:
    """Why the system refused something, as the end of a sentence.

    >>> reason_of(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    """
    return (error.strerror or str(error)).lower()


def listed(words: Iterable[object], joint: str = "and") -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    texts = [str(word) for word in words]
    return f" {joint} ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
