"""Every method keeps what its object promises, so that whoever asks need know nothing of any of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from stovepipe.importance.method import FreshSample, Method, MethodOptions
from stovepipe.importance.methods import METHODS
from stovepipe.importance.space import Axis, Floats, Point, Space

SPACE = Space(
    [
        Axis("delay", range=(2.0, 10.0), value=4.0),
        Axis("posts", range=(1, 3), whole=True),
        Axis("rule", choices=("a", "b")),
    ]
)
EVERY = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def played(points: tuple[Point, ...], replications: int = 6) -> Floats:
    """Outputs that fall with the delay, around 0, with luck in common."""
    luck = np.random.Generator(np.random.PCG64(1)).normal(0.0, 0.3, replications)
    return np.array([5.0 - float(point["delay"]) + luck for point in points])


def options_for(method: Method[Any, Any], **beside: Any) -> MethodOptions:
    return MethodOptions(method.base_points, seed=3, **beside)


def carried_out(method: Method[Any, Any], **beside: Any) -> Any:
    options = options_for(method, **beside)
    design = method.design(SPACE, options)
    again = None if method.fresh is None else method.fresh(SPACE, options)
    fresh = None if again is None else FreshSample(again, played(again.points))
    return method.analyse(design, played(design.points), options, fresh)


def test_each_is_found_by_its_own_name() -> None:
    assert {name: method.name for name, method in METHODS.items()} == {name: name for name in METHODS}


@EVERY
def test_the_cost_is_that_of_the_design_and_of_the_fresh_points(method: Method[Any, Any]) -> None:
    for beside in ({}, {"second_order": True, "fresh": 5}, {"fresh": 0}):
        options = options_for(method, **beside)
        points = len(method.design(SPACE, options).points)
        again = None if method.fresh is None else method.fresh(SPACE, options)
        assert method.points(SPACE, options) == points + (0 if again is None else len(again))


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranked is not None])
def test_a_longer_design_begins_with_the_shorter_one(name: str) -> None:
    short, long = (METHODS[name].design(SPACE, MethodOptions(count, 3)).points for count in (128, 256))
    assert long[: len(short)] == short


@EVERY
def test_a_ranking_leads_with_the_input_that_matters(method: Method[Any, Any]) -> None:
    ranking = method.ranking(carried_out(method), options_for(method))
    if method.ranked is None:
        assert ranking is None
    else:
        assert ranking is not None
        assert ranking.leaders[0] == "delay"


@EVERY
def test_designs_and_results_are_the_same_every_time(method: Method[Any, Any]) -> None:
    options = options_for(method)
    assert method.design(SPACE, options).points == method.design(SPACE, options).points
    assert str(carried_out(method)) == str(carried_out(method))


def test_what_fails_is_what_is_beyond_the_threshold() -> None:
    found = carried_out(METHODS["prim"])
    assert 0.3 < found.fails.estimate.value < 0.45  # delays from 2 to 10 h, of which those under 5 h fail
    assert any(limit.factor == "delay" for limit in found.boxes[0].limits)
    assert found.judgements


def test_without_fresh_points_no_box_is_judged() -> None:
    assert carried_out(METHODS["prim"], fresh=0).judgements == ()


@pytest.mark.parametrize(("name", "count"), [("morris", 3), ("sobol", 7), ("pawn", 16)])
def test_too_few_points_are_refused_by_the_design(name: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"needs? |are needed"):
        METHODS[name].design(SPACE, MethodOptions(count=count))
