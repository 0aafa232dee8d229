"""A mission or a study: what a file is, by the keys that it has at the top."""

from __future__ import annotations

from collections.abc import Iterable

_OF_A_MISSION = frozenset(
    {"mission", "extends", "start", "horizon", "classes", "sources", "stations", "channels"}
)
_OF_A_STUDY = frozenset({"study", "base", "structures", "grid", "outcomes", "factors", "sensitivity"})


def is_study(keys: Iterable[str]) -> bool:
    """Whether a file with these keys is a study.

    >>> is_study(["study", "mission"]), is_study(["structures", "outcomes"]), is_study(["stations"])
    (False, True, False)
    """
    there = set(keys)
    return bool(there & _OF_A_STUDY) and not there & _OF_A_MISSION


def is_mission(keys: Iterable[str]) -> bool:
    """Whether a file with these keys is a mission, or a part of one."""
    there = set(keys)
    return bool(there & _OF_A_MISSION) and not there & _OF_A_STUDY
