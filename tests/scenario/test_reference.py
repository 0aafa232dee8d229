"""The reference of the configuration: its examples load, and its tables are complete."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from stovepipe.scenario import load
from stovepipe.scenario.language import schema
from stovepipe.scenario.language.channels import channel, hurdles
from stovepipe.scenario.language.people import posts
from stovepipe.scenario.language.sources import collection, doors, incidents, source
from stovepipe.scenario.language.stations import station, stocks
from stovepipe.scenario.language.stations.work import WorkContent
from stovepipe.scenario.language.values.quantities import Long
from stovepipe.scenario.language.words.shape import Shape

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"
TEXT = REFERENCE.read_text(encoding="utf-8")
FENCED = re.findall(r"^```(yaml|csv) (\S+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
EXAMPLES = [name for language, name, _ in FENCED if language == "yaml"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_loads_without_a_problem_or_a_warning(tmp_path, name):
    for _, file, content in FENCED:
        (tmp_path / file).write_text(content, encoding="utf-8")
    assert load(tmp_path / name).warnings == ()


def test_every_example_has_a_name_under_which_it_is_loaded():
    assert len(re.findall(r"^```(?:yaml|csv)", TEXT, flags=re.MULTILINE)) == len(FENCED)
    assert len(set(EXAMPLES)) == len(EXAMPLES) > 10


def parts() -> list[type[BaseModel]]:
    places = (schema, channel, hurdles, posts, source, collection, incidents, doors, station, stocks)
    every = [WorkContent, *(each for place in places for each in vars(place).values())]
    models = {each for each in every if isinstance(each, type) and issubclass(each, Shape)}
    written = [each for each in models if not each.__subclasses__()]  # the others are what these build on
    return [*sorted(written, key=lambda model: model.__name__), Long]


def tables() -> list[dict[str, str]]:
    """Of each table of keys: the default that is given for each key."""
    found: list[dict[str, str]] = []
    inside = False
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells == ["key", "value", "default", "meaning"]:
            found.append({})
        elif inside and cells and not cells[0].startswith("---"):
            found[-1][cells[0].strip("`")] = cells[2]
        inside = bool(cells) and (inside or cells[0] == "key")
    return found


def default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value in (None, "", (), {}) or isinstance(value, BaseModel):
        return "-"
    if isinstance(value, tuple):
        return "every day"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


@pytest.mark.parametrize("model", parts(), ids=lambda model: model.__name__)
def test_every_key_is_in_a_table_with_its_default(model):
    keys = {field.alias or name: default(field) for name, field in model.model_fields.items()}
    assert keys in tables()


def test_there_is_no_table_of_keys_that_do_not_exist():
    assert len(tables()) == len(parts())
