"""Reads the mission that a command is about, and tells it from a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stovepipe.cli.screen.complaints import Complaint, problems_said, say
from stovepipe.scenario import Scenario, ScenarioError, load
from stovepipe.scenario.reading.yaml import plain, read_yaml

if TYPE_CHECKING:
    from stovepipe.study.reading.study import Study


def read(config: Path, code: int, quiet: bool = False) -> Scenario:
    """The scenario; its warnings are said.

    Raises:
        Complaint: all that is wrong with it.
    """
    try:
        scenario = load(config)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, config), code) from None
    if not quiet:
        for warning in scenario.warnings:
            say(f"warning: {warning}")
    return scenario


def is_study(path: Path) -> bool:
    """Whether a file is a study: it has the key that says so. What cannot be read is taken for a mission."""
    try:
        return "study" in plain(read_yaml(path, "mission: a title"))
    except ScenarioError:
        return False


def read_study(path: Path, code: int, quiet: bool = False) -> Study:
    """The study; its warnings are said.

    Raises:
        Complaint: all that is wrong with it.
    """
    from stovepipe.study.reading.study import load_study

    try:
        study = load_study(path)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, path), code) from None
    if not quiet:
        for warning in study.warnings:
            say(f"warning: {warning}")
    return study
