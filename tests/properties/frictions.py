"""What information meets on its way, generated: collection, markings, direction, rapport, caveats, systems.

Every name is drawn from those that `tests.properties.missions` gives to stations, groups and classes.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stovepipe.scenario.language.mechanisms import MECHANISMS

Document = dict[str, Any]

NATIONS = ("NLD", "CHN")
SYSTEMS = ("sage", "other")
MARKINGS = ("plain", "limited", "secret")
lengths = st.integers(min_value=1, max_value=240).map(lambda m: f"{m} min")
shares = st.sampled_from(["0 %", "10 %", "50 %", "100 %"])
chances = st.sampled_from(["10 %", "50 %", "100 %"])
laws = st.one_of(
    st.integers(min_value=0, max_value=240).map(lambda m: f"{m} min"),
    lengths.map(lambda m: {"exponential": {"mean": m}}),
    st.tuples(lengths, st.sampled_from([0.3, 1.0, 2.0])).map(
        lambda p: {"lognormal": {"mean": p[0], "cv": p[1]}}
    ),
    lengths.map(lambda m: {"erlang": {"mean": m, "phases": 3}}),
    lengths.map(lambda m: {"empirical": {"values": ["5 min", m, m]}}),
)
true = st.just(True)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The strategy, or nothing said."""
    return st.none() | strategy


def said(**parts: Any) -> Document:
    """A part of a mission without what is left out."""
    return {key: value for key, value in parts.items() if value is not None}


