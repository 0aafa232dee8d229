"""What the page on the mandate says is what was found, and what is asked is what the page says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from stovepipe import load
from stovepipe.scenario.reading.settings import Settings

FOLDER = Path(__file__).parents[2] / "experiments" / "mandate"


@pytest.fixture(scope="module")
def mandate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mandate", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_on_the_page_is_made_from_the_file(mandate: ModuleType) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert mandate.table(pd.read_csv(FOLDER / "estimates.csv")) in page


def test_more_priorities_are_more_reports_with_the_same_people_and_guidance_that_is_old_sooner(
    mandate: ModuleType,
) -> None:
    before = load(mandate.ROOT / mandate.MISSION).mission
    values = {**mandate.reports(before, 2), **mandate.direction(before, 2)}
    scenario = load(mandate.ROOT / mandate.MISSION, overlays=[Settings.of(values, "two more")])
    after = scenario.mission
    assert scenario.warnings == ()
    assert set(after.classes) - set(before.classes) == {"priority_1", "priority_2"}
    assert {name: station.posts for name, station in after.stations.items()} == {
        name: station.posts for name, station in before.stations.items()
    }
    old, new = (mission.sources["patrols_gao"].direction.time.value for mission in (before, after))
    assert new == pytest.approx(old / 3)
