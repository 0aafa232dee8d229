"""A drawing is well-formed whatever the names, and marks stand on their curve with room around them."""

from itertools import pairwise
from math import dist
from xml.etree import ElementTree

import pytest

from stovepipe.presentation.mission.svg import Drawing, curve_through

NAME = "<b>\"A\" & 'B'</b>"


def test_names_with_marks_of_xml_are_text_and_nothing_else() -> None:
    drawing = Drawing(100.0, 50.0, NAME)
    drawing.text(1, 2, NAME)
    drawing.arrow(curve_through([(0, 0), (10, 10)]), NAME)
    drawing.mark(5, 5, 3, "R", "#000000", NAME)
    root = ElementTree.fromstring(drawing.finished())
    said = [
        element.text
        for element in root.iter()
        if element.text and element.text.strip() and element.text != "R"
    ]
    assert said == [NAME] * 4


def test_a_curve_leads_through_its_points_level_at_each() -> None:
    points = [(0.0, 0.0), (100.0, 40.0), (200.0, 10.0)]
    samples = curve_through(points).samples()
    for point in points:
        assert min(dist(point, sample) for sample in samples) < 1e-9
    assert abs(samples[1][1] - samples[0][1]) < 2, "it leaves level"


def test_marks_stand_in_a_row_on_the_curve_at_their_distance() -> None:
    curve = curve_through([(0.0, 0.0), (200.0, 0.0)])
    row = curve.stretch([], [], 3, 18.0)
    assert [y for _, y in row] == pytest.approx([0, 0, 0])
    gaps = [second[0] - first[0] for first, second in pairwise(row)]
    assert gaps == pytest.approx([18, 18])
    assert 0 < row[0][0] < 60, "near the sender, where a reader looks"


def test_marks_keep_away_from_marks_that_are_there() -> None:
    curve = curve_through([(0.0, 0.0), (200.0, 0.0)])
    (first,) = curve.stretch([], [], 1, 18.0)
    (second,) = curve.stretch([], [first], 1, 18.0)
    assert dist(first, second) >= 18.0


def test_only_what_is_marked_is_blue_and_thick() -> None:
    drawing = Drawing(100.0, 50.0, "x")
    curve = curve_through([(0, 0), (10, 10)])
    drawing.arrow(curve, "plain")
    drawing.arrow(curve, "thin", thin=True)
    drawing.arrow(curve, "marked", marked=True)
    lines = drawing.finished().splitlines()
    widths = {}
    for line in lines:
        for name in ("plain", "thin", "marked"):
            if f"<title>{name}<" in line:
                widths[name] = float(line.partition('stroke-width="')[2].partition('"')[0])
    assert widths["thin"] < widths["plain"] < widths["marked"]
