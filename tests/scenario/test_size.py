"""The size of a run, worked out before it starts: reports, visits, spells of duty, time and memory."""

import json

import pytest

from stovepipe.scenario import Scenario, load
from stovepipe.scenario.size import Rates, estimate
from tests.scenario.written import changed

DAYS = 56  # the horizon of the base
WORDLESS = "sources: {patrols: {languages: null}}\nchannels: {cell -> commander: {hurdles: null}}\n"


def reports(scenario: Scenario) -> float:
    return estimate(scenario, 1).reports


def per_report(scenario: Scenario) -> float:
    expected = estimate(scenario, 1)
    return expected.visits / expected.reports


def test_rates_give_reports_over_the_clock(tmp_path):
    assert reports(changed(tmp_path, "")) == pytest.approx(3 * DAYS)
    assert reports(changed(tmp_path, "warm_up: 7 d")) == pytest.approx(3 * (DAYS + 7))


@pytest.mark.parametrize(
    ("varies", "factor"),
    [
        ("hours: {06:00-18:00: 3}", 2),
        ("hours: {18:00-06:00: 0}", 0.5),
        ("weekdays: {sat: 0, sun: 0}", 5 / 7),
        ("dates: {2021-01-04 to 2021-01-31: 0}", 0.5),
        ("dates: {2021-01-04 to 2021-01-31: 2, 2021-01-04 to 2021-01-17: 3}", (14 * 6 + 14 * 2 + 28) / 56),
        ("hours: {06:00-18:00: 3}, weekdays: {sat: 0, sun: 0}", 10 / 7),
    ],
)
def test_a_rate_that_varies_counts_with_its_factors(tmp_path, varies, factor):
    change = f"sources: {{patrols: {{reports: {{pattern: {{rate: 1 /day, {varies}}}, warning: 0 /day}}}}}}"
    assert reports(changed(tmp_path, change)) == pytest.approx(factor * DAYS)


def test_a_clock_that_begins_at_noon_has_half_a_day_of_the_first_weekday(tmp_path):
    change = (
        "start: 2021-01-04 12:00\nhorizon: 1 d\n"
        "sources: {patrols: {reports: {pattern: {rate: 1 /day, weekdays: {tue: 0}}, warning: 0 /day}}}"
    )
    assert reports(changed(tmp_path, change)) == pytest.approx(0.5)


def test_files_and_bursts_count(tmp_path):
    (tmp_path / "events.csv").write_text("time\n2021-01-05\n2021-01-06\n", encoding="utf-8")
    scenario = changed(
        tmp_path,
        "sources: {acled: {written_at: cell, file: {path: events.csv, time: time, class: warning}}}\n"
        "incidents: {attack: {rate: 0.5 /day, bursts: {patrols.warning: {reports: 4, delay: 1 h}}}}",
    )
    assert reports(scenario) == pytest.approx(3 * DAYS + 2 + 2 * DAYS)


def test_a_report_visits_each_station_on_its_way(tmp_path):
    assert per_report(changed(tmp_path, WORDLESS)) == pytest.approx(2)


def test_what_a_hurdle_stops_visits_nothing_more(tmp_path):
    change = WORDLESS.replace("hurdles: null", "hurdles: {language: null, caveat: {probability: 25 %}}")
    assert per_report(changed(tmp_path, change)) == pytest.approx(1.75)


def test_a_way_through_a_station_is_a_visit(tmp_path):
    assert per_report(changed(tmp_path, "")) == pytest.approx(3)
    french = "channels: {cell -> commander: {hurdles: {language: {languages: fra}}}}"
    assert per_report(changed(tmp_path, french)) == pytest.approx(2.3)


def test_conditions_by_class_and_origin_count(tmp_path):
    caveat = "hurdles: {{language: null, caveat: {{{}}}}}"
    by_class = WORDLESS.replace("hurdles: null", caveat.format("classes: warning"))
    assert per_report(changed(tmp_path, by_class)) == pytest.approx(2 - 1 / 3)
    elsewhere = WORDLESS.replace("hurdles: null", caveat.format("origins: FRA"))
    assert per_report(changed(tmp_path, elsewhere)) == pytest.approx(2)


def test_alternatives_share_the_visits(tmp_path):
    change = WORDLESS + "  cell -> translators: {share: 40 %}\n"
    shared = change.replace(
        "channels: {cell -> commander: {hurdles: null}}",
        "channels:\n  cell -> commander: {hurdles: null, share: 60 %}",
    )
    assert per_report(changed(tmp_path, shared)) == pytest.approx(2)


def test_two_ways_to_one_station_are_one_visit_there(tmp_path):
    """Half of the reports come directly; of the other half, which all come round, none is worked on twice."""
    change = WORDLESS.replace(
        "{cell -> commander: {hurdles: null}}",
        (
            "{cell -> commander: {hurdles: {language: null, caveat: {probability: 50 %}}}, "
            "cell -> translators: {}, translators -> commander: {}, commander -> cell: {}}"
        ),
    )
    assert per_report(changed(tmp_path, change)) == pytest.approx(3)


