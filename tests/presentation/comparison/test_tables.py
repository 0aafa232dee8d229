"""Tables of a comparison: each number beside its own structure, and the verdict that it belongs to."""

from dataclasses import replace

import pytest

from stovepipe.answers.findings.comparison import Gain
from stovepipe.presentation.comparison.tables import difference_grid, estimate_grid, gain_range
from stovepipe.presentation.shared.grid import Grid
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked
from tests.made_up_answers import compared
from tests.presentation.drawn import values_of


def test_each_structure_has_its_own_estimate_of_each_outcome(study: Study) -> None:
    grid = estimate_grid(compared(study))
    assert [column.heading for column in grid.columns] == ["structure", "timely", "lost", "delay", "backlog"]
    assert [column.unit for column in grid.columns] == ["", "%", "%", "h", "copies"]
    assert values_of(grid) == [
        ["base", 60, 30, 6.0, 5.0],
        ["third", 64, 31, 4.0, 2.0],
        ["open_doors", 55, 20, 6.1, 5.0],
    ]


def test_a_structure_that_is_left_out_has_no_number_and_its_reason(study: Study) -> None:
    grid = estimate_grid(compared(study, left_out={"third": "there is no such desk"}))
    assert values_of(grid)[1] == ["third", "-", "-", "-", "-"]
    assert sum("third: there is no such desk" in note for note in grid.notes) == 4


def test_each_difference_is_the_first_less_the_second_with_its_own_gain(study: Study) -> None:
    timely, *_ = split(difference_grid(compared(study)))
    assert [[*row[:3], *row[4:]] for row in timely] == [
        ["third", "base", 4, "better", 0.50, 2.0],
        ["open_doors", "base", -5, "worse", 0.51, 3.0],
    ]
    for row in timely:
        low, high = (float(end) for end in str(row[3]).split(" to "))
        assert low < row[2] < high


def test_better_and_worse_are_those_of_the_outcome(study: Study) -> None:
    """More is timely and less is lost: what is best differs from outcome to outcome."""
    words = [[row[4] for row in rows] for rows in split(difference_grid(compared(study)))]
    assert words == [
        ["better", "worse"],
        ["worse", "better"],
        ["better", "worse"],
        ["better", "not shown to differ"],
    ]


def test_all_pairs_are_told_the_later_less_the_earlier(two_commanders: Scenario) -> None:
    rows = split(difference_grid(compared(asked(two_commanders, method="all_pairs"))))[0]
    assert [row[:3] for row in rows] == [
        ["third", "base", 4], ["open_doors", "base", -5], ["open_doors", "third", -9],
    ]  # fmt: skip


def test_the_method_best_ranks_each_outcome_by_its_own_direction(two_commanders: Scenario) -> None:
    grid = difference_grid(compared(asked(two_commanders, method="best")))
    timely, lost, delay, _ = split(grid)
    assert [row[0] for row in timely] == ["third", "base", "open_doors"]
    assert [row[0] for row in lost] == ["open_doors", "base", "third"]
    assert [row[0] for row in delay] == ["third", "base", "open_doors"]
    assert [(row[1], row[3]) for row in timely] == [
        (4, "may be the best"), (-4, "not the best"), (-9, "not the best"),
    ]  # fmt: skip
    assert [(row[1], row[3]) for row in lost] == [
        (-10, "may be the best"), (10, "not the best"), (11, "not the best"),
    ]  # fmt: skip


def test_the_family_and_the_level_are_said(study: Study) -> None:
    notes = " ".join(difference_grid(compared(study)).notes)
    assert "All 8 intervals" in notes
    assert "95 % confidence" in notes
    one = difference_grid(replace(compared(study), family=1)).notes[0]
    assert one == "The interval holds with 95 % confidence."


@pytest.mark.parametrize("method", ["baseline", "all_pairs", "best"])
def test_too_few_replications_for_a_verdict_are_said_below_the_differences(
    two_commanders: Scenario, method: str
) -> None:
    findings = compared(asked(two_commanders, method=method))
    assert "concluded" not in " ".join(difference_grid(findings).notes)
    notes = difference_grid(replace(findings, replications=4)).notes
    assert notes[1] == "From four replications nothing is concluded: make 5 or more."


@pytest.mark.parametrize("method", ["all_pairs", "best"])
def test_an_outcome_that_cannot_be_compared_has_a_row_that_says_so(
    two_commanders: Scenario, method: str
) -> None:
    findings = compared(asked(two_commanders, method=method))
    without = replace(findings.outcomes[1], differences=None, best=None, gains={})
    grid = difference_grid(
        replace(findings, outcomes=(findings.outcomes[0], without, *findings.outcomes[2:]))
    )
    heads = [row[0] for row in grid.rows if len(row) == 1]
    assert heads[2].strip() == "nothing can be compared: see the notes on the estimates"
    assert "lost" in heads[1]


def test_the_gain_is_told_from_the_least_to_the_greatest_that_is_finite(study: Study) -> None:
    findings = compared(study)
    assert gain_range(findings) == (2.0, 3.0)
    first, *rest = findings.outcomes
    gains = {**first.gains, ("third", "base"): Gain(correlation=1.0, ratio=float("inf"))}
    still = replace(findings, outcomes=(replace(first, gains=gains), *rest[:1]))
    assert gain_range(still) == (2.0, 3.0)
    assert split(difference_grid(still))[0][0][-1] == "no spread"


def split(grid: Grid) -> list[list[list[float | str]]]:
    """The rows under each outcome."""
    parts: list[list[list[float | str]]] = []
    for row in values_of(grid):
        if len(row) == 1:
            parts.append([])
        else:
            parts[-1].append(row)
    return parts
