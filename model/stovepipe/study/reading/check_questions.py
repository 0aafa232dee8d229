"""Whether what a study asks about inputs and mechanisms can be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stovepipe.scenario import Mission
from stovepipe.scenario.language.mechanisms import MECHANISMS, has_a_part, no_such_mechanism, switched_off
from stovepipe.scenario.language.values.quantities import read
from stovepipe.scenario.language.values.units import HOUR
from stovepipe.scenario.language.words.vocabulary import Mechanism
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.study.file.entries import BESIDE, EXACT, AttributionEntry, Failure, SensitivityEntry
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.file.study_file import StudyFile
from stovepipe.study.reading.factors import Factor
from stovepipe.study.reading.structures import Structure
from stovepipe.text import did_you_mean, listed


@dataclass(frozen=True)
class Threshold:
    """A number that an outcome must not be under, or over.

    Attributes:
        outcome: its name.
        under: whether less is a failure; else more.
        value: in the outcome's unit.
        text: as written.
    """

    outcome: str
    under: bool
    value: float
    text: str


def asked_structures(file: StudyFile, names: Sequence[str], draft: Draft) -> tuple[str, ...]:
    """The structures whose factors are varied: those compared, the one named, the baseline, or the first."""
    asked = file.sensitivity or SensitivityEntry()
    if asked.compare is not None:
        for number, name in enumerate(asked.compare):
            _known(draft, ("sensitivity", "compare", number), "structure", name, names)
        if asked.compare[0] == asked.compare[1]:
            draft.problem(("sensitivity", "compare"), "a structure with itself", "name two structures")
        return tuple(name for name in asked.compare if name in names)
    if asked.structure is not None:
        _known(draft, ("sensitivity", "structure"), "structure", asked.structure, names)
    chosen = asked.structure or file.baseline or ""
    return (chosen,) if chosen in names else tuple(names[:1])  # if it is none of them, that is told


def check_sensitivity(
    file: StudyFile, factors: Sequence[Factor], outcomes: Sequence[Outcome], draft: Draft
) -> Threshold | None:
    """Report what does not fit together in the section `sensitivity`; the threshold of failure."""
    asked = file.sensitivity
    if asked is None:
        return None
    at: Key = ("sensitivity",)
    if not file.factors:
        draft.problem(at, "there are no factors", 'name them: factors: {everything: "*"}', on_key=True)
    beside = BESIDE[asked.method]
    if beside.compare and asked.compare is None:
        hint = "name the two: compare: [one, other]"
        draft.problem((*at, "method"), f"{asked.method} looks at two structures", hint)
    if asked.compare is not None and not beside.compare:
        hint = f"write method: {_methods('compare')}, or leave compare out"
        draft.problem((*at, "compare"), f"{asked.method} looks at one structure", hint, on_key=True)
    if asked.at_most is not None and not beside.at_most:
        what = f"{asked.method} has no ranking that could become stable"
        draft.problem((*at, "at_most"), what, "leave it out", on_key=True)
    if asked.second_order and not beside.second_order:
        hint = f"write method: {_methods('second_order')}"
        draft.problem((*at, "second_order"), f"{asked.method} has no such indices", hint)
    if (asked.failure is not None) != beside.failure:
        what, hint = "it is not said what a failure is", "failure: {outcome: timely, under: 80 %}"
        if asked.failure is not None:
            what = f"{asked.method} knows no failure"
            hint = f"write method: {_methods('failure')}, or leave failure out"
        draft.problem(at, what, hint, on_key=True)
    return _threshold(asked.failure, {each.name: each for each in outcomes}, draft)


def _methods(key: str) -> str:
    """The methods beside which a key may stand."""
    return listed((method for method, beside in BESIDE.items() if getattr(beside, key)), "or")


def _threshold(failure: Failure | None, outcomes: Mapping[str, Outcome], draft: Draft) -> Threshold | None:
    if failure is None:
        return None
    at: Key = ("sensitivity", "failure")
    if failure.outcome not in outcomes:
        _known(draft, (*at, "outcome"), "outcome", failure.outcome, list(outcomes))
        return None
    if (failure.under is None) == (failure.over is None):
        draft.problem(at, "give under or over, one of the two", "under: 80 %", on_key=True)
        return None
    key = "over" if failure.under is None else "under"
    raw, unit = getattr(failure, key), outcomes[failure.outcome].unit
    try:
        if unit == "h":
            value = read(raw, "duration").value / HOUR
        else:
            value = read(raw, "share" if unit == "share" else "factor").value
    except Faults as error:
        draft.add(error.faults, (*at, key))
        return None
    return Threshold(failure.outcome, key == "under", value, str(raw))


def check_attribution(
    file: StudyFile, structures: Sequence[Structure], draft: Draft
) -> tuple[str, dict[str, tuple[Mechanism, ...]]]:
    """Report what does not fit together in the section `attribution`.

    Returns:
        The structure, and its mechanisms by the group in which they are switched, in the order of their
        list; empty if there is none.
    """
    asked = file.attribution
    if asked is None or not structures:
        return "", {}
    names = [each.name for each in structures]
    if asked.structure is not None and asked.structure not in names:
        _known(draft, ("attribution", "structure"), "structure", asked.structure, names)
        return "", {}
    name = asked.structure or (file.baseline if file.baseline in names else names[0])
    structure = next(each for each in structures if each.name == name)
    if not _check_mechanisms(asked, structure, draft):
        return name, {}
    groups = asked.mechanisms or {each: (each,) for each in present(structure.scenario.mission)}
    if not groups:
        what = "no mechanism of this mission can be switched off"
        draft.problem(("attribution",), what, on_key=True)
    if asked.method == "exact" and len(groups) > EXACT:
        what = f"{len(groups)} mechanisms have {2 ** len(groups):,} subsets"
        hint = "write method: sampled, name fewer, or put some together: {people: [turnover, learning]}"
        draft.problem(("attribution", "method"), what, hint)
    return name, {group: tuple(each for each in MECHANISMS if each in groups[group]) for group in groups}


def _check_mechanisms(asked: AttributionEntry, structure: Structure, draft: Draft) -> bool:
    off = switched_off(structure.scenario.mission)
    seen: dict[str, str] = {}
    sound = True
    for group, members in asked.mechanisms.items():
        for mechanism in members:
            what = hint = ""
            if mechanism not in MECHANISMS:
                what, hint = no_such_mechanism(mechanism)
            elif mechanism in off:
                what, hint = f"{mechanism} is switched off in {structure.name}", "leave it out"
            elif mechanism in seen:
                what, hint = f"{mechanism} is in {seen[mechanism]} as well", "leave it out of one of the two"
            seen.setdefault(mechanism, group)
            if what:
                sound = False
                at: Key = ("attribution", "mechanisms", group)
                draft.problem(at if draft.find(at)[1] == at else at[:2], what, hint)
    return sound


def present(mission: Mission) -> tuple[Mechanism, ...]:
    """The mechanisms that have a part in a mission: switching them off changes what is run.

    One that has none is left out before anything runs: its share of anything is exactly 0.
    """
    on = sorted(MECHANISMS.keys() - switched_off(mission))
    return tuple(name for name in on if has_a_part(mission, name))


def _known(draft: Draft, at: Key, what: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        draft.problem(at, f'there is no {what} "{name}"', did_you_mean(name, known))
