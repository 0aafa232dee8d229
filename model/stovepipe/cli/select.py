"""`stovepipe select`."""

from __future__ import annotations

import json

from stovepipe.answers.comparison import check_comparable
from stovepipe.answers.selection import asked_of
from stovepipe.answers.selection import select as find_best
from stovepipe.cli.screen.complaints import say
from stovepipe.cli.screen.console import console
from stovepipe.cli.studies import Request, at_work
from stovepipe.presentation.selection.data import selection_payload
from stovepipe.presentation.selection.tables import selection_grid
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.presentation.shared.summary import selection_files, write_summary
from stovepipe.study.reading.study import Study


def select(request: Request) -> None:
    """Find the best structure of a study, keep what came of it, and print it.

    Raises:
        Complaint: see `stovepipe.cli.studies.at_work`.
    """
    with at_work(request, _first) as work:
        findings = find_best(work.study, work.store, work.place, work.advance)
        write_summary(work.store.path, selection_files(findings))
    if request.json:
        payload = selection_payload(findings) | {"folder": str(request.folder)}
        print(json.dumps(payload, indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in (selection_grid(findings), "", selection_verdict(findings)):
        screen.print(part, crop=False)
    if not request.quiet:
        say(f"The results are in {request.folder}")


def _first(study: Study) -> int:
    first = asked_of(study).at_least
    check_comparable(study, first)
    return first
