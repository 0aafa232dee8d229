"""What outcomes owe to mechanisms, for programs: each value under its outcome, cause and mechanism."""

import json
from dataclasses import replace

import pytest

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.presentation.attribution.data import attribution_payload, attribution_table


def test_each_value_stands_under_its_own_outcome_cause_and_mechanism(attributed: AttributionFindings) -> None:
    table = attribution_table(attributed).query("measure == 'value'")
    values = table.set_index(["outcome", "cause", "mechanism"])["estimate"]
    assert values["lost", "", "people"] == 0.12
    assert values["lost", "", "tongues"] == 0.01
    assert values["lost", "not_shared", "trust"] == 0.08
    assert values["lost", "expired", "people"] == 0.14
    assert values["delay", "", "people"] == -4.0
    assert len(values) == 3 * 3 + 3
    assert dict(zip(table["outcome"], table["unit"], strict=True)) == {"lost": "share", "delay": "h"}


def test_totals_and_interactions_have_rows_of_their_own(attributed: AttributionFindings) -> None:
    table = attribution_table(attributed)
    totals = table.query("measure == 'total'").set_index(["outcome", "cause"])["estimate"]
    assert totals["lost", ""] == pytest.approx(0.20)
    assert totals["lost", "not_shared"] == pytest.approx(0.06)
    assert totals["delay", ""] == pytest.approx(-2.0)
    pairs = table.query("measure == 'interaction'").set_index(["mechanism", "with"])
    assert pairs.loc[("people", "trust"), ["estimate", "low", "high"]].tolist() == pytest.approx(
        [-0.03, -0.04, -0.02]
    )


def test_the_error_of_sampling_stands_with_its_own_mechanism(attributed: AttributionFindings) -> None:
    lost = attributed.each[0]
    sampled = replace(lost, result=replace(lost.result, sampling_error=(0.001, 0.002, 0.003)), by_cause={})
    table = attribution_table(replace(attributed, each=(sampled,))).query("measure == 'value'")
    assert dict(zip(table["mechanism"], table["sampling_error"], strict=True)) == {
        "trust": 0.001, "tongues": 0.002, "people": 0.003,
    }  # fmt: skip


def test_json_says_which_mechanisms_are_in_which_group_and_how_many_subsets_there_were(
    attributed: AttributionFindings,
) -> None:
    payload = json.loads(json.dumps(attribution_payload(attributed), allow_nan=False))
    assert set(payload["mechanisms"]["people"]) == {"turnover", "release"}
    assert payload["mechanisms"]["trust"] == ["rapport"]
    assert (payload["method"], payload["orders"], payload["subsets"]) == ("exact", 0, 8)
    assert payload["structure"] == "base"
    assert attribution_payload(replace(attributed, exact=False, orders=16))["method"] == "sampled"
