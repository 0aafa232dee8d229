"""What was selected, on which terms, and what it took."""

import numpy as np

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.study.reading.study import Study
from tests.made_up_answers import selected


def test_the_selected_is_named_with_the_terms_and_the_price(chosen: SelectionFindings) -> None:
    said = selection_verdict(chosen)
    assert "select a third analyst" in said
    assert "2 points or more" in said
    assert "probability of 90 %" in said, "that of the selection, not the level of the study"
    assert "105 replications of 3 structures" in said
    assert "dropped after 40" in said


def test_a_race_that_goes_on_names_who_is_in_it_and_who_leads(choosing: Study) -> None:
    unfinished = selected(
        choosing, finished=False, dropped_at=np.array([0, 0, 20]), dropped_by=("", "", "base")
    )
    said = selection_verdict(unfinished)
    assert "Nothing is selected yet" in said
    assert "the cell as it is and a third analyst are still in the race" in said
    assert "a third analyst leads" in said
    assert "select a third analyst" not in said


def test_who_is_level_with_the_selected_is_named(choosing: Study) -> None:
    level = selected(choosing, dropped_at=np.array([0, 0, 20]), dropped_by=("", "", "base"))
    _, selected_one, others = selection_verdict(level).partition("select a third analyst")
    assert selected_one
    assert "the cell as it is and a third analyst" in others.lower()
    assert "open doors" not in others


def test_a_budget_names_the_best_estimate_and_how_sure_it_is(allotted: SelectionFindings) -> None:
    said = selection_verdict(allotted)
    assert "open doors has the best estimate" in said
    assert "it is the best" in said
    assert "15 replications of 3 structures" in said
