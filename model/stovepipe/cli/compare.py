"""`stovepipe compare`."""

from __future__ import annotations

import json

from stovepipe.answers.comparison import StudyFindings, check_comparable
from stovepipe.answers.conduct import carry_out
from stovepipe.cli.screen.complaints import say
from stovepipe.cli.screen.console import console
from stovepipe.cli.studies import Request, at_work
from stovepipe.inference.precision import Precision
from stovepipe.presentation.comparison.data import study_payload
from stovepipe.presentation.comparison.tables import difference_grid, estimate_grid
from stovepipe.presentation.comparison.words import how_far, study_verdict
from stovepipe.presentation.shared.summary import comparison_files, figure_files, write_summary
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.study import Study
from stovepipe.study.store.store import Store


def compare(request: Request) -> None:
    """Compare the structures of a study, keep what came of it, and print it.

    Raises:
        Complaint: see `stovepipe.cli.studies.at_work`.
    """
    with at_work(request, _first) as work:
        remark = None if request.quiet else _say_how_far
        findings = carry_out(work.study, work.store, work.place, work.advance, remark)
        write_summary(work.store.path, comparison_files(findings))
        if request.figures:
            _draw(request, findings, work.store)
    _print(request, findings)


def _draw(request: Request, findings: StudyFindings, store: Store) -> None:
    remark = _no_remark if request.quiet else say
    remark("Drawing the figures")
    drawn, missing = figure_files(findings, store)
    write_summary(store.path, drawn)
    if missing:
        remark(missing)


def _say_how_far(outcome: Outcome, found: Precision, asked: str) -> None:
    say(how_far(outcome, found, asked))


def _no_remark(_said: str) -> None:
    """Say nothing."""


def _first(study: Study) -> int:
    check_comparable(study, study.replications)
    return study.replications


def _print(request: Request, findings: StudyFindings) -> None:
    if request.json:
        payload = study_payload(findings) | {"folder": str(request.folder)}
        print(json.dumps(payload, indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in (estimate_grid(findings), "", difference_grid(findings), "", study_verdict(findings)):
        screen.print(part, crop=False)
    if not request.quiet:
        say(f"The results are in {request.folder}")
