"""The JSON Schema for editors: it is up to date, accepts what loads and marks what does not."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from stovepipe.scenario.jsonschema import mission_schema, text
from tests.scenario import test_reference
from tests.scenario.accepts import accepts
from tests.scenario.written import BASE

ROOT = Path(__file__).parents[2]
SCHEMA = mission_schema()
CONFIGURATIONS = sorted(path for path in (ROOT / "configs").rglob("*.yaml") if path.stem != "study")


def parsed(source: str) -> Any:
    """YAML as an editor sees it: dates are texts."""
    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return json.loads(json.dumps(reader.load(source)))


def accepted(source: str) -> bool:
    return accepts(SCHEMA, parsed(source), SCHEMA)


def test_the_shipped_schema_is_up_to_date():
    """Renew it with: python -m stovepipe.scenario.jsonschema > docs/reference/mission.schema.json."""
    assert (ROOT / "docs" / "reference" / "mission.schema.json").read_text(encoding="utf-8") == text()


def test_all_references_lead_somewhere():
    references = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            references.update([value["$ref"]] if "$ref" in value else [])
            value = list(value.values())
        for each in value if isinstance(value, list) else ():
            walk(each)

    walk(SCHEMA)
    assert {reference.removeprefix("#/$defs/") for reference in references} <= SCHEMA["$defs"].keys()
    assert len(references) > 20


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_shipped_configuration_is_accepted(path):
    assert accepted(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "content",
    [content for language, _, content in test_reference.FENCED if language == "yaml"],
    ids=test_reference.EXAMPLES,
)
def test_every_example_of_the_reference_is_accepted(content):
    assert accepted(content)


WRONG = [
    ("horizon: 8 wk", "horizon: 8"),
    ("horizon: 8 wk", "horizon: 8 wks"),
    ("horizon: 8 wk", "horizon: {range: [4 wk, 12 wk]}"),
    ("start: 2021-01-04", "start: January"),
    ("precedence: IMMEDIATE", "precedence: immediate"),
    ("eng: 70 %", "eng: 70"),
    ("warning: 1 /day", "warning: 1 h"),
    ("warning: 1 /day", "warning: {rate: 1 /day, hours: {6-18: 2}}"),
    ("count: 2", "count: two"),
    ("count: 2", "cuont: 2"),
    ("tour: 6 mo", "tour: {lognormal: {mean: 6 mo}}"),
    ("tour: 6 mo", "tour: {gamma: {mean: 6 mo, cv: 1}, fixed: 6 mo}"),
    ("tour: 6 mo", "shift: {from: 8:00, to: 20:00}"),
    ("cell -> commander", "cell > commander"),
    ("through: translators", "through: {}"),
    ("    stage: collection\n", ""),
]


@pytest.mark.parametrize(("right", "wrong"), WRONG)
def test_what_has_the_wrong_shape_is_marked(right, wrong):
    assert right in BASE
    assert accepted(BASE)
    assert not accepted(BASE.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ("stations: {cell: {posts: {officers: {tour: null}}}}", True),
        ("stations: {cell: null}", True),
        ("stations: {cell: {queue: {limit: 3}}}", True),
        ("horizon: {range: [4 wk, 12 wk]}", True),
        ("stations: {cell: {posts: {officers: {tuor: null}}}}", False),
        ("stations: {cell: {queue: {limit: -3}}}", False),
        ("horizon: 4", False),
    ],
)
def test_a_file_that_extends_another_may_say_only_what_differs(change, right):
    assert accepted(f"extends: base.yaml\n{change}") is right


def test_a_fragment_that_others_extend_is_accepted():
    assert accepted("classes: {warning: {}}")
    assert not accepted("klasses: {warning: {}}")
