"""What a replication says of an outcome is what its deliveries, stations and channels say."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from stovepipe.engines import run
from stovepipe.measures.fates.deliveries import delivery_incidence
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR, Network
from stovepipe.scenario import Scenario, load
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import Reading, Readings, read
from stovepipe.study.running.job import kept_tables
from stovepipe.trajectory import RequestOutcome
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


def counted(tables, weights=None, **which):
    """The deliveries asked for, one by one, with what each weighs."""
    chosen = tables["deliveries"]
    for name, value in which.items():
        chosen = chosen[chosen[name] == value]
    return [(row, (weights or {}).get(row["class"], 1)) for _, row in chosen.iterrows()]


@pytest.mark.parametrize("report_class", [None, "warning"])
@pytest.mark.parametrize("hours", [3, 6, 100])
def test_what_arrives_within_a_time_is_counted_among_what_was_watched_for_so_long(
    tables, report_class, hours
):
    which = {"class": report_class} if report_class else {}
    reading = read(outcome("delivered", {"within": f"{hours} h", **which}), tables)
    rows = [row for row, _ in counted(tables, **which) if row["watched_ticks"] > hours * HOUR]
    assert reading.denominator == len(rows) > 0
    assert len(rows) < len(counted(tables, **which)) or hours < 6, "the last are not watched for so long"
    assert reading.numerator == sum(row["latency_hours"] <= hours for row in rows)


def test_what_is_due_at_the_end_is_not_watched_to_then_and_what_arrives_in_the_last_moment_counts(tables):
    """Reports of 10 h before the end, and of a tick more, that are delivered after 10 h or a tick more."""
    rows = [(10 * HOUR, 10 * HOUR, "in_flight"), (10 * HOUR + 1, 10 * HOUR, "delivered"),
            (10 * HOUR + 2, 10 * HOUR + 1, "delivered")]  # fmt: skip
    made = pd.DataFrame(rows, columns=["watched_ticks", "age_ticks", "outcome"])
    made["consumer"], made["class"] = "commander", "warning"
    reading = read(outcome("delivered", {"within": "10 h"}), {**tables, "deliveries": made})
    assert (reading.numerator, reading.denominator) == (1, 2)


def test_weights_multiply_both_what_is_counted_and_what_it_is_a_share_of(tables):
    said = {"weights": {"classes": {"warning": 5}, "consumers": {"commander": 2}}}
    rows = counted(tables, {"warning": 5})
    whole = 2 * sum(weight for _, weight in rows)
    for kind, met in {
        "timely": lambda row: row["timely"],
        "delivered": lambda row: row["outcome"] == "delivered",
        "lost": lambda row: row["outcome"] == "lost",
        "value": lambda row: row["value"],
    }.items():
        reading = read(outcome(kind, said), tables)
        assert reading.numerator == pytest.approx(2 * sum(weight * met(row) for row, weight in rows))
        assert reading.denominator == whole
    soon = read(outcome("delivered", said | {"within": "6 h"}), tables)
    kept = [(row, weight) for row, weight in rows if row["watched_ticks"] > 6 * HOUR]
    assert soon.denominator == 2 * sum(weight for _, weight in kept)
    assert soon.numerator == 2 * sum(weight * (row["latency_hours"] <= 6) for row, weight in kept)
    mean = read(outcome("mean_latency_of_delivered", said), tables)
    arrived = [(row["latency_hours"], weight) for row, weight in rows if row["outcome"] == "delivered"]
    assert mean.value == pytest.approx(sum(h * w for h, w in arrived) / sum(w for _, w in arrived))


def test_weights_of_one_change_nothing_and_a_weight_of_nought_leaves_a_class_out(tables):
    plain = read(outcome("timely"), tables)
    ones = read(outcome("timely", {"weights": {"classes": {"warning": 1}}}), tables)
    assert (ones.numerator, ones.denominator) == (plain.numerator, plain.denominator)
    without = read(outcome("timely", {"weights": {"classes": {"pattern": 0}}}), tables)
    only = read(outcome("timely", {"class": "warning"}), tables)
    assert (without.numerator, without.denominator) == (only.numerator, only.denominator)


def test_no_structure_moves_what_shares_are_divided_by(network: Network, scenario: Scenario) -> None:
    """One analyst who is slow and a channel that stops most: less arrives, of exactly as much."""
    text = scenario.path.read_text()
    for before, after in WORSE.items():
        assert before in text
        text = text.replace(before, after)
    path = scenario.path.with_name("worse.yaml")
    path.write_text(text)
    one, other = kept_tables(network, 1, 0), kept_tables(compile_network(load(path)), 1, 0)
    weighed = {"timely": {"class": "warning", "weights": {"classes": {"warning": 5}}}}
    plain = [{kind: {}} for kind in ("delivered", "timely", "lost", "value", "in_flight")]
    for said in (*plain, {"delivered": {"within": "9 h"}}, weighed):
        better, poorer = (read(outcome("x", said), tables) for tables in (one, other))
        assert better.denominator == poorer.denominator > 0
        assert better.numerator != poorer.numerator


WORSE = {"count: 2": "count: 1", "mean: 1 h": "mean: 2 h", "probability: 10 %": "probability: 60 %"}


def test_the_latency_of_what_is_delivered_knows_nothing_of_the_rest(tables):
    asked = outcome("latency_of_delivered", "median")
    arrived = np.sort(tables["deliveries"]["latency_hours"].dropna().to_numpy())
    reading = read(asked, tables)
    assert reading.incidence.count == len(arrived) < len(tables["deliveries"])
    half = arrived[int(np.ceil(len(arrived) / 2)) - 1]
    assert Readings(asked, (0,), (reading,)).values.tolist() == [pytest.approx(half)]


def test_where_nothing_is_delivered_its_latency_is_no_number(tables):
    lost = tables["deliveries"].assign(outcome="lost")
    asked = outcome("latency_of_delivered")
    readings = Readings(asked, (0,), (read(asked, {**tables, "deliveries": lost}),))
    assert np.isnan(readings.values).all()


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


@pytest.mark.parametrize("hours", [3, 24, 24 * 20])
@pytest.mark.parametrize("subject", [None, "raid"])
def test_what_is_known_within_a_time_is_counted_among_events_that_were_watched_for_so_long(subject, hours):
    tables = kept_tables(compiled(WATCHED), 1, 0)
    rows = [row for _, row in tables["events"].iterrows() if subject in (None, row["subject"])]
    said = {"within": f"{hours} h"} | ({"of": subject} if subject else {})
    for degree in ("known", "confirmed"):
        asked = [row for row in rows if isinstance(row[degree], str)]
        watched = [row for row in asked if 60 * 24 * HOUR - row["began_ticks"] > hours * HOUR]
        told = read(outcome(degree, said), tables)
        assert told.denominator == len(watched) > 0
        assert told.numerator == sum(row[f"{degree}_hours"] <= hours for row in watched)
        assert len(watched) < len(asked) or hours < 100


def test_an_event_is_watched_for_ages_below_the_end_and_known_at_its_last_tick_in_time(tables):
    """Four events: known at 10 h; at a tick more; watched for 10 h and no tick more; lost at 2 h."""
    told = pd.DataFrame(
        [
            ("known", 10 * HOUR, 11 * HOUR), ("known", 10 * HOUR + 1, 11 * HOUR),
            ("known", 2 * HOUR, 10 * HOUR), ("lost", 2 * HOUR, 11 * HOUR),
        ],
        columns=["known", "known_ticks", "watched_ticks"],
    )  # fmt: skip
    told["consumer"], told["subject"] = "desk", "raid"
    rows = pd.DataFrame({"consumer": ["desk", "(all)"], "subject": ["raid", "(all)"]})
    reading = read(outcome("known", {"within": "10 h"}), {**tables, "events": told, "knowledge": rows})
    assert (reading.numerator, reading.denominator) == (1, 3)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"consumer": "staff", "of": "raid"}, "staff cannot hear of raid"),
        ({"of": "drought"}, "nobody can hear of drought"),
        ({"consumer": "minister"}, "minister cannot hear of any event"),
        ({"consumer": "minister", "within": "3 h"}, "minister cannot hear of any event"),
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


ASKED = """
mission: Asked
start: 2021-01-04
horizon: 40 d
classes: {alarm: {}, note: {}, query: {}}
sources: {north: {written_at: desk, reports: {alarm: 2 /day, note: 1 /day}}}
stations:
  desk: {stage: collection, patience: 4 h, work: {exponential: {mean: 3 h}}, posts: {p: {count: 1}}}
  hq:
    stage: command
    needs: [alarm, note]
    work: 1 h
    posts: {p: {count: 1}}
    asks: {more: {request: query, within: 20 h, collects: {exponential: {mean: 5 h}}}}
