"""The ranking, drawn: the best of each outcome on top, filled where it may be the best."""

import pytest

from stovepipe.presentation.comparison.ranking_figure import ranking_figure
from stovepipe.study.reading.study import Study
from tests.made_up_answers import compared
from tests.presentation.drawn import rows_of


def test_the_best_of_each_outcome_is_on_top_with_its_own_estimate(study: Study) -> None:
    timely, lost, delay, backlog = (rows_of(axes) for axes in ranking_figure(compared(study)).axes)
    assert [row.split()[0] for row in timely] == ["third", "base", "open_doors"]
    assert [row.split()[0] for row in lost] == ["open_doors", "base", "third"]
    assert [float(row.split()[1]) for row in timely] == [64, 60, 55]
    assert [float(row.split()[1]) for row in delay] == pytest.approx([4, 6, 6.1])
    assert backlog[0].startswith("third")


def test_only_what_may_be_the_best_is_filled(study: Study) -> None:
    axes = ranking_figure(compared(study)).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, True, True]
    assert [float(dot.get_xdata()[0]) for dot in dots] == pytest.approx([4, -4, -9])
