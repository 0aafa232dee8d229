"""What is too large is refused at once, by every command alike; what is asked of a file brings in little."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stovepipe.scenario.limits import allow
from tests.cli.conftest import Command

MILLION = "posts: {analysts: {count: 1000000}}"
SMALL = "posts: {analysts: {count: 1}}"
CELL = """
mission: Many
start: 2021-01-04
horizon: 1 d
classes: {call: {}}
sources: {callers: {written_at: cell, reports: {call: 4 /day}}}
stations: {cell: {stage: command, needs: [call], work: 10 min, POSTS}}
"""
STUDY = """
study: Many
base: m.yaml
structures: {one: {}, two: {set: {stations.cell.work: 20 min}}}
factors: {work: {paths: stations.cell.work, range: [9 min, 11 min]}}
outcomes: {timely: {}}
sensitivity: {structure: one, method: METHOD, points: POINTS}
"""


@pytest.fixture(autouse=True)
def nothing_allowed() -> Iterator[None]:
    yield
    allow({})


def write(posts: str = SMALL, points: int = 16, method: str = "sobol") -> None:
    Path("m.yaml").write_text(CELL.replace("POSTS", posts))
    Path("s.yaml").write_text(STUDY.replace("POINTS", str(points)).replace("METHOD", method))


@pytest.mark.parametrize(
    "command",
    [
        ("run", "m.yaml", "-n", "1"),
        ("trace", "m.yaml", "--report", "callers/0"),
        ("compare", "s.yaml"),
        ("sensitivity", "s.yaml"),
    ],
)
def test_too_many_posts_are_refused_by_every_command(stovepipe: Command, command: tuple[str, ...]) -> None:
    write(MILLION)
    answer = stovepipe(*command)
    assert answer.code == 2
    assert "limits.posts: 1,000,000 posts, counted in each shift, and 20,000 allowed" in answer.err


@pytest.mark.parametrize("file", ["m.yaml", "s.yaml"])
def test_what_would_be_refused_is_not_sound(stovepipe: Command, file: str) -> None:
    write(MILLION)
    answer = stovepipe("validate", file)
    assert answer.code == 1
    assert "limits.posts: 1,000,000 posts" in answer.err
    assert '"where": "limits.posts"' in stovepipe("validate", file, "--json").out


@pytest.mark.parametrize(
    "method", ["sobol", "morris", "pawn", "prim, failure: {outcome: timely, under: 90 %}"]
)
def test_a_thousand_million_points_are_refused_before_any_is_made(stovepipe: Command, method: str) -> None:
    write(points=10**9, method=method)
    answer = stovepipe("sensitivity", "s.yaml")
    assert answer.code == 2
    assert "limits.points: 1,000,000,000 points of the design, and 1,000,000 allowed" in answer.err


def test_a_thousand_million_replications_are_refused(stovepipe: Command) -> None:
    write()
    for command in (("run", "m.yaml"), ("compare", "s.yaml"), ("sensitivity", "s.yaml")):
        answer = stovepipe(*command, "-n", str(10**9))
        assert answer.code == 2
        assert "limits.replications: 1,000,000,000 replications, and 10,000 allowed" in answer.err


def test_a_configuration_cannot_raise_a_limit_above_its_ceiling_but_the_command_can(
    stovepipe: Command,
) -> None:
    write(MILLION)
    with Path("m.yaml").open("a") as file:
        file.write("limits: {posts: 1000000}\n")
    assert 'limits.posts: "1000000" is too large; write 200000 or less' in stovepipe("validate", "m.yaml").err
    write(MILLION)
    assert stovepipe("--limit", "posts=1000000", "validate", "m.yaml").code == 0
    refused = stovepipe("--limit", "posts=9", "validate", "m.yaml")
    assert "1,000,000 posts, counted in each shift, and 9 allowed" in refused.err


def test_a_limit_that_there_is_not_is_refused(stovepipe: Command) -> None:
    for text in ("post=9", "posts", "posts=many", "posts=-1", "file_size=9"):
        answer = stovepipe("--limit", text, "validate", "m.yaml")
        assert answer.code == 2
        assert f'such as reports=5000000, not "{text}"; there are reports, ' in answer.err


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("validate m.yaml", ("numba", "scipy", "pandas")),
        ("validate compared.yaml", ("numba", "scipy", "pandas")),
        ("validate s.yaml", ("numba",)),  # its method is asked whether the points are enough for it
        ("show m.yaml", ("numba", "scipy", "pandas")),
        ("--help", ("numba", "scipy", "pandas", "pydantic")),
    ],
)
def test_what_is_asked_of_a_file_brings_in_neither_compiler_nor_statistics(
    command: str, heavy: tuple[str, ...]
) -> None:
    """They take a second to import, and what an editor asks at every change should not."""
    write()
    Path("compared.yaml").write_text(STUDY.partition("factors:")[0] + "outcomes: {timely: {}}")
    program = f"""
import sys
sys.argv = ["stovepipe", *{command.split()!r}]
from stovepipe.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code, [name for name in {heavy!r} if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] in ("0 []", "None []")
