"""What waits for a server that is on and off in turn, for exponential times, and serves in no time."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class OnOff:
    """An on-off server in equilibrium; `on` and `off` are the mean times, in one unit.

    Poisson arrivals see time averages (Wolff 1982). Who finds the server off waits for what is left of the
    time that it is off, which is exponential with the same mean.
    """

    on: float
    off: float

    @property
    def waits(self) -> float:
        """The probability of finding the server off."""
        return self.off / (self.on + self.off)

    @property
    def mean_wait(self) -> float:
        """The mean wait, of all."""
        return self.waits * self.off

    def waits_longer(self, time: float) -> float:
        """The probability of waiting longer than a time."""
        return self.waits * math.exp(-time / self.off)
