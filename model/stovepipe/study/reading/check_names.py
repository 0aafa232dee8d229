"""Whether what an outcome is about exists in the structures that it is asked of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from stovepipe.scenario import Mission
from stovepipe.scenario.checks.words.causes import named as causes_named
from stovepipe.scenario.language.any_of import needs_of
from stovepipe.scenario.language.sources.occurrences import Subject
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.study.file.outcome import (
    Arrivals,
    Discoveries,
    Disposals,
    Links,
    Losses,
    OfDeliveries,
    OfEvents,
    OfRequests,
    OfStation,
    OfSystem,
    OnChannel,
    Outcome,
    Passing,
    Places,
    Unanswered,
    Weighed,
)
from stovepipe.terms import CAUSES
from stovepipe.text import counted, did_you_mean

Known = Callable[[Mission], Iterable[str]]


def check_names(outcomes: Iterable[Outcome], missions: Sequence[Mission], draft: Draft) -> None:
    """Report each name that stands for nothing in any structure, and warn of those that do not in some.

    A structure without the station, say, has no such outcome: it is not defined there.
    """
    asked = list(outcomes)
    for outcome in asked:
        for key, name, what, known in _asked(outcome):
            in_each = [set(known(mission)) for mission in missions]
            lacking = sum(name not in names for names in in_each)
            at = _place(draft, outcome, key)
            if lacking == len(missions):
                hint = _asked_otherwise(outcome, name, missions) or did_you_mean(
                    name, sorted(set().union(*in_each))
                )
                draft.problem(at, f'there is no {what} "{name}" in any structure', hint)
            elif lacking:
                where = counted(lacking, "structure")
                draft.warn(at, f'there is no {what} "{name}" in {where}: not defined there')
        _check_events(outcome, missions, draft)
        _check_within(outcome, missions, draft)
        _check_share_beside(outcome, asked, draft)


def _check_events(outcome: Outcome, missions: Sequence[Mission], draft: Draft) -> None:
    """Whether anything happens that could be known, or that somebody asks to be confirmed."""
    of = outcome.of
    if not isinstance(of, OfEvents):
        return
    what, hint = "there are no topics and no incidents", "say under topics what reports are about"
    if outcome.kind.startswith("confirmed"):
        about = of.subject or "any topic or incident"
        what, hint = f"nobody asks for {about} to be confirmed", "say, for example, confirmed_by: 2 there"
    in_each = [_subjects(mission) for mission in missions]
    named = [subjects for subjects in in_each if of.subject is None or of.subject in subjects]
    lacking = sum(not any(_is_asked(outcome, *each) for each in subjects.items()) for subjects in named)
    at = ("outcomes", outcome.name)
    if named and lacking == len(missions):
        draft.problem(at, f"{what} in any structure", hint)
    elif lacking:
        draft.warn(at, f"{what} in {counted(lacking, 'structure')}: not defined there")


def _is_asked(outcome: Outcome, name: str, subject: Subject) -> bool:
    """Whether an outcome is about the events of a subject."""
    of = outcome.of
    mine = isinstance(of, OfEvents) and of.subject in (None, name)
    return mine and (not outcome.kind.startswith("confirmed") or subject.confirmed_by is not None)


def _subjects(mission: Mission) -> dict[str, Subject]:
    return {**mission.topics, **mission.incidents}


def _asked_otherwise(outcome: Outcome, name: str, missions: Sequence[Mission]) -> str:
    """How to ask for a cause that is of the other kind; empty if the name is no such cause."""
    other = {"lost": "disposed", "disposed": "lost"}.get(outcome.kind, "")
    if not other or not any(name in _causes(other)(mission) for mission in missions):
        return ""
    if other == "lost":
        return f"it is a loss: ask for lost: {{to: {name}}}"
    return f"it is a disposition, and no loss: ask for disposed: {{as: {name}}}"


def _check_within(outcome: Outcome, missions: Sequence[Mission], draft: Draft) -> None:
    """Whether anything is watched for so long."""
    of = outcome.of
    if isinstance(of, Arrivals | Discoveries) and of.within is not None:
        longest = max((mission.horizon for mission in missions), key=lambda each: each.value)
        if of.within.value >= longest.value:
            draft.problem(
                _place(draft, outcome, "within"),
                f"no report is watched for {of.within}: the mission lasts {longest}",
                "write a shorter time, or leave it out",
            )


def _check_share_beside(outcome: Outcome, asked: Sequence[Outcome], draft: Draft) -> None:
    """Whether a latency of what arrives stands beside the share that arrives."""
    of = outcome.of
    if outcome.kind not in ("latency_of_delivered", "mean_latency_of_delivered"):
        return
    if isinstance(of, OfDeliveries) and not any(_tells_share(each, of) for each in asked):
        what = "a latency of what arrives says little without the share that arrives"
        draft.warn(("outcomes", outcome.name), what, "ask for delivered of the same as well")


def _tells_share(outcome: Outcome, of: OfDeliveries) -> bool:
    """Whether an outcome tells how much arrives of the same deliveries."""
    same = isinstance(outcome.of, OfDeliveries) and (
        (outcome.of.consumer, outcome.of.report_class) == (of.consumer, of.report_class)
    )
    return same and outcome.kind in ("delivered", "lost", "timely")


def _asked(outcome: Outcome) -> Iterator[tuple[str, str, str, Known]]:
    """Of each name in an outcome: the key that it stands under, the name, what it is, and what there is."""
    of = outcome.of
    if isinstance(of, OfDeliveries):
        if of.consumer is not None:
            yield "consumer", of.consumer, "consumer", _consumers
        if of.report_class is not None:
            yield "class", of.report_class, "class", _needed(of.consumer)
        if isinstance(of, Losses | Disposals):
            key = "as" if isinstance(of, Disposals) else "to"
            what = "disposition" if isinstance(of, Disposals) else "cause of loss"
            yield from ((key, cause, what, _causes(outcome.kind)) for cause in of.to)
        weights = of.weights if isinstance(of, Weighed) else None
        if weights is not None:
            for name in weights.classes:
                yield "weights", name, "class", _needed(of.consumer)
            for name in weights.consumers:
                yield "weights", name, "consumer", _consumers
    elif isinstance(of, OfEvents):
        if of.consumer is not None:
            yield "consumer", of.consumer, "consumer", _consumers
        if of.subject is not None:
            yield "of", of.subject, "topic or incident", _subjects
    elif isinstance(of, Links):
        if of.channel is not None:
            yield "channel", of.channel, "channel", lambda mission: mission.channels
    elif isinstance(of, OfRequests):
        if of.asker is not None:
            yield "asker", of.asker, "station that asks", _askers
        if of.report_class is not None:
            yield "class", of.report_class, "class", lambda mission: mission.classes
        for cause in of.to if isinstance(of, Unanswered) else ():
            yield "to", cause, "cause of loss", _any_cause
    elif isinstance(of, Passing):
        if of.channel is not None:
            yield "channel", of.channel, "channel", lambda mission: mission.channels
        if of.hurdle is not None:
            yield "hurdle", of.hurdle, "hurdle", _hurdles(of.channel)
    elif isinstance(of, OfSystem) and of.system is not None:
        yield "system", of.system, "system with a stock", _stocked
    elif isinstance(of, OnChannel):
        yield "channel", of.channel, "channel with a rapport", _acquainted
    elif isinstance(of, OfStation | Places) and of.station is not None:
        yield "station", of.station, "station", lambda mission: mission.stations


def _acquainted(mission: Mission) -> Iterator[str]:
    return (name for name, channel in mission.channels.items() if channel.rapport is not None)


def _consumers(mission: Mission) -> Iterator[str]:
    return iter(needs_of(mission))


def _stocked(mission: Mission) -> Iterator[str]:
    return (name for name, system in mission.systems.items() if system.stock is not None)


def _askers(mission: Mission) -> Iterator[str]:
    return (name for name, station in mission.stations.items() if station.asks)


def _needed(consumer: str | None) -> Known:
    def known(mission: Mission) -> Iterator[str]:
        for name, needs in needs_of(mission).items():
            if consumer in (None, name):
                yield from needs

    return known


def _any_cause(mission: Mission) -> Iterator[str]:
    yield from (*CAUSES, *causes_named(mission))


def _causes(kind: str) -> Known:
    def known(mission: Mission) -> Iterator[str]:
        for cause in (*CAUSES, *causes_named(mission)):
            disposition = mission.causes.get(cause) == "disposition"
            if disposition == (kind == "disposed"):
                yield cause

    return known


def _hurdles(channel: str | None) -> Known:
    def known(mission: Mission) -> Iterator[str]:
        for name, each in mission.channels.items():
            if channel in (None, name):
                yield from each.hurdles

    return known


def _place(draft: Draft, outcome: Outcome, key: str) -> Key:
    """Where a name of an outcome is written: inside its kind, unless the outcome is named after that."""
    home: Key = ("outcomes", outcome.name)
    for at in ((*home, outcome.kind, key), (*home, key)):
        if draft.find(at)[1] == at:
            return at
    return home
