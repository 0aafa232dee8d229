"""The exact invariants of a finished run (semantics, section 7), checked on its trajectory, always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stovepipe.network.details.rules import Ending
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Deliveries, DeliveryOutcome, RequestOutcome, Requests, Services, Trajectory


class InvariantError(RuntimeError):
    """An exact invariant does not hold: a fault of the engine, never of the configuration.

    The message says what was violated, where (station, channel or delivery) and when (tick).
    """

    def __init__(self, what: str, where: str, when: int) -> None:
        super().__init__(f"invariant violated at tick {when}, {where}: {what}")
        self.what, self.where, self.when = what, where, when

    def __reduce__(self) -> tuple[type[InvariantError], tuple[str, str, int]]:
        """Errors cross process borders by pickling."""
        return type(self), (self.what, self.where, self.when)


@dataclass(frozen=True)
class Integrals:
    """What an engine integrates over time as it goes, by station: copies x ticks.

    Attributes:
        waited: the integral of the copies that wait; served: that of the copies that are worked on.
        batched: the integral of the copies in the batch; spent: the sum of what each of them spent there.
    """

    waited: Sequence[int]
    served: Sequence[int]
    batched: Sequence[int]
    spent: Sequence[int]


def check(trajectory: Trajectory, integrals: Integrals) -> None:
    """Check what must hold for any engine's run.

    Raises:
        InvariantError: with what is violated, where and when.
    """
    network, calendar = trajectory.network, trajectory.calendar
    _check_little(trajectory, integrals)
    _check_deliveries(trajectory.deliveries, calendar, network.horizon)
    _check_requests(trajectory.requests, trajectory)
    _check_services(trajectory.services, trajectory)
    _check_times(trajectory)


_WRAPS = 2**64  # sums of columns wrap around there, in very large runs


def _check_little(trajectory: Trajectory, integrals: Integrals) -> None:
    """Little's law in its exact form: integrals over time equal sums over the visits."""
    network, visits = trajectory.network, trajectory.visits
    order = np.argsort(visits.station, kind="stable")
    bounds = np.searchsorted(visits.station[order], np.arange(len(network.stations) + 1))
    waiting, work = (
        np.diff(np.concatenate([[0], np.cumsum(column[order])])[bounds]).tolist()
        for column in (visits.waiting, visits.work)
    )
    for what, over_time, totals in (
        ("waiting", integrals.waited, waiting),
        ("work", integrals.served, work),
        ("batching", integrals.batched, integrals.spent),
    ):
        for station, integral, total in zip(network.stations, over_time, totals, strict=True):
            if (integral - total) % _WRAPS:
                raise InvariantError(
                    f"the integral of {what} over time is {integral}, the sum over visits {total}",
                    station.name,
                    network.horizon,
                )


