"""Words that may be misspelt unnoticed: those without a declaration, and names that a later file adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.scenario.reading.yaml import Node
from stovepipe.text import near_miss

_LONG_ENOUGH = 5  # letters; shorter words, such as codes of nations, are too much like each other

Found = Iterator[tuple[str, Key]]

_NAMED = (
    "classes", "sources", "incidents", "topics", "stations", "systems", "caveats", "stations.*.posts",
    "stations.*.posts.*.shifts", "channels.*.hurdles", "any_of",
)  # fmt: skip


def check(mission: Mission, draft: Draft) -> None:
    """Warn of a word that stands in one place only, or in a later file only, and looks like another one."""
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
    for place in _NAMED:
        _added((), tuple(place.split(".")), draft)


def _looks_like(word: str, others: Iterable[str]) -> str | None:
    others = list(others)
    folded = word.casefold()
    same = [other for other in others if other.casefold() == folded]
    same = same or [other for other in others if _exchanged(folded, other.casefold())]
    if same:
        return min(same)
    return near_miss(word, others) if len(word) >= _LONG_ENOUGH else None


def _exchanged(one: str, other: str) -> bool:
    """Whether two words differ by two letters side by side that have changed places."""
    if len(one) != len(other):
        return False
    wrong = [i for i, letter in enumerate(one) if letter != other[i]]
    if len(wrong) != 2:
        return False
    first, second = wrong
    return second == first + 1 and (one[first], one[second]) == (other[second], other[first])


def _left_out(one: str, other: str) -> bool:
    """Whether one letter was left out of a word."""
    return len(one) + 1 == len(other) and any(other[:i] + other[i + 1 :] == one for i in range(len(other)))


def _added(path: Key, steps: tuple[str, ...], draft: Draft) -> None:
    """Warn of a name that a later file adds where one is that differs by a slip: it was probably meant."""
    node, found = draft.find(path)
    if found != path or not isinstance(node.value, dict):
        return
    if steps:
        for inner in node.value if steps[0] == "*" else (steps[0],):
            _added((*path, inner), steps[1:], draft)
        return
    files = [str(file) for file in draft.merged.files]
    for name, each in node.value.items():
        for other, one in node.value.items():
            if _order(each, files) > _order(one, files) and _is_slip(name.casefold(), other.casefold()):
                what, hint = f'adds "{name}" beside "{other}"', f'did you mean "{other}"?'
                draft.warn((*path, name), what, hint, on_key=True)


def _order(node: Node, files: list[str]) -> int:
    """When the file came in which the key of a value is written; what is in no file comes last."""
    file = (node.key or node.at).file
    return files.index(file) if file in files else len(files)


def _is_slip(one: str, other: str) -> bool:
    return one == other or _exchanged(one, other) or _left_out(one, other) or _left_out(other, one)


def _each(words: Iterable[str] | None, path: Key) -> Found:
    for i, word in enumerate(words or ()):
        yield word, (*path, i)


def _one(word: str | None, path: Key) -> Found:
    if word is not None:
        yield word, path


def _hurdles(mission: Mission) -> Iterator[tuple[Hurdle, Key]]:
    for name, channel in mission.channels.items():
        for hurdle_name, hurdle in channel.hurdles.items():
            yield hurdle, ("channels", name, "hurdles", hurdle_name)


def _languages(mission: Mission) -> Found:
    for name, source in mission.sources.items():
        for language in source.languages:
            yield language, ("sources", name, "languages", language)
    for name, station in mission.stations.items():
        yield from _each(station.reads, ("stations", name, "reads"))
        yield from _one(station.writes, ("stations", name, "writes"))
    for hurdle, path in _hurdles(mission):
        yield from _each(hurdle.languages, (*path, "languages"))


def _systems(mission: Mission) -> Found:
    for name, station in mission.stations.items():
        yield from _one(station.system, ("stations", name, "system"))
        yield from _each(station.opens, ("stations", name, "opens"))
    for hurdle, path in _hurdles(mission):
        yield from _each(hurdle.systems, (*path, "systems"))


def _nations(mission: Mission) -> Found:
    for name, source in mission.sources.items():
        yield from _one(source.nation, ("sources", name, "nation"))
    for name, station in mission.stations.items():
        for group_name, group in station.posts.items():
            yield from _one(group.nation, ("stations", name, "posts", group_name, "nation"))
    for hurdle, path in _hurdles(mission):
        yield from _each(hurdle.origins, (*path, "origins"))
    for name, caveat in mission.caveats.items():
        yield from _each(caveat.of, ("caveats", name, "of"))
        yield from _each(caveat.towards, ("caveats", name, "towards"))


def _remits(mission: Mission) -> Found:
    for name, station in mission.stations.items():
        yield from _one(station.remit, ("stations", name, "remit"))
