"""A log beside a mission for other programs."""

import json

import pandas as pd
import pytest

from stovepipe.answers.findings.observation import REPORTS, ObservationFindings
from stovepipe.presentation.observation.data import observation_payload, observation_tables


def test_what_is_known_of_the_log_and_of_the_test_stands_in_the_data(refused: ObservationFindings) -> None:
    data = json.loads(json.dumps(observation_payload(refused)))
    assert data["log"]["resolution_seconds"] == 60
    assert data["log"]["sha256"] == refused.log.digest
    assert (data["p"], data["differs"], data["replications"]) == (0.05, True, 19)
    assert [row["compared"] for row in data["compared"]] == ["reports", "read", "lost"] * 2
    assert data["compared"][0]["age_hours"] is None
    assert data["sentences"]


def test_differences_are_the_stretches_of_ages_in_which_the_curve_lies_beyond(
    refused: ObservationFindings,
) -> None:
    tables = observation_tables(refused)
    curves, differences = tables["curves"], tables["differences"]
    beyond = curves[curves["beyond"]]
    assert len(beyond)
    for row in beyond.itertuples():
        mine = differences[
            (differences["class"] == curves.loc[row.Index, "class"])
            & (differences["compared"] == row.compared)
        ]
        within = (mine["from_hours"] <= row.age_hours) & (row.age_hours <= mine["to_hours"])
        assert within.sum() == 1
    outside = (curves["observed"] < curves["band_low"]) | (curves["observed"] > curves["band_high"])
    pd.testing.assert_series_equal(outside, curves["beyond"], check_names=False)


def test_numbers_of_reports_are_those_of_the_log_and_of_the_replications(
    accepted: ObservationFindings,
) -> None:
    compared = observation_tables(accepted)["compared"]
    for part in accepted.parts:
        if part.what == REPORTS:
            mine, others = accepted.counts[part.consumer, part.klass]
            row = compared[(compared["class"] == part.klass) & (compared["compared"] == "reports")].iloc[0]
            assert (row["observed"], row["modelled"]) == (mine, pytest.approx(others.mean()))
