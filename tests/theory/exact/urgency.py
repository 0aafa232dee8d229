"""Two classes at one server: the urgent come alone and interrupt, the routine comes in products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.theory.exact.chain import explore, stationary

State = tuple[int, int, int]  # urgent reports and products at the server, reports in the batch


@dataclass(frozen=True)
class ByPassed:
    """Mean times, in the unit of the rates; work is exponential at rate 1, for a product as for a report.

    Attributes:
        urgent: mean time of an urgent report until it is done.
        product: mean time of a product until it is done, once the batch has left.
    """

    urgent: float
    product: float


def by_passed(urgent: float, routine: float, size: int, room: tuple[int, int] = (40, 90)) -> ByPassed:
    """Solve the Markov chain of the server and the batch, cut off at `room` urgent reports and products.

    Args:
        urgent: rate of urgent reports.
        routine: rate of routine reports.
        size: how many routine reports leave as one product.
        room: how many of each the chain is solved with; more must be of no weight.
    """

    def moves(state: State) -> Iterator[tuple[State, float]]:
        first, second, held = state
        if first < room[0]:
            yield (first + 1, second, held), urgent
        if held + 1 < size:
            yield (first, second, held + 1), routine
        elif second < room[1]:
            yield (first, second + 1, 0), routine
        if first:
            yield (first - 1, second, held), 1.0
        elif second:
            yield (first, second - 1, held), 1.0

    chain = explore([(0, 0, 0)], moves)
    law = stationary(chain.generator)
    at_server = [float(law @ chain.values(lambda state, place=place: state[place])) for place in (0, 1)]
    return ByPassed(at_server[0] / urgent, at_server[1] / (routine / size))
