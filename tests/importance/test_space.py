"""Factors and the space they span: values, names, and what depends on neither order nor idle factors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from stovepipe.importance.design import sample, sequence
from stovepipe.importance.methods.morris import morris_design
from stovepipe.importance.methods.sobol import sobol_design
from stovepipe.importance.space import Axis, Space

DELAY = Axis("delay", range=(2.0, 10.0))
POSTS = Axis("posts", range=(1, 4), whole=True)
RULE = Axis("rule", choices=("fifo", "lifo", "precedence"))
EFFORT = Axis("effort", belief=norm(5.0, 2.0).ppf)


@pytest.mark.parametrize(
    ("factor", "unit", "value"),
    [
        (DELAY, 0.0, 2.0),
        (DELAY, 1.0, 10.0),
        (POSTS, 0.0, 1),
        (POSTS, 0.249, 1),
        (POSTS, 0.25, 2),
        (POSTS, 1.0, 4),
        (RULE, 0.34, "lifo"),
        (RULE, 1.0, "precedence"),
        (EFFORT, 0.5, 5.0),
    ],
)
def test_a_place_in_the_unit_interval_is_a_value(factor: Axis, unit: float, value: float | str) -> None:
    assert factor.at(unit) == value


def test_each_level_takes_an_equal_part_of_the_unit_interval() -> None:
    places = (np.arange(1200) + 0.5) / 1200
    assert np.bincount(POSTS.coordinates(places).astype(int)).tolist() == [300] * 4
    assert np.bincount(RULE.coordinates(places).astype(int)).tolist() == [400] * 3


def test_a_belief_gives_its_own_law() -> None:
    values = [EFFORT.at(float(unit)) for unit in (np.arange(2000) + 0.5) / 2000]
    assert np.mean(values) == pytest.approx(5.0)
    assert np.std(values) == pytest.approx(2.0, rel=2e-3)


def test_a_base_value_is_the_configured_one_or_the_middle() -> None:
    assert Axis("delay", range=(2.0, 10.0), value=3.0).base == 3.0
    assert (DELAY.base, POSTS.base, RULE.base, EFFORT.base) == (6.0, 3, "fifo", 5.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "not 0 of them"),
        ({"range": (0, 1), "choices": ("a", "b")}, "not 2 of them"),
        ({"range": (2.0, 1.0)}, "should rise"),
        ({"range": (0.0, float("inf"))}, "finite"),
        ({"range": (0.5, 2), "whole": True}, "whole ends"),
        ({"choices": ("a", "b"), "whole": True}, "only a range"),
        ({"choices": ("a", "a")}, "twice"),
        ({"choices": ("a", "b"), "value": "c"}, "not among its choices"),
    ],
)
def test_a_factor_that_makes_no_sense_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=f"posts: .*{message}"):
        Axis("posts", **arguments)


def test_a_belief_without_a_finite_value_is_named() -> None:
    with pytest.raises(ValueError, match="effort: its belief gives inf"):
        Axis("effort", belief=lambda units: units * np.inf).at(0.5)


def test_names_are_unique_and_groups_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="same name: delay"):
        Space([DELAY, DELAY])
    with pytest.raises(ValueError, match="name of a factor outside it: delay"):
        Space([DELAY, Axis("other", range=(0, 1), group="delay")])


def test_the_order_of_factors_changes_nothing() -> None:
    factors = [DELAY, POSTS, RULE, EFFORT]
    for make in (
        lambda space: sample(space, 8, seed=3),
        lambda space: sobol_design(space, 8, seed=3),
        lambda space: morris_design(space, 8, seed=3),
    ):
        assert make(Space(factors)).points == make(Space(factors[::-1])).points


def test_a_range_of_nothing_drops_out_with_a_note_and_moves_no_other_column() -> None:
    idle = Axis("hours", range=(4.0, 4.0))
    varied = Axis("hours", range=(4.0, 5.0))
    without, having = Space([DELAY, idle, RULE]), Space([DELAY, varied, RULE])
    assert without.names == ("delay", "rule")
    assert without.notes == ("hours does not vary: it is 4.0 throughout",)
    (still,), (moving,) = sequence(without, 16, seed=1), sequence(having, 16, seed=1)
    assert (still == moving[:, [0, 2]]).all()
    assert {point["hours"] for point in sample(without, 16, seed=1).points} == {4.0}


@pytest.mark.parametrize(
    "idle",
    [
        Axis("idle", choices=("only",)),
        Axis("idle", range=(2, 2), whole=True),
        Axis("idle", belief=lambda units: np.full_like(units, 7.0)),
    ],
)
def test_what_has_one_value_does_not_vary(idle: Axis) -> None:
    space = Space([DELAY, idle])
    assert space.names == ("delay",)
    assert "idle" in space.fixed


def test_groups_are_judged_as_one_and_listed_by_name() -> None:
    factors = [Axis("b", range=(0, 1), group="pace"), DELAY, Axis("a", range=(0, 1), group="pace")]
    assert Space(factors).groups == {"delay": (2,), "pace": (0, 1)}
