"""Small missions for the tests of the network and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR, Network
from stovepipe.scenario import Scenario, load

MINUTE = HOUR // 60
MONDAY = "2021-01-04"  # tick 0 of most missions here

ONE_DESK = """
mission: One desk
start: 2021-01-04
horizon: {horizon}
classes: {{alarm: {{}}}}
sources: {{patrol: {{written_at: desk, reports: {{alarm: 1 /day}}}}}}
stations:
  desk:
    stage: command
    needs: alarm
    work: 1 h
    posts: {posts}
"""


@contextmanager
def written(text: str) -> Iterator[Path]:
    """A mission file with this text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mission.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        yield path


def scenario(text: str) -> Scenario:
    """The scenario of a mission file with this text."""
    with written(text) as path:
        return load(path)


def network(text: str) -> Network:
    """The network of a mission file with this text."""
    return compile_network(scenario(text))


def one_desk(posts: str, horizon: str = "4 wk") -> Network:
    """A mission with one station, `desk`, that has these posts; it starts on a Monday."""
    return network(ONE_DESK.format(posts=posts, horizon=horizon))


def days(*moments: float) -> list[int]:
    """Ticks, from days since the clock started."""
    return [round(moment * DAY) for moment in moments]
