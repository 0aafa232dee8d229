"""`stovepipe sensitivity` and `stovepipe attribute`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stovepipe.answers.attribution import attribute, attribution_cost
from stovepipe.answers.conduct import altered
from stovepipe.answers.sensitivity import cost, highest_cost, investigate
from stovepipe.cli.screen.complaints import INTERRUPTED, WRONG, Complaint, problems_said, say
from stovepipe.cli.screen.console import console
from stovepipe.cli.screen.progress import duration
from stovepipe.cli.studies import Request, read_study, say_remarks, stages
from stovepipe.presentation.attribution.data import attribution_payload, attribution_table
from stovepipe.presentation.attribution.tables import attribution_grids, mechanism_grid
from stovepipe.presentation.attribution.words import attribution_verdict
from stovepipe.presentation.sensitivity.data import sensitivity_payload, sensitivity_tables
from stovepipe.presentation.sensitivity.tables import factor_grid, sensitivity_grids
from stovepipe.presentation.sensitivity.words import sensitivity_verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.presentation.shared.summary import write_summary
from stovepipe.scenario import ScenarioError
from stovepipe.sensitivity.outputs import NonFiniteOutput
from stovepipe.study.reading.by_cause import keeping_causes
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.points import UnsoundPoint
from stovepipe.study.reading.study import Study
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.replicate import START_OF_WORKERS, sensible_workers
from stovepipe.study.running.workplaces import Workplace, workplace
from stovepipe.study.store import files
from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.store import Store
from stovepipe.text import counted

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class PointRequest(Request):
    """What the user asked for; with `plan`, only what it would take."""

    plan: bool = False


@dataclass(frozen=True)
class PointWork:
    """Points in hand: their store, where they are run, and who is told how far they are."""

    store: Store
    place: Workplace
    advance: Callable[[int, int], object]


def sensitivity(request: PointRequest) -> None:
    """Find which inputs matter, keep what came of it, and print it.

    Raises:
        Complaint: the study is not sound, a point is not, the work cannot go on, or was interrupted.
    """
    study = replace(_read(request), keep="outcomes")
    with _refusals(request):
        first, most = _asked(lambda: cost(study)), highest_cost(study)
        _say_plan(request, study, factor_grid(study), first, most)
        if request.plan:
            return
        with _points(request, study, first) as work:
            remark = None if request.quiet else say
            found = investigate(study, work.store, work.place, work.advance, remark)
            tables = sensitivity_tables(found)
            _keep(work.store, tables, "sensitivity", sensitivity_verdict(found))
            if request.figures:
                from stovepipe.presentation.sensitivity.figures import sensitivity_figures

                _draw(request, work.store, sensitivity_figures(found))
    _print(
        request,
        sensitivity_payload(found),
        [*sensitivity_grids(found)],
        sensitivity_verdict(found),
    )


def attribution(request: PointRequest) -> None:
    """Find which mechanisms outcomes come from, keep what came of it, and print it.

    Raises:
        Complaint: as in `sensitivity`.
    """
    study = _read(request)
    with _refusals(request):
        needed = _asked(lambda: attribution_cost(study))
        _say_plan(request, study, mechanism_grid(study), needed, None)
        if request.plan:
            return
        with _points(request, keeping_causes(study), needed) as work:
            found = attribute(study, work.store, work.place, work.advance)
            tables = {"attribution": attribution_table(found)}
            _keep(work.store, tables, "attribution", attribution_verdict(found))
            if request.figures:
                from stovepipe.presentation.attribution.figures import waterfall_figure

                drawn = {
                    f"{each.outcome.name}_attribution": waterfall_figure(found, each.outcome.name)
                    for each in found.each
                }
                _draw(request, work.store, drawn)
    _print(
        request,
        attribution_payload(found),
        [*attribution_grids(found)],
        attribution_verdict(found),
    )


def _read(request: PointRequest) -> Study:
    if request.workers is not None and request.scheduler is not None:
        raise Complaint("--workers and --scheduler: give one of the two")
    study = read_study(request.study, WRONG, request.quiet)
    return altered(study, request.replications, request.seed, request.level)


def _asked(needed: Callable[[], Cost]) -> Cost:
    try:
        return needed()
    except ValueError as error:
        raise Complaint(str(error)) from None


@contextmanager
def _refusals(request: PointRequest) -> Iterator[None]:
    """What the user can mend is said as such; what was finished is kept."""
    again = f"What was finished is kept in {request.folder}. To continue:\n\n    {request.words}"
    try:
        yield
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, request.study)) from None
    except (NonFiniteOutput, UnsoundPoint) as error:
        raise Complaint(str(error)) from None
    except (StoreError, CannotGoOn) as error:
        raise Complaint(f"{error}\n{again}") from None
    except KeyboardInterrupt:
        raise Complaint(f"\nInterrupted. {again}", INTERRUPTED) from None


@contextmanager
def _points(request: PointRequest, study: Study, needed: Cost) -> Iterator[PointWork]:
    with Store.open(request.folder, study, request.words) as store:
        say_remarks(store, request, 0)
        workers = min(request.workers or sensible_workers(needed.seconds), needed.runs)
        with (
            workplace(request.scheduler or workers, say) as place,
            stages(request.quiet) as advance,
        ):
            said = len(store.remarks)
            yield PointWork(store, place, advance)
            say_remarks(store, request, said)


def _say_plan(request: PointRequest, study: Study, grid: Grid, needed: Cost, most: Cost | None) -> None:
    """What is varied, and what it takes: the result with `--plan`, else beside the result."""
    lines = [_cost_said(request, study, needed)]
    if most is not None:
        lines.append(f"At most, if the ranking does not become stable: {_cost_said(request, study, most)}")
    if request.plan and request.json:
        costs = {"points": needed.points, "replications": needed.runs, "core_seconds": needed.seconds}
        at_most = None if most is None else {"points": most.points, "replications": most.runs}
        print(json.dumps({"study": study.title, "cost": costs, "at_most": at_most}, indent=2))
    elif request.plan:
        screen = console()
        for part in (grid, "", *lines):
            screen.print(part, crop=False)
    elif not request.quiet:
        say(f"{grid}\n")
        for line in lines:
            say(line)


def _cost_said(request: PointRequest, study: Study, needed: Cost) -> str:
    workers = min(request.workers or sensible_workers(needed.seconds), needed.runs)
    what = f"{counted(needed.runs, 'replication')} at {counted(needed.points, 'point')}"
    if request.scheduler is not None:
        return f"{what}: about {_long(needed.seconds)} of one core's time"
    seconds = needed.seconds / workers + (START_OF_WORKERS if workers > 1 else 0)
    return f"{what}: about {_long(seconds)} with {counted(workers, 'worker')}, less what is there already"


def _long(seconds: float) -> str:
    return duration(seconds) if seconds < 2 * 86_400 else f"{seconds / 86_400:,.0f} days"


def _keep(store: Store, tables: Mapping[str, pd.DataFrame], name: str, verdict: str) -> None:
    contents = {f"{name}.txt": f"{verdict}\n".encode()}
    for title, table in tables.items():
        full = title if title == name else f"{name}_{title}"
        contents[f"{full}.csv"] = files.csv(table)
        contents[f"{full}.parquet"] = files.parquet(table)
    write_summary(store.path, contents)


def _draw(request: PointRequest, store: Store, figures: Mapping[str, Figure]) -> None:
    from stovepipe.presentation.shared.figure_style import rendered

    if not request.quiet:
        say("Drawing the figures")
    contents = {
        f"{name}.{ending}": content
        for name, figure in figures.items()
        for ending, content in rendered(figure).items()
    }
    write_summary(store.path, contents)


def _print(request: PointRequest, payload: Mapping[str, Any], grids: list[Grid], verdict: str) -> None:
    if request.json:
        print(json.dumps({**payload, "folder": str(request.folder)}, indent=2, ensure_ascii=False))
        return
    screen = console()
    for grid in grids:
        screen.print(grid, crop=False)
        screen.print("")
    screen.print(verdict, crop=False)
    if not request.quiet:
        say(f"The results are in {request.folder}")
