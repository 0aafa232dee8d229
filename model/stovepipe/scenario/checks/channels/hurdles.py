"""Hurdles: whether each has what its kind needs, and can do anything at all."""

from __future__ import annotations

from dataclasses import dataclass

from stovepipe.scenario.checks.stations.station import succession
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.words.vocabulary import WRITING_STAGES, ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.terms import CAUSES
from stovepipe.text import listed

_LISTS = ("classes", "levels", "origins", "languages", "systems", "through")


@dataclass(frozen=True)
class _Place:
    """A hurdle and what it stands between."""

    hurdle: Hurdle
    path: Key
    channel: Channel
    sender: str
    recipient: str
    to: Station
    mission: Mission
    draft: Draft

    def problem(self, key: str | None, what: str, hint: str = "", *, lacks: Key | None = None) -> None:
        self.draft.problem((*self.path, key) if key else self.path, what, hint, lacks=lacks)

    def warn(self, key: str | None, what: str, hint: str = "") -> None:
        self.draft.warn((*self.path, key) if key else self.path, what, hint)


@question
def check(mission: Mission, draft: Draft) -> None:
    """Every hurdle between two stations that exist."""
    for name, channel in mission.channels.items():
        _channel(name, channel, mission, draft)


@question
def _channel(name: str, channel: Channel, mission: Mission, draft: Draft) -> None:
    sender, recipient = ends(name)
    if sender not in mission.stations or recipient not in mission.stations or sender == recipient:
        return
    for hurdle_name, hurdle in channel.hurdles.items():
        path = ("channels", name, "hurdles", hurdle_name)
        to = mission.stations[recipient]
        place = _Place(hurdle, path, channel, sender, recipient, to, mission, draft)
        for key in _LISTS:
            _list(place, key)
        for ask in _QUESTIONS:
            ask(place)


@question
def _list(place: _Place, key: str) -> None:
    if getattr(place.hurdle, key) == ():
        place.problem(key, "an empty list", "leave it out for no condition")


@question
def _effect(place: _Place) -> None:
    hurdle = place.hurdle
    delays = hurdle.delay is not None and laws.longest(hurdle.delay) > 0
    stated = (hurdle.probability, hurdle.at_full_rapport)
    may_stop = hurdle.may_stop or any(share is not None and share.range is not None for share in stated)
    if not may_stop and not delays and not hurdle.through:
        hint = "give it a probability, a delay or a station to go through, or remove it"
        place.problem(None, "does nothing", hint)
    certain = hurdle.stops == 1 and hurdle.at_full_rapport is None
    if certain and hurdle.probability is not None and hurdle.probability.range is None:
        for key in ("delay", "through"):
            if getattr(hurdle, key) is not None:
                place.warn(key, "never comes to that: the probability of being stopped is 100 %")


@question
def _cause(place: _Place) -> None:
    hurdle = place.hurdle
    if hurdle.otherwise in CAUSES:
        place.problem(
            "otherwise", f'"{hurdle.otherwise}" is what losses elsewhere are called', "use another word"
        )
    if hurdle.kind == "other" and hurdle.otherwise is None and (hurdle.stops or hurdle.probability):
        hint = "what is stopped here needs a cause: say otherwise: a_word, or name a kind of hurdle"
        place.problem(None, "otherwise is missing", hint, lacks=(*place.path, "otherwise"))


@question
def _size(place: _Place) -> None:
    if place.hurdle.kind == "aggregation" and place.hurdle.more_than is None:
        hint = "say how many reports a product may hold, for example more_than: 10"
        place.problem(None, "more_than is missing", hint, lacks=(*place.path, "more_than"))


@question
def _classes(place: _Place) -> None:
    asked, carried = place.hurdle.classes, place.channel.carries
    if not asked or not carried:
        return
    if not {settled(klass, place.mission.classes) for klass in asked} & {
        settled(klass, place.mission.classes) for klass in carried
    }:
        what, hint = (
            "never applies: the channel carries none of these classes",
            f"it carries {listed(carried)}",
        )
        place.problem("classes", what, hint)


@question
def _origins(place: _Place) -> None:
    nations = {source.nation for source in place.mission.sources.values()}
    if place.hurdle.origins and not nations & set(place.hurdle.origins):
        place.warn("origins", f"never applies: no source is of nation {listed(place.hurdle.origins, 'or')}")


@question
def _marks(place: _Place) -> None:
    hurdle, sources = place.hurdle, place.mission.sources.values()
    if hurdle.coarse and not any(s.collection is not None and s.collection.leaves_coarse for s in sources):
        what = "never applies: no source writes coarse reports"
        place.warn("coarse", what, "say at a source, for example, collection: {coarse: 30 %}")


@question
def _each(place: _Place) -> None:
    if not place.hurdle.each:
        return
    for key in ("delay", "through"):
        if getattr(place.hurdle, key) is not None:
            what = "each report by itself can only be stopped, not delayed or led elsewhere"
            place.problem(key, what, "remove it, or remove each")


