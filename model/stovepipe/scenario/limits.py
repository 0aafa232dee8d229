"""How large a run will be, worked out before it starts, and whether that is allowed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from stovepipe.scenario.language import laws
from stovepipe.scenario.language.channels import Channel, Hurdle
from stovepipe.scenario.language.schema import Mission, PostGroup, RateProfile, Source
from stovepipe.scenario.language.times import WEEKDAYS
from stovepipe.scenario.language.units import DAY
from stovepipe.scenario.language.vocabulary import ends, pair
from stovepipe.scenario.problems.problem import Problem, ScenarioError
from stovepipe.scenario.reading.scenario import Scenario

MOST_SPELLS = 5_000_000  # spells of duty in one replication
_PASSES = 100  # over all channels, until the shares settle
_SETTLED = 1e-6


@dataclass(frozen=True)
class Size:
    """What one replication is expected to take, and a whole run.

    `reports`, `visits` (of reports to stations) and `spells` (of duty) are for one replication; `memory` is
    that of one process at work, in bytes; `seconds` is for all replications, one after the other.
    """

    reports: float
    visits: float
    spells: float
    memory: float
    seconds: float


def estimate(
    scenario: Scenario,
    replications: int,
    *,
    visits_per_second: float = 30_000,
    seconds_per_replication: float = 0.15,
    bytes_per_visit: float = 800,
    bytes_at_least: float = 250e6,
) -> Size:
    """What a run is expected to take. Reports in a batch count singly, so that `visits` is rather too high.

    Args:
        scenario: what is to be run.
        replications: how often.
        visits_per_second: how fast the engine is, visits being counted as here; unless stated, one core of
            2026.
        seconds_per_replication: what each takes beside its visits: its calendar, its tables, its files.
        bytes_per_visit: what a visit and its part of a report keep in memory.
        bytes_at_least: what a process takes before it begins.
    """
    mission = scenario.mission
    reports = visits = 0.0
    for source, klass, expected in _expected(scenario):
        reports += expected
        visits += expected * visits_of_one(mission, mission.sources[source], klass)
    spells = sum(
        _spells(group, mission) for station in mission.stations.values() for group in station.posts.values()
    )
    memory = bytes_at_least + visits * bytes_per_visit
    seconds = replications * (visits / visits_per_second + seconds_per_replication)
    return Size(reports, visits, spells, memory, seconds)


def check_limits(scenario: Scenario, replications: int) -> None:
    """Refuse a run that is larger than the configuration's limits allow.

    Raises:
        ScenarioError: it is; each problem says how large it would be.
    """
    limits, expected = scenario.mission.limits, estimate(scenario, replications)
    sizes = (
        ("limits.reports", expected.reports, limits.reports, "reports expected in each replication"),
        ("limits.stations", len(scenario.mission.stations), limits.stations, "stations"),
        ("limits.replications", replications, limits.replications, "replications"),
        ("stations", expected.spells, MOST_SPELLS, "spells of duty expected in each replication"),
    )
    problems = [
        Problem(str(scenario.path), 1, 1, where, f"{size:,.0f} {what}, and {limit:,} allowed", _mend(where))
        for where, size, limit, what in sizes
        if size > limit
    ]
    if problems:
        raise ScenarioError(problems)


def _mend(where: str) -> str:
    return (
        f"raise {where} if that is meant"
        if where.startswith("limits.")
        else "shorten the horizon, or lengthen the tours"
    )


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


def _spells(group: PostGroup, mission: Mission) -> float:
    length = _ticks(mission.ends - mission.begins)
    shifts = [group.shift] if group.shift else list(group.shifts.values())
    days = sum(len(shift.days) for shift in shifts) / 7 if shifts else 0.0
    tours = length / laws.mean(group.tour) if group.tour is not None else 0.0
    leaves = tours * group.leave.times if group.leave is not None else 0.0
    return group.count.value * (days * length / DAY + (tours + leaves + 1) * max(1, len(shifts)))


def visits_of_one(mission: Mission, source: Source, klass: str) -> float:
    """How many visits to stations one report is expected to make, all its copies together.

    Each station works on a report once, with the probability that any copy of it arrives there: copies on
    different ways are taken to be stopped independently of each other.
    """
    arrives = {source.written_at: 1.0}
    carrying = [
        (*ends(name), channel)
        for name, channel in mission.channels.items()
        if channel.carries is None or klass in channel.carries
    ]
    for _ in range(_PASSES):
        missed = dict.fromkeys(arrives, 1.0) | {source.written_at: 0.0}
        for sender, recipient, channel in carrying:
            if sender in arrives:
                passing = arrives[sender] * _share(channel) * _passes(channel, source, klass)
                missed[recipient] = missed.get(recipient, 1.0) * (1 - passing)
        following = {station: 1 - share for station, share in missed.items()}
        change = max(abs(share - arrives.get(station, 0.0)) for station, share in following.items())
        arrives = following
        if change < _SETTLED:
            break
    at_stations = sum(share * _times_worked(mission, station) for station, share in arrives.items())
    through = sum(
        arrives.get(sender, 0.0) * _share(channel) * _applies(hurdle, source, klass)
        for sender, _, channel in carrying
        for hurdle in channel.hurdles.values()
        if hurdle.through
    )
    return at_stations + through


def _share(channel: Channel) -> float:
    return 1.0 if channel.share is None else channel.share.value


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
