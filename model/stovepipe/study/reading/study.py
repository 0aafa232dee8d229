"""From a study file to structures that are read and checked, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from stovepipe.measures.keep import Keep
from stovepipe.scenario import Problem
from stovepipe.scenario.language.words.vocabulary import Mechanism
from stovepipe.scenario.problems.problem import Faults, Mark
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.kinds import is_mission
from stovepipe.scenario.reading.overlays import Key, Merged
from stovepipe.scenario.reading.settings import node_of
from stovepipe.scenario.reading.yaml import Node, plain, read_yaml
from stovepipe.study.file.entries import AttributionEntry, SensitivityEntry
from stovepipe.study.file.outcome import Outcome, as_written, outcome_of
from stovepipe.study.file.study_file import REPLICATIONS, PrecisionEntry, SelectionEntry, StudyFile, Width
from stovepipe.study.reading.check_names import check_names
from stovepipe.study.reading.check_questions import (
    Threshold,
    asked_structures,
    check_attribution,
    check_sensitivity,
)
from stovepipe.study.reading.factor_entries import factors
from stovepipe.study.reading.factors import Factor
from stovepipe.study.reading.sound_part import STRUCTURES, sound_part
from stovepipe.study.reading.structures import Structure, changes, structures, warn_of_twins
from stovepipe.text import counted, did_you_mean, listed

Thing = TypeVar("Thing")


@dataclass(frozen=True, eq=False)
class Study:
    """A question about several structures. Make one with `load_study` or `make_study`.

    Attributes:
        title: the title of the study.
        path: the path of its file.
        structures: the structures, at least one, in the order in which they are written.
        outcomes: what is asked of each, in the order in which they are written.
        baseline: the structure with which others are compared, if one is named.
        method: `all_pairs`, `baseline` or `best`: with what each structure is compared. Unless stated,
            `baseline` if there is one, else `all_pairs`.
        level: the confidence level of all comparisons together.
        replications: how many of each structure to run; with a precision to reach, in its first stage.
        precision: the precision to be reached, if one is asked for.
        selection: how the best structure is to be found, if that is asked.
        seed: the seed of all random numbers.
        keep: how much is kept of each replication: `outcomes`, those of this study only; `tables`, from
            which any can be read later; or more.
        said: what the file says, as JSON, in the order in which it is written.
        warnings: what may be meant, but is worth a look.
        factors: what may be otherwise.
        varied: the structures that the factors vary.
        sensitivity: how the inputs that matter are to be found, if that is asked.
        threshold: the threshold of failure, if one is given.
        attribution: how outcomes are to be shared out among mechanisms, if they are.
        attributed: the structure in which mechanisms are switched.
        mechanisms: the mechanisms that are switched together, by the name of their group.
    """

    title: str
    path: Path
    structures: tuple[Structure, ...]
    outcomes: tuple[Outcome, ...]
    baseline: str | None
    method: str
    level: float
    replications: int
    precision: PrecisionEntry | None
    selection: SelectionEntry | None
    seed: int
    keep: Keep
    said: str
    warnings: tuple[Problem, ...]
    factors: tuple[Factor, ...] = ()
    varied: tuple[str, ...] = ()
    sensitivity: SensitivityEntry | None = None
    threshold: Threshold | None = None
    attribution: AttributionEntry | None = None
    attributed: str = ""
    mechanisms: Mapping[str, tuple[Mechanism, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """What it is called, and how large it is."""
        parts = [counted(len(self.structures), "structure"), counted(len(self.outcomes), "outcome")]
        parts += [counted(len(self.factors), "factor")] if self.factors else []
        runs = f"{counted(self.replications, 'replication')}, seed {self.seed}"
        return f"<Study {self.title!r}: {listed(parts)}, {runs}>"

    def structure(self, name: str) -> Structure:
        """The structure of that name.

        Raises:
            KeyError: there is none.
        """
        return _named(name, {each.name: each for each in self.structures}, "structure")

    def outcome(self, name: str) -> Outcome:
        """The outcome of that name.

        Raises:
            KeyError: there is none.
        """
        return _named(name, {each.name: each for each in self.outcomes}, "outcome")


def load_study(path: str | PathLike[str]) -> Study:
    """Read a study file, and every structure that it names.

    Args:
        path: the path of the file.

    Raises:
        ScenarioError: the study or a structure is not sound; all its problems are listed.

    >>> load_study("configs/tutorial/study.yaml")
    <Study 'What would help the cell?': 4 structures and 3 outcomes, 20 replications, seed 1>
    """
    root = read_yaml(Path(path), "study: a title")
    return _study(root, Path(path))


def make_study(said: Mapping[str, object], folder: str | PathLike[str] = ".", name: str = "study") -> Study:
    """Make a study from plain data, as a study file would say it.

    >>> study = make_study(
    ...     {
    ...         "study": "Longer tours",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "structures": {"half_year": {}, "year": "configs/tutorial/longer.yaml"},
    ...         "outcomes": {"timely": {"class": "warning"}},
    ...     }
    ... )
    >>> study
    <Study 'Longer tours': 2 structures and 1 outcome, 20 replications, seed 1>
    >>> [structure.name for structure in study.structures]
    ['half_year', 'year']

    Args:
        said: what the file would say.
        folder: the folder to which paths are relative.
        name: the name under which problems are reported.

    Raises:
        ScenarioError: the study or a structure is not sound; all its problems are listed.
    """
    path = Path(folder) / name
    return _study(node_of(said, Mark(str(path), 1)), path)


def make_study_again(said: Mapping[str, object], configurations: Mapping[str, Path], folder: Path) -> Study:
    """A study from what was kept of it, with each structure's merged configuration in place of its files.

    Args:
        said: what the file said.
        configurations: of all structures, by name.
        folder: to which the paths of overlays are relative.

    Raises:
        ScenarioError: it cannot be read any more.
    """
    path = folder / "study"
    return _study(node_of(said, Mark(str(path), 1)), path, configurations)


def _study(root: Node, path: Path, configurations: Mapping[str, Path] | None = None) -> Study:
    draft, raw = Draft(Merged(root, (path,), {})), plain(root)
    if is_mission(raw):
        draft.problem((), "a mission, where a study is meant", "name a study; a mission is run by itself")
        draft.refuse()
    try:
        file = StudyFile.model_validate(raw)
    except ValidationError as error:
        found = [replace(each, at=as_written(each.at, raw)) for each in faults(error, StudyFile)]
        draft.add(found)
        sound = sound_part(raw, [each.at for each in found])
        with suppress(ValidationError):  # which has been told
            _read(StudyFile.model_validate({"study": "faulty", "outcomes": {}} | sound), path, draft, sound)
        draft.refuse()
    if not file.outcomes:
        draft.problem(("outcomes",), "nothing is asked", "name an outcome, timely for example", on_key=True)
    parts = _read(file, path, draft, raw, configurations)
    if draft.problems:
        draft.refuse()
    of_structures = {warning for each in parts.structures for warning in each.scenario.warnings}
    return Study(
        title=file.study,
        path=path,
        structures=parts.structures,
        outcomes=parts.outcomes,
        baseline=file.baseline,
        method=file.method or ("baseline" if file.baseline else "all_pairs"),
        level=file.level,
        replications=file.replications or (file.precision.at_least if file.precision else REPLICATIONS),
        precision=file.precision,
        selection=file.selection,
        seed=file.seed,
        keep=file.keep,
        said=json.dumps(raw, ensure_ascii=False),
        warnings=tuple(sorted({*draft.warnings, *of_structures})),
        factors=parts.factors,
        varied=parts.varied,
        sensitivity=file.sensitivity,
        threshold=parts.threshold,
        attribution=file.attribution,
        attributed=parts.attributed,
        mechanisms=parts.mechanisms,
    )


@dataclass(frozen=True)
class _Parts:
    """What the sections of a file come to, as `Study` has it."""

    outcomes: tuple[Outcome, ...]
    structures: tuple[Structure, ...]
    varied: tuple[str, ...]
    factors: tuple[Factor, ...]
    threshold: Threshold | None
    attributed: str
    mechanisms: Mapping[str, tuple[Mechanism, ...]]


def _read(
    file: StudyFile,
    path: Path,
    draft: Draft,
    said: Mapping[str, Any],
    configurations: Mapping[str, Path] | None = None,
) -> _Parts:
    """Read and check every section; `said` has the keys of those that can be."""
    outcomes = tuple(_outcomes(file, draft))
    made = changes(file, draft) if STRUCTURES & said.keys() else []
    read = tuple(structures(file, made, path, draft, configurations))
    names = [each.name for each in made]
    _check_words(file, names, outcomes, draft)
    if read:
        check_names(outcomes, [each.scenario.mission for each in read], draft)
        warn_of_twins(read, draft)
    varied = asked_structures(file, names, draft)
    varying = _factors(file, read, varied, path, draft)
    threshold = check_sensitivity(file, varying, outcomes, draft)
    attributed, mechanisms = check_attribution(file, read, draft)
    return _Parts(outcomes, read, varied, varying, threshold, attributed, mechanisms)


def _factors(
    file: StudyFile, read: Sequence[Structure], varied: Sequence[str], path: Path, draft: Draft
) -> tuple[Factor, ...]:
    """The factors of the structures that are varied; none if one of these has problems of its own."""
    chosen = [each for each in read if each.name in varied]
    if not chosen or len(chosen) < len(varied):
        return ()
    return factors(file, chosen, path, draft)


def _outcomes(file: StudyFile, draft: Draft) -> Iterator[Outcome]:
    for name, asked in file.outcomes.items():
        try:
            yield outcome_of(name, asked)
        except Faults as error:
            draft.add(error.faults, ("outcomes", name))


def _check_words(file: StudyFile, names: list[str], outcomes: tuple[Outcome, ...], draft: Draft) -> None:
    """Whether the names of structures and outcomes stand for something, and what is asked fits together."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        draft.problem(("structures", name), "a structure of the grid has the same name", on_key=True)
    if file.baseline is not None and file.baseline not in names:
        _unknown(draft, ("baseline",), "structure", file.baseline, names)
    if file.method == "baseline" and file.baseline is None:
        draft.problem(("method",), "there is no baseline", "name one: baseline: " + (names or ["..."])[0])
    if file.replications is not None and file.precision is not None:
        what = "replications, and a precision to reach"
        draft.problem(("replications",), what, "leave one out; at_least is the first stage of a precision")
    if file.precision is not None and file.precision.at_most < file.precision.at_least:
        least = file.precision.at_least
        draft.problem(("precision", "at_most"), "less than the first stage", f"write {least} or more")
    by_name = {outcome.name: outcome for outcome in outcomes}
    if file.precision is not None:
        at = ("precision", "half_width")
        _check_width(draft, at, file.precision.outcome, file.precision.half_width, by_name)
    if file.selection is not None:
        at = ("selection", "indifference")
        _check_width(draft, at, file.selection.outcome, file.selection.indifference, by_name)
        _check_selection(draft, file.selection)


