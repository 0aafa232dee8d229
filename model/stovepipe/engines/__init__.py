"""How a mission runs: one folder for each engine, and the door to all of them.

All engines give the same trajectory for the same network and calendar. What they give is checked here, so
that no engine can forget to.
"""

from __future__ import annotations

from typing import Literal

from stovepipe.engines.invariants import InvariantError, check
from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Trajectory

__all__ = ["Engine", "InvariantError", "run"]

Engine = Literal["simpy"]


def run(network: Network, calendar: Calendar, engine: Engine = "simpy") -> Trajectory:
    """One replication: what happens in the mission under this calendar.

    Args:
        network: the compiled mission.
        calendar: the calendar of this replication.
        engine: the engine that runs it. The trajectory does not depend on it.

    Raises:
        InvariantError: the run breaks one of the invariants of ``docs/background/semantics.md``, section 7.
        ValueError: there is no such engine.
    """
    if engine != "simpy":
        raise ValueError(f"engine: there is no {engine!r}; there is simpy")
    from stovepipe.engines.simpy import simulation

    trajectory, integrals = simulation.run(network, calendar)
    check(trajectory, integrals)
    return trajectory
