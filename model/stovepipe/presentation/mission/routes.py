"""The ways of a report from its source to a consumer, as a table and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stovepipe.network.records import ANY, HOUR, NEVER, NONE, Channel, Confirmation, Hurdle, Network
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.network.ways.consumers import read_at
from stovepipe.network.ways.precedence import meets
from stovepipe.network.ways.routes import Barrier, Gap, Route, Step, Ways, gap, routes, waits_in_batch
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.written_times import length, moment
from stovepipe.terms import PRECEDENCES
from stovepipe.text import counted, did_you_mean, listed

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "route", "route_passes_share", "route_passes_share_at_full_rapport", "route_hours", "step", "kind",
    "place", "hurdle", "work_hours", "hurdle_hours", "transit_hours", "applies_share", "stops_share",
    "stops_share_at_full_rapport", "cause", "taken_for", "taken_for_share",
]  # fmt: skip
LEVELS = ("tactical", "operational", "strategic")


class NoSuchRoute(LookupError):
    """What was asked for is not in the mission; the message says what is."""


@dataclass(frozen=True)
class RouteQuestion:
    """Whose ways are asked for, by rank."""

    source: int
    klass: int
    consumer: int


def question(network: Network, text: str) -> RouteQuestion:
    """SOURCE/CLASS/CONSUMER, by rank; the consumer may be any station, or a group of which any one will do.

    Raises:
        NoSuchRoute: there is no such source, class or consumer, or the source does not make the class.
    """
    parts = text.split("/")
    if len(parts) != 3:
        raise NoSuchRoute(f'write SOURCE/CLASS/CONSUMER, such as {_example(network)}, not "{text}"')
    known = {
        "source": [each.name for each in network.sources],
        "class": [each.name for each in network.classes],
        "station": [
            *(each.name for each in network.stations),
            *(each.name for each in network.any_of),
        ],
    }
    ranks = [_rank(what, name, known[what]) for what, name in zip(known, parts, strict=True)]
    mine = [stream for stream in network.streams if stream.source == ranks[0]]
    made = sorted({stream.klass for stream in mine if stream.made is None or stream.made.answers})
    if ranks[1] not in made:
        there = listed(network.classes[klass].name for klass in made)
        raise NoSuchRoute(f"{parts[0]} makes no {parts[1]}; it makes {there or 'nothing'}")
    return RouteQuestion(*ranks)


def _rank(what: str, name: str, known: list[str]) -> int:
    if name not in known:
        hint = did_you_mean(name, known)
        raise NoSuchRoute(f'there is no {what} "{name}"' + (f"; {hint}" if hint else ""))
    return known.index(name)


def _example(network: Network) -> str:
    for stream in network.streams:
        for consumer in network.consumers:
            if consumer_of(network, consumer).needs >> stream.klass & 1:
                names = (network.sources[stream.source], network.classes[stream.klass])
                return "/".join((*(each.name for each in names), consumer_of(network, consumer).name))
    return "patrols/warning/commander"


class Routes:
    """The ways of one report: found once, told in several forms."""

    def __init__(self, network: Network, asked: RouteQuestion, most: int = 5) -> None:
        self._network, self._asked, self._most = network, asked, most
        ends = read_at(network, asked.consumer)
        self._ways: Ways = routes(network, asked.source, asked.klass, *ends)
        self._gap: Gap | None = None if self._ways.routes else gap(network, asked.source, asked.klass, *ends)

    @property
    def shown(self) -> tuple[Route, ...]:
        """The routes that are shown: the quickest."""
        return self._ways.routes[: self._most]

    def channels(self) -> frozenset[str]:
        """The names of the channels on the routes that are shown."""
        return frozenset(
            self._network.channels[step.channel].name
            for route in self.shown
            for step in route.steps
            if step.channel != NONE
        )

    def parts(self) -> Iterator[str | Grid]:
        """What is printed."""
        yield self._heading()
        yield ""
        if self._gap is not None:
            yield from self._why_none(self._gap)
            return
        yield Grid(
            title=self._count(),
            columns=[
                Column("where", right=False),
                Column("work", "mean"),
                Column("hurdle", "mean"),
                Column("transit", "mean"),
                Column("concerns", "of those here"),
                Column("stops", "of those"),
                Column("which", right=False),
            ],
            rows=[
                row for number, route in enumerate(self.shown, 1) for row in self._route_rows(number, route)
            ],
            notes=self._notes(),
        )

    def payload(self) -> dict[str, Any]:
        """For JSON: lengths in hours, shares of 1, what is not known as null."""
        network, asked, missing = self._network, self._asked, self._gap
        return {
            "mission": network.mission,
            "source": network.sources[asked.source].name,
            "class": network.classes[asked.klass].name,
            "consumer": consumer_of(network, asked.consumer).name,
            "needed": self._needed,
            "routes_found": len(self._ways.routes),
            "all_found": self._ways.whole,
            "routes": [self._route_payload(route) for route in self.shown],
            "no_route": None
            if missing is None
            else {
                "gets_to": self._stations(missing.reached),
                "arrives_from": self._stations(missing.leading),
                "channels_that_do_not_carry_it": [
                    network.channels[rank].name for rank in missing.not_carrying
                ],
            },
        }

    def table(self) -> pd.DataFrame:
        """A row for each station, channel and hurdle on the ways that are shown; none if there is no way."""
        import pandas as pd

        rows = [
            {
                "route": number,
                "route_passes_share": route["passes_share"],
                "route_passes_share_at_full_rapport": route["passes_share_at_full_rapport"],
                "route_hours": route["total_hours"],
                "step": place,
                **row,
            }
            for number, route in enumerate(self.payload()["routes"], 1)
            for place, step in enumerate(route["steps"], 1)
            for row in _step_records(step)
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    # --- in words ----------------------------------------------------

    @property
    def _needed(self) -> bool:
        return bool(consumer_of(self._network, self._asked.consumer).needs >> self._asked.klass & 1)

    def _heading(self) -> str:
        network, asked = self._network, self._asked
        klass, source = network.classes[asked.klass], network.sources[asked.source]
        consumer = consumer_of(network, asked.consumer).name
        about: list[str] = [PRECEDENCES[klass.precedence]]
        about += [] if klass.ltiov is None else [f"of value for {length(round(klass.ltiov.mean()))}"]
        about += [] if source.nation == NONE else [f"from {network.nations[source.nation]}"]
        about += [f"in {self._languages()}"] if source.languages else []
        needed = "" if self._needed else f" {consumer} does not need it: no delivery is counted."
        return f"{klass.name} from {source.name} to {consumer} ({', '.join(about)}).{needed}"

    def _languages(self) -> str:
        before, parts = 0.0, []
        for language, share in self._network.sources[self._asked.source].languages:
            parts.append(f"{self._network.languages[language]} {_percent(share - before)}")
            before = share
        return ", ".join(parts)

    def _count(self) -> str:
        found, shown = len(self._ways.routes), len(self.shown)
        more = "" if found == shown else f", of which {shown} shown"
        least = "" if self._ways.whole else "at least "
        return f"{least}{counted(found, 'way')}{more}, the quickest first"

    def _route_rows(self, number: int, route: Route) -> Iterator[Sequence[str]]:
        names = [self._network.stations[step.station].name for step in route.steps if step.channel == NONE]
        takes = f"takes {length(round(route.total))}" if route.passes_at_best > 0.0 else "blocked"
        open_ = f", {listed(route.open_questions)} apart" if route.open_questions else ""
        passes = _range(route.passes, route.passes_at_best)
        yield (f"{number}. {' - '.join(names)}: {passes}{self._those(route)} pass{open_}, {takes}",)
        for step in route.steps:
            yield from self._step_rows(step)
        if route.known_at:
            where = listed(self._stations(route.known_at))
            yield (f"   what was worked through {where} before is known there, and dropped",)
        if route.passes_at_best > 0.0:
            total = (length(round(ticks)) for ticks in (route.work, route.hurdles, route.transit))
            yield ("   in all, of those that pass", *total, "", "", "")

    def _those(self, route: Route) -> str:
        """Which reports enter where this way begins, if others enter elsewhere."""
        these = listed((PRECEDENCES[each] for each in route.precedences), "or")
        return f" of {these}" if these else ""

    def _step_rows(self, step: Step) -> Iterator[Sequence[str]]:
        precedence = step.precedence
        if step.channel == NONE:
            station = self._network.stations[step.station]
            notes = [] if step.share == 1.0 else [f"takes {_percent(step.share)} of the reports"]
            notes += [] if station.closes >= NEVER else [f"closes {self._date(station.closes)}"]
            notes += self._taken_for(step)
            notes += self._confirmation(station.confirms, step)
            waits = waits_in_batch(station, step.klass, precedence)
            notes += ["waits to leave with others"] if waits else []
            yield f"   {station.name}", _length(step.work), "", "", "", "", ", ".join(notes)
            return
        channel = self._network.channels[step.channel]
        share = "" if step.share == 1.0 else f"takes {_percent(step.share)} of the reports"
        if not meets(channel.precedences, precedence):
            share = f"takes only {listed(_precedences(channel), 'or')}"
        notes = [share, self._dates(channel), *(["down at times"] if channel.outages is not None else [])]
        yield (
            f"   {channel.name}", "", "", _length(step.transit), "", "",
            ", ".join(note for note in notes if note),
        )  # fmt: skip
        for barrier in step.barriers:
            hurdle = barrier.hurdle
            through = (
                "" if hurdle.through == NONE else f" through {self._network.stations[hurdle.through].name}"
            )
            applies = "depends" if barrier.applies is None else _percent(barrier.applies)
            yield (
                f"     {hurdle.name}{through}",
                _length(barrier.work),
                _length(barrier.delay),
                "",
                applies,
                _range(hurdle.probability, hurdle.at_full_rapport),
                self._when(hurdle),
            )

    def _taken_for(self, step: Step) -> list[str]:
        """As what those of the reports go on that take this way."""
        if step.taken_share is None:
            return []
        return [f"takes {_percent(step.taken_share)} of them for {self._network.classes[step.klass].name}"]

    def _confirmation(self, confirms: Confirmation | None, step: Step) -> list[str]:
        """How long the report may wait for other sources, if it is about events."""
        network, asked = self._network, self._asked
        if (
            confirms is None
            or not confirms.classes >> step.klass & 1
            or not meets(confirms.precedences, step.precedence)
            or not any(
                s.about and (s.source, s.klass) == (asked.source, asked.klass) for s in network.streams
            )
        ):
            return []
        limit = "" if confirms.within >= NEVER else f", {length(confirms.within)} at the most"
        return [f"waits until {counted(confirms.sources, 'source')} tell of the event{limit}"]

    def _when(self, hurdle: Hurdle) -> str:
        """The conditions of a hurdle."""
        network = self._network
        parts = []
        for words, mask, names in (
            ("", hurdle.classes, [each.name for each in network.classes]),
            ("", hurdle.precedences, PRECEDENCES),
            ("", hurdle.levels, LEVELS),
            ("from ", hurdle.origins, network.nations),
            ("in ", hurdle.languages, network.languages),
            ("on ", hurdle.systems, network.systems),
            ("marked ", hurdle.markings, network.markings),
        ):
            if mask != ANY:
                parts.append(words + listed((name for i, name in enumerate(names) if mask >> i & 1), "or"))
        parts += [f"on {network.systems[system]} from {self._date(tick)}" for system, tick in hurdle.frozen]
        parts += [dates] if (dates := self._dates(hurdle)) else []
        parts += ["coarse"] if hurdle.coarse else []
        if hurdle.more_than > 0:
            parts.append(f"more than {counted(hurdle.more_than, 'report')} in one")
        return "; ".join(parts) or "all"

    def _dates(self, part: Channel | Hurdle) -> str:
        """From when and until when a channel takes anything, or a hurdle applies."""
        since = [f"from {self._date(part.since)}"] if part.since > 0 else []
        until = [f"until {self._date(part.until)}"] if part.until < self._network.horizon else []
        return " ".join(since + until)

    def _notes(self) -> list[str]:
        notes = [
            "Means, without waiting and batching: by settled people, for a report that is alone.",
            "concerns: the share that the hurdle applies to, of the reports that come to it this way.",
        ]
        if any(route.passes != route.passes_at_best for route in self.shown):
            notes.append("Of two shares, the second is at full rapport between the two ends of each channel.")
        if any(route.open_questions for route in self.shown):
            notes.append(
                "depends: on how many reports leave together with this one; left out of what passes."
            )
        return notes

    def _why_none(self, missing: Gap) -> Iterator[str]:
        network, asked = self._network, self._asked
        klass, consumer = network.classes[asked.klass].name, network.stations[asked.consumer].name
        yield (
            f"There is no way. Each such report is lost to no_route for {consumer}."
            if self._needed
            else ("There is no way.")
        )
        yield f"It gets to: {listed(self._stations(missing.reached))}."
        yield f"It would arrive from: {listed(self._stations(missing.leading))}."
        if missing.not_carrying:
            names = [network.channels[rank].name for rank in missing.not_carrying]
            yield f"The channels from the former to the latter do not carry {klass}: {', '.join(names)}."
        else:
            yield "There is no channel from the former to the latter at all."

    # --- as data -----------------------------------------------------

    def _route_payload(self, route: Route) -> dict[str, Any]:
        return {
            "passes_share": route.passes,
            "passes_share_at_full_rapport": route.passes_at_best,
            "precedences": [PRECEDENCES[each] for each in route.precedences],
            "left_out": list(route.open_questions),
            "dropped_as_known_at": self._stations(route.known_at),
            "work_hours": route.work / HOUR,
            "hurdles_hours": route.hurdles / HOUR,
            "transit_hours": route.transit / HOUR,
            "total_hours": route.total / HOUR,
            "steps": [self._step_payload(step) for step in route.steps],
        }

    def _step_payload(self, step: Step) -> dict[str, Any]:
        if step.channel == NONE:
            return {
                "station": self._network.stations[step.station].name,
                "share": step.share,
                "taken_for": None if step.taken_share is None else self._network.classes[step.klass].name,
                "taken_for_share": step.taken_share,
                "work_hours": step.work / HOUR,
            }
        return {
            "channel": self._network.channels[step.channel].name,
            "share": step.share,
            "transit_hours": step.transit / HOUR,
            **self._time_payload(self._network.channels[step.channel]),
            "down_at_times": self._network.channels[step.channel].outages is not None,
            "hurdles": [self._barrier_payload(barrier) for barrier in step.barriers],
        }

    def _time_payload(self, part: Channel | Hurdle) -> dict[str, str | None]:
        """The dates of a channel or a hurdle, null where it has none."""

        def date(tick: int, stated: bool) -> str | None:
            return moment(self._network, tick).isoformat() if stated else None

        return {"from": date(part.since, part.since > 0), "until": date(part.until, part.until < NEVER)}

    def _barrier_payload(self, barrier: Barrier) -> dict[str, Any]:
        hurdle = barrier.hurdle
        return {
            "name": hurdle.name,
            "kind": hurdle.kind,
            "when": self._when(hurdle),
            "applies_share": barrier.applies,
            "stops_share": hurdle.probability,
            "stops_share_at_full_rapport": hurdle.at_full_rapport,
            "cause": None if hurdle.cause == NONE else self._network.causes[hurdle.cause],
            "delay_hours": barrier.delay / HOUR,
            "through": None if hurdle.through == NONE else self._network.stations[hurdle.through].name,
            "work_hours": barrier.work / HOUR,
            **self._time_payload(hurdle),
        }

    def _stations(self, ranks: Sequence[int]) -> list[str]:
        return [self._network.stations[rank].name for rank in ranks]

    def _date(self, tick: int) -> str:
        return f"{moment(self._network, tick):%Y-%m-%d %H:%M}"


def _step_records(step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A step of a way as rows: the station, or the channel and then its hurdles."""
    if "station" in step:
        yield {
            "kind": "station",
            "place": step["station"],
            "work_hours": step["work_hours"],
            "taken_for": step["taken_for"],
            "taken_for_share": step["taken_for_share"],
        }
        return
    channel = {"place": step["channel"]}
    yield channel | {"kind": "channel", "transit_hours": step["transit_hours"]}
    for hurdle in step["hurdles"]:
        yield channel | {
            "kind": "hurdle",
            "hurdle": hurdle["name"],
            "work_hours": hurdle["work_hours"],
            "hurdle_hours": hurdle["delay_hours"],
            "applies_share": hurdle["applies_share"],
            "stops_share": hurdle["stops_share"],
            "stops_share_at_full_rapport": hurdle["stops_share_at_full_rapport"],
            "cause": hurdle["cause"],
        }


def _length(ticks: float) -> str:
    return length(round(ticks)) if ticks > 0.0 else ""


def _range(low: float, high: float) -> str:
    return _percent(low) if low == high else f"{_percent(low)} to {_percent(high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _precedences(channel: Channel) -> list[str]:
    """The names of the precedences that a channel takes."""
    return [name for rank, name in enumerate(PRECEDENCES) if meets(channel.precedences, rank)]
