"""Needs that have a time: for which reports there are deliveries (semantics, 4.1)."""

from __future__ import annotations

import numpy as np

from stovepipe.network.records import Network
from stovepipe.network.schedule import Reports
from stovepipe.network.ways.consumers import consumer
from stovepipe.trajectory import Deliveries


class DatedNeeds:
    """The needs that begin or end on a date. It is true if there are any."""

    def __init__(self, network: Network) -> None:
        self._rows = [
            (bit, rank, klass, since, until)
            for bit, rank in enumerate(network.consumers)
            for klass, since, until in consumer(network, rank).needs_when
        ]

    def __bool__(self) -> bool:
        return bool(self._rows)

    def out_of_time(self, klass: int, occurred: int) -> int:
        """The consumers (a mask) that do not need a report of a class that occurs at a tick."""
        return sum(
            1 << bit
            for bit, _, own, since, until in self._rows
            if own == klass and not since <= occurred < until
        )

    def only_needed(self, deliveries: Deliveries, reports: Reports) -> Deliveries:
        """The rows of the reports that occur in the time of the need."""
        klass, occurred = reports.klass[deliveries.report], reports.occurred[deliveries.report]
        needed = np.ones(len(deliveries.report), dtype=np.bool_)
        for _, rank, own, since, until in self._rows:
            mine = (deliveries.consumer == rank) & (klass == own)
            needed &= ~mine | ((since <= occurred) & (occurred < until))
        return Deliveries(**{name: column[needed] for name, column in vars(deliveries).items()})
