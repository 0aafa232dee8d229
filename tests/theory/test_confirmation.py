"""The wait for the second of two independent Poisson sources: an exponential time, cut at the limit."""

import numpy as np
import pytest

from stovepipe.network.records import DAY, HOUR
from stovepipe.trajectory import HoldEnd
from tests.theory.running import gates, measured

RATE, LIMIT = 250 / DAY, 4.8 * HOUR
REPLICATIONS = 100


@pytest.mark.slow
def test_the_second_source_comes_after_an_exponential_time_or_too_late():
    """Given that there are *n* events, each source tells of each of them at the rate of the source by *n*.

    Of the first wait for each event: the mean wait, and the share that is not confirmed.
    """

    def measure(trajectory):
        holds, events = trajectory.holds, len(trajectory.calendar.events.subject)
        rate = RATE / events
        _, first = np.unique(holds.event, return_index=True)
        first = first[holds.since[first] < trajectory.network.horizon - LIMIT]
        waits = (holds.until - holds.since)[first]
        stopped = np.exp(-rate * LIMIT)
        return (
            *((holds.end[first] == HoldEnd.STOPPED).sum(), len(first) * stopped),
            *(waits.sum(), len(first) * (1 - stopped) / rate),
        )

    unconfirmed, expected, waited, mean = measured("confirmation", REPLICATIONS, measure).T
    with gates("confirmation") as held:
        held.ratio("share that is not confirmed, by exp(-rate x limit)", unconfirmed, expected, 1.0)
        held.ratio("wait for the second source, by the mean of the cut exponential", waited, mean, 1.0)
