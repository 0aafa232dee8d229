"""What Python users ask about one mission: simulate and trace."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from typing import overload

import pandas as pd

from stovepipe.answers.questions.run import RunQuestion
from stovepipe.network.compiler import compile_network
from stovepipe.presentation.mission.routes import Routes, question
from stovepipe.results.arguments import level_of, path_of, progress_of, scenario_of, whole, workers_of
from stovepipe.results.result import resulting
from stovepipe.results.run import Run
from stovepipe.results.trace import EventTrace, Trace
from stovepipe.scenario import Scenario
from stovepipe.scenario.limits import check_limits
from stovepipe.study.reading.mission import study_of_mission
from stovepipe.study.running.trace import NoSuchReport, trace_event
from stovepipe.study.running.trace import trace as follow

LEVEL = 0.95


def simulate(
    mission: Scenario | str | PathLike[str],
    replications: int = 20,
    seed: int = 1,
    workers: int | str | None = None,
    progress: Callable[[int, int], object] | None = None,
    *,
    level: float | None = None,
    trajectory: bool = False,
    out: str | PathLike[str] | None = None,
) -> Run:
    """Run a mission.

    The same arguments give the same results, whatever the number of workers. A script that uses several
    should begin its work under ``if __name__ == "__main__":``, because each worker imports the script anew.

    Args:
        mission: a scenario, or the path of a configuration.
        replications: how many runs, each with its own random numbers.
        seed: the seed of all random numbers.
        workers: the number of processes; 1 to run in this one; the address of a Dask scheduler; None for
            as many processes as there are cores, if that is worth while.
        progress: called with how many replications are finished, and how many there are.
        level: the confidence level of the intervals; 0.95 unless stated.
        trajectory: whether to keep everything that happened in every replication. Of the first it always is.
        out: the results folder. What is there already is used. Unless stated, a temporary one.

    Raises:
        ScenarioError: the configuration is not sound, or the run would be larger than its limits allow.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        ValueError: there are no replications or no workers, or a number is out of range.
        TypeError: an argument is of the wrong kind.

    >>> results = simulate("configs/tutorial/mission.yaml", replications=2, workers=1)
    >>> results.outcomes[["replication", "consumer", "class", "created"]].head(1)
       replication   consumer    class  created
    0            0  commander  warning ...
    """
    replications = whole("replications", replications, 1)
    seed = whole("seed", seed, 0)
    study = study_of_mission(
        scenario_of(mission), replications, seed, level_of(level) or LEVEL, bool(trajectory)
    )
    return resulting(Run, RunQuestion(study), workers_of(workers), path_of(out), progress_of(progress))


@overload
def trace(
    mission: Scenario | str | PathLike[str],
    report: str | None = None,
    *,
    find: str | None = None,
    replication: int = 0,
    seed: int = 1,
) -> Trace: ...


@overload
def trace(
    mission: Scenario | str | PathLike[str], *, event: str, replication: int = 0, seed: int = 1
) -> EventTrace: ...


def trace(
    mission: Scenario | str | PathLike[str],
    report: str | None = None,
    *,
    find: str | None = None,
    event: str | None = None,
    replication: int = 0,
    seed: int = 1,
) -> Trace | EventTrace:
    """Run one replication of a mission, and follow one report through it, or one event.

    Args:
        mission: a scenario, or the path of a configuration.
        report: SOURCE/N, the N-th report of a source, from 1, in order of occurrence.
        find: delivered, late, lost, lost:CAUSE or in_flight: follow the first report for which that is so
            at some consumer.
        event: NAME/N, the N-th event of a topic or an incident, from 1, in order of time: tell who reported
            about it, and who came to know of it when.
        replication: the number of the replication, from 0 as in the results.
        seed: the seed of all random numbers.

    Raises:
        ScenarioError: the configuration is not sound, or the run would be larger than its limits allow.
        NoSuchReport: there is no such report or event, or more than one of the three is asked for; a
            LookupError.
        ValueError: the replication or the seed is negative.
        TypeError: an argument is of the wrong kind.

    >>> life = trace("configs/tutorial/mission.yaml", "patrols/17")
    >>> life
    <Trace of patrols/17: warning, replication 0, seed 1>
    >>> print(life)
    patrols/17 in replication 0 of One sector, seed 1
    warning, IMMEDIATE; occurred ...
    >>> list(life.tables()["events"]["kind"])[:4]
    ['occurred', 'arrived', 'began', ...]
    >>> print(trace("configs/tutorial/raids.yaml", event="raid/4").verdict)
    raid/4 was known to commander ..., after ...
    """
    for name, value in (("report", report), ("find", find), ("event", event)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name}: a text is needed, not {value!r}")
    replication, seed = whole("replication", replication, 0), whole("seed", seed, 0)
    scenario = scenario_of(mission)
    check_limits(scenario, 1)
    if event is None:
        return Trace(follow(compile_network(scenario), report, find, replication, seed))
    if report is not None or find is not None:
        raise NoSuchReport("report, find or event: name one of the three")
    return EventTrace(trace_event(compile_network(scenario), event, replication, seed))


def show_routes(mission: Scenario | str | PathLike[str], report: str, most: int = 5) -> pd.DataFrame:
    """List the ways of a report from its source to a consumer, with every station, channel and hurdle.

    Nothing is run. Lengths of time are means without waiting, for a report that is alone.

    Args:
        mission: a scenario, or the path of a configuration.
        report: the source, the class and the consumer: ``"patrols/warning/commander"``.
        most: the number of ways that are listed, the quickest first.

    Returns:
        A row for each station, channel and hurdle of each way, in the order in which the report meets them;
        no rows if there is no way. `kind` is station, channel or hurdle, and `place` is the station or the
        channel. Columns that begin with `route_` say the same in all rows of one way: the share of reports
        that it lets through, and the time that these take. Lengths of time are in hours, shares of 1.

    Raises:
        ScenarioError: the configuration is not sound.
        LookupError: there is no such source, class or consumer.
        ValueError: fewer than one way is asked for.
        TypeError: an argument is of the wrong kind.

    >>> ways = show_routes("configs/tutorial/mission.yaml", "patrols/warning/commander")
    >>> ways[["kind", "place", "work_hours", "transit_hours"]]
          kind              place  work_hours  transit_hours
    0  station               cell    2.000000            NaN
    1  channel  cell -> commander         NaN            0.5
    2  station          commander    0.166667            NaN
    """
    if not isinstance(report, str):
        raise TypeError(f"report: a text such as 'patrols/warning/commander' is needed, not {report!r}")
    most = whole("most", most, 1)
    network = compile_network(scenario_of(mission))
    return Routes(network, question(network, report), most).table()
