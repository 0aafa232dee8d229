"""What becomes of the deliveries, drawn: the right curve in the right panel."""

import numpy as np

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.run.incidence_figure import incidence_figure
from stovepipe.presentation.shared.figure_style import cause_colours, rendered
from stovepipe.scenario import Scenario
from tests.made_up import DELIVERIES, KINDS, run_findings, told_apart
from tests.presentation.drawn import texts


def test_the_same_findings_give_the_same_bytes(findings: RunFindings) -> None:
    assert rendered(incidence_figure(findings)) == rendered(incidence_figure(findings))


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
    assert any(axes.collections for axes in incidence_figure(findings).axes)
    assert not any(axes.collections for axes in incidence_figure(findings_of_one).axes)
    assert "one replication, so no bands" in " ".join(texts(incidence_figure(findings_of_one)))


def test_each_panel_ends_with_the_shares_of_its_own_consumer_and_class(two_commanders: Scenario) -> None:
    """Of each pair, what is delivered and what is lost to each of its causes, and no other cause."""
    figure = incidence_figure(run_findings(two_commanders, 2))
    panels = {}
    for axes in figure.axes:
        written = [text.get_text() for text in axes.texts]
        panels[written[1], written[0]] = set(written[2:])
    expected = {}
    for pair, said in DELIVERIES.items():
        shares = {name.removeprefix("lost_"): said[name] / said["created"]
                  for name in said if name == "delivered" or name.startswith("lost_")}  # fmt: skip
        expected[pair] = {f"{name} {100 * share:.0f} %" for name, share in shares.items()}
    assert panels == expected


def test_what_is_meant_and_what_is_disposed_of_are_curves_of_their_own_lines(
    two_commanders: Scenario,
) -> None:
    findings = run_findings(two_commanders, 2, **told_apart())
    figure = incidence_figure(findings)
    said = " ".join(texts(figure))
    assert "lost on purpose (dashed)" in said
    assert "disposed of (dotted)" in said
    (imagery,) = (axes for axes in figure.axes if any(text.get_text() == "imagery" for text in axes.texts))
    named = {text.get_text().split()[0]: text.get_color() for text in imagery.texts[2:]}
    drawn = {line.get_color(): line.get_linestyle() for line in imagery.lines}
    colours = cause_colours([*findings.causes, *findings.dispositions])
    assert named.keys() == {"delivered", "not_shared", "untranslated"}
    assert {name: drawn[colours[name]] == "-" for name in KINDS if name in named} == {
        "not_shared": False, "untranslated": False,
    }  # fmt: skip
    assert drawn[colours["not_shared"]] == "--"
    assert drawn[colours["untranslated"]] == "--"
    dashes = {line.get_color(): line._dash_pattern for line in imagery.lines}
    assert dashes[colours["not_shared"]] != dashes[colours["untranslated"]]