def _check_selection(draft: Draft, selection: SelectionEntry) -> None:
    if selection.method == "kim_nelson" and selection.indifference is None:
        hint = "say which difference is worth detecting, for example indifference: 1 point"
        draft.problem(("selection",), "Kim-Nelson needs an indifference zone", hint, on_key=True)
    elif selection.indifference is not None and selection.indifference.relative:
        hint = "give it in the outcome's unit, for example 1 point"
        draft.problem(
            ("selection", "indifference"), "an indifference zone is not a share of an estimate", hint
        )
    if selection.method == "ocba" and selection.budget is None:
        hint = "say how many replications there may be in all, for example budget: 500"
        draft.problem(("selection",), "OCBA needs a budget", hint, on_key=True)


def _check_width(
    draft: Draft, at: Key, name: str, width: Width | None, outcomes: Mapping[str, Outcome]
) -> None:
    outcome = outcomes.get(name)
    if outcome is None:
        _unknown(draft, (at[0], "outcome"), "outcome", name, outcomes)
    elif width is not None and not width.fits(outcome.unit):
        example = {"share": "0.5 points", "h": "2 h"}.get(outcome.unit, "a number")
        what = f"{width.text} for an outcome in {outcome.unit}"
        draft.problem(at, what, f"write {example}, or 5 % of the estimate")


def _unknown(draft: Draft, at: Key, what: str, name: str, known: Iterable[str]) -> None:
    draft.problem(at, f'there is no {what} "{name}"', did_you_mean(name, known))


def _named(name: str, known: Mapping[str, Thing], what: str) -> Thing:
    if name not in known:
        hint = did_you_mean(name, known)
        raise KeyError(f"no {what} {name!r}" + (f"; {hint}" if hint else ""))
    return known[name]
