"""Designs: even, seeded, growing; and outputs that are not finite."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.importance.design import Design, sample, sequence
from stovepipe.importance.methods.morris import elementary_effects, morris_design
from stovepipe.importance.methods.pawn import pawn
from stovepipe.importance.methods.sobol import sobol_design, sobol_indices
from stovepipe.importance.methods.tornado import tornado, tornado_design
from stovepipe.importance.methods.verdict import verdict
from stovepipe.importance.outputs import NonFiniteOutput
from stovepipe.importance.space import Axis, Space

SPACE = Space([Axis("delay", range=(0.0, 1.0)), Axis("posts", range=(1, 5), whole=True)])


@pytest.mark.parametrize("seed", [0, 1, 2**40])
def test_every_cell_of_a_range_has_its_point(seed: int) -> None:
    (places,) = sequence(SPACE, 64, seed)
    assert (np.sort(np.floor(places * 64), axis=0) == np.arange(64)[:, None]).all()
    assert ((places > 0) & (places < 1)).all()


def test_seed_0_is_a_seed_like_others() -> None:
    """It gives the same design each time, and not that of another seed."""
    zero, again, one = (sample(SPACE, 8, seed).units for seed in (0, 0, 1))
    assert (zero == again).all()
    assert not (zero == one).any()


def test_resampling_with_seed_0_gives_the_same_bytes_each_time() -> None:
    design = sobol_design(SPACE, 16, seed=0)
    outputs = design.units.sum(axis=1) ** 2
    first, again = (sobol_indices(design, outputs, draws=50, seed=0).draws for _ in range(2))
    other = sobol_indices(design, outputs, draws=50, seed=1).draws
    assert first.tobytes() == again.tobytes() != other.tobytes()


@pytest.mark.parametrize("make", [sample, morris_design, sobol_design])
def test_a_longer_design_begins_with_the_shorter(make) -> None:
    short, long = make(SPACE, 12, 5).units, make(SPACE, 40, 5).units
    assert (long[: len(short)] == short).all()


def test_sets_of_a_sequence_are_unrelated() -> None:
    a, b = sequence(SPACE, 1024, 0, sets=2)
    assert np.abs(np.corrcoef(np.hstack([a, b]).T) - np.eye(4)).max() < 0.02


@pytest.mark.parametrize(
    ("count", "seed", "message"), [(0, 0, "one point or more"), (4, -1, "whole number from 0")]
)
def test_a_design_that_cannot_be_made_is_refused(count: int, seed: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sample(SPACE, count, seed)


def test_without_anything_to_vary_there_is_no_design() -> None:
    still = Space([Axis("delay", range=(1.0, 1.0))])
    for make in (lambda: sample(still, 4, 0), lambda: tornado_design(still)):
        with pytest.raises(ValueError, match="give a quantity a range"):
            make()


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    ("design", "analyse"),
    [
        (sobol_design(SPACE, 8, 0), sobol_indices),
        (morris_design(SPACE, 8, 0), elementary_effects),
        (sample(SPACE, 64, 0), pawn),
        (sample(SPACE, 64, 0), verdict),
        (tornado_design(SPACE), tornado),
    ],
)
def test_an_output_that_is_not_finite_stops_the_analysis_and_names_its_point(design, analyse, bad) -> None:
    points = design.points
    outputs = np.ones((len(points), 3))
    outputs[4, 2] = bad
    where = (
        rf"design point 4 \(delay = {points[4]['delay']:.6g}, posts = {points[4]['posts']}\), replication 2"
    )
    with pytest.raises(NonFiniteOutput, match=f"{where}: the output is {bad}"):
        analyse(design, outputs)


def test_outputs_of_another_design_are_refused() -> None:
    design = sobol_design(SPACE, 8, 0)
    with pytest.raises(ValueError, match="the design has 32 points"):
        sobol_indices(design, np.ones(31))
    with pytest.raises(ValueError, match="not made by sobol_design"):
        sobol_indices(Design(SPACE, design.units), np.ones(32))
    with pytest.raises(ValueError, match="not made by morris_design"):
        elementary_effects(design, np.ones(32))
