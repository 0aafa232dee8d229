"""The page about the results folder describes every column there is, and no other."""

import re
from pathlib import Path

import pytest

from stovepipe.measures.tables import table_names
from stovepipe.network.records import Network
from stovepipe.study.running.replicate import Replication, replicate

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "results.md"
SECTION = re.compile(r"^### `(\w+)`$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
DESCRIBED = dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))


@pytest.fixture
def replication(network: Network) -> Replication:
    return replicate(network, 1, 0, trajectory=True)


def test_every_table_is_described() -> None:
    assert tuple(DESCRIBED) == table_names(trajectory=True)


@pytest.mark.parametrize("table", DESCRIBED)
def test_every_column_is_described(replication: Replication, table: str) -> None:
    cells = re.findall(r"^\| (`.*?) \|", DESCRIBED[table], re.MULTILINE)
    described = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    columns = {re.sub(r"^lost_\w+$", "lost_CAUSE", str(name)) for name in replication.tables[table]}
    assert columns - {"replication"} == described
