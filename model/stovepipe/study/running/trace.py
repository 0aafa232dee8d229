"""Runs one replication to follow one report of it."""

from __future__ import annotations

import numpy as np

from stovepipe.engines import run
from stovepipe.measures.life.events import Traced
from stovepipe.measures.life.life import life, reports_of_source
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from stovepipe.scenario.language.hurdle_kinds import HURDLE_KINDS
from stovepipe.text import counted, did_you_mean, listed
from stovepipe.trajectory import DeliveryOutcome, Trajectory

MOST_REPLICATIONS = 1 << 32  # what an address of a draw has room for


class NoSuchReport(LookupError):
    """The report asked for is not there; the message says what is."""


def trace(
    network: Network,
    report: str | None = None,
    find: str | None = None,
    replication: int = 0,
    seed: int = 1,
) -> Traced:
    """Run a replication, and follow one report.

    Args:
        network: the compiled mission.
        report: SOURCE/N, the N-th report of a source in the replication, from 1, in order of occurrence.
        find: instead, what became of the report for some consumer: the first one is followed, of those that
            count. One of `fates`.
        replication: which one, from 0.
        seed: of all random numbers.

    Raises:
        NoSuchReport: there is no such source, report, fate or replication; or both a report and a fate were
            asked for, or neither.
    """
    if not 0 <= replication < MOST_REPLICATIONS:
        raise NoSuchReport(f"replications are numbered from 0 to {MOST_REPLICATIONS - 1}, not {replication}")
    if (report is None) == (find is None):
        raise NoSuchReport(
            "name a report (SOURCE/N) or a fate to find (such as late): report or find, one of the two"
        )
    if report is not None:
        source, number = _parts(network, report)
        calendar = unfold(network, seed, replication)
        rank = _rank(network, calendar, source, number)
        return Traced(life(run(network, calendar), rank), network, seed, replication)
    known = fates(network)
    if find not in known:
        raise NoSuchReport(_no_such_fate(network, str(find)))
    trajectory = run(network, unfold(network, seed, replication))
    return Traced(life(trajectory, _first(trajectory, find)), network, seed, replication)


def fates(network: Network) -> tuple[str, ...]:
    """What may become of a delivery: delivered (in time), late, lost, lost:CAUSE or in_flight."""
    return ("delivered", "late", "lost", "in_flight", *(f"lost:{cause}" for cause in network.causes))


def _no_such_fate(network: Network, find: str) -> str:
    """What to say of a word that is no fate: what was meant, or what there is."""
    fate, colon, cause = find.partition(":")
    if fate != "lost" or not colon:
        return _sentence(f'there is no fate "{find}"', did_you_mean(find, fates(network), list_up_to=30))
    stopping = next((kind.cause for name, kind in HURDLE_KINDS.items() if name == cause), None)
    if stopping in network.causes:
        return (
            f'"{cause}" is a kind of hurdle and no cause of loss; what it stops is lost to {stopping}: '
            f"write lost:{stopping}"
        )
    what = f'nothing is lost to "{cause}" in this mission, in no replication'
    return _sentence(what, did_you_mean(cause, network.causes, list_up_to=30))


def _parts(network: Network, text: str) -> tuple[int, int]:
    source, slash, number = text.partition("/")
    names = [each.name for each in network.sources]
    if source not in names:
        raise NoSuchReport(_sentence(f'there is no source "{source}"', did_you_mean(source, names)))
    if not slash:
        raise NoSuchReport(f"which report of {source}? write {source}/1 for the first that occurred")
    if not (number.isascii() and number.isdigit()) or int(number) < 1:
        raise NoSuchReport(f'"{number}" is not the number of a report; they are counted from 1: {source}/1')
    return names.index(source), int(number)


def _rank(network: Network, calendar: Calendar, source: int, number: int) -> int:
    mine = reports_of_source(network, calendar, source)
    if number > len(mine):
        name = network.sources[source].name
        last = f"; the last is {name}/{len(mine)}" if len(mine) else ""
        raise NoSuchReport(
            f"{name} has {counted(len(mine), 'report')} in replication {calendar.replication} "
            f"(seed {calendar.seed}){last}"
        )
    return int(mine[number - 1])


def _first(trajectory: Trajectory, fate: str) -> int:
    """The first report with a fate."""
    network, reports, rows = trajectory.network, trajectory.calendar.reports, trajectory.deliveries
    delivered, lost = rows.outcome == DeliveryOutcome.DELIVERED, rows.outcome == DeliveryOutcome.LOST
    late = delivered & (rows.decided > reports.deadline[rows.report])
    having = {
        "delivered": delivered & ~late,
        "late": late,
        "lost": lost,
        "in_flight": rows.outcome == DeliveryOutcome.IN_FLIGHT,
    }
    having |= {f"lost:{cause}": lost & (rows.cause == rank) for rank, cause in enumerate(network.causes)}
    counts = reports.occurred[rows.report] >= network.counted_from
    found = np.flatnonzero(having[fate] & counts)
    if len(found):
        return int(rows.report[found[0]])
    there = [
        f"{name} ({int((each & counts).sum()):,})" for name, each in having.items() if (each & counts).any()
    ]
    calendar = trajectory.calendar
    raise NoSuchReport(
        f"no delivery is {fate} in replication {calendar.replication} (seed {calendar.seed}); "
        + (
            f"look in another replication, or for what there is: {listed(there)}"
            if there
            else "no report that a consumer needs has occurred"
        )
    )


def _sentence(what: str, hint: str) -> str:
    return f"{what}; {hint}" if hint else what
