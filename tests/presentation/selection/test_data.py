"""What was selected, for programs."""

import json

import pytest

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection.data import selection_payload, selection_table


def test_only_the_selected_is_chosen_and_each_has_its_own_numbers(chosen: SelectionFindings) -> None:
    table = selection_table(chosen).set_index("structure")
    assert table["chosen"].to_dict() == {"base": False, "third": True, "open_doors": False}
    assert table["replications"].to_dict() == {"base": 40, "third": 45, "open_doors": 20}
    assert table["dropped_at"].isna().to_dict() == {"base": False, "third": True, "open_doors": False}
    assert table["dropped_at"].fillna(0).to_dict() == {"base": 40, "third": 0, "open_doors": 20}
    assert table["estimate_low"].to_dict() == pytest.approx({"base": 0.60, "third": 0.62, "open_doors": 0.52})
    assert table["estimate_high"].to_dict() == pytest.approx(
        {"base": 0.62, "third": 0.66, "open_doors": 0.58}
    )
    assert set(table["outcome"]) == {"timely"}
    assert set(table["method"]) == {"kim_nelson"}


def test_a_budget_has_a_row_for_each_structure_too(allotted: SelectionFindings) -> None:
    table = selection_table(allotted).set_index("structure")
    assert table["chosen"].to_dict() == {"base": False, "third": False, "open_doors": True}
    assert table["estimate"].to_dict() == pytest.approx({"base": 0.30, "third": 0.31, "open_doors": 0.20})
    assert set(table["method"]) == {"ocba"}


def test_json_says_what_was_spent_in_all_and_whether_it_ended(
    chosen: SelectionFindings, allotted: SelectionFindings
) -> None:
    payload = json.loads(json.dumps(selection_payload(chosen), allow_nan=False))
    assert (payload["chosen"], payload["finished"], payload["spent"]) == ("third", True, 105)
    assert (payload["outcome"], payload["method"]) == ("timely", "kim_nelson")
    assert [row["structure"] for row in payload["structures"]] == ["base", "third", "open_doors"]
    assert [row["dropped_at"] for row in payload["structures"]] == [40, None, 20]
    assert selection_payload(allotted)["spent"] == 15
