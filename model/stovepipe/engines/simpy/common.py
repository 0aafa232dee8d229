"""What all parts of one replication have in common."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

from stovepipe.engines.simpy.books.exposure import Exposure
from stovepipe.engines.simpy.books.ledger import Ledger
from stovepipe.engines.simpy.books.recorder import Recorder
from stovepipe.engines.simpy.books.requests import RequestLedger
from stovepipe.engines.simpy.books.stocks import Stocks
from stovepipe.engines.simpy.chance import Chance
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Clock
from stovepipe.network.records import Network


@dataclass(frozen=True)
class Common:
    """What stations and channels work with.

    Attributes:
        env: the clock, and what is still to happen.
        network: the network that is run.
        chance: draws.
        ledger: the ledger of all deliveries.
        recorder: the recorder of what happens.
        stocks: what systems keep of what was finished on them.
        exposure: what is known to those who are not cleared for it.
        number_copy: the number of the next copy.
        about: the event that each report is about, by rank; NONE for none.
        requests: the ledger, where anybody asks; else None.
        late: the copies that are not yet written down, where incidents raise these; else None.
    """

    env: Clock
    network: Network
    chance: Chance
    ledger: Ledger
    recorder: Recorder
    stocks: Stocks
    exposure: Exposure
    number_copy: Callable[[], int]
    about: array[int]
    requests: RequestLedger | None = None
    late: dict[Copy, None] | None = None
