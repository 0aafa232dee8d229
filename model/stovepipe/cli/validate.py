"""`stovepipe validate` and `stovepipe schema`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sized
from dataclasses import asdict
from pathlib import Path

from stovepipe.cli.reading import is_study, read
from stovepipe.cli.screen.complaints import ANSWERED_NO, Complaint
from stovepipe.scenario import Problem, ScenarioError, load
from stovepipe.scenario.jsonschema import text


def validate(config: Path, as_json: bool) -> None:
    """Say what is wrong with a mission or a study, or that nothing is."""
    if as_json:
        _validate_as_json(config)
        return
    if is_study(config):
        _validate_study(config)
        return
    mission = read(config, ANSWERED_NO).mission
    print(
        f"{config}: sound. {mission.mission}: {_count(mission.sources, 'source')}, "
        f"{_count(mission.stations, 'station')}, {_count(mission.channels, 'channel')}."
    )


def print_schema() -> None:
    """The JSON Schema of a mission."""
    print(text(), end="")


def _validate_as_json(config: Path) -> None:
    problems: Iterable[Problem] = ()
    warnings: Iterable[Problem] = ()
    try:
        warnings = _warnings(config)
    except ScenarioError as error:
        problems = error.problems
    said = {"problems": [asdict(each) for each in problems], "warnings": [asdict(each) for each in warnings]}
    print(json.dumps(said, indent=2, ensure_ascii=False))
    if said["problems"]:
        raise Complaint("", ANSWERED_NO)


def _validate_study(config: Path) -> None:
    from stovepipe.cli.ask import read_study

    study = read_study(config, ANSWERED_NO)
    print(
        f"{config}: sound. {study.title}: {_count(study.structures, 'structure')}, "
        f"{_count(study.outcomes, 'outcome')}."
    )


def _warnings(config: Path) -> Iterable[Problem]:
    if is_study(config):
        from stovepipe.study.reading.study import load_study

        return load_study(config).warnings
    return load(config).warnings


def _count(things: Sized, what: str) -> str:
    return f"{len(things)} {what}{'' if len(things) == 1 else 's'}"
