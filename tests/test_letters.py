"""What does not show, or turns the direction of writing, neither gets in nor comes out."""

from pathlib import Path

import pytest

from stovepipe.letters import LONGEST, odd_one, readable, shortened
from stovepipe.scenario.problems.problem import Mark, Problem, ScenarioError
from stovepipe.scenario.reading.settings import Settings
from tests.scenario.written import problems, write

ODD = ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u061c", "\u2028", "\ufeff", "\ud800"]


@pytest.mark.parametrize("odd", [*ODD, "\n", "\t"])
def test_it_is_shown_by_its_code(odd: str) -> None:
    said = readable(f"a{odd}b")
    code = {"\n": r"\n", "\t": r"\t"}.get(odd, f"\\u{ord(odd):04x}")
    assert said == f"a{code}b"
    assert said.isprintable()


@pytest.mark.parametrize("text", ["Größe", "שלום", "क्\u200dष", "👩\u200d🔬", "日本語", "$5"])
def test_writing_of_every_script_is_left_alone(text: str) -> None:
    assert (odd_one(text), readable(text)) == ("", text)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "where",
    [
        "mission: {}", "description: {}", "classes: {{x: {{title: {}}}}}", "classes: {{{}: {{}}}}",
        "sources: {{x: {{title: {}}}}}", "stations: {{x: {{place: {}}}}}", "extends: {}", "start: {}",
        "horizon: {{value: 1 d, source: {}}}", "sources: {{x: {{file: {{path: {}}}}}}}",
    ],
)  # fmt: skip
def test_it_is_refused_wherever_it_stands_in_a_file(tmp_path: Path, odd: str, where: str) -> None:
    escaped = f'"a{odd.encode("unicode_escape").decode()}b"'
    write(tmp_path, where.format(f"§{escaped}") + "\n")
    [said] = problems(tmp_path)
    assert said.startswith(f"mission.yaml:1:{where.format('§').index('§') + 1}: ")
    assert f"(U+{ord(odd):04X})" in said
    assert said.isprintable()


@pytest.mark.parametrize("odd", ODD)
def test_it_is_refused_in_what_a_program_says(odd: str) -> None:
    with pytest.raises(ScenarioError, match=f"U\\+{ord(odd):04X}"):
        Settings.of({"stations.cell.title": f"a{odd}b"}, "here")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("classes: {warning: {title: T}}", "classes.warning.title"),
        ("sources: {patrols: {title: T}}", "sources.patrols.title"),
        ("incidents: {attack: {rate: 1 /day, title: T}}", "incidents.attack.title"),
        ("stations: {cell: {title: T}}", "stations.cell.title"),
        ("stations: {cell: {place: T}}", "stations.cell.place"),
        ("systems: {sage: {title: T}}", "systems.sage.title"),
        ("mission: T", "mission"),
    ],
)
def test_every_title_is_one_line(tmp_path: Path, change: str, where: str) -> None:
    write(tmp_path, f"extends: base.yaml\n{change}\n".replace("T", '"one\\ntwo"'))
    assert [f"{where}: " in said and "write one line of text" in said for said in problems(tmp_path)] == [
        True
    ]


def test_a_message_is_short_and_plain_whatever_was_read() -> None:
    problem = Problem("m\x1b.yaml", 1, 1, "a\u202eb", f'"{"x" * 10_000}\x00" is not a date', "h" * 10_000)
    assert len(str(problem)) < 3 * LONGEST
    assert str(problem).startswith(r'm\u001b.yaml:1:1: a\u202eb: "xxx')
    assert r'x\u0000" is not a date; hhh' in str(problem)


def test_what_is_cut_out_stands_in_the_middle() -> None:
    assert shortened("a" * 300) == "a" * 300
    cut = shortened("a" * 200 + "b" * 200, 300)
    assert (len(cut), cut[0], cut[-1]) == (300, "a", "b")
    assert " ... " in cut


def test_a_mark_is_of_a_file_as_it_is_called() -> None:
    """Only what is said is escaped: a program that reads problems finds the file."""
    assert Problem("m\x1b.yaml", 1, 1, "", "x").file == "m\x1b.yaml"
    assert str(Mark("a.yaml", 3)) == "a.yaml:3"
