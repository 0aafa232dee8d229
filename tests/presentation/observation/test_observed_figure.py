"""The curves of a log on those of a mission."""

import numpy as np

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.inference.incidence import DELIVERED
from stovepipe.presentation.observation.observed_figure import observed_figure
from stovepipe.presentation.shared.figure_style import INK
from tests.presentation.drawn import texts


def test_each_consumer_class_and_end_has_a_panel_with_both_curves(refused: ObservationFindings) -> None:
    figure = observed_figure(refused)
    headings = [axes.get_title(loc="left") for axes in figure.axes]
    assert headings == [
        f"commander, {klass}: {end}" for klass in ("pattern", "warning") for end in ("read", "lost")
    ]
    axes = figure.axes[2]
    [log] = [line for line in axes.lines if line.get_color() == INK and line.get_linewidth() > 1]
    ages, values = (np.asarray(each, dtype=float) for each in (log.get_xdata(), log.get_ydata()))
    expected = refused.observed["commander", "warning"].at(ages.astype(np.int64), DELIVERED)
    np.testing.assert_array_equal(values, expected)


def test_ages_at_which_they_differ_are_marked_within_the_panel(
    refused: ObservationFindings, accepted: ObservationFindings
) -> None:
    [marks] = [line for line in observed_figure(refused).axes[2].lines if line.get_marker() == "|"]
    places = np.asarray(marks.get_xdata(), dtype=float)
    first, last = observed_figure(refused).axes[2].get_xlim()
    assert len(places)
    assert first <= places.min() <= places.max() <= last
    for axes in observed_figure(accepted).axes:
        assert not any(len(np.asarray(each.get_xdata())) for each in axes.lines if each.get_marker() == "|")


def test_the_caption_says_what_is_what(accepted: ObservationFindings) -> None:
    said = " ".join(texts(observed_figure(accepted)))
    assert "Black: the log" in said
    assert "95 %" in said
