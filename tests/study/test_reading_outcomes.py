"""What a replication says of an outcome is what its deliveries, stations and channels say."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from stovepipe.measures.deliveries import delivery_incidence
from stovepipe.network.records import HOUR, Network
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import Reading, Readings, read
from stovepipe.study.running.job import kept_tables
from tests.network.missions import network as compiled


@pytest.fixture
def tables(network: Network) -> Mapping[str, pd.DataFrame]:
    return kept_tables(network, 1, 0)


@pytest.mark.parametrize("report_class", [None, "warning"])
@pytest.mark.parametrize("consumer", [None, "commander"])
def test_shares_are_counted_over_the_deliveries_that_are_asked_for(tables, consumer, report_class):
    deliveries = tables["deliveries"]
    chosen = deliveries[deliveries["class"] == report_class] if report_class else deliveries
    counts = {
        "timely": chosen["timely"].sum(),
        "delivered": (chosen["outcome"] == "delivered").sum(),
        "lost": (chosen["outcome"] == "lost").sum(),
        "in_flight": (chosen["outcome"] == "in_flight").sum(),
        "value": chosen["value"].sum(),
    }
    for kind, count in counts.items():
        said = {"consumer": consumer, "class": report_class}
        reading = read(outcome(kind, {key: each for key, each in said.items() if each}), tables)
        assert reading.numerator == pytest.approx(count)
        assert reading.denominator == len(chosen) > 0


def test_losses_are_counted_by_cause(tables):
    deliveries = tables["deliveries"]
    of_both = read(outcome("lost", {"to": ["not_shared", "expired"]}), tables)
    assert of_both.numerator == deliveries["cause"].isin(["not_shared", "expired"]).sum()
    assert 0 < read(outcome("lost", {"to": "not_shared"}), tables).numerator < of_both.numerator
    assert read(outcome("lost", {"to": "withheld"}), tables).value == 0


def test_the_mean_latency_is_that_of_what_was_delivered(tables):
    reading = read(outcome("mean_latency_of_delivered"), tables)
    assert reading.value == pytest.approx(tables["deliveries"]["latency_hours"].mean())


def test_a_quantile_comes_with_every_age_that_pooling_needs(tables):
    asked = outcome("latency", {"quantile": "50 %", "class": "pattern"})
    reading = read(asked, tables)
    chosen = tables["deliveries"][tables["deliveries"]["class"] == "pattern"]
    assert reading.incidence is not None
    assert reading.incidence.count == len(chosen)
    assert len(reading.incidence.censored) == (chosen["outcome"] == "in_flight").sum()
    by_cause = delivery_incidence(tables["deliveries"], None, "pattern").quantile(0.5)
    assert by_cause is not None
    assert Readings(asked, (0,), (reading,)).values.tolist() == [by_cause / HOUR]


def test_stations_and_hurdles_are_read_off_their_tables(tables):
    stations = tables["stations"].set_index("station")
    assert read(outcome("backlog", {"station": "cell"}), tables).value == stations.loc["cell", "mean_waiting"]
    assert (
        read(outcome("peak_backlog", {"station": "cell"}), tables).value
        == stations.loc["cell", "peak_waiting"]
    )
    busy = read(outcome("utilisation"), tables)
    assert busy.value == pytest.approx(stations["busy_hours"].sum() / stations["manned_hours"].sum())
    assert read(outcome("wasted"), tables).value == pytest.approx(stations["wasted_hours"].sum()) != 0
    stopped = read(outcome("stopped", {"channel": "cell -> commander"}), tables)
    assert stopped.numerator == tables["hurdles"]["stopped"].sum() > 0
    assert stopped.denominator == tables["channels"]["offered"].sum()


WATCHED = """
mission: Two things go on
start: 2021-01-04
horizon: 60 d
classes: {alarm: {}, note: {}}
sources:
  north: {written_at: desk, reports: {alarm: {rate: 1 /day, about: raid}, note: {rate: 1 /day, about: siege}}}
  south: {written_at: desk, reports: {alarm: {rate: 1 /day, about: [raid, siege]}}}
topics:
  raid: {rate: 0.5 /day, lasts: 3 d, known_within: 1 d, confirmed_by: 2}
  siege: {rate: 0.2 /day, lasts: 2 d, known_within: 9 h}
stations:
  desk: {stage: command, needs: alarm, work: 1 h, posts: {p: {count: 1}}}
  staff: {stage: command, needs: note, work: 1 h, posts: {p: {count: 1}}}
channels: {desk -> staff: {}}
"""


@pytest.mark.parametrize("subject", [None, "raid", "siege"])
@pytest.mark.parametrize("consumer", [None, "desk"])
def test_events_are_counted_over_those_that_are_asked_for(subject, consumer):
    tables = kept_tables(compiled(WATCHED), 1, 0)
    events = tables["events"]
    if subject is not None:
        events = events[events["subject"] == subject]
    if consumer is not None:
        events = events[events["consumer"] == consumer]
    said = {key: name for key, name in (("of", subject), ("consumer", consumer)) if name}
    for degree, whole in (("known", len(events)), ("confirmed", (events["subject"] == "raid").sum())):
        told = read(outcome(degree, said), tables)
        assert told.numerator == (events[degree] == degree).sum()
        assert told.denominator == whole
        in_time = read(outcome(f"{degree}_in_time", said), tables)
        assert in_time.numerator == events[f"{degree}_in_time"].sum()
        assert in_time.denominator == whole
        assert 0 < in_time.numerator < told.numerator < whole or (degree, subject) == ("confirmed", "siege")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"consumer": "staff", "of": "raid"}, "staff cannot hear of raid"),
        ({"of": "drought"}, "nobody can hear of drought"),
        ({"consumer": "minister"}, "minister cannot hear of any event"),
    ],
)
def test_of_what_nobody_can_hear_there_is_no_share(said, reason):
    reading = read(outcome("known", said), kept_tables(compiled(WATCHED), 1, 0))
    assert np.isnan(reading.value)
    assert reading.reason == reason


@pytest.mark.parametrize(
    ("name", "said", "reason"),
    [
        ("timely", {"consumer": "cell"}, "cell is not a consumer"),
        ("timely", {"class": "rumour"}, "rumour is not needed by anybody"),
        ("latency", {"consumer": "commander", "class": "rumour"}, "rumour is not needed by commander"),
        ("backlog", {"station": "jmac"}, "there is no station jmac"),
        ("stopped", {"hurdle": "release"}, "there is no hurdle release"),
        ("stopped", {"hurdle": "release", "channel": "a -> b"}, "there is no hurdle release on a -> b"),
    ],
)
def test_what_is_not_there_is_no_number_but_a_reason(tables, name, said, reason):
    asked = outcome(name, said)
    reading = read(asked, tables)
    assert np.isnan(reading.value)
    assert reading.reason == reason
    readings = Readings(asked, (0,), (reading,))
    assert readings.reason == reason
    with pytest.raises(ValueError, match="has no ages of delivery"):
        len(readings.incidences)


def test_a_share_of_nothing_is_no_number():
    assert np.isnan(Reading(0.0, 0.0).value)
