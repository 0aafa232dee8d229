"""Letters that a terminal would obey are written out, and those that an encoding lacks get lookalikes."""

import codecs

import pytest

from stovepipe.cli.screen.letters import lookalike, visible


@pytest.mark.parametrize(
    "letter", ["\x00", "\x1b", "\x07", "\x08", "\x0b", "\r", "\x7f", "\x9b", "\u202e", "\u2066"]
)
def test_what_a_terminal_would_obey_is_written_out(letter: str) -> None:
    assert visible(f"a{letter}b") == f"a\\u{ord(letter):04x}b"


@pytest.mark.parametrize("text", ["line\nfeed", "a\ttab", "±\u2013é中", ""])
def test_everything_else_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "said"), [("±5", "~5"), ("a\u2013b", "a-b"), ("naïve é", "naive e"), ("中", "?")]
)
def test_a_letter_that_is_lacking_gets_one_that_looks_alike(text: str, said: str) -> None:
    codecs.register_error("alike", lookalike)
    assert text.encode("ascii", "alike").decode() == said


def test_what_cannot_be_read_is_no_question_of_lookalikes() -> None:
    with pytest.raises(UnicodeDecodeError):
        lookalike(UnicodeDecodeError("ascii", b"\xff", 0, 1, "no"))
