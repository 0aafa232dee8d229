"""What is said of a question before, while and after it is answered; the answer itself is made up."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from stovepipe.answers.questions.question import Answer
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.cli import ask as asking
from stovepipe.cli.ask import Request, Teller, ask, size_said
from stovepipe.cli.screen.complaints import INTERRUPTED, Complaint
from stovepipe.cli.screen.progress import Stages
from stovepipe.presentation.shared.figure_style import titled
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.study import Study
from stovepipe.study.store.claim import StoreError

STUDY = """
study: A cell
base: cell.yaml
structures: {two: {}, three: {set: {stations.cell.posts.analysts.count: 3}}}
outcomes: {timely: {}}
replications: 6
seed: 5
"""
SHOWN = Presentation[str](
    name="oracle",
    verdict=lambda found: f"So it is: {found}.",
    tables=lambda found: {"oracle": pd.DataFrame({"found": [found]})},
    grids=lambda found: (
        Grid("One", [Column("found")], [(found,)]),
        Grid("Two", [Column("found")], [("2",)]),
    ),
    data=lambda found: {"found": found},
    figures=lambda found: ({"smoke": titled((2.0, 1.0), found, "")}, ["no fire"]),
    stage=lambda stage: f"stage {stage}",
)
PLANNED = dataclasses.replace(
    SHOWN, plan=lambda study: Grid("What is varied", [Column("x")], [("everything",)])
)


class Asked:
    """A question with a cost, whose study is noted."""

    name = "oracle"

    def __init__(self, study: Study, cost: Cost, most: Cost | None, open_ended: bool) -> None:
        self.study, self._cost, self._most, self.open_ended = study, cost, most, open_ended

    def cost(self, store: object = None) -> Cost:
        return self._cost

    def highest_cost(self) -> Cost | None:
        return self._most


class Kept:
    """A store with seven replications."""

    kept, path, remarks = 7, Path("results/cells"), ()


@pytest.fixture
def said(somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Asks with these options: what was printed, said and asked, and the folder of the results."""
    (somewhere / "cells.yaml").write_text(STUDY)

    def run(shown: Presentation[str] = SHOWN, fails: BaseException | None = None, most: Cost | None = None,
            open_ended: bool = False, **options: Any) -> Any:  # fmt: skip
        request = Request(Path("cells.yaml"), lambda folder: f"AGAIN {folder}", **options)
        called: dict[str, Any] = {}

        @contextmanager
        def answering(question: Any, folder: Any, where: Any, told: Teller, command: str) -> Iterator[Any]:
            called.update(question=question, folder=folder, where=where, command=command)
            told.opened(Kept())
            told.size(Cost(1, 12, 60.0, 2e6, 0.0, there=2), 2)
            told.stage("one")
            if fails is not None:
                raise fails
            Path(folder).mkdir(parents=True)
            yield Answer("42", Path(folder), False)

        monkeypatch.setattr(asking, "answering", answering)
        ask(request, lambda study: Asked(study, Cost(4, 24, 60.0, 2e6, 0.0), most, open_ended), shown)
        output = capsys.readouterr()
        return output.out, output.err, called

    return run


def test_tables_and_then_the_verdict_are_the_result_and_remarks_are_beside_it(said: Any) -> None:
    out, err, called = said()
    assert out.index("One") < out.index("Two") < out.index("So it is: 42.")
    assert "10 replications to run, 2 are there already" in err
    assert "stage one" in err
    assert "results/cells" in err
    assert called["folder"] == Path("results/cells")
    assert (Path("results/cells/summary/oracle.txt").read_text(), called["where"]) == (
        "So it is: 42.\n",
        None,
    )


def test_the_question_is_asked_of_the_study_as_the_options_alter_it(said: Any) -> None:
    study = said(replications=9, seed=0, level=0.8)[2]["question"].study
    assert (study.replications, study.seed, study.level) == (9, 0, 0.8)
    as_written = said(out=Path("other"))[2]["question"].study
    assert (as_written.replications, as_written.seed, as_written.level) == (6, 5, 0.95)


@pytest.mark.parametrize(
    ("options", "where"),
    [({"workers": 3}, 3), ({"scheduler": "tcp://there:1"}, "tcp://there:1"), ({}, None)],
)
def test_the_work_is_done_where_it_is_asked_to_be(said: Any, options: dict[str, Any], where: object) -> None:
    assert said(**options)[2]["where"] == where


def test_two_places_to_work_are_one_too_many(said: Any) -> None:
    with pytest.raises(Complaint, match="--workers and --scheduler"):
        said(workers=2, scheduler="tcp://there:1")


def test_json_is_the_result_alone_with_the_folder(said: Any) -> None:
    out, _, _ = said(json=True, out=Path("mine"))
    assert json.loads(out) == {"found": "42", "folder": "mine"}


