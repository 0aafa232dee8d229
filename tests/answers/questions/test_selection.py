"""Selection through the store: who is dropped, what is spent, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.answers.questions.selection import SelectionQuestion
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.presentation.selection.data import selection_payload, selection_table
from stovepipe.presentation.selection.tables import selection_grid
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.study.store.store import Store
from tests.answers import studies
from tests.answers.carrying_out import carry_out

SENT = {"outcome": "sent", "indifference": "2 points", "at_least": 5}
STRUCTURES = {name: studies.STUDY["structures"][name] for name in ("base", "open", "shut")}


def selected(folder: Path, **more: Any) -> SelectionFindings:
    asked = studies.study(folder, **({"structures": STRUCTURES} | more))
    with Store.open(folder / "store", asked) as store:
        return carry_out(SelectionQuestion(asked), store)


def test_the_best_is_selected_and_what_was_spent_is_what_the_store_has(tmp_path: Path) -> None:
    asked = studies.study(tmp_path, structures=STRUCTURES, selection=SENT)
    with Store.open(tmp_path / "store", asked) as store:
        found = carry_out(SelectionQuestion(asked), store)
        held = [len(store.held(name)) for name in STRUCTURES]
    table = selection_table(found)
    assert (found.chosen, found.finished) == ("open", True)
    assert table["replications"].tolist() == held
    assert found.spent == sum(held)
    assert table.set_index("structure")["dropped_at"]["shut"] == 5, "it is far behind after the first stage"
    assert [found.estimates[name].value for name in table["structure"]] == pytest.approx(table["estimate"])
    assert (table["estimate_low"] <= table["estimate"]).all()
    assert table["estimate_high"].between(table["estimate"], 1.0).all()


def test_the_least_is_the_best_where_less_is_better(tmp_path: Path) -> None:
    lost = {"lost": {"to": "not_shared"}}
    found = selected(tmp_path, outcomes=lost, selection=SENT | {"outcome": "lost"})
    assert found.chosen == "open"


def test_the_terms_are_said(tmp_path: Path) -> None:
    found = selected(tmp_path, selection=SENT)
    said = selection_verdict(found)
    assert said.startswith(
        "By the share that gets through, select open channels: if the best leads every other by 2 points or "
        "more, it is selected with a probability of 95 % or more (Kim and Nelson)."
    )
    assert f"{found.spent} replications of 3 structures were spent" in said
    assert "open" in str(selection_grid(found))
    assert selection_payload(found)["chosen"] == "open"


def test_a_budget_that_runs_out_promises_nothing(tmp_path: Path) -> None:
    found = selected(tmp_path, selection=SENT | {"indifference": "0.01 points", "budget": 18})
    assert not found.finished
    assert found.spent <= 18
    assert "Nothing is selected yet: " in selection_verdict(found)
    assert "Nothing is promised" in selection_verdict(found)


def test_structures_that_are_exactly_alike_are_said_to_be(tmp_path: Path) -> None:
    twins = {"base": {}, "twin": studies.STUDY["structures"]["twin"]}
    found = selected(tmp_path, structures=twins, selection=SENT)
    assert found.finished
    said = selection_verdict(found)
    assert "Base and twin agree in all 263 replications so far: a lead of 2 points or more would have" in said


def test_of_what_has_agreed_so_far_nothing_is_promised(tmp_path: Path) -> None:
    twins = {"base": {}, "twin": studies.STUDY["structures"]["twin"]}
    found = selected(tmp_path, structures=twins, selection=SENT | {"budget": 40})
    assert not found.finished
    said = selection_verdict(found)
    assert "Base and twin agree in all 20 replications so far; that they always will is not shown" in said
    assert "nothing is promised" in said


def test_a_budget_is_spent_to_the_last_replication(tmp_path: Path) -> None:
    ocba = {"outcome": "sent", "method": "ocba", "at_least": 4, "budget": 40}
    asked = studies.study(tmp_path, structures=STRUCTURES, selection=ocba)
    with Store.open(tmp_path / "store", asked) as store:
        found = carry_out(SelectionQuestion(asked), store)
        assert sum(len(store.held(name)) for name in STRUCTURES) == found.spent == 40
    assert found.chosen == "open"
    assert "40 replications of 3 structures were spent" in selection_verdict(found)
    assert selection_table(found)["chosen"].tolist() == [True, False, False]
    assert "may be the best" in str(selection_grid(found))


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (None, r"does not say how the best is to be found; write, for example, selection: \{outcome: timely"),
        ({"outcome": "sent", "method": "ocba", "budget": 10}, "20 replications of 3 structures in the first"),
        (
            SENT | {"outcome": "p75", "indifference": "1 h"},
            r"p75 is not defined in replication \d of \w+",
        ),
    ],
)
def test_what_cannot_be_selected_is_refused(tmp_path: Path, selection: object, said: str) -> None:
    with pytest.raises(CannotAnswer, match=said):
        selected(tmp_path, selection=selection)
