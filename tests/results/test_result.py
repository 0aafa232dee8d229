"""What all results have in common, of made-up findings that are shown in a made-up way."""

import gc
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from stovepipe.answers.questions.question import Answer
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.results.result import Result

TABLE = pd.DataFrame({"structure": ["a", "b"], "value": [0.1, None]})


def drawn(findings: str) -> tuple[dict[str, Figure], list[str]]:
    figure = Figure()
    figure.subplots().plot([0, 1], [0, len(findings)])
    return {"shares": figure}, ["The figure of nothing is left out."]


class Answered(Result[str]):
    _shown = Presentation[str](
        name="answer",
        verdict=lambda findings: f"It is {findings}.",
        tables=lambda findings: {"answer": TABLE, "more": TABLE.head(1)},
        grids=lambda findings: (Grid(f"On {findings}", [Column("structure")], [["a"], ["b"]]),),
        data=lambda findings: {"found": findings, "nothing": None},
        figures=drawn,
    )

    def _summary(self) -> str:
        return f"Answered: {self._findings!r}"


@pytest.fixture
def result(tmp_path: Path) -> Answered:
    return Answered(Answer("<42>", tmp_path, temporary=False))


def test_every_member_says_what_the_findings_say(result: Answered, tmp_path: Path) -> None:
    assert repr(result) == "<Answered: '<42>'>"
    assert result.verdict == "It is <42>."
    assert list(result.tables()) == ["answer", "more"]
    pd.testing.assert_frame_equal(result.tables()["answer"], TABLE)
    assert result.show().startswith("On <42>\n")
    assert result.show().endswith("\n\nIt is <42>.")
    assert list(result.figures()) == ["shares"]
    assert result.folder == tmp_path


def test_a_notebook_shows_the_verdict_and_tables_and_no_markup_of_the_user(result: Answered) -> None:
    shown = result._repr_html_()
    assert "<p>It is &lt;42&gt;.</p>" in shown
    assert "<caption>On &lt;42&gt;</caption>" in shown
    assert "<42>" not in shown


def test_it_is_saved_as_the_ending_of_the_name_asks(result: Answered, tmp_path: Path) -> None:
    page = result.save(tmp_path / "page.html")
    assert page == tmp_path / "page.html"
    assert result._repr_html_().strip() in page.read_text()
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert result.save(str(tmp_path / "text.txt")).read_text() == f"{result.show()}\n"
    assert json.loads(result.save(tmp_path / "data.JSON").read_text()) == {"found": "<42>", "nothing": None}


def test_a_name_without_an_ending_is_that_of_a_folder_with_everything(
    result: Answered, tmp_path: Path
) -> None:
    folder = result.save(tmp_path / "all")
    assert {path.name for path in folder.iterdir()} == {
        "answer.txt", "answer.csv", "answer.parquet", "answer_more.csv", "answer_more.parquet",
        "answer_shares.svg", "answer_shares.png",
    }  # fmt: skip
    assert (folder / "answer.csv").read_bytes() == b"structure,value\na,0.1\nb,\n"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result.save(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        (
            "page.pdf",
            ValueError,
            r"path: page\.pdf ends in \.pdf; write \.html, \.txt or \.json, or the name",
        ),
        (5, TypeError, "path: the path of a file or folder is needed, not 5"),
        ("file", NotADirectoryError, "it is a file, not a folder: 'file'"),
        ("folder.html", IsADirectoryError, "folder.html'$"),
        ("file/page.html", FileExistsError, "file"),
        ("store", ValueError, "path: store belongs to a results folder; name another place"),
        ("store/manifest.json", ValueError, "manifest.json belongs to a results folder"),
    ],
)
def test_where_it_cannot_be_saved_is_said(
    result: Answered,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: Any,
    error: type[Exception],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "manifest.json").write_text("theirs")
    with pytest.raises(error, match=said):
        result.save(path)
    assert (tmp_path / "store" / "manifest.json").read_text() == "theirs"
    assert list(tmp_path.rglob("*.unfinished")) == []


def test_folders_on_the_way_are_made_and_a_page_may_lie_beside_results(
    result: Answered, tmp_path: Path
) -> None:
    assert result.save(tmp_path / "some" / "where" / "page.html").exists()
    assert (result.save(tmp_path / "else" / "where") / "answer.txt").exists()
    (tmp_path / "manifest.json").write_text("theirs")
    assert result.save(tmp_path / "page.html").exists()


@pytest.mark.parametrize("temporary", [True, False])
def test_only_a_temporary_folder_goes_with_the_result(tmp_path: Path, temporary: bool) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    result = Answered(Answer("x", folder, temporary))
    del result
    gc.collect()
    assert folder.exists() is not temporary
