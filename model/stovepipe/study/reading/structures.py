"""The structures of a study: named one by one, or every combination of the levels of a grid."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stovepipe.scenario import Problem, Scenario, ScenarioError, load
from stovepipe.scenario.language.values.contents import missing
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key, dotted
from stovepipe.scenario.reading.settings import Setting, Settings
from stovepipe.study.file.change import ChangeEntry
from stovepipe.study.file.study_file import StudyFile
from stovepipe.text import listed

MOST_STRUCTURES = 1000
ALONE = "base"
"""The structure of a study that names none: its base."""

JOINT = " + "
"""Between the levels in the name of a structure that a grid makes."""


@dataclass(frozen=True, eq=False)
class Structure:
    """One complete organisation, by the name that a study gives it.

    Attributes:
        name: in the study.
        title: what a reader calls it; the name, unless stated.
        scenario: read and found sound.
        levels: of a structure from a grid, the level of each factor.
        sources: the files and settings that it was read from, in the order of merging.
    """

    name: str
    title: str
    scenario: Scenario
    levels: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Path | Settings, ...] = ()


@dataclass(frozen=True)
class Made:
    """A structure that is asked for: the changes that make it, each with the place where it is written."""

    name: str
    changes: tuple[tuple[Key, ChangeEntry], ...]
    levels: Mapping[str, str]


def changes(file: StudyFile, draft: Draft) -> list[Made]:
    """What structures a study file asks for; none if there would be too many."""
    made = [Made(name, ((("structures", name), change),), {}) for name, change in file.structures.items()]
    if not file.structures and not file.grid:
        if file.base is None or not (file.factors or file.sensitivity or file.attribution):
            draft.problem((), "there is nothing to study", "name structures, or a grid of factors")
        else:
            made = [Made(ALONE, ((("base",), ChangeEntry()),), {})]
    for factor, levels in file.grid.items():
        if not levels:
            draft.problem(("grid", factor), "a factor without levels", "give each level a name", on_key=True)
    cells = math.prod(len(levels) for levels in file.grid.values()) if file.grid else 0
    if (count := len(made) + cells) > MOST_STRUCTURES:
        draft.problem(("grid",), f"{count:,} structures, and {MOST_STRUCTURES:,} allowed", on_key=True)
    elif file.grid:
        made += _cells(file)
    return made


def _cells(file: StudyFile) -> Iterator[Made]:
    """Every combination of the levels of all factors."""
    factors = [
        [(factor, level, change) for level, change in levels.items()] for factor, levels in file.grid.items()
    ]
    for cell in itertools.product(*factors):
        yield Made(
            JOINT.join(level for _, level, _ in cell),
            tuple((("grid", factor, level), change) for factor, level, change in cell),
            {factor: level for factor, level, _ in cell},
        )


def structures(
    file: StudyFile,
    made: list[Made],
    path: Path,
    draft: Draft,
    configurations: Mapping[str, Path] | None = None,
) -> Iterator[Structure]:
    """Each structure that can be read; problems of the others are kept in the draft.

    Args:
        file: what the study says.
        made: the structures that it asks for.
        path: of the study file.
        draft: for problems.
        configurations: merged ones by name, in place of the files and settings from which they came.
    """
    told: set[Problem] = set()
    for each in made:
        if configurations is not None:
            kept = configurations[each.name]
            yield Structure(each.name, _title(each), load(kept), each.levels, (kept,))
            continue
        files = [file.base] if file.base is not None else []
        files += [overlay for _, change in each.changes for overlay in change.overlays]
        if not files:
            hint = "name a base, or the files of the structure"
            draft.problem(each.changes[0][0], "a structure without a file", hint, on_key=True)
            continue
        settings = [*settings_of(draft, (), file.values)]
        for at, change in each.changes:
            settings += settings_of(draft, at, change.values)
        sources: tuple[Path | Settings, ...] = (
            *(path.parent / name for name in files),
            Settings(tuple(settings)),
        )
        first, more = path.parent / files[0], sources[1:]
        try:
            scenario = load(first, more)
        except ScenarioError as error:
            where = f"in the structure {each.name}, asked for in {_asked_for(each, draft)}"
            found = [*_placed(error.problems, each, files, path, draft)]
            new = [problem for problem in found if problem not in told]  # many cells may have the same one
            told.update(new)
            draft.problems += new if _alone(first, error.problems) else applied(new, where, path)
            continue
        yield Structure(each.name, _title(each), scenario, each.levels, sources)


def _asked_for(made: Made, draft: Draft) -> str:
    """The lines that ask for a structure."""
    return listed(dict.fromkeys(str(draft.find(at)[0].spot) for at, _ in made.changes))


def _alone(path: Path, problems: Iterable[Problem]) -> bool:
    """Whether a file has the same problems without any change."""
    try:
        load(path)
    except ScenarioError as error:
        return set(problems) <= set(error.problems)
    return False


def applied(problems: Iterable[Problem], where: str, study: Path) -> Iterator[Problem]:
    """Problems that only show when something is applied: where that was is said of those in other files."""
    for problem in problems:
        if problem.file == str(study):
            yield problem
        else:
            yield replace(problem, hint=f"{problem.hint}; {where}" if problem.hint else where)


RELATIVE = "paths are relative to the study file"


def _placed(
    problems: Iterable[Problem], made: Made, files: list[str], path: Path, draft: Draft
) -> Iterator[Problem]:
    """A file that is not there is a problem of the line that names it."""
    for problem in problems:
        asked = [name for name in files if str(path.parent / name) == problem.file]
        gone = missing(Path(problem.file), RELATIVE) if asked else None
        if gone is not None:
            node, at = draft.find(_where(made, asked[0]))
            yield Problem(node.spot.file, node.spot.line, node.spot.column, dotted(at), *gone)
        else:
            yield problem


def _where(made: Made, name: str) -> Key:
    for at, change in made.changes:
        if name in change.overlays:
            return at
    return ("base",)


def settings_of(draft: Draft, at: Key, values: Mapping[str, Any]) -> Iterator[Setting]:
    """The values that a change sets, each with the place where it is written."""
    for key in values:
        node, _ = draft.find((*at, "set", key))
        yield Setting(key, node, node.key or node.at)


def _title(made: Made) -> str:
    titles = [change.title or str(at[-1]) for at, change in made.changes]
    return JOINT.join(titles)


def warn_of_twins(structures: Iterable[Structure], draft: Draft) -> None:
    """Warn of structures that say the same."""
    first: dict[str, str] = {}
    for each in structures:
        twin = first.setdefault(each.scenario.digest, each.name)
        if twin != each.name:
            what = f"the same as {twin}: its results will be, too"
            draft.warn(("structures", each.name), what, on_key=True)