def test_quiet_says_nothing_but_the_result(said: Any) -> None:
    out, err, _ = said(quiet=True)
    assert "So it is: 42." in out
    assert err == ""


def test_figures_are_drawn_only_if_they_are_asked_for(said: Any) -> None:
    _, err, _ = said()
    assert not list(Path("results").rglob("*smoke*"))
    assert "no fire" not in err
    _, err, _ = said(figures=True, out=Path("drawn"))
    assert {path.name for path in Path("drawn").rglob("*smoke*")} == {"oracle_smoke.svg", "oracle_smoke.png"}
    assert "no fire" in err


def test_a_plan_alone_is_the_result_and_nothing_is_asked(said: Any) -> None:
    out, _, called = said(PLANNED, plan=True, workers=1)
    assert "everything" in out
    assert "24 replications at 4 points" in out
    assert called == {}
    assert not Path("results").exists()


def test_a_plan_says_the_most_where_the_work_may_go_on(said: Any) -> None:
    out, _, _ = said(PLANNED, plan=True, most=Cost(8, 48, 120.0, 2e6, 0.0))
    assert out.index("24 replications at 4 points") < out.index("48 replications at 8 points")
    data = json.loads(said(PLANNED, plan=True, json=True, most=Cost(8, 48, 120.0, 2e6, 0.0))[0])
    assert data["cost"] == {"points": 4, "replications": 24, "core_seconds": 60.0}
    assert data["at_most"] == {"points": 8, "replications": 48}


def test_a_question_that_varies_nothing_has_a_plan_of_what_it_takes(said: Any) -> None:
    out, err, called = said(plan=True, workers=1)
    assert out.startswith("24 replications at 4 points: about ")
    assert (out.count("\n"), err, called) == (1, "", {})


def test_a_plan_says_when_it_is_that_of_a_first_stage(said: Any) -> None:
    out, _, _ = said(plan=True, open_ended=True)
    assert out.endswith("That is the first stage. How many more it takes is not known before.\n")
    assert json.loads(said(plan=True, json=True, open_ended=True)[0])["open_ended"] is True
    assert json.loads(said(plan=True, json=True)[0])["open_ended"] is False


def test_a_plan_is_said_beside_the_result_of_a_question_that_has_one(said: Any) -> None:
    out, err, called = said(PLANNED)
    assert "everything" in err
    assert "everything" not in out
    assert called != {}


@pytest.mark.parametrize(
    ("fails", "code", "words"),
    [
        (CannotAnswer("there is no such thing"), 2, ["there is no such thing"]),
        (
            StoreError("the disk is full"),
            2,
            ["the disk is full", "7 replications are kept", "AGAIN results/cells"],
        ),
        (KeyboardInterrupt(), INTERRUPTED, ["Interrupted", "7 replications are kept", "AGAIN results/cells"]),
    ],
)
def test_work_that_does_not_end_says_why_and_how_to_go_on(
    said: Any, fails: BaseException, code: int, words: list[str]
) -> None:
    with pytest.raises(Complaint) as complained:
        said(fails=fails)
    assert complained.value.code == code
    assert [word for word in words if word not in str(complained.value)] == []


def test_what_was_never_opened_keeps_nothing(somewhere: Path) -> None:
    request = Request(Path("cells.yaml"), lambda folder: f"AGAIN {folder}")
    assert Teller(request, SHOWN, Stages(quiet=True)).kept() == ""


@pytest.mark.parametrize(
    ("study", "out", "folder"),
    [
        ("levers.yaml", None, "results/levers"),
        ("policy/study.yaml", None, "results/policy-study"),
        ("policy/levers.yaml", None, "results/levers"),
        ("levers.yaml", Path("mine"), "mine"),
    ],
)
def test_results_go_to_a_folder_that_is_named_after_the_study(
    study: str, out: Path | None, folder: str
) -> None:
    assert Request(Path(study), str, out=out).folder == Path(folder)


def test_the_size_counts_what_is_missing_in_rounds_of_workers() -> None:
    """Five of ten are missing, of 60 s together: three rounds of two workers take 36 s, and their start."""
    cost = Cost(1, 10, 60.0, 3e6, 0.0, there=5)
    assert "5 replications to run, 5 are there already" in size_said(cost, 2)
    assert "38 s" in size_said(cost, 2)
    assert f"{cost.memory_with(2) / 1e6:,.0f} MB with 2 workers" in size_said(cost, 2)
    alone = size_said(dataclasses.replace(cost, there=None), 1)
    assert alone.startswith("10 replications to run: ")
    assert "60 s" in alone or "1 min" in alone
    assert "tcp://there:1" in size_said(cost, "tcp://there:1")
