from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from stovepipe.answers.run_findings import RunFindings
from stovepipe.presentation.mission.structure_figure import structure_svg
from stovepipe.presentation.run.incidence_figure import incidence_figure
from stovepipe.presentation.run.queue_figure import queue_figure
from stovepipe.presentation.shared.figure_style import cause_colours, readable, rendered
from stovepipe.scenario import Scenario, load

SVG = "{http://www.w3.org/2000/svg}"


def texts(figure: Figure) -> list[str]:
    """Every text in a figure."""
    svg = ElementTree.fromstring(rendered(figure)["svg"])
    return [(element.text or "").strip() for element in svg.iter(f"{SVG}text")]


def test_the_same_findings_give_the_same_bytes(findings: RunFindings) -> None:
    for draw in (incidence_figure, queue_figure):
        assert rendered(draw(findings)) == rendered(draw(findings))


def test_incidence_has_a_panel_for_each_consumer_and_class(findings: RunFindings) -> None:
    said = texts(incidence_figure(findings))
    assert said.count("commander") == 2
    assert {"warning", "pattern"} <= set(said)


def test_each_curve_is_named_with_the_share_it_ends_at(findings: RunFindings) -> None:
    expired = next(line for line in findings.deliveries if line.key["class"] == "warning")["lost_expired"]
    assert expired.value is not None
    assert f"expired {100 * expired.value:.0f} %" in texts(incidence_figure(findings))


def test_curves_end_where_the_table_stands(findings: RunFindings) -> None:
    """At the end of the axis every warning is decided, so that the curve of delivery is at its share."""
    figure = incidence_figure(findings)
    delivered = next(line for line in findings.deliveries if line.key["class"] == "warning")["delivered"]
    (panel,) = (axes for axes in figure.axes if any(text.get_text() == "warning" for text in axes.texts))
    ends = [float(np.asarray(line.get_ydata())[-1]) for line in panel.lines]
    assert min(abs(end - (delivered.value or 0.0)) for end in ends) < 0.02


def test_one_replication_is_drawn_without_bands(findings: RunFindings, findings_of_one: RunFindings) -> None:
    for draw in (incidence_figure, queue_figure):
        assert any(axes.collections for axes in draw(findings).axes)
    assert not any(axes.collections for axes in incidence_figure(findings_of_one).axes)
    assert "one replication, so no bands" in " ".join(texts(incidence_figure(findings_of_one)))


def test_queues_stand_above_rosters_on_the_same_axis_of_time(findings: RunFindings) -> None:
    figure = queue_figure(findings)
    assert len(figure.axes) == 4
    for above, below in zip(figure.axes[::2], figure.axes[1::2], strict=True):
        assert above.get_xlim() == below.get_xlim()
        assert above.get_position().y0 > below.get_position().y1


def test_changes_of_tour_are_marked_where_they_are(findings: RunFindings) -> None:
    events = next(findings.record.each("events")).query("kind == 'change' and station == 'cell'")
    _, roster, *_ = queue_figure(findings, ["cell"]).axes
    marked = max(len(collection.get_paths()) for collection in roster.collections)
    assert marked == len(events) > 0


def test_stations_can_be_chosen(findings: RunFindings) -> None:
    assert len(queue_figure(findings, ["commander"]).axes) == 2


def test_a_cause_has_one_colour_whatever_the_others_are() -> None:
    assert cause_colours(["expired", "withheld"])["withheld"] == cause_colours(["withheld"])["withheld"]
    named = cause_colours(["expired", "not_shared", "withheld", "untranslated", "incompatible", "my_own"])
    assert len(set(named.values())) == len(named)


@pytest.mark.parametrize("colour", ["#56b4e9", "#dddddd", "#000000", "#d55e00"])
def test_names_are_dark_enough_to_be_read(colour: str) -> None:
    red, green, blue = to_rgb(readable(colour))
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5


def test_the_structure_shows_every_station_channel_and_hurdle(scenario: Scenario) -> None:
    svg = ElementTree.fromstring(structure_svg(scenario))
    said = [element.text for element in svg.iter(f"{SVG}text")]
    assert {"A cell", "patrols", "cell", "commander"} <= set(said)
    titles = [element.text or "" for element in svg.iter(f"{SVG}title")]
    assert any(title.startswith("cell -> commander\n") for title in titles)
    assert any(title.startswith("reluctance on cell -> commander\nstops with") for title in titles)


def test_a_station_that_hurdles_work_through_is_linked_with_dashes(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    path.write_text(
        dedent("""
        mission: Two languages & one <desk>
        start: 2021-01-04
        horizon: 1 d
        classes: {warning: {}}
        sources: {patrols: {written_at: desk, languages: {fra: 100 %}, reports: {warning: 1 /day}}}
        stations:
          desk: {stage: collection, posts: {all: {count: 1}}, work: 1 h}
          translators: {stage: translation, reads: fra, writes: eng, posts: {all: {count: 1}}, work: 1 h}
          commander: {stage: command, needs: warning, reads: eng, posts: {all: {count: 1}}, work: 1 h}
        channels:
          desk -> commander: {hurdles: {language: {through: translators, otherwise: untranslated}}}
        """)
    )
    svg = ElementTree.fromstring(structure_svg(load(path)))
    said = [element.text for element in svg.iter(f"{SVG}text")]
    assert {"Two languages & one <desk>", "translators", "L", "is worked through"} <= set(said)
    dashed = [path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dashed) == 2, "one from the hurdle, one in the legend"
    heights = {
        element.text: float(element.get("y", "nan")) for element in svg.iter(f"{SVG}text") if element.text
    }
    assert heights["translators"] > max(heights["desk"], heights["commander"])
