"""What becomes of a mission without a mechanism, or with one at its worst.

Each table has a change for every mechanism by name, made in place. `REMOVED` is for any mission; the others
are for `everything()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

from stovepipe.scenario.language.channels.hurdle_kinds import HurdleKind
from tests.properties.missions import Document
from tests.properties.unhurried import unhurry

Change = Callable[[Document], Any]
NEVER = {"value": "0 %", "range": ["0 %", "60 %"]}  # a hurdle that could do nothing at all would be refused


def hurdles(document: Document, kind: str) -> Iterator[tuple[Document, str]]:
    """Those of a kind: the channel's map of them, and the name."""
    for channel in document["channels"].values():
        for name, hurdle in list(channel.get("hurdles", {}).items()):
            if hurdle.get("kind", name if name in get_args(HurdleKind) else "other") == kind:
                yield channel["hurdles"], name


def groups(document: Document) -> Iterator[Document]:
    for station in document["stations"].values():
        yield from station["posts"].values()


def without(document: Document, kind: str) -> None:
    """No hurdle of a kind, and nobody who is said to get round one."""
    for where, name in hurdles(document, kind):
        del where[name]
    _forget_bypassed(document)


def _forget_bypassed(document: Document) -> None:
    for channel in document["channels"].values():
        embedded = channel.get("embedded", {})
        known = {*channel.get("hurdles", {}), *document.get("caveats", {})}
        embedded["bypasses"] = [name for name in embedded.pop("bypasses", []) if name in known]


def _each(parts: Any, *keys: str) -> None:
    for part in parts:
        for key in keys:
            part.pop(key, None)


def without_absence(document: Document) -> None:
    _each(groups(document), "gap", "early_departure", "leave")


def without_tours(document: Document) -> None:
    """Nobody ever goes. What is still in hand when a post ends is neither lost nor grows."""
    without_absence(document)
    _each(groups(document), "tour", "first_change", "overlap", "change")
    for group in groups(document):
        group.get("learning", {}).pop("memory", None)
        rule = group.pop("change_over", {}).get("in_hand")
        if rule and "until" in group:
            group["change_over"] = {"in_hand": rule}


def _without_memory(document: Document) -> None:
    """Where a settled person was before, everyone is: as if there were nothing to learn."""
    for group in groups(document):
        if "learning" in group and "tour" in group:
            if "from" in group:
                group["learning"]["memory"] = "100 %"
            else:
                del group["learning"]


def _without_systems(document: Document) -> None:
    _each(document["systems"].values(), "frozen")
    without(document, "system")


def without_stock(document: Document) -> None:
    _each(document["systems"].values(), "stock")
    _each(document["stations"].values(), "rests_on")


def _without_caveats(document: Document) -> None:
    document["caveats"] = {}
    without(document, "caveat")


def _acquainted(document: Document) -> None:
    without(document, "reluctance")
    for channel in document["channels"].values():
        for hurdle in channel.get("hurdles", {}).values():
            if "at_full_rapport" in hurdle:
                hurdle["probability"] = hurdle.pop("at_full_rapport")


def _known_to_each_other(document: Document) -> None:
    """A system on which nothing is written, and which all of one remit open."""
    for station in document["stations"].values():
        if "remit" in station:
            opened = station.get("opens", [])
            station["opens"] = [*([opened] if isinstance(opened, str) else opened), station["remit"]]


def _free_products(document: Document) -> None:
    """Nothing is said of what each report adds, and every batch keeps all."""
    for station in document["stations"].values():
        for work in (
            station["work"],
            *station.get("work_by_class", {}).values(),
            *station.get("work_at_least", {}).values(),
        ):
            if isinstance(work, dict) and "once" in work:
                work["each"] = "0 min"
        station.get("batch", {}).pop("keeps", None)


def _without_trust(document: Document) -> None:
    for channel in document["channels"].values():
        _each([channel.get("rapport", {})], "carried_over", "earned", "lost")


def _directed(fresh: str, stale: str) -> Change:
    def change(document: Document) -> None:
        for source in document["sources"].values():
            if "direction" in source:
                source["direction"] |= {"fresh": fresh, "stale": stale}

    return change


def both(*changes: Change) -> Change:
    return lambda document: [change(document) for change in changes]


