"""The waterfall: from none of the mechanisms to all of them, one step after the other."""

import pytest

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.presentation.attribution.figures import attribution_figures, waterfall_figure
from stovepipe.presentation.shared.figure_style import rendered
from tests.presentation.drawn import bars_of, rows_of, texts


def test_steps_go_from_none_to_all_the_largest_first(attributed: AttributionFindings) -> None:
    """Without causes: each bar begins where the one before it ended."""
    (axes,) = waterfall_figure(attributed, "delay").axes
    assert rows_of(axes) == ["none of them", "people", "tongues", "trust", "as it is"]
    bars = [number for bar in bars_of(axes) for number in bar]
    assert bars == pytest.approx([0, 0, 8, 1, 8, -4, 2, 4, 0.5, 3, 4.5, 1.5, 4, 0, 6])


def test_a_loss_is_parted_into_its_causes_with_gains_to_the_other_side(
    attributed: AttributionFindings,
) -> None:
    """Of people's 12 points, 14 are expired; 2 fewer are not shared, and are drawn to the left."""
    (axes,) = waterfall_figure(attributed, "lost").axes
    assert rows_of(axes) == ["none of them", "people", "trust", "tongues", "as it is"]
    people = sorted(bar[1:] for bar in bars_of(axes) if bar[0] == 1)
    assert [number for bar in people for number in bar] == pytest.approx([10, -2, 10, 14])
    trust = sorted(bar[1:] for bar in bars_of(axes) if bar[0] == 2)
    assert [number for bar in trust for number in bar] == pytest.approx([22, -1, 22, 8])
    assert {"expired", "not_shared"} <= set(texts(waterfall_figure(attributed, "lost")))


def test_the_line_of_an_interval_is_about_the_end_of_its_step(attributed: AttributionFindings) -> None:
    (axes,) = waterfall_figure(attributed, "delay").axes
    people = next(line for line in axes.lines if list(line.get_ydata()) == [1, 1])
    assert list(people.get_xdata()) == pytest.approx([3.5, 4.5])


def test_each_outcome_has_a_figure_under_its_name(attributed: AttributionFindings) -> None:
    assert list(attribution_figures(attributed)) == ["lost", "delay"]


def test_an_outcome_that_is_not_there_is_refused_with_those_that_are(attributed: AttributionFindings) -> None:
    with pytest.raises(KeyError, match="lost, delay"):
        waterfall_figure(attributed, "timely")


def test_the_same_findings_give_the_same_bytes(attributed: AttributionFindings) -> None:
    assert rendered(waterfall_figure(attributed, "lost")) == rendered(waterfall_figure(attributed, "lost"))
