"""Who asks: the asks of stations, the streams of requests and answers, and who is to be reached by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stovepipe.network.compiler.laws import law_or_none, share_or_none
from stovepipe.network.compiler.names import Names, mask, rank
from stovepipe.network.details.asks import Ask, Origin
from stovepipe.network.records import NONE, Source, Stream
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations import requests
from stovepipe.scenario.language.stations.station import Station


def asks(mission: Mission, names: Names) -> tuple[Ask, ...]:
    """The asks of all stations, in the order of the stations, and of their own names."""
    return tuple(
        _ask(name, number, mission.stations[station], names)
        for number, station in enumerate(names.stations)
        for name in sorted(mission.stations[station].asks)
    )


def _ask(name: str, station: int, spec: Station, names: Names) -> Ask:
    stated: requests.Ask = spec.asks[name]
    return Ask(
        name=name,
        station=station,
        about=mask(names.classes, spec.needs if stated.about is None else stated.about),
        coarse=stated.coarse,
        probability=1.0 if stated.probability is None else stated.probability.value,
        request=rank(names.classes, stated.request),
        collects=law_or_none(stated.collects),
        within=law_or_none(stated.within),
        answer=rank(names.classes, stated.answer),
        still_coarse=share_or_none(stated.still_coarse),
        rounds=stated.rounds,
    )


@dataclass(frozen=True)
class _Begun:
    """A stream that may be asked about, by the stream of the calendar with which the asking began."""

    rank: int
    stream: Stream
    root: Stream


def made_streams(asks: tuple[Ask, ...], streams: tuple[Stream, ...], names: Names) -> Iterator[Stream]:
    """The streams of requests and of answers, that come behind those of the calendar.

    Args:
        asks: the asks by rank.
        streams: the streams of the calendar.
        names: the mission's names.
    """
    number = len(streams)
    for which, ask in enumerate(asks):
        begun = [_Begun(i, stream, stream) for i, stream in enumerate(streams)]
        for turn in range(ask.rounds):
            concerned = [each for each in begun if ask.about >> each.stream.klass & 1]
            begun = []
            for each in concerned:
                answer = each.stream.klass if ask.answer == NONE else ask.answer
                for answers, klass in ((False, ask.request), (True, answer)):
                    origin = Origin(which, each.rank, turn, answers)
                    trigger = _trigger(ask, each.root, turn, names, answers=answers)
                    stream = Stream(each.stream.source, klass, trigger, made=origin)
                    yield stream
                    if answers:
                        begun.append(_Begun(number, stream, each.root))
                    number += 1


def _trigger(ask: Ask, root: Stream, turn: int, names: Names, *, answers: bool) -> str:
    """What stands for the trigger in the address of a request or an answer (semantics, 3.13)."""
    what = "answer" if answers else "request"
    asker, klass = f"{names.stations[ask.station]}.{ask.name}", names.classes[root.klass]
    return f"{what} {asker} {klass} {root.trigger} {turn}"


def addressees(
    asks: tuple[Ask, ...], streams: tuple[Stream, ...], sources: tuple[Source, ...]
) -> tuple[int, ...]:
    """The stations that ask, and the doors of the sources that are asked, by rank."""
    asked = {stream.source for stream in streams if stream.made is not None}
    doors = {door.station for source in asked for door in sources[source].doors}
    return tuple(sorted(doors | {ask.station for ask in asks}))
