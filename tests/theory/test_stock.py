"""A desk gets faster as its stock grows, and a stock that fades is what was fed to it, as theory says."""

import numpy as np
import pytest

from stovepipe.measures.timelines.stocks import stock_at
from stovepipe.network.records import HOUR
from tests.theory.exact.stock import growing, shot_noise
from tests.theory.running import every_day, gates, measured

GROWING = (2.0, 3.0, 4.0)  # hours since the empty start
FED = (15.0, 21.0)  # hours of the day


@pytest.mark.slow
def test_work_that_shrinks_as_the_stock_grows():
    ticks = np.round(np.array(GROWING) * HOUR).astype(np.int64) - 1

    def measure(trajectory):
        return np.minimum(stock_at(trajectory, "archive", ticks), 24.0)

    found = measured("stock", 12_500, measure)
    _, stock = growing(
        arrival=6.0, service=lambda n: 12.0 / (1.0 + 3.0 * (1.0 - min(n, 24) / 24.0)), full=24,
        times=GROWING, room=80,
    )  # fmt: skip
    with gates("stock") as held:
        for column, hour in enumerate(GROWING):
            held.mean(f"stock after {hour} h", found[:, column], stock[column])


@pytest.mark.slow
def test_a_stock_that_is_fed_at_random_and_fades():
    """Days are independent: what is left of one on the next is less than a ten-thousandth."""

    def measure(trajectory):
        stock = stock_at(trajectory, "archive", every_day(trajectory, FED)[1:].ravel()).reshape(-1, len(FED))
        return np.concatenate([stock.mean(axis=0), (stock**2).mean(axis=0)])

    found = measured("shot_noise", 260, measure)
    mean, variance = shot_noise(
        lambda hour: 4.0 if 6.0 <= hour % 24 < 18.0 else 0.0, half_life=2.0,
        times=[24.0 + hour for hour in FED], bounds=[6.0, 18.0, 30.0, 42.0],
    )  # fmt: skip
    with gates("shot_noise") as held:
        for column, hour in enumerate(FED):
            held.mean(f"mean stock at {hour} h", found[:, column], mean[column])
            square = variance[column] + mean[column] ** 2
            held.mean(f"mean square at {hour} h", found[:, len(FED) + column], square)
