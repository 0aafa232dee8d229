"""The findings of a run for programs: every number under the thing and the unit that it belongs to."""

import json

import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.run.data import findings_payload, findings_tables
from stovepipe.scenario import Scenario
from tests.made_up import BUSY, CHANNELS, DELIVERIES, HURDLES, MANNED, WAITING, run_findings, told_apart


def test_each_hurdle_has_the_share_of_its_own_channel(run_of_four: RunFindings) -> None:
    shares = {
        (row["channel"], row["hurdle"]): row["stopped_share"]["estimate"]
        for row in findings_payload(run_of_four)["hurdles"]
    }
    assert shares == {
        (channel, hurdle): pytest.approx(stopped / CHANNELS[channel][0])
        for channel, hurdle, _, _, stopped in HURDLES
    }


def test_each_consumer_and_class_has_its_own_shares(run_of_four: RunFindings) -> None:
    rows = {(row["consumer"], row["class"]): row for row in findings_payload(run_of_four)["deliveries"]}
    for pair, said in DELIVERIES.items():
        assert rows[pair]["created_deliveries"]["estimate"] == said["created"]
        for name in ("delivered", "timely", "in_flight"):
            assert rows[pair][f"{name}_share"]["estimate"] == pytest.approx(said[name] / said["created"])
        assert rows[pair]["mean_latency_hours"]["estimate"] == pytest.approx(said["latency"])
    assert list(rows)[-1] == ("(all)", "(all)")


def test_each_station_has_its_own_load(run_of_four: RunFindings) -> None:
    rows = {row["station"]: row for row in findings_payload(run_of_four)["stations"]}
    assert list(rows) == list(WAITING)
    for place, (name, waiting) in enumerate(WAITING.items()):
        assert rows[name]["mean_waiting_copies"]["estimate"] == pytest.approx(sum(waiting) / 4)
        assert rows[name]["utilisation_share"]["estimate"] == pytest.approx(BUSY[place] / MANNED[place])
        assert rows[name]["manned_hours"]["estimate"] == pytest.approx(MANNED[place])
        assert rows[name]["busy_hours"]["estimate"] == pytest.approx(BUSY[place])


def test_low_and_high_are_on_their_own_sides_of_the_estimate(run_of_four: RunFindings) -> None:
    ends = findings_payload(run_of_four)["deliveries"][0]["timely_share"]
    assert ends["low"] < ends["estimate"] < ends["high"]


def test_what_is_not_reached_is_null_and_the_text_is_json(run_of_four: RunFindings) -> None:
    payload = json.loads(json.dumps(findings_payload(run_of_four), allow_nan=False))
    rows = {(row["consumer"], row["class"]): row for row in payload["deliveries"]}
    assert rows["commander", "warning"]["median_hours"]["estimate"] == pytest.approx(5.0)
    assert rows["commander", "imagery"]["median_hours"]["estimate"] is None
    assert payload["longest_queue"]["station"] == "translators"
    assert payload["longest_queue"]["waiting_share"] == pytest.approx(0.65)
    assert payload["longest_queue"]["replications_agreeing"] == 3
    assert (payload["seed"], payload["replications"], payload["level"]) == (7, 4, 0.95)
    assert (payload["counted_hours"], payload["warm_up_hours"]) == (336.0, 0.0)


def test_tidy_tables_have_a_row_for_each_thing_and_measure(run_of_four: RunFindings) -> None:
    tables = findings_tables(run_of_four)
    assert set(tables) >= {"deliveries", "stations", "channels", "hurdles"}
    hurdles = tables["hurdles"].set_index(["channel", "hurdle"])
    assert hurdles.loc[("desk -> governor", "release"), ["kind", "cause", "measure", "unit"]].tolist() == [
        "release", "not_released", "stopped", "share",
    ]  # fmt: skip
    assert hurdles.loc[("desk -> governor", "release"), "estimate"] == pytest.approx(0.5)
    channels = tables["channels"].set_index(["channel", "measure"])["estimate"]
    for name, (offered, passed, *_, worked_through) in CHANNELS.items():
        assert channels[name, "offered"] == offered
        assert channels[name, "passed"] == pytest.approx(passed / offered)
        assert channels[name, "worked_through"] == pytest.approx(worked_through / offered)
    assert set(tables["stations"]["level"]) == {0.95}
    assert set(tables["stations"]["replications"]) == {4}


def test_one_replication_has_estimates_without_ends(two_commanders: Scenario) -> None:
    table = findings_tables(run_findings(two_commanders, 1))["deliveries"]
    assert table["estimate"].notna().any()
    assert table[["low", "high"]].isna().all().all()


def test_each_loss_stands_at_its_own_place_with_its_share_of_all_deliveries(run_of_four: RunFindings) -> None:
    """Of 240 deliveries 48 are not released, 30 not shared, 28 expired and 10 untranslated."""
    losses = findings_tables(run_of_four)["losses"].set_index(["place", "cause", "kind"])["estimate"]
    assert losses.to_dict() == {
        ("desk -> governor", "not_released", "failure"): pytest.approx(48 / 240),
        ("cell -> commander", "not_shared", "failure"): pytest.approx(30 / 240),
        ("cell", "expired", "failure"): pytest.approx(28 / 240),
        ("translators", "untranslated", "failure"): pytest.approx(10 / 240),
    }
    assert "disposals" not in findings_tables(run_of_four)


def test_disposals_stand_apart_from_losses_and_meant_losses_are_marked(two_commanders: Scenario) -> None:
    found = run_findings(two_commanders, **told_apart())
    tables = findings_tables(found)
    kinds = tables["losses"].set_index("cause")["kind"].to_dict()
    assert kinds == {"not_released": "meant", "not_shared": "meant", "expired": "failure"}
    (disposal,) = findings_payload(found)["disposals"]
    assert (disposal["place"], disposal["cause"], disposal["kind"]) == (
        "translators", "untranslated", "disposition",
    )  # fmt: skip
    assert disposal["disposed_share"]["estimate"] == pytest.approx(10 / 240)
    total = findings_payload(found)["deliveries"][-1]
    parts = ("delivered", "failed", "meant", "disposed", "in_flight")
    assert sum(total[f"{name}_share"]["estimate"] for name in parts) == pytest.approx(1)
    assert total["disposed_untranslated_share"]["estimate"] == pytest.approx(10 / 240)
    assert "lost_untranslated_share" not in total
