"""Dates and outages, generated: for channels, hurdles, caveats and needs of generated missions."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.missions import Document, confirming, missions

BEFORE, EARLY, LATE, AFTER = "2021-01-02", "2021-01-05 06:00", "2021-01-06", "2021-03-01"

times = st.sampled_from(
    [
        {"from": EARLY},
        {"until": EARLY},
        {"until": LATE},
        {"from": EARLY, "until": LATE},
        {"from": BEFORE, "until": AFTER},
        {"until": "2021-01-06 12:00"},
    ]
)
outages = st.sampled_from(
    [
        {"every": {"exponential": {"mean": "9 h"}}, "last": {"exponential": {"mean": "3 h"}}},
        {"every": "12 h", "last": "2 h"},
        {"stated": [{"from": EARLY, "until": LATE}, {"until": "2021-01-04 04:00"}]},
        {"every": "7 h", "last": "90 min", "stated": {"from": LATE}},
        {"every": "0 min", "last": {"erlang": {"mean": "4 h", "phases": 3}}},
    ]
)


@st.composite
def dated(draw: st.DrawFn, document: Document, often: bool = False) -> Document:
    """The mission, in which some things have a time and some links are down; with `often`, most."""
    one_in = st.sampled_from([True] if often else [False, False, True])

    def some(strategy: st.SearchStrategy[Document]) -> Document:
        return draw(strategy) if draw(one_in) and draw(st.booleans()) else {}

    found = {**document, "channels": {}, "caveats": {}, "stations": {}}
    for name, channel in document["channels"].items():
        hurdles = {key: hurdle | some(times) for key, hurdle in channel.get("hurdles", {}).items()}
        down = {"outages": spells} if (spells := some(outages)) else {}
        found["channels"][name] = channel | {"hurdles": hurdles} | some(times) | down
    for name, caveat in document["caveats"].items():
        found["caveats"][name] = caveat | some(times)
    for name, station in document["stations"].items():
        needs = station.get("needs", [])
        when = {klass: time for klass in needs if (time := some(times))}
        found["stations"][name] = station | ({"needs_when": when} if when else {})
    return found


@st.composite
def with_dates(draw: st.DrawFn) -> Document:
    """Any mission, in which most things have a time and many links are down."""
    return draw(dated(draw(missions() | confirming()), often=True))
