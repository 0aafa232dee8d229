from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stovepipe.answers.findings.run import Row, RunFindings
from stovepipe.inference.intervals import Estimate, ratio_interval
from stovepipe.measures.fates.outcomes import ALL, WITHIN_HOURS
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading_outcomes import read
from stovepipe.study.running.job import kept_tables
from stovepipe.study.store.record import About, Record
from tests.inference.known import limits_by_root
from tests.network.missions import network as compiled

ALL_OF_IT = Estimate(1.0, None, None, 0.95, 4)


def of(findings: RunFindings, report_class: str, consumer: str = "commander") -> Row:
    key = {"consumer": consumer, "class": report_class}
    return next(line for line in findings.deliveries if line.key == key)


def test_created_is_a_mean_over_replications_with_its_interval(findings: RunFindings) -> None:
    outcomes = findings.record.frame("outcomes").query("`class` == 'warning'")
    created = outcomes["created"].to_numpy()
    estimate = of(findings, "warning")["created"]
    assert estimate.value == pytest.approx(created.mean())
    assert (estimate.low, estimate.high) == pytest.approx(limits_by_root(created, 0.025))


def test_shares_are_of_all_deliveries_of_all_replications(findings: RunFindings) -> None:
    deliveries = findings.record.frame("deliveries").query("`class` == 'warning'")
    line = of(findings, "warning")
    assert line["timely"].value == pytest.approx(deliveries["timely"].mean())
    assert line["lost_not_shared"].value == pytest.approx((deliveries["cause"] == "not_shared").mean())
    assert line["value"].value == pytest.approx(deliveries["value"].mean())


def test_shares_account_for_every_delivery(findings: RunFindings) -> None:
    for line in findings.deliveries:
        shares = [line[name].value for name in ("delivered", "lost", "in_flight")]
        assert sum(share or 0.0 for share in shares) == pytest.approx(1.0)
        causes = [line[f"lost_{cause}"].value or 0.0 for cause in findings.causes]
        assert sum(causes) == pytest.approx(line["lost"].value)


def test_where_the_time_goes_adds_up_to_the_latency(findings: RunFindings) -> None:
    line = of(findings, ALL)
    parts = ("waiting", "work", "suspended", "batching", "transit", "hurdles")
    assert sum(line[f"mean_{part}_hours"].value or 0.0 for part in parts) == pytest.approx(
        line["mean_latency_hours"].value
    )


