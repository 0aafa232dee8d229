"""Small whole missions, generated: anything the language can say, in sizes that run in milliseconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.properties import frictions
from tests.properties.frictions import (
    MARKINGS,
    NATIONS,
    SYSTEMS,
    Document,
    chances,
    laws,
    lengths,
    maybe,
    said,
    shares,
)

CLASSES = ("alpha", "bravo")
SOURCES = ("north", "south")
DESKS = ("desk", "cell", "fusion")  # stations between the sources and the consumers
CONSUMERS = ("chief", "staff")

short_laws = st.sampled_from(["7 min", {"exponential": {"mean": "10 min"}}])
rules = st.sampled_from(["finish", "suspend", "hand_over"])
successors = {"desk": ["cell", "fusion"], "cell": ["fusion", "chief"], "fusion": ["chief"]}  # in no circle
knowledge = st.builds(
    said, known_within=maybe(laws), confirmed_by=maybe(st.integers(min_value=2, max_value=3))
)
clock_times = st.sampled_from(["02:00", "06:30", "12:00", "18:00", "23:00"])


def examples(number: int) -> settings:
    """How many missions a test is to try. They are large, for examples, and take their time.

    A mission that fails is shown as it is: to look for a smaller one takes minutes, and finds one as large.
    """
    return settings(
        max_examples=number,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@st.composite
def streams(draw: st.DrawFn) -> Document:
    """Reports of a class at a source, about one or several subjects, or about nothing."""
    about = draw(maybe(st.lists(st.sampled_from(["attack", "convoy", "siege"]), unique=True, min_size=1)))
    return said(rate=f"{draw(st.sampled_from([1, 6, 20]))} /day", about=about)


@st.composite
def classes(draw: st.DrawFn) -> Document:
    return said(
        precedence=draw(st.sampled_from(["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"])),
        ltiov=draw(maybe(st.sampled_from(["1 h", "6 h", "2 d"]) | st.just({"exponential": {"mean": "5 h"}}))),
        half_life=draw(maybe(st.just("4 h"))),
        level=draw(st.sampled_from(["tactical", "operational"])),
        marking=draw(maybe(st.sampled_from(MARKINGS))),
    )


@st.composite
def shifts(draw: st.DrawFn) -> Document:
    start, end = draw(st.sampled_from([("08:00", "18:00"), ("20:00", "04:00"), ("00:00", "12:00")]))
    days = draw(maybe(st.just(["mon", "tue", "thu"])))
    breaks = {"08:00": "12:00-12:30", "20:00": "23:45-01:00", "00:00": "06:00-07:00"}[start]
    return said(
        **{"from": start, "to": end, "at_end": draw(rules), "days": days},
        breaks=draw(maybe(st.just([breaks]))),
        holidays=draw(maybe(st.just(["feast"]))),
    )


@st.composite
def posts(draw: st.DrawFn) -> Document:
    group: Document = said(
        count=draw(st.integers(1, 3)),
        relief=draw(st.sampled_from(["at_once", "when_free"])),
        nation=draw(maybe(st.sampled_from(NATIONS))),
        **draw(st.sampled_from([{}, {}, {}, {"from": "2021-01-05"}, {"until": "2021-01-07T15:00"}])),
    )
    which = draw(st.sampled_from(["always", "shift", "two shifts"]))
    if which == "shift":
        group["shift"] = draw(shifts())
    elif which == "two shifts":
        rule = draw(rules)
        group["shifts"] = {
            "day": {"from": "06:00", "to": "18:00", "at_end": rule},
            "night": {"from": "18:00", "to": "06:00", "at_end": rule},
        }
    if which != "always":
        group |= said(on_call=draw(maybe(frictions.calls)))
    if draw(st.booleans()):
        group["tour"] = draw(st.sampled_from(["3 d", "20 h"]))
        block = draw(st.booleans())
        group["change"] = "block" if block else "staggered"
        group |= draw(st.sampled_from([{}, {"overlap": "6 h"}, {"gap": {"exponential": {"mean": "5 h"}}}]))
        group |= said(
            early_departure=draw(maybe(shares)),
            leave=draw(maybe(st.just({"length": "4 h", "times": 2}))),
            learning=draw(maybe(st.just({"start": "50 %", "time": "2 d", "memory": "20 %"}))),
            change_over=draw(
                maybe(
                    st.just({"in_hand": "finish"})
                    | st.builds(
                        lambda loss, queue: said(
                            in_hand="hand_over", growth=1.5, loss=loss, queue_loss=queue if block else None
                        ),
                        shares,
                        shares,
                    )
                )
            ),
        )
    return group


def urgent_work(law: Any, work: Any) -> Document:
    """Work by precedence; what share a report about a known event takes is not stated there."""
    plain = {key: part for key, part in work.items() if key != "repeats"} if "once" in work else work
    return {"FLASH": law, "PRIORITY": plain}


@st.composite
def works(draw: st.DrawFn, laws: st.SearchStrategy[Any] = laws, again: bool = True) -> Document:
    """Products may come anywhere: what each report in one adds is stated, if only as nothing."""
    repeats = draw(maybe(st.just("30 %"))) if again else None
    return said(once=draw(laws), each=draw(st.just("0 min") | short_laws), repeats=repeats)


batches = st.builds(
    lambda leaves, keeps, condition: said(**leaves, keeps=keeps, **condition),
    st.sampled_from([{"size": 3}, {"at": ["18:00"]}, {"size": 4, "at": ["06:00", "wed 18:00"]}]),
    maybe(st.sampled_from([1, 2, 5])),
    frictions.urgent,
)


@st.composite
def stations(draw: st.DrawFn, name: str, guided: bool, told_of: bool) -> Document:
    consumer = name in CONSUMERS
    stage = "command" if consumer else draw(st.sampled_from(["analysis", "collection", "release"]))
    groups = ["first", "second"][: draw(st.integers(1, 2))]
    writes = "eng" if stage == "analysis" else None
    closes = (
        {"on": draw(st.sampled_from(["2021-01-06T12:00", "2021-01-08"]))} if draw(st.booleans()) else None
    )
    if closes and draw(st.booleans()):
        closes["transfer_to"] = draw(st.sampled_from(successors.get(name, ["chief"])))
    needs = draw(st.sampled_from([["alpha"], ["alpha", "bravo"]])) if consumer else []
    return said(
        stage=stage,
        work=draw(works()),
        work_by_class=draw(maybe(st.builds(lambda work: {"bravo": work}, works()))),
        work_at_least=draw(maybe(st.builds(urgent_work, laws, works()))),
        posts={group: draw(posts()) for group in groups},
        needs=[*needs, *(["order"] if guided else [])],
        reads=["eng"] if consumer else ["eng", "fra"],
        writes=writes,
        system=draw(st.sampled_from(SYSTEMS)) if consumer else draw(maybe(st.sampled_from(SYSTEMS))),
        opens=list(SYSTEMS) if consumer and draw(st.booleans()) else None,
        cleared=draw(maybe(st.sampled_from(MARKINGS))),
        remit=draw(maybe(st.just("all_source"))),
        on_duplicate=draw(maybe(st.sampled_from(["pass_on", "drop", "work"]))),
        discipline=draw(st.sampled_from(["precedence", "fifo", "lifo", "ltiov"])),
        assign=draw(st.sampled_from(["longest_idle", "most_proficient"])),
        interrupts=draw(maybe(st.sampled_from(["FLASH", "PRIORITY"]))),
        purges=draw(st.booleans()),
        patience=draw(maybe(laws)),
        queue=draw(maybe(st.integers(0, 5).map(lambda limit: {"limit": limit}))),
        misreading=draw(
            maybe(
                st.sampled_from([{"review": "50 %"}, {"common": {"school": "west", "period": "7 h"}}]).map(
                    lambda how: {"fresh": "40 %", "settled": "10 %", "fidelity": "50 %"} | how
                )
            )
        ),
        batch=draw(maybe(batches if writes else st.nothing())),
        confirms=draw(maybe(confirmations())) if writes and told_of else None,
        sorts=draw(maybe(frictions.sortings)),
        closes=None if consumer else closes,
    )


def subjects(source: Document) -> set[str]:
    """What a source's streams are about."""
    return {subject for stream in source["reports"].values() for subject in stream.get("about", [])}


