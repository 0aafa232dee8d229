"""`stovepipe show --routes`."""

from __future__ import annotations

import json
from pathlib import Path

from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import WRONG, Complaint, say
from stovepipe.cli.screen.console import console
from stovepipe.cli.show import draw, refuse_other_than_svg
from stovepipe.network.compiler import compile_network
from stovepipe.presentation.mission.routes import NoSuchRoute, Routes, question
from stovepipe.presentation.mission.structure_figure import structure_svg


def show_routes(config: Path, text: str, most: int, out: Path | None, as_json: bool, quiet: bool) -> None:
    """Print the ways of a report to a consumer; draw the structure with them.

    Raises:
        Complaint: the configuration is not sound, or there is no such source, class or consumer.
    """
    refuse_other_than_svg(out)
    scenario = read(config, WRONG, quiet=quiet or as_json)
    network = compile_network(scenario)
    try:
        found = Routes(network, question(network, text), most)
    except NoSuchRoute as error:
        raise Complaint(f"{config}: {error}") from None
    if out is not None:
        draw(out, structure_svg(scenario, found.channels()))
    if as_json:
        print(json.dumps(found.payload(), indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in found.parts():
        screen.print(part, crop=False)
    if out is not None and not quiet:
        say(f"The structure is drawn in {out}, with these ways in blue")
