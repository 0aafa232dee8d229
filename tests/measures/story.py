"""A story of two stations, told by the hour, whose every number can be worked out on paper."""

from __future__ import annotations

from typing import Any

from stovepipe.network.details.rules import AtEnd
from stovepipe.network.records import EXPIRED, OVERFLOW, Network
from stovepipe.terms import CAUSES
from stovepipe.trajectory import DeliveryOutcome, Passage, Trajectory, VisitEnd
from tests.measures.build import H, channel, hurdle, network, reports, spells, station, trajectory

CELL, COMMAND, OFFICE = range(3)
ANALYST, CLERK = range(2)
START, HORIZON = 10, 100


def mission() -> Network:
    """The cell's analyst keeps unfinished work overnight; the office's clerk finishes it in overtime."""
    through = hurdle("language", cause=len(CAUSES), through=OFFICE)
    return network(
        [
            station("cell", at_end=AtEnd.SUSPEND),
            station("command", needs=0b11, stage="command"),
            station("office", stage="translation"),
        ],
        classes=[("brief", None), ("warning", None)],
        servers=[CELL, OFFICE],
        channels=[
            channel("cell -> command", CELL, COMMAND, hurdles=(through,)),
            channel("office -> command", OFFICE, COMMAND),
        ],
        horizon=HORIZON * H,
        counted_from=START * H,
        causes=["untranslated"],
    )


def visit(copy: int, where: int, arrived: int, ended: int, **also: Any) -> dict[str, Any]:
    times = {"ended": -1 if ended == HORIZON else ended * H, "end": VisitEnd.FINISHED}
    return {"copy": copy, "station": where, "arrived": arrived * H} | times | also


VISITS = [
    visit(0, CELL, 5, 25, suspended=16 * H),  # 0: waits to 6, works to 8, lies overnight, works from 24
    visit(1, CELL, 9, 26),  # 1: waits to 25
    visit(2, OFFICE, 20, 22, end=VisitEnd.REWORK),  # 2
    visit(2, OFFICE, 22, 24),  # 3: the same again
    visit(3, OFFICE, 23, 33, duplicated=1, through=0),  # 4: waits to 24, done at 33, in overtime from 30
    visit(4, OFFICE, 25, 40, end=VisitEnd.EXPIRED),  # 5: waits throughout
    visit(5, OFFICE, 26, 26, end=VisitEnd.OVERFLOW),  # 6
    visit(0, CELL, 48, 52),  # 7: interrupted from 49 to 50, taken up by the same person
    visit(1, CELL, 55, HORIZON, end=VisitEnd.PRESENT, suspended=44 * H),  # 8: lies from 56
    visit(6, OFFICE, 99, HORIZON, end=VisitEnd.PRESENT),  # 9: waits
]

SERVICES = [
    (0, ANALYST, 6 * H, 8 * H),
    (0, ANALYST, 24 * H, 25 * H),
    (1, ANALYST, 25 * H, 26 * H),
    (2, CLERK, 20 * H, 22 * H),
    (3, CLERK, 22 * H, 24 * H),
    (4, CLERK, 24 * H, 33 * H),
    (7, ANALYST, 48 * H, 49 * H),
    (7, ANALYST, 50 * H, 52 * H),
    (8, ANALYST, 55 * H, 56 * H),
]

CROSSINGS = [
    {"copy": 9, "channel": 0, "offered": 9 * H},  # in the warm-up
    {"copy": 0, "channel": 0, "offered": 25 * H},
    {"copy": 3, "channel": 0, "offered": 22 * H},
    {"copy": 4, "channel": 0, "offered": 25 * H, "hurdle": 0, "passage": Passage.STOPPED},
    {"copy": 5, "channel": 0, "offered": 26 * H, "passage": Passage.ENDED},
    {"copy": 6, "channel": 1, "offered": 99 * H, "passage": Passage.UNDER_WAY},
]

DELIVERIES = [
    {"report": 0, "consumer": COMMAND, "decided": 26 * H, "work": 21 * H, "fidelity": 1.0},
    {"report": 1, "consumer": COMMAND, "outcome": DeliveryOutcome.LOST, "cause": 6, "decided": 30 * H},
    {"report": 2, "consumer": COMMAND, "outcome": DeliveryOutcome.LOST, "cause": 6, "decided": 30 * H},
    {"report": 3, "consumer": COMMAND, "decided": 33 * H, "work": 10 * H, "fidelity": 1.0},
    {"report": 4, "consumer": COMMAND, "outcome": DeliveryOutcome.LOST, "cause": EXPIRED, "decided": 40 * H},
    {"report": 5, "consumer": COMMAND, "outcome": DeliveryOutcome.LOST, "cause": OVERFLOW, "decided": 26 * H},
    {"report": 6, "consumer": COMMAND, "outcome": DeliveryOutcome.IN_FLIGHT},
]


def tell() -> Trajectory:
    return trajectory(
        mission(),
        reports([5 * H, 9 * H, 20 * H, 23 * H, 25 * H, 26 * H, 99 * H], [0, 0, 0, 0, 1, 1, 0], classes=2),
        duty=[spells(*((day * H, (day + 8) * H) for day in (0, 24, 48, 72, 96))), spells((20 * H, 30 * H))],
        visits=VISITS,
        services=SERVICES,
        crossings=CROSSINGS,
        deliveries=DELIVERIES,
        batching=[0, 0, 50 * H],
    )
