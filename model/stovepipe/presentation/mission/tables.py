"""What a mission consists of, and what is known about its numbers, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.scenario.checks.sources.subjects import reporters
from stovepipe.scenario.language.any_of import groups_with
from stovepipe.scenario.language.channels.channel import Channel, Rapport
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.hurdles_on import hurdles_on
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.collection import Collected
from stovepipe.scenario.language.sources.doors import Door
from stovepipe.scenario.language.sources.incidents import Incident
from stovepipe.scenario.language.sources.occurrences import Subject
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.requests import Ask
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.stations.stocks import Stock
from stovepipe.scenario.language.stations.work import WorkContent
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.language.values.laws import Fixed, Law
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.language.words.urgency import condition
from stovepipe.text import counted, listed


def source_listing(mission: Mission) -> Grid:
    """The sources of a mission: what they report, and what is lost before it is written."""
    names = ("source", "nation", "written at", "languages", "marking", "collection", "direction", "about")
    rows = [
        (
            name,
            source.nation or "",
            _doors(source),
            ", ".join(f"{share} {language}" for language, share in source.languages.items()),
            _marking(source),
            _collection(source),
            _direction(source),
            _about(source),
        )
        for name, source in mission.sources.items()
    ]
    return _listing(f"{mission.mission}: sources", names, rows)


def subject_listing(mission: Mission) -> Grid:
    """The topics and incidents of a mission: how often, for how long, and what it takes to know of them."""
    names = (
        "topic or incident",
        "what it is",
        "rate",
        "lasts",
        "known within",
        "confirmed by",
        "told by",
        "sets off",
    )
    every: list[tuple[str, str, Subject]] = [
        *((name, "topic", topic) for name, topic in mission.topics.items()),
        *((name, "incident", incident) for name, incident in mission.incidents.items()),
    ]
    rows = [
        (
            name,
            kind,
            f"{subject.rate}{', varies' if subject.hours or subject.weekdays or subject.dates else ''}",
            "" if subject.lasts is None else _law(subject.lasts),
            "" if subject.known_within is None else _law(subject.known_within),
            "" if subject.confirmed_by is None else f"{subject.confirmed_by} sources",
            _names(sorted(reporters(name, mission))),
            _consequences(subject) if isinstance(subject, Incident) else "",
        )
        for name, kind, subject in every
    ]
    return _listing(f"{mission.mission}: what happens", names, rows)


def station_listing(mission: Mission) -> Grid:
    """The stations of a mission."""
    names = (
        *("station", "stage", "posts", "work", "batch", "confirms", "sorts", "remit", "system", "rests on"),
        *("reads",),
        *("writes", "cleared", "needs", "asks"),
    )
    rows = [
        (
            name,
            station.stage,
            _posts(station),
            _work(station),
            _batch(station),
            _confirms(station),
            _sorts(station),
            _remit(station),
            station.system or "",
            station.rests_on or "",
            _names(station.reads),
            station.writes or "",
            station.cleared or "",
            _needs(name, mission),
            "; ".join(_ask(name, ask) for name, ask in station.asks.items()),
        )
        for name, station in mission.stations.items()
    ]
    return _listing(f"{mission.mission}: stations", names, rows)


def _needs(name: str, mission: Mission) -> str:
    """What a station needs by itself, and what it needs as one of several."""
    station = mission.stations[name]
    when = {klass: dates_of(dates) for klass, dates in station.needs_when.items()}
    alone = [f"{klass} ({when[klass]})" if klass in when else klass for klass in station.needs]
    groups = groups_with(name, mission)
    parts = [", ".join(alone)] if alone else []
    return "; ".join([*parts, *(f"{_names(of.needs)} (any of {group})" for group, of in groups.items())])


def cause_listing(mission: Mission) -> Grid:
    """What the causes stand for of which the mission says so."""
    return _listing(f"{mission.mission}: causes", ("cause", "stands for"), [*sorted(mission.causes.items())])


def system_listing(mission: Mission) -> Grid:
    """The systems of a mission of which something is said: when they are frozen, and what they keep."""
    rows = [
        (
            name,
            "" if system.frozen is None else f"{system.frozen:%Y-%m-%d %H:%M}",
            "" if system.stock is None else _stock(system.stock),
            "" if system.stock is None else _without(system.stock),
            _names([each for each, station in mission.stations.items() if station.rests_on == name]),
        )
        for name, system in mission.systems.items()
    ]
    names = ("system", "frozen", "full with", "without it", "rest on it")
    return _listing(f"{mission.mission}: systems", names, rows)


def channel_listing(mission: Mission) -> Grid:
    """The channels of a mission, with their hurdles in the order in which they are met."""
    rows = [
        (name, *_channel(channel), _hurdles(name, channel, mission))
        for name, channel in mission.channels.items()
    ]
    return _listing(
        f"{mission.mission}: channels", ("channel", "carries", "transit", "outages", "hurdles"), rows
    )


def _listing(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """A grid of texts, without the columns in which nothing stands."""
    used = [i for i in range(len(names)) if any(row[i] for row in rows)]
    columns = [Column(names[i], right=False) for i in used]
    notes = [] if rows else ["There are none."]
    return Grid(title=title, columns=columns, rows=[tuple(row[i] for i in used) for row in rows], notes=notes)


def _marking(source: Source) -> str:
    higher = "" if source.overmarked is None else f"{source.overmarked} a step higher"
    return ", ".join(part for part in (source.marking, higher) if part)


def _collection(source: Source) -> str:
    stated = source.collection
    if stated is None:
        return ""
    cases = [("", stated), *stated.by_class.items()]
    cases += [(f"at least {least}", losses) for least, losses in stated.at_least.items()]
    return "; ".join(f"{case}: {said}" if case else said for case, of in cases if (said := _losses(of)))


def _losses(stated: Collected) -> str:
    late = None if stated.delay is None else f"{_law(stated.delay)} late"
    shares = ((stated.unreported, "unreported"), (stated.coarse, "coarse"))
    parts = [f"{share} {what}" for share, what in shares if share is not None]
    return "; ".join([*parts, *([late] if late else [])])


def _doors(source: Source) -> str:
    written = source.written_at
    if isinstance(written, str):
        return written
    if isinstance(written, dict):
        return ", ".join(f"{name} ({share} of them)" for name, share in written.items())
    return ", ".join(door.at + (f" ({when})" if (when := _conditions(door)) else "") for door in written)


def _conditions(door: Door) -> str:
    parts = [] if door.classes is None else [_names(door.classes)]
    parts += [condition(door)] if condition(door) else []
    return ", ".join(parts)


def _direction(source: Source) -> str:
    stated = source.direction
    if stated is None:
        return ""
    return f"{stated.fresh} to {stated.stale} in {stated.time}, by {_names(stated.by)}"


def _about(source: Source) -> str:
    told = [(klass, _names(stream.about)) for klass, stream in source.reports.items() if stream.about]
    if source.file is not None and source.file.about:
        told.append(("its file", _names(source.file.about)))
    return "; ".join(f"{klass}: {subjects}" for klass, subjects in told)


def _posts(station: Station) -> str:
    parts = []
    for name, group in station.posts.items():
        shifts = f" in {len(group.shifts)} shifts" if group.shifts else ""
        call = group.on_call
        called = "" if call is None else f", on call for {call.precedence} within {_law(call.within)}"
        takes = "" if group.takes is None else f" for {group.takes}" if group.takes.conditional else ""
        parts.append(f"{group.count} {name}{shifts}{takes}{called}")
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def _work(station: Station) -> str:
    of_class = [f"{_usual(work)} if {klass}" for klass, work in station.work_by_class.items()]
    urgent = [f"{_usual(work)} if at least {at}" for at, work in station.work_at_least.items()]
    return "; ".join([_usual(station.work), *of_class, *urgent])


def _batch(station: Station) -> str:
    batch = station.batch
    if batch is None:
        return ""
    size = [] if batch.size is None else [f"of {batch.size}"]
    times = [f"at {listed(batch.at)}"] if batch.at else []
    size += [] if batch.keeps is None else [f"keeping {batch.keeps}"]
    which = [f"only {_names(batch.classes)}"] if batch.classes else []
    return ", ".join(part for part in (" ".join([*size, *times]), *which, condition(batch)) if part)


def _sorts(station: Station) -> str:
    rows = {} if station.sorts is None else station.sorts.taken_for
    kinds = {own: listed(f"{kind} {share}" for kind, share in each.items()) for own, each in rows.items()}
    parts = [f"{own} as {kind or own}" for own, kind in kinds.items()]
    if station.sorts is not None and station.sorts.precedence == "of_class":
        parts.append("with the precedence of the class")
    return "; ".join(parts)


def _confirms(station: Station) -> str:
    confirms = station.confirms
    if confirms is None:
        return ""
    which = [f"only {_names(confirms.classes)}"] if confirms.classes else []
    limit = [] if confirms.within is None else [f"{confirms.within} at the most"]
    then = [f"then {confirms.otherwise or 'pass'}"] if limit else []
    parts = [counted(confirms.sources, "source"), *which, condition(confirms), *limit, *then]
    return ", ".join(part for part in parts if part)


def _stock(stock: Stock) -> str:
    parts = [f"{stock.full} reports"]
    parts += [] if stock.half_life is None else [f"half of it fades in {stock.half_life}"]
    parts += [] if stock.at_start is None else [f"{stock.at_start} at the start"]
    return ", ".join(parts)


def _without(stock: Stock) -> str:
    stated = (("work", stock.without.work), ("misreading", stock.without.misreading))
    return ", ".join(f"{what} x {factor.value:g}" for what, factor in stated if factor is not None)


def _remit(station: Station) -> str:
    """The remit, and what becomes of what others of the same remit have done unless it is passed on."""
    if station.remit is None or station.on_duplicate == "pass_on":
        return station.remit or ""
    return f"{station.remit}, {station.on_duplicate}s duplicates"


def _consequences(incident: Incident) -> str:
    """The reports that an incident causes, whom it ties down and calls in, and what it makes urgent."""
    parts = [f"{burst.reports} {key} after {_law(burst.delay)}" for key, burst in incident.bursts.items()]
    diverts, calls, raises = incident.diverts, incident.calls_in, incident.raises
    if diverts is not None:
        whom = [f"{share} of {name}" for name, share in diverts.sources.items()]
        whom += [f"{count} of {name}" for name, count in diverts.posts.items()]
        parts.append(f"diverts {listed(whom)} for {diverts.lasts}")
    if calls is not None:
        whom = [f"{count} of {name}" for name, count in calls.posts.items()]
        parts.append(f"calls in {listed(whom)} within {_law(calls.within)} for {calls.lasts}")
    if raises is not None:
        what = listed(f"{klass} to {precedence}" for klass, precedence in raises.classes.items())
        at = f" at {_names(raises.sources)}" if raises.sources else ""
        younger = raises.younger_than
        older = "" if younger is None else f", and what is under way and younger than {younger}"
        parts.append(f"raises {what}{at} for {raises.lasts}{older}")
    return "; ".join(parts)


def dates_of(part: Dated) -> str:
    """From when and until when something holds; empty if it always does."""
    since = [f"from {_moment(part.since)}"] if part.since is not None else []
    until = [f"until {_moment(part.until)}"] if part.until is not None else []
    return " ".join(since + until)


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M}"


def outages_of(channel: Channel) -> str:
    """How often and for how long a link is down; empty if it never is."""
    outages = channel.outages
    if outages is None:
        return ""
    drawn = (
        []
        if outages.every is None or outages.last is None
        else [f"down every {_law(outages.every)}, for {_law(outages.last)}"]
    )
    return "; ".join([*drawn, *(f"down {dates_of(spell)}" for spell in outages.stated)])


def _ask(name: str, ask: Ask) -> str:
    """What a station asks, as in: more about warning, only coarse, 60 %, within 1 d."""
    parts = [f"{name} about {'what it needs' if ask.about is None else _names(ask.about)}"]
    parts += ["only coarse"] if ask.coarse else []
    parts += [] if ask.probability is None else [str(ask.probability)]
    parts += [] if ask.within is None else [f"within {_law(ask.within)}"]
    parts += [f"{ask.rounds} rounds"] if ask.rounds > 1 else []
    return ", ".join(parts)


def _channel(channel: Channel) -> tuple[str, str, str]:
    carries = "all" if channel.carries is None else _names(channel.carries)
    if condition(channel):
        carries += f", {condition(channel)}"
    if channel.share is not None:
        carries += f" ({channel.share} of them)"
    carries += f", {dates_of(channel)}" if dates_of(channel) else ""
    transit = "" if channel.transit is None else _law(channel.transit)
    return carries, transit, outages_of(channel)


def _hurdles(name: str, channel: Channel, mission: Mission) -> str:
    parts = [_hurdle(*each) for each in hurdles_on(name, mission).items()]
    if channel.rapport is not None:
        parts.append(_rapport(channel.rapport))
    if channel.embedded is not None:
        parts.append(f"embedded officer bypasses {_names(channel.embedded.bypasses) or 'nothing'}")
    return "; ".join(parts)


def _rapport(rapport: Rapport) -> str:
    moves = [
        f"{share} {word}"
        for share, word in (
            (rapport.carried_over, "carried over"),
            (rapport.earned, "earned"),
            (rapport.lost, "lost"),
        )
        if share is not None
    ]
    return ", ".join([f"rapport {rapport.floor} to {rapport.ceiling}", *moves])


def _hurdle(name: str, hurdle: Hurdle) -> str:
    parts = [name]
    if hurdle.probability is not None:
        parts.append(f"stops {hurdle.probability}{stops_at_full_rapport(hurdle)}")
    parts += [f"if {condition(hurdle)}"] if condition(hurdle) else []
    parts += [dates_of(hurdle)] if dates_of(hurdle) else []
    parts += [word for word, said in (("of each", hurdle.each), ("on arrival", hurdle.on_arrival)) if said]
    if hurdle.delay is not None:
        parts.append(f"takes {_law(hurdle.delay)}")
    if hurdle.through:
        parts.append(f"through {_names(hurdle.through)}")
    return " ".join(parts)


def stops_at_full_rapport(hurdle: Hurdle) -> str:
    """What the probability of a hurdle falls to, if it depends on rapport."""
    return "" if hurdle.at_full_rapport is None else f" to {hurdle.at_full_rapport} by rapport"


def _usual(work: WorkContent) -> str:
    """For one report, and for each that a product holds where that is any."""
    if work.each is None or (isinstance(work.each, Fixed) and work.each.value.value == 0.0):
        return _law(work.once)
    again = "" if work.repeats is None else f" ({work.repeats} of it if the event is known)"
    return f"{_law(work.once)}, and {_law(work.each)} for each report{again}"


def _law(law: Law) -> str:
    if isinstance(law, Fixed):
        return str(law.value)
    fields = [(name, getattr(law, name)) for name in type(law).model_fields]
    stated = [f"{name} {value}" for name, value in fields if isinstance(value, Quantity | str)]
    return f"{type(law).__name__.lower()}, {', '.join(stated)}"


def _names(names: Sequence[str] | None) -> str:
    return ", ".join(names or ())