def _check_deliveries(deliveries: Deliveries, calendar: Calendar, horizon: int) -> None:
    decided = deliveries.outcome != DeliveryOutcome.IN_FLIGHT
    spent = (
        deliveries.waiting
        + deliveries.work
        + deliveries.suspended
        + deliveries.batching
        + deliveries.transit
        + deliveries.hurdles
    )
    age = np.where(decided, deliveries.decided - calendar.reports.occurred[deliveries.report], 0)
    lost = deliveries.outcome == DeliveryOutcome.LOST
    for what, wrong in (
        ("the parts of its time do not add up", spent != age),
        (
            "it was decided outside the clock",
            decided & ((deliveries.decided < 0) | (deliveries.decided >= horizon)),
        ),
        ("a loss has no cause, or something else has one", lost != (deliveries.cause >= 0)),
        (
            "a delivery has no fidelity, or something else has one",
            np.isfinite(deliveries.fidelity) != (decided & ~lost),
        ),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            where = f"report {deliveries.report[row]}, consumer {deliveries.consumer[row]}"
            raise InvariantError(what, where, int(deliveries.decided[row]))


def _check_requests(requests: Requests, trajectory: Trajectory) -> None:
    """Each request has one outcome, and its counters add up; what was made belongs to one of them."""
    horizon, made = trajectory.network.horizon, trajectory.made
    settled = len(trajectory.calendar.reports.occurred)
    decided = requests.outcome != RequestOutcome.IN_FLIGHT
    answered = requests.outcome == RequestOutcome.ANSWERED
    unanswered = requests.outcome == RequestOutcome.UNANSWERED
    spent = (
        requests.waiting
        + requests.work
        + requests.suspended
        + requests.batching
        + requests.transit
        + requests.hurdles
    )
    age = np.where(decided, requests.decided - requests.asked, 0)
    for what, wrong in (
        ("the parts of its round trip do not add up", spent != age),
        ("it was decided outside the clock", decided & ((age < 0) | (requests.decided >= horizon))),
        ("it is unanswered without a cause, or has a cause otherwise", unanswered != (requests.cause >= 0)),
        ("it has an answer, but no source collected it", (requests.reached >= 0) != (requests.answer >= 0)),
        ("it is answered by what was never written", answered & (requests.written < 0)),
        (
            "it reached its source before it was asked",
            (requests.reached >= 0) & (requests.reached < requests.asked),
        ),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InvariantError(what, f"request {requests.request[row]}", int(requests.asked[row]))
    ranks = np.sort(np.concatenate((requests.request, requests.answer[requests.answer >= 0])))
    if not np.array_equal(ranks, settled + np.arange(len(made.occurred))):
        raise InvariantError("a report was made that is no request and no answer", "requests", horizon)


def _check_services(services: Services, trajectory: Trajectory) -> None:
    """No server works on two copies at once, or starts one off duty; no desk has two at work."""
    network, calendar = trajectory.network, trajectory.calendar
    if services.began.size == 0:
        return
    desk = np.array([server.desk for server in network.servers])[services.server]
    by_desk = np.lexsort((services.ended, services.began, desk))
    began, ended = services.began[by_desk], services.ended[by_desk]
    wrong = (desk[by_desk][1:] == desk[by_desk][:-1]) & (began[1:] < ended[:-1])
    if wrong.any():
        row = by_desk[1 + int(np.argmax(wrong))]
        server = int(services.server[row])
        raise InvariantError(
            f"server {server} or its desk works on two copies at once",
            _station_of(trajectory, server),
            int(services.began[row]),
        )
    by_server = np.argsort(services.server, kind="stable")
    bounds = np.searchsorted(services.server[by_server], np.arange(len(calendar.duty) + 1))
    for server, duty in enumerate(trajectory.duty):
        starts = services.began[by_server[bounds[server] : bounds[server + 1]]]
        if starts.size == 0:
            continue
        spell = np.searchsorted(duty.on, starts, side="right") - 1
        # On call, people leave at the very tick at which they have done what takes no time.
        ends = duty.off[np.maximum(spell, 0)] + (duty.ending[np.maximum(spell, 0)] == Ending.CALL)
        off = (spell < 0) | (starts >= ends)
        if off.any():
            raise InvariantError(
                f"server {server} starts a copy off duty",
                _station_of(trajectory, server),
                int(starts[np.argmax(off)]),
            )


def _check_times(trajectory: Trajectory) -> None:
    visits, services, crossings = trajectory.visits, trajectory.services, trajectory.crossings
    for what, wrong, when in (
        (
            "a visit has negative time",
            (visits.waiting < 0) | (visits.work < 0) | (visits.suspended < 0),
            visits.arrived,
        ),
        (
            "the parts of a visit do not add up",
            (visits.ended >= 0)
            & (visits.waiting + visits.work + visits.suspended != visits.ended - visits.arrived),
            visits.arrived,
        ),
        ("a service ends before it begins", services.ended < services.began, services.began),
        (
            "a crossing ends before it begins",
            (crossings.ended >= 0) & (crossings.ended < crossings.offered),
            crossings.offered,
        ),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InvariantError(what, f"row {row}", int(when[row]))


def _station_of(trajectory: Trajectory, server: int) -> str:
    network = trajectory.network
    return network.stations[network.servers[server].station].name