channels: {desk -> hq: {}, hq -> desk: {carries: query}}
"""


@pytest.mark.parametrize("about", [None, "alarm"])
@pytest.mark.parametrize("asker", [None, "hq"])
def test_requests_are_counted_over_those_that_are_asked_for(about, asker):
    net = compiled(ASKED)
    tables = kept_tables(net, 1, 0)
    said = {key: name for key, name in (("class", about), ("asker", asker)) if name}
    trajectory = run(net, unfold(net, 1, 0))
    requests, alarm = trajectory.requests, [klass.name for klass in net.classes].index("alarm")
    chosen = trajectory.reports.klass[requests.about] == alarm if about else requests.about >= 0
    answered = chosen & (requests.outcome == RequestOutcome.ANSWERED)
    in_time = answered & (requests.decided <= trajectory.reports.deadline[requests.request])
    lost = chosen & (requests.outcome == RequestOutcome.UNANSWERED)
    given_up = lost & (requests.cause == net.causes.index("abandoned"))
    for kind, counted in (("answered", answered), ("answered_in_time", in_time), ("unanswered", lost)):
        reading = read(outcome(kind, said), tables)
        assert (reading.numerator, reading.denominator) == (counted.sum(), chosen.sum())
    assert 0 < in_time.sum() < answered.sum()
    given = read(outcome("unanswered", {**said, "to": "abandoned"}), tables)
    assert 0 < given.numerator == given_up.sum() < lost.sum()
    trips = read(outcome("round_trip", said), tables)
    assert trips.numerator == pytest.approx((requests.decided - requests.asked)[answered].sum() / HOUR)
    assert trips.denominator == answered.sum()


def test_who_asks_nobody_has_no_requests_to_take_a_share_of():
    tables = kept_tables(compiled(ASKED), 1, 0)
    assert read(outcome("answered", {"asker": "desk"}), tables).reason == "desk asks nobody"
    assert read(outcome("answered", {"class": "query"}), tables).reason == "nobody asks about query"
