"""Conditions on precedence: contradictions, what nothing can meet, and what finds no channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from stovepipe.scenario.checks.stations.sorting import appearances
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import open_to
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.urgency import Urgent, condition, meeting
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.terms import PRECEDENCES, Precedence
from stovepipe.text import listed

_SHOWN = 4  # of what finds no channel


def check(mission: Mission, draft: Draft) -> None:
    """Ask of every condition whether anything can meet it."""
    _channels(mission, draft)
    _caveats(mission, draft)
    _stations(mission, draft)
    _raises(mission, draft)
    _senders(mission, draft)


@question
def _channels(mission: Mission, draft: Draft) -> None:
    for name, channel in mission.channels.items():
        path = ("channels", name)
        _condition(channel, channel.carries, path, mission, draft)
        for hurdle_name, hurdle in channel.hurdles.items():
            here = (*path, "hurdles", hurdle_name)
            _condition(hurdle, channel.carries, here, mission, draft)
            _at_odds(hurdle, channel, here, mission, draft)


@question
def _caveats(mission: Mission, draft: Draft) -> None:
    for name, caveat in mission.caveats.items():
        _condition(caveat, None, ("caveats", name), mission, draft)


@question
def _stations(mission: Mission, draft: Draft) -> None:
    for name, station in mission.stations.items():
        _batch(station, ("stations", name, "batch"), mission, draft)
        _confirms(station, ("stations", name, "confirms"), mission, draft)
        _work(station, ("stations", name, "work_at_least"), mission, draft)
        _on_call(station, ("stations", name, "posts"), mission, draft)
        _takes(station, ("stations", name, "posts"), mission, draft)


@question
def _batch(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    if station.batch is not None:
        _condition(station.batch, None, path, mission, draft)


@question
def _confirms(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    if station.confirms is not None:
        _condition(station.confirms, station.confirms.classes, path, mission, draft)


@question
def _condition(
    part: Urgent, classes: Iterable[str] | None, path: Key, mission: Mission, draft: Draft
) -> None:
    """A condition can be met, by a copy with reports of these classes (of all, if None)."""
    if part.at_least is None and part.below is None:
        return
    here = (*path, "below" if part.at_least is None else "at_least")
    found = meeting(part)
    if not found:
        no_other = "nothing is below ROUTINE" if part.at_least is None else f"nothing is {condition(part)}"
        draft.problem(here, no_other, f"the most urgent first, there is {listed(PRECEDENCES)}")
        return
    not_a_condition(part, path, draft)
    there = possible(classes, mission)
    if not there & set(found):
        what = f"never holds: no report that comes here can be {listed(found, 'or')}"
        draft.warn(here, what, f"they are {listed(_in_order(there))}")


def not_a_condition(part: Urgent, path: Key, draft: Draft) -> None:
    """Warn of a condition that everything meets."""
    if part.at_least == "ROUTINE" and part.below is None:
        what = "is not a condition: everything is at least ROUTINE"
        draft.warn((*path, "at_least"), what, "leave it out")


@question
def _at_odds(hurdle: Urgent, channel: Channel, path: Key, mission: Mission, draft: Draft) -> None:
    """A hurdle asks for what its channel takes, or for what that may become on the way."""
    there, taken = possible(channel.carries, mission), set(meeting(channel))
    if any(incident.raises and incident.raises.younger_than for incident in mission.incidents.values()):
        taken |= set(PRECEDENCES[: max((PRECEDENCES.index(each) for each in taken), default=0)])
    wanted = there & set(meeting(hurdle))
    if wanted and there & taken and not wanted & taken:
        here = (*path, "below" if hurdle.at_least is None else "at_least")
        draft.warn(here, f"never holds: the channel takes only what is {condition(channel)}")


@question
def _work(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    there = possible(None, mission)
    before = 0
    for at in _in_order(station.work_at_least):
        upto = PRECEDENCES.index(at) + 1
        if not there & set(PRECEDENCES[before:upto]):
            what = f"never applies: no report can be {listed(PRECEDENCES[before:upto], 'or')}"
            draft.warn((*path, at), what, f"there is {listed(_in_order(there))}", on_key=True)
        if station.work_at_least[at].repeats is not None:
            hint = "say it in work or in work_by_class"
            draft.problem((*path, at, "repeats"), "the share depends on the class alone", hint)
        before = upto
    if "ROUTINE" in station.work_at_least:
        what = "applies to everything that no other entry does: work and work_by_class have no effect"
        draft.warn((*path, "ROUTINE"), what, "write it as work", on_key=True)


@question
def _on_call(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    there = possible(None, mission)
    for name, group in station.posts.items():
        call = group.on_call
        if call is None or not (group.shift or group.shifts):
            continue
        wanted = PRECEDENCES[: PRECEDENCES.index(call.precedence) + 1]
        if not there & set(wanted):
            what = f"nobody is ever called: no report can be {listed(wanted, 'or')}"
            draft.warn((*path, name, "on_call", "for"), what, f"there is {listed(_in_order(there))}")


@question
def _takes(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    for name, group in station.posts.items():
        if group.takes is not None:
            _condition(group.takes, group.takes.classes, (*path, name, "takes"), mission, draft)


@question
def _raises(mission: Mission, draft: Draft) -> None:
    for name, incident in mission.incidents.items():
        raises = incident.raises
        if raises is not None and raises.younger_than is not None and raises.younger_than.value == 0:
            path = ("incidents", name, "raises", "younger_than")
            draft.problem(path, "raises nothing that is on its way", "write, for example, 12 h")


@question
def _senders(mission: Mission, draft: Draft) -> None:
    """What a station finishes finds a channel, whatever its precedence: else it is lost there."""
    leaving: dict[str, dict[str, Channel]] = {}
    for name, channel in mission.channels.items():
        leaving.setdefault(settled(ends(name)[0], mission.stations), {})[name] = channel
    for sender, channels in leaving.items():
        if mission.stations[sender].stage != "command":
            _all_taken(sender, channels, mission, draft)


@question
def _all_taken(sender: str, channels: dict[str, Channel], mission: Mission, draft: Draft) -> None:
    lost = []
    for klass in mission.classes:
        carrying = [c for c in channels.values() if c.carries is None or klass in c.carries]
        taken = {precedence for channel in carrying for precedence in meeting(channel)}
        if carrying:
            there = _in_order(possible([klass], mission))
            lost += [f"{klass} of {precedence}" for precedence in there if precedence not in taken]
    if lost:
        name = next(name for name, channel in channels.items() if condition(channel))
        key = "below" if channels[name].at_least is None else "at_least"
        shown = [*lost[:_SHOWN], *([f"{len(lost) - _SHOWN} more"] if len(lost) > _SHOWN else [])]
        what = f"no channel of {sender} takes {listed(shown)}"
        hint = "what no other way brings of this will be lost to sent_elsewhere"
        draft.warn(("channels", name, key), what, hint)


def possible(classes: Iterable[str] | None, mission: Mission) -> Set[Precedence]:
    """The precedences that reports may have that appear as these classes.

    Their own, what incidents raise them to, and those of what may be taken for them.
    """
    there = {settled(name, mission.classes) for name in (mission.classes if classes is None else classes)}
    there |= {own for own in mission.classes if not there.isdisjoint(appearances(mission, own))}
    return {precedence for name in there for precedence in precedences_of(name, mission)}


def precedences_of(name: str, mission: Mission, source: str | None = None) -> list[Precedence]:
    """The precedences that reports of a class (and of a source) may have, the most urgent first."""
    return _in_order(set(_of_class(name, mission, source)))


def entrances(source: str, klass: str, mission: Mission) -> tuple[str, ...]:
    """The stations where reports of a class may enter that a source makes."""
    return open_to(mission.sources[source].written_at, klass, precedences_of(klass, mission, source))


def _of_class(name: str, mission: Mission, source: str | None) -> Iterator[Precedence]:
    own = mission.classes[name].precedence
    yield own
    for incident in mission.incidents.values():
        raises = incident.raises
        if raises is None or not incident.rate.value or name not in raises.classes:
            continue
        here = source is None or raises.sources is None or source in raises.sources
        if here and PRECEDENCES.index(raises.classes[name]) < PRECEDENCES.index(own):
            yield raises.classes[name]


def _in_order(precedences: Iterable[Precedence]) -> list[Precedence]:
    return sorted(precedences, key=PRECEDENCES.index)
