"""Outcomes of interest are said in few words, and misunderstood in none."""

import re

import pytest

from stovepipe.measures.catalogue import KINDS
from stovepipe.study.file.outcome import Asked, outcome


@pytest.mark.parametrize(
    ("name", "said", "title", "unit", "direction"),
    [
        ("timely", {"consumer": "hom", "class": "warning"}, "share timely, hom, warning", "share", "more"),
        ("delivered", {}, "share delivered", "share", "more"),
        ("lost", {"to": "withheld"}, "share lost to withheld", "share", "less"),
        (
            "late",
            {"lost": {"to": ["expired", "stranded"]}},
            "share lost to expired or stranded",
            "share",
            "less",
        ),
        ("in_flight", {}, "share in flight", "share", "less"),
        ("value", {"class": "warning"}, "share of the information value, warning", "share", "more"),
        ("latency", {"quantile": "p95"}, "p95 latency", "h", "less"),
        ("slow", {"latency": "75 %"}, "75 % quantile of latency", "h", "less"),
        ("middle", {"latency": {}}, "median latency", "h", "less"),
        ("mean_latency_of_delivered", {}, "mean latency of what was delivered", "h", "less"),
        ("known", {"of": "raid", "consumer": "hom"}, "share of events known, raid, hom", "share", "more"),
        ("known_in_time", {"consumer": "hom"}, "share of events known in time, hom", "share", "more"),
        ("confirmed", {}, "share of events confirmed", "share", "more"),
        ("answered", {"asker": "hom"}, "share of requests answered, hom", "share", "more"),
        ("answered_in_time", {}, "share of requests answered in time", "share", "more"),
        ("unanswered", {"to": "expired"}, "share of requests never answered to expired", "share", "less"),
        ("round_trip", {"class": "warning"}, "mean round trip of what was answered, warning", "h", "less"),
        (
            "sure",
            {"confirmed_in_time": {"of": "raid"}},
            "share of events confirmed in time, raid",
            "share",
            "more",
        ),
        (
            "soon_sure",
            {"confirmed": {"within": "12 h"}},
            "share of events confirmed within 12 h",
            "share",
            "more",
        ),
        ("failed", {"class": "warning"}, "share lost to failures, warning", "share", "less"),
        ("kept", {"meant": {}}, "share lost on purpose", "share", "less"),
        (
            "disposed",
            {"as": ["hoax", "no_lead"], "consumer": "unit"},
            "share disposed of as hoax or no_lead, unit",
            "share",
            "more",
        ),
        ("latency_of_delivered", {}, "median latency of what was delivered", "h", "less"),
        ("arriving", {"latency_of_delivered": "p90"}, "p90 latency of what was delivered", "h", "less"),
        (
            "soon",
            {"delivered": {"within": "12 h", "class": "warning"}},
            "share delivered within 12 h, warning",
            "share",
            "more",
        ),
        (
            "timely",
            {"weights": {"classes": {"warning": 5}, "consumers": {"hom": 0.5}}},
            "share timely (weights: warning 5, hom 0.5)",
            "share",
            "more",
        ),
        ("backlog", {"station": "jmac"}, "mean backlog, jmac", "copies", "less"),
        ("peak_backlog", {"station": "jmac"}, "peak backlog, jmac", "copies", "less"),
        ("busy", {"utilisation": {}, "direction": "more"}, "utilisation", "share", "more"),
        ("duplicated", {"station": "jmac"}, "duplicated work, jmac", "person-hours", "less"),
        ("reworked", {}, "work done again", "person-hours", "less"),
        ("exposed", {"station": "ally"}, "reports exposed, ally", "reports", "less"),
        ("wasted", {"title": "work for nothing"}, "work for nothing", "person-hours", "less"),
        ("rapport", {"channel": "a -> b"}, "mean rapport, a -> b", "rapport", "more"),
        (
            "missorted",
            {},
            "share of what is sorted that is taken for another class than its own",
            "share",
            "less",
        ),
        ("held", {}, "mean number of copies that wait for a link", "copies", "less"),
        ("stock", {"system": "sage"}, "mean level of the stock, sage", "share", "more"),
        (
            "stopped",
            {"channel": "a -> b", "hurdle": "release"},
            "share stopped, a -> b, release",
            "share",
            "less",
        ),
    ],
)
def test_each_kind_can_be_said_in_few_words(name, said, title, unit, direction):
    found = outcome(name, said)
    assert (found.name, found.title, found.unit, found.direction) == (name, title, unit, direction)


