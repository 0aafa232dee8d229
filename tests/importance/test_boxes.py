"""A region holds the points between its ends and without its barred choices, and says so in limits."""

import numpy as np
import pytest

from stovepipe.importance.boxes import Limit, Region, limits_of
from stovepipe.importance.space import Axis, Space

SPACE = Space(
    [
        Axis("delay", range=(0.0, 10.0)),
        Axis("posts", range=(1.0, 4.0), whole=True),
        Axis("officers", choices=("none", "liaison", "embedded")),
    ]
)
UNITS = np.array(  # by the names of the factors: delay, officers, posts
    [[0.1, 0.1, 0.1], [0.3, 0.4, 0.5], [0.7, 0.6, 0.9], [0.9, 0.9, 0.4]]
)
POINTS = SPACE.coordinates(UNITS)
EVERYTHING = Region.everything(3)


def place(name: str) -> int:
    return [factor.name for factor in SPACE.factors].index(name)


def test_the_whole_space_holds_every_point_and_limits_nothing() -> None:
    assert EVERYTHING.holds(POINTS).all()
    assert EVERYTHING.positions() == ()
    assert limits_of(SPACE, EVERYTHING) == ()


def test_an_end_keeps_its_side() -> None:
    delay = place("delay")
    middle = float(np.sort(POINTS[:, delay])[1:3].mean())
    over, under = EVERYTHING.limited(delay, low=middle), EVERYTHING.limited(delay, high=middle)
    assert over.holds(POINTS).tolist() == [False, False, True, True]
    assert under.holds(POINTS).tolist() == [True, True, False, False]
    (limit,) = limits_of(SPACE, over)
    assert (limit.factor, limit.high) == ("delay", None)
    assert limit.low == pytest.approx(5.0)


def test_a_barred_choice_is_outside_and_the_others_are_inside() -> None:
    without = EVERYTHING.barring(place("officers"), SPACE.factors[place("officers")].choices.index("liaison"))
    assert without.holds(POINTS).tolist() == [True, False, False, True]
    assert limits_of(SPACE, without) == (Limit("officers", choices=("none", "embedded")),)


def test_limits_hold_together_and_each_can_be_taken_away() -> None:
    delay, officers = place("delay"), place("officers")
    middle = float(np.sort(POINTS[:, delay])[1:3].mean())
    both = EVERYTHING.limited(delay, low=middle).barring(officers, 1)
    assert both.holds(POINTS).tolist() == [False, False, False, True]
    assert both.holds(POINTS, without=officers).tolist() == [False, False, True, True]
    assert both.without(delay).holds(POINTS).tolist() == [True, False, False, True]
    assert both.positions() == tuple(sorted((delay, officers)))


def test_an_end_of_whole_numbers_is_a_whole_number() -> None:
    posts = place("posts")
    (limit,) = limits_of(SPACE, EVERYTHING.limited(posts, low=0.5, high=2.5))
    assert (limit.low, limit.high) == (2, 3), "levels 1 and 2 of 1, 2, 3 and 4"
    assert isinstance(limit.low, int)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit("x", low=2.0), "x over 2"),
        (Limit("x", high=2.0), "x under 2"),
        (Limit("x", low=2), "x at least 2"),
        (Limit("x", high=2), "x at most 2"),
        (Limit("x", low=1.0, high=2.0), "x from 1 to 2"),
        (Limit("x", choices=("a", "b")), "x is a or b"),
    ],
)
def test_a_limit_says_its_side(limit: Limit, said: str) -> None:
    assert str(limit) == said
