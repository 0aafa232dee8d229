"""Studies from Python: in a few lines, with what is wrong said in the right kind of error."""

import gc
from pathlib import Path

import pandas as pd
import pytest

import stovepipe
from tests.answers import studies


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    studies.study(tmp_path)
    monkeypatch.chdir(tmp_path)
    names = ("base", "third")
    return studies.STUDY | {"structures": {name: studies.STUDY["structures"][name] for name in names}}


def test_compare_gives_tidy_tables_a_verdict_and_figures(said: dict[str, object]) -> None:
    calls: list[tuple[int, int]] = []
    found = stovepipe.compare(said, 3, workers=1, progress=lambda *call: calls.append(call))
    assert repr(found) == "<Comparison: 'A cell', 2 structures, 3 replications, seed 1>"
    assert calls[-1] == (6, 6)
    for table in (found.estimates, found.differences, found.ranking):
        assert isinstance(table, pd.DataFrame)
        assert set(table["outcome"]) == {"timely", "p75", "backlog", "sent"}
    assert found.verdict.count("\n") == 3
    for part in ("A cell: estimates", "A cell: differences", found.verdict):
        assert part in found.show()
    figures = found.figures()
    assert sorted(figures) == ["differences", "incidence", "ranking"]
    for figure in figures.values():
        assert figure.axes
    assert found.precise is None


def test_a_temporary_store_goes_when_its_result_does(said: dict[str, object]) -> None:
    found = stovepipe.compare(said, 2, workers=1)
    folder = found.folder
    assert folder.exists()
    del found
    gc.collect()
    assert not folder.exists()


def test_a_store_that_is_named_stays_and_is_used_again(said: dict[str, object], tmp_path: Path) -> None:
    first = stovepipe.compare(said, 2, workers=1, out=tmp_path / "store")
    parts = sorted(first.folder.rglob("*.parquet"))
    again = stovepipe.compare(said, 2, workers=1, out=tmp_path / "store")
    pd.testing.assert_frame_equal(first.differences, again.differences)
    assert sorted(again.folder.rglob("*.parquet")) == parts


def test_two_processes_find_the_same_as_one(said: dict[str, object]) -> None:
    one, two = (stovepipe.compare(said, 4, workers=workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(one.estimates, two.estimates)


def test_select_gives_the_structure_and_what_was_spent(said: dict[str, object]) -> None:
    said = said | {"selection": {"outcome": "backlog", "indifference": 0.1, "at_least": 4}}
    found = stovepipe.select(said, workers=1)
    assert found.chosen == "third"
    assert found.structures["replications"].sum() == found.spent
    assert repr(found) == f"<Selection: 'third' of 'A cell', {found.spent} replications>"
    assert found.verdict.startswith("By the mean backlog (cell), select a third analyst: ")
    assert "third" in found.show()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"replications": 1}, ValueError, "two replications or more"),
        ({"replications": 2.5}, TypeError, "replications: a whole number"),
        ({"seed": -1}, ValueError, "seed: 0 or more"),
        ({"level": 95}, ValueError, "level: a number between 0 and 1"),
        ({"level": "high"}, TypeError, "level: a number"),
        ({"workers": 0}, ValueError, "workers: 1 or more"),
        ({"out": 5}, TypeError, "out: the path of a folder"),
        ({"out": "cell.yaml"}, stovepipe.StoreError, "cell.yaml is a file, not a folder"),
    ],
)
def test_wrong_arguments_are_named(
    said: dict[str, object], arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        stovepipe.compare(said, **arguments)


def test_a_wrong_study_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="study: a study, the path of its file or a map"):
        stovepipe.compare(5)
    with pytest.raises(stovepipe.ScenarioError, match="did you mean"):
        stovepipe.compare(said | {"outcoms": {}})
    with pytest.raises(ValueError, match="does not say how the best is to be found"):
        stovepipe.select(said)
