"""`stovepipe.observe`: the same as the command, for those who work in Python."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import stovepipe
from stovepipe.results.observation import Observation
from stovepipe.scenario import Scenario
from tests.observed import deliveries, write_log


@pytest.fixture
def log(tmp_path: Path, scenario: Scenario) -> Path:
    return write_log(tmp_path / "log.csv", scenario, deliveries(scenario, 1000))


def observe(scenario: Scenario, log: Path, **more: Any) -> Observation:
    return stovepipe.observe(scenario, log, **({"replications": 3, "level": 0.75, "workers": 1} | more))


def test_a_result_has_a_verdict_tables_a_figure_and_files(
    scenario: Scenario, log: Path, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    found = observe(scenario, log, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    assert repr(found) == "<Observation of 'A cell': log.csv, 3 replications>"
    assert found.verdict.startswith("Verdict: the log ")
    assert found.differs == (found.p <= 0.25)
    assert set(found.tables()) == {"compared", "differences", "curves"}
    assert list(found.figures()) == ["incidence"]
    assert found.verdict in found.show()
    assert found.save(tmp_path / "found.html").read_text().startswith("<!DOCTYPE html>")
    assert "a log beside it" in found._repr_html_()
    assert found.remarks == []


def test_a_folder_answers_without_the_log_and_the_mission(
    scenario: Scenario, log: Path, tmp_path: Path
) -> None:
    found = observe(scenario, log, out=tmp_path / "out", until="2021-01-15", sample=True)
    shown, tables = found.show(), found.tables()
    log.unlink()
    moved = shutil.move(tmp_path / "out", tmp_path / "elsewhere")
    opened = stovepipe.open_results(moved)
    assert isinstance(opened, Observation)
    assert repr(opened) == repr(found)
    assert opened.show() == shown
    for name, table in tables.items():
        pd.testing.assert_frame_equal(opened.tables()[name], table)


def test_a_kept_log_that_was_changed_or_has_gone_is_refused(
    scenario: Scenario, log: Path, tmp_path: Path
) -> None:
    observe(scenario, log, out=tmp_path / "out")
    [kept] = (tmp_path / "out" / "configurations" / "logs").rglob("log.csv")
    kept.write_text(kept.read_text() + "\n")
    with pytest.raises(stovepipe.StoreError, match="is not the log that was asked about"):
        stovepipe.open_results(tmp_path / "out")
    kept.unlink()
    with pytest.raises(stovepipe.StoreError, match=r"lacks the log log\.csv"):
        stovepipe.open_results(tmp_path / "out")


def test_times_may_be_texts_or_dates(scenario: Scenario, log: Path) -> None:
    said = observe(scenario, log, begin="2021-01-06", until="2021-01-12")
    dated = observe(scenario, log, begin=dt.datetime(2021, 1, 6), until=dt.datetime(2021, 1, 12))
    assert said.show() == dated.show()


@pytest.mark.parametrize(
    ("arguments", "kind", "said"),
    [
        ({"begin": 3}, TypeError, "begin: a time such as '2021-03-01 06:00' is needed, not 3"),
        ({"until": "soon"}, ValueError, "until: 'soon' is not a time"),
        ({"unseen": "expired"}, TypeError, "unseen: a list of causes is needed, not 'expired' alone"),
        ({"replications": 2}, stovepipe.CannotAnswer, "run 3 or more"),
        ({"columns": {"raed": "x"}}, stovepipe.ScenarioError, 'did you mean "read"'),
    ],
)
def test_what_cannot_be_meant_is_refused(
    scenario: Scenario, log: Path, arguments: dict[str, Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        observe(scenario, log, **arguments)


def test_a_log_is_the_path_of_a_file(scenario: Scenario) -> None:
    number: Any = 3
    with pytest.raises(TypeError, match="log: the path of a CSV file is needed, not 3"):
        observe(scenario, number)