REMOVED: dict[str, Change] = {
    "absence": without_absence,
    "aggregation": lambda d: without(d, "aggregation"),
    "caveats": _without_caveats,
    "collection": lambda d: _each(d["sources"].values(), "collection"),
    "confirmation": lambda d: _each(d["stations"].values(), "confirms"),
    "direction": _directed("100 %", "100 %"),  # those who need guidance need a reason
    "distance": lambda d: _each(d["channels"].values(), "transit"),
    "duplication": _known_to_each_other,
    "exposure": lambda d: _each(d["sources"].values(), "exposure"),
    "granularity": lambda d: without(d, "granularity"),
    "language": lambda d: without(d, "language"),
    "learning": lambda d: _each(groups(d), "learning"),
    "memory": _without_memory,
    "misreading": lambda d: _each(d["stations"].values(), "misreading"),
    "outages": lambda d: _each(d["channels"].values(), "outages"),
    "partners": lambda d: without(d, "access"),
    "products": _free_products,
    "protection": lambda d: _each(d.get("incidents", {}).values(), "bursts", "diverts", "raises"),
    "rapport": _acquainted,
    "reinforcement": lambda d: _each(d.get("incidents", {}).values(), "calls_in"),
    "release": lambda d: without(d, "release"),
    "sorting": lambda d: _each(d["stations"].values(), "sorts"),
    "requests": lambda d: _each(d["stations"].values(), "asks"),
    "skills": lambda d: _each(groups(d), "takes"),
    "stock": without_stock,
    "systems": _without_systems,
    "trust": _without_trust,
    "urgency": both(unhurry, _forget_bypassed),
}


def _hurdle(kind: str, **parts: Any) -> Change:
    """Every hurdle of a kind with other parts; what is None is left out."""

    def change(document: Document) -> None:
        for where, name in hurdles(document, kind):
            changed = where[name] | parts
            where[name] = {key: part for key, part in changed.items() if part is not None}

    return change


def _part(*path: str, **parts: Any) -> Change:
    """One part of the mission with other parts of its own."""

    def change(document: Document) -> None:
        part = document
        for key in path:
            part = part[key]
        part.update(parts)

    return change


DESK = ("stations", "desk", "posts", "people")
WATCHED = ("stations", "fusion", "posts")
ACQUAINTED = ("channels", "desk -> cell", "rapport")
ATTACK = ("incidents", "attack")
ASKING = ("stations", "sector", "asks", "more")
WATCH = ("stations", "watch", "posts", "people")
CLOSE_HOLD = ("channels", "cell -> staff", "hurdles", "close_hold")

IMPOSSIBLE: dict[str, Change] = {
    "absence": both(lambda d: _each(groups(d), "leave"), _part(*DESK, early_departure="0 %", gap="0 min")),
    "aggregation": _hurdle("aggregation", probability=NEVER),
    "caveats": both(
        _part("caveats", "national", probability=NEVER), _part("caveats", "unspoken", probability=NEVER)
    ),
    "collection": _part("sources", "north", "collection", unreported="0 %", delay="0 min", coarse="0 %"),
    "confirmation": _part("stations", "fusion", "confirms", sources=1),
    "direction": _directed("100 %", "100 %"),
    "distance": lambda d: [c.update(transit="0 min") for c in d["channels"].values()],
    "exposure": _part("sources", "north", "exposure", silenced="0 %"),
    "granularity": _hurdle("granularity", probability=NEVER),
    "language": _hurdle("language", probability=NEVER),
    "learning": _part(*DESK, learning={"start": "100 %", "time": "8 d", "memory": "30 %"}),
    "memory": _part(*DESK, "learning", start="100 %"),  # nothing that could be forgotten
    "misreading": _part("stations", "cell", "misreading", fresh="0 %", settled="0 %"),
    "outages": _part("channels", "cell -> chief", "outages", every="900 yr"),
    "partners": _hurdle("access", probability=NEVER),
    "products": _free_products,
    "protection": both(
        _part(*ATTACK, "bursts", "north.alpha", reports=0),
        _part(*ATTACK, "diverts", sources={"south": "0 %"}, posts={"cell.people": 0}),
        _part(*ATTACK, "raises", classes={"bravo": "IMMEDIATE"}),  # which it is without
    ),
    "rapport": _hurdle("reluctance", probability=NEVER, at_full_rapport=None),
    "reinforcement": _part(*ATTACK, "calls_in", posts={"sector.people": 0}),
    "release": _hurdle("release", probability=NEVER, delay=None),
    "sorting": _part("stations", "fusion", "sorts", taken_for={"bravo": {"bravo": "100 %"}}),
    "requests": _part(*ASKING, probability="0 %"),
    "skills": _part(*WATCHED, "people", takes={"classes": ["alpha", "bravo", "order", "query"]}),
    "stock": _part("systems", "sage", "stock", without={"work": 1, "misreading": "100 %"}),
    "systems": both(_part("systems", "field", frozen="2021-02-12"), _hurdle("system", probability="100 %")),
    "trust": _part(*ACQUAINTED, carried_over="0 %", earned="0 %", lost="0 %"),
    "urgency": both(
        _part(*CLOSE_HOLD, probability=NEVER),
        _part(*ATTACK, "raises", younger_than="1 us"),
        _part("sources", "south", written_at="desk"),
        lambda d: _each(groups(d), "on_call"),
    ),
}