def test_rework_multiplies_the_visits(tmp_path):
    change = (
        WORDLESS
        + "stations: {cell: {misreading: {fresh: 60 %, settled: 50 %, fidelity: 50 %, review: 40 %}}}"
    )
    assert per_report(changed(tmp_path, change)) == pytest.approx(1 / 0.8 + 1)


def test_spells_of_duty_count_shifts_tours_and_leaves(tmp_path):
    change = WORDLESS + (
        "stations:\n  translators: null\n  commander: {posts: {commander: {count: 1}}}\n"
        "  cell: {posts: {officers: {count: 2, tour: 4 wk, leave: {length: 3 d, times: 2}, "
        "shift: {from: 08:00, to: 20:00, days: [mon, wed]}}}}"
    )
    assert estimate(changed(tmp_path, change), 1).spells == pytest.approx(1 + 2 * (16 + 2 + 4 + 1))


NOTHING = dict.fromkeys(Rates.__dataclass_fields__, 0.0)


@pytest.mark.parametrize(
    ("rate", "seconds"),
    [
        ("replication", 20),
        ("station", 20 * 2),
        ("post", 20 * 3),
        ("report", 20 * 3 * DAYS),
        ("visit", 20 * 6 * DAYS),
        ("delivery", 20 * 3 * DAYS),
        ("hurdle", 0),
    ],
)
def test_time_follows_from_what_there_is_and_what_each_takes(tmp_path, rate, seconds):
    scenario = changed(tmp_path, WORDLESS + "stations: {translators: null}")
    expected = estimate(scenario, 20, Rates(**NOTHING | {rate: 1.0}))
    assert expected.seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("rate", "memory", "concluding"),
    [
        ("bytes_at_least", 1, 0),
        ("bytes_of_visit", 6 * DAYS, 0),
        ("bytes_of_report", 3 * DAYS, 0),
        ("bytes_of_delivery", 3 * DAYS, 0),
        ("bytes_of_post", 3, 0),
        ("bytes_concluding", 0, 20 * 3 * DAYS),
    ],
)
def test_memory_follows_too_and_only_what_is_concluded_from_grows_with_replications(
    tmp_path, rate, memory, concluding
):
    scenario = changed(tmp_path, WORDLESS + "stations: {translators: null}")
    expected = estimate(scenario, 20, Rates(**NOTHING | {rate: 1.0}))
    assert expected.memory == pytest.approx(memory)
    assert expected.concluding == pytest.approx(concluding)
    assert expected.memory_with(1) == pytest.approx(memory + concluding)


def test_a_hurdle_counts_for_each_report_that_is_offered(tmp_path):
    change = "sources: {patrols: {languages: null}}"
    expected = estimate(changed(tmp_path, change), 1, Rates(**NOTHING | {"hurdle": 1.0}))
    assert expected.seconds == pytest.approx(3 * DAYS)


def test_every_station_of_a_long_chain_is_visited(tmp_path):
    alike = {"stage": "analysis", "work": "1 h", "posts": {"a": {"count": 1}}}
    stations = {f"s{i:03}": alike for i in range(300)}
    stations["s299"] = alike | {"stage": "command", "needs": ["call"]}
    mission = {
        "mission": "A chain",
        "start": "2021-01-04",
        "horizon": "10 d",
        "classes": {"call": {}},
        "sources": {"callers": {"written_at": "s000", "reports": {"call": "1 /day"}}},
        "stations": stations,
        "channels": {f"s{i:03} -> s{i + 1:03}": {} for i in range(299)},
    }
    (tmp_path / "chain.yaml").write_text(json.dumps(mission), encoding="utf-8")
    assert per_report(load(tmp_path / "chain.yaml")) == pytest.approx(300)


ASKING = """
classes: {query: {}}
sources: {patrols: {languages: null, collection: {coarse: 40 %}}}
stations:
  commander: {asks: {more: {about: warning, coarse: true, probability: 50 %, request: query}}}
channels:
  cell -> commander: {hurdles: null}
  commander -> cell: {carries: query}
"""


def test_requests_and_answers_are_reports_that_make_visits(tmp_path):
    """A fifth of the warnings, one a day, is asked about, and the cell reads each request and answer."""
    silent, asking = changed(tmp_path, WORDLESS), changed(tmp_path, ASKING)
    assert reports(asking) - reports(silent) == pytest.approx(DAYS * 0.2 * 2)
    visits = estimate(asking, 1).visits - estimate(silent, 1).visits
    assert visits == pytest.approx(DAYS * 0.2 * 4), (
        "of which one is where the request is made: rather too high"
    )
