"""One at a time: paired differences on common random numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from stovepipe.importance.methods.tornado import tornado, tornado_design
from stovepipe.importance.space import Axis, Space
from tests.inference.known import limits_by_root

SPACE = Space(
    [
        Axis("delay", range=(2.0, 10.0), value=3.0),
        Axis("posts", range=(1, 4), whole=True, value=2),
        Axis("rule", choices=("fifo", "lifo", "ltiov"), value="lifo"),
        Axis("effort", belief=norm(5.0, 1.0).ppf, value=5.0),
        Axis("still", range=(7.0, 7.0)),
    ]
)


def test_each_end_of_each_factor_is_a_point_beside_the_base() -> None:
    design = tornado_design(SPACE)
    base = {"delay": 3.0, "effort": 5.0, "posts": 2, "rule": "lifo", "still": 7.0}
    assert design.points[0] == base
    changed = [
        {name: value for name, value in point.items() if value != base[name]} for point in design.points[1:]
    ]
    assert changed == [
        {"delay": 2.0},
        {"delay": 10.0},
        {"effort": pytest.approx(5 - 1.644854, abs=1e-6)},
        {"effort": pytest.approx(5 + 1.644854, abs=1e-6)},
        {"posts": 1},
        {"posts": 4},
        {"rule": "fifo"},
        {"rule": "ltiov"},
    ]


def test_swings_are_paired_and_the_widest_comes_first() -> None:
    design = tornado_design(SPACE)
    random = np.random.Generator(np.random.PCG64(0))
    shared, own = 100 * random.standard_normal(12), random.standard_normal((len(design.points), 12))
    means = np.array([2.0 * p["delay"] - p["posts"] + (p["rule"] == "ltiov") for p in design.points])
    outputs = means[:, None] + shared + own / 10
    result = tornado(design, outputs)
    assert [swing.factor for swing in result.swings] == ["delay", "posts", "rule", "effort"]
    delay = result.swings[0]
    expected = limits_by_root(outputs[2] - outputs[1], 0.025)
    assert (delay.swing.low, delay.swing.high) == pytest.approx(expected, rel=1e-9)
    expected = limits_by_root(outputs[1] - outputs[0], 0.025)
    assert (delay.bars[0].change.low, delay.bars[0].change.high) == pytest.approx(expected, rel=1e-9)
    assert delay.swing.half_width < 1 < result.base.half_width
    assert result.notes == ("still does not vary: it is 7.0 throughout",)


def test_the_swing_of_a_choice_is_between_its_extremes_the_configured_one_included() -> None:
    space = Space([Axis("rule", choices=("fifo", "lifo", "ltiov"), value="lifo")])
    design = tornado_design(space)
    levels = {"fifo": 5.0, "lifo": 1.0, "ltiov": 3.0}
    result = tornado(design, [levels[str(point["rule"])] for point in design.points])
    assert result.swings[0].swing.value == 4.0
    assert [bar.change.value for bar in result.swings[0].bars] == [4.0, 2.0]
    assert result.swings[0].swing.low is None