def test_every_kind_is_tried_above():
    [each] = [
        mark for mark in test_each_kind_can_be_said_in_few_words.pytestmark if mark.name == "parametrize"
    ]
    assert {outcome(name, said).kind for name, said, *_ in each.args[1]} == KINDS.keys()


def test_every_measure_that_has_a_kind_can_be_asked_for_and_nothing_else():
    assert Asked.model_fields.keys() - {"title", "direction"} == KINDS.keys()


@pytest.mark.parametrize(
    ("name", "said", "complaint"),
    [
        ("timely", {"consumr": "hom"}, 'timely.timely.consumr: unknown key; did you mean "consumer"?'),
        ("x", {"timley": {}}, 'x.timley: unknown key; did you mean "timely"?'),
        ("x", {}, "x: it is not said what is asked for; give one of delivered, timely, "),
        ("x", {"timely": {}, "lost": {}}, "x: timely and lost are two outcomes; give each its own name"),
        (
            "latency",
            "p9O",
            'latency.latency.quantile: "p9O" is not a quantile; write median, p90, p95, or a share',
        ),
        ("latency", {"quantile": "100 %"}, '"100 %" is not a quantile'),
        ("backlog", {}, "backlog.backlog.station: station is missing"),
        ("timely", {"direction": "up"}, 'timely.direction: unknown word "up"'),
        (
            "delivered",
            {"within": "0 h"},
            '"0 h" leaves no time for anything to arrive; write, for example, 12 h',
        ),
        ("delivered", {"within": "12"}, 'delivered.delivered.within: "12" has no unit'),
        ("timely", {"within": "12 h"}, "timely.timely.within: unknown key"),
        ("timely", {"weights": {}}, "timely.timely.weights: no weight is given; write, for example"),
        ("timely", {"weights": {"classes": {"warning": -1}}}, 'weights.classes.warning: "-1" is negative'),
        ("timely", {"weights": {"clases": {"warning": 1}}}, 'unknown key; did you mean "classes"?'),
        ("latency", {"weights": {"classes": {"warning": 2}}}, "latency.latency.weights: unknown key"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(name, said, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        outcome(name, said)


def test_the_measure_is_what_is_asked_and_not_what_it_is_called():
    """Parts that keep outcomes only are found by it: it may not depend on names, titles or directions."""
    plain = outcome("timely", {"class": "warning", "consumer": "hom"})
    other = outcome(
        "mine", {"timely": {"consumer": "hom", "class": "warning"}, "title": "x", "direction": "less"}
    )
    assert plain.measure == other.measure == "timely class=warning consumer=hom"
    measures = {
        outcome("latency", said).measure for said in ({}, "p90", {"quantile": 0.9}, {"class": "warning"})
    }
    assert len(measures) == 3


def test_the_measure_knows_the_time_and_the_weights_and_not_how_they_are_written():
    def measure(**said):
        return outcome("delivered", said).measure

    assert measure(within="12 h") == measure(within="0.5 d") != measure(within="13 h") != measure()
    heavy = {"classes": {"warning": 5, "pattern": 1}}
    assert measure(weights=heavy) == measure(weights={"classes": {"pattern": 1.0, "warning": "5"}})
    assert measure(weights=heavy) != measure(weights={"consumers": {"warning": 5, "pattern": 1}})
    assert measure(weights=heavy) != measure(weights={"classes": {"warning": 5.5, "pattern": 1}})
