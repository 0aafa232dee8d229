"""The pages for users tell the truth: every command in them is run, in order, as a reader would."""

import contextlib
import doctest
import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stovepipe.cli import main

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [*sorted((DOCS / "guides").glob("*.md")), DOCS / "reference" / "command.md"]
BLOCK = re.compile(r"^```(console|yaml|csv)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ESTIMATE = re.compile(r"about [\d.,]+ (s|min|h|days)\b|[\d.,]+ MB\b|\b\d+ workers?\b")  # of this machine
RULE = re.compile(r"-{2,}")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, and what it says that is printed."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def printed(command: str) -> str:
    """What a command prints, to either output, and its exit code if that is not 0."""
    name, *arguments = shlex.split(command)
    if name == "rm":
        for path in arguments:
            found = list(Path().glob(path))
            assert found, f"nothing to remove: {path}"
            for each in found:
                each.unlink()
        return ""
    assert name == "stovepipe", f"no such command here: {command}"
    screen = io.StringIO()
    with pytest.MonkeyPatch.context() as process:
        process.setattr(sys, "argv", [name, *arguments])
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            code = exit_code(main)
    return screen.getvalue() + (f"[exit code {code}]\n" if code else "")


def exit_code(command: Callable[[], None]) -> object:
    """How a command ends."""
    with pytest.raises(SystemExit) as ended:
        command()
    return ended.value.code


def shape(text: str) -> str:
    """The text without what depends on the machine, and without the lengths of its rules.

    All other numbers are those of the page: the same command gives the same numbers everywhere.
    """
    return RULE.sub("--", ESTIMATE.sub("(an estimate)", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_the_page_does_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks, "nothing to run"
    checker = doctest.OutputChecker()
    rules = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    for kind, name, content in blocks:
        if kind != "console":
            Path(name).write_text(content, encoding="utf-8")
            continue
        for command, expected in commands(content):
            got = printed(command)
            assert checker.check_output(shape(expected), shape(got), rules), f"$ {command}\n{got}"


def test_the_options_on_the_page_are_those_of_the_command() -> None:
    page = (DOCS / "reference" / "command.md").read_text(encoding="utf-8")
    for command in ("validate", "show", "run", "trace", "compare", "select", "sensitivity", "attribute"):
        section = page.partition(f"## stovepipe {command} ")[2].partition("\n## ")[0]
        documented = set(re.findall(r"^\| `(--[a-z]+)`", section, re.MULTILINE))
        offered = set(re.findall(r"(--[a-z]+)", printed(f"stovepipe {command} --help"))) - {"--help"}
        assert documented == offered
