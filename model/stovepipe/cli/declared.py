"""Arguments and options that commands are given, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stovepipe.cli.options import between, whole

Config = Annotated[Path, typer.Argument(metavar="CONFIG", help="A mission: a YAML file.", show_default=False)]
Study = Annotated[Path, typer.Argument(metavar="STUDY", help="A study: a YAML file.", show_default=False)]
Seed = Annotated[
    int,
    typer.Option("--seed", metavar="N", parser=whole("--seed", 0), help="Seed of all random numbers."),
]
OtherSeed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        parser=whole("--seed", 0),
        help="Seed of all random numbers (default: as the study says).",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        parser=whole("--workers", 1),
        help="How many processes to use (default: all cores).",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="Use the Dask cluster at this address instead of processes.",
        show_default=False,
    ),
]
Results = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Folder for the results (default: one in results/). What it already holds is used.",
        show_default=False,
    ),
]
Replications = Annotated[
    int,
    typer.Option(
        "--replications",
        "-n",
        metavar="N",
        parser=whole("--replications, -n", 1),
        help="How many replications to run.",
    ),
]
OtherReplications = Annotated[
    int | None,
    typer.Option(
        "--replications",
        "-n",
        metavar="N",
        parser=whole("--replications, -n", 1),
        help="How many replications of each structure or point to run (default: as the study says).",
        show_default=False,
    ),
]
Level = Annotated[
    float | None,
    typer.Option(
        "--level",
        metavar="SHARE",
        parser=between("--level", 0.5, 0.9999, such_as=0.95),
        help="Confidence level of the intervals (default: as the study says).",
        show_default=False,
    ),
]
Plan = Annotated[
    bool, typer.Option("--plan", help="Say what would be run and what that takes, and run nothing.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print the result only, without progress and remarks.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Log = Annotated[
    Path,
    typer.Argument(
        metavar="LOG.csv",
        help="A log: a row for each report and consumer, with class, consumer, occurred and read.",
        show_default=False,
    ),
]
Begin = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="TIME",
        help="When the log begins (default: with its first report).",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME",
        help="When the log ends (default: the last of its times). What has not ended by then is in flight.",
        show_default=False,
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=COLUMN",
        help="What the log calls a column, such as read=read_at. May be given several times.",
        show_default=False,
    ),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="How the log writes times, such as %d/%m/%Y %H:%M (default: ISO 8601).",
        show_default=False,
    ),
]
Sample = Annotated[
    bool, typer.Option("--sample", help="The log is a random sample of the reports, not all of them.")
]
Unseen = Annotated[
    list[str] | None,
    typer.Option(
        "--unseen",
        metavar="CAUSE",
        help="What is lost to this cause never gets into the log. May be given several times.",
        show_default=False,
    ),
]
