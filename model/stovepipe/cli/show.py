"""`stovepipe show`."""

from __future__ import annotations

from pathlib import Path

from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import WRONG, Complaint, say
from stovepipe.cli.screen.console import console
from stovepipe.presentation.mission.evidence import evidence_listing, evidence_summary
from stovepipe.presentation.mission.structure_figure import structure_svg
from stovepipe.presentation.mission.tables import (
    cause_listing,
    channel_listing,
    source_listing,
    station_listing,
    subject_listing,
    system_listing,
)
from stovepipe.scenario.language.mechanisms import in_force, switched_off
from stovepipe.study.store.files import write
from stovepipe.text import reason_of


def show(config: Path, out: Path | None, quiet: bool) -> None:
    """Print what a mission consists of and rests on, and draw its structure."""
    refuse_other_than_svg(out)
    scenario = read(config, WRONG, quiet)
    if out is not None:
        draw(out, structure_svg(scenario))
    screen = console()
    mission = in_force(scenario.mission)
    if off := switched_off(scenario.mission):
        screen.print(f"Switched off: {', '.join(sorted(off))}")
        screen.print()
    causes = (cause_listing(mission),) if mission.causes else ()
    systems = (system_listing(mission),) if mission.systems else ()
    happens = (subject_listing(mission),) if mission.topics or mission.incidents else ()
    for grid in (
        source_listing(mission),
        *happens,
        station_listing(mission),
        *systems,
        channel_listing(mission),
        *causes,
        evidence_summary(scenario),
        evidence_listing(scenario),
    ):
        screen.print(grid, crop=False)
        screen.print()
    if quiet:
        return
    if out is None:
        say(f"To draw the structure: stovepipe show {config} --out structure.svg")
    else:
        say(f"The structure is drawn in {out}")


def refuse_other_than_svg(out: Path | None) -> None:
    """Look at the name of a drawing before anything is done."""
    if out is not None and out.suffix.lower() != ".svg":
        raise Complaint(f"{out}: the drawing is an SVG file; end its name in .svg")


def draw(out: Path, svg: str) -> None:
    """Write a drawing."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write(out, svg.encode())
    except OSError as error:
        raise Complaint(f"{out} cannot be written: {reason_of(error)}") from None
