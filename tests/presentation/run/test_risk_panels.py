"""Panels of competing risks: what is drawn, what is too small to be drawn, and where each panel stands."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from stovepipe.inference.incidence import Incidence, incidence
from stovepipe.network.records import HOUR
from stovepipe.presentation.run.risk_panels import Panel, ends_said, panels_figure
from stovepipe.terms import CauseKind

COLOURS = {"known": "#0072b2", "expired": "#d55e00", "overflow": "#cc79a7"}


def every_hour(known: int, expired: int = 0, overflow: int = 0) -> Incidence:
    """So many events that become known hour after hour, and so many lost to each cause after 50 hours."""
    ages = [HOUR * (place + 1) for place in range(known)] + [50 * HOUR] * (expired + overflow)
    return incidence(ages, [0] * known + [1] * expired + [2] * overflow, list(COLOURS))


def panel(consumer: str, what: str, *incidences: Incidence) -> Panel:
    total = sum(each.count for each in incidences)
    shares = {
        name: sum(int((each.codes == code).sum()) for each in incidences) / total
        for code, name in enumerate(COLOURS)
    }
    return Panel(consumer, what, incidences, shares)


def drawn(*panels: Panel) -> Figure:
    kinds: dict[str, CauseKind] = {"overflow": "meant"}
    return panels_figure(panels, COLOURS, kinds, 0.95, "A title", "A caption", "the event")


def curve(axes: Axes, colour: str) -> tuple[np.ndarray, np.ndarray]:
    """The ages and the shares of the curve of a colour."""
    (line,) = (line for line in axes.lines if line.get_color() == colour)
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def test_a_curve_is_the_share_that_had_met_its_outcome_by_each_age() -> None:
    figure = drawn(panel("chief", "raid", every_hour(20, 20), every_hour(40, 20)))
    ages, shares = curve(figure.axes[0], COLOURS["known"])
    expected = [(min(age // HOUR, 20) + min(age // HOUR, 40)) / 100 for age in ages.astype(int)]
    assert shares == pytest.approx(expected)
    ages, lost = curve(figure.axes[0], COLOURS["expired"])
    assert lost == pytest.approx(np.where(ages >= 50 * HOUR, 0.4, 0.0))


def test_each_curve_is_named_with_its_share_in_the_end() -> None:
    figure = drawn(panel("chief", "raid", every_hour(75, 25)))
    assert [text.get_text() for text in figure.axes[0].texts] == [
        "raid",
        "chief",
        "expired 25 %",
        "known 75 %",
    ]


def test_what_hardly_any_was_lost_to_is_not_drawn() -> None:
    figure = drawn(panel("chief", "raid", every_hour(500, 3, 2)))
    assert {line.get_color() for line in figure.axes[0].lines} == {COLOURS["known"], COLOURS["expired"]}


def test_what_is_lost_on_purpose_has_a_dashed_line_and_the_caption_can_say_so() -> None:
    figure = drawn(panel("chief", "raid", every_hour(60, 20, 20)))
    styles = {line.get_color(): line.get_linestyle() for line in figure.axes[0].lines}
    assert styles == {COLOURS["known"]: "-", COLOURS["expired"]: "-", COLOURS["overflow"]: "--"}
    assert ends_said({"overflow": "meant"}) == "lost to a cause or lost on purpose (dashed)"
    assert ends_said({"overflow": "disposition"}) == "lost to a cause or disposed of (dotted)"
    assert ends_said({}) == "or lost to a cause"


def test_bands_come_from_the_spread_of_replications() -> None:
    one, two = (
        drawn(panel("chief", "raid", *each)) for each in ([every_hour(9)], [every_hour(9), every_hour(7)])
    )
    assert [len(figure.axes[0].collections) for figure in (one, two)] == [0, 1]


def test_panels_of_one_consumer_stand_side_by_side() -> None:
    figure = drawn(
        *(
            panel(consumer, what, every_hour(9))
            for consumer in ("chief", "aide")
            for what in ("raid", "siege")
        )
    )
    places = [(axes.get_position().y0, axes.get_position().x0) for axes in figure.axes]
    assert places[0][0] == places[1][0] > places[2][0] == places[3][0]
    assert places[0][1] == places[2][1] < places[1][1] == places[3][1]


def test_all_panels_have_the_same_axis_of_ages_and_it_says_what_they_are_counted_from() -> None:
    figure = drawn(panel("chief", "raid", every_hour(9)), panel("aide", "raid", every_hour(5, 5)))
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()
    assert figure.texts[-1].get_text() == "time since the event, logarithmic"
