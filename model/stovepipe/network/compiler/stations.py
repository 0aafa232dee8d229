"""Stations, with all that their work depends on."""

from __future__ import annotations

import numpy as np

from stovepipe.network import records
from stovepipe.network.compiler.calendar_times import CalendarTimes, whole_ticks
from stovepipe.network.compiler.laws import law, law_or_none
from stovepipe.network.compiler.names import (
    LEVELS,
    Names,
    cumulative,
    mask,
    precedence,
    precedences,
    rank,
    systems_opened,
)
from stovepipe.network.compiler.people import groups
from stovepipe.network.compiler.sorting import taken_for
from stovepipe.network.compiler.stocks import rests
from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.details.rules import Assign, Discipline, OnDuplicate
from stovepipe.network.draws import Law
from stovepipe.network.records import (
    NEVER,
    NONE,
    Channel,
    Mask,
    Rank,
    Server,
)
from stovepipe.scenario.language.mechanisms import switched_off
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.stations.work import WorkContent
from stovepipe.scenario.language.words.vocabulary import WRITING_STAGES
from stovepipe.terms import PRECEDENCES


def stations(
    mission: Mission,
    names: Names,
    clock: CalendarTimes,
    links: tuple[Channel, ...],
    staff: tuple[Server, ...],
) -> tuple[records.Station, ...]:
    """The stations by rank."""
    return tuple(
        _station(number, mission, names, clock, links, staff) for number in range(len(names.stations))
    )


def _station(
    number: int,
    mission: Mission,
    names: Names,
    clock: CalendarTimes,
    links: tuple[Channel, ...],
    staff: tuple[Server, ...],
) -> records.Station:
    name = names.stations[number]
    station = mission.stations[name]
    misreading, batch, closes = station.misreading, station.batch, station.closes
    language, system, level = _writes(station, names)
    remit, twins = _fellows(number, mission, names)
    rests_on, rests_until = rests(station, mission, names, clock)
    outgoing = tuple(i for i, link in enumerate(links) if link.sender == number)
    stated = [(i, mission.channels[links[i].name].share) for i in outgoing]
    shared = [(i, share.value) for i, share in stated if share is not None]
    closing = NEVER if closes is None else clock.tick(closes.on)
    return records.Station(
        name=name,
        stage=station.stage,
        groups=groups(station, mission, names, clock),
        servers=tuple(i for i, server in enumerate(staff) if server.station == number),
        work=tuple(law(work.once) for work in _work(station, names)),
        work_each=tuple(
            Law.fixed(0.0) if work.each is None else law(work.each) for work in _work(station, names)
        ),
        urgent_work=tuple(None if work is None else law(work.once) for work in _urgent_work(station)),
        urgent_each=tuple(None if work is None else law_or_none(work.each) for work in _urgent_work(station)),
        work_repeats=tuple(
            1.0 if work.repeats is None else work.repeats.value for work in _work(station, names)
        ),
        needs=mask(names.classes, station.needs),
        needs_when=tuple(
            (names.classes.index(klass), *clock.time(when))
            for klass, when in sorted(station.needs_when.items())
        ),
        reads=mask(names.languages, station.reads),
        opens=mask(names.systems, systems_opened(station)),
        rests_on=rests_on,
        rests_until=rests_until,
        cleared=NONE if "exposure" in switched_off(mission) else rank(mission.markings, station.cleared),
        writes_language=language,
        writes_system=system,
        writes_level=level,
        twins=twins,
        remit=remit,
        on_duplicate=OnDuplicate[station.on_duplicate.upper()],
        discipline=Discipline[station.discipline.upper()],
        assign=Assign[station.assign.upper()],
        interrupts=NONE if station.interrupts is None else precedence(station.interrupts),
        purges=station.purges,
        patience=law_or_none(station.patience),
        queue_limit=NONE if station.queue is None else station.queue.limit,
        misread_fresh=0.0 if misreading is None else misreading.fresh.value,
        misread_settled=0.0 if misreading is None else misreading.settled.value,
        misread_fidelity=1.0 if misreading is None else misreading.fidelity.value,
        review=0.0 if misreading is None or misreading.review is None else misreading.review.value,
        misread_school="" if misreading is None or misreading.common is None else misreading.common.school,
        misread_period=0
        if misreading is None or misreading.common is None
        else whole_ticks(misreading.common.period),
        batch_classes=mask(names.classes, () if batch is None else batch.classes),
        batch_precedences=precedences(batch),
        batch_size=NONE if batch is None or batch.size is None else batch.size,
        batch_keeps=NONE if batch is None or batch.keeps is None else batch.keeps,
        batch_releases=np.empty(0, dtype=np.int64) if batch is None else clock.times(batch.at),
        confirms=_confirmation(station, names),
        taken_for=taken_for(station.sorts, names),
        sorting_gives_precedence=station.sorts is not None and station.sorts.precedence == "of_class",
        closes=closing if closing < clock.horizon else NEVER,
        transfer_to=NONE if closes is None else rank(names.stations, closes.transfer_to),
        outgoing=outgoing,
        shared=tuple(i for i, _ in shared),
        shares=cumulative(share for _, share in shared),
    )


def any_of(mission: Mission, names: Names) -> tuple[AnyOf, ...]:
    """The groups of stations of which any one will do, by name."""
    return tuple(
        AnyOf(
            name,
            tuple(sorted(rank(names.stations, station) for station in mission.any_of[name].stations)),
            mask(names.classes, mission.any_of[name].needs),
        )
        for name in sorted(mission.any_of)
    )


def _confirmation(station: Station, names: Names) -> records.Confirmation | None:
    confirms = station.confirms
    if confirms is None:
        return None
    return records.Confirmation(
        sources=confirms.sources,
        within=NEVER if confirms.within is None else whole_ticks(confirms.within),
        stops=confirms.otherwise == "stop",
        classes=mask(names.classes, confirms.classes),
        precedences=precedences(confirms),
    )


def _work(station: Station, names: Names) -> list[WorkContent]:
    """What the work is, by class."""
    return [station.work_by_class.get(klass, station.work) for klass in names.classes]


def _urgent_work(station: Station) -> list[WorkContent | None]:
    """By precedence, the work stated for the most urgent precedence that it is at least."""
    stated = {precedence(at): work for at, work in station.work_at_least.items()}
    return [next((stated[at] for at in sorted(stated) if at >= own), None) for own in range(len(PRECEDENCES))]


def _writes(station: Station, names: Names) -> tuple[Rank, Rank, Rank]:
    """The language, the system and the level of what a station finishes; `NONE` leaves what was there."""
    language, system = rank(names.languages, station.writes), rank(names.systems, station.system)
    if station.stage in WRITING_STAGES:
        return language, system, rank(LEVELS, station.level)
    return NONE, system if station.stage == "collection" else NONE, NONE


def _fellows(number: int, mission: Mission, names: Names) -> tuple[Mask, Mask]:
    """The other stations of the same remit; and those of them that share an information system with it."""
    station = mission.stations[names.stations[number]]
    if station.remit is None:
        return Mask(0), Mask(0)
    remit, twins = [], []
    opened = set(systems_opened(station) or ())
    all_know = "duplication" in switched_off(mission)
    for other, name in enumerate(names.stations):
        if other != number and mission.stations[name].remit == station.remit:
            remit.append(name)
            if all_know or opened & set(systems_opened(mission.stations[name]) or ()):
                twins.append(name)
    return mask(names.stations, remit), mask(names.stations, twins)
