"""`stovepipe run`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stovepipe.answers.run import RunFindings
from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import INTERRUPTED as EXIT_INTERRUPTED
from stovepipe.cli.screen.complaints import WRONG, Complaint, problems_said, say
from stovepipe.cli.screen.console import console
from stovepipe.cli.screen.lookalikes import command_line
from stovepipe.cli.screen.progress import duration, progress
from stovepipe.letters import readable
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.presentation.run.data import findings_payload, findings_tables
from stovepipe.presentation.run.tables import delivery_grid, station_grid
from stovepipe.presentation.run.words import bottleneck_sentence, verdict
from stovepipe.scenario import Scenario, ScenarioError
from stovepipe.scenario.limits import check_limits
from stovepipe.scenario.size import Size, estimate
from stovepipe.study.running.replicate import START_OF_WORKERS, CannotGoOn, replications, sensible_workers
from stovepipe.study.store.files import csv, sha256
from stovepipe.study.store.folder import DONE, INTERRUPTED, Folder, FolderError, begin, read_record
from stovepipe.study.store.provenance import git_state
from stovepipe.study.store.record import About
from stovepipe.text import counted

RESULTS = Path("results")


@dataclass(frozen=True)
class Request:
    """What the user asked for: the options of the command."""

    config: Path
    replications: int
    seed: int
    workers: int | None
    out: Path | None
    resume: bool
    figures: bool
    trajectory: bool
    level: float
    json: bool
    quiet: bool


def run(request: Request) -> None:
    """Run a mission, keep what came of it, and print it.

    Raises:
        Complaint: the configuration is not sound, the folder cannot be used, or the run was interrupted.
    """
    scenario = read(request.config, WRONG, request.quiet)
    try:
        check_limits(scenario, request.replications)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, request.config)) from None
    path = request.out or _default_folder(request)
    network = compile_network(scenario)
    folder = _begin(request, scenario, network, path)
    try:
        findings = _carry_out(request, scenario, network, folder)
    finally:
        folder.release()
    if request.json:
        print(json.dumps(findings_payload(findings) | {"folder": str(path)}, indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in (delivery_grid(findings), "", station_grid(findings), "", bottleneck_sentence(findings)):
        screen.print(part, crop=False)
    screen.print(verdict(findings))
    if not request.quiet:
        say(f"The results are in {path}")


def _begin(request: Request, scenario: Scenario, network: Network, path: Path) -> Folder:
    try:
        folder = begin(
            path,
            About.of(network, scenario.digest, request.seed, request.trajectory),
            request.replications,
            _configuration(scenario),
            _command(request, path, request.resume),
            request.resume,
        )
    except FolderError as error:
        raise Complaint(str(error)) from None
    for remark in folder.remarks:
        say(remark)
    return folder


def _carry_out(request: Request, scenario: Scenario, network: Network, folder: Folder) -> RunFindings:
    expected = estimate(scenario, len(folder.missing))
    workers = min(request.workers or sensible_workers(expected.seconds), max(len(folder.missing), 1))
    if not request.quiet and folder.missing:
        say(_size(len(folder.missing), expected, workers, request.figures))
    try:
        _replicate(request, network, folder, workers)
        return _finish(request, scenario, folder)
    except (FolderError, CannotGoOn) as error:
        raise Complaint(f"{error}\n{_kept(request, folder.path)}".rstrip()) from None
    except KeyboardInterrupt:
        folder.close(INTERRUPTED)
        raise Complaint(f"\nInterrupted. {_kept(request, folder.path)}", EXIT_INTERRUPTED) from None


def _replicate(request: Request, network: Network, folder: Folder, workers: int) -> None:
    done = len(folder.finished)
    running = replications(network, request.seed, folder.missing, workers, request.trajectory, say)
    try:
        with progress(request.replications, done, request.quiet) as advance:
            for replication in running:
                folder.add(replication)
                done += 1
                advance(done)
    finally:
        running.close()


def _finish(request: Request, scenario: Scenario, folder: Folder) -> RunFindings:
    findings = RunFindings(folder.record(), request.level)
    summaries = {f"summary/{name}.csv": csv(table) for name, table in findings_tables(findings).items()}
    if request.figures:
        if not request.quiet:
            say("Drawing the figures")
        summaries |= _figures(scenario, findings)
    folder.conclude(findings_payload(findings), summaries)
    folder.close(DONE)
    return findings


def _figures(scenario: Scenario, findings: RunFindings) -> dict[str, bytes]:
    from stovepipe.presentation.mission.structure_figure import structure_svg
    from stovepipe.presentation.run.incidence_figure import incidence_figure
    from stovepipe.presentation.run.queue_figure import queue_figure
    from stovepipe.presentation.shared.figure_style import rendered

    drawn = {"incidence": incidence_figure(findings), "queues": queue_figure(findings)}
    files = {
        f"figures/{name}.{ending}": content
        for name, figure in drawn.items()
        for ending, content in rendered(figure).items()
    }
    return files | {"figures/structure.svg": structure_svg(scenario).encode()}


def _default_folder(request: Request) -> Path:
    """The next free folder in results/, named after the mission; to resume, the last one in use."""
    config = request.config.resolve()
    name = config.parent.name if config.stem == "mission" and config.parent.name else config.stem
    number = 1
    while _in_use(_numbered(name, number)):
        number += 1
    return _numbered(name, max(number - 1, 1) if request.resume else number)


def _numbered(name: str, number: int) -> Path:
    return RESULTS / (name if number == 1 else f"{name}-{number}")


def _in_use(path: Path) -> bool:
    return path.exists() and (not path.is_dir() or any(path.iterdir()))


def _configuration(scenario: Scenario) -> dict[str, Any]:
    return {
        "path": readable(str(scenario.path)),
        "digest": scenario.digest,
        "files": [
            {"path": readable(str(path)), "sha256": sha256(path.read_bytes())} for path in scenario.files
        ],
        "git": git_state(scenario.path),
        "canonical": json.loads(scenario.canonical),
    }


def _command(request: Request, path: Path, resume: bool) -> str:
    words = ["stovepipe", "run", str(request.config), "--replications", str(request.replications)]
    words += ["--seed", str(request.seed), "--out", str(path)]
    words += ["--workers", str(request.workers)] if request.workers else []
    words += ["--level", str(request.level)] if request.level != 0.95 else []
    flags = {"--figures": request.figures, "--trajectory": request.trajectory, "--json": request.json}
    words += [
        flag for flag, given in (flags | {"--quiet": request.quiet, "--resume": resume}).items() if given
    ]
    return command_line(words)


def _size(missing: int, expected: Size, workers: int, figures: bool) -> str:
    rounds = math.ceil(missing / workers)
    seconds = expected.seconds / missing * rounds + (START_OF_WORKERS if workers > 1 else 0)
    return (
        f"{counted(missing, 'replication')} with about {expected.reports:,.0f} reports"
        f" and {expected.visits:,.0f} visits to stations each: about {duration(seconds)}"
        f" and {expected.memory_with(workers) / 1e6:,.0f} MB with {counted(workers, 'worker')}"
        f"{', and then the figures' if figures else ''}"
    )


def _kept(request: Request, path: Path) -> str:
    """What is left of a run that did not end, and how to go on."""
    try:
        kept = len(read_record(path).numbers)
    except FolderError:
        kept = 0
    return (
        f"{kept} of {request.replications} replications are kept in {path}. To continue:\n\n"
        f"    {_command(request, path, resume=True)}"
    )
