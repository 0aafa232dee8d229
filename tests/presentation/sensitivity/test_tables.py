"""Tables of what matters: each number in the column that its heading says, the leading factor first."""

from dataclasses import replace

from stovepipe.presentation.sensitivity.tables import factor_grid, sensitivity_grids
from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.study import Study
from tests.presentation.drawn import values_of
from tests.presentation.sensitivity import made
from tests.presentation.sensitivity.conftest import Make


def intervals(grid: Grid, row: int) -> list[str]:
    """The intervals of a row."""
    return [cell.partition("\t")[2] for cell in grid.rows[row]]


def headings(grid: Grid) -> list[str]:
    return [column.heading for column in grid.columns]


def test_factors_are_told_with_both_ends_of_their_range_and_how_they_are_known(study: Study) -> None:
    rows = {row[0]: row[1:4] for row in factor_grid(study).rows}
    assert list(rows) == sorted(rows)
    assert rows["courier"] == ["10 min", "5 min", "20 min"]
    assert rows["work"] == ["1 h", "0.5 h", "2 h"]
    assert rows["release"] == ["20%", "5%", "60%"] or rows["release"] == ["20 %", "5 %", "60 %"]
    assert rows["analysts"] == ["2", "1", "4"]
    assert rows["officers"] == ["none", "none", "embedded"]
    evidence = {row[0]: row[4] for row in factor_grid(study).rows}
    assert (evidence["courier"], evidence["work"]) == ("weak", "cited")


def test_a_screening_has_each_effect_in_its_own_column_the_largest_first(found: Make) -> None:
    (grid,) = sensitivity_grids(found("morris", made.SCREENING))
    assert headings(grid)[:5] == ["factor", "mu*", "mu", "sigma", "noise alone"]
    assert values_of(grid) == [
        ["work", 9, 8.5, 2, 0.5, "yes"],
        ["officers", 4, "", "", "", "yes"],
        ["courier", 1.2, -1.1, 0.3, 0.4, "yes"],
        ["release", 0.2, 0, 0.1, 0.6, ""],
    ]
    assert intervals(grid, 0)[1] == "(8.0 to 10.0)"
    assert list(grid.notes) == ["a note on the screening"]


def test_indices_have_first_and_total_in_their_own_columns_the_largest_total_first(found: Make) -> None:
    (grid,) = sensitivity_grids(found("sobol", made.INDICES))
    assert headings(grid) == ["factor", "first", "total"]
    assert values_of(grid) == [["work", 55, 75], ["release", 10, 25], ["courier", 5, 15]]
    assert any("luck is 25 %" in note for note in grid.notes), "2 of 8 parts of the variance of a replication"


def test_pawn_has_its_index_beside_what_chance_stays_below(found: Make) -> None:
    (grid,) = sensitivity_grids(found("pawn", made.PAWN))
    assert values_of(grid) == [
        ["work", 0.61, 0.21, "yes"],
        ["release", 0.34, 0.22, "yes"],
        ["courier", 0.11, 0.2, ""],
    ]


def test_a_tornado_has_the_low_end_the_high_end_and_the_swing_of_each_factor(found: Make) -> None:
    (grid,) = sensitivity_grids(found("tornado", made.TORNADO))
    assert headings(grid) == ["factor", "low end", "high end", "swing"]
    assert values_of(grid) == [
        ["work", 20, -30, 50],
        ["officers", 3, 6, 6],
        ["courier", 1, -2, 3],
    ]
    assert "50" in grid.title, "what it is compared with"


def test_boxes_have_the_density_of_the_fresh_points_beside_their_own(found: Make) -> None:
    share, boxes = sensitivity_grids(found("prim", made.DISCOVERY))
    assert values_of(share) == [[40, 30, 45, 25]]
    assert values_of(boxes) == [
        ["work is over 1.25 h and analysts is at most 2", 90, 60, 25, 82],
        ["officers is none or liaison", 70, 30, 20, 65],
    ]


def test_boxes_that_are_not_judged_have_no_fresh_density(found: Make) -> None:
    _, boxes = sensitivity_grids(found("prim", replace(made.DISCOVERY, judgements=())))
    assert [row[-1] for row in boxes.rows] == ["", ""]


def test_a_verdict_names_the_first_structure_as_the_one_that_wins(found: Make) -> None:
    (grid,) = sensitivity_grids(found("verdict", made.VERDICT))
    assert values_of(grid) == [[70, 60, 10, 30]]
    assert grid.title.endswith("where third beats open_doors")


def test_each_outcome_has_a_table_of_its_own_in_its_own_unit(found: Make) -> None:
    timely, delay = sensitivity_grids(found("morris", made.SCREENING, delay=made.SCREENING))
    assert (timely.columns[1].unit, delay.columns[1].unit) == ("points", "h")
    assert delay.title.startswith("time to arrive")
    assert (values_of(timely)[0][1], values_of(delay)[0][1]) == (9, 0.09)
