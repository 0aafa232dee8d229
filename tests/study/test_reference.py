"""The page about the results folder describes every column there is, and no other."""

import re
from pathlib import Path

import pandas as pd
import pytest

from stovepipe.measures.tables import table_names
from stovepipe.network.records import Network
from stovepipe.study.running.job import kept_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "results.md"
SECTION = re.compile(r"^### `(\w+)`$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
DESCRIBED = dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))


@pytest.fixture
def tables(network: Network) -> dict[str, pd.DataFrame]:
    return kept_tables(network, 1, 0, "trajectory")


def test_every_table_is_described() -> None:
    assert tuple(DESCRIBED) == table_names("trajectory")


@pytest.mark.parametrize("table", DESCRIBED)
def test_every_column_is_described(tables: dict[str, pd.DataFrame], table: str) -> None:
    cells = re.findall(r"^\| (`.*?) \|", DESCRIBED[table], re.MULTILINE)
    described = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    columns = {re.sub(r"^(\w*lost)_(?!ticks|hours)\w+$", r"\1_CAUSE", str(name)) for name in tables[table]}
    assert columns == described
