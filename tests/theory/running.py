"""Runs the missions of configs/theory through the door that users take, and holds what they give to theory.

False alarms: all gates of the theory suite together form one family. If the engine is right, one or more of
them raise an alarm with probability at most 1e-4; each alone at that rate divided by `FAMILY`. Power: each
interval reaches no further than 2 % of the exact value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.engines import run
from stovepipe.measures.loads.load import steps
from stovepipe.measures.timelines.spans import StationTime, station_time
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR
from stovepipe.scenario import load
from stovepipe.trajectory import Trajectory
from tests.theory.gate import Reading, Sample, gate_ratio

CONFIGS = Path(__file__).parents[2] / "configs" / "theory"
SEED = 20_210_104

# How many gates each configuration is held to.
GATES = {
    "any_of": 5,
    "batching": 4,
    "confirmation": 2,
    "corroboration": 8,
    "corroboration, late": 2,
    "drop_finish": 6,
    "drop_hand_over": 6,
    "drop_suspend": 7,
    "ended_channel": 1,
    "erlang_a": 9,
    "erlang_a_patience": 9,
    "jackson": 6,
    "learning": 4,
    "learning_curve": 4,
    "mg1": 1,
    "mg1_each": 1,
    "mg1_erlang": 1,
    "mg1_gamma": 1,
    "mg1_lognormal": 1,
    "mg1_triangular": 1,
    "mg1_uniform": 1,
    "mg1_weibull": 1,
    "mmc": 4,
    "mmck": 2,
    "on_call": 2,
    "outages": 3,
    "priority": 2,
    "priority_abandonment": 4,
    "priority_preemptive": 2,
    "priority_servers": 3,
    "products": 2,
    "race": 9,
    "sorting": 6,
    "requests": 7,
    "shot_noise": 4,
    "skills": 6,
    "stock": 3,
    "tandem": 8,
    "transient": 4,
    "trust": 2,
    "urgency": 3,
    "varying": 10,
}
FAMILY = sum(GATES.values())

Floats = NDArray[np.float64]
Ticks = NDArray[np.int64]


def measured(name: str, replications: int, measure: Callable[[Trajectory], ArrayLike]) -> Floats:
    """What `measure` finds in each replication of a configuration; one row (or block of rows) for each."""
    network = compile_network(load(CONFIGS / f"{name}.yaml"))
    found = (measure(run(network, unfold(network, SEED, number))) for number in range(replications))
    return np.array([np.asarray(each, dtype=np.float64) for each in found])


class Gates:
    """Holds estimates to exact values and keeps what it saw: all are looked at before the test fails."""

    def __init__(self) -> None:
        self.readings: list[Reading | str] = []
        self.failed = False

    def mean(self, what: str, estimates: Sample, exact: float, half_width: float = 0.02) -> None:
        """Hold a mean to its exact value."""
        self.ratio(what, estimates, np.ones(len(estimates)), exact, half_width)

    def ratio(
        self, what: str, numerators: Sample, denominators: Sample, exact: float, half_width: float = 0.02
    ) -> None:
        """Hold a ratio of means to its exact value."""
        try:
            reading = gate_ratio(
                numerators, denominators, exact, family=FAMILY, what=what, half_width=half_width
            )
            self.readings.append(reading)
        except AssertionError as alarm:
            self.readings.append(str(alarm))
            self.failed = True


@contextmanager
def gates(name: str) -> Iterator[Gates]:
    """The gates of one configuration; as many as stated, or the false-alarm rate would not be."""
    held = Gates()
    yield held
    seen = "\n".join(map(str, held.readings))
    print(f"\n{name}\n{seen}")
    assert not held.failed, f"{name}\n{seen}"
    assert len(held.readings) == GATES[name], f"{len(held.readings)} gates; {GATES[name]} were stated"


# --- what is read from a trajectory ------------------------------------------------------------------------


def settled(trajectory: Trajectory, times: Ticks, tail: float) -> NDArray[np.bool_]:
    """Which times lie after the warm-up, and so many hours or more before the horizon."""
    network = trajectory.network
    return np.asarray((times >= network.counted_from) & (times < network.horizon - round(tail * HOUR)))


def at_station(trajectory: Trajectory, station: str) -> NDArray[np.bool_]:
    """Which visits are to this station."""
    names = [each.name for each in trajectory.network.stations]
    return np.asarray(trajectory.visits.station == names.index(station))


def every_day(trajectory: Trajectory, hours: Sequence[float]) -> Ticks:
    """The ticks of these hours of the day, one row for each day of the clock."""
    midnights = np.arange(0, trajectory.network.horizon, DAY)
    return np.asarray(midnights[:, None] + np.round(np.array(hours) * HOUR).astype(np.int64)[None, :])


def counts(trajectory: Trajectory, ticks: Ticks) -> tuple[Ticks, Ticks, Ticks]:
    """How many copies wait, are worked on and lie suspended at these ticks, in all stations together."""
    time: StationTime = station_time(trajectory)
    waiting, work, suspended = (
        steps(spans.began, spans.ended).at(ticks) for spans in (time.waiting, time.work, time.suspended)
    )
    return waiting, work, suspended
