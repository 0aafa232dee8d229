"""Trajectories told in names instead of ranks, so that those of different networks can be compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stovepipe.network.records import Network
from stovepipe.trajectory import Trajectory
from tests.properties.told import Told

Report = tuple[str, str, str, int]  # source, class, trigger, ordinal
Rows = dict[str, list[tuple[Any, ...]]]


def reports(trajectory: Trajectory) -> list[Report]:
    """The names of the reports, by rank."""
    network = trajectory.network
    found = []
    for stream, ordinal in zip(
        trajectory.reports.stream.tolist(), trajectory.reports.ordinal.tolist(), strict=True
    ):
        one = network.streams[stream]
        found.append(
            (network.sources[one.source].name, network.classes[one.klass].name, one.trigger, ordinal)
        )
    return found


def named(trajectory: Trajectory) -> Rows:
    """Every table but the numbers of copies and rows, in names, sorted."""
    told, network, report = Told(trajectory), trajectory.network, reports(trajectory)
    place = [s.name for s in network.stations] + [c.name for c in network.channels] + [""]
    station, channel = place, place[len(network.stations) :]
    visits = [
        (report[v.lead], v.carried, station[v.station], channel[v.through], *v[5:]) for v in told.visits
    ]
    crossings = [
        (
            *(report[c.lead], c.carried, channel[c.channel], c.offered, c.ended, c.passage),
            network.channels[c.channel].hurdles[c.hurdle].name if c.hurdle >= 0 else "",
        )
        for c in told.crossings
    ]
    services = [(visits[s.visit][:3], *server(network, s.server), *s[2:]) for s in told.services]
    causes = [*network.causes, ""]
    deliveries = [
        (
            report[d.report],
            station[d.consumer],
            d.outcome,
            causes[d.cause],
            d.decided,
            place[d.where],
            *d[6:12],
        )
        + ((d.fidelity,) if d.fidelity == d.fidelity else ())
        for d in told.deliveries
    ]
    occurred = [
        (
            *(report[rank], row.occurred, row.precedence, row.deadline, station[row.door]),
            *(row.unreported, row.delay, row.coarse, row.requirement),
        )
        for rank, row in enumerate(told.reports)
    ]
    tables = {"visits": visits, "services": services, "crossings": crossings, "deliveries": deliveries}
    return {name: sorted(rows) for name, rows in (tables | {"reports": occurred}).items()}


def server(network: Network, rank: int) -> tuple[str, str, int, str]:
    """Whose a server is: station, group, post and shift."""
    one = network.servers[rank]
    station = network.stations[one.station]
    group = station.groups[one.group]
    return station.name, group.name, one.post, group.shifts[one.shift].name


def assert_same(first: Rows, second: Rows) -> None:
    """All tables are equal; else tells the first row that is only in one."""
    for name, rows in first.items():
        only = [sorted(set(a) - set(b))[:1] for a, b in ((rows, second[name]), (second[name], rows))]
        assert rows == second[name], f"{name}: only in the first {only[0]}, only in the second {only[1]}"


def kept(rows: Rows, keep: Callable[[Report], bool]) -> Rows:
    """What concerns the reports that are kept."""
    return {
        name: [row for row in table if keep(row[0][0] if name == "services" else row[0])]
        for name, table in rows.items()
    }


def until(rows: Rows, end: int) -> Rows:
    """What happened before a tick, as it was known then."""

    def known(tick: int) -> int:
        return tick if tick < end else -1

    visits = [
        (*row[:5], known(row[5]), *((row[6:]) if 0 <= row[6] < end else (-1,)))
        for row in rows["visits"]
        if row[4] < end
    ]
    crossings = [
        (*row[:4], *(row[4:] if 0 <= row[4] < end else (-1,))) for row in rows["crossings"] if row[3] < end
    ]
    services = [(*row[:-1], min(row[-1], end)) for row in rows["services"] if row[-2] < end]
    reports = [row for row in rows["reports"] if row[1] < end]
    occurred = {row[0] for row in reports}
    deliveries = [
        row if row[4] < end else (*row[:2], 0, "", -1, "", 0, 0, 0, 0, 0, 0)
        for row in rows["deliveries"]
        if row[0] in occurred
    ]
    tables = {"visits": visits, "services": services, "crossings": crossings, "deliveries": deliveries}
    return {name: sorted(table) for name, table in (tables | {"reports": reports}).items()}
