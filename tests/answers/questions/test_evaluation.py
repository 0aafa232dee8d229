"""Points that a user brings are run as a study would run them: same numbers, same luck, nothing twice."""

from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest

import stovepipe
from stovepipe.results.of_designs import evaluate
from stovepipe.scenario import Scenario, load
from stovepipe.scenario.reading.settings import Settings
from stovepipe.study.reading.brought import UnusablePoints
from tests.cli.conftest import MISSION

COUNT = "stations.cell.posts.analysts.count"
STOPS = "channels.cell -> commander.hurdles.reluctance.probability"


@pytest.fixture
def mission(tmp_path: Path) -> Scenario:
    (tmp_path / "cell.yaml").write_text(dedent(MISSION))
    return load(tmp_path / "cell.yaml")


def test_the_numbers_are_those_of_a_study_with_the_same_factors(mission: Scenario, tmp_path: Path) -> None:
    """The points and outputs of a design of Morris, run once by the study and once as a table."""
    factors = {
        "count": {"paths": COUNT, "range": [2, 4]},
        "stops": {"paths": STOPS, "range": ["5 %", "60 %"]},
    }
    said = {
        "study": "?",
        "base": str(mission.path),
        "outcomes": {"timely": {}, "backlog": {"station": "cell"}},
        "factors": factors,
        "sensitivity": {"method": "morris", "points": 4},
        "replications": 2,
        "seed": 7,
    }
    found = stovepipe.sensitivity(said, workers=1)
    points = found.points.set_index("point").rename(columns={"count": COUNT, "stops": STOPS})
    table = evaluate(mission, points[[COUNT, STOPS]], said["outcomes"], 2, 7, workers=1)
    keys = ["point", "outcome", "replication"]
    mine = table.set_index(keys)["value"].sort_index()
    theirs = found.outputs.set_index(keys)["value"].sort_index()
    pd.testing.assert_series_equal(mine, theirs, check_names=False)
    assert mine.nunique() > 10


def test_rows_keep_their_labels_and_come_in_their_order(mission: Scenario) -> None:
    points = pd.DataFrame({COUNT: [3, 2]}, index=["three", "two"])
    table = evaluate(mission, points, ["timely", "lost"], 2, workers=1)
    assert list(table.columns) == ["point", "outcome", "replication", "value"]
    assert list(table["point"]) == ["three"] * 4 + ["two"] * 4
    assert list(table["outcome"]) == ["timely", "timely", "lost", "lost"] * 2
    assert list(table["replication"]) == [0, 1] * 4
    alone = evaluate(mission, points.loc[["two"]], ["timely"], 2, workers=1)["value"].tolist()
    assert table.query("point == 'two' and outcome == 'timely'")["value"].tolist() == alone


def test_what_is_there_already_is_not_run_again(mission: Scenario, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def run(counts: list[int]) -> pd.DataFrame:
        told.clear()
        points = pd.DataFrame({COUNT: counts})
        out = tmp_path / "store"
        return evaluate(
            mission, points, ["timely"], 2, workers=1, out=out, progress=lambda *far: told.append(far)
        )

    first = run([2, 3])
    again = run([3, 4, 2])
    assert (told[0][0], told[-1]) == (0, (6, 6))
    parts = list((tmp_path / "store").rglob("*.parquet"))
    assert len(parts) == 3
    for before, after in ((0, 2), (1, 0)):
        old, new = (table[table["point"] == row]["value"] for table, row in ((first, before), (again, after)))
        assert old.tolist() == new.tolist()


def test_a_folder_of_points_says_how_it_is_read_again(mission: Scenario, tmp_path: Path) -> None:
    evaluate(mission, pd.DataFrame({COUNT: [2]}), ["timely"], 1, workers=1, out=tmp_path / "store")
    with pytest.raises(stovepipe.StoreError, match="holds the points of a table, which is not kept: call"):
        stovepipe.open_results(tmp_path / "store")


def test_two_processes_find_the_same_as_one(mission: Scenario) -> None:
    points = pd.DataFrame({COUNT: [2, 3, 4]})
    one, two = (evaluate(mission, points, ["timely"], 2, workers=workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(one, two)


def test_what_was_laid_over_a_mission_stays_there(mission: Scenario) -> None:
    longer = load(mission.path, [Settings.of({STOPS: "90 %"}, "closed")])
    points = pd.DataFrame({COUNT: [2]})
    closed, as_it_is = (
        evaluate(each, points, ["delivered"], 1, workers=1)["value"][0] for each in (longer, mission)
    )
    assert closed < 0.2 < as_it_is


def test_an_outcome_that_is_not_defined_somewhere_is_missing_there_alone(mission: Scenario) -> None:
    points = pd.DataFrame({STOPS: ["90 %", "5 %"]})
    table = evaluate(mission, points, {"median": {"latency": "median"}}, 1, workers=1)
    assert table["value"].isna().tolist() == [True, False]


def test_a_row_that_is_not_sound_is_told_before_anything_is_run(mission: Scenario, tmp_path: Path) -> None:
    points = pd.DataFrame({COUNT: [2, 0]}, index=["a", "b"])
    with pytest.raises(
        UnusablePoints, match=r"^row b, column stations\.cell\.posts\.analysts\.count: .*nobody"
    ):
        evaluate(mission, points, ["timely"], 1, workers=1, out=tmp_path / "store")
    assert not list((tmp_path / "store").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("stations.cel.posts.analysts.count", 'there is no "cel" in stations; did you mean "cell"'),
        ("stations.cell.posts.analysts.cuont", 'did you mean "count"'),
    ],
)
def test_a_column_that_leads_to_nothing_is_named(mission: Scenario, column: str, said: str) -> None:
    with pytest.raises(UnusablePoints) as refused:
        evaluate(mission, pd.DataFrame({column: [2]}), ["timely"], 1, workers=1)
    assert str(refused.value).startswith(f"row 0, column {column}: ")
    assert said in str(refused.value)


def test_a_temporary_store_goes_when_the_table_is_there(
    mission: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    evaluate(mission, pd.DataFrame({COUNT: [2]}), ["timely"], 1, workers=1)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"points": [[1, 2]]}, TypeError, "points: a DataFrame is needed"),
        ({"outcomes": 3}, TypeError, "outcomes: a map of outcomes, or a list of their names"),
        ({"outcomes": []}, ValueError, "outcomes: nothing is asked"),
        ({"outcomes": ["timly"]}, ValueError, "timly"),
        ({"outcomes": {"timely": {"consumer": "x"}}}, stovepipe.ScenarioError, 'there is no consumer "x"'),
        ({"replications": 0}, ValueError, "replications: 1 or more"),
        ({"seed": -1}, ValueError, "seed: 0 or more"),
        ({"progress": 3}, TypeError, "progress: a function of two numbers"),
        ({"out": 3}, TypeError, "out: the path of a folder"),
    ],
)
def test_wrong_arguments_are_named(
    mission: Scenario, arguments: dict[str, object], error: type[Exception], said: str
) -> None:
    asked = {"points": pd.DataFrame({COUNT: [2]}), "outcomes": ["timely"], "workers": 1} | arguments
    with pytest.raises(error, match=said):
        evaluate(mission, **asked)