@st.composite
def missions(draw: st.DrawFn) -> Document:
    """A mission that validates: sources, desks, consumers, translators and a registry behind hurdles."""
    links = draw(
        st.lists(
            st.sampled_from(
                [
                    (a, b)
                    for a in (*DESKS, "chief")
                    for b in (*DESKS, *CONSUMERS)
                    if a != b and (a, b) != ("desk", "cell")
                ]
            ),
            unique=True,
            max_size=7,
        )
    )
    guided = draw(st.booleans())
    twins = draw(st.booleans())
    always = {("desk", "cell"), ("cell", "chief"), ("cell", "staff")}
    always |= {("desk", "fusion"), ("fusion", "chief")} if twins else set()
    always |= {("chief", "desk"), ("chief", "cell")} if guided else set()
    asking = draw(st.booleans())
    always |= {("chief", "desk"), ("fusion", "cell"), ("staff", "chief")} if asking else set()
    ends = sorted(always | set(links))
    alternatives = [end for end in ends if end[0] == "cell"] if draw(st.booleans()) else []
    service = {"work": draw(works(lengths)), "posts": {"p": draw(posts())}}
    sources = {
        name: said(
            written_at=draw(frictions.doors(DESKS[:2])),
            nation=nation,
            languages={"eng": "60 %", "fra": "40 %"},
            marking=draw(maybe(st.sampled_from(MARKINGS))),
            overmarked=draw(maybe(chances)),
            collection=draw(maybe(frictions.collections)),
            direction=draw(maybe(frictions.directions)) if guided else None,
            exposure=draw(maybe(frictions.exposures)),
            reports={klass: draw(streams()) for klass in CLASSES},
        )
        for name, nation in zip(SOURCES, NATIONS, strict=True)
    }
    directed = {
        door
        for source in sources.values()
        if "direction" in source
        for door in doors_of(source["written_at"])
    }
    north, south = (subjects(sources[name]) for name in SOURCES)
    told_of = bool((north | {"attack"}) & south)  # whether both sources tell of something
    if guided:
        orders = {"written_at": "chief", "reports": {"order": draw(st.sampled_from(["1 /day", "6 /day"]))}}
        sources["planners"] = orders
    places = {name: draw(stations(name, name in directed, told_of)) for name in (*DESKS, *CONSUMERS)}
    if asking:
        for name in draw(frictions.who_asks):
            places[name]["asks"] = draw(frictions.asks)
    for station in places.values():
        takes = draw(
            frictions.skills([*CLASSES, *(["order"] if guided else []), *(["query"] if asking else [])])
        )
        for group, each in zip(("first", "second"), takes, strict=True):
            if each and len(station["posts"]) > 1:
                station["posts"][group]["takes"] = each
    if twins:
        for name in DESKS[1:]:
            places[name] |= {"remit": "all_source", "system": "sage"}
    helpers = {
        "translators": {
            "stage": "translation",
            "reads": ["fra"],
            "writes": "eng",
            **service,
            **draw(st.sampled_from([{}, {"system": "sage", "remit": "all_source"}])),
        },
        "registry": {
            "stage": "registry",
            **service,
            **draw(st.sampled_from([{}, {"system": "sage", "remit": "all_source"}])),
            **draw(st.sampled_from([{}, {"closes": {"on": "2021-01-06", "transfer_to": "translators"}}])),
        },
    }
    places |= helpers
    systems = draw(frozen(places["cell"].get("system", places["chief"]["system"])))
    if draw(st.sampled_from([False, False, True])):
        systems, places = draw(frictions.stocked(systems, places))
    return {
        "mission": "generated",
        "start": "2021-01-04",
        "horizon": draw(st.sampled_from(["3 d", "8 d"])),
        **said(warm_up=draw(maybe(st.just("1 d")))),
        "markings": list(MARKINGS),
        "holidays": {"feast": ["2021-01-06"]},
        "mechanisms": draw(frictions.mechanisms),
        "caveats": draw(frictions.caveats),
        "causes": draw(frictions.causes),
        "any_of": draw(frictions.any_of),
        "systems": systems,
        "classes": {
            name: draw(classes())
            for name in (*CLASSES, *(["order"] if guided else []), *(["query"] if asking else []))
        },
        "sources": sources,
        "incidents": {
            "attack": {
                "rate": draw(st.sampled_from(["1 /day", "6 /day"])),
                "clustering": {"period": "2 d", "cv": 0.5},
                "bursts": {"north.alpha": {"reports": 3, "delay": {"exponential": {"mean": "2 h"}}}},
                "diverts": {"lasts": "6 h", "sources": {"south": "50 %"}, "posts": {"cell.first": 1}},
                "raises": draw(frictions.raises),
                **said(calls_in=draw(maybe(frictions.calling_in))),
                "lasts": "9 h",
                **draw(knowledge),
            }
        },
        "topics": {
            "convoy": {"rate": "2 /day", "lasts": {"exponential": {"mean": "12 h"}}, **draw(knowledge)},
            "siege": {"rate": "1 /day", "lasts": "1 d", **draw(knowledge)},
        },
        "stations": places,
        "channels": {
            f"{a} -> {b}": said(
                **draw(frictions.open_to_routine if (a, b) in always else frictions.urgent),
                transit=draw(maybe(laws)),
                carries=draw(maybe(st.just(["alpha"]))) if (a, b) not in always else None,
                share=f"{100 / len(alternatives)} %" if (a, b) in alternatives else None,
                **draw(frictions.channels(a, b, b in CONSUMERS)),
            )
            for a, b in ends
        },
    }


