"""What two independent pictures are worth: the finding of the field that events are there to reproduce."""

from pathlib import Path

import pandas as pd
import pytest

import stovepipe

MISSION = """
mission: One picture or two
start: 2021-01-04
horizon: 60 d
classes: {sighting: {ltiov: 2 d}}
sources:
  patrols: {written_at: camp, reports: {sighting: {rate: 2 /day, about: convoy}}}
  police: {written_at: desk, reports: {sighting: {rate: 0 /day, about: convoy}}}
topics: {convoy: {rate: 0.7 /day, lasts: 1 d, known_within: 1 d, confirmed_by: 2}}
stations:
  camp: {stage: analysis, work: 2 h, posts: {p: {count: 3}}}
  desk: {stage: analysis, work: 2 h, posts: {p: {count: 3}}}
  commander: {stage: command, needs: sighting, work: 10 min, posts: {commander: {count: 1}}}
channels:
  camp -> commander: {transit: 1 h, hurdles: {reluctance: {probability: 40 %}}}
  desk -> commander: {transit: 1 h, hurdles: {reluctance: {probability: 40 %}}}
"""
STUDY = """
study: Are two pictures worth more than one?
base: mission.yaml
structures:
  one: {}
  two: {set: {sources.police.reports.sighting.rate: 2 /day}}
outcomes:
  delivered: {}
  known_in_time: {of: convoy, consumer: commander}
  known: {}
  confirmed: {of: convoy}
baseline: one
replications: 12
seed: 5
"""


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Two pictures less one, by outcome."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "mission.yaml").write_text(MISSION)
    (folder / "study.yaml").write_text(STUDY)
    found = stovepipe.compare(Path(folder / "study.yaml"), workers=1)
    return found.differences.set_index("outcome")


@pytest.mark.parametrize("outcome", ["known_in_time", "known", "confirmed"])
def test_a_second_independent_source_makes_events_known_sooner_and_confirmed_at_all(
    differences: pd.DataFrame, outcome: str
) -> None:
    row = differences.loc[outcome]
    assert row["low"] > 0.05
    assert row["verdict"] == "better"


def test_the_share_of_deliveries_does_not_show_it(differences: pd.DataFrame) -> None:
    row = differences.loc["delivered"]
    assert row["low"] < 0 < row["high"]
    assert row["high"] - row["low"] < 0.1, "precise enough to show as much as the events do"
