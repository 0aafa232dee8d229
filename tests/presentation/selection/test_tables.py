"""What was spent on each structure, and why no more."""

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection.tables import selection_grid
from tests.presentation.drawn import values_of


def test_each_structure_has_what_was_spent_on_it_and_who_dropped_it_when(chosen: SelectionFindings) -> None:
    grid = selection_grid(chosen)
    assert [[*row[:3], *row[4:]] for row in values_of(grid)] == [
        ["base", 40, 61, 40, "third"],
        ["third", 45, 64, "-", "-"],
        ["open_doors", 20, 55, 20, "base"],
    ]
    assert [row[3] for row in grid.rows] == ["60.0 to 62.0", "62.0 to 66.0", "52 to 58"]
    assert "Each interval is a 95 % confidence interval by itself, and rough" in " ".join(grid.notes)


def test_a_budget_ranks_by_the_direction_of_the_outcome(allotted: SelectionFindings) -> None:
    """Less is better: the smallest share lost comes first."""
    grid = selection_grid(allotted)
    assert [row[:4] for row in values_of(grid)] == [
        ["open_doors", 5, 20, -10], ["base", 5, 30, 10], ["third", 5, 31, 11],
    ]  # fmt: skip
    assert [row[-1] for row in grid.rows] == ["may be the best", "not the best", "not the best"]