def doors_of(written_at: Any) -> list[str]:
    """The stations where a source's reports may enter."""
    if isinstance(written_at, str):
        return [written_at]
    return [door if isinstance(door, str) else door["at"] for door in written_at]


@st.composite
def confirmations(draw: st.DrawFn) -> Document:
    """What a station waits for, where two sources tell of something."""
    limit = draw(
        st.sampled_from([{}, {"within": "3 h"}, {"within": "3 h", "else": "stop"}, {"within": "0 min"}])
    )
    return said(
        sources=draw(st.sampled_from([1, 2, 2, 2])),
        **limit,
        classes=draw(maybe(st.just("alpha"))),
        **draw(st.sampled_from([{}, {}, {"below": "FLASH"}, {"at_least": "PRIORITY"}])),
    )


@st.composite
def confirming(draw: st.DrawFn) -> Document:
    """A mission in which much is told of few events, to stations that have the time and wait for more."""
    document = draw(missions())
    document["mechanisms"].pop("confirmation", None)
    for name in SOURCES:
        rates = st.sampled_from(["4 /day", "12 /day"])
        document["sources"][name]["reports"] = {
            klass: {"rate": draw(rates), "about": ["siege"]} for klass in CLASSES
        }
    waiting = draw(st.sampled_from([("desk",), ("cell",), ("desk", "cell")]))
    for name in ("desk", "cell"):
        station = document["stations"][name]
        station |= {"stage": "analysis", "writes": "eng", "purges": False}
        repeats = draw(maybe(st.sampled_from(["0 %", "30 %"])))
        each = draw(st.sampled_from(["0 min", "7 min", {"exponential": {"mean": "10 min"}}]))
        work = said(once=f"{draw(st.integers(0, 30))} min", each=each, repeats=repeats)
        station |= {"work": work, "work_by_class": {}}
        station["posts"]["third"] = {"count": 3}
        station |= {"batch": {"size": 2}} if draw(st.booleans()) else {}
        for key in ("queue", "confirms"):
            station.pop(key, None)
        if name in waiting:
            station["confirms"] = draw(confirmations())
    return document


