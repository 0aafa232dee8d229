"""The normal quantile agrees with independent implementations over the whole of (0, 1)."""

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtri

from stovepipe.network.draws.normal import normal_quantile

RANDOM = np.random.default_rng(4)


@pytest.mark.parametrize(
    "points",
    [
        RANDOM.uniform(0.0001, 0.9999, 5000),
        10.0 ** RANDOM.uniform(-300, -1, 5000),
        1.0 - (np.arange(2000) + 0.5) * 2.0**-52,
        [0.075, 0.925, np.nextafter(0.075, 1), np.nextafter(0.925, 0), 1.388794386496402e-11],
    ],
    ids=["middle", "lower tail", "last cells", "edges"],
)
def test_agrees_with_scipy(points: np.ndarray) -> None:
    ours = np.array([normal_quantile(float(u)) for u in points])
    np.testing.assert_allclose(ours, ndtri(points), rtol=2e-15, atol=2e-16)


def test_inverts_the_distribution_function_far_out() -> None:
    u = 10.0 ** np.linspace(-290, -1, 300)
    back = log_ndtr(np.array([normal_quantile(float(p)) for p in u]))
    np.testing.assert_allclose(back, np.log(u), rtol=1e-14)


def test_halves_mirror_each_other() -> None:
    u = (RANDOM.integers(0, 2**51, 2000) + 0.5) * 2.0**-52
    assert all(normal_quantile(float(p)) == -normal_quantile(float(1 - p)) for p in u)
