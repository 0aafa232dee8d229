"""Sources, streams and incidents: rates as pieces, files as ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import records
from stovepipe.network.compiler.words import Words, law, mask, precedence, rank, share, ticks
from stovepipe.network.records import ANY, DAY
from stovepipe.scenario.schema import Incident, RateProfile
from stovepipe.scenario.times import WEEKDAYS

Events = Mapping[str, Mapping[str, NDArray[np.datetime64]]]


def compile_sources(words: Words) -> tuple[records.Source, ...]:
    """The sources, by rank."""
    sources = []
    for name in words.sources:
        source = words.mission.sources[name]
        languages, total = [], 0.0
        for language in sorted(source.languages):
            total += source.languages[language].value
            languages.append((words.languages.index(language), total))
        if languages:
            languages[-1] = (languages[-1][0], 1.0)
        sources.append(
            records.Source(
                name=name,
                nation=rank(words.nations, source.nation),
                written_at=words.stations.index(source.written_at),
                languages=tuple(languages),
            )
        )
    return tuple(sources)


def compile_streams(words: Words, events: Events) -> tuple[records.Stream, ...]:
    """The streams, by the names of source, class and trigger."""
    mission = words.mission
    streams = []
    for name, source in mission.sources.items():
        at = words.sources.index(name)
        for klass, profile in source.reports.items():
            rate = compile_rate(words, profile)
            streams.append(records.Stream(at, words.classes.index(klass), "rate", rate=rate))
        for klass, times in events.get(name, {}).items():
            streams.append(
                records.Stream(at, words.classes.index(klass), "file", times=_in_clock(words, times))
            )
    for trigger, incident in mission.incidents.items():
        for place, burst in incident.bursts.items():
            source_name, klass = place.split(".")
            streams.append(
                records.Stream(
                    words.sources.index(source_name),
                    words.classes.index(klass),
                    trigger,
                    incident=words.incidents.index(trigger),
                    burst_mean=burst.reports.value,
                    burst_delay=law(burst.delay),
                )
            )
    return tuple(sorted(streams, key=lambda stream: (stream.source, stream.klass, stream.trigger)))


def _in_clock(words: Words, times: NDArray[np.datetime64]) -> NDArray[np.int64]:
    zero = np.datetime64(words.zero, "us")
    at = (times.astype("datetime64[us]") - zero).astype(np.int64)
    return np.asarray(at[(at >= 0) & (at < words.horizon)])


def compile_incidents(words: Words) -> tuple[records.Incident, ...]:
    """The incidents, by rank."""
    return tuple(_incident(words, name, words.mission.incidents[name]) for name in words.incidents)


def _incident(words: Words, name: str, incident: Incident) -> records.Incident:
    diverts, raises = incident.diverts, incident.raises
    posts = []
    for place, count in sorted(diverts.posts.items()) if diverts else ():
        station, group = place.split(".")
        groups = sorted(words.mission.stations[station].posts)
        posts.append((words.stations.index(station), groups.index(group), count.count))
    return records.Incident(
        name=name,
        rate=compile_rate(words, incident),
        cluster_period=ticks(incident.clustering.period) if incident.clustering else 0,
        cluster_cv=share(incident.clustering.cv) if incident.clustering else 0.0,
        diverts_for=ticks(diverts.lasts) if diverts else 0,
        diverts_sources=tuple(
            (words.sources.index(source), part.value)
            for source, part in (sorted(diverts.sources.items()) if diverts else ())
        ),
        diverts_posts=tuple(posts),
        raises_for=ticks(raises.lasts) if raises else 0,
        raises=tuple(
            (words.classes.index(klass), precedence(to))
            for klass, to in (sorted(raises.classes.items()) if raises else ())
        ),
        raises_at=mask(words.sources, raises.sources) if raises else ANY,
    )


def compile_rate(words: Words, profile: RateProfile) -> records.Rate:
    """The pieces of a rate: base rate times the factors of the hour, the weekday and the date."""
    since: list[int] = []
    per_tick: list[float] = []
    for midnight, date in words.days():
        day = _of_day(profile, date)
        for start, factor in _of_hours(profile):
            at, rate = max(0, midnight + start), profile.rate.value * day * factor
            if at >= words.horizon:
                break
            if since and since[-1] == at:  # a piece that ended before tick 0
                since.pop()
                per_tick.pop()
            if not per_tick or per_tick[-1] != rate:
                since.append(at)
                per_tick.append(rate)
    return records.Rate(np.array(since, dtype=np.int64), np.array(per_tick, dtype=np.float64))


def _of_day(profile: RateProfile, date: dt.date) -> float:
    factor = 1.0
    for weekday, by in profile.weekdays.items():
        if WEEKDAYS[date.weekday()] == weekday:
            factor *= by.value
    for dates, by in profile.dates.items():
        if dates.first <= date <= dates.last:
            factor *= by.value
    return factor


def _of_hours(profile: RateProfile) -> list[tuple[int, float]]:
    """The stretches of a day: where each begins, in ticks since midnight, and its factor."""
    spells = [(spell, by.value) for hours, by in profile.hours.items() for spell in hours.spells()]
    starts = sorted({0, *(edge for spell, _ in spells for edge in spell if edge < DAY)})
    stretches = []
    for start in starts:
        factor = 1.0
        for (first, last), by in spells:
            if first <= start < last:
                factor *= by
        stretches.append((start, factor))
    return stretches
