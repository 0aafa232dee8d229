"""A command that fails says so in its own words, with one exit code."""

import re
from pathlib import Path

import pytest

from stovepipe.cli.screen.complaints import ANSWERED_NO, WRONG, Complaint, internal_error, problems_said, say


def test_a_complaint_has_the_code_of_wrong_usage_unless_another_is_given() -> None:
    assert (Complaint("no").code, Complaint("no", ANSWERED_NO).code) == (WRONG, 1)


def test_problems_are_a_line_each_and_counted() -> None:
    said = problems_said(("first", "second"), Path("mission.yaml"))
    assert said.splitlines() == ["first", "second", "mission.yaml: 2 problems found"]
    assert problems_said(("only",), Path("mission.yaml")).endswith("1 problem found")


def test_messages_go_beside_the_result_without_what_a_terminal_would_obey(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print("the result")
    say("a \x1b[31mred\x1b[0m word")
    output = capsys.readouterr()
    assert output.out == "the result\n"
    assert "\x1b" not in output.err
    assert "red" in output.err


def test_an_internal_error_says_what_and_where_it_was_and_gives_a_traceback_only_if_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ZeroDivisionError("division by zero")
    error.add_note("in replication 7")
    monkeypatch.delenv("STOVEPIPE_TRACEBACK", raising=False)
    said = internal_error(error)
    assert re.search(r"in replication 7.*ZeroDivisionError: division by zero", said)
    assert "STOVEPIPE_TRACEBACK=1" in said
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("STOVEPIPE_TRACEBACK", "1")
    assert "STOVEPIPE_TRACEBACK" not in internal_error(error)
    assert "ZeroDivisionError" in capsys.readouterr().err
