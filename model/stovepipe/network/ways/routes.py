"""The ways that a report of a class may take from its source to a station, and what they take of it.

What is computed follows from the network alone: nobody waits, everybody is settled, the report is alone and
has the precedence of its class, no system is frozen later than when the mission starts, and hurdles apply as
they do then. A channel is a way if it takes anything at any time, and no link is down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from stovepipe.network.details.periods import in_time
from stovepipe.network.records import NONE, Channel, Hurdle, Network, Station
from stovepipe.network.ways.hurdles import Traits, Written, fits, probability, suits
from stovepipe.network.ways.precedence import meets, raises_to
from stovepipe.network.ways.reachability import taken_for
from stovepipe.network.ways.simple_paths import Edge, edges, leading, paths, reached

MOST_ROUTES = 5000  # that are looked at


@dataclass(frozen=True)
class Barrier:
    """A hurdle on a route.

    `applies` is the share to which it applies of the reports that come to it, None where it depends on how
    many reports are batched with this one; `delay` is the mean of its law, and `work` that of the station it
    works through, for a report to which it applies, both in ticks.
    """

    hurdle: Hurdle
    applies: float | None
    delay: float
    work: float


@dataclass(frozen=True)
class Step:
    """A station where a report is worked on, or a channel.

    `channel` is NONE for a station and for the transfer from a closed station to its successor; `share`: the
    share of the reports that take this channel, where it is one of several alternatives, or that enter at
    this station, where it is a door and they are drawn; `work` and `transit` are mean ticks; `klass` and
    `precedence`: what they appear as there, at a station when they leave it; `taken_share`: the share of the
    reports that a station takes for this class, None where it does not sort them.
    """

    station: int
    channel: int
    share: float
    work: float
    transit: float
    klass: int
    precedence: int
    barriers: tuple[Barrier, ...] = ()
    taken_share: float | None = None


@dataclass(frozen=True)
class Route:
    """One way, and the mean of what it takes of those that pass (0 if none do), in ticks.

    `passes`: the probability of being reported, shared this way, and passing every hurdle, where the two ends
    of each channel do not know each other; `passes_at_best`: the same at full rapport; `open_questions`: the
    names of hurdles that this leaves out, because they depend on what else is in a product; `known_at`: the
    stations where the report would be dropped as known, because it was worked through them before;
    `precedence`: which the reports are taken to have; `precedences`: those of the reports that enter here,
    where others of the class enter elsewhere.
    """

    steps: tuple[Step, ...]
    passes: float
    passes_at_best: float
    open_questions: tuple[str, ...]
    known_at: tuple[int, ...]
    work: float
    transit: float
    hurdles: float
    precedence: int
    precedences: tuple[int, ...]

    @property
    def total(self) -> float:
        """The mean of all that it takes, without waiting."""
        return self.work + self.transit + self.hurdles


@dataclass(frozen=True)
class Gap:
    """Why there is no way.

    `reached`: the stations that the report gets to; `leading`: those from which it would arrive;
    `not_carrying`: the channels from the former to the latter, none of which carries the class.
    """

    reached: tuple[int, ...]
    leading: tuple[int, ...]
    not_carrying: tuple[int, ...]


@dataclass(frozen=True)
class Ways:
    """What `routes` finds; `whole` is False where there are more than were looked at."""

    routes: tuple[Route, ...]
    whole: bool


def routes(network: Network, source: int, klass: int, *ends: int) -> Ways:
    """The simple paths from where a source writes to a station, over channels that carry a class.

    The quickest comes first, and those that nothing passes come last. A station that closes and has a
    successor is left for it as well. Where a source has several doors, there are the ways from each that
    reports of the class enter, at the precedence of the class or at one to which an incident raises it.

    Args:
        network: the compiled mission.
        source: its rank.
        klass: the rank of the class.
        ends: the ranks of the stations where the ways end: one, or those of which any one will do.
    """
    entries = _entries(network, source, klass)
    each = (
        (entry, path)
        for entry in entries
        for end in ends
        for path in paths(network, entry.station, klass, end)
    )
    found = list(islice(each, MOST_ROUTES + 1))
    walked = [_walk(network, source, klass, entry, path) for entry, path in found[:MOST_ROUTES]]
    if len({entry.precedences for entry in entries}) == 1:
        walked = [replace(route, precedences=()) for route in walked]
    walked.sort(key=lambda route: (route.passes_at_best <= 0.0, route.total, len(route.steps)))
    return Ways(tuple(walked), whole=len(found) <= MOST_ROUTES)


def gap(network: Network, source: int, klass: int, *ends: int) -> Gap:
    """What is missing between a source and a station, or all those of which any one would do."""
    along = edges(network, klass)
    starts = [(entry.station, klass) for entry in _entries(network, source, klass)]
    last = [(end, seen) for own, seen in network.kinds if own == klass for end in ends]
    to, back = reached(starts, along), leading(last, along)
    leaving = {
        (place, goes_as)
        for place, came_as in to
        for goes_as in taken_for(network.stations[place], klass) or (came_as,)
    }
    between = tuple(
        rank
        for rank, channel in enumerate(network.channels)
        if any(place == channel.sender and (channel.recipient, seen) in back for place, seen in leaving)
    )
    return Gap(
        tuple(sorted({place for place, _ in to})), tuple(sorted({place for place, _ in back})), between
    )


@dataclass(frozen=True)
class _Entry:
    """Where some reports of a class enter: their precedences, and the share of those of each that do."""

    station: int
    precedences: tuple[int, ...]
    share: float


def _entries(network: Network, source: int, klass: int) -> list[_Entry]:
    """Where the reports of a class from a source enter, whatever precedence they may have."""
    spec, own = network.sources[source], network.classes[klass].precedence
    raised = [raises_to(incident, source, klass) for incident in network.incidents]
    shares: dict[tuple[int, float], list[int]] = {}
    for precedence in sorted({own, *(min(own, to) for to in raised if to is not None)}):
        before = 0.0
        for door in spec.doors:
            if door.opens(klass, precedence) and door.upto > before:
                shares.setdefault((door.station, door.upto - before), []).append(precedence)
                before = door.upto
    return [_Entry(station, tuple(those), share) for (station, share), those in shares.items()]


@dataclass(frozen=True)
class _Some:
    """Some of the reports, alike in what they are: their share, where they were finished, mean ticks."""

    share: float
    at_best: float  # the share, at full rapport
    traits: Traits
    written: Written
    hurdles: float
    finished: frozenset[int] = frozenset()
    work: float = 0.0
    transit: float = 0.0


class _Walker:
    """Walks one route with all reports of a source and class at once."""

    def __init__(self, network: Network, source: int, klass: int, entry: _Entry) -> None:
        self.network, self.own, self.klass = network, klass, klass
        self.precedence = entry.precedences[-1]
        self.reports = list(_occurring(network, source, klass, entry))
        self.batched = False
        self.questions: list[str] = []
        self.known_at: list[int] = []

    def work_at(self, rank: int, goes_as: int | None = None) -> Step:
        """They are worked on at a station; if they go on, those do that it takes for a class."""
        station = self.network.stations[rank]
        work = self._work(station)
        if any(rank in some.finished for some in self.reports):
            self.known_at.append(rank)
        self.reports = [
            replace(
                some, written=some.written.by(station), finished=some.finished | {rank}, work=some.work + work
            )
            for some in self.reports
            if rank not in some.finished
        ]
        taken = None if goes_as is None else self._sort(station, goes_as)
        waits = station.confirms is not None and station.confirms.classes >> self.klass & 1
        self.batched |= bool(waits_in_batch(station, self.klass, self.precedence) or waits)
        return Step(rank, NONE, 1.0, work, 0.0, self.klass, self.precedence, taken_share=taken)

    def _sort(self, station: Station, goes_as: int) -> float | None:
        """Of what a station sorts, go on with what it takes for a class: the share of that."""
        row = station.taken_for[self.own]
        if not row:
            return None
        before = (0.0, *(upto for upto, _ in row))
        share = sum(upto - least for (upto, kind), least in zip(row, before, strict=False) if kind == goes_as)
        if goes_as != self.klass and station.sorting_gives_precedence:
            self.precedence = self.network.classes[goes_as].precedence
        self.klass = goes_as
        self.reports = [
            replace(
                some,
                share=some.share * share,
                at_best=some.at_best * share,
                traits=some.traits._replace(classes=1 << goes_as),
            )
            for some in self.reports
        ]
        return share

    def cross(self, rank: int) -> Step:
        """They are shared over a channel."""
        channel = self.network.channels[rank]
        share = _share(self.network, rank, channel) if self._takes(channel) else 0.0
        transit = 0.0 if channel.transit is None else channel.transit.mean()
        self.reports = [
            replace(some, share=some.share * share, at_best=some.at_best * share) for some in self.reports
        ]
        barriers = tuple(self._meet(hurdle) for hurdle in channel.hurdles)
        self.reports = [replace(some, transit=some.transit + transit) for some in self.reports]
        return Step(channel.recipient, rank, share, 0.0, transit, self.klass, self.precedence, barriers)

    def _takes(self, channel: Channel) -> bool:
        """Whether a channel takes them as they occur, which is before an incident raises any."""
        return meets(channel.precedences, self.precedence)

    def _work(self, station: Station) -> float:
        """The mean of the work on one report that is alone, in ticks."""
        once = station.urgent_work[self.precedence] or station.work[self.klass]
        each = station.urgent_each[self.precedence] or station.work_each[self.klass]
        return once.mean() + each.mean()

    def _meet(self, hurdle: Hurdle) -> Barrier:
        delay = 0.0 if hurdle.delay is None else hurdle.delay.mean()
        through = None if hurdle.through == NONE else self.network.stations[hurdle.through]
        work = 0.0 if through is None else self._work(through)
        if self.batched and hurdle.more_than > 0:
            self.questions.append(hurdle.name)
            return Barrier(hurdle, None, delay, work)
        before = sum(some.share for some in self.reports)
        concerned, after = 0.0, []
        for some in self.reports:
            if not (
                fits(hurdle, some.traits)
                and suits(hurdle, some.written, self.precedence, 1, self.network.counted_from)
                and in_time(hurdle, self.network.counted_from)
            ):
                after.append(some)
                continue
            concerned += some.share
            some = replace(
                some,
                share=some.share * (1.0 - probability(hurdle, 0.0)),
                at_best=some.at_best * (1.0 - probability(hurdle, 1.0)),
                hurdles=some.hurdles + delay,
            )
            if through is not None:
                done = hurdle.through in some.finished
                some = replace(
                    some,
                    written=some.written.by(through),
                    finished=some.finished | {hurdle.through},
                    work=some.work + (0.0 if done else work),
                )
            after.append(some)
        self.reports = after
        return Barrier(hurdle, concerned / before if before > 0.0 else 0.0, delay, work)


def _occurring(network: Network, source: int, klass: int, entry: _Entry) -> Iterator[_Some]:
    """The reports of a class as they occur at a source, by language, marking and coarseness.

    They have the least urgent of the precedences that enter there.
    """
    spec, kind = network.sources[source], network.classes[klass]
    losses = spec.collection[klass][entry.precedences[-1]]
    before, languages = 0.0, []
    for language, upto in spec.languages or ((NONE, 1.0),):
        languages.append((language, upto - before))
        before = upto
    marked = max(kind.marking, spec.marking)
    above = min(marked + 1, max(len(network.markings) - 1, 0))
    markings = ((marked, 1.0 - spec.overmarked), (above, spec.overmarked))
    late = 0.0 if losses.write_delay is None else losses.write_delay.mean()
    for (language, spoken), (marking, so_marked), coarse in product(languages, markings, (False, True)):
        share = spoken * so_marked * (losses.coarse if coarse else 1.0 - losses.coarse)
        if share > 0.0:
            share *= (1.0 - losses.unreported) * entry.share
            traits = Traits.of(klass, spec.nation, marking, coarse)
            yield _Some(share, share, traits, Written(language, NONE, kind.level), late)


def waits_in_batch(station: Station, klass: int, precedence: int) -> bool:
    """Whether a report of a class and a precedence waits in the batch of a station."""
    return bool(station.batch_classes >> klass & 1) and meets(station.batch_precedences, precedence)


def _share(network: Network, rank: int, channel: Channel) -> float:
    station = network.stations[channel.sender]
    if rank not in station.shared:
        return 1.0
    place = station.shared.index(rank)
    return station.shares[place] - (station.shares[place - 1] if place else 0.0)


def _walk(network: Network, source: int, klass: int, entry: _Entry, path: tuple[Edge, ...]) -> Route:
    walker = _Walker(network, source, klass, entry)
    steps = []
    here = entry.station
    for edge in path:
        if edge.channel == NONE:
            steps.append(Step(edge.recipient, NONE, 1.0, 0.0, 0.0, walker.klass, walker.precedence))
        else:
            steps += [walker.work_at(here, edge.goes_as), walker.cross(edge.channel)]
        here = edge.recipient
    steps.append(walker.work_at(here))
    steps[0] = replace(steps[0], share=entry.share)
    passes = sum(some.share for some in walker.reports)

    best = sum(some.at_best for some in walker.reports)

    def mean(part: str) -> float:
        if best <= 0.0:
            return 0.0
        return sum(some.at_best * float(getattr(some, part)) for some in walker.reports) / best

    return Route(
        tuple(steps),
        passes,
        best,
        tuple(walker.questions),
        tuple(walker.known_at),
        mean("work"),
        mean("transit"),
        mean("hurdles"),
        entry.precedences[-1],
        entry.precedences,
    )
