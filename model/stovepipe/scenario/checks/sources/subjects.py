"""What happens and can be reported: incidents, topics, and the streams that are about them."""

from __future__ import annotations

from collections.abc import Sequence

from stovepipe.scenario.checks.sources.occurrences import hours
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.occurrences import Subject
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.words.vocabulary import pair
from stovepipe.scenario.problems.unsettled import Unsettled, question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events
from stovepipe.scenario.reading.overlays import Key


def check(mission: Mission, draft: Draft) -> None:
    """Whoever reports about something can do so, and what is to be known can be known."""
    _topics(mission, draft)
    _incidents(mission, draft)
    _sources(mission, draft)


@question
def _topics(mission: Mission, draft: Draft) -> None:
    for name, topic in mission.topics.items():
        path = ("topics", name)
        if name in mission.incidents:
            draft.problem(path, "is the name of an incident as well", "give it another name", on_key=True)
        hours(topic, path, draft)
        _lasts(topic, path, draft)
        _reported(name, path, mission, draft)
        _confirmed(name, topic, path, mission, draft)


@question
def _incidents(mission: Mission, draft: Draft) -> None:
    for name, incident in mission.incidents.items():
        path = ("incidents", name)
        _lasts(incident, path, draft)
        _confirmed(name, incident, path, mission, draft)


@question
def _sources(mission: Mission, draft: Draft) -> None:
    for name, source in mission.sources.items():
        _streams(source, ("sources", name), mission, draft)


@question
def _streams(source: Source, path: Key, mission: Mission, draft: Draft) -> None:
    for klass, stream in source.reports.items():
        _moments(stream.about, (*path, "reports", klass, "about"), mission, draft)
    if source.file is not None:
        _moments(source.file.about, (*path, "file", "about"), mission, draft)


def subjects_of(source: Source) -> frozenset[str]:
    """What a source's own reports are about, those of its file among them; not those of bursts."""
    read = () if source.file is None else source.file.about
    return frozenset(read).union(*(stream.about for stream in source.reports.values()))


def reporters(name: str, mission: Mission) -> frozenset[str]:
    """The sources of which a stream is about an incident or a topic.

    Raises:
        Unsettled: a burst is of no source that there is.
    """
    streaming = {source for source, part in mission.sources.items() if name in subjects_of(part)}
    bursts = mission.incidents[name].bursts if name in mission.incidents else {}
    return frozenset(streaming | {settled(pair(key)[0], mission.sources) for key in bursts})


Telling = dict[str, set[tuple[str, str]]]  # by subject, the (source, class) of the reports about it


def telling(mission: Mission, events: Events) -> Telling:
    """Which sources report about each incident and topic, and in which classes.

    Raises:
        Unsettled: a stream is about something that there is not, a burst is of no source, or a file that is
            about something was not read.
    """
    found: Telling = {name: set() for name in (*mission.incidents, *mission.topics)}
    for source, part in mission.sources.items():
        told = [(klass, stream.about) for klass, stream in part.reports.items()]
        if part.file is not None and part.file.about:
            if source not in events:
                raise Unsettled
            told += [(klass, part.file.about) for klass in events[source]]
        for klass, about in told:
            for name in about:
                found[settled(name, found)].add((source, settled(klass, mission.classes)))
    for name, incident in mission.incidents.items():
        for key in incident.bursts:
            source, klass = pair(key)
            found[name].add((settled(source, mission.sources), settled(klass, mission.classes)))
    return found


@question
def _lasts(subject: Subject, path: Key, draft: Draft) -> None:
    if subject.lasts is not None and laws.mean(subject.lasts) == 0:
        draft.problem((*path, "lasts"), "lasts for no time at all", "write, for example, 5 d")


@question
def _reported(name: str, path: Key, mission: Mission, draft: Draft) -> None:
    if not reporters(name, mission):
        hint = f"write about: {name} where a source reports about it"
        draft.warn(path, "nobody reports about it", hint)


@question
def _confirmed(name: str, subject: Subject, path: Key, mission: Mission, draft: Draft) -> None:
    if subject.confirmed_by is None:
        return
    count = len(reporters(name, mission))
    if count < subject.confirmed_by:
        sources = "1 source reports" if count == 1 else f"{count} sources report"
        draft.warn((*path, "confirmed_by"), f"is never confirmed: {sources} about it")


@question
def _moments(about: Sequence[str], path: Key, mission: Mission, draft: Draft) -> None:
    for place, name in enumerate(about):
        incident = mission.incidents.get(name)
        if incident is not None and incident.lasts is None:
            hint = f"write how long {name} lasts, for example lasts: 1 d"
            draft.problem((*path, place), "is a moment, and only its bursts are about it", hint)
