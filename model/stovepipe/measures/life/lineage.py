"""Which reports each copy carried, and what it was made from, as the descents of a trajectory have it.

A copy carries what it has from other copies, less what a hurdle took out of it, what a batch held already and
what it crowded out (semantics, 9). It only ever loses reports, so its number and how many it carries tell
which they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import chain

import numpy as np

from stovepipe.measures.life.appearances import Appearances, Descent
from stovepipe.measures.life.holds import Held, holds
from stovepipe.network.records import NEVER, NONE
from stovepipe.network.ways.precedence import meets
from stovepipe.trajectory import DONE, HELD_ALREADY, NO_ROOM, HoldEnd, Trajectory


@dataclass(frozen=True)
class Offer:
    """An offer of a copy to a channel.

    `reports`: what it carried when it was offered; `crossing`: the ordinal of its draws; `stopped`: what
    hurdles, by index on the channel, took out of it.
    """

    reports: tuple[int, ...]
    crossing: int
    stopped: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Left:
    """How a copy left a batch: when, and with how many reports in all (itself alone: those it carries)."""

    at: int
    reports: int


@dataclass(frozen=True)
class Batched:
    """What came of a copy that was put in a batch.

    `dropped`: the reports that the batch held already, or that were held for confirmation, and the ticks;
    `crowded_out`: when those that the product had no room for were left out, by report; `left` is None where
    it did not leave, or to nowhere; `taken`: whether the station batches it at all.
    """

    dropped: Mapping[int, int]
    crowded_out: Mapping[int, int]
    left: Left | None
    taken: bool = True


@dataclass(frozen=True)
class HeldTogether:
    """Where and when a product was made of what was held, and of which reports.

    `batched` is None unless it was put in a batch.
    """

    station: int
    at: int
    reports: tuple[int, ...]
    batched: Batched | None


@dataclass(frozen=True, eq=False)
class Lineage:
    """What copies carried and came from.

    Attributes:
        carried: the ranks of the reports in a copy, in order, by its number and how many it carried; only of
            copies made from others.
        parents: the copies from which a copy was made, by its number: several for a product, in the order in
            which they came to the batch. A copy that is not listed began with its report.
        offers: the offers of copies, by row of the crossings; without those of what a hurdle took out of a
            copy, which are told as `stopped`.
        batched: keyed by the row of the visit after which a copy was put in a batch, at once or after a wait
            for confirmation.
        held: keyed by the row of the visit after which a copy was held for confirmation.
        made: the products that were made of what was held, by number.
        appearances: what reports in copies were taken for.
    """

    carried: Mapping[tuple[int, int], tuple[int, ...]]
    parents: Mapping[int, tuple[int, ...]]
    offers: Mapping[int, Offer]
    batched: Mapping[int, Batched]
    held: Mapping[int, Held]
    made: Mapping[int, HeldTogether]
    appearances: Appearances

    def reports(self, copy: int, lead: int, number: int) -> tuple[int, ...]:
        """The reports in a copy, as a row of the visits or crossings has it."""
        return _reports(self.carried, copy, lead, number)


def lineage(trajectory: Trajectory) -> Lineage:
    """Read the descents, and what they say of the visits and crossings."""
    table, crossings = trajectory.descents, trajectory.crossings
    descents = list(
        zip(table.copy.tolist(), table.report.tolist(), table.parent.tolist(), table.at.tolist(), strict=True)
    )
    parents = _parents(descents)
    annexes = _annexes(trajectory, parents)
    losses = {HELD_ALREADY, NO_ROOM, *(int(crossings.copy[row]) for rows in annexes.values() for row in rows)}
    carried = _carried(descents, losses)
    offers = _offers(trajectory, carried, annexes)
    appearances = Appearances(trajectory, descents)
    batched = _batched(trajectory, descents, parents, losses, carried, appearances)
    return Lineage(carried, parents, offers, *batched, appearances)


Carried = dict[tuple[int, int], tuple[int, ...]]  # by copy and number of reports
Annexes = dict[tuple[int, int], list[int]]  # crossings (rows) by the copy they were taken out of, and channel


def _reports(
    carried: Mapping[tuple[int, int], tuple[int, ...]], copy: int, lead: int, number: int
) -> tuple[int, ...]:
    return carried.get((copy, number), (lead,))


def _parents(descents: list[Descent]) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    for copy, _, parent, _ in descents:
        if copy >= 0:
            found.setdefault(copy, {})[parent] = None
    return {copy: tuple(parents) for copy, parents in found.items()}


def _annexes(trajectory: Trajectory, parents: Mapping[int, tuple[int, ...]]) -> Annexes:
    """What hurdles took out of copies: a copy made on the channel that its parent was offered to.

    A product that was made at the end of that channel may come to it later, but only after a visit to the
    station that sends over it; what was taken out of a copy never visits any.
    """
    crossings = trajectory.crossings
    places = list(zip(crossings.copy.tolist(), crossings.channel.tolist(), strict=True))
    offered, visited, found = set(places), set(trajectory.visits.copy.tolist()), Annexes()
    for row, (copy, channel) in enumerate(places):
        whole = (parents.get(copy, (NONE,))[0], channel)
        if whole in offered and copy not in visited:
            found.setdefault(whole, []).append(row)
    return found


def _carried(descents: list[Descent], losses: Set[int]) -> Carried:
    """The contents of copies; what goes over to one of `losses` is lost to its parent, which goes on."""
    given: dict[int, list[int]] = {}
    for copy, report, _, _ in descents:
        given.setdefault(copy, []).append(report)
    contents = {copy: tuple(sorted(reports)) for copy, reports in given.items() if copy >= 0}
    carried = {(copy, len(reports)): reports for copy, reports in contents.items()}
    for copy, report, parent, _ in descents:
        if copy in losses and parent in contents:
            rest = tuple(each for each in contents[parent] if each != report)
            contents[parent] = carried[parent, len(rest)] = rest
    return carried


def _offers(trajectory: Trajectory, carried: Carried, annexes: Annexes) -> dict[int, Offer]:
    table = trajectory.crossings
    rows = list(
        zip(
            table.copy.tolist(), table.lead.tolist(), table.carried.tolist(), table.channel.tolist(),
            table.hurdle.tolist(), strict=True,
        )
    )  # fmt: skip
    taken_out = {row for those in annexes.values() for row in those}
    begun: Counter[tuple[int, int]] = Counter()  # how often a lead was offered to a channel
    offers = {}
    for row, (copy, lead, number, channel, _) in enumerate(rows):
        if row in taken_out:
            continue
        stopped = {
            rows[annex][4]: _reports(carried, *rows[annex][:3]) for annex in annexes.get((copy, channel), ())
        }
        remaining = _reports(carried, copy, lead, number)
        reports = tuple(sorted(chain(remaining, *stopped.values())))
        offers[row] = Offer(reports, begun[channel, reports[0]], stopped)
        begun[channel, reports[0]] += 1
    return offers


def _batched(
    trajectory: Trajectory,
    descents: list[Descent],
    parents: Mapping[int, tuple[int, ...]],
    losses: Set[int],
    carried: Carried,
    appearances: Appearances,
) -> tuple[dict[int, Batched], dict[int, Held], dict[int, HeldTogether]]:
    """What became of copies between the end of work on them and their offers; told as `Lineage` says."""
    network, visits, crossings = trajectory.network, trajectory.visits, trajectory.crossings
    sent = {
        (copy, network.channels[channel].sender): at
        for copy, channel, at in zip(
            crossings.copy.tolist(), crossings.channel.tolist(), crossings.offered.tolist(), strict=True
        )
    }
    sizes = Counter(copy for copy, *_ in descents)
    became = {parent: (copy, at) for copy, _, parent, at in descents if copy not in losses}
    held_already = {(parent, report): at for copy, report, parent, at in descents if copy == HELD_ALREADY}
    no_room = {(parent, report): at for copy, report, parent, at in descents if copy == NO_ROOM}
    waits = holds(trajectory)
    found: dict[int, Batched] = {}
    held: dict[int, Held] = {}
    made: dict[int, HeldTogether] = {}
    later: set[int] = set()

    def put_in(
        copy: int, place: int, reports: tuple[int, ...], at: int, wait: Held | None, *, last: bool
    ) -> Batched | None:
        """What came of a copy at a station, if that batches it or held some of it already."""
        twice = [report for report in reports if (copy, report) in held_already]
        dropped = {report: held_already.pop((copy, report)) for report in twice}
        if wait is not None:  # the lead may have been held already
            reports = tuple(report for report in reports if dropped.get(report, NEVER) > wait.since)
        if not ((wait is None or wait.goes_on) and _waits(trajectory, appearances, copy, place, reports, at)):
            return Batched(dropped, {}, None, taken=False) if dropped else None
        crowded = {report: no_room.pop((copy, report)) for report in reports if (copy, report) in no_room}
        left, own = None, len(set(reports) - dropped.keys() - crowded.keys())
        if (copy, place) in sent:
            left = Left(sent[copy, place], own)
        elif copy in became and last:
            whole, at = became[copy]
            left = Left(at, sizes[whole] if len(parents[whole]) > 1 else own)
        return Batched(dropped, crowded, left)

    finished = np.flatnonzero(np.isin(visits.end, DONE) & (visits.through == NONE))
    for row in reversed(finished.tolist()):  # the last visit that had a report lost it
        copy, lead, place = int(visits.copy[row]), int(visits.lead[row]), int(visits.station[row])
        reports = _reports(carried, copy, lead, int(visits.carried[row]))
        if network.asks and _ends_as_asked(trajectory, place, reports):
            continue
        wait, at = waits.get((copy, place)), int(visits.ended[row])
        if wait is not None and wait.until is not None:
            at = wait.until + (wait.end is HoldEnd.RAISED)  # once it was raised
        batched = put_in(copy, place, reports, at, wait, last=copy not in later)
        if batched is not None:
            found[row] = batched
        if wait is not None:
            held[row] = wait
            if wait.merged:
                whole, at = became[copy]
                if whole not in made:
                    contents = carried[whole, sizes[whole]]
                    batched = put_in(whole, place, contents, at, None, last=True)
                    made[whole] = HeldTogether(place, at, contents, batched)
        later.add(copy)
    return found, held, made


def _waits(
    trajectory: Trajectory,
    appearances: Appearances,
    copy: int,
    station: int,
    reports: tuple[int, ...],
    at: int,
) -> bool:
    """Whether what a station sent on at a tick was put in its batch, by its lead's class and its precedence.

    Work and waits for confirmation end before an incident of the same tick raises anything.
    """
    spec = trajectory.network.stations[station]
    seen = [appearances.of(copy, report, at, station) for report in reports]
    urgency = min(
        appearances.precedence(report, sortings, max(at - 1, 0))
        for report, sortings in zip(reports, seen, strict=True)
    )
    klass = appearances.klass(reports[0], seen[0])
    return bool(spec.batch_classes >> klass & 1) and meets(spec.batch_precedences, urgency)


def _ends_as_asked(trajectory: Trajectory, station: int, reports: tuple[int, ...]) -> bool:
    """Whether a copy ends where it is finished: it is nothing but requests whose source has a door there."""
    network, streams = trajectory.network, trajectory.reports.stream
    made = [network.streams[stream] for stream in streams[list(reports)].tolist()]
    return all(
        each.made is not None
        and not each.made.answers
        and any(door.station == station for door in network.sources[each.source].doors)
        for each in made
    )
