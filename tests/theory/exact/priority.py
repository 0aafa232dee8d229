"""Mean waits by precedence: M/G/1 and M/M/c, with and without interruption. Classes go from the highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from .erlang import ErlangC, erlang_c


@dataclass(frozen=True)
class Demand:
    """One class at a station.

    Attributes:
        arrival: reports per unit of time.
        work: mean service time.
        cv: coefficient of variation of the service time.
    """

    arrival: float
    work: float
    cv: float

    @property
    def load(self) -> float:
        """The share of one server's time that the class takes."""
        return self.arrival * self.work

    @property
    def residual(self) -> float:
        """Half the arrival rate times the second moment of the service time."""
        return self.arrival * self.work**2 * (1 + self.cv**2) / 2


def pollaczek_khinchine(demand: Demand) -> float:
    """Mean wait in M/G/1 (Pollaczek 1930; Khinchine 1932; Gross et al. 2008, section 5.1).

    >>> pollaczek_khinchine(Demand(arrival=0.5, work=1.0, cv=0.0))
    0.5
    """
    return demand.residual / (1 - demand.load)


def cobham_one_server(classes: Sequence[Demand]) -> list[float]:
    """Mean wait of each class in M/G/1 without interruption (Cobham 1954; Gross et al. 2008, section 3.4)."""
    residual = sum(each.residual for each in classes)
    loads = accumulate((each.load for each in classes), initial=0.0)
    return [residual / ((1 - above) * (1 - upto)) for above, upto in pairwise(loads)]


def interrupting_one_server(classes: Sequence[Demand]) -> list[float]:
    """Mean sojourn of each class in M/G/1 where a higher one interrupts and the work is resumed.

    Miller (1960); Conway, Maxwell & Miller (1967), chapter 8. Class k does not see the classes below it.
    """
    residuals = accumulate(each.residual for each in classes)
    loads = accumulate((each.load for each in classes), initial=0.0)
    return [
        (each.work + residual / (1 - upto)) / (1 - above)
        for each, residual, (above, upto) in zip(classes, residuals, pairwise(loads), strict=True)
    ]


def cobham_servers(arrivals: Sequence[float], service: float, servers: int) -> list[float]:
    """Mean wait of each class in M/M/c without interruption, with one service rate for all.

    Cobham (1954); Kella & Yechiali (1985): C / (c mu), where C is the share that waits, divided by
    (1 - sigma_{k-1}) (1 - sigma_k), with sigma_k the load of the classes 1..k on each server.

    Args:
        arrivals: of each class, highest precedence first.
        service: rate of one busy server, for every class.
        servers: c.
    """
    busy = erlang_c(sum(arrivals) / service, servers) / (servers * service)
    loads = accumulate((arrival / (servers * service) for arrival in arrivals), initial=0.0)
    return [busy / ((1 - above) * (1 - upto)) for above, upto in pairwise(loads)]


def interrupting_servers(arrivals: Sequence[float], service: float, servers: int) -> list[float]:
    """Mean sojourn of each class in M/M/c where a higher one interrupts, with one service rate for all.

    The classes 1..k together are M/M/c, whatever is below them, because exponential work that is resumed is
    as good as new. So the mean number of class k present is a difference (Buzen & Bondi 1983), and Little's
    law does the rest.
    """
    present = [
        arrived * ErlangC(arrived, service, servers).mean_sojourn if arrived else 0.0
        for arrived in accumulate(arrivals, initial=0.0)
    ]
    return [
        (upto - above) / arrival for arrival, (above, upto) in zip(arrivals, pairwise(present), strict=True)
    ]
