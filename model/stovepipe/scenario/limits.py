"""How large a run may become. What would be larger is refused before it starts.

Three have a say. A configuration states its own limits, or leaves those that are usual. It may not raise
them above the ceilings here, whoever wrote it, so that a file that somebody sent cannot take a machine. And
who runs it may allow more, or less, in the command, which has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from stovepipe.scenario.language.schema import Limits
from stovepipe.scenario.problems.problem import Problem, ScenarioError
from stovepipe.scenario.reading.scenario import Scenario
from stovepipe.scenario.size import estimate

_ALLOWED: ContextVar[Mapping[str, int] | None] = ContextVar("what the command allows", default=None)

LIMITS = tuple(name for name in Limits.model_fields if name != "file_size")
"""The names of the limits on the size of a run, as they are written."""


def allow(limits: Mapping[str, int]) -> None:
    """From now on, in this context, these limits hold, whatever a configuration says.

    Args:
        limits: numbers by name, of those in `LIMITS`; the others are the configuration's.
    """
    _ALLOWED.set(dict(limits))


def limit(scenario: Scenario, name: str) -> int:
    """What is allowed of something: by the command, or else by the configuration."""
    stated: int = getattr(scenario.mission.limits, name)
    return (_ALLOWED.get() or {}).get(name, stated)


def check_limits(scenario: Scenario, replications: int) -> None:
    """Refuse a run that is larger than what is allowed.

    Raises:
        ScenarioError: it is; each problem says how large it would be.
    """
    expected = estimate(scenario, replications)
    _refuse(
        scenario,
        {
            "reports": (expected.reports, "reports expected in each replication"),
            "visits": (expected.visits, "visits to stations expected in each replication"),
            "stations": (len(scenario.mission.stations), "stations"),
            "posts": (expected.posts, "posts, counted in each shift"),
            "spells": (expected.spells, "spells of duty expected in each replication"),
            "replications": (replications, "replications"),
            "memory": (expected.memory + expected.concluding, "bytes of memory expected"),
        },
    )


def check_points(scenario: Scenario, points: int) -> None:
    """Refuse a design of more points than is allowed.

    Raises:
        ScenarioError: it has more.
    """
    _refuse(scenario, {"points": (points, "points of the design")})


def _refuse(scenario: Scenario, sizes: Mapping[str, tuple[float, str]]) -> None:
    problems = [
        Problem(
            str(scenario.path),
            1,
            1,
            f"limits.{name}",
            f"{size:,.0f} {what}, and {limit(scenario, name):,} allowed",
            f"raise limits.{name}, or write stovepipe --limit {name}=N before the command, if that is meant",
        )
        for name, (size, what) in sizes.items()
        if size > limit(scenario, name)
    ]
    if problems:
        raise ScenarioError(problems)
