"""The axis of ages: as far as the deliveries go, with marks at the ages that they name."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from stovepipe.inference.incidence import DELIVERED, Incidence, incidence
from stovepipe.network.records import DAY, HOUR
from stovepipe.presentation.shared.age_axis import ages_for, dress


def delivered(hours: list[float]) -> Incidence:
    ages = (np.array(hours) * HOUR).astype(np.int64)
    return incidence(ages, np.zeros(len(ages), dtype=np.int64), (DELIVERED, "lost"))


def marks(ages: np.ndarray, log: bool) -> dict[str, float]:
    """The name and the place of each mark, in hours."""
    axes = Figure().add_subplot()
    dress(axes, ages, log, left=True)
    places = [float(place) for place in axes.xaxis.get_major_locator()()]
    return {axes.xaxis.get_major_formatter()(place, None): place / HOUR for place in places}


def test_ages_that_are_alike_have_a_linear_axis_from_0_to_the_last() -> None:
    ages, log = ages_for([[delivered([4, 6, 8, 10])]], 50)
    assert not log
    assert (ages[0], len(ages)) == (0.0, 50)
    assert ages[-1] / HOUR == pytest.approx(10, rel=0.01)


def test_ages_that_differ_by_much_have_a_logarithmic_axis() -> None:
    ages, log = ages_for([[delivered([0.1, 1, 10, 100])], [delivered([1000])]], 50)
    assert log
    assert ages[0] > 0
    assert ages[-1] / HOUR == pytest.approx(1000, rel=0.05)


def test_without_deliveries_the_axis_is_a_day() -> None:
    ages, log = ages_for([], 10)
    assert (log, ages[-1]) == (False, float(DAY))


def test_marks_stand_at_the_ages_that_they_name() -> None:
    linear = marks(np.linspace(0, 10 * HOUR, 5), False)
    assert linear == {"0": 0, "2 h": 2, "4 h": 4, "6 h": 6, "8 h": 8, "10 h": 10}
    log = marks(np.geomspace(HOUR / 2, 30 * DAY, 5), True)
    assert log == {"1 h": 1, "6 h": 6, "1 d": 24, "4 d": 96, "2 wk": 336}


def test_days_are_marked_by_days_and_weeks_by_weeks() -> None:
    assert marks(np.linspace(0, 5 * DAY, 5), False) == {f"{d} d" if d else "0": 24 * d for d in range(6)}
    assert marks(np.linspace(0, 84 * DAY, 5), False)["2 wk"] == 336
