"""Whatever a file holds: it loads, or it is refused with problems that have a place. Nothing else happens."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from stovepipe.scenario import Problem, ScenarioError, load
from tests.scenario import test_reference

# Flow YAML, one a line: what stands where something else belongs.
JUNK = st.sampled_from(
    YAML(typ="safe", pure=True).load(
        """
- [~, true, 0, -1, 3, 0.5, 1e30, "", x, cell, warning, patrols.warning, FLASH, fra, command, block]
- [6 h, 0 h, 1e9 yr, 40 %, 0 %, 1 /day, 0 /day, "2021-02-01", "1066-10-14", "08:00", "24:00", mon]
- ["06:00-18:00", a -> b, desk -> desk, [], [x], [warning], [~], [[]], {}, {x: {}}, {value: 6 h}]
- [{exponential: {mean: 2 h}}, {gamma: {mean: 0 h, cv: 0}}, {uniform: {low: 2 h, high: 1 h}}]
- [{empirical: {file: gone.csv, column: x, unit: h}}, {value: 1, range: [2, 1]}]
"""
    )
).flatmap(st.sampled_from)
EXAMPLES = [
    YAML(typ="safe", pure=True).load(content.replace("2021-", "!!str 2021-"))
    for language, _, content in test_reference.FENCED
    if language == "yaml"
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inside for place in places(each, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """An example of the reference with one to three of its values replaced, renamed or taken out."""
    example = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(example)[1:]))
        holder = example
        for step in place[:-1]:
            holder = holder[step]
        change = draw(st.sampled_from(["replace", "replace", "rename", "remove"]))
        if change == "replace":
            holder[place[-1]] = copy.deepcopy(draw(JUNK))
        else:
            value = holder.pop(place[-1])
            if change == "rename" and isinstance(holder, dict):
                holder[str(place[-1]) + "s"] = value
        if len(places(example)) == 1:
            break
    return example


@given(example=damaged())
def test_a_damaged_file_loads_or_is_refused_with_placed_problems(tmp_path_factory, example):
    folder: Path = tmp_path_factory.mktemp("damaged")
    for _, file, content in test_reference.FENCED:
        (folder / file).write_text(content, encoding="utf-8")
    (folder / "damaged.yaml").write_text(json.dumps(example, indent=1), encoding="utf-8")
    for problem in problems(folder / "damaged.yaml"):
        lines = Path(problem.file).read_text(encoding="utf-8").splitlines()
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def problems(path: Path) -> tuple[Problem, ...]:
    try:
        return load(path).warnings
    except ScenarioError as error:
        return error.problems
