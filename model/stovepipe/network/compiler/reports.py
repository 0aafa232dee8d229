"""What is reported: classes, sources, incidents and the streams of reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from stovepipe.network import records
from stovepipe.network.compiler.calendar_times import CalendarTimes, whole_ticks
from stovepipe.network.compiler.laws import law, law_or_none, share_or_none
from stovepipe.network.compiler.names import LEVELS, Names, cumulative, mask, precedence, precedences, rank
from stovepipe.network.details.collected import Collected
from stovepipe.network.records import ANY, NONE, Door, Stream
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.collection import Collection
from stovepipe.scenario.language.sources.doors import Written
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.language.words.vocabulary import pair
from stovepipe.scenario.reading.event_files import Times
from stovepipe.terms import PRECEDENCES, Precedence


def classes(mission: Mission, names: Names) -> tuple[records.ReportClass, ...]:
    """The classes by rank."""
    return tuple(
        records.ReportClass(
            name=name,
            precedence=precedence(klass.precedence),
            ltiov=law_or_none(klass.ltiov),
            half_life=None if klass.half_life is None else klass.half_life.value,
            level=LEVELS.index(klass.level),
            marking=_marking(klass.marking, mission),
        )
        for name in names.classes
        for klass in [mission.classes[name]]
    )


def sources(mission: Mission, names: Names) -> tuple[records.Source, ...]:
    """The sources by rank."""
    return tuple(_source(name, mission, names) for name in names.sources)


def _source(name: str, mission: Mission, names: Names) -> records.Source:
    source = mission.sources[name]
    direction = source.direction
    return records.Source(
        name=name,
        nation=rank(names.nations, source.nation),
        doors=_doors(source.written_at, names),
        languages=_languages(source, names),
        collection=_collection(source.collection or Collection(), names),
        marking=_marking(source.marking, mission),
        overmarked=share_or_none(source.overmarked),
        guided_by=mask(names.classes, () if direction is None else direction.by),
        fresh=1.0 if direction is None else direction.fresh.value,
        stale=1.0 if direction is None else direction.stale.value,
        stale_after=0 if direction is None else whole_ticks(direction.time),
        silenced=0.0 if source.exposure is None else source.exposure.silenced.value,
        silence=None if source.exposure is None else law(source.exposure.time),
    )


def _doors(written: Written, names: Names) -> tuple[Door, ...]:
    if isinstance(written, str):
        return (Door(rank(names.stations, written), ANY, ANY, 1.0),)
    if isinstance(written, dict):
        drawn = sorted(written)
        shares = cumulative(written[name].value for name in drawn)
        return tuple(
            Door(rank(names.stations, name), ANY, ANY, upto) for name, upto in zip(drawn, shares, strict=True)
        )
    return tuple(
        Door(
            station=rank(names.stations, door.at),
            classes=mask(names.classes, door.classes),
            precedences=precedences(door),
            upto=1.0,
        )
        for door in written
    )


def _collection(collection: Collection, names: Names) -> tuple[tuple[Collected, ...], ...]:
    """By class and precedence, the three numbers, each from the most specific case that states it."""
    return tuple(
        tuple(_losses(collection, klass, precedence) for precedence in PRECEDENCES) for klass in names.classes
    )


def _losses(collection: Collection, klass: str, precedence: Precedence) -> Collected:
    cases = collection.cases(klass, precedence)

    def stated(key: str) -> Any:
        return next((value for case in cases if (value := getattr(case, key)) is not None), None)

    return Collected(
        unreported=share_or_none(stated("unreported")),
        write_delay=law_or_none(stated("delay")),
        coarse=share_or_none(stated("coarse")),
    )


def _marking(marking: str | None, mission: Mission) -> int:
    """The rank of a marking, from the least restrictive, which is taken where none is stated."""
    return 0 if marking is None else mission.markings.index(marking)


def _languages(source: Source, names: Names) -> tuple[tuple[int, float], ...]:
    spoken = sorted(source.languages)
    shares = cumulative(source.languages[language].value for language in spoken)
    return tuple(zip((rank(names.languages, language) for language in spoken), shares, strict=True))


def incidents(mission: Mission, names: Names, clock: CalendarTimes) -> tuple[records.Incident, ...]:
    """The incidents by rank."""
    return tuple(_incident(name, mission, names, clock) for name in names.incidents)


def _incident(name: str, mission: Mission, names: Names, clock: CalendarTimes) -> records.Incident:
    incident = mission.incidents[name]
    clustering, diverts, raises = incident.clustering, incident.diverts, incident.raises
    calls_in = incident.calls_in
    return records.Incident(
        name=name,
        rate=clock.rate(incident),
        cluster_period=0 if clustering is None else whole_ticks(clustering.period),
        cluster_cv=0.0 if clustering is None else clustering.cv.value,
        diverts_for=0 if diverts is None else whole_ticks(diverts.lasts),
        diverts_sources=()
        if diverts is None
        else tuple(sorted((rank(names.sources, key), share.value) for key, share in diverts.sources.items())),
        diverts_posts=_posts({} if diverts is None else diverts.posts, mission, names),
        raises_for=0 if raises is None else whole_ticks(raises.lasts),
        raises=()
        if raises is None
        else tuple(sorted((rank(names.classes, key), precedence(to)) for key, to in raises.classes.items())),
        raises_at=ANY if raises is None else mask(names.sources, raises.sources),
        raises_younger=0 if raises is None else whole_ticks(raises.younger_than),
        calls_in=_posts({} if calls_in is None else calls_in.posts, mission, names),
        called_within=None if calls_in is None else law(calls_in.within),
        calls_in_for=0 if calls_in is None else whole_ticks(calls_in.lasts),
    )


def subjects(mission: Mission, names: Names, clock: CalendarTimes) -> tuple[records.Subject, ...]:
    """What reports can be about, by rank: the incidents and the topics in the order of their names."""
    return tuple(
        records.Subject(
            name=name,
            incident=NONE if name in mission.topics else rank(names.incidents, name),
            rate=clock.rate(event) if name in mission.topics else None,
            lasts=law_or_none(event.lasts),
            known_within=law_or_none(event.known_within),
            confirmed_by=NONE if event.confirmed_by is None else event.confirmed_by,
        )
        for name in names.subjects
        for event in [mission.topics.get(name) or mission.incidents[name]]
    )


def _posts(
    stated: Mapping[str, Quantity], mission: Mission, names: Names
) -> tuple[tuple[int, int, int], ...]:
    """How many posts of which groups, as (station, group rank within it, number of posts)."""
    found = []
    for key, count in stated.items():
        station, group = pair(key)
        groups = sorted(mission.stations[station].posts)
        found.append((rank(names.stations, station), rank(groups, group), int(count.value)))
    return tuple(sorted(found))


def streams(
    mission: Mission, events: Mapping[str, Mapping[str, Times]], names: Names, clock: CalendarTimes
) -> tuple[Stream, ...]:
    """All streams of reports, in the order of their sources, classes and triggers.

    Args:
        mission: the mission.
        events: the times read from the sources' files, by source and class.
        names: the mission's names.
        clock: the mission's clock.
    """
    found = [*_rates(mission, names, clock), *_files(mission, events, names, clock), *_bursts(mission, names)]
    return tuple(sorted(found, key=lambda stream: (stream.source, stream.klass, stream.trigger)))


def _rates(mission: Mission, names: Names, clock: CalendarTimes) -> Iterator[Stream]:
    for source, part in mission.sources.items():
        for klass, profile in part.reports.items():
            yield Stream(
                rank(names.sources, source),
                rank(names.classes, klass),
                "rate",
                rate=clock.rate(profile),
                about=mask(names.subjects, profile.about),
            )


def _files(
    mission: Mission, events: Mapping[str, Mapping[str, Times]], names: Names, clock: CalendarTimes
) -> Iterator[Stream]:
    begins = np.datetime64(clock.begins, "us")
    for source, by_class in events.items():
        file = mission.sources[source].file
        about = mask(names.subjects, () if file is None else file.about)
        for klass, times in by_class.items():
            ticks = (times.astype("datetime64[us]") - begins).astype(np.int64)
            yield Stream(
                rank(names.sources, source), rank(names.classes, klass), "file", times=ticks, about=about
            )


def _bursts(mission: Mission, names: Names) -> Iterator[Stream]:
    for incident, part in mission.incidents.items():
        for key, burst in part.bursts.items():
            source, klass = pair(key)
            yield Stream(
                rank(names.sources, source),
                rank(names.classes, klass),
                incident,
                incident=rank(names.incidents, incident),
                burst_mean=burst.reports.value,
                burst_delay=law(burst.delay),
                about=mask(names.subjects, (incident,)),
            )
