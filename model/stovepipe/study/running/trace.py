"""Runs one replication to follow one report of it, or one event."""

from __future__ import annotations

import numpy as np

from stovepipe.engines import run
from stovepipe.measures.ends import DISPOSED, LOST, causes_of_kind, end_of
from stovepipe.measures.life.events import Traced
from stovepipe.measures.life.history import History, history
from stovepipe.measures.life.life import life, reports_of_source
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS
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
    _check_replication(replication)
    if (report is None) == (find is None):
        raise NoSuchReport(
            "name a report (SOURCE/N) or a fate to find (such as late): report or find, one of the two"
        )
    if report is not None:
        source, number = _numbered(report, "source", [each.name for each in network.sources], "report")
        calendar = unfold(network, seed, replication)
        rank = _rank(network, calendar, source, number)
        return Traced(life(run(network, calendar), rank), network, seed, replication)
    known = fates(network)
    if find not in known:
        raise NoSuchReport(_no_such_fate(network, str(find)))
    trajectory = run(network, unfold(network, seed, replication))
    return Traced(life(trajectory, _first(trajectory, find)), network, seed, replication)


def trace_event(network: Network, event: str, replication: int = 0, seed: int = 1) -> History:
    """Run a replication, and follow one event.

    Args:
        network: the compiled mission.
        event: NAME/N, the N-th event of a topic or an incident in the replication, from 1, in order of time.
        replication: which one, from 0.
        seed: of all random numbers.

    Raises:
        NoSuchReport: there is no such topic, incident, event or replication.
    """
    _check_replication(replication)
    subject, number = _numbered(event, "topic or incident", [each.name for each in network.subjects], "event")
    calendar = unfold(network, seed, replication)
    mine = np.flatnonzero(calendar.events.subject == subject)
    if number > len(mine):
        raise NoSuchReport(_too_many(network.subjects[subject].name, len(mine), "event", calendar))
    return history(run(network, calendar), int(mine[number - 1]))


def _check_replication(replication: int) -> None:
    if not 0 <= replication < MOST_REPLICATIONS:
        raise NoSuchReport(f"replications are numbered from 0 to {MOST_REPLICATIONS - 1}, not {replication}")


def fates(network: Network) -> tuple[str, ...]:
    """What may become of a delivery: delivered (in time), late, lost, disposed, in_flight; or lost:CAUSE.

    What is disposed of as something is `disposed:CAUSE`.
    """
    by_cause = (f"{end_of(network, rank)}:{cause}" for rank, cause in enumerate(network.causes))
    return ("delivered", "late", "lost", "disposed", "in_flight", *by_cause)


def _no_such_fate(network: Network, find: str) -> str:
    """What to say of a word that is no fate: what was meant, or what there is."""
    fate, colon, cause = find.partition(":")
    if fate in (LOST, DISPOSED) and colon and cause in network.causes:
        other = DISPOSED if fate == LOST else LOST
        how = "disposed of as" if fate == LOST else "lost to"
        return f"what ends as {cause} is {how} {cause}: write {other}:{cause}"
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


def _numbered(text: str, what: str, names: list[str], each: str) -> tuple[int, int]:
    """The rank and the number in NAME/N, where each name has numbered things."""
    name, slash, number = text.partition("/")
    if name not in names:
        raise NoSuchReport(_sentence(f'there is no {what} "{name}"', did_you_mean(name, names)))
    if not slash:
        raise NoSuchReport(f"which {each} of {name}? write {name}/1 for the first that occurred")
    if not (number.isascii() and number.isdigit()) or int(number) < 1:
        what = "an event" if each == "event" else f"a {each}"
        raise NoSuchReport(f'"{number}" is not the number of {what}; they are counted from 1: {name}/1')
    return names.index(name), int(number)


def _rank(network: Network, calendar: Calendar, source: int, number: int) -> int:
    mine = reports_of_source(network, calendar, source)
    if number > len(mine):
        raise NoSuchReport(_too_many(network.sources[source].name, len(mine), "report", calendar))
    return int(mine[number - 1])


def _too_many(name: str, count: int, each: str, calendar: Calendar) -> str:
    last = f"; the last is {name}/{count}" if count else ""
    where = f"in replication {calendar.replication} (seed {calendar.seed})"
    return f"{name} has {counted(count, each)} {where}{last}"


def _first(trajectory: Trajectory, fate: str) -> int:
    """The first report with a fate."""
    network, reports, rows = trajectory.network, trajectory.calendar.reports, trajectory.deliveries
    disposed = causes_of_kind(network, "disposition")[rows.cause]
    delivered, lost = rows.outcome == DeliveryOutcome.DELIVERED, rows.outcome == DeliveryOutcome.LOST
    late = delivered & (rows.decided > reports.deadline[rows.report])
    having = {
        "delivered": delivered & ~late,
        "late": late,
        "lost": lost & ~disposed,
        "disposed": disposed,
        "in_flight": rows.outcome == DeliveryOutcome.IN_FLIGHT,
    }
    having |= {name: rows.cause == rank for rank, name in enumerate(fates(network)[len(having) :])}
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
