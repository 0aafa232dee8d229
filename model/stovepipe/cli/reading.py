"""Reads the mission that a command is about."""

from __future__ import annotations

from pathlib import Path

from stovepipe.cli.complaints import Complaint, problems_said, say
from stovepipe.scenario import Scenario, ScenarioError, load


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
