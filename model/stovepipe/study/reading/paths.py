"""Paths of numbers, and patterns that stand for several of them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from stovepipe.text import did_you_mean


def is_pattern(path: str) -> bool:
    """Whether a path may stand for several numbers.

    >>> is_pattern("channels.*.transit"), is_pattern("channels.link.transit")
    (True, False)
    """
    return "*" in path or "?" in path


def matching(patterns: Iterable[str], names: Iterable[str]) -> set[str]:
    """The names that a path or pattern stands for: ``*`` is any number of steps, ``?`` one letter."""
    patterns = [pattern.replace("[", "[[]") for pattern in patterns]
    return {name for name in names for pattern in patterns if fnmatchcase(name, pattern)}


def near(pattern: str, names: Iterable[str]) -> str:
    """A hint for a path that stands for nothing: what may have been meant, or its first unknown step."""
    names = sorted(names)
    if not is_pattern(pattern) and (hint := did_you_mean(pattern, names, list_up_to=0)):
        return hint
    known = sorted({step for name in names for step in name.split(".")})
    for step in pattern.split("."):
        if not is_pattern(step) and step not in known:
            return did_you_mean(step, known) or "stovepipe show lists the numbers that are assumed"
    return "* stands for any number of steps: stations.*.work*"
