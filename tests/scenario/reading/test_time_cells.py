"""Times in the cells of a user's file; more of it in test_event_files.py and test_observed_log.py."""

import datetime as dt
from pathlib import Path

import pytest

from stovepipe.scenario.language.values.datafiles import BadRows, FileRow
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.reading.stamps import iso
from stovepipe.scenario.reading.time_cells import ZoneOfFile, written_time


def test_a_cell_without_a_time_and_one_that_is_none_name_their_column() -> None:
    for text, said in (("", "read_at: no time"), ("soon", 'read_at: "soon" is not a time')):
        with pytest.raises(Faults) as refused:
            written_time(text, iso, "read_at")
        assert refused.value.faults[0].what == said
        assert refused.value.faults[0].hint


def test_a_row_with_a_zone_among_rows_without_is_bad() -> None:
    bad = BadRows(Path("log.csv"))
    zone = ZoneOfFile(bad)
    plain, other = FileRow(2, ["2021-01-04"], ""), FileRow(3, ["2021-01-04T00:00Z"], "")
    assert zone.without(plain, 0, iso(plain.cells[0])) == dt.datetime(2021, 1, 4)
    assert bad.count == 0
    zone.without(other, 0, iso(other.cells[0]))
    assert [fault.what for fault in bad.found] == ["a time zone, where line 2 has none"]
