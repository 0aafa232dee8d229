"""The summary of a store holds what its questions came to last, and nothing of what they came to before."""

from pathlib import Path

import pytest

from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.summary import clear_summary, write_summary


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "summary").iterdir()}


def test_what_an_earlier_answer_to_the_same_question_left_goes_and_nothing_else(tmp_path: Path) -> None:
    left = ["run_incidence.svg", "run_incidence.png", "run_old.csv", "run_old.parquet"]
    others = ["comparison_incidence.svg", "run.txt", "runway.svg", "run_notes.txt", "my_run_incidence.svg"]
    kept = {"run_deliveries.csv": b"1", "run.txt": b"2"}
    write_summary(tmp_path, dict.fromkeys([*left, *others], b""))
    write_summary(tmp_path, kept)
    (tmp_path / "summary" / "run_folder.svg").mkdir()
    clear_summary(tmp_path, "run", kept)
    assert names(tmp_path) == {*others, *kept, "run_folder.svg"}


def test_of_a_link_only_the_link_goes(tmp_path: Path) -> None:
    (tmp_path / "mine.svg").write_text("mine")
    write_summary(tmp_path, {})
    (tmp_path / "summary" / "run_incidence.svg").symlink_to(tmp_path / "mine.svg")
    clear_summary(tmp_path, "run", ())
    assert names(tmp_path) == set()
    assert (tmp_path / "mine.svg").read_text() == "mine"


def test_a_summary_that_cannot_be_cleared_is_said(tmp_path: Path) -> None:
    (tmp_path / "summary").write_text("mine")
    with pytest.raises(StoreError, match="summary cannot be cleared: not a directory"):
        clear_summary(tmp_path, "run", ())
