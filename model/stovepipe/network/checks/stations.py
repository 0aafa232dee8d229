"""Whether the stations of a network, their people and their stocks are sound."""

from __future__ import annotations

from stovepipe.network.checks.demands import (
    LEVELS,
    demand,
    demand_cumulative,
    demand_mask,
    demand_rank,
    demand_rising,
    demand_share,
    demand_sorted,
)
from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.details.rules import AtEnd
from stovepipe.network.details.stocks import Stock
from stovepipe.network.records import NEVER, NONE, Confirmation, Network, PostGroup, Server, Shift, Station
from stovepipe.terms import PRECEDENCES


def check_station(network: Network, rank: int, station: Station) -> None:
    """Make sure that the station of a rank is sound, with its groups of posts.

    Raises:
        ValueError: naming what is wrong.
    """
    where = f"station {station.name}"
    demand_sorted(f"{where}, groups", [group.name for group in station.groups])
    for group in station.groups:
        _check_group(f"{where}, group {group.name}", network, group)
    classes, stations = len(network.classes), len(network.stations)
    both = len(station.work) == len(station.work_each) == classes
    demand(both, where, "it does not have two laws of work for each class")
    urgent = len(station.urgent_work) == len(station.urgent_each) == len(PRECEDENCES)
    demand(urgent, where, "it does not say of each precedence how it works")
    pairs = zip(station.urgent_work, station.urgent_each, strict=True)
    alone = any(once is None and each is not None for once, each in pairs)
    demand(not alone, where, "it says what each report adds where nothing is done once")
    demand_mask(where, "batch_precedences", station.batch_precedences, len(PRECEDENCES))
    demand(len(station.work_repeats) == classes, where, "it does not have one share for each class")
    for share in station.work_repeats:
        demand_share(where, "a share for what is heard again", share)
    demand_mask(where, "needs", station.needs, classes)
    for klass, since, until in station.needs_when:
        known = bool(station.needs >> klass & 1)
        demand(known and 0 <= since <= until, where, "a need has a time, and there is none")
    demand_mask(where, "batch_classes", station.batch_classes, classes)
    demand_mask(where, "reads", station.reads, len(network.languages))
    demand_mask(where, "opens", station.opens, len(network.systems))
    demand_rank(where, "writes_language", station.writes_language, len(network.languages), optional=True)
    demand_rank(where, "writes_system", station.writes_system, len(network.systems), optional=True)
    demand_rank(where, "writes_level", station.writes_level, LEVELS, optional=True)
    kept = [stock is not None for stock in network.stocks]
    demand(station.rests_on == NONE or kept[station.rests_on], where, "its work rests on no stock")
    demand_rank(where, "interrupts", station.interrupts, len(PRECEDENCES), optional=True)
    demand_rank(where, "transfer_to", station.transfer_to, stations, optional=True)
    demand(station.transfer_to != rank, where, "it transfers to itself")
    demand_mask(where, "remit", station.remit, stations)
    demand(not station.remit >> rank & 1, where, "it is of its own remit")
    demand(station.twins & ~station.remit == 0, where, "a twin is not of its remit")
    demand(station.queue_limit >= NONE, where, f"the queue's limit is {station.queue_limit}")
    demand(len(station.taken_for) == classes, where, "it does not say of each class what it takes it for")
    for row in station.taken_for:
        demand_cumulative(where, "the shares of what it takes reports for", [upto for upto, _ in row])
        for _, klass in row:
            demand_rank(where, "what it takes reports for", klass, classes)
    for what in ("misread_fresh", "misread_settled", "misread_fidelity", "review"):
        demand_share(where, what, getattr(station, what))
    alike = bool(station.misread_school) == (station.misread_period > 0)
    demand(alike, where, f"it misreads in common in periods of {station.misread_period}")
    demand(
        station.batch_size == NONE or station.batch_size >= 1,
        where,
        f"the batch size is {station.batch_size}",
    )
    keeps = station.batch_keeps
    demand(keeps == NONE or keeps >= 1, where, f"a batch keeps {keeps} reports")
    demand_rising(where, "the batch's releases", station.batch_releases)
    if station.confirms is not None:
        _check_confirmation(f"{where}, confirmation", station.confirms, classes)
    demand(0 <= station.closes <= NEVER, where, f"it closes at {station.closes}")
    mine = tuple(i for i, channel in enumerate(network.channels) if channel.sender == rank)
    demand(station.outgoing == mine, where, "its outgoing channels are not those that it sends on")
    known = set(station.shared) <= set(mine) and list(station.shared) == sorted(set(station.shared))
    demand(known and len(station.shared) == len(station.shares), where, "its shares do not fit its channels")
    demand_cumulative(where, "the shares of its channels", station.shares)


