"""Small configurations written to a folder, with the places where a problem is expected marked in the text.

`§` stands in front of the offending text: it is taken out, and what is said must point there.
"""

import re
from pathlib import Path

import pytest

from stovepipe.scenario import Scenario, ScenarioError, load

MARK = "§"
Case = tuple[str, tuple[str, ...]]

BASE = """\
mission: Small
start: 2021-01-04
horizon: 8 wk
classes:
  warning: {precedence: IMMEDIATE, ltiov: 36 h}
  pattern: {}
sources:
  patrols:
    written_at: cell
    nation: NLD
    languages: {eng: 70 %, fra: 30 %}
    reports: {warning: 1 /day, pattern: 2 /day}
stations:
  cell:
    stage: collection
    system: sage
    work: 40 min
    posts:
      officers: {count: 2, nation: NLD, tour: 6 mo}
  translators:
    stage: translation
    reads: [fra]
    writes: eng
    work: 2 h
    posts: {translators: {count: 1}}
  commander:
    stage: command
    needs: [warning, pattern]
    reads: [eng]
    system: sage
    work: 10 min
    posts: {commander: {count: 1}}
channels:
  cell -> commander:
    transit: 20 min
    hurdles: {language: {through: translators}}
"""


def marked(text: str, file: str) -> tuple[str, list[str]]:
    """The text without its marks, and the places that they stood at."""
    places = []
    for number, line in enumerate(text.splitlines(), start=1):
        pieces = line.split(MARK)
        column = 1
        for piece in pieces[:-1]:
            column += len(piece)
            places.append(f"{file}:{number}:{column}")
    return text.replace(MARK, ""), places


def in_base(text: str) -> str:
    """Where a text stands in the base for the first time."""
    before = BASE[: BASE.index(text)]
    return f"base.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def write(folder: Path, text: str, name: str = "mission.yaml") -> list[str]:
    """Write a file beside the base; the places that are marked in it, in order."""
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    clean, places = marked(text, name)
    (folder / name).write_text(clean, encoding="utf-8")
    return places


def problems(folder: Path, name: str = "mission.yaml", overlays: tuple[str, ...] = ()) -> list[str]:
    """What is said about a configuration that cannot be used, without the folder's name."""
    with pytest.raises(ScenarioError) as raised:
        load(folder / name, [folder / overlay for overlay in overlays])
    return str(raised.value).replace(f"{folder}/", "").splitlines()


def warnings(folder: Path, name: str = "mission.yaml") -> list[str]:
    """What is worth a look in a configuration that can be used."""
    return [str(warning).replace(f"{folder}/", "") for warning in load(folder / name).warnings]


def changed(folder: Path, change: str) -> Scenario:
    """The base with a change."""
    write(folder, "extends: base.yaml\n" + change)
    return load(folder / "mission.yaml")


def cases(text: str) -> list[Case]:
    """Changes to the base and what is said about them, parted by empty lines.

    The messages follow the change, each after `=> `; a line that begins with spaces goes on with the message
    before it.
    """
    found = []
    for block in text.strip("\n").split("\n\n"):
        change, *messages = re.split(r"^=> ", block, flags=re.MULTILINE)
        found.append((change, tuple(" ".join(message.split()) for message in messages)))
    return found


def expect_problems(folder: Path, change: str, *expected: str) -> None:
    """The base with a change has these problems and no other, at the places marked in the change."""
    places = write(folder, "extends: base.yaml\n" + change.lstrip("\n"))
    _compare(problems(folder), places, expected)


def expect_warnings(folder: Path, change: str, *expected: str) -> None:
    """The base with a change can be used, with these warnings."""
    places = write(folder, "extends: base.yaml\n" + change.lstrip("\n"))
    _compare(warnings(folder), places, expected)


def _compare(said: list[str], places: list[str], expected: tuple[str, ...]) -> None:
    assert len(places) == len(expected), "one mark for each message"
    wanted = [f"{place}: {what}" for place, what in zip(places, expected, strict=True)]
    assert said == wanted, "\n".join(["said:", *said, "wanted:", *wanted])
