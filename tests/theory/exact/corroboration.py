"""When the first of several sources has told of an event, and when two of them have, in closed form.

The reports of source *i* that have arrived by an age *t* are a Poisson number with some mean *a_i(t)*,
independent of those of the other sources (thinning and displacement of a Poisson process: Kingman 1993,
"Poisson Processes", sections 5.1 and 5.2). So none has told with probability ``exp(-sum a_i)``, and source
*i* alone with ``exp(-sum a_i) (exp(a_i) - 1)``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Burst:
    """A source that makes a Poisson number of reports at once, each of which travels for an exponential time.

    Attributes:
        reports: the mean number.
        transit: the mean time, in hours.
    """

    reports: float
    transit: float

    def arrived(self, age: float) -> float:
        """The mean number of reports that have arrived by an age in hours; `inf` is allowed."""
        return self.reports * -math.expm1(-age / self.transit)


@dataclass(frozen=True)
class Watch:
    """A source that reports at a rate (per hour) while the event lasts; each report travels as above."""

    rate: float
    transit: float

    def arrived(self, age: float) -> float:
        """The mean number of reports that have arrived by an age in hours at which the event still lasts."""
        return self.rate * (age + self.transit * math.expm1(-age / self.transit))


def known(sources: Sequence[Burst | Watch], age: float) -> float:
    """The probability that a report of any source has arrived by an age."""
    return -math.expm1(-sum(source.arrived(age) for source in sources))


def confirmed(sources: Sequence[Burst | Watch], age: float) -> float:
    """The probability that reports of two sources at least have arrived by an age."""
    means = [source.arrived(age) for source in sources]
    return 1.0 - math.exp(-sum(means)) * (1.0 + sum(math.expm1(mean) for mean in means))
