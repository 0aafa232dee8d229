"""`stovepipe show --routes`."""

from __future__ import annotations

import json
from pathlib import Path

from stovepipe.cli.complaints import WRONG, Complaint
from stovepipe.cli.console import console
from stovepipe.cli.reading import read
from stovepipe.network.compiler import compile_network
from stovepipe.report.routes import NoSuchRoute, Routes, question


def show_routes(config: Path, text: str, most: int, out: Path | None, as_json: bool) -> None:
    """Print the ways of a report to a consumer.

    Raises:
        Complaint: the configuration is not sound, or there is no such source, class or consumer.
    """
    if out is not None:
        raise Complaint(
            "--routes prints a table; leave --out away, or draw the whole structure without --routes"
        )
    network = compile_network(read(config, WRONG, quiet=as_json))
    try:
        found = Routes(network, question(network, text), most)
    except NoSuchRoute as error:
        raise Complaint(f"{config}: {error}") from None
    if as_json:
        print(json.dumps(found.payload(), indent=2, ensure_ascii=False))
        return
    screen = console()
    for part in found.parts():
        screen.print(part, crop=False)
