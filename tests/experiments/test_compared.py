"""What a comparison says in a cell of a table, and how it is put into a page."""

from pathlib import Path

import pandas as pd
import pytest
from compared import cell, said, written

BASELINE = {
    "outcome": "timely",
    "structure": "before",
    "unit": "share",
    "estimate": 0.5,
    "estimate_low": 0.45,
    "estimate_high": 0.55,
    "compared_with": None,
    "difference": None,
    "low": None,
    "high": None,
    "verdict": None,
}
OTHER = BASELINE | {
    "structure": "after",
    "compared_with": "before",
    "difference": 0.021,
    "low": 0.011,
    "high": 0.031,
    "verdict": "better",
}


def found(**changed: object) -> pd.DataFrame:
    return pd.DataFrame([BASELINE, OTHER | changed])


def test_the_baseline_is_given_as_it_is_and_another_structure_by_its_difference() -> None:
    assert cell(found(), "before", "timely") == "50.0 (45.0 to 55.0)"
    assert cell(found(), "after", "timely") == "**+2.1** (1.1 to 3.1)"


def test_what_is_worse_is_marked_otherwise_than_what_is_better_and_what_is_not_shown_not_at_all() -> None:
    worse = found(difference=-0.02, low=-0.03, high=-0.01, verdict="worse")
    assert cell(worse, "after", "timely") == "_-2.0_ (-3.0 to -1.0)"
    unknown = found(difference=-0.0002, low=-0.01, high=0.01, verdict="not shown to differ")
    assert cell(unknown, "after", "timely") == "0.0 (-1.0 to 1.0)"


def test_what_was_not_reached_has_no_number() -> None:
    assert cell(found(difference=None, low=None, high=None, verdict=None), "after", "timely") == "not reached"


def test_a_section_of_a_page_is_written_in_place_of_what_was_there_and_nothing_else_is(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n\n<!-- written: one -->\n\nold\n\n<!-- end: one -->\n\nafter\n", encoding="utf-8"
    )
    written(page, "one", "new")
    assert said(page, "one") == "new"
    assert page.read_text(encoding="utf-8").startswith("before\n")
    assert page.read_text(encoding="utf-8").endswith("<!-- end: one -->\n\nafter\n")
    written(page, "one", "new")
    assert page.read_text(encoding="utf-8").count("new") == 1


def test_a_page_without_the_section_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no section 'one'"):
        written(page, "one", "new")
