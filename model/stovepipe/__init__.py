"""Stovepipe estimates how long reports take through a mission, how many are lost, and to what.

>>> import stovepipe
>>> scenario = stovepipe.load("configs/tutorial/mission.yaml")
>>> results = stovepipe.simulate(scenario, replications=3, workers=1)
>>> results
<Results of 'One sector': 3 replications, seed 1>
>>> print(results.verdict)
Verdict: ... % of all deliveries arrive in time (±...); ... % are lost, most of them to expired (... %); ...
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stovepipe.report.results import Results
    from stovepipe.report.trace import Trace
    from stovepipe.scenario import Scenario, ScenarioError, load
    from stovepipe.study.folder import FolderError

__all__ = [
    "FolderError", "Results", "Scenario", "ScenarioError", "Trace", "load", "read_results", "simulate",
    "trace",
]  # fmt: skip

# What takes long to import is imported when it is first asked for, so that the command answers quickly.
_HOMES = {
    "FolderError": "stovepipe.study.folder",
    "Results": "stovepipe.report.results",
    "Scenario": "stovepipe.scenario",
    "ScenarioError": "stovepipe.scenario",
    "Trace": "stovepipe.report.trace",
    "load": "stovepipe.scenario",
}


def simulate(
    mission: Scenario | str | PathLike[str],
    replications: int = 20,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Results:
    """Run a mission, in memory.

    The same arguments give the same results, whatever the number of workers. A script that uses several
    should begin its work under ``if __name__ == "__main__":``, because each worker imports the script anew.

    Args:
        mission: a scenario, or the path of a configuration.
        replications: how many runs, each with its own random numbers.
        seed: of all random numbers.
        workers: processes; 1 to run in this one; None for as many as there are cores, if that is worth while.
        progress: called after each replication with how many are finished, and how many there are.

    Raises:
        ScenarioError: the configuration is not sound, or the run would be larger than its limits allow.
        ValueError: there are no replications or no workers, or the seed is negative.
        TypeError: an argument is of the wrong kind.

    >>> results = simulate("configs/tutorial/mission.yaml", replications=2, workers=1)
    >>> results.outcomes[["replication", "consumer", "class", "created"]].head(1)
       replication   consumer    class  created
    0            0  commander  warning ...
    """
    from stovepipe.network.compiler import compile_network
    from stovepipe.report.results import Results
    from stovepipe.scenario.limits import check_limits, estimate
    from stovepipe.study.record import About, Record
    from stovepipe.study.replicate import replications as run
    from stovepipe.study.replicate import sensible_workers

    replications = _whole("replications", replications, 1)
    seed = _whole("seed", seed, 0)
    workers = None if workers is None else _whole("workers", workers, 1)
    if progress is not None and not callable(progress):
        raise TypeError(f"progress: a function of two numbers is needed, not {progress!r}")
    scenario = _scenario(mission)
    check_limits(scenario, replications)
    network = compile_network(scenario)
    finished = {}
    workers = workers or sensible_workers(estimate(scenario, replications).seconds)
    for replication in run(network, seed, range(replications), workers):
        finished[replication.number] = replication.tables
        if progress is not None:
            progress(len(finished), replications)
    about = About.of(network, scenario.digest, seed)
    return Results(Record(about, tuple(sorted(finished)), lambda name, number: finished[number][name]))


def read_results(path: str | PathLike[str]) -> Results:
    """What a results folder of ``stovepipe run`` holds.

    Raises:
        FolderError: it is no results folder, or holds no finished replication.
        TypeError: it is no path.
    """
    from stovepipe.report.results import Results
    from stovepipe.study.folder import read_record

    if not isinstance(path, str | PathLike):
        raise TypeError(f"path: the path of a results folder is needed, not {path!r}")
    return Results(read_record(path))


def trace(
    mission: Scenario | str | PathLike[str],
    report: str | None = None,
    *,
    find: str | None = None,
    replication: int = 0,
    seed: int = 1,
) -> Trace:
    """Run one replication of a mission, and follow one report through it.

    Args:
        mission: a scenario, or the path of a configuration.
        report: SOURCE/N, the N-th report of a source, from 1, in order of occurrence.
        find: instead, delivered, late, lost, lost:CAUSE or in_flight: the first report for which that is so
            at some consumer.
        replication: which one, from 0 as in the results.
        seed: of all random numbers.

    Raises:
        ScenarioError: the configuration is not sound, or the run would be larger than its limits allow.
        LookupError: there is no such report.
        ValueError: the replication or the seed is negative.
        TypeError: an argument is of the wrong kind.

    >>> life = trace("configs/tutorial/mission.yaml", "patrols/17")
    >>> life
    <Trace of patrols/17: warning, replication 0, seed 1>
    >>> print(life)
    patrols/17 in replication 0 of One sector, seed 1
    warning, IMMEDIATE; occurred ...
    >>> list(life.table()["kind"])[:4]
    ['occurred', 'arrived', 'began', ...]
    """
    from stovepipe.network.compiler import compile_network
    from stovepipe.report.trace import Trace
    from stovepipe.scenario.limits import check_limits
    from stovepipe.study.tracing import trace as follow

    for name, value in (("report", report), ("find", find)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name}: a text is needed, not {value!r}")
    replication, seed = _whole("replication", replication, 0), _whole("seed", seed, 0)
    scenario = _scenario(mission)
    check_limits(scenario, 1)
    return Trace(follow(compile_network(scenario), report, find, replication, seed))


def _scenario(mission: Any) -> Scenario:
    from stovepipe.scenario import Scenario, load

    if not isinstance(mission, Scenario | str | PathLike):
        raise TypeError(f"mission: a scenario or the path of a configuration is needed, not {mission!r}")
    return mission if isinstance(mission, Scenario) else load(mission)


def _whole(name: str, value: Any, least: int) -> int:
    """A whole number: what counts as one, numpy's too, but not True."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: a whole number is needed, not {value!r}") from None
    if number < least:
        raise ValueError(f"{name}: {least} or more is needed, not {number}")
    return number


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("stovepipe")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
