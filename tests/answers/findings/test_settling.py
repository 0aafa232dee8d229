"""How long a mission takes to settle, judged by its queues."""

import numpy as np
import pandas as pd
import pytest

from stovepipe.answers.findings.settling import settling


def queues(*levels: np.ndarray) -> pd.DataFrame:
    """Two replications of two stations, in steps of 6 hours; the second station's queue is empty."""
    rows = [
        (replication, station, 6.0 * i, 6.0 * (i + 1), level if station == "cell" else 0.0)
        for replication, series in enumerate(levels)
        for station in ("cell", "desk")
        for i, level in enumerate(series)
    ]
    columns = ["replication", "station", "from_hours", "to_hours", "mean_waiting"]
    return pd.DataFrame(rows, columns=columns)


def noisy(*levels: float, seed: int) -> np.ndarray:
    return np.array(levels) + np.random.default_rng(seed).normal(0, 0.1, len(levels))


FALLING = [20.0] * 10 + [3.0] * 90
RISING = list(np.linspace(0, 50, 100))


def test_a_queue_that_was_long_at_first_is_cut_where_it_falls() -> None:
    table = queues(noisy(*FALLING, seed=1), noisy(*FALLING, seed=2))
    for station in ("cell", None):
        found = settling(table, station)
        assert found.hours == 60.0
        assert not found.too_long
    assert str(settling(table, "cell")) == (
        "The queue of cell is steady when the first 60 h are left out (MSER-5)."
    )


def test_a_queue_that_grows_to_the_end_has_no_steady_state() -> None:
    found = settling(queues(noisy(*RISING, seed=3)), "cell")
    assert found.too_long
    assert str(found).startswith("No steady state is seen in the queue of cell: more than half")


def test_a_misspelt_station_is_named_with_its_near_miss() -> None:
    with pytest.raises(ValueError, match="no station 'cel'; did you mean \"cell\""):
        settling(queues(noisy(*FALLING, seed=1)), "cel")