@question
def _rapport(place: _Place) -> None:
    if place.hurdle.at_full_rapport is None:
        return
    if place.channel.rapport is None:
        lacks = (*place.path[:2], "rapport")
        hint = "give the channel a rapport: {floor: 20 %, ceiling: 90 %, time: 3 mo}"
        place.problem("at_full_rapport", "the channel has no rapport", hint, lacks=lacks)
    if place.hurdle.probability is None:
        hint = "say with what probability strangers are stopped"
        place.problem(None, "probability is missing", hint, lacks=(*place.path, "probability"))


@question
def _through(place: _Place) -> None:
    through = place.hurdle.through or ()
    for i in range(len(through)):
        _between(through[i], place, (*place.path, "through", i))
    if len(through) > 1 and place.hurdle.kind != "language":
        hint = "only a language hurdle chooses among several, by who reads the report"
        place.problem("through", "several stations to go through", hint)


@question
def _between(name: str, place: _Place, path: Key) -> None:
    for end, what in ((place.sender, "sends the report"), (place.recipient, "receives it")):
        if end in succession(place.mission, name):
            closing = "" if end == name else f" when {name} has closed"
            what = f'"{end}" {what} itself{closing}: what it has worked on once is done'
            place.draft.problem(path, what, "name a station between the two")


@question
def _language(place: _Place) -> None:
    if place.hurdle.kind != "language":
        return
    reads = set(place.to.reads or ())
    if not reads:
        hint = f"say it at stations.{place.recipient}, for example, reads: [eng]"
        what = f"{place.recipient} does not say what it reads"
        place.problem(None, what, hint, lacks=("stations", place.recipient, "reads"))
        return
    _foreign(place, reads)
    for i, name in enumerate(place.hurdle.through or ()):
        _translator(name, reads, place, (*place.path, "through", i))


@question
def _foreign(place: _Place, reads: set[str]) -> None:
    languages = place.hurdle.languages
    if languages and set(languages) <= reads:
        place.problem("languages", f"never applies: {place.recipient} reads {listed(sorted(reads))}")
    elif not languages and (written := languages_written(place.mission)) <= reads:
        what = f"never applies: {place.recipient} reads every language that is written"
        place.warn(None, what, f"these are {listed(sorted(written))}")


@question
def _translator(name: str, reads: set[str], place: _Place, path: Key) -> None:
    station = place.mission.stations[settled(name, place.mission.stations)]
    missing = [key for key in ("reads", "writes") if getattr(station, key) is None]
    if missing:
        what, hint = f"{name} does not say what it {listed(missing)}", f"say it at stations.{name}"
        place.draft.problem(path, what, hint, lacks=("stations", name, missing[0]))
        return
    if station.writes not in reads:
        what = f"{name} writes {station.writes}, which {place.recipient} does not read"
        place.draft.problem(path, what, f"{place.recipient} reads {listed(sorted(reads))}")
    if set(station.reads or ()) <= reads:
        what = f"{name} reads nothing that {place.recipient} does not read itself"
        place.draft.problem(path, what, "it would never be asked")
    if station.stage not in WRITING_STAGES:
        what = f"{name} is of stage {station.stage}, and passes on what it is given"
        place.draft.problem(path, what, f"translators are of stage {listed(WRITING_STAGES, 'or')}")


def languages_written(mission: Mission) -> set[str]:
    """The languages in which sources and stations write."""
    sources = {language for source in mission.sources.values() for language in source.languages}
    return sources | {station.writes for station in mission.stations.values() if station.writes is not None}


@question
def _system(place: _Place) -> None:
    if place.hurdle.kind != "system":
        return
    opens = {*place.to.opens, *([place.to.system] if place.to.system else [])}
    if not opens:
        hint = f"say it at stations.{place.recipient}"
        what = f"{place.recipient} does not say on which system it is"
        place.problem(None, what, hint, lacks=("stations", place.recipient, "system"))
        return
    for i, name in enumerate(place.hurdle.through or ()):
        _registry(name, opens, place, (*place.path, "through", i))
    if place.hurdle.systems and set(place.hurdle.systems) <= opens:
        place.problem("systems", f"never applies: {place.recipient} opens {listed(sorted(opens))}")


@question
def _registry(name: str, opens: set[str], place: _Place, path: Key) -> None:
    station = place.mission.stations[settled(name, place.mission.stations)]
    if station.system is not None and station.system not in opens:
        what = f"{name} is on {station.system}, which {place.recipient} does not open"
        place.draft.problem(path, what, f"it opens {listed(sorted(opens))}")


_QUESTIONS = (
    _effect, _cause, _size, _classes, _origins, _marks, _each, _rapport, _through, _language, _system,
)  # fmt: skip
