"""What Python users ask about a mission and a log of what was observed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path

from stovepipe.answers.questions.observation import AboutLog, observation
from stovepipe.results.arguments import level_of, path_of, progress_of, scenario_of, whole, workers_of
from stovepipe.results.observation import Observation
from stovepipe.results.result import resulting
from stovepipe.scenario import Scenario
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.reading.observed_log import LogForm, read_log, said_moment
from stovepipe.study.reading.mission import study_of_mission

LEVEL = 0.95


def observe(
    mission: Scenario | str | PathLike[str],
    log: str | PathLike[str],
    replications: int = 99,
    seed: int = 1,
    workers: int | str | None = None,
    progress: Callable[[int, int], object] | None = None,
    *,
    begin: str | dt.datetime | None = None,
    until: str | dt.datetime | None = None,
    columns: Mapping[str, str] | None = None,
    format: str | None = None,  # as a mission calls it
    sample: bool = False,
    unseen: Iterable[str] = (),
    level: float | None = None,
    out: str | PathLike[str] | None = None,
) -> Observation:
    """Hold a mission against a log of reports, and say whether the log could be one of the mission's.

    The log's curves are compared with those of single replications over the same stretch of time. Nothing is
    fitted. The log is a CSV file with a row for each report and consumer; ``docs/guides/your-own-log.md`` has
    its columns.

    Args:
        mission: a scenario, or the path of a configuration.
        log: the path of the log.
        replications: how many runs, each with its own random numbers; 19 at the least at a level of 0.95.
        seed: the seed of all random numbers.
        workers: the number of processes; 1 to run in this one; the address of a Dask scheduler; None for
            as many processes as there are cores, if that is worth while.
        progress: called with how many replications are finished, and how many there are.
        begin: when the log begins; with its first report unless stated.
        until: when the log ends; with the last of its times unless stated. What has not ended is in flight.
        columns: what the log calls a column, by the name that it has here: ``{"read": "read_at"}``.
        format: how the log writes times, such as ``%d/%m/%Y %H:%M``; ISO 8601 unless stated.
        sample: whether the log is a random sample of the reports, and not all of them.
        unseen: causes of loss; what is lost to them never gets into the log.
        level: how often a log of the mission is to be accepted; 0.95 unless stated.
        out: the results folder. What is there already is used. Unless stated, a temporary one.

    Raises:
        ScenarioError: the configuration or the log is not sound, or the run would be larger than its limits
            allow.
        CannotAnswer: nothing of the log lies within the mission's clock, a cause is unknown, or there are too
            few replications.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        ValueError: a number or a time is out of range.
        TypeError: an argument is of the wrong kind.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> log = Path(mkdtemp()) / "log.csv"
    >>> with log.open("w") as file:
    ...     print("occurred,read", "2021-01-05 09:00,2021-01-05 14:10", sep=chr(10), file=file)
    >>> observe("configs/tutorial/mission.yaml", log, replications=3, workers=1, level=0.75)
    <Observation of 'One sector': log.csv, 3 replications>
    """
    study = study_of_mission(
        scenario_of(mission),
        whole("replications", replications, 1),
        whole("seed", seed, 0),
        level_of(level) or LEVEL,
    )
    if not isinstance(log, str | PathLike):
        raise TypeError(f"log: the path of a CSV file is needed, not {log!r}")
    if isinstance(unseen, str):
        raise TypeError(f"unseen: a list of causes is needed, not {unseen!r} alone")
    form = LogForm(dict(columns or {}), format)
    about = AboutLog(_moment("begin", begin), _moment("until", until), bool(sample), tuple(unseen))
    found = read_log(Path(log), study.structures[0].scenario.mission, form)
    question = observation(study, found, form, about)
    return resulting(Observation, question, workers_of(workers), path_of(out), progress_of(progress))


def _moment(name: str, time: str | dt.datetime | None) -> int | None:
    """A time as an argument.

    Raises:
        TypeError: it is of another kind.
        ValueError: it is no time.
    """
    if time is None:
        return None
    if not isinstance(time, str | dt.datetime):
        raise TypeError(f"{name}: a time such as '2021-03-01 06:00' is needed, not {time!r}")
    try:
        return said_moment(time if isinstance(time, str) else time.isoformat())
    except Faults as error:
        [wrong] = error.faults
        raise ValueError(f"{name}: {str(time)!r} {wrong.what}; {wrong.hint}") from None
