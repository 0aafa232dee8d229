"""`stovepipe validate` and `stovepipe schema`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from stovepipe.cli.reading import is_study, read, read_study
from stovepipe.cli.screen.complaints import ANSWERED_NO, Complaint, problems_said
from stovepipe.scenario import Problem, ScenarioError, load
from stovepipe.scenario.jsonschema import text
from stovepipe.scenario.limits import check_limits
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Merged
from stovepipe.scenario.reading.yaml import read_yaml
from stovepipe.text import counted

if TYPE_CHECKING:
    from stovepipe.study.reading.study import Study


def validate(config: Path, as_json: bool) -> None:
    """Say what is wrong with a mission or a study, or that nothing is."""
    if as_json:
        _validate_as_json(config)
        return
    if is_study(config):
        _validate_study(config)
        return
    scenario = read(config, ANSWERED_NO)
    with _refusals(config):
        check_limits(scenario, 1)
    mission = scenario.mission
    print(
        f"{config}: sound. {mission.mission}: {counted(len(mission.sources), 'source')}, "
        f"{counted(len(mission.stations), 'station')}, {counted(len(mission.channels), 'channel')}."
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
    from stovepipe.study.reading.cost import check_study

    study = read_study(config, ANSWERED_NO)
    with _refusals(config):
        check_study(study)
        _check_points(study)
    print(
        f"{config}: sound. {study.title}: {counted(len(study.structures), 'structure')}, "
        f"{counted(len(study.outcomes), 'outcome')}."
    )


def _warnings(config: Path) -> Iterable[Problem]:
    """The warnings about what is sound.

    Raises:
        ScenarioError: it is not, or is larger than what is allowed.
    """
    if is_study(config):
        from stovepipe.study.reading.cost import check_study
        from stovepipe.study.reading.study import load_study

        study = load_study(config)
        check_study(study)
        _check_points(study)
        return study.warnings
    scenario = load(config)
    check_limits(scenario, 1)
    return scenario.warnings


def _check_points(study: Study) -> None:
    """Refuse a question about inputs with too few points for its method.

    Raises:
        ScenarioError: there are too few.
    """
    if study.sensitivity is None or not study.factors:
        return
    from stovepipe.answers.questions.sensitivity import too_few_points

    if few := too_few_points(study):
        draft = Draft(Merged(read_yaml(study.path), (study.path,), {}))
        draft.problem(("sensitivity", "points"), *few)
        draft.refuse()


@contextmanager
def _refusals(config: Path) -> Iterator[None]:
    try:
        yield
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, config), ANSWERED_NO) from None
