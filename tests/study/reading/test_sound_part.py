"""What can be looked at in a study with faults: nothing that rests on what is at fault."""

from typing import Any

import pytest

from stovepipe.study.reading.sound_part import sound_part

RAW: dict[str, Any] = {
    "study": "S",
    "base": "cell.yaml",
    "structures": {"a": {}, "b": {}},
    "outcomes": {"timely": {}, "lost": {}},
    "baseline": "a",
    "factors": {"pace": "*.work", "way": "*.transit"},
    "sensitivity": {},
    "precision": {},
}


@pytest.mark.parametrize(
    ("raw", "places", "gone"),
    [
        ({}, [("level",)], set()),
        ({"levle": 0.9}, [("levle",)], {"levle"}),
        ({}, [("baseline",)], {"baseline", "sensitivity"}),
        ({}, [("base",)], {"base", "structures", "baseline", "factors", "sensitivity"}),
        ({"strctures": {}}, [("strctures",)], {"strctures", *RAW} - {"study", "outcomes", "precision"}),
        ({}, [("precision", "half_width")], {"precision"}),
        ({}, [("outcomes",)], {"outcomes", "sensitivity", "precision"}),
    ],
)
def test_what_rests_on_a_fault_is_left_out_with_it(
    raw: dict[str, Any], places: list[tuple[str | int, ...]], gone: set[str]
) -> None:
    said = RAW | raw
    assert sound_part(said, places) == {key: value for key, value in said.items() if key not in gone}


def test_entries_without_a_fault_are_kept_of_outcomes_and_factors() -> None:
    sound = sound_part(RAW, [("outcomes", "lost", "too"), ("factors", "way", "range", 0)])
    assert sound["outcomes"] == {"timely": {}}
    assert sound["factors"] == {"pace": "*.work"}
    assert not {"sensitivity", "precision"} & sound.keys()


def test_a_mission_that_is_studied_by_its_factors_alone_needs_them() -> None:
    alone = {"base": "cell.yaml", "factors": {"pace": "*.work"}, "outcomes": {"timely": {}}}
    assert "base" in sound_part(alone, [("outcomes", "timely", "to")])
    assert "base" not in sound_part(alone, [("factors",)])


def test_what_is_no_map_is_left_out() -> None:
    assert "outcomes" not in sound_part(RAW | {"outcomes": [1]}, [("outcomes",)])
