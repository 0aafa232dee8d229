"""What Python users ask of a design of their own: evaluate."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from os import PathLike

import numpy as np
import pandas as pd

from stovepipe.answers.questions.evaluation import EvaluationFindings, evaluation
from stovepipe.answers.questions.question import answering
from stovepipe.results.arguments import path_of, progress_of, scenario_of, whole, workers_of
from stovepipe.results.result import Listener
from stovepipe.scenario import Scenario


def evaluate(
    mission: Scenario | str | PathLike[str],
    points: pd.DataFrame,
    outcomes: Mapping[str, object] | Iterable[str],
    replications: int = 10,
    seed: int = 1,
    *,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> pd.DataFrame:
    """Run a mission at points of your own design, and return the outcomes of every replication.

    Every point is run with the same random numbers, so that two points differ by what their rows say and not
    by luck. The same arguments give the same numbers, whatever the number of workers. A script that uses
    several should begin its work under ``if __name__ == "__main__":``, because each worker imports the script
    anew.

    Args:
        mission: a scenario, or the path of a configuration.
        points: a row for each point, and a column for each path. A column of numbers is headed by the path of
            a number of the configuration, such as ``stations.cell.posts.analysts.count``, or by a pattern for
            several of them, such as ``channels.*.transit``. Its numbers are in the unit in which the
            configuration writes the number; a text such as ``"90 min"`` has its own unit. Any other path of
            the configuration takes its words, such as ``"off"`` for ``mechanisms.turnover``.
        outcomes: the outcomes of each replication, as a study file says them, such as
            ``{"late": {"lost": {"to": "expired"}}}``; or the names of kinds, such as ``["timely", "lost"]``.
        replications: the number of replications at each point.
        seed: the seed of all random numbers.
        workers: the number of processes; 1 to run in this one; the address of a Dask scheduler; None for as
            many processes as there are cores, if that is worth while.
        out: the folder of the store. What is there already is not run again. If None, a temporary folder is
            used and removed.
        progress: a function that is called with the number of replications that are finished, and the number
            of all replications.

    Returns:
        A row for each point, outcome and replication. ``point`` is the label of the row in the index of
        `points`, and ``value`` is in the unit of the outcome: shares of 1, hours, copies or person-hours. It
        is missing where an outcome is not defined in a replication.

    Raises:
        ScenarioError: the configuration is not sound, or an outcome is about something that is not in it.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        UnusablePoints: a cell of the points cannot be used, or a row makes the configuration unsound; the row
            and the column are named. It is a ValueError.
        ValueError: a number is out of range.
        TypeError: an argument is of the wrong kind.

    >>> import pandas as pd
    >>> points = pd.DataFrame({"stations.cell.posts.analysts.count": [2, 3, 4]})
    >>> found = evaluate("configs/tutorial/mission.yaml", points, ["timely"], replications=2, workers=1)
    >>> found.head(3)
       point outcome  replication  value
    0      0  timely            0    0...
    1      0  timely            1    0...
    2      1  timely            0    0...
    >>> found.groupby("point")["value"].mean().is_monotonic_increasing
    True
    """
    if not isinstance(points, pd.DataFrame):
        raise TypeError(f"points: a DataFrame is needed, not {points!r}")
    question = evaluation(
        scenario_of(mission),
        points,
        _said(outcomes),
        whole("replications", replications, 1),
        whole("seed", seed, 0),
    )
    listener = Listener(progress_of(progress))
    with answering(question, path_of(out), workers_of(workers), listener) as answer:
        table = tidy(answer.findings)
    if answer.temporary:
        shutil.rmtree(answer.folder, ignore_errors=True)
    return table


def tidy(findings: EvaluationFindings) -> pd.DataFrame:
    """A row for each point, outcome and replication, in that order."""
    names = [each.name for each in findings.study.outcomes]
    points, outcomes, replications = findings.values.shape
    return pd.DataFrame(
        {
            "point": findings.points.repeat(outcomes * replications),
            "outcome": np.tile(np.repeat(names, replications), points),
            "replication": np.tile(np.arange(replications), points * outcomes),
            "value": findings.values.reshape(-1),
        }
    )


def _said(outcomes: object) -> Mapping[str, object]:
    """Outcomes as a study file says them: names of kinds stand for all deliveries.

    Raises:
        TypeError: they are neither a map nor names.
    """
    if isinstance(outcomes, Mapping):
        return outcomes
    names = list(outcomes) if isinstance(outcomes, Iterable) and not isinstance(outcomes, str) else [outcomes]
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"outcomes: a map of outcomes, or a list of their names, is needed, not {outcomes!r}")
    return {str(name): {} for name in names}