WORSE: dict[str, Change] = {
    "absence": _part(*DESK, gap={"exponential": {"mean": "20 h"}}, early_departure="60 %"),
    "aggregation": _hurdle("aggregation", probability="40 %"),
    "caveats, declared": _part("caveats", "national", probability="60 %"),
    "caveats, undeclared": _part("caveats", "unspoken", probability="20 %"),
    "collection, lost": _part("sources", "north", "collection", unreported="40 %"),
    "collection, late": _part("sources", "north", "collection", delay={"exponential": {"mean": "2 h"}}),
    "collection, coarse": _part("sources", "north", "collection", coarse="80 %"),
    "confirmation": _part("stations", "fusion", "confirms", within="20 min"),
    "direction": _part("sources", "north", "direction", fresh="50 %", time="2 d"),
    "direction, distance": _part("channels", "chief -> desk", transit="10 d"),
    "distance": both(
        _part("channels", "desk -> cell", transit={"exponential": {"mean": "2 h"}}),
        _part("channels", "cell -> staff", transit={"exponential": {"mean": "4 h"}}),
    ),
    "exposure": _part("sources", "north", "exposure", silenced="60 %"),
    "granularity": _hurdle("granularity", probability="100 %"),
    "language": _hurdle("language", probability="100 %"),
    "learning": _part(*DESK, "learning", start="10 %", time="16 d"),
    "memory": _part(*DESK, "learning", memory="0 %"),
    "misreading": _part("stations", "cell", "misreading", fresh="60 %", settled="20 %"),
    "outages": _part("channels", "cell -> chief", "outages", last="15 h"),
    "partners": _hurdle("access", probability="40 %"),
    "products": _part("stations", "staff", work={"once": "8 min", "each": "90 min"}),
    "protection": _part(*ATTACK, "diverts", sources={"south": "100 %"}, posts={"cell.people": 2}),
    "rapport": _hurdle("reluctance", probability="60 %", at_full_rapport="10 %"),
    "rapport, fatigue": _part("channels", "desk -> cell", "rapport", fatigue="60 %"),
    "reinforcement": _part(*ATTACK, "calls_in", within="12 h"),
    "release, stopping": _hurdle("release", probability="60 %"),
    "release, delaying": _hurdle("release", delay={"exponential": {"mean": "4 h"}}),
    "sorting": _part("stations", "fusion", "sorts", taken_for={"bravo": {"order": "60 %"}}),
    "requests": _part(*ASKING, probability="100 %", rounds=10),
    "skills": _part(*WATCHED, "people", takes={"classes": "bravo"}),
    "stock": _part("systems", "sage", "stock", at_start="0 %"),
    "systems": _hurdle("system", probability="80 %"),
    "systems, earlier": _part("systems", "field", frozen="2021-01-06"),
    "trust, lost": _part(*ACQUAINTED, lost="10 %"),
    "trust, forgotten": _part(*ACQUAINTED, carried_over="0 %"),
    "trust, not earned": _part(*ACQUAINTED, earned="0 %"),
    "turnover": _part(*DESK, tour="60 h"),
    "urgency": _part(*CLOSE_HOLD, at_least="PRIORITY"),
    "urgency, calls": _part(*WATCH, on_call={"for": "IMMEDIATE", "within": "2 d"}),
}

NOTHING_HANDED_OVER = both(
    _part(*DESK, count=2, tour="60 h"), _part(*DESK, "change_over", loss="100 %")
)  # so few that somebody has something in hand when a tour ends

CERTAIN: dict[str, tuple[Change, str, str]] = {
    "aggregation": (_hurdle("aggregation", probability="100 %"), "aggregated", "chief"),
    "caveats, declared": (_part("caveats", "national", probability="100 %"), "withheld", "staff"),
    "caveats, undeclared": (_part("caveats", "unspoken", probability="100 %"), "found_out", "staff"),
    "collection": (_part("sources", "north", "collection", unreported="100 %"), "unreported", "staff"),
    "direction": (_directed("0 %", "0 %"), "off_requirement", "staff"),
    "granularity": (_hurdle("granularity", probability="100 %"), "no_use", "chief"),
    "language": (_hurdle("language", probability="100 %"), "untranslated", "staff"),
    "partners": (_hurdle("access", probability="100 %"), "refused", "chief"),
    "rapport": (
        _hurdle("reluctance", probability="100 %", at_full_rapport="100 %"), "not_shared", "staff",
    ),
    "release": (_hurdle("release", probability="100 %"), "not_released", "chief"),
    "systems": (
        both(_hurdle("system", probability="100 %"), _part("systems", "field", frozen="2021-01-04")),
        "incompatible", "staff",
    ),
}  # fmt: skip
"""The change that makes it certain, the cause, and a consumer that it bars."""
