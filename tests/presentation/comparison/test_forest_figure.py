"""The forest of differences: each in the row of its structure, in the colour of its verdict."""

import pytest
from matplotlib.axes import Axes

from stovepipe.presentation.comparison.forest_figure import COLOURS, forest_figure
from stovepipe.presentation.comparison.words import BETTER, OPEN, WORSE
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked
from tests.made_up_answers import compared
from tests.presentation.drawn import rows_of, texts


def dots(axes: Axes) -> list[tuple[int, float, str]]:
    """The row, the place and the colour of each dot."""
    return [
        (int(line.get_ydata()[0]), float(line.get_xdata()[0]), line.get_color())
        for line in axes.lines
        if line.get_marker() == "o"
    ]


def test_each_difference_is_in_its_row_at_its_place_in_the_colour_of_its_verdict(study: Study) -> None:
    timely, lost, _, backlog = forest_figure(compared(study)).axes
    assert rows_of(timely) == ["third", "open_doors"]
    assert [each[0] for each in dots(timely)] == [0, 1]
    assert [each[1] for each in dots(timely)] == pytest.approx([4, -5])
    assert [each[2] for each in dots(timely)] == [COLOURS[BETTER], COLOURS[WORSE]]
    assert [each[1] for each in dots(lost)] == pytest.approx([1, -10])
    assert [each[2] for each in dots(lost)] == [COLOURS[WORSE], COLOURS[BETTER]]
    assert [each[2] for each in dots(backlog)] == [COLOURS[BETTER], COLOURS[OPEN]]


def test_the_line_is_the_interval_of_its_own_row(study: Study) -> None:
    findings = compared(study)
    differences = findings.outcomes[0].differences
    assert differences is not None
    axes = forest_figure(findings).axes[0]
    lines = [line for line in axes.lines if line.get_linewidth() == 1.4 and line.get_marker() != "o"]
    assert len(lines) == 2
    for row, line in enumerate(lines):
        ends = 100 * differences.low[row], 100 * differences.high[row]
        assert list(line.get_xdata()) == pytest.approx(list(ends))


def test_each_panel_says_which_way_is_better(study: Study) -> None:
    said = [" ".join(text.get_text() for text in axes.texts) for axes in forest_figure(compared(study)).axes]
    better = ["higher is better", "lower is better", "shorter is better", "lower is better"]
    assert [words in text for words, text in zip(better, said, strict=True)] == [True] * 4


def test_all_pairs_are_named_by_both(two_commanders: Scenario) -> None:
    axes = forest_figure(compared(asked(two_commanders, method="all_pairs"))).axes[0]
    assert rows_of(axes) == ["third - base", "open_doors - base", "open_doors - third"]


def test_the_best_is_compared_with_the_best_of_the_others(two_commanders: Scenario) -> None:
    figure = forest_figure(compared(asked(two_commanders, method="best")))
    assert rows_of(figure.axes[0]) == ["third", "base", "open_doors"]
    assert [each[1] for each in dots(figure.axes[0])] == pytest.approx([4, -4, -9])
    assert [each[2] for each in dots(figure.axes[0])] == [COLOURS[OPEN], COLOURS[WORSE], COLOURS[WORSE]]
    assert "best of the others" in " ".join(texts(figure))