def test_the_median_is_over_all_deliveries_with_the_lost_ones_never_arriving(findings: RunFindings) -> None:
    decided = findings.record.frame("deliveries").query("`class` == 'pattern' and outcome != 'in_flight'")
    arrival = np.sort(decided["latency_hours"].fillna(np.inf).to_numpy())
    median = of(findings, "pattern")["median_hours"]
    assert median.value == pytest.approx(arrival[len(arrival) // 2], rel=0.05), "few are in flight"
    assert median.low is not None
    assert median.low < median.value


WATCHED = """
mission: A road
start: 2021-01-04
horizon: 30 d
classes: {alarm: {ltiov: 6 h}}
sources:
  north: {written_at: desk, reports: {alarm: {rate: 1 /day, about: raid}}}
  south: {written_at: desk, reports: {alarm: {rate: 1 /day, about: [raid, siege]}}}
topics:
  raid: {rate: 1 /day, lasts: 3 d, known_within: 1 d, confirmed_by: 2}
  siege: {rate: 0.5 /day, lasts: 4 d, known_within: 1 d}
stations:
  desk: {stage: analysis, work: {exponential: {mean: 2 h}}, posts: {p: {count: 1}}}
  chief: {stage: command, needs: alarm, work: {exponential: {mean: 2 h}}, posts: {p: {count: 1}}}
channels: {desk -> chief: {transit: 1 h}}
"""


@pytest.fixture(scope="module")
def watched() -> RunFindings:
    net = compiled(WATCHED)
    tables = [kept_tables(net, 3, number) for number in range(4)]

    def told(name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
        return (tables[number][name] for number in numbers)

    return RunFindings(Record(About.of(net, "", 3), (0, 1, 2, 3), told))


def test_shares_of_events_are_of_all_events_of_all_replications(watched: RunFindings) -> None:
    events = watched.record.frame("events")
    assert [tuple(row.key.values()) for row in watched.knowledge] == [
        ("chief", "raid"), ("chief", "siege"), ("chief", ALL), (ALL, ALL),
    ]  # fmt: skip
    for row in watched.knowledge:
        subject = row.key["subject"]
        mine = events if subject == ALL else events[events["subject"] == subject]
        known = mine["known"] == "known"
        assert row["events"].value == pytest.approx(len(mine) / 4)
        assert row["known"].value == pytest.approx(known.mean())
        assert row["known_in_time"].value == pytest.approx(mine["known_in_time"].mean())
        assert row["known_lost_unreported"].value == pytest.approx(
            (mine["known_cause"] == "unreported").mean()
        )
        assert row["mean_hours_until_known"].value == pytest.approx(mine["known_hours"].mean())
        assert row["known"].low is not None
    raids, sieges = watched.knowledge[:2]
    asked = events[events["subject"] == "raid"]
    assert raids["confirmed"].value == pytest.approx((asked["confirmed"] == "confirmed").mean())
    assert sieges["confirmed"].value is None, "nobody asks for it"


def test_the_half_time_is_that_of_all_events_with_the_lost_ones_never_known(watched: RunFindings) -> None:
    events = watched.record.frame("events").query("subject == 'raid'")
    half = watched.knowledge[0]["median_hours_until_known"]
    never = events["known_hours"].fillna(np.inf).sort_values().to_numpy()
    assert half.value == pytest.approx(never[len(never) // 2], rel=0.1), "few are in flight"
    assert half.low is not None
    assert half.low < half.value
    assert watched.knowledge[0]["median_hours_until_confirmed"].value != half.value


def test_causes_come_with_the_largest_first(findings: RunFindings) -> None:
    shares = [findings.total[f"lost_{cause}"].value or 0.0 for cause in findings.causes]
    assert shares == sorted(shares, reverse=True)
    assert set(findings.causes) == {"expired", "not_shared"}


def test_utilisation_is_hours_of_work_by_hours_of_duty(findings: RunFindings) -> None:
    stations = findings.record.frame("stations").query("station == 'cell'")
    cell = next(line for line in findings.stations if line.key["station"] == "cell")
    expected = stations["busy_hours"].sum() / stations["manned_hours"].sum()
    assert cell["utilisation"].value == pytest.approx(expected)


def test_a_hurdle_stops_a_share_of_what_its_channel_is_offered(findings: RunFindings) -> None:
    channels, hurdles = (findings.record.frame(name) for name in ("channels", "hurdles"))
    (hurdle,) = findings.hurdles
    assert hurdle.key["hurdle"] == "reluctance"
    assert hurdle["stopped"].value == pytest.approx(hurdles["stopped"].sum() / channels["offered"].sum())


def test_the_longest_queue_is_where_most_copies_wait(findings: RunFindings) -> None:
    waiting = findings.record.frame("stations").groupby("station")["mean_waiting"].sum()
    found = findings.longest_queue
    assert found is not None
    assert found.line.key["station"] == waiting.idxmax() == "cell"
    assert found.share == pytest.approx(waiting.max() / waiting.sum())
    assert found.agreeing == 4


def test_one_replication_has_values_and_no_intervals(findings_of_one: RunFindings) -> None:
    for line in (*findings_of_one.deliveries, *findings_of_one.stations, *findings_of_one.channels):
        for measure in line.numbers.values():
            assert measure.estimate.low is None
            assert measure.estimate.high is None
    assert of(findings_of_one, "pattern")["median_hours"].value is not None


def test_losses_by_place_and_cause_add_up_to_all_that_is_lost(findings: RunFindings) -> None:
    deliveries = findings.record.frame("deliveries")
    lost = deliveries.query("outcome == 'lost'").groupby(["place", "cause"], observed=True).size()
    said = {(row.key["place"], row.key["cause"]): row["lost"].value for row in findings.losses}
    assert said == pytest.approx({key: count / len(deliveries) for key, count in lost.items()})
    assert sum(value or 0.0 for value in said.values()) == pytest.approx(findings.total["lost"].value)
    assert list(said.values()) == sorted(said.values(), reverse=True)
    assert len({place for place, _ in said}) > 1


@pytest.mark.parametrize("hours", WITHIN_HOURS)
def test_what_arrives_within_a_time_is_what_a_study_would_say(findings: RunFindings, hours: int) -> None:
    asked = outcome("delivered", {"within": f"{hours} h", "class": "warning"})
    tables = [
        {name: next(iter(part)) for name, part in zip(("deliveries", "outcomes"), pair, strict=True)}
        for pair in zip(
            *([[each] for each in findings.record.each(name)] for name in ("deliveries", "outcomes")),
            strict=True,
        )
    ]
    readings = [read(asked, each) for each in tables]
    said = of(findings, "warning")[f"delivered_within_{hours}_hours"]
    expected = ratio_interval(
        [each.numerator for each in readings], [each.denominator for each in readings], most=1.0
    )
    assert said == expected
    assert 0 < (said.value or 0.0) < 1


def test_the_median_of_what_arrives_knows_nothing_of_what_does_not(findings: RunFindings) -> None:
    arrived = findings.record.frame("deliveries").query("`class` == 'warning'")["latency_hours"].dropna()
    said = of(findings, "warning")["median_latency_of_delivered_hours"]
    ordered = np.sort(arrived.to_numpy())
    assert said.value == pytest.approx(ordered[(len(ordered) + 1) // 2 - 1])
    assert said.low is not None
    assert said.low <= said.value <= (said.high or np.inf)


def test_the_worst_are_found_among_those_of_which_something_occurred(run_of_four: RunFindings) -> None:
    worst = {by: found.key for by in ("consumer", "class") if (found := run_of_four.worst(by)) is not None}
    assert worst == {
        "consumer": {"consumer": "governor", "class": ALL},
        "class": {"consumer": "commander", "class": "imagery"},
    }


def test_nobody_is_the_worst_where_everything_arrives_in_time(run_of_four: RunFindings) -> None:
    found = RunFindings(run_of_four.record, scenario=run_of_four.scenario)
    found.__dict__["deliveries"] = [
        Row(row.key, {**row.numbers, "timely": replace(row.numbers["timely"], estimate=ALL_OF_IT)})
        for row in run_of_four.deliveries
    ]
    assert found.worst("consumer") is None
    assert found.worst("class") is None
