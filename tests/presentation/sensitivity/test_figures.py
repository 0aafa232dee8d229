"""Figures of what matters: the bars of the right factor, in the right order, at the right place."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from stovepipe.presentation.sensitivity.figures import (
    FAINT,
    ORANGE,
    index_figure,
    morris_figure,
    pair_figure,
    sensitivity_figures,
    tornado_figure,
)
from stovepipe.presentation.shared.figure_style import rendered
from tests.presentation.drawn import bars_of, rows_of
from tests.presentation.sensitivity import made
from tests.presentation.sensitivity.conftest import Make


@pytest.mark.parametrize(
    ("method", "result", "names"),
    [
        ("morris", made.SCREENING, ["timely_morris"]),
        ("sobol", made.INDICES, ["timely_indices", "timely_pairs"]),
        ("sobol", replace(made.INDICES, second={}), ["timely_indices"]),
        ("pawn", made.PAWN, ["timely_pawn"]),
        ("tornado", made.TORNADO, ["timely_tornado"]),
        ("prim", made.DISCOVERY, ["timely_points"]),
        ("prim", replace(made.DISCOVERY, boxes=()), []),
        ("verdict", made.VERDICT, []),
    ],
)
def test_each_method_has_its_figures(found: Make, method: str, result: object, names: list[str]) -> None:
    assert list(sensitivity_figures(found(method, result))) == names


def test_a_tornado_has_both_ends_of_each_factor_the_widest_on_top(found: Make) -> None:
    (axes,) = tornado_figure(found("tornado", made.TORNADO).each[0]).axes
    assert rows_of(axes) == ["work", "officers", "courier"]
    bars = bars_of(axes)
    assert [(row, base) for row, base, _ in bars] == [(row, 50.0) for row in (0, 0, 1, 1, 2, 2)]
    assert [length for _, _, length in bars] == pytest.approx([20, -30, 3, 6, 1, -2])
    assert to_hex(axes.patches[0].get_facecolor()) != to_hex(axes.patches[1].get_facecolor())


def test_a_tornado_says_the_interval_of_its_own_bar(found: Make) -> None:
    (axes,) = tornado_figure(found("tornado", made.TORNADO).each[0]).axes
    drawn = [tuple(line.get_xdata()) for line in axes.lines[:2]]
    assert drawn == [pytest.approx((69, 71)), pytest.approx((18, 22))]


def test_indices_are_bars_by_their_totals_with_the_first_order_beside(found: Make) -> None:
    (axes,) = index_figure(found("sobol", made.INDICES).each[0]).axes
    assert rows_of(axes) == ["work", "release", "courier"]
    assert [length for _, _, length in bars_of(axes)] == [0.75, 0.25, 0.15, 0.55, 0.10, 0.05]
    _, labels = axes.get_legend_handles_labels()
    assert labels == ["total", "first order"]


def test_pawn_marks_what_chance_stays_below_in_the_row_of_its_factor(found: Make) -> None:
    (axes,) = index_figure(found("pawn", made.PAWN).each[0]).axes
    assert rows_of(axes) == ["work", "release", "courier"]
    marked = [line for line in axes.lines if line.get_color() == ORANGE]
    assert [float(np.asarray(line.get_xdata())[0]) for line in marked] == [0.21, 0.22, 0.20]


def test_the_morris_plane_has_mu_star_across_and_sigma_up(found: Make) -> None:
    (axes,) = morris_figure(found("morris", made.SCREENING).each[0]).axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(dot.get_xdata()[0]) for dot in dots] == pytest.approx([9, 4, 1.2, 0.2])
    assert [float(dot.get_ydata()[0]) for dot in dots] == pytest.approx([2, 0, 0.3, 0.1])
    assert [dot.get_color() == FAINT for dot in dots] == [False, False, False, True]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, True, False, False]
    assert [text.get_text() for text in axes.texts] == ["work", "officers", "courier"]


def test_the_morris_plane_says_which_factors_are_grey(found: Make) -> None:
    caption = morris_figure(found("morris", made.SCREENING).each[0]).texts[1].get_text()
    assert caption.splitlines()[-1] == "Grey are release."
    many = tuple(replace(made.SCREENING.effects[2], name=f"number_{place:02}") for place in range(40))
    figure = morris_figure(found("morris", replace(made.SCREENING, effects=many)).each[0])
    caption = figure.texts[1].get_text().replace("\n", " ")
    assert "Grey are number_00, number_01, " in caption
    assert caption.endswith("number_24 and 15 more.")
    (axes,) = figure.axes
    assert figure.get_figheight() * (1 - axes.get_position().y1) > 1.0  # the caption has room


def test_pairs_stand_where_their_two_factors_meet(found: Make) -> None:
    axes, _ = pair_figure(found("sobol", made.INDICES).each[0]).axes
    names = [label.get_text() for label in axes.get_xticklabels()]
    assert names == ["work", "release", "courier"]
    shown = [np.ma.filled(image.get_array().astype(float), np.nan) for image in axes.images]
    (numbers,) = [each for each in shown if np.nanmin(each) < 0]
    assert numbers[1, 0] == pytest.approx(-2), "release and work"
    assert numbers[2, 0] == pytest.approx(8), "courier and work"
    assert np.isnan(numbers[2, 1]), "courier and release are not told from 0"
    assert np.isnan(numbers[np.triu_indices(3)]).all()


def test_the_points_that_fail_are_orange_in_the_plane_of_the_first_box(found: Make) -> None:
    """The made-up outputs are 0.5, 10.5, 20.5 and 30.5 in the mean; two of them are under 15."""
    findings = found("prim", made.DISCOVERY)
    threshold = findings.study.threshold
    assert threshold is not None
    fails = replace(findings, study=replace(findings.study, threshold=replace(threshold, value=15.0)))
    (axes,) = sensitivity_figures(fails)["timely_points"].axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("work", "analysts")
    (dots,) = axes.collections
    assert np.asarray(dots.get_offsets()).tolist() == [[1.0, 2], [1.5, 1], [0.5, 4], [2.0, 3]]
    assert [to_hex(colour) == ORANGE for colour in dots.get_facecolors()] == [True, True, False, False]


def test_the_same_findings_give_the_same_bytes(found: Make) -> None:
    first, second = (rendered(tornado_figure(found("tornado", made.TORNADO).each[0])) for _ in range(2))
    assert first == second