@st.composite
def mistaken(draw: st.DrawFn) -> Document:
    """A mission in which stations take reports for others, and channels carry one class or the other."""
    document = draw(missions())
    document["mechanisms"].pop("sorting", None)
    carried = st.sampled_from([["alpha"], ["bravo"], ["alpha", "bravo"]])
    some = st.sampled_from(
        [["alpha"], ["alpha"], ["alpha", "bravo"]]
    )  # everybody finds something to be alpha
    bringing = ("desk -> cell", "cell -> chief", "cell -> staff")
    for name in DESKS:
        station = document["stations"][name]
        station |= {"sorts": draw(frictions.sortings), "purges": draw(st.booleans())}
        for ask in station.get("asks", {}).values():
            ask["request"] = "query"  # which every channel carries here
        station["posts"]["third"] = {"count": 3}
        station.pop("queue", None)
    others = [klass for klass in document["classes"] if klass not in CLASSES]
    for name, channel in document["channels"].items():
        if name.startswith(DESKS):
            channel["carries"] = [*draw(some if name in bringing else carried), *others]
            for hurdle in channel["hurdles"].values():
                hurdle.pop("classes", None)
    return document


@st.composite
def resting(draw: st.DrawFn) -> Document:
    """A mission in which every system that is in use keeps a stock."""
    document = draw(missions())
    document["mechanisms"].pop("stock", None)
    document["systems"], document["stations"] = draw(
        frictions.stocked(document["systems"], document["stations"])
    )
    return document


def frozen(system: str) -> st.SearchStrategy[Document]:
    """A system that somebody is on, frozen on the second or third day; or none."""
    dates = st.sampled_from(["2021-01-05T12:00", "2021-01-06"])
    return st.just({}) | dates.map(lambda date: {system: {"frozen": date}})


def write(document: Document, folder: Path) -> Path:
    """The mission as a file. JSON is YAML."""
    path = folder / "mission.yaml"
    path.write_text(json.dumps(document, indent=1, default=str), encoding="utf-8")
    return path
