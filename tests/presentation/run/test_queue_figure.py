"""Queues and rosters, drawn: of the right station, at the right time."""

import numpy as np
import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.run.queue_figure import queue_figure
from stovepipe.presentation.shared.figure_style import rendered
from tests.made_up import WAITING


def test_the_same_findings_give_the_same_bytes(findings: RunFindings) -> None:
    assert rendered(queue_figure(findings)) == rendered(queue_figure(findings))


def test_queues_stand_above_rosters_on_the_same_axis_of_time(findings: RunFindings) -> None:
    figure = queue_figure(findings)
    assert len(figure.axes) == 4
    for above, below in zip(figure.axes[::2], figure.axes[1::2], strict=True):
        assert above.get_xlim() == below.get_xlim()
        assert above.get_position().y0 > below.get_position().y1


def test_changes_of_tour_are_marked_where_they_are(findings: RunFindings) -> None:
    events = next(findings.record.each("timeline")).query("kind == 'change' and station == 'cell'")
    _, roster, *_ = queue_figure(findings, ["cell"]).axes
    marked = max(len(collection.get_paths()) for collection in roster.collections)
    assert marked == len(events) > 0


def test_stations_can_be_chosen(findings: RunFindings) -> None:
    assert len(queue_figure(findings, ["commander"]).axes) == 2


def test_the_longest_queue_comes_first_and_each_panel_has_its_own(run_of_four: RunFindings) -> None:
    figure = queue_figure(run_of_four)
    panels = {axes.get_title("left"): axes for axes in figure.axes[::2]}
    assert list(panels) == ["translators", "cell", "commander", "desk", "governor"]
    for name, axes in panels.items():
        (mean,) = [line for line in axes.lines if line.get_linewidth() > 1]
        waiting = sum(WAITING[name]) / 4
        assert np.asarray(mean.get_ydata()) == pytest.approx([waiting] * 3 + [2 * waiting] * 2)


def test_the_thin_line_and_the_roster_are_those_of_the_first_replication(run_of_four: RunFindings) -> None:
    above, below = queue_figure(run_of_four, ["cell"]).axes
    (thin,) = [line for line in above.lines if line.get_linewidth() < 1]
    assert np.asarray(thin.get_ydata()) == pytest.approx([0.5, 0.5, 0.5, 1.0, 1.0])
    (roster,) = below.lines
    assert list(roster.get_ydata()) == [1, 1, 1, 2, 2]


def test_the_band_is_the_middle_of_the_replications(run_of_four: RunFindings) -> None:
    """Of 0.5, 0.5, 0.5 and 6.5: from 0.5 to the 95 % quantile, 5.6."""
    above, _ = queue_figure(run_of_four, ["cell"]).axes
    (band,) = above.collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert {round(float(height), 6) for height in heights} == {0.5, 1.0, 5.6, 11.2}


def test_changes_and_closings_stand_in_the_panel_of_their_own_station(run_of_four: RunFindings) -> None:
    """The cell has one change, the desk another and a closing; the incident is everybody's."""
    marked = {}
    figure = queue_figure(run_of_four, ["cell", "desk", "governor"])
    for above, below in zip(figure.axes[::2], figure.axes[1::2], strict=True):
        marked[above.get_title("left")] = [len(each.get_paths()) for each in below.collections[1:]]
    assert marked == {"cell": [1, 1, 0], "desk": [1, 1, 1], "governor": [0, 1, 0]}


def test_one_replication_has_no_band(findings_of_one: RunFindings) -> None:
    assert [len(axes.collections) for axes in queue_figure(findings_of_one).axes[::2]] == [0, 0]


@pytest.mark.parametrize(
    ("stations", "refused", "said"),
    [
        (["cel"], ValueError, 'no station "cel"; did you mean "cell"?'),
        ([], ValueError, "none is named"),
        ("cell", TypeError, "a list of names"),
    ],
)
def test_stations_that_are_not_there_are_refused(
    run_of_four: RunFindings, stations: list[str], refused: type[Exception], said: str
) -> None:
    with pytest.raises(refused) as told:
        queue_figure(run_of_four, stations)
    assert said in str(told.value)
