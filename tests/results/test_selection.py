"""The structure that was selected, as Python users hold it."""

from pathlib import Path

from tests.results.made import selection


def test_it_says_which_structure_was_chosen_and_what_that_took(tmp_path: Path) -> None:
    found = selection(tmp_path)
    assert repr(found) == "<Selection: 'open' of 'A cell', 15 replications>"
    assert (found.chosen, found.spent, found.finished) == ("open", 15, True)
    assert found.structures.set_index("structure")["estimate"].round(6).to_dict() == {
        "open": 0.8, "third": 0.7, "base": 0.6
    }  # fmt: skip
    assert "open channels" in found.verdict
    assert found.verdict in found.show()
    assert list(found.tables()) == ["selection"]
    assert "open channels" in found._repr_html_()
