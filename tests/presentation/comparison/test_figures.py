"""The figures of a study: what is on them, and that the same findings give the same bytes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.presentation.comparison import COMPARISON
from stovepipe.presentation.comparison.figures import comparison_figures
from stovepipe.presentation.comparison.forest_figure import COLOURS, forest_figure
from stovepipe.presentation.comparison.incidence_overlay import overlay_figure
from stovepipe.presentation.comparison.ranking_figure import ranking_figure
from stovepipe.presentation.comparison.words import BETTER, OPEN, WORSE
from stovepipe.study.reading.study import Study
from stovepipe.study.store.store import Store
from tests.answers import studies
from tests.made_up_answers import compared
from tests.presentation.drawn import texts

Done = tuple[StudyFindings, Store]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("study")
    with studies.carried_out(folder, studies.study(folder, replications=10)) as carried_out:
        yield carried_out


def test_the_same_findings_give_the_same_bytes(done: Done) -> None:
    findings, _ = done
    first, second = (COMPARISON.drawn(findings)[0] | COMPARISON.files(findings) for _ in range(2))
    assert first == second
    assert {name.partition(".")[2] for name in first} == {"csv", "parquet", "txt", "svg", "png"}


def test_the_forest_has_a_row_for_each_structure_and_says_what_is_not_compared(done: Done) -> None:
    said = texts(forest_figure(done[0]))
    assert {"third", "open", "twin", "shut"} <= set(said)
    assert said.count("not compared") == 1
    assert {"higher is better", "shorter is better", "lower is better"} <= set(said)


def test_better_worse_and_open_have_colours_of_their_own(done: Done) -> None:
    lines = [line for axes in forest_figure(done[0]).axes for line in axes.lines]
    drawn = {line.get_color() for line in lines if line.get_marker() == "o"}
    assert drawn == {COLOURS[BETTER], COLOURS[WORSE], COLOURS[OPEN]}


def test_the_ranking_names_the_best_first_with_its_estimate(done: Done) -> None:
    findings = done[0]
    figure = ranking_figure(findings)
    backlog = findings.outcomes[2].ranking
    labels = [tick.get_text() for tick in figure.axes[2].get_yticklabels()]
    assert [label.split()[0] for label in labels] == [each.name for each in backlog]
    assert labels[0].split()[0] == "third"


def test_without_ages_there_are_no_curves_and_it_is_said(tmp_path: Path) -> None:
    asked = studies.study(tmp_path, keep="outcomes", outcomes={"timely": {}}, replications=2)
    with studies.carried_out(tmp_path, asked) as (findings, _):
        with pytest.raises(CannotAnswer, match="no ages of deliveries"):
            overlay_figure(findings)
        drawn, (missing,) = COMPARISON.drawn(findings)
    assert missing.startswith("The figure of incidence is left out: there are no ages")
    assert sorted(drawn) == [
        "comparison_differences.png", "comparison_differences.svg",
        "comparison_ranking.png", "comparison_ranking.svg",
    ]  # fmt: skip


def test_what_figures_leave_out_is_said_in_them(study: Study) -> None:
    findings = compared(study)
    without = replace(findings.outcomes[1], differences=None, best=None, gains={})
    outcomes = (findings.outcomes[0], without, *findings.outcomes[2:])
    some = replace(findings, outcomes=outcomes, replications=4)
    for draw in (forest_figure, ranking_figure):
        title, whole = without.observed.outcome.title, draw(findings)
        figure = draw(some)
        assert figure.texts[1].get_text().splitlines()[-1] == (
            f"Nothing can be compared by {title}. From four replications nothing is concluded."
        )
        assert len(figure.axes) == len(whole.axes) - 1
        assert "Nothing" not in whole.texts[1].get_text()


def test_figures_of_nothing_are_left_out_and_it_is_said(study: Study) -> None:
    findings = compared(study)
    outcomes = tuple(replace(each, differences=None, best=None, gains={}) for each in findings.outcomes)
    drawn, remarks = comparison_figures(replace(findings, outcomes=outcomes))
    assert list(drawn) == []
    assert remarks[:2] == [
        "The figure of differences is left out: nothing can be compared.",
        "The figure of ranking is left out: nothing can be compared.",
    ]
