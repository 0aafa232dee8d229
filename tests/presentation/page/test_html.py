"""Answers as HTML: real tables, everything escaped, nothing that runs or comes from elsewhere."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from stovepipe.presentation.page.html import document, fragment
from stovepipe.presentation.shared.grid import Column, Grid

GRID = Grid(
    title="Shares <by> structure",
    columns=[Column("structure", right=False), Column("timely", "%"), Column("a&b")],
    rows=[
        ["<script>alert(1)</script>", "61.3\t(58 to 64)", "1"],
        ["all others"],
        ['"quoted"', "40", "2"],
    ],
    notes=["a note & more"],
)
VOID = {"br", "meta"}


class Reader(HTMLParser):
    """What a browser sees: tags that close in order, and the texts of cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.rows: list[list[str]] = []
        self.title = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"td", "th"}:
            self.rows[-1][-1] += data
        if self._open and self._open[-1] == "title":
            self.title += data


def test_tables_are_tables_with_headings_units_and_groups() -> None:
    page = Reader(fragment("Comparison", "It is better.", [GRID]))
    assert page.rows == [
        ["structure", "timely%", "a&b"],
        ["<script>alert(1)</script>", "61.3 (58 to 64)", "1"],
        ["all others"],
        ['"quoted"', "40", "2"],
    ]
    assert page.tags.count("table") == page.tags.count("caption") == 1


@pytest.mark.parametrize("made", [fragment, document])
def test_nothing_that_is_said_becomes_a_tag(made: Callable[..., str]) -> None:
    page = made("<b>title</b>", "<img src=x onerror=alert(1)>\nsecond", [GRID])
    read = Reader(page)
    assert {"script", "img", "b"} & set(read.tags) == set()
    assert not any(name.startswith("on") or name in {"src", "href"} for name in read.attributes)
    assert "&lt;img src=x" in page
    assert "<p>second</p>" in page
    assert "a note &amp; more" in page


def test_a_document_holds_the_fragment_and_asks_for_nothing() -> None:
    page = document("Run of 'x' & <y>", "All is well.", [GRID])
    assert fragment("Run of 'x' & <y>", "All is well.", [GRID]).strip() in page
    assert page.startswith("<!DOCTYPE html>")
    assert Reader(page).title == "Run of 'x' & <y>"
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_same_result_gives_the_same_bytes() -> None:
    assert document("a", "b", [GRID]) == document("a", "b", [GRID])
