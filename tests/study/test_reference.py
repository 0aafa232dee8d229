"""The page about the results folder describes every column there is, and no other."""

import re
from pathlib import Path

import pandas as pd
import pytest

from stovepipe.measures.tables import table_names
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import Scenario, load
from stovepipe.scenario.reading.settings import Settings
from stovepipe.study.running.job import kept_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "results.md"
SECTION = re.compile(r"^### `(\w+)`$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
BY_CAUSE = re.compile(r"^(\w*lost|\w*disposed|unanswered)_(?!ticks|hours)\w+$")
DESCRIBED = dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))


@pytest.fixture
def tables(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Of a mission in which one cause of loss is a disposition."""
    closed = Settings.of({"causes": {"not_shared": "disposition"}}, "closed")
    return kept_tables(compile_network(load(scenario.path, [closed])), 1, 0, "trajectory")


def test_every_table_is_described() -> None:
    assert tuple(DESCRIBED) == table_names("trajectory")


@pytest.mark.parametrize("table", DESCRIBED)
def test_every_column_is_described(tables: dict[str, pd.DataFrame], table: str) -> None:
    cells = re.findall(r"^\| (`.*?) \|", DESCRIBED[table], re.MULTILINE)
    described = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    columns = {BY_CAUSE.sub(r"\1_CAUSE", str(name)) for name in tables[table]}
    assert columns == described
