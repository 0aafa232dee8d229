"""The ways of a report to a consumer, asked for on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_show_routes_tells_the_ways(stovepipe: Command) -> None:
    answer = stovepipe("show", "cell.yaml", "--routes", "patrols/warning/commander")
    assert (answer.code, answer.err) == (0, "")
    assert "1. cell - commander: 90 % pass, takes 1 h 40 min" in answer.out
    assert "reluctance" in answer.out


def test_show_routes_answers_other_programs(stovepipe: Command) -> None:
    answer = stovepipe("show", "cell.yaml", "--routes", "patrols/warning/commander", "--json")
    (way,) = json.loads(answer.out)["routes"]
    assert way["passes_share"] == 0.9
    assert way["steps"][1]["hurdles"][0]["cause"] == "not_shared"


def test_show_routes_marks_the_ways_in_the_drawing(stovepipe: Command) -> None:
    stovepipe("show", "cell.yaml", "--out", "plain.svg")
    answer = stovepipe("show", "cell.yaml", "--routes", "patrols/warning/commander", "--out", "ways.svg")
    assert answer.err == "The structure is drawn in ways.svg, with these ways in blue\n"
    blue = 'stroke="#0072b2" stroke-width="2.4"'
    assert (Path("plain.svg").read_text().count(blue), Path("ways.svg").read_text().count(blue)) == (0, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--routes", "patrols/warning/comander"],
            'there is no station "comander"; did you mean "commander"?',
        ),
        (["--routes", "x"], "write SOURCE/CLASS/CONSUMER, such as patrols/"),
        (["--json"], "--json needs --routes"),
        (["--routes", "patrols/warning/commander", "--out", "ways.png"], "end its name in .svg"),
        (
            ["--routes", "patrols/warning/commander", "--most", "0"],
            "--most: a whole number is needed, 1 or more",
        ),
    ],
)
def test_show_says_what_is_wrong_with_what_was_asked(
    stovepipe: Command, options: list[str], said: str
) -> None:
    answer = stovepipe("show", "cell.yaml", *options)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
