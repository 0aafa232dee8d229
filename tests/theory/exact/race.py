"""A race of competing losses: a deadline, then a hurdle, then a second station with ample servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .chain import Chain, Floats, absorbing, explore
from .expiry import ErlangA

Step: TypeAlias = (
    "int | Literal['first', 'first, late', 'second', 'delivered', 'expired', 'expired later', 'withheld']"
)
FATES: tuple[Step, ...] = ("delivered", "expired", "expired later", "withheld")


@dataclass(frozen=True)
class TwoStageRace:
    """A queue with deadlines, a hurdle that stops a share, and a second station where nobody waits.

    Attributes:
        first: the first station, Erlang-A: who waits there expires when the deadline passes.
        stopped: the probability that the hurdle stops a report that the first station has finished.
        second: rate of a busy server at the second station, where a server is always free.
        purges: whether the second station discards a report that reaches it after its deadline. The deadline
            runs on while the first station works on the report, which finishes it all the same.
    """

    first: ErlangA
    stopped: float
    second: float
    purges: bool

    def chain(self) -> Chain[Step]:
        """The absorbing chain of one report; an integer k means that it waits behind k others."""
        first = self.first

        def moves(state: Step) -> Iterator[tuple[Step, float]]:
            if isinstance(state, int):
                yield (state - 1 if state else "first"), first.servers * first.service + state * first.expiry
                yield "expired", first.expiry
            elif state in ("first", "first, late"):
                yield "withheld", first.service * self.stopped
                discarded = self.purges and state == "first, late"
                yield ("expired later" if discarded else "second"), first.service * (1 - self.stopped)
                if state == "first":
                    yield "first, late", first.expiry
            elif state == "second":
                yield "delivered", self.second

        return explore([*range(len(first.states) - first.servers), "first", *FATES], moves)

    def incidence(self, found: Floats, times: Sequence[float] | Floats) -> dict[str, Floats]:
        """Cumulative incidence of each fate over the time since occurrence.

        Args:
            found: probabilities of the number present at the first station that the report finds there.
            times: since occurrence, not decreasing.

        Returns:
            Curves for `delivered`, `expired` (at the first station), `expired later` (on reaching the second)
            and `withheld` (at the hurdle).
        """
        chain = self.chain()
        start = chain.vector({"first": float(found[: self.first.servers].sum())})
        for ahead, weight in enumerate(found[self.first.servers :]):
            start[chain.index[ahead]] += weight
        at = absorbing(chain.generator, start, times)
        return {str(fate): at[:, chain.index[fate]] for fate in FATES}
