"""The commands and their options. What each does is in a module of its own, imported when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stovepipe.cli.declared import (
    Begin,
    Columns,
    Config,
    Form,
    Json,
    Level,
    Log,
    OtherReplications,
    OtherSeed,
    Plan,
    Quiet,
    Replications,
    Results,
    Sample,
    Scheduler,
    Seed,
    Study,
    Unseen,
    Until,
    Workers,
)
from stovepipe.cli.options import between, limits, whole
from stovepipe.cli.screen.complaints import Complaint
from stovepipe.cli.screen.lookalikes import command_line

if TYPE_CHECKING:
    from stovepipe.cli.ask import Request

app = typer.Typer(
    name="stovepipe",
    help="Estimate how long reports take through a mission, and what is lost to what.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit",
            metavar="NAME=N",
            help="Allow a run to become as large as this, whatever the configuration says.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Estimate how long reports take through a mission, and what is lost to what."""
    if limit:
        from stovepipe.scenario.limits import LIMITS, allow

        allow(limits(limit, LIMITS))
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"stovepipe {version_of('stovepipe')}")
        raise typer.Exit


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)],
) -> None:
    """Copy a small mission to start from.

    A study of the mission lies beside it. Nothing is overwritten.
    """
    from stovepipe.cli.init import init

    init(folder)


@app.command()
def validate(
    config: Annotated[
        Path, typer.Argument(metavar="FILE", help="A mission or a study: a YAML file.", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Check a mission or a study for problems.

    Every problem is printed with its file, line and column, and how to mend it.
    """
    from stovepipe.cli.validate import validate

    validate(config, json)


@app.command()
def show(
    config: Config,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Draw the structure in this file.", metavar="FILE.svg", show_default=False
        ),
    ] = None,
    routes: Annotated[
        str | None,
        typer.Option(
            "--routes",
            help="List the ways of this class from this source to this consumer instead.",
            metavar="SOURCE/CLASS/CONSUMER",
            show_default=False,
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            "--most", metavar="N", parser=whole("--most", 1), help="With --routes: how many ways to list."
        ),
    ] = 5,
    json: Annotated[bool, typer.Option("--json", help="With --routes: print JSON instead of text.")] = False,
    quiet: Quiet = False,
) -> None:
    """Show the structure and what is assumed.

    Print the sources, stations and channels, and every number with its evidence. With --out it draws them.
    """
    if routes is not None:
        from stovepipe.cli.routes import show_routes

        show_routes(config, routes, most, out, json, quiet)
    elif json:
        raise Complaint("--json needs --routes SOURCE/CLASS/CONSUMER: the rest of what is shown is text")
    else:
        from stovepipe.cli.show import show

        show(config, out, quiet)


@app.command()
def run(
    context: typer.Context,
    study: Config,
    replications: Replications = 20,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw the incidence, the events, the queues and the structure.")
    ] = False,
    trajectory: Annotated[
        bool, typer.Option("--trajectory", help="Keep all that happened in every replication.")
    ] = False,
    level: Annotated[
        float,
        typer.Option(
            "--level",
            metavar="SHARE",
            parser=between("--level", 0.5, 0.9999, such_as=0.95),
            help="Confidence level of the intervals.",
        ),
    ] = 0.95,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a mission and print its results.

    Print what arrives, how late, what is lost to what, and where it is held up.
    """
    from stovepipe.cli.run import run

    run(_request(context))


@app.command()
def trace(
    config: Config,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", help="Follow the N-th report of this source.", metavar="SOURCE/N", show_default=False
        ),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(
            "--find",
            help="Follow the first report that is delivered, late, lost, lost:CAUSE or in_flight.",
            metavar="FATE",
            show_default=False,
        ),
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(
            "--event",
            help="Follow the N-th event of this topic or incident instead of a report.",
            metavar="NAME/N",
            show_default=False,
        ),
    ] = None,
    replication: Annotated[
        int,
        typer.Option(
            "--replication",
            metavar="N",
            parser=whole("--replication", 0),
            help="Number of the replication, from 0.",
        ),
    ] = 0,
    seed: Seed = 1,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Follow a report or event through a mission.

    Print where a report was, who held it, what each hurdle did, and what became of it; or who reported about
    an event, and who came to know of it when.
    """
    from stovepipe.cli.trace import trace

    trace(config, report, find, event, replication, seed, json, quiet)


@app.command()
def observe(
    context: typer.Context,
    study: Config,
    log: Log,
    begin: Begin = None,
    until: Until = None,
    column: Columns = None,
    form: Form = None,
    sample: Sample = False,
    unseen: Unseen = None,
    replications: Replications = 99,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw the log's curves on the mission's as well.")
    ] = False,
    level: Annotated[
        float,
        typer.Option(
            "--level",
            metavar="SHARE",
            parser=between("--level", 0.5, 0.9999, such_as=0.95),
            help="How often a log of the mission is to be accepted.",
        ),
    ] = 0.95,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold a mission against a log of reports.

    Print whether the log could be one of the mission's, and where they differ: which consumer and class, at
    which ages, in which direction and by how much.
    """
    from stovepipe.cli.observe import LogRequest, observe

    observe(LogRequest(**context.params, again=_again(context)))


@app.command()
def compare(
    context: typer.Context,
    study: Study,
    replications: OtherReplications = None,
    seed: OtherSeed = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw the differences, the ranking and the incidence as well.")
    ] = False,
    level: Annotated[
        float | None,
        typer.Option(
            "--level",
            metavar="SHARE",
            parser=between("--level", 0.5, 0.9999, such_as=0.95),
            help="Confidence level of all comparisons together (default: as the study says).",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare the structures of a study.

    Print which structure is better, by how much, and how sure that is.
    """
    from stovepipe.cli.questions import compare

    compare(_request(context))


@app.command()
def select(
    context: typer.Context,
    study: Study,
    seed: OtherSeed = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    level: Level = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the best structure of a study.

    The study states the probability of being right, or a budget of replications.
    """
    from stovepipe.cli.questions import select

    select(_request(context))


@app.command()
def sensitivity(
    context: typer.Context,
    study: Study,
    replications: OtherReplications = None,
    seed: OtherSeed = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw the figures of the method as well.")
    ] = False,
    level: Level = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find which inputs matter.

    The study names the method: a screening, indices, a tornado, or where a failure is likely.
    """
    from stovepipe.cli.questions import sensitivity

    sensitivity(_request(context))


@app.command()
def attribute(
    context: typer.Context,
    study: Study,
    replications: OtherReplications = None,
    seed: OtherSeed = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Results = None,
    plan: Plan = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw a waterfall for each outcome as well.")
    ] = False,
    level: Level = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find which mechanisms cause loss and delay.

    Print a value for each mechanism. The values add up to the whole effect.
    """
    from stovepipe.cli.questions import attribute

    attribute(_request(context))


def _request(context: typer.Context) -> Request:
    """What the user asked for: the options as they are declared above, and the command as it was given."""
    from stovepipe.cli.ask import Request

    return Request(**context.params, again=_again(context))


def _again(context: typer.Context) -> Callable[[Path], str]:
    """The command with which the work can be continued, given the folder of its results."""
    stated = context.params["out"] is not None

    def again(folder: Path) -> str:
        words = ["stovepipe", *sys.argv[1:]]
        return command_line(words if stated else [*words, "--out", str(folder)])

    return again


@app.command()
def schema() -> None:
    """Print the JSON Schema of a mission.

    Editors that know it complete keys and mark mistakes as you type.
    """
    from stovepipe.cli.validate import print_schema

    print_schema()
