"""A command can be given to a shell again, and letters that an encoding lacks get lookalikes."""

import codecs
import subprocess

import pytest

from stovepipe.cli.screen.lookalikes import command_line, lookalike


@pytest.mark.parametrize(
    "words",
    [
        ["stovepipe", "run", "my mission.yaml"],
        ["a'b", '"c"', "$HOME", "d;e", "f\\g"],
        ["tab\there", "line\nfeed"],
    ],
)
def test_a_command_comes_out_of_a_shell_as_it_went_in(words: list[str]) -> None:
    told = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {command_line(words)}"], capture_output=True, text=True, check=True
    )
    assert told.stdout.split("\0")[:-1] == words


def test_a_command_is_one_line_that_shows_all_its_letters() -> None:
    assert command_line(["a\x1bb", "c\nd"]).isprintable()


@pytest.mark.parametrize(
    ("text", "said"), [("±5", "~5"), ("a\u2013b", "a-b"), ("naïve é", "naive e"), ("中", "?")]
)
def test_a_letter_that_is_lacking_gets_one_that_looks_alike(text: str, said: str) -> None:
    codecs.register_error("alike", lookalike)
    assert text.encode("ascii", "alike").decode() == said


def test_what_cannot_be_read_is_no_question_of_lookalikes() -> None:
    with pytest.raises(UnicodeDecodeError):
        lookalike(UnicodeDecodeError("ascii", b"\xff", 0, 1, "no"))