urgent = st.sampled_from(  # mostly no condition
    [
        *[{}] * 6,
        {"at_least": "IMMEDIATE"},
        {"below": "IMMEDIATE"},
        {"below": "FLASH"},
        {"at_least": "PRIORITY", "below": "FLASH"},
        {"at_least": "ROUTINE"},
    ]
)
open_to_routine = st.sampled_from([{}, {}, {}, {"below": "FLASH"}, {"below": "IMMEDIATE"}])
raises = st.builds(
    said,
    lasts=st.just("6 h"),
    classes=st.sampled_from([{"bravo": "FLASH"}, {"alpha": "IMMEDIATE", "bravo": "FLASH"}]),
    sources=maybe(st.just(["north"])),
    younger_than=maybe(st.sampled_from(["90 min", "6 h", "4 d"])),
)
losses = st.builds(said, unreported=maybe(st.just("20 %")), delay=maybe(laws), coarse=maybe(st.just("50 %")))
collections = st.builds(
    lambda usual, by_class, at_least: {**usual, **said(by_class=by_class, at_least=at_least)},
    losses,
    maybe(st.dictionaries(st.just("alpha"), losses)),
    maybe(st.dictionaries(st.sampled_from(["FLASH", "IMMEDIATE", "PRIORITY"]), losses)),
)
calls = st.builds(
    lambda least, within: {"for": least, "within": within},
    st.sampled_from(["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]),
    laws | st.just("40 h"),
)
sortings = st.builds(
    lambda taken_for, precedence: said(taken_for=taken_for, precedence=precedence),
    st.sampled_from(
        [
            {"alpha": {"bravo": "50 %"}},
            {"alpha": {"bravo": "30 %"}, "bravo": {"alpha": "40 %"}},
            {"alpha": {}, "bravo": {"alpha": "100 %"}},
            {"bravo": {"alpha": "20 %", "bravo": "80 %"}},
        ]
    ),
    maybe(st.just("of_class")),
)


@st.composite
def skills(draw: st.DrawFn, classes: list[str]) -> tuple[Document, Document]:
    """What the first and the second group of a station take: between them everything, but for languages."""
    one, *others = classes
    first, second = draw(
        st.sampled_from(
            [
                *[({}, {})] * 4,
                ({"classes": [one]}, {}),
                ({"classes": others}, {"classes": [one]}),
                ({"classes": others}, {}),
                ({}, {"at_least": "IMMEDIATE"}),
                ({"at_least": "PRIORITY"}, {"below": "PRIORITY"}),
                ({"below": "FLASH"}, {}),
                ({"languages": ["eng"]}, {"languages": ["fra"]}),
                ({}, {"languages": ["fra"], "classes": [one], "below": "FLASH"}),
            ]
        )
    )
    return first, second


calling_in = st.builds(
    lambda within, lasts: {"posts": {"cell.first": 1, "chief.first": 1}, "within": within, "lasts": lasts},
    st.sampled_from(["10 min", {"exponential": {"mean": "2 h"}}]),
    st.sampled_from(["30 min", "5 h", "26 h"]),
)
who_asks = st.lists(
    st.sampled_from(["desk", "cell", "fusion", "chief", "staff"]), unique=True, min_size=1, max_size=3
)
asks = st.dictionaries(
    st.sampled_from(["more", "where"]),
    st.builds(
        lambda request, about, **parts: said(request=request, about=about, **parts),
        st.sampled_from(["query", "query", "bravo"]),
        st.sampled_from([["alpha"], ["bravo"], ["alpha", "bravo"]]),
        coarse=maybe(true),
        probability=maybe(chances),
        collects=maybe(laws),
        within=maybe(st.sampled_from(["90 min", "5 h", "1 d"]) | laws),
        answer=maybe(st.sampled_from(["alpha", "bravo", "query"])),
        still_coarse=maybe(chances),
        rounds=maybe(st.sampled_from([2, 3])),
    ),
    min_size=1,
)
exposures = st.builds(lambda silenced, time: {"silenced": silenced, "time": time}, chances, laws)


def doors(stations: tuple[str, str]) -> st.SearchStrategy[Any]:
    """Where a source's reports enter: at one of two stations, or at either, by shares or by conditions."""
    either = st.permutations(stations)
    conditions = st.sampled_from(
        [{"at_least": "IMMEDIATE"}, {"below": "PRIORITY"}, {"classes": ["alpha"], "at_least": "PRIORITY"}]
    )
    return st.one_of(
        st.sampled_from(stations),
        st.just({stations[0]: "70 %", stations[1]: "30 %"}),
        st.builds(lambda two, when: [{"at": two[0], **when}, {"at": two[1]}], either, conditions),
    )


directions = st.builds(
    lambda fresh, stale, time: {"by": ["order"], "fresh": fresh, "stale": stale, "time": time},
    st.sampled_from(["100 %", "80 %"]),
    st.sampled_from(["0 %", "40 %", "80 %"]),
    st.sampled_from(["6 h", "3 d"]),
)
trusts = st.builds(
    said,
    carried_over=maybe(st.sampled_from(["0 %", "30 %", "100 %"])),
    earned=maybe(st.sampled_from(["0 %", "2 %", "15 %"])),
    lost=maybe(st.sampled_from(["0 %", "10 %", "100 %"])),
)
caveats = st.dictionaries(
    st.sampled_from(["national", "unspoken"]),
    st.builds(
        lambda whom, condition, **parts: said(**whom, **condition, **parts),
        st.sampled_from(
            [{"towards": ["CHN"]}, {"at": ["chief", "fusion"]}, {"towards": ["NLD"], "at": ["staff"]}]
        ),
        urgent,
        of=st.sampled_from([["NLD"], ["CHN"], ["NLD", "CHN"]]),
        classes=maybe(st.just(["alpha"])),
        levels=maybe(st.just(["tactical"])),
        declared=maybe(st.booleans()),
        each=maybe(true),
        probability=maybe(chances),
        otherwise=maybe(st.just("kept_back")),
    ),
)


stocks = st.builds(
    said,
    full=st.sampled_from([1, 5, 40]),
    half_life=maybe(st.sampled_from(["90 min", "2 d"])),
    at_start=maybe(st.sampled_from(["0 %", "50 %"])),
    without=st.sampled_from(
        [{"work": "250 %", "misreading": "200 %"}, {"work": 1.7}, {"misreading": 4, "work": "100 %"}]
    ),
)


@st.composite
def stocked(draw: st.DrawFn, systems: Document, places: Document) -> tuple[Document, Document]:
    """The same with stocks on the systems in use, and work that rests on them wherever they are opened."""
    opened = {name: {place.get("system"), *place.get("opens", [])} - {None} for name, place in places.items()}
    kept = {system: draw(stocks) for system in sorted(set().union(*opened.values()))}
    chosen = {name: draw(st.sampled_from(sorted(opened[name] or kept))) for name in places}
    resting = {name for name in places if draw(st.sampled_from([True, True, False]))}
    return (
        {system: {**systems.get(system, {}), "stock": stock} for system, stock in kept.items()},
        {
            name: said(**{**place, "rests_on": chosen[name] if name in resting else None})
            for name, place in places.items()
        },
    )


@st.composite
def hurdles(draw: st.DrawFn, to_consumer: bool, acquainted: bool) -> Document:
    """The hurdles of a channel; some depend on rapport where its ends are acquainted."""
    parts: Document = {}
    if to_consumer and draw(st.booleans()):
        parts["tongue"] = {"kind": "language", "through": "translators"}
    if draw(st.booleans()):
        parts["caveat"] = said(
            kind="caveat",
            origins=draw(maybe(st.just(["CHN"]))),
            probability=draw(chances),
            each=draw(maybe(true)),
            on_arrival=draw(maybe(true)),
            **draw(urgent),
        )
    if to_consumer and draw(st.booleans()):
        parts["platform"] = said(
            kind="system", delay=draw(lengths), probability=draw(maybe(chances)), on_arrival=draw(maybe(true))
        )
    if acquainted or draw(st.booleans()):
        parts["strangers"] = said(
            kind="reluctance",
            probability=draw(chances),
            at_full_rapport=draw(shares) if acquainted else None,
            classes=draw(maybe(st.just(["alpha"]))),
            levels=draw(maybe(st.just(["tactical"]))),
            **draw(urgent),
            **draw(
                st.sampled_from([{}, {"each": True}])
                | st.builds(dict, delay=laws.filter(lambda law: law != "0 min"))
            ),
        )
    if draw(st.booleans()):
        parts["forms"] = said(
            kind="release",
            above=draw(maybe(st.sampled_from(MARKINGS[:2]))),
            delay=draw(lengths),
            **draw(urgent),
            through="registry",
            on_arrival=draw(maybe(true)),
        )
    if draw(st.booleans()):
        parts["many"] = {"kind": "aggregation", "more_than": 1, "probability": "50 %"}
    if draw(st.booleans()):
        parts["vague"] = said(
            kind="granularity", coarse=True, each=draw(maybe(true)), probability=draw(maybe(chances))
        )
    return parts


@st.composite
def channels(draw: st.DrawFn, sender: str, recipient: str, to_consumer: bool) -> Document:
    """The rapport, the embedded officer and the hurdles of a channel."""
    acquainted = draw(st.sampled_from([False, False, True]))
    found: Document = {"hurdles": draw(hurdles(to_consumer, acquainted))}
    if acquainted:
        found["rapport"] = said(
            sender="first",
            recipient="first",
            floor=draw(st.sampled_from(["0 %", "30 %"])),
            ceiling=draw(st.sampled_from(["30 %", "90 %"])),
            time=draw(st.sampled_from(["5 h", "2 d"])),
            fatigue=draw(maybe(st.sampled_from(["20 %", "100 %"]))),
            **draw(trusts),
        )
    if draw(st.sampled_from([False, False, False, True])):
        found["embedded"] = said(
            floor="50 %" if acquainted and draw(st.booleans()) else None,
            bypasses=draw(maybe(st.sampled_from(sorted(found["hurdles"])).map(lambda name: [name])))
            if found["hurdles"]
            else None,
        )
    return found


any_of = st.dictionaries(  # one delivery for whichever of the consumers reads it first
    st.sampled_from(["both", "either"]),
    st.builds(
        lambda stations, needs: {"stations": stations, "needs": needs},
        st.sampled_from([["chief", "staff"], ["staff", "chief"], ["staff"]]),
        st.sampled_from([["alpha"], ["bravo"], ["alpha", "bravo"]]),
    ),
    max_size=2,
)
causes = st.dictionaries(  # what some of the causes that everything may be lost to stand for
    st.sampled_from(["expired", "overflow", "sent_elsewhere", "abandoned", "unreported", "stranded"]),
    st.sampled_from(["failure", "meant", "disposition", "disposition"]),
    max_size=4,
)
mechanisms = st.one_of(
    st.just({}), st.just({}), st.dictionaries(st.sampled_from(sorted(MECHANISMS)), st.just("off"), max_size=3)
)
