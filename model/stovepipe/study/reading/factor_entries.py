"""From the entries in the section `factors` to the factors that they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stovepipe.scenario import ScenarioError
from stovepipe.scenario.language.mechanisms import MECHANISMS, no_such_mechanism
from stovepipe.scenario.language.values.contents import missing
from stovepipe.scenario.language.values.quantities import Quantity, read
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.scenario.reading.scenario import Stated
from stovepipe.scenario.reading.settings import Setting, Settings, node_of
from stovepipe.study.file.change import ChangeEntry
from stovepipe.study.file.entries import FactorEntry
from stovepipe.study.file.study_file import StudyFile
from stovepipe.study.reading.factors import Factor, MovedNumber, Overlays, place_of
from stovepipe.study.reading.paths import is_pattern, matching, near
from stovepipe.study.reading.structures import RELATIVE, Structure, applied, settings_of
from stovepipe.study.reading.variants import check_ends, read_with
from stovepipe.text import counted, listed

WAYS = ("paths", "levels", "overlay", "mechanism")
_RANGE = "give it one: {value: 6 h, range: [4 h, 8 h]} in the configuration, or range: [4 h, 8 h] here"


def factors(file: StudyFile, structures: Sequence[Structure], path: Path, draft: Draft) -> tuple[Factor, ...]:
    """The factors that a study's entries stand for, in the order of the file; problems go to the draft.

    Args:
        file: the study.
        structures: those that are to be varied.
        path: of the study file, to which paths of overlays are relative.
        draft: of the study.
    """
    found: list[Factor] = []
    for name, asked in file.factors.items():
        ways = [way for way in WAYS if getattr(asked, way)]
        if len(ways) != 1:
            what = f"{listed(ways)} are several factors" if ways else "it is not said what is varied"
            draft.problem(("factors", name), what, f"give one of {listed(WAYS, 'or')}", on_key=True)
        elif ways == ["paths"] and not asked.choices:
            found += _numbers(name, asked, structures, draft)
        else:
            found += _choice(name, asked, structures, path, draft)
    before = len(draft.problems)
    _check_overlaps(found, draft)
    _check_names(found, draft)
    if len(draft.problems) == before:
        check_ends(found, structures, draft)
    return tuple(found)


def _choice(
    name: str, asked: FactorEntry, structures: Sequence[Structure], path: Path, draft: Draft
) -> Iterator[Factor]:
    at: Key = ("factors", name)
    for key in ("except", "evidence", "range", "together"):
        if getattr(asked, {"except": "excluding"}.get(key, key)):
            draft.problem((*at, key), "a choice has no such thing", "leave it out", on_key=True)
    changes: dict[str, ChangeEntry] = dict(asked.levels)
    if asked.overlay is not None:
        changes = {"off": ChangeEntry(), "on": ChangeEntry(overlays=(asked.overlay,))}
    elif asked.mechanism is not None:
        if asked.mechanism not in MECHANISMS:
            draft.problem((*at, "mechanism"), *no_such_mechanism(asked.mechanism))
            return
        changes = {"on": ChangeEntry(), "off": _change({f"mechanisms.{asked.mechanism}": "off"})}
    elif asked.choices:
        texts = [str(choice) for choice in asked.choices]
        if len(set(texts)) < len(texts):
            draft.problem((*at, "choices"), "a choice is listed twice", "leave one out")
            return
        changes = {
            text: _change(dict.fromkeys(asked.paths, choice))
            for text, choice in zip(texts, asked.choices, strict=True)
        }
    if len(changes) < 2:
        draft.problem(at, f"a choice of {len(changes)}", "give two levels or more", on_key=True)
        return
    written = (*at, "levels")
    levels: dict[str, Overlays] = {
        level: (
            *(path.parent / file for file in change.overlays),
            Settings(tuple(_settings(draft, (*written, level), at, change, bool(asked.levels)))),
        )
        for level, change in changes.items()
    }
    if _sound(levels, structures, at, path, draft):
        yield Factor(name, asked.group or "", "uniform", (), levels, name, draft.find(at)[0].spot)


def _sound(
    levels: Mapping[str, Overlays], structures: Sequence[Structure], at: Key, path: Path, draft: Draft
) -> bool:
    """Whether every structure is sound at every level; if not, the problems are told."""
    before = len(draft.problems)
    for level, overlays in levels.items():
        written: Key = (*at, "levels", level)
        node, found = draft.find(written)
        home = written if found == written else at
        for overlay in overlays:
            gone = None if isinstance(overlay, Settings) else missing(overlay, RELATIVE)
            if gone is not None:
                draft.problem(home, *gone)
        if len(draft.problems) == before:
            where = f"at the level {level} of the factor {at[-1]}, asked for in {node.spot}"
            for structure in structures:
                try:
                    read_with(structure, overlays)
                except ScenarioError as error:
                    draft.problems += applied(error.problems, where, path)
    return len(draft.problems) == before


def _change(values: dict[str, Any]) -> ChangeEntry:
    return ChangeEntry.model_validate({"set": values})


def _settings(draft: Draft, written: Key, at: Key, change: ChangeEntry, said: bool) -> Iterator[Setting]:
    """The values that a level sets: where they are written, or where the factor is."""
    if said:
        yield from settings_of(draft, written, change.values)
        return
    mark = draft.find(at)[0].spot
    for path, value in change.values.items():
        yield Setting(path, node_of(value, mark), mark)


def _numbers(
    name: str, asked: FactorEntry, structures: Sequence[Structure], draft: Draft
) -> Iterator[Factor]:
    places = list(_places(name, asked, structures, draft))
    by_path: dict[tuple[str | int, ...], list[MovedNumber]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place)
    if asked.belief == "loguniform" and any(place.low <= 0 for place in places):
        draft.problem(("factors", name, "belief"), "a range begins at 0", "write uniform, or raise the range")
        return
    if asked.belief != "uniform" and any(place.whole for place in places):
        draft.problem(("factors", name, "belief"), "the numbers are whole", "write uniform, or leave it out")
        return
    group, mark = asked.group or "", draft.find(("factors", name))[0].spot
    if not by_path:
        return
    if asked.together or (len(by_path) == 1 and not any(map(is_pattern, asked.paths))):
        yield Factor(name, group, asked.belief, tuple(places), asked_by=name, mark=mark)
        return
    for path, those in by_path.items():
        yield Factor(".".join(map(str, path)), group, asked.belief, tuple(those), asked_by=name, mark=mark)


def _places(
    name: str, asked: FactorEntry, structures: Sequence[Structure], draft: Draft
) -> Iterator[MovedNumber]:
    """The places that an entry selects, in all structures; what it names in vain is a problem."""
    at: Key = ("factors", name)
    everything = {stated.where for each in structures for stated in each.scenario.quantities}
    vain = [pattern for pattern in (*asked.paths, *asked.excluding) if not matching([pattern], everything)]
    for pattern in vain:
        key = "paths" if pattern in asked.paths else "except"
        draft.problem((*at, key), *_no_number(pattern, everything, structures))
    if vain:
        return
    chosen = matching(asked.paths, everything) - matching(asked.excluding, everything)
    lacking: set[str] = set()
    faulty = False
    count = 0
    for structure in structures:
        for stated in structure.scenario.quantities:
            if stated.where not in chosen or (
                asked.evidence and stated.quantity.evidence not in asked.evidence
            ):
                continue
            try:
                quantity = _ranged(stated, asked)
            except Faults as error:
                if not faulty:
                    draft.add(error.faults[:1], (*at, "range"))
                faulty = True
                continue
            if quantity.range is None:
                lacking.add(stated.where)
                continue
            count += 1
            yield place_of(structure.name, stated.path, quantity)
    exact = sorted(lacking & {path for path in asked.paths if not is_pattern(path)})
    for path in exact[:3]:
        draft.problem((*at, "paths"), f"{path} has no range", _RANGE)
    if not count and not exact and not faulty:
        what = f"none of the {counted(len(chosen), 'number')} that it stands for has a range"
        if asked.evidence:
            what += f" and is {listed(asked.evidence, 'or')}"
        draft.problem((*at, "paths"), what, _RANGE)


def _ranged(stated: Stated, asked: FactorEntry) -> Quantity:
    quantity = stated.quantity
    if asked.range is None:
        return quantity
    said = {"value": quantity.text, "range": asked.range, "evidence": quantity.evidence}
    return read(said, quantity.dimension)


def _no_number(pattern: str, everything: Iterable[str], structures: Sequence[Structure]) -> tuple[str, str]:
    """What is said of a path that leads to no number with a range, and how to mend it."""
    for structure in structures:
        value: Any = json.loads(structure.scenario.canonical)
        for step in pattern.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None and not isinstance(value, dict):
            hint = f"give choices: {{paths: {pattern}, choices: [..., ...]}}"
            return f"{pattern} is a setting, and no number that could have a range", hint
    return f'no number is called "{pattern}"', near(pattern, everything)


def _check_overlaps(found: Sequence[Factor], draft: Draft) -> None:
    """A number that two factors move would have two values."""
    owners: dict[tuple[str, tuple[str | int, ...]], str] = {}
    told: set[tuple[str, str]] = set()
    for each in found:
        for place in each.places:
            owner = owners.setdefault((place.structure, place.path), each.asked_by)
            if owner != each.asked_by and (owner, each.asked_by) not in told:
                told.add((owner, each.asked_by))
                what = f"{place.where} is moved by {owner} as well"
                hint = f"leave it out of one of the two, with except: {place.where}"
                draft.problem(("factors", each.asked_by), what, hint, on_key=True)


def _check_names(found: Sequence[Factor], draft: Draft) -> None:
    names = {each.name for each in found}
    for each in found:
        if each.group in names:
            what = f'the group "{each.group}" has the name of a factor'
            draft.problem(("factors", each.asked_by, "group"), what, "give it another name")
