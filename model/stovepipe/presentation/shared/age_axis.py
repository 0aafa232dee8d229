"""The axis of ages in figures of incidence: how far it goes, and what its marks are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.incidence import Incidence
from stovepipe.network.records import DAY, HOUR
from stovepipe.presentation.shared.canvas import (
    Axes,
    FixedLocator,
    FuncFormatter,
    NullLocator,
    PercentFormatter,
)
from stovepipe.presentation.shared.figure_style import FAINT, INK, SOFT

LOG_BEYOND = 30  # ages that span more than this ratio are shown on a logarithmic axis
MOST_TICKS = 6  # on a linear axis, beside 0
_MINUTE = HOUR / 60
_LANDMARKS = {
    "1 s": _MINUTE / 60, "10 s": _MINUTE / 6, "1 min": _MINUTE, "10 min": 10 * _MINUTE, "1 h": HOUR,
    "6 h": 6 * HOUR, "1 d": DAY, "4 d": 4 * DAY, "2 wk": 14 * DAY, "8 wk": 56 * DAY,
    "26 wk": 182 * DAY, "2 yr": 730 * DAY,
}  # fmt: skip
_STEPS = {
    "s": (_MINUTE / 60, (1, 2, 5, 10, 20)), "min": (_MINUTE, (1, 2, 5, 10, 20)),
    "h": (HOUR, (1, 2, 3, 6, 12)),
    "d": (DAY, (1, 2, 4, 7)), "wk": (7 * DAY, (1, 2, 4, 8, 13, 26, 52)),
}  # fmt: skip
Floats = NDArray[np.float64]


def ages_for(groups: Sequence[Sequence[Incidence]], points: int) -> tuple[Floats, bool]:
    """Ages in ticks at which to draw the curves of these incidences; and whether the axis is logarithmic."""
    log, last = _time_axis(groups)
    first = _first_age(groups) if log else 0.0
    return np.geomspace(first, last, points) if log else np.linspace(0, last, points), log


def dress(axes: Axes, ages: Floats, log: bool, left: bool) -> None:
    """Give a panel its axes: shares from 0 to 1, and ages.

    Args:
        axes: the panel.
        ages: in ticks, from the first to the last.
        log: whether the axis of ages is logarithmic.
        left: whether shares are named at the left.
    """
    axes.set_ylim(0, 1)
    axes.set_xlim(ages[0], ages[-1])
    axes.yaxis.set_major_locator(FixedLocator([0, 0.5, 1]))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    if log:
        axes.set_xscale("log")
    axes.xaxis.set_minor_locator(NullLocator())
    marks = _landmarks(float(ages[0]), float(ages[-1]), log)
    axes.xaxis.set_major_locator(FixedLocator(list(marks.values())))
    names = {position: name for name, position in marks.items()}
    axes.xaxis.set_major_formatter(FuncFormatter(lambda position, _: names.get(position, "")))
    axes.tick_params(labelbottom=True, labelleft=left, colors=SOFT, labelcolor=INK)


def _landmarks(first: float, last: float, log: bool) -> dict[str, float]:
    """Names for some ages on the axis."""
    if log:
        return {name: age for name, age in _LANDMARKS.items() if first <= age <= last}
    lengths = [(unit * number, unit, name) for name, (unit, numbers) in _STEPS.items() for number in numbers]
    step, unit, name = next((each for each in lengths if last <= MOST_TICKS * each[0]), lengths[-1])
    return {"0": 0.0} | {f"{i * step / unit:g} {name}": i * step for i in range(1, 1 + int(last / step))}


def _time_axis(groups: Sequence[Sequence[Incidence]]) -> tuple[bool, float]:
    """Whether the axis is logarithmic, and where it ends: out to the slowest of the groups."""
    decided = np.concatenate([np.empty(0), *(each.ages for group in groups for each in group)])
    if not len(decided):
        return False, float(DAY)
    early, late = np.quantile(decided[decided > 0] if (decided > 0).any() else decided, [0.05, 0.95])
    last = max(float(np.quantile(ages, 0.995)) for ages in _positive_ages(groups) or [decided])
    return bool(late > LOG_BEYOND * max(early, 1.0)), max(last, HOUR / 10)


def _first_age(groups: Sequence[Sequence[Incidence]]) -> float:
    """Where a logarithmic axis begins: below the fastest of the groups."""
    return max(min(float(np.quantile(ages, 0.01)) for ages in _positive_ages(groups)), _MINUTE)


def _positive_ages(groups: Sequence[Sequence[Incidence]]) -> list[Floats]:
    """The ages above 0 of each group that has some."""
    ages = [np.concatenate([np.empty(0), *(each.ages for each in group)]) for group in groups]
    return [each[each > 0] for each in ages if (each > 0).any()]
