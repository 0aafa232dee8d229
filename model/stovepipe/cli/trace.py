"""`stovepipe trace`."""

from __future__ import annotations

import json
from pathlib import Path

from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import WRONG, Complaint, problems_said
from stovepipe.cli.screen.console import console
from stovepipe.measures.life.history import History
from stovepipe.network.compiler import compile_network
from stovepipe.presentation.trace.data import trace_payload
from stovepipe.presentation.trace.event import event_parts, event_payload
from stovepipe.presentation.trace.tables import trace_parts
from stovepipe.scenario import ScenarioError
from stovepipe.scenario.limits import check_limits
from stovepipe.study.running.trace import NoSuchReport, trace_event
from stovepipe.study.running.trace import trace as follow


def trace(
    config: Path,
    report: str | None,
    find: str | None,
    event: str | None,
    replication: int,
    seed: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run one replication, and print the life of one report in it, or the history of one event.

    Raises:
        Complaint: the configuration is not sound, or there is no such report or event.
    """
    scenario = read(config, WRONG, quiet=quiet or as_json)
    try:
        check_limits(scenario, 1)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, config)) from None
    try:
        if event is not None:
            if report is not None or find is not None:
                raise NoSuchReport("report, find or event: name one of the three")
            _print_event(trace_event(compile_network(scenario), event, replication, seed), as_json)
            return
        traced = follow(compile_network(scenario), report, find, replication, seed)
    except NoSuchReport as error:
        raise Complaint(f"{config}: {error}") from None
    if as_json:
        print(json.dumps(trace_payload(traced), indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in trace_parts(traced):
        screen.print(part, crop=False)


def _print_event(found: History, as_json: bool) -> None:
    if as_json:
        print(json.dumps(event_payload(found), indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in event_parts(found):
        screen.print(part, crop=False)
