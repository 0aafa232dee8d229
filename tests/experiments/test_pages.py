"""What the pages say of the MINUSMA mission is what the experiments found: a table comes from its file."""

from pathlib import Path

import pandas as pd
import policy.run as policy
import pytest
import questions.run as questions
import themes.run as themes
from compared import said
from themes.rows import ROWS

EXPERIMENTS = Path(__file__).parents[2] / "experiments"


def test_the_table_of_themes_is_made_from_what_was_found() -> None:
    assert said(themes.PAGE, "themes") == themes.page_table(themes.everything())


@pytest.mark.parametrize("page", policy.PAGES, ids=lambda path: path.name)
def test_the_tables_of_levers_are_made_from_what_was_found(page: Path) -> None:
    folder = EXPERIMENTS / "policy"
    found, people = pd.read_csv(folder / "levers.csv"), pd.read_csv(folder / "costs.csv")
    assert said(page, "levers") == policy.lever_table(found, people)


@pytest.mark.parametrize("question", questions.QUESTIONS)
def test_the_answer_to_a_question_is_made_from_what_was_found(question: str) -> None:
    answers = pd.read_csv(EXPERIMENTS / "questions" / "answers.csv")
    assert said(questions.PAGE, question) == questions.answer_table(answers[answers["study"] == question])


def test_every_theme_of_the_article_has_a_row() -> None:
    codes = {row.code for row in ROWS}
    assert codes == {f"S{number}" for number in range(1, 21)} | {"events", "fast lane"}


def test_every_question_has_a_study_and_its_command_on_the_page() -> None:
    page = questions.PAGE.read_text(encoding="utf-8")
    for name in questions.QUESTIONS:
        assert (EXPERIMENTS / "questions" / f"{name}.yaml").is_file()
        assert f"    stovepipe compare experiments/questions/{name}.yaml\n" in page


@pytest.mark.parametrize(
    ("shown", "helps", "verdict"),
    [
        ({"better"}, False, "agrees"),
        ({"better"}, True, "contradicts"),
        ({"worse"}, True, "agrees"),
        ({"worse", "better"}, False, "agrees in part"),
        ({"not shown to differ", "identical"}, False, "cannot be judged: no effect shown"),
    ],
)
def test_the_article_agrees_if_what_is_shown_has_the_sign_that_it_gives(
    shown: set[str], helps: bool, verdict: str
) -> None:
    row = themes.Row("S0", "it", "a theme", "without it", helps=helps)
    assert (
        themes.verdict(row, pd.DataFrame({"structure": "it", "outcome": "timely", "verdict": sorted(shown)}))
        == verdict
    )
