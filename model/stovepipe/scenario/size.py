"""How large a run will be, worked out before it starts: reports, visits, spells of duty, time and memory."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stovepipe.scenario.language.any_of import needs_of
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import shares_of
from stovepipe.scenario.language.sources.occurrences import RateProfile
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.sorting import appearing_as, shares_taken_for
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.values.times import WEEKDAYS
from stovepipe.scenario.language.values.units import DAY
from stovepipe.scenario.language.words.vocabulary import ends, pair
from stovepipe.scenario.reading.scenario import Scenario

_PASSES = 100  # over all channels, until the shares settle
_SETTLED = 1e-6


@dataclass(frozen=True)
class Rates:
    """What each thing takes: seconds of one core of 2026, and bytes.

    Measured on missions of many shapes, from a single post to forty stations, ten thousand posts and a
    million spells of duty (experiments/benchmarks); each is taken to cost the same in all of them.
    """

    replication: float = 0.03
    station: float = 0.5e-3
    post: float = 200e-6
    spell: float = 15e-6
    tour: float = 10e-6
    report: float = 5e-6
    visit: float = 9e-6
    hurdle: float = 8e-6
    delivery: float = 5e-6
    bytes_at_least: float = 250e6
    bytes_of_post: float = 4500
    bytes_of_spell: float = 280
    bytes_of_report: float = 300
    bytes_of_visit: float = 650
    bytes_of_delivery: float = 350
    bytes_concluding: float = 190


RATES = Rates()


@dataclass(frozen=True)
class Size:
    """What one replication is expected to come to, and what a whole run takes.

    Attributes:
        reports, visits, deliveries: in one replication; visits are those of reports to stations.
        posts: people on duty, each shift of a post being one.
        spells: the spells of duty, and those in which links are down, in one replication.
        memory: the memory that one process at work takes, in bytes.
        concluding: what is held beside it, in bytes, to conclude from all replications.
        seconds: the seconds that all replications take, one after the other.
    """

    reports: float
    visits: float
    deliveries: float
    posts: float
    spells: float
    memory: float
    concluding: float
    seconds: float

    def memory_with(self, workers: int) -> float:
        """What all processes take together, in bytes; with several, one more hands out the work."""
        beside = 0.0 if workers == 1 else RATES.bytes_at_least
        return self.memory * workers + beside + self.concluding


def estimate(scenario: Scenario, replications: int, rates: Rates = RATES) -> Size:
    """What a run is expected to take. Reports in a batch count singly, so that `visits` is rather too high.

    Args:
        scenario: what is to be run.
        replications: how often.
        rates: what each thing takes.
    """
    mission = scenario.mission
    needed_by = _needed_by(mission)
    reports = visits = hurdles = deliveries = 0.0
    for source, klass, expected in _expected(scenario):
        worked, met, asked = _of_one_report(mission, mission.sources[source], klass)
        reports += expected * (1 + 2 * asked)
        visits += expected * worked
        hurdles += expected * met
        deliveries += expected * needed_by.get(klass, 0)
    groups = [group for station in mission.stations.values() for group in station.posts.values()]
    posts = sum(group.count.value * max(1, len(group.shifts)) for group in groups)
    spells, tours = (
        sum(amounts) for amounts in zip(*(_spells(each, mission) for each in groups), strict=True)
    )
    spells += _called_in(mission)
    spells += sum(_outages(channel, mission) for channel in mission.channels.values())
    seconds = (
        rates.replication
        + len(mission.stations) * rates.station
        + posts * rates.post
        + spells * rates.spell
        + tours * rates.tour
        + reports * rates.report
        + visits * rates.visit
        + hurdles * rates.hurdle
        + deliveries * rates.delivery
    )
    memory = (
        rates.bytes_at_least
        + posts * rates.bytes_of_post
        + spells * rates.bytes_of_spell
        + reports * rates.bytes_of_report
        + visits * rates.bytes_of_visit
        + deliveries * rates.bytes_of_delivery
    )
    concluding = replications * deliveries * rates.bytes_concluding
    return Size(reports, visits, deliveries, posts, spells, memory, concluding, replications * seconds)


def _needed_by(mission: Mission) -> dict[str, int]:
    """How many consumers need a class."""
    counts: dict[str, int] = {}
    for needs in needs_of(mission).values():
        for klass in needs:
            counts[klass] = counts.get(klass, 0) + 1
    return counts


def _expected(scenario: Scenario) -> Iterator[tuple[str, str, float]]:
    """Source, class, and the expected number of reports in one replication."""
    mission = scenario.mission
    for name, source in mission.sources.items():
        for klass, profile in source.reports.items():
            yield name, klass, _occurrences(profile, mission)
    for name, classes in scenario.events.items():
        for klass, times in classes.items():
            yield name, klass, len(times)
    for incident in mission.incidents.values():
        incidents = _occurrences(incident, mission)
        for key, burst in incident.bursts.items():
            name, klass = pair(key)
            yield name, klass, incidents * burst.reports.value


def _occurrences(profile: RateProfile, mission: Mission) -> float:
    """How often something with a varying rate is expected to occur within the clock."""
    ticks = 0.0
    if profile.weekdays or profile.dates:
        for begin, end in _days(mission):
            factors = [
                each.value
                for weekday, each in profile.weekdays.items()
                if WEEKDAYS[begin.weekday()] == weekday
            ]
            factors += [
                each.value for dates, each in profile.dates.items() if dates.since <= begin < dates.until
            ]
            ticks += math.prod(factors) * _ticks(end - begin)
    else:
        ticks = _ticks(mission.ends - mission.begins)
    stated = [
        (sum(off - on for on, off in hours.spells()), each.value) for hours, each in profile.hours.items()
    ]
    by_hours = (
        sum(length * factor for length, factor in stated) + DAY - sum(length for length, _ in stated)
    ) / DAY
    return profile.rate.value * ticks * by_hours


def _days(mission: Mission) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    begin = mission.begins
    while begin < mission.ends:
        midnight = dt.datetime.combine(begin.date() + dt.timedelta(days=1), dt.time())
        yield begin, min(midnight, mission.ends)
        begin = midnight


def _ticks(length: dt.timedelta) -> float:
    return length / dt.timedelta(microseconds=1)


def _spells(group: PostGroup, mission: Mission) -> tuple[float, float]:
    """Spells of duty, and tours, of all posts of a group."""
    length = _ticks(mission.ends - mission.begins)
    shifts = [group.shift] if group.shift else list(group.shifts.values())
    days = sum(len(shift.days) * (1 + len(shift.breaks)) for shift in shifts) / 7 if shifts else 0.0
    tours = length / laws.mean(group.tour) if group.tour is not None else 0.0
    leaves = tours * group.leave.times if group.leave is not None else 0.0
    spells = days * length / DAY + (tours + leaves + 1) * max(1, len(shifts))
    return group.count.value * spells, group.count.value * tours * max(1, len(shifts))


def _called_in(mission: Mission) -> float:
    """How often people are expected to be called in."""
    found = 0.0
    for incident in mission.incidents.values():
        for key, count in incident.calls_in.posts.items() if incident.calls_in is not None else ():
            station, group = pair(key)
            shifts = max(1, len(mission.stations[station].posts[group].shifts))
            found += _occurrences(incident, mission) * count.value * shifts
    return found


def _outages(channel: Channel, mission: Mission) -> float:
    """How often the link of a channel is down; a spell of it takes no more than one of duty."""
    outages = channel.outages
    if outages is None or outages.every is None or outages.last is None:
        return 0.0
    between = 1 + laws.mean(outages.every) + laws.mean(outages.last)
    return _ticks(mission.ends - mission.begins) / between


def _of_one_report(mission: Mission, source: Source, klass: str) -> tuple[float, float, float]:
    """The visits that one report is expected to cause, the hurdles met for it, and how often it is asked for.

    It enters as its class's precedence says, which incidents may raise. What is asked about it, and the
    answers, are taken to go as far as their channels lead.
    """
    precedence = mission.classes[klass].precedence
    doors = shares_of(source.written_at, klass, precedence)
    worked, met, arrives = _on_the_way(mission, source, klass, doors)
    asked = 0.0
    for name, station in mission.stations.items():
        for ask in station.asks.values():
            about = station.needs if ask.about is None else ask.about
            if klass not in about or not arrives.get(name):
                continue
            likely = 1.0 if ask.probability is None else ask.probability.value
            first = arrives[name] * likely * (_coarse(source) if ask.coarse else 1.0)
            answer = klass if ask.answer is None else ask.answer
            rounds = ask.rounds if answer in about else 1
            often = first * sum(likely**turn for turn in range(rounds))
            back = shares_of(source.written_at, answer, mission.classes[answer].precedence)
            for made, starts in ((ask.request, {name: 1.0}), (answer, back)):
                more_work, more_met, _ = _on_the_way(mission, source, made, starts)
                worked, met = worked + often * more_work, met + often * more_met
            asked += often
    return worked, met, asked


def _coarse(source: Source) -> float:
    """The largest share of its reports that a source leaves coarse."""
    collection = source.collection
    if collection is None:
        return 0.0
    cases = (collection, *collection.by_class.values(), *collection.at_least.values())
    return max((case.coarse.value for case in cases if case.coarse is not None), default=0.0)


def _on_the_way(
    mission: Mission, source: Source, klass: str, starts: Mapping[str, float]
) -> tuple[float, float, dict[str, float]]:
    """The visits that one report is expected to make, the hurdles its copies meet, and who reads it.

    Each station works on a report once, with the probability that any copy of it arrives there: copies on
    different ways are taken to be stopped independently of each other.

    Args:
        mission: the mission.
        source: the source of the report.
        klass: its class.
        starts: how likely it begins at which station.
    """
    kinds = set(appearing_as((station.sorts for station in mission.stations.values()), klass))
    carrying = [
        (*ends(name), channel)
        for name, channel in mission.channels.items()
        if channel.carries is None or not kinds.isdisjoint(channel.carries)
    ]
    outgoing: dict[str, list[tuple[str, float]]] = {}
    for sender, recipient, channel in carrying:
        passing = _offered(mission, sender, channel, klass) * _passes(channel, source, klass)
        outgoing.setdefault(sender, []).append((recipient, passing))
    worked = met = 0.0
    read: dict[str, float] = {}
    for start, entering in starts.items():
        arrives = _arrivals(start, outgoing)
        for name, share in arrives.items():
            read[name] = read.get(name, 0.0) + entering * share
        worked += entering * sum(share * _times_worked(mission, name) for name, share in arrives.items())
        for sender, _, channel in carrying:
            offered = entering * arrives.get(sender, 0.0) * _offered(mission, sender, channel, klass)
            met += offered * len(channel.hurdles)
            worked += offered * sum(
                _applies(each, source, klass) for each in channel.hurdles.values() if each.through
            )
    return worked, met, read


def _arrivals(written_at: str, outgoing: dict[str, list[tuple[str, float]]]) -> dict[str, float]:
    """How likely any copy arrives at each station that can be reached, in the order of the steps to it.

    What follows a station is worked out with its share as it is by then, so that along a chain one pass is
    enough; where ways meet and part again, and in circles, passes go on until the shares settle.
    """
    arrives = {written_at: 1.0}
    incoming: dict[str, list[tuple[str, float]]] = {}
    for sender in (reached := [written_at]):  # grows as it is walked
        for recipient, passing in outgoing.get(sender, ()):
            incoming.setdefault(recipient, []).append((sender, passing))
            if recipient not in arrives:
                arrives[recipient] = 0.0
                reached.append(recipient)
    for _ in range(_PASSES):
        change = 0.0
        for station in reached[1:]:
            share = 1 - math.prod(1 - arrives[sender] * passing for sender, passing in incoming[station])
            change = max(change, abs(share - arrives[station]))
            arrives[station] = share
        if change < _SETTLED:
            break
    return arrives


def _offered(mission: Mission, sender: str, channel: Channel, klass: str) -> float:
    """The share of a station's reports of a class that are offered to a channel, as what they are taken for.

    What was taken for another class before counts as if every class that it may be were carried.
    """
    shares = shares_taken_for(mission.stations[sender].sorts, klass)
    carried = [share for kind, share in shares.items() if channel.carries is None or kind in channel.carries]
    alternative = 1.0 if channel.share is None else channel.share.value
    return alternative * (math.fsum(carried) if shares else 1.0)


def _passes(channel: Channel, source: Source, klass: str) -> float:
    return math.prod(
        1 - hurdle.stops * _applies(hurdle, source, klass) for hurdle in channel.hurdles.values()
    )


def _applies(hurdle: Hurdle, source: Source, klass: str) -> float:
    """How likely a hurdle applies, by class, nation and language; the other conditions are taken to hold."""
    if hurdle.classes and klass not in hurdle.classes:
        return 0.0
    if hurdle.origins and source.nation not in hurdle.origins:
        return 0.0
    if hurdle.languages and source.languages:
        return sum(
            share.value for language, share in source.languages.items() if language in hurdle.languages
        )
    return 1.0


def _times_worked(mission: Mission, station: str) -> float:
    """How often a station works on a report that it has misread, caught, and does again."""
    misreading = mission.stations[station].misreading
    if misreading is None or misreading.review is None:
        return 1.0
    return 1 / (1 - misreading.settled.value * misreading.review.value)
