"""The console blocks of the pages: run in order, as a reader would, and written anew by `make reference`."""

import contextlib
import doctest
import io
import os
import re
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from stovepipe.cli import main

HERE = Path(__file__).parent
PAGES = [*sorted((HERE / "tutorial").glob("*.md")), *sorted((HERE / "guides").glob("*.md"))]
PAGES += [HERE / "reference" / "command.md"]
BLOCK = re.compile(r"^```(console|yaml|csv)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)
NUMBER = re.compile(r"\d[\d.,]*")
RULE = re.compile(r"-{2,}")
RULES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def sessions(page: Path) -> Iterator[tuple[str, str, str]]:
    """Each command of a page, what the page says that is printed, and what is printed.

    Commands are run, and the files of the page written, in the current folder.
    """
    for kind, name, content in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind != "console":
            Path(name).write_text(content, encoding="utf-8")
            continue
        for command, expected in COMMAND.findall(content):
            yield command.strip(), expected, printed(command)


def printed(command: str) -> str:
    """What a command prints, to either output, and its exit code if that is not 0."""
    name, *arguments = shlex.split(command)
    if name == "rm":
        for pattern in arguments:
            found = list(Path().glob(pattern))
            if not found:
                raise FileNotFoundError(f"nothing to remove: {pattern}")
            for path in found:
                path.unlink()
        return ""
    if name != "stovepipe":
        raise ValueError(f"{name} is not a command that a page may run: {command}")
    screen, code = io.StringIO(), None
    before = signal.getsignal(signal.SIGTERM)  # the command has a way of its own to end
    with (
        patch.object(sys, "argv", [name, *arguments]),
        patch.dict(os.environ, COLUMNS="80"),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        finally:
            signal.signal(signal.SIGTERM, before)
    return screen.getvalue() + (f"[exit code {code}]\n" if code else "")


def agree(expected: str, got: str) -> bool:
    """Whether a page says what is printed; an ellipsis stands for anything, and spaces do not count."""
    return doctest.OutputChecker().check_output(expected, got, RULES)


def renewed(expected: str, got: str) -> str:
    """What a page says, with the numbers that are printed, where the words are the same."""
    lines, printed_lines = [], got.splitlines()
    for line in expected.splitlines():
        pattern = re.compile(shape(line))
        place = next((i for i, text in enumerate(printed_lines) if pattern.fullmatch(text)), None)
        if place is None or line.strip() in {"", "..."}:
            lines.append(line)
            continue
        found = pattern.fullmatch(printed_lines[place])
        numbers = iter(found.groups() if found else ())
        filled = NUMBER.sub(lambda _, numbers=numbers: next(numbers), line)
        lines.append(filled if "..." in line else printed_lines[place].rstrip())
        del printed_lines[: place + 1]
    return "".join(f"{line}\n" for line in lines)


def shape(line: str) -> str:
    """The printed lines, as a pattern, that differ from a line of a page in numbers only."""
    words = []
    for word in line.split():
        parts = re.split(r"(\.\.\.|\d[\d.,]*|-{2,})", word)
        words.append(
            "".join(
                ".*?"
                if part == "..."
                else r"(\d[\d.,]*)"
                if NUMBER.fullmatch(part)
                else "-{2,}"
                if RULE.fullmatch(part)
                else re.escape(part)
                for part in parts
            )
        )
    return r"\s*" + r"\s+".join(words) + r"\s*"


def renew(page: Path) -> None:
    """Write the page anew, with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        for command, expected, got in sessions(page):
            if not agree(expected, got):
                text = text.replace(f"$ {command}\n{expected}", f"$ {command}\n{renewed(expected, got)}")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for path in map(Path.resolve, map(Path, sys.argv[1:]) if sys.argv[1:] else PAGES):
        renew(path)
