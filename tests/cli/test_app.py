"""The help of the command: each line whole on 80 columns, and each a sentence that stands alone."""

import re

import click
import pytest
import typer

from docs.console_blocks import printed
from stovepipe.cli.app import app

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
