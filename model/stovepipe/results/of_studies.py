"""What Python users ask about a study: compare, select, sensitivity, attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike

from stovepipe.answers.questions.attribution import AttributionQuestion
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.answers.questions.selection import SelectionQuestion
from stovepipe.answers.questions.sensitivity import SensitivityQuestion
from stovepipe.results.arguments import asked_study, path_of, progress_of, workers_of
from stovepipe.results.attribution import Attribution
from stovepipe.results.comparison import Comparison
from stovepipe.results.result import resulting
from stovepipe.results.selection import Selection
from stovepipe.results.sensitivity import Sensitivity
from stovepipe.study.reading.study import Study


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
        replications: how many of each structure to run, in place of what the study and its precision say.
        seed: the seed of all random numbers, in place of the study's.
        level: the confidence level of all comparisons together, in place of the study's.
        workers: the number of processes; 1 to run in this one; the address of a Dask scheduler; None for
            as many processes as there are cores, if that is worth while.
        out: the folder of the store. What is there already is used. Unless stated, a temporary one.
        progress: called with how many replications of all structures are there, and how many are asked for.

    Raises:
        ScenarioError: the study or a structure is not sound, or larger than its limits allow.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        CannotAnswer: there are fewer than two structures or replications; a ValueError.
        ValueError: a number is out of range.
        TypeError: an argument is of the wrong kind.

    >>> found = compare(
    ...     {
    ...         "study": "A third analyst",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "structures": {"two": {}, "three": {"set": {"stations.cell.posts.analysts.count": 3}}},
    ...         "outcomes": {"timely": {}},
    ...         "baseline": "two",
    ...     },
    ...     replications=8,
    ...     workers=1,
    ... )
    >>> print(found.verdict)
    With three, the timely share is ... points higher than with two (...). With 95 % confidence, it is better
    than two.
    >>> found.differences[["structure", "compared_with", "verdict"]]
      structure compared_with verdict
    0     three           two  better
    """
    asked = asked_study(study, replications, seed, level)
    return resulting(
        Comparison, ComparisonQuestion(asked), workers_of(workers), path_of(out), progress_of(progress)
    )


def select(
    study: Study | str | PathLike[str] | Mapping[str, object],
    *,
    seed: int | None = None,
    level: float | None = None,
    workers: int | str | None = None,
    out: str | PathLike[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Selection:
    """Find the best structure of a study, as its `selection` says: by Kim-Nelson, or by OCBA.

    Args:
        study: a study with a selection, the path of its file, or what the file would say.
        seed: the seed of all random numbers, in place of the study's.
        level: the confidence level of the intervals, in place of the study's. The probability of a right
            selection is what the selection says.
        workers: see `compare`.
        out: see `compare`.
        progress: called in each stage with how many replications are there, and how many are asked for.

    Raises:
        ScenarioError: the study or a structure is not sound, or larger than its limits allow.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        CannotAnswer: the study has no selection or one structure, or the outcome is not defined in some
            replication; a ValueError.
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
    return resulting(
        Selection,
        SelectionQuestion(asked_study(study, seed=seed, level=level)),
        workers_of(workers),
        path_of(out),
        progress_of(progress),
    )


def sensitivity(
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
        study: a study with factors, the path of its file, or what the file would say.
        replications: how many to run at each point, in place of what the study says.
        seed: the seed of the mission's random numbers, in place of the study's.
        level: the confidence level of the intervals, in place of the study's.
        workers: see `compare`.
        out: see `compare`.
        progress: called with how many replications of this round are there, and how many there are.

    Raises:
        ScenarioError: the study is not sound, or larger than its limits allow.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        CannotAnswer: there are no factors or too few points; or at a point, which is named, no outcome is
            defined or the configuration is not sound. It is a ValueError.
        TypeError: an argument is of the wrong kind.

    >>> found = sensitivity(
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
    by, in points: work -... (...) and transit -... (...).
    >>> found.indices[["factor", "measure"]].drop_duplicates()
        factor measure
    0     work  change
    2     work   swing
    3  transit  change
    5  transit   swing
    """
    asked = asked_study(study, replications, seed, level)
    return resulting(
        Sensitivity, SensitivityQuestion(asked), workers_of(workers), path_of(out), progress_of(progress)
    )


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
    """Find what each mechanism of a mission contributes to the outcomes of a study, by Shapley values.

    Args:
        study: a study with a section `attribution`, the path of its file, or what the file would say.
        replications: how many to run with each set of mechanisms, in place of what the study says.
        seed: see `sensitivity`.
        level: the confidence level of the intervals, in place of the study's.
        workers: see `compare`.
        out: see `compare`.
        progress: called with how many replications are there, and how many there are.

    Raises:
        ScenarioError: the study is not sound, or larger than its limits allow.
        StoreError: the folder cannot be used.
        CannotGoOn: worker processes died again and again, or the cluster does not answer.
        CannotAnswer: the study asks for no attribution, or no outcome is defined without some mechanisms; a
            ValueError.
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
    <Attribution: 'What is to blame?', 4 mechanisms, exact>
    >>> list(found.values["mechanism"][:4])
    ['distance', 'learning', 'memory', 'turnover']
    """
    asked = asked_study(study, replications, seed, level)
    return resulting(
        Attribution, AttributionQuestion(asked), workers_of(workers), path_of(out), progress_of(progress)
    )
