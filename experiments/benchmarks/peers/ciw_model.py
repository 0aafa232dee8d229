"""The network in Ciw: priority classes, and at each node a patience that ends at the report's deadline."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import ciw
import work

NAME = f"Ciw {ciw.__version__}"

NODES = {station: node for node, station in enumerate(work.STATIONS, start=1)}
"""Ciw numbers its nodes from 1."""

EXIT = -1

STATION_OF = {node: station for station, node in NODES.items()}


class Report(ciw.Individual):
    """An individual with one deadline, set when it occurs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Draw the deadline."""
        super().__init__(*args, **kwargs)
        self.occurred = self.simulation.current_time
        self.deadline = self.occurred + random.expovariate(1 / work.MEAN_DEADLINE)


class UntilDeadline(ciw.dists.Distribution):
    """The time from arrival at a node to the deadline."""

    def sample(self, t: float, ind: Report) -> float:
        """Give the time left."""
        return ind.deadline - t


class UnlessExpired(ciw.routing.Probabilistic):
    """Sends an individual on with stated probabilities, or out if its deadline has passed."""

    def next_node(self, ind: Report) -> ciw.Node:
        """Choose the next node."""
        if ind.deadline <= self.simulation.current_time:
            return self.simulation.nodes[-1]
        return super().next_node(ind)


@dataclass(frozen=True)
class Recorded:
    """A finished simulation and all its records."""

    simulation: ciw.Simulation
    records: list[ciw.data_record.DataRecord]


def prepare(reports: int) -> tuple[ciw.network.Network, float]:
    """Build the network, and give the horizon at which `reports` reports are expected."""
    stations = list(work.STATIONS.values())
    network = ciw.create_network(
        arrival_distributions={
            name: [
                ciw.dists.Exponential(klass.rate) if station == work.FIRST_STATION else None
                for station in work.STATIONS
            ]
            for name, klass in work.CLASSES.items()
        },
        service_distributions={
            name: [ciw.dists.Exponential(1 / station.mean_work) for station in stations]
            for name in work.CLASSES
        },
        reneging_time_distributions={name: [UntilDeadline() for _ in stations] for name in work.CLASSES},
        routing={
            name: ciw.routing.NetworkRouting([_router(station) for station in stations])
            for name in work.CLASSES
        },
        priority_classes={name: klass.precedence for name, klass in work.CLASSES.items()},
        number_of_servers=[station.posts for station in stations],
    )
    return network, work.horizon(reports)


def _router(station: work.Station) -> ciw.routing.NodeRouting:
    if not station.onward:
        return ciw.routing.Leave()
    return UnlessExpired(
        destinations=[NODES[name] for name, _ in station.onward],
        probs=[probability for _, probability in station.onward],
    )


def run(prepared: tuple[ciw.network.Network, float], seed: int) -> Recorded:
    """Run the network once."""
    network, horizon = prepared
    ciw.seed(seed)
    simulation = ciw.Simulation(network, individual_class=Report)
    simulation.simulate_until_max_time(horizon)
    return Recorded(simulation, simulation.get_all_records())


def tables(recorded: Recorded) -> work.Tables:
    """Give the records of a run in the common form."""
    reports = {}
    for individual in recorded.simulation.get_all_individuals():
        ended, outcome = None, "in flight"
        if individual.node == EXIT:
            last = individual.data_records[-1]
            through = last.record_type == "service" and not work.STATIONS[STATION_OF[last.node]].onward
            ended, outcome = last.exit_date, "served" if through else "reneged"
        reports[individual.id_number] = work.Report(
            individual.customer_class, individual.occurred, individual.deadline, ended, outcome
        )
    visits = []
    for record in recorded.records:
        served = record.record_type == "service"
        visits.append(
            work.Visit(
                record.id_number,
                record.customer_class,
                STATION_OF[record.node],
                record.arrival_date,
                record.service_start_date if served else None,
                record.exit_date,
                "served" if served else "reneged",
            )
        )
    return reports, visits
