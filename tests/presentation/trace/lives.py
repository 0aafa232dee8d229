"""Made-up lives of a report, as a trace finds them."""

from stovepipe.measures.life.events import Event, EventKind, Fate, Life, Person, Traced
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR
from stovepipe.scenario import Scenario

BEGINS = 48 * HOUR


def fate(consumer: str, outcome: str, hours: float | None, **more: object) -> Fate:
    """What became of the report for a consumer, so many hours after it occurred."""
    known: dict[str, object] = {
        "timely": None, "cause": "", "where": "", "parts": (0,) * 6, "fidelity": None, "counts": True
    }  # fmt: skip
    decided = None if hours is None else BEGINS + round(hours * HOUR)
    return Fate(consumer=consumer, outcome=outcome, decided=decided, **(known | more))


DELIVERED = fate(
    "commander", "delivered", 5, timely=True, where="commander", fidelity=0.5, counts=False,
    parts=(HOUR, 2 * HOUR, 0, 0, 2 * HOUR, 0),
)  # fmt: skip
LATE = fate("staff", "delivered", 30, timely=False, where="staff", fidelity=1.0)
LOST = fate("chief", "lost", 1.5, cause="expired", where="cell", parts=(0, 0, round(1.5 * HOUR), 0, 0, 0))
DISPOSED = fate("unit", "disposed", 2, cause="hoax", where="desk")
IN_FLIGHT = fate("deputy", "in_flight", None)


def traced(scenario: Scenario, *fates: Fate) -> Traced:
    """A report that a second analyst works on, an hour after it occurred."""
    who = Person("analysts", 1, 2, "night", 3, 0, 0.75)
    events = (
        Event(BEGINS, EventKind.OCCURRED, "cell", 1, about="cell"),
        Event(BEGINS + HOUR, EventKind.BEGAN, "cell", 1, who=who, waited=HOUR),
        Event(BEGINS + 3 * HOUR, EventKind.FINISHED, "cell", 1, others=2, lasted=2 * HOUR),
    )
    life = Life(
        rank=4, source="patrols", number=7, report_class="warning", trigger="rate", precedence=2,
        occurred=BEGINS, deadline=BEGINS + 24 * HOUR, language="", nation="", marking="", coarse=False,
        written=BEGINS, about=None, events=events, fates=fates,
    )  # fmt: skip
    return Traced(life, compile_network(scenario), seed=9, replication=3)
