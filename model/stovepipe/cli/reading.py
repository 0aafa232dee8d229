"""Reads the mission that a command is about, and tells it from a study."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from stovepipe.cli.screen.complaints import Complaint, problems_said, say
from stovepipe.scenario import Problem, Scenario, ScenarioError, load
from stovepipe.scenario.reading import kinds
from stovepipe.scenario.reading.yaml import read_yaml

if TYPE_CHECKING:
    from stovepipe.study.reading.study import Study


class Warned(Protocol):
    """What is sound, and may still be worth a look."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What may be meant, but is worth a look."""


Loaded = TypeVar("Loaded", bound=Warned)


def read(config: Path, code: int, quiet: bool = False) -> Scenario:
    """The scenario; its warnings are said.

    Raises:
        Complaint: all that is wrong with it.
    """
    if is_study(config):
        raise Complaint(
            f"{config} is a study, not a mission: stovepipe compare {config} compares its structures", code
        )
    return _sound(load, config, code, quiet)


def is_study(path: Path) -> bool:
    """Whether a file is a study, by its keys. What cannot be read is taken for a mission."""
    return kinds.is_study(_keys(path))


def is_mission(path: Path) -> bool:
    """Whether a file is a mission, by its keys. What cannot be read is taken for a study."""
    return kinds.is_mission(_keys(path))


def _keys(path: Path) -> Iterable[str]:
    try:
        root = read_yaml(path).value
    except ScenarioError:
        return ()
    return root if isinstance(root, dict) else ()


def read_study(path: Path, code: int, quiet: bool = False) -> Study:
    """The study; its warnings are said.

    Raises:
        Complaint: all that is wrong with it.
    """
    from stovepipe.study.reading.study import load_study

    if is_mission(path):
        raise Complaint(f"{path} is a mission, not a study: stovepipe run {path} runs it", code)
    return _sound(load_study, path, code, quiet)


def _sound(loaded: Callable[[Path], Loaded], path: Path, code: int, quiet: bool) -> Loaded:
    """What is loaded from a file that is sound; its warnings are said."""
    try:
        found = loaded(path)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, path), code) from None
    for warning in () if quiet else found.warnings:
        say(f"warning: {warning}")
    return found
