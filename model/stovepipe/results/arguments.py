"""Arguments as Python users give them: read, or refused with what is needed."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from numbers import Real
from os import PathLike, fspath
from typing import Any

from stovepipe.scenario import Scenario, load
from stovepipe.study.reading.altered import altered
from stovepipe.study.reading.study import Study, load_study, make_study


def study_of(study: Any) -> Study:
    """A study: itself, the path of its file, or what the file would say.

    Raises:
        TypeError: it is of another kind.
    """
    if isinstance(study, Mapping):
        return make_study(study)
    if not isinstance(study, Study | str | PathLike):
        raise TypeError(f"study: a study, the path of its file or a map is needed, not {study!r}")
    return study if isinstance(study, Study) else load_study(study)


def workers_of(workers: Any) -> int | str | None:
    """A number of processes, or the address of a cluster.

    Raises:
        TypeError: it is of another kind.
    """
    return workers if workers is None or isinstance(workers, str) else whole("workers", workers, 1)


def path_of(out: Any) -> str | None:
    """The path of a folder, or None.

    Raises:
        TypeError: it is of another kind.
    """
    if out is not None and not isinstance(out, str | PathLike):
        raise TypeError(f"out: the path of a folder is needed, not {out!r}")
    return None if out is None else fspath(out)


def progress_of(progress: Any) -> Callable[[int, int], object] | None:
    """A function that is told how far the work is, or None.

    Raises:
        TypeError: it cannot be called.
    """
    if progress is not None and not callable(progress):
        raise TypeError(f"progress: a function of two numbers is needed, not {progress!r}")
    found: Callable[[int, int], object] | None = progress
    return found


def level_of(level: Any) -> float | None:
    """A confidence level, or None.

    Raises:
        TypeError: it is of another kind.
    """
    if level is not None and (isinstance(level, bool) or not isinstance(level, Real)):
        raise TypeError(f"level: a number between 0 and 1 is needed, not {level!r}")
    if level is not None and not 0 < float(level) < 1:
        raise ValueError(f"level: a number between 0 and 1 is needed, such as 0.95, not {level}")
    return None if level is None else float(level)


def scenario_of(mission: Any) -> Scenario:
    """A scenario: itself, or the path of a configuration.

    Raises:
        TypeError: it is of another kind.
    """
    if not isinstance(mission, Scenario | str | PathLike):
        raise TypeError(f"mission: a scenario or the path of a configuration is needed, not {mission!r}")
    return mission if isinstance(mission, Scenario) else load(mission)


def asked_study(study: Any, replications: Any = None, seed: Any = None, level: Any = None) -> Study:
    """A study with other numbers than it says, where they are given.

    Raises:
        ScenarioError: the study is not sound.
        TypeError: an argument is of another kind.
        ValueError: a number is out of range.
    """
    return altered(
        study_of(study),
        None if replications is None else whole("replications", replications, 1),
        None if seed is None else whole("seed", seed, 0),
        level_of(level),
    )


def whole(name: str, value: Any, least: int) -> int:
    """A whole number: what counts as one, numpy's too, but not True.

    Raises:
        TypeError: it is not a whole number.
        ValueError: it is less than the least that is allowed.
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: a whole number is needed, not {value!r}") from None
    if number < least:
        raise ValueError(f"{name}: {least} or more is needed, not {number}")
    return number
