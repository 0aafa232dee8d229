"""A part gives back what was put in, and is never taken for another."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.tables import table_names
from stovepipe.network.records import Network
from stovepipe.study.file.outcome import Outcome, outcome
from stovepipe.study.reading_outcomes import Reading, read
from stovepipe.study.running.job import kept_tables
from stovepipe.study.store.part import (
    Address,
    NotThisPart,
    check_part,
    part_of_readings,
    part_of_tables,
    read_part,
)

ADDRESS = Address("d" * 64, 1, "tables", (), "c" * 64)
PLACES = {
    "backlog": {"station": "cell"},
    "peak_backlog": {"station": "cell"},
    "rapport": {"channel": "cell -> commander"},
}
OUTCOMES = [
    *(outcome(kind, PLACES.get(kind, {})) for kind in KINDS),
    outcome("of_warnings", {"latency": {"class": "warning"}}),
    outcome("nowhere", {"backlog": {"station": "jmac"}}),
]


@pytest.fixture
def tables(network: Network) -> list[dict[str, pd.DataFrame]]:
    return [kept_tables(network, 1, number) for number in (4, 5)]


def assert_same(one: Reading, other: Reading) -> None:
    np.testing.assert_array_equal([one.numerator, one.denominator], [other.numerator, other.denominator])
    assert one.reason == other.reason
    assert (one.incidence is None) is (other.incidence is None)
    if one.incidence is not None and other.incidence is not None:
        for column in ("ages", "codes", "censored"):
            np.testing.assert_array_equal(getattr(one.incidence, column), getattr(other.incidence, column))


@pytest.mark.parametrize("asked", OUTCOMES, ids=lambda asked: asked.name)
def test_every_outcome_is_the_same_from_a_part_as_from_the_run(tables, asked: Outcome):
    part = read_part(part_of_tables(ADDRESS, (4, 5), tables), ADDRESS, (4, 5))
    for number, original in zip((4, 5), tables, strict=True):
        assert_same(part.read(asked, number), read(asked, original))


def test_a_part_that_keeps_outcomes_only_keeps_them_exactly(tables):
    address = replace(ADDRESS, keep="outcomes", measures=tuple(sorted(each.measure for each in OUTCOMES)))
    said = [{each.measure: read(each, original) for each in OUTCOMES} for original in tables]
    content = part_of_readings(address, (4, 5), said)
    part = read_part(content, address, (4, 5))
    for number, readings in zip((4, 5), said, strict=True):
        for each in OUTCOMES:
            assert_same(part.read(each, number), readings[each.measure])
    assert len(content) < len(part_of_tables(ADDRESS, (4, 5), tables))


@pytest.mark.parametrize("keep", ["tables", "all_tables", "trajectory"])
def test_every_table_comes_back_as_it_was(network, keep):
    """Its columns in their order, its numbers to the bit, its kinds, its names in their order."""
    address = replace(ADDRESS, keep=keep)
    tables = [kept_tables(network, 1, number, keep) for number in (4, 5)]
    part = read_part(part_of_tables(address, (4, 5), tables), address, (4, 5))
    assert list(part.tables[5]) == list(table_names(keep))
    for number, original in zip((4, 5), tables, strict=True):
        for name in set(original) - ({"deliveries"} if keep == "tables" else set()):
            pd.testing.assert_frame_equal(part.tables[number][name], original[name])


def test_of_tables_for_outcomes_deliveries_are_reduced_and_sorted(tables):
    part = read_part(part_of_tables(ADDRESS, (4, 5), tables), ADDRESS, (4, 5))
    found, original = part.tables[4]["deliveries"], tables[0]["deliveries"]
    assert list(found) == ["consumer", "class", "outcome", "cause", "age_ticks", "watched_ticks"]
    order = list(found)
    as_sorted = original[order].sort_values(order, kind="stable", na_position="first", ignore_index=True)
    pd.testing.assert_frame_equal(found, as_sorted)


def test_a_table_without_rows_in_some_replications_comes_back_with_its_columns(network):
    """Whatever kinds pandas takes them to be of: no contingent changed, nothing was lost."""
    address = replace(ADDRESS, keep="trajectory")
    tables = [kept_tables(network, 1, number, "trajectory") for number in (4, 5)]
    for name in tables[0]:
        emptied = tables[0] | {name: pd.DataFrame({column: [] for column in tables[0][name]}, dtype=object)}
        for made in ((emptied, tables[1]), (tables[1], emptied)):
            part = read_part(part_of_tables(address, (4, 5), made), address, (4, 5))
            for number, original in zip((4, 5), made, strict=True):
                found = part.tables[number][name]
                assert list(found) == list(original[name])
                assert len(found) == len(original[name])
                if len(tables[1][name]):  # else nothing tells of which kinds they are
                    assert list(found.dtypes) == list(tables[1][name].dtypes)
        part = read_part(part_of_tables(address, (4,), [emptied]), address, (4,))
        assert len(part.tables[4][name]) == 0


def test_replications_whose_tables_differ_in_shape_are_no_part(tables):
    tables[1]["stations"] = tables[1]["stations"].rename(columns={"visits": "calls"})
    with pytest.raises(ValueError, match="the table stations has other columns or names"):
        part_of_tables(ADDRESS, (4, 5), tables)


def test_a_column_that_cannot_be_kept_is_refused(tables):
    odd = [each | {"stations": each["stations"].assign(odd=1j)} for each in tables]
    with pytest.raises(ValueError, match="a column of complex128 cannot be kept: odd"):
        part_of_tables(ADDRESS, (4, 5), odd)


def test_more_is_looked_for_where_more_is_kept():
    keeps = [each.keep for each in replace(ADDRESS, keep="outcomes", measures=("timely",)).serving]
    assert keeps == ["outcomes", "tables", "all_tables", "trajectory"]
    assert [each.measures for each in replace(ADDRESS, keep="outcomes", measures=("timely",)).serving][
        1:
    ] == [(), (), ()]
    assert [each.keep for each in replace(ADDRESS, keep="trajectory").serving] == ["trajectory"]


def test_where_all_tables_are_kept_the_first_replication_keeps_its_trajectory():
    address = replace(ADDRESS, keep="all_tables")
    assert [address.of(number).keep for number in (0, 1)] == ["trajectory", "all_tables"]
    assert ADDRESS.of(0) == ADDRESS


def test_the_same_replications_make_the_same_bytes(network, tables):
    again = [kept_tables(network, 1, number) for number in (4, 5)]
    assert part_of_tables(ADDRESS, (4, 5), tables) == part_of_tables(ADDRESS, (4, 5), again)


@pytest.mark.parametrize(
    "change",
    [{"scenario": "e" * 64}, {"seed": 2}, {"code": "f" * 64}, {"format": 3}, {"measures": ("timely",)}],
    ids=str,
)
def test_a_part_of_something_else_is_refused(tables, change):
    content, other = part_of_tables(ADDRESS, (4, 5), tables), replace(ADDRESS, **change)
    check_part(BytesIO(content), ADDRESS, (4, 5))
    assert other.key != ADDRESS.key
    with pytest.raises(NotThisPart, match="a part of something else"):
        check_part(BytesIO(content), other, (4, 5))
    with pytest.raises(NotThisPart, match="a part of something else"):
        check_part(BytesIO(content), ADDRESS, (4, 6))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no Parquet at all"])
def test_what_is_no_part_is_refused(content):
    with pytest.raises(NotThisPart, match="no part of a results store"):
        read_part(content, ADDRESS, (0,))


def test_a_parquet_file_without_our_label_is_refused(tmp_path):
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(NotThisPart, match="no part of a results store"):
        check_part(BytesIO((tmp_path / "a.parquet").read_bytes()), ADDRESS, (0,))
