"""Tables of what outcomes owe to mechanisms: the largest first, and as printed they add up."""

import math

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.presentation.attribution.tables import as_printed, attribution_grids, mechanism_grid
from stovepipe.study.reading.study import Study
from tests.made_up import estimate
from tests.made_up_answers import attribution, attribution_findings
from tests.presentation.drawn import values_of


def test_each_group_is_told_with_what_all_its_mechanisms_are(asking: Study) -> None:
    rows = dict(mechanism_grid(asking).rows)
    assert list(rows) == ["trust", "tongues", "people"]
    assert rows["people"].count(";") == 1
    assert rows["trust"].count(";") == 0


def test_values_stand_with_their_own_mechanism_the_largest_first_and_then_together(
    attributed: AttributionFindings,
) -> None:
    lost, _, delay = attribution_grids(attributed)
    assert [row[:2] for row in values_of(lost)] == [
        ["people", 12],
        ["trust", 7],
        ["tongues", 1],
        ["together", 20],
    ]
    assert [row[:2] for row in values_of(delay)] == [
        ["people", -4],
        ["trust", 1.5],
        ["tongues", 0.5],
        ["together", -2],
    ]
    assert (lost.columns[1].unit, delay.columns[1].unit) == ("points", "h")
    assert lost.rows[0][2] == "10.0 to 14.0"


def test_the_title_goes_from_without_to_with(attributed: AttributionFindings) -> None:
    lost, _, delay = attribution_grids(attributed)
    assert "10.0 % without them, 30.0 % with all" in lost.title
    assert "8.0 h without them, 6.0 h with all" in delay.title
    assert "every subset" in lost.title


def test_interactions_are_told_by_size_whatever_their_sign(attributed: AttributionFindings) -> None:
    _, pairs, _ = attribution_grids(attributed)
    assert [row[:2] for row in values_of(pairs)] == [["people and trust", -3], ["tongues and trust", 1]]


def test_a_sample_of_orders_tells_what_sampling_alone_may_be_off(asking: Study) -> None:
    result = attribution({"trust": (0.07, 0.01), "people": (0.12, 0.02)}, errors=[0.004, 0.009])
    finding = AttributionFinding(asking.outcome("lost"), result, estimate(0.29), estimate(0.10), {})
    (grid,) = attribution_grids(attribution_findings(asking, [finding], orders=16))
    assert [row[-1] for row in grid.rows] == ["0.90", "0.40", ""]
    assert "16 orders" in grid.title


def test_numbers_as_printed_add_up_as_printed(asking: Study) -> None:
    """A third each of 2 %: 0.7 thrice is 2.1 unless one is rounded down, 12.3 less 10.2 too."""
    thirds = attribution(dict.fromkeys("abc", (0.006667, 0.0)))
    finding = AttributionFinding(asking.outcome("lost"), thirds, estimate(0.12251), estimate(0.10249), {})
    printed = as_printed(finding)
    values = [float(printed.value(place)) for place in range(3)]
    assert math.isclose(sum(values), float(printed.together))
    assert (printed.with_none, printed.together, printed.with_all) == ("10.3", "2.0", "12.3")
    (grid,) = attribution_grids(attribution_findings(asking, [finding]))
    assert "10.3 % without them, 12.3 % with all" in grid.title
    assert grid.rows[-1][1] == "2.0"


def test_values_that_cancel_have_the_decimals_of_the_largest(asking: Study) -> None:
    result = attribution({"trust": (0.12, 0.01), "people": (-0.1199, 0.02)})
    finding = AttributionFinding(asking.outcome("lost"), result, estimate(0.30), estimate(0.30), {})
    (grid,) = attribution_grids(attribution_findings(asking, [finding]))
    assert [row[1] for row in grid.rows] == ["12.0", "-12.0", "0.0"]
