"""Languages, systems, nations and remits: words without a declaration, which may be misspelt unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import near_miss

_LONG_ENOUGH = 5  # letters; shorter words, such as codes of nations, are too much like each other

Found = Iterator[tuple[str, Key]]


def check(mission: Mission, draft: Draft) -> None:
    """Warn of a word that stands in one place only and looks like another one."""
    vocabularies = {
        "language": _languages(mission),
        "system": _systems(mission),
        "nation": _nations(mission),
        "remit": _remits(mission),
    }
    for what, found in vocabularies.items():
        places: dict[str, list[Key]] = {}
        for word, path in found:
            places.setdefault(word, []).append(path)
        for word, paths in places.items():
            close = _looks_like(word, places.keys() - {word})
            if len(paths) == 1 and close is not None and len(places[close]) > 1:
                hint = f'did you mean "{close}"?'
                draft.warn(
                    paths[0], f'the {what} "{word}" stands nowhere else', hint, on_key=paths[0][-1] == word
                )


def _looks_like(word: str, others: Iterable[str]) -> str | None:
    others = list(others)
    same = [other for other in others if other.casefold() == word.casefold()]
    if same:
        return min(same)
    return near_miss(word, others) if len(word) >= _LONG_ENOUGH else None


def _each(words: Iterable[str] | None, path: Key) -> Found:
    for i, word in enumerate(words or ()):
        yield word, (*path, i)


def _one(word: str | None, path: Key) -> Found:
    if word is not None:
        yield word, path


def _languages(mission: Mission) -> Found:
    for name, source in mission.sources.items():
        for language in source.languages:
            yield language, ("sources", name, "languages", language)
    for name, station in mission.stations.items():
        yield from _each(station.reads, ("stations", name, "reads"))
        yield from _one(station.writes, ("stations", name, "writes"))
    for name, channel in mission.channels.items():
        for hurdle_name, hurdle in channel.hurdles.items():
            yield from _each(hurdle.languages, ("channels", name, "hurdles", hurdle_name, "languages"))


def _systems(mission: Mission) -> Found:
    for name, station in mission.stations.items():
        yield from _one(station.system, ("stations", name, "system"))
        yield from _each(station.opens, ("stations", name, "opens"))
    for name, channel in mission.channels.items():
        for hurdle_name, hurdle in channel.hurdles.items():
            yield from _each(hurdle.systems, ("channels", name, "hurdles", hurdle_name, "systems"))


def _nations(mission: Mission) -> Found:
    for name, source in mission.sources.items():
        yield from _one(source.nation, ("sources", name, "nation"))
    for name, station in mission.stations.items():
        for group_name, group in station.posts.items():
            yield from _one(group.nation, ("stations", name, "posts", group_name, "nation"))
    for name, channel in mission.channels.items():
        for hurdle_name, hurdle in channel.hurdles.items():
            yield from _each(hurdle.origins, ("channels", name, "hurdles", hurdle_name, "origins"))
    for name, caveat in mission.caveats.items():
        yield from _each(caveat.of, ("caveats", name, "of"))
        yield from _each(caveat.towards, ("caveats", name, "towards"))


def _remits(mission: Mission) -> Found:
    for name, station in mission.stations.items():
        yield from _one(station.remit, ("stations", name, "remit"))
