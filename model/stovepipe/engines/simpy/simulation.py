"""Runs one replication of a network on SimPy."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import chain, count

import numpy as np
import simpy

from stovepipe.engines.invariants import Integrals
from stovepipe.engines.simpy import duty
from stovepipe.engines.simpy.books.exposure import Exposure
from stovepipe.engines.simpy.books.ledger import Ledger
from stovepipe.engines.simpy.books.made import MadeReports, reports_table
from stovepipe.engines.simpy.books.recorder import Recorder, delivery_table
from stovepipe.engines.simpy.books.requests import RequestLedger, no_requests
from stovepipe.engines.simpy.books.stocks import Stocks
from stovepipe.engines.simpy.calls import Reserve
from stovepipe.engines.simpy.chance import Chance, Uniforms
from stovepipe.engines.simpy.channels.channel import Channel
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.ends_of_channels import end_channels
from stovepipe.engines.simpy.inflow import Inflow
from stovepipe.engines.simpy.moments import Clock, Moment, MomentKind, order
from stovepipe.engines.simpy.people.worker import Desk, Spell, Worker, spells
from stovepipe.engines.simpy.stations.raising import Raising
from stovepipe.engines.simpy.stations.skilled_station import station_at
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.records import NEVER, NONE, Network
from stovepipe.network.schedule import Calendar, Change
from stovepipe.trajectory import Trajectory

# To look a member up in its enumeration takes ten times as long.
RAISE = MomentKind.RAISE
Process = Generator[simpy.Event, None, None]


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the cyclic garbage collector out.

    A run makes many objects that live to its end, and no cycles: to search them costs a sixth of its time
    and frees nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def run(network: Network, calendar: Calendar) -> tuple[Trajectory, Integrals]:
    """One replication: what happens in the mission under this calendar, and the engine's own integrals.

    Raises:
        InvariantError: the run breaks an invariant that only the engine can see.
    """
    return Simulation(network, calendar).run()


class Simulation:
    """The stations, channels and people of one replication, and the processes that drive them."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.network, self.calendar = network, calendar
        self.env = Clock(initial_time=0)
        self._chance, self.recorder = Chance(network, calendar), Recorder()
        self._copy_numbers = count()
        about = array("q", calendar.reports.event.tobytes())
        requests = None
        if network.asks:
            requests = RequestLedger(network, MadeReports(network, calendar, self._chance, about))
        self._requests, self.ledger = requests, requests or Ledger(network)
        self._raising = [
            rank for rank, incident in enumerate(network.incidents) if incident.raises_younger > 0
        ]
        looks = bool(self._raising or network.later_reach)  # at all copies, now and then
        self._late: dict[Copy, None] = {}  # copies not yet written down, where all are looked at
        common = Common(
            self.env,
            network,
            self._chance,
            self.ledger,
            self.recorder,
            Stocks(network, self.recorder),
            Exposure(network, self._chance, self.recorder),
            self._copy_numbers.__next__,
            about,
            requests,
            self._late if looks else None,
        )
        self.channels = [
            Channel(common, rank, rapport, outages)
            for rank, (rapport, outages) in enumerate(zip(calendar.rapport, calendar.outages, strict=True))
        ]
        self.stations = [station_at(common, rank) for rank in range(len(network.stations))]
        self.workers = self._people()
        for station in self.stations:
            station.connect(self.stations, self.channels, self.workers)
            if any(group.called_for != NONE for group in station.spec.groups):
                station.calls = Reserve(common, station, calendar.presence, duty.leave)
        for channel in self.channels:
            channel.connect(self.stations)
        self._inflow = Inflow(common, calendar.reports, self.stations)

    def _people(self) -> list[Worker]:
        desks = [Desk() for _ in range(1 + max((server.desk for server in self.network.servers), default=-1))]
        return [
            Worker(
                rank, server, self.network.stations[server.station].groups[server.group], desks[server.desk]
            )
            for rank, server in enumerate(self.network.servers)
        ]

    def run(self) -> tuple[Trajectory, Integrals]:
        """From tick 0 to the horizon."""
        env, network = self.env, self.network
        self._inflow.begin()
        env.process(self._changes())
        for worker, server, spell in zip(self.workers, network.servers, self.calendar.duty, strict=True):
            env.process(self._roster(self.stations[server.station], worker, spells(spell)))
        for incident in self._raising:
            env.process(self._raises(incident))
        if network.later_reach:
            env.process(self._ends_of_channels())
        for channel in self.channels:
            if channel.link is not None:
                env.process(channel.link.outages(channel.release))
        for station in self.stations:
            env.process(self._releases(station))
            if station.spec.closes < network.horizon:
                env.process(self._closing(station))
        with no_collection():
            env.run(until=network.horizon)
        return self._trajectory()

    # --- processes ---------------------------------------------------

    def _raises(self, incident: int) -> Process:
        """An incident happens, time and again, and raises what is under way."""
        happens = Raising(self.network, incident).happen
        for number, at in enumerate(self.calendar.incidents[incident].tolist()):
            yield Moment(self.env, at - self.env.now, order(RAISE, incident, number))
            happens(self.stations, chain(self._late, self.recorder.under_way()), self.env.now)

    def _ends_of_channels(self) -> Process:
        """Channels come to their end."""
        for later in self.network.later_reach:
            yield Moment(self.env, later.at - self.env.now, order(MomentKind.END, 0))
            elsewhere = chain(self._late, self.recorder.under_way())
            end_channels(later, self.stations, self.channels, self.ledger, elsewhere, self.env.now)

    def _roster(self, station: Station, worker: Worker, spells: Iterator[Spell]) -> Process:
        """One server comes on duty and goes off."""
        env = self.env
        for spell in spells:
            yield Moment(env, spell.on - env.now, order(MomentKind.JOIN, station.rank, worker.rank))
            duty.join(station, worker, spell, env.now)
            if spell.off == NEVER:
                return
            yield Moment(env, spell.off - env.now, order(MomentKind.LEAVE, station.rank, worker.rank))
            duty.leave(station, worker, spell.ending, env.now)

    def _changes(self) -> Process:
        """Whole contingents change."""
        draws: dict[tuple[int, int], Uniforms] = {}
        for change in self.calendar.changes:
            station = self.stations[change.station]
            yield Moment(
                self.env, change.at - self.env.now, order(MomentKind.CHANGE, change.station, change.group)
            )
            duty.change(station, change, self._queue_loss(draws, change), self.env.now)

    def _queue_loss(self, draws: dict[tuple[int, int], Uniforms], change: Change) -> Uniforms:
        place = change.station, change.group
        if place not in draws:
            station = self.network.stations[change.station]
            draws[place] = Uniforms(
                self._chance, "queue loss", station.name, station.groups[change.group].name
            )
        return draws[place]

    def _releases(self, station: Station) -> Process:
        """Batches leave at times of day."""
        for at in station.spec.batch_releases.tolist():
            yield Moment(self.env, at - self.env.now, order(MomentKind.RELEASE, station.rank))
            station.outbox.release(self.env.now)

    def _closing(self, station: Station) -> Process:
        """A station closes on its date."""
        yield Moment(self.env, station.spec.closes - self.env.now, order(MomentKind.CLOSE, station.rank))
        duty.close(station, self.env.now)

    # --- the record --------------------------------------------------

    def _trajectory(self) -> tuple[Trajectory, Integrals]:
        horizon = self.network.horizon
        for station in self.stations:
            station.close_books(horizon)
        batched = [station.outbox.close_books(horizon) for station in self.stations]
        for channel in self.channels:
            if channel.link is not None:
                channel.link.close_books()
        self.ledger.close_books(horizon)
        self.recorder.close_books()
        trajectory = Trajectory(
            network=self.network,
            calendar=self.calendar,
            visits=self.recorder.visit_table(),
            services=self.recorder.service_table(),
            calls=self.recorder.call_table(),
            crossings=self.recorder.crossing_table(),
            descents=self.recorder.descent_table(),
            exposures=self.recorder.exposure_table(),
            holds=self.recorder.hold_table(),
            sortings=self.recorder.sorting_table(),
            intakes=self.recorder.intake_table(),
            link_waits=self.recorder.link_wait_table(),
            judgements=self.recorder.judgement_table(),
            deliveries=delivery_table(self.ledger, self.calendar.reports, self.network.consumers),
            made=reports_table([]) if self._requests is None else self._requests.made.table(),
            requests=no_requests() if self._requests is None else self._requests.table(),
            queue_peak=np.array([station.line.peak for station in self.stations], dtype=np.int64),
            batching=np.array([ticks for ticks, _ in batched], dtype=np.int64),
        )
        integrals = Integrals(
            waited=[station.waited for station in self.stations],
            served=[station.served for station in self.stations],
            batched=[ticks for ticks, _ in batched],
            spent=[spent for _, spent in batched],
        )
        return trajectory, integrals
