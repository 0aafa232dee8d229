"""The same things are shown of every question, under names that begin with that of the question."""

import json

import pandas as pd
import pytest

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.attribution import ATTRIBUTION
from stovepipe.presentation.comparison import COMPARISON
from stovepipe.presentation.selection import SELECTION
from stovepipe.presentation.sensitivity import SENSITIVITY
from stovepipe.presentation.shared.figure_style import titled
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.study.reading.study import Study
from tests.made_up_answers import compared

FRUIT = Presentation[int](
    name="fruit",
    verdict=lambda weight: f"It weighs {weight} g.",
    tables=lambda weight: {
        "fruit": pd.DataFrame({"g": [weight]}),
        "peel": pd.DataFrame({"g": [weight / 10]}),
    },
    grids=lambda weight: (
        Grid("Fruit", [Column("g")], [(str(weight),)]),
        Grid("Peel", [Column("g")], [("1",)]),
    ),
    data=lambda weight: {"weight": weight, "folder": "theirs"},
    figures=lambda weight: ({"scales": titled((2.0, 1.0), "Scales", "")}, ["no picture of the peel"]),
)


def test_files_are_the_verdict_and_each_table_twice_under_the_name_of_the_question() -> None:
    files = FRUIT.files(120)
    assert set(files) == {
        "fruit.txt", "fruit.csv", "fruit.parquet", "fruit_peel.csv", "fruit_peel.parquet",
    }  # fmt: skip
    assert files["fruit.txt"] == b"It weighs 120 g.\n"
    assert files["fruit.csv"].split() == [b"g", b"120"]
    assert files["fruit_peel.csv"].split() == [b"g", b"12.0"]


def test_figures_are_svg_and_png_under_the_name_of_the_question_and_what_is_missing_is_said() -> None:
    drawn, remarks = FRUIT.drawn(120)
    assert set(drawn) == {"fruit_scales.svg", "fruit_scales.png"}
    assert remarks == ["no picture of the peel"]


def test_json_has_the_data_and_what_is_said_beside_it() -> None:
    assert json.loads(FRUIT.json(120, folder="mine")) == {"weight": 120, "folder": "mine"}


def test_text_is_every_table_in_order_and_then_the_verdict() -> None:
    said = FRUIT.text(120)
    assert said.index("Fruit") < said.index("Peel") < said.index("It weighs 120 g.")


@pytest.mark.parametrize(
    "shown", [COMPARISON, SELECTION, SENSITIVITY, ATTRIBUTION], ids=lambda each: each.name
)
def test_every_question_has_a_name_of_its_own(shown: Presentation[SelectionFindings]) -> None:
    names = [each.name for each in (COMPARISON, SELECTION, SENSITIVITY, ATTRIBUTION)]
    assert names.count(shown.name) == 1


def test_only_questions_that_vary_something_say_so_before_they_run() -> None:
    planned = [
        each.name for each in (COMPARISON, SELECTION, SENSITIVITY, ATTRIBUTION) if each.plan is not None
    ]
    assert planned == [SENSITIVITY.name, ATTRIBUTION.name]


def test_a_comparison_is_kept_with_all_its_tables(study: Study) -> None:
    names = set(COMPARISON.files(compared(study)))
    stems = {name.partition(".")[0].removeprefix("comparison_") for name in names}
    assert stems == {"comparison", "estimates", "differences", "ranking"}