def check_group_of_stations(network: Network, group: AnyOf) -> None:
    """Make sure that a group of stations is sound.

    Raises:
        ValueError: naming what is wrong.
    """
    where = f"any of {group.name}"
    demand(len(group.stations) > 0, where, "there is no station in it")
    demand(list(group.stations) == sorted(set(group.stations)), where, "its stations are not sorted")
    for rank in group.stations:
        demand_rank(where, "a station", rank, len(network.stations))
    demand_mask(where, "needs", group.needs, len(network.classes))
    named = group.name in [station.name for station in network.stations]
    demand(not named, where, "it has the name of a station")


def check_stock(where: str, stock: Stock) -> None:
    """Make sure that a stock is sound.

    Raises:
        ValueError: naming what is wrong.
    """
    demand(stock.full >= 1, where, f"it is full with {stock.full} reports")
    demand(0.0 <= stock.at_start <= stock.full, where, f"there are {stock.at_start} reports at the start")
    demand(stock.half_life >= 0, where, f"the half-life is {stock.half_life}")
    demand(min(stock.work, stock.misreading) >= 1.0, where, "a factor for no stock is below 1")


def _check_confirmation(where: str, confirms: Confirmation, classes: int) -> None:
    demand(confirms.sources >= 1, where, f"{confirms.sources} sources are enough")
    demand(0 <= confirms.within <= NEVER, where, f"the limit is {confirms.within}")
    demand_mask(where, "classes", confirms.classes, classes)
    demand_mask(where, "precedences", confirms.precedences, len(PRECEDENCES))


def _check_group(where: str, network: Network, group: PostGroup) -> None:
    demand(group.count >= 0, where, f"it has {group.count} posts")
    demand_rank(where, "nation", group.nation, len(network.nations), optional=True)
    for what in ("early_departure", "start", "memory", "loss", "queue_loss"):
        demand_share(where, what, getattr(group, what))
    for what in ("overlap", "leave_length", "leave_times", "learning_time", "growth"):
        demand(getattr(group, what) >= 0, where, f"{what} is {getattr(group, what)}")
    demand(group.start > 0, where, "a person who starts at proficiency 0 never finishes anything")
    demand(group.leave_times < 64, where, "more than 63 leaves in a tour")
    demand(group.tour_rule is not AtEnd.SUSPEND, where, "a tour cannot end by suspending")
    demand_rank(where, "called_for", group.called_for, len(PRECEDENCES), optional=True)
    sound = (group.called_for == NONE) == (group.called_within is None)
    demand(sound, where, "people are called without a time until they come, or the other way round")
    demand_mask(where, "takes_classes", group.takes_classes, len(network.classes))
    demand_mask(where, "takes_languages", group.takes_languages, len(network.languages))
    demand_mask(where, "takes_precedences", group.takes_precedences, len(PRECEDENCES))
    demand(len(group.shifts) > 0, where, "it has no shift")
    demand_sorted(f"{where}, shifts", [shift.name for shift in group.shifts])
    for shift in group.shifts:
        _check_shift(f"{where}, shift {shift.name}", shift)


def _check_shift(where: str, shift: Shift) -> None:
    shaped = shift.windows.ndim == 2 and shift.windows.shape[1] == 2
    demand(shaped, where, f"the windows have the shape {shift.windows.shape}")
    demand_rising(where, "the windows", shift.windows.reshape(-1))
    inside = len(shift.windows) == 0 or (shift.windows[0, 0] >= 0 and shift.windows[-1, 1] <= NEVER)
    demand(bool(inside), where, "the windows are not within time")


def check_servers(network: Network) -> None:
    """Make sure that there is one server for each post and shift, and that desks are whole.

    Raises:
        ValueError: naming what is wrong.
    """
    expected = [
        (rank, number, post, shift)
        for rank, station in enumerate(network.stations)
        for number, group in enumerate(station.groups)
        for post in range(group.count)
        for shift in range(len(group.shifts))
    ]
    found = [(s.station, s.group, s.post, s.shift) for s in network.servers]
    demand(found == expected, "servers", "they are not one for each post and shift, in order of rank")
    for rank, station in enumerate(network.stations):
        mine = tuple(i for i, server in enumerate(network.servers) if server.station == rank)
        demand(station.servers == mine, f"station {station.name}", "its servers are not those that serve it")
    members: dict[int, list[Server]] = {}
    for server in network.servers:
        members.setdefault(server.desk, []).append(server)
    for desk, servers in members.items():
        shared = len({(s.station, s.group, s.post) for s in servers}) == 1
        waits = network.stations[servers[0].station].groups[servers[0].group].relief_when_free
        whole = not waits or len(servers) == len(
            network.stations[servers[0].station].groups[servers[0].group].shifts
        )
        demand(
            shared and whole and (waits or len(servers) == 1),
            f"desk {desk}",
            "its servers are not those of one post",
        )
