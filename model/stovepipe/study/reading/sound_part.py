"""The part of a study file with faults that can be looked at all the same, so that all is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stovepipe.study.file.study_file import StudyFile
from stovepipe.text import near_miss

STRUCTURES = frozenset({"base", "set", "structures", "grid"})
QUESTIONS = frozenset({"factors", "sensitivity", "attribution"})
NAMED = frozenset({"outcomes", "factors"})
"""Sections of which one entry may be looked at without the others."""
NEEDS: Mapping[str, frozenset[str]] = {
    "method": STRUCTURES | {"baseline"},
    "baseline": STRUCTURES,
    "precision": frozenset({"outcomes", "replications"}),
    "selection": frozenset({"outcomes"}),
    "factors": STRUCTURES,
    "sensitivity": STRUCTURES | {"baseline", "factors", "outcomes"},
    "attribution": STRUCTURES | {"baseline"},
}
"""What a section can only be judged with."""


def sound_part(raw: Mapping[str, Any], places: Iterable[tuple[str | int, ...]]) -> dict[str, Any]:
    """What a study says, without what is at fault and without what can only be judged with that.

    A key that is unknown may be another one misspelt, which is then at fault as well.

    Args:
        raw: what the file says.
        places: where the faults are.

    Returns:
        Sections that can be read. There are no structures among them if these cannot be made.
    """
    known = {field.alias or name for name, field in StudyFile.model_fields.items()}
    faulty = [tuple(map(str, place)) for place in places]
    bad = {place[0] for place in faulty if place}
    bad |= {meant for key in bad - known if (meant := near_miss(key, known)) is not None}
    left_out = bad | {key for key, needed in NEEDS.items() if needed & bad}
    asked = ({"structures", "grid"} | QUESTIONS) & raw.keys() - bad  # without any there is no structure
    if bad & STRUCTURES or (bad & QUESTIONS and not asked):
        left_out |= STRUCTURES | NEEDS.keys() - {"precision", "selection"}
    sound = {key: value for key, value in raw.items() if key in known - left_out}
    for section in NAMED & raw.keys():
        entries, names = raw[section], {place[1] for place in faulty if place[0] == section and place[1:]}
        if section in bad and names and isinstance(entries, dict) and not NEEDS.get(section, set()) & bad:
            sound[section] = {key: entry for key, entry in entries.items() if key not in names}
    return sound
