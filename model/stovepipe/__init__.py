"""Stovepipe estimates how long reports take through a mission, how many are lost, and to what.

>>> import stovepipe
>>> scenario = stovepipe.load("configs/tutorial/mission.yaml")
>>> results = stovepipe.simulate(scenario, replications=3, workers=1)
>>> results
<Run of 'One sector': 3 replications, seed 1>
>>> print(results.verdict)
Verdict: ... % of all deliveries arrive in time (±...); ... % are lost, most of them to expired (... %); ...
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from importlib import import_module
from numbers import Real
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stovepipe.results.attribution import Attribution
    from stovepipe.results.comparison import Comparison
    from stovepipe.results.run import Run
    from stovepipe.results.selection import Selection
    from stovepipe.results.sensitivity import Sensitivity
    from stovepipe.results.trace import Trace
    from stovepipe.scenario import Scenario, ScenarioError, load
    from stovepipe.study.reading.study import Study, load_study, make_study
    from stovepipe.study.store.folder import FolderError

__all__ = [
    "Attribution", "Comparison", "FolderError", "Run", "Scenario", "ScenarioError", "Selection",
    "Sensitivity", "Study", "Trace", "attribute", "compare", "load", "load_study", "make_study",
    "read_results", "select", "sensitivity_of", "simulate", "trace",
]  # fmt: skip

# What takes long to import is imported when it is first asked for, so that the command answers quickly.
_HOMES = {
    "Attribution": "stovepipe.results.attribution",
    "Comparison": "stovepipe.results.comparison",
    "FolderError": "stovepipe.study.store.folder",
    "Run": "stovepipe.results.run",
    "Scenario": "stovepipe.scenario",
    "ScenarioError": "stovepipe.scenario",
    "Selection": "stovepipe.results.selection",
    "Sensitivity": "stovepipe.results.sensitivity",
    "Study": "stovepipe.study.reading.study",
    "Trace": "stovepipe.results.trace",
    "load": "stovepipe.scenario",
    "load_study": "stovepipe.study.reading.study",
    "make_study": "stovepipe.study.reading.study",
}


def simulate(
    mission: Scenario | str | PathLike[str],
    replications: int = 20,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
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
    from stovepipe.results.run import Run
    from stovepipe.scenario.limits import check_limits, estimate
    from stovepipe.study.running.replicate import replications as run
    from stovepipe.study.running.replicate import sensible_workers
    from stovepipe.study.store.record import About, Record

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
    return Run(Record(about, tuple(sorted(finished)), lambda name, number: finished[number][name]))


def sensitivity_of(
    study: Study | str | PathLike[str] | Mapping[str, object],
    replications: int | None = None,
    *,
    seed: int | None = None,
    level: float | None = None,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Sensitivity:
    """Find which inputs matter: the factors of a study, by the method of its section `sensitivity`.

    Args:
        study: with factors; a study, the path of its file, or what the file would say.
        replications: at each point, in place of what the study says.
        seed: of the mission's random numbers, in place of the study's.
        level: of the intervals, in place of the study's.
        workers: as in `compare`.
        out: as in `compare`.
        progress: called with how many replications of this round are there, and how many there are.

    Raises:
        ScenarioError: the study is not sound, or larger than its limits allow.
        FolderError: the folder cannot be used.
        ValueError: there are no factors, too few points, or at a point, which is named, an outcome is not
            defined or the configuration not sound.
        TypeError: an argument is of the wrong kind.

    >>> found = sensitivity_of(
    ...     {
    ...         "study": "What matters?",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "set": {"horizon": "4 wk"},
    ...         "factors": {
    ...             "work": {"paths": "stations.cell.work.lognormal.mean", "range": ["1 h", "3 h"]},
    ...             "transit": {"paths": "channels.*.transit", "range": ["10 min", "1 h"], "together": True},
    ...         },
    ...         "outcomes": {"timely": {}},
    ...         "sensitivity": {"method": "tornado"},
    ...     },
    ...     replications=3,
    ...     workers=1,
    ... )
    >>> found
    <Sensitivity: 'What matters?', tornado, 2 factors, 5 points>
    >>> print(found.verdict)
    One at a time, from the low to the high end of their ranges, the leading factors change the timely share
    by, in points: work (-...) and transit (-...).
    >>> found.indices[["factor", "measure"]].drop_duplicates()
        factor measure
    0     work  change
    2     work   swing
    3  transit  change
    5  transit   swing
    """
    from stovepipe.answers.conduct import altered
    from stovepipe.results.sensitivity import find_sensitivity

    replications = None if replications is None else _whole("replications", replications, 1)
    seed = None if seed is None else _whole("seed", seed, 0)
    asked = altered(_study(study), replications, seed, _level(level))
    return find_sensitivity(asked, _workers(workers), _path(out), progress)


def attribute(
    study: Study | str | PathLike[str] | Mapping[str, object],
    replications: int | None = None,
    *,
    seed: int | None = None,
    level: float | None = None,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Attribution:
    """Share a study's outcomes out among the mechanisms of its mission: Shapley values.

    Args:
        study: with a section `attribution`; a study, the path of its file, or what the file would say.
        replications: with each set of mechanisms, in place of what the study says.
        seed: as in `sensitivity_of`.
        level: of the intervals, in place of the study's.
        workers: as in `compare`.
        out: as in `compare`.
        progress: called with how many replications are there, and how many there are.

    Raises:
        ScenarioError: the study is not sound, or larger than its limits allow.
        FolderError: the folder cannot be used.
        ValueError: the study asks for no attribution, or an outcome is not defined without some mechanisms.
        TypeError: an argument is of the wrong kind.

    >>> found = attribute(
    ...     {
    ...         "study": "What is to blame?",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "set": {"horizon": "8 wk"},
    ...         "outcomes": {"lost": {}},
    ...         "attribution": {"mechanisms": "all"},
    ...     },
    ...     replications=2,
    ...     workers=1,
    ... )
    >>> found
    <Attribution: 'What is to blame?', 3 mechanisms, exact>
    >>> list(found.values["mechanism"][:3])
    ['distance', 'learning', 'rotation']
    """
    from stovepipe.answers.conduct import altered
    from stovepipe.results.attribution import find_attribution

    replications = None if replications is None else _whole("replications", replications, 1)
    seed = None if seed is None else _whole("seed", seed, 0)
    asked = altered(_study(study), replications, seed, _level(level))
    return find_attribution(asked, _workers(workers), _path(out), progress)


def read_results(path: str | PathLike[str]) -> Run:
    """What a results folder of ``stovepipe run`` holds.

    Raises:
        FolderError: it is no results folder, or holds no finished replication.
        TypeError: it is no path.
    """
    from stovepipe.results.run import Run
    from stovepipe.study.store.folder import read_record

    if not isinstance(path, str | PathLike):
        raise TypeError(f"path: the path of a results folder is needed, not {path!r}")
    return Run(read_record(path))


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
    from stovepipe.results.trace import Trace
    from stovepipe.scenario.limits import check_limits
    from stovepipe.study.running.trace import trace as follow

    for name, value in (("report", report), ("find", find)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name}: a text is needed, not {value!r}")
    replication, seed = _whole("replication", replication, 0), _whole("seed", seed, 0)
    scenario = _scenario(mission)
    check_limits(scenario, 1)
    return Trace(follow(compile_network(scenario), report, find, replication, seed))


def compare(
    study: Study | str | PathLike[str] | Mapping[str, object],
    replications: int | None = None,
    *,
    seed: int | None = None,
    level: float | None = None,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Comparison:
    """Compare the structures of a study on the same random numbers.

    The same arguments give the same results, whatever the number of workers. A script that uses several
    should begin its work under ``if __name__ == "__main__":``, because each worker imports the script anew.

    Args:
        study: a study, the path of its file, or what the file would say, with paths relative to here.
        replications: of each structure, in place of what the study says, its precision included.
        seed: of all random numbers, in place of the study's.
        level: confidence in all comparisons together, in place of the study's.
        workers: processes; 1 to run in this one; the address of a Dask scheduler; None for as many as there
            are cores, if that is worth while.
        out: the folder of the store. What is there already is used. Unless stated, a temporary one.
        progress: called with how many replications of all structures are there, and how many are asked for.

    Raises:
        ScenarioError: the study or a structure is not sound, or larger than its limits allow.
        FolderError: the folder cannot be used.
        ValueError: there are fewer than two structures or replications, or a number is out of range.
        TypeError: an argument is of the wrong kind.

    >>> found = compare(
    ...     {
    ...         "study": "A third analyst",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "structures": {"two": {}, "three": {"set": {"stations.cell.posts.analysts.count": 3}}},
    ...         "outcomes": {"timely": {}},
    ...         "baseline": "two",
    ...     },
    ...     replications=4,
    ...     workers=1,
    ... )
    >>> print(found.verdict)
    With three, the timely share is ... points higher than with two (...). With 95 % confidence, it is better
    than two.
    >>> found.differences[["structure", "compared_with", "verdict"]]
      structure compared_with verdict
    0     three           two  better
    """
    from stovepipe.answers.conduct import altered
    from stovepipe.results.comparison import compare_structures

    replications = None if replications is None else _whole("replications", replications, 1)
    seed = None if seed is None else _whole("seed", seed, 0)
    asked = altered(_study(study), replications, seed, _level(level))
    return compare_structures(asked, _workers(workers), _path(out), progress)


def select(
    study: Study | str | PathLike[str] | Mapping[str, object],
    *,
    seed: int | None = None,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Selection:
    """Find the best structure of a study, as its `selection` says: by Kim-Nelson, or by OCBA.

    Args:
        study: with a selection; a study, the path of its file, or what the file would say.
        seed: of all random numbers, in place of the study's.
        workers: as in `compare`.
        out: as in `compare`.
        progress: called in each stage with how many replications are there, and how many are asked for.

    Raises:
        ScenarioError: the study or a structure is not sound, or larger than its limits allow.
        FolderError: the folder cannot be used.
        ValueError: the study has no selection or one structure, or the outcome is not defined in some
            replication.
        TypeError: an argument is of the wrong kind.

    >>> study = {
    ...     "study": "A third analyst",
    ...     "base": "configs/tutorial/mission.yaml",
    ...     "structures": {"two": {}, "three": {"set": {"stations.cell.posts.analysts.count": 3}}},
    ...     "outcomes": {"timely": {}},
    ...     "selection": {"outcome": "timely", "indifference": "1 point", "at_least": 5},
    ... }
    >>> select(study, workers=1).chosen
    'three'
    """
    from stovepipe.answers.conduct import altered
    from stovepipe.results.selection import select_structure

    seed = None if seed is None else _whole("seed", seed, 0)
    return select_structure(altered(_study(study), seed=seed), _workers(workers), _path(out), progress)


def _study(study: Any) -> Study:
    from collections.abc import Mapping

    from stovepipe.study.reading.study import Study, load_study, make_study

    if isinstance(study, Mapping):
        return make_study(study)
    if not isinstance(study, Study | str | PathLike):
        raise TypeError(f"study: a study, the path of its file or a map is needed, not {study!r}")
    return study if isinstance(study, Study) else load_study(study)


def _workers(workers: Any) -> int | str | None:
    return workers if workers is None or isinstance(workers, str) else _whole("workers", workers, 1)


def _path(out: Any) -> str | None:
    if out is not None and not isinstance(out, str | PathLike):
        raise TypeError(f"out: the path of a folder is needed, not {out!r}")
    return None if out is None else fspath(out)


def _level(level: Any) -> float | None:
    if level is not None and (isinstance(level, bool) or not isinstance(level, Real)):
        raise TypeError(f"level: a number between 0 and 1 is needed, not {level!r}")
    if level is not None and not 0 < float(level) < 1:
        raise ValueError(f"level: a number between 0 and 1 is needed, such as 0.95, not {level}")
    return None if level is None else float(level)


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
