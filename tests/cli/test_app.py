"""The help is whole sentences, every option reaches its place, and what continues is what was given."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from docs.console_blocks import printed
from stovepipe.cli.app import app
from stovepipe.cli.ask import Request
from tests.cli.conftest import Command

ASKED = {
    "run": "stovepipe.cli.run.run",
    "compare": "stovepipe.cli.questions.compare",
    "select": "stovepipe.cli.questions.select",
    "sensitivity": "stovepipe.cli.questions.sensitivity",
    "attribute": "stovepipe.cli.questions.attribute",
}
"""By command: who is given what was requested."""
GIVEN: dict[str, tuple[tuple[str, ...], Any]] = {
    "replications": (("-n", "7"), 7),
    "seed": (("--seed", "0"), 0),
    "workers": (("--workers", "3"), 3),
    "scheduler": (("--scheduler", "tcp://there:8786"), "tcp://there:8786"),
    "out": (("-o", "a folder"), Path("a folder")),
    "plan": (("--plan",), True),
    "figures": (("--figures",), True),
    "trajectory": (("--trajectory",), True),
    "level": (("--level", "0.9"), 0.9),
    "json": (("--json",), True),
    "quiet": (("-q",), True),
}
LACKING = {
    "run": set(),
    "compare": {"trajectory"},
    "select": {"trajectory", "figures", "replications"},
    "sensitivity": {"trajectory"},
    "attribute": {"trajectory"},
}


@pytest.fixture
def requested(monkeypatch: pytest.MonkeyPatch, stovepipe: Command) -> Any:
    """Runs a command whose question is not asked: what was requested."""

    def run(command: str, *words: str) -> Request:
        caught: list[Request] = []
        monkeypatch.setattr(ASKED[command], caught.append)
        answer = stovepipe(command, *words)
        assert (answer.code, answer.err) == (0, "")
        (request,) = caught
        return request

    return run


def possible(command: str) -> list[str]:
    return [name for name in GIVEN if name not in LACKING[command]]


@pytest.mark.parametrize("command", ASKED)
def test_every_option_reaches_its_own_place(requested: Any, command: str) -> None:
    names = possible(command)
    request = requested(command, "study.yaml", *(word for name in names for word in GIVEN[name][0]))
    assert request.study == Path("study.yaml")
    assert {name: getattr(request, name) for name in names} == {name: GIVEN[name][1] for name in names}


@pytest.mark.parametrize("command", [command for command in ASKED if command != "run"])
def test_what_is_not_given_is_as_the_study_says(requested: Any, command: str) -> None:
    request = requested(command, "study.yaml")
    unset = {field.name: field.default for field in fields(Request) if field.name not in {"study", "again"}}
    assert {name: getattr(request, name) for name in unset} == unset


@pytest.mark.parametrize(
    ("command", "option"), [(command, name) for command in ASKED for name in possible(command)]
)
def test_the_command_for_continuing_has_every_option_that_was_given(
    requested: Any, command: str, option: str
) -> None:
    """Each by itself: an option that is forgotten makes another question of what is continued."""
    words = GIVEN[option][0]
    again = shlex.split(requested(command, "study.yaml", *words).again(Path("results/study")))
    added = [] if option == "out" else ["--out", "results/study"]
    assert again == ["stovepipe", command, "study.yaml", *words, *added]


def test_the_command_for_continuing_can_be_pasted_whatever_the_names(requested: Any) -> None:
    request = requested("compare", "my study's file.yaml", "--out", "a folder; echo")
    assert shlex.split(request.again(Path("elsewhere"))) == [
        "stovepipe", "compare", "my study's file.yaml", "--out", "a folder; echo",
    ]  # fmt: skip


def test_an_option_that_a_question_does_not_have_is_refused(stovepipe: Command) -> None:
    for command, lacking in LACKING.items():
        for name in sorted(lacking):
            answer = stovepipe(command, "study.yaml", *GIVEN[name][0])
            assert (answer.code, GIVEN[name][0][0] in answer.err) == (2, True), (command, name)


def test_the_arguments_of_the_process_are_those_that_are_told_again(requested: Any) -> None:
    requested("compare", "study.yaml", "--seed", "4")
    assert sys.argv == ["stovepipe", "compare", "study.yaml", "--seed", "4"]


# --- the help ---

COMMANDS = typer.main.get_group(app).commands


def test_the_list_of_commands_shows_each_line_whole() -> None:
    listed = printed("stovepipe --help").partition("Commands:\n")[2].splitlines()
    found = dict(re.fullmatch(r"  (\w+) +(.*)", line).groups() for line in listed)
    assert found == {name: summary(command) for name, command in COMMANDS.items()}
    assert max(map(len, found.values())) <= 45


def summary(command: click.Command) -> str:
    return (command.help or "").partition("\n")[0]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_line_of_a_command_s_help_fits_and_every_option_is_explained_in_a_sentence(name: str) -> None:
    assert max(map(len, printed(f"stovepipe {name} --help").splitlines())) <= 80
    texts = [summary(COMMANDS[name]), *(option.help or "" for option in COMMANDS[name].params)]
    unlike = [text for text in texts if not re.fullmatch(r"[A-Z].*\.", text)]
    assert unlike == []
    assert [text for text in texts if text.partition(" ")[0] in {"Of", "In", "At", "With", "Which"}] == [
        text for text in texts if text.startswith("With --")
    ]
