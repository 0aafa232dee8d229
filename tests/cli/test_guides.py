"""The pages for users tell the truth: every command in them is run, in order, as a reader would."""

import re
from pathlib import Path

import pytest

from docs.console_blocks import HERE, PAGES, agree, printed, renewed, sessions


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_the_page_prints_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for command, expected, got in sessions(page):
        assert agree(expected, got), f"run `make reference` if this is right:\n$ {command}\n{got}"
        ran += 1
    assert ran, "nothing to run"


def test_a_page_is_renewed_where_numbers_differ_and_left_alone_where_words_do() -> None:
    said = """
title
---  ---
a    5 h
...
about 1,456 reports: about ...
Verdict: 92.3 % (±0.8), worse
"""
    got = """
title
----  ----
a     15 h
b      1 h
about 1,457 reports: about 7 s
Verdict: 93 % (±0.7), better
"""
    assert (
        renewed(said, got)
        == """
title
----  ----
a     15 h
...
about 1,457 reports: about ...
Verdict: 92.3 % (±0.8), worse
"""
    )


def test_the_options_on_the_page_are_those_of_the_command() -> None:
    page = (HERE / "reference" / "command.md").read_text(encoding="utf-8")
    for command in (
        "validate",
        "show",
        "run",
        "observe",
        "trace",
        "compare",
        "select",
        "sensitivity",
        "attribute",
    ):
        section = page.partition(f"## stovepipe {command} ")[2].partition("\n## ")[0]
        documented = set(re.findall(r"^\| `(--[a-z]+)`", section, re.MULTILINE))
        offered = set(re.findall(r"(--[a-z]+)", printed(f"stovepipe {command} --help"))) - {"--help"}
        assert documented == offered
