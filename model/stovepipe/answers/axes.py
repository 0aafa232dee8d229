"""The factors of a study as axes of the space that a design fills."""

from __future__ import annotations

from functools import partial

import numpy as np

from stovepipe.importance.space import Axis, Floats, Space
from stovepipe.study.file.entries import Belief
from stovepipe.study.reading.factors import Factor, MovedNumber
from stovepipe.study.reading.study import Study


def axis_of(each: Factor) -> Axis:
    """A factor of a study as an axis of a design.

    Several numbers with different ranges that move together are an axis from 0 to 1: the share of belief up
    to which each of them goes in its own range.
    """
    if each.levels:
        return Axis(each.name, choices=tuple(each.levels), group=each.group, value=each.base)
    place = each.shared
    if place is None:
        return Axis(each.name, range=(0.0, 1.0), group=each.group, value=each.base)
    if place.whole or each.belief == "uniform":
        ends = (place.low, place.high)
        return Axis(each.name, range=ends, whole=place.whole, group=each.group, value=each.base)
    belief = partial(_quantiles, place, each.belief)
    return Axis(each.name, belief=belief, group=each.group, value=each.base)


def _quantiles(place: MovedNumber, belief: Belief, shares: Floats) -> Floats:
    return np.array([place.at(float(share), belief) for share in np.asarray(shares).reshape(-1)])


def space_of(study: Study) -> Space:
    """The space that the factors of a study span."""
    return Space(axis_of(each) for each in study.factors)
