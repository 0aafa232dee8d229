"""The queue at each station over time, with its roster underneath."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from stovepipe.report.estimates import Findings
from stovepipe.report.style import DELIVERED, FAINT, INK, SOFT, house_style
from stovepipe.study.record import About

MOST_PANELS = 40
PANEL_WIDTH, PANEL_HEIGHT, HEAD = 3.3, 1.75, 1.0
ROSTER, CHANGE, INCIDENT = "#7a7a7a", "#d55e00", "#882255"
WEEKS_IN_DAYS = 70  # horizons longer than this show the roster by the week
Floats = NDArray[np.float64]


def queue_figure(findings: Findings, stations: list[str] | None = None) -> Figure:
    """One panel for each station, the longest queue first: the queue, and below it the people on duty.

    The line is the mean over replications, the band the middle 90 % of them; the thin line, the roster, the changes
    of tour and the incidents are those of one replication, the first.

    Args:
        findings: of the run.
        stations: which ones; None for all, or the forty with the longest queues.
    """
    table = findings.record.frame("queues")
    about, first = findings.record.about, findings.record.numbers[0]
    longest = sorted(findings.stations, key=lambda line: -(line["mean_waiting"].value or 0.0))
    names = stations or [line.key["station"] for line in longest[:MOST_PANELS]]
    events = next(findings.record.each("events"))
    wide = min(len(names), 1 if len(names) == 1 else 2 if len(names) <= 6 else 4 if len(names) <= 24 else 5)
    high = math.ceil(len(names) / wide)
    with house_style():
        size = (max(wide * PANEL_WIDTH + 0.5, 6.2), high * PANEL_HEIGHT + HEAD)
        figure = Figure(figsize=size)
        figure.suptitle(
            f"{about.mission}: queues and rosters", x=0.01, y=1 - 0.12 / size[1], ha="left", va="top",
            fontsize=12, fontweight="bold",
        )  # fmt: skip
        figure.text(0.01, 1 - 0.38 / size[1], _caption(findings, first, len(findings.stations) - len(names)), va="top", color=SOFT)
        panels = figure.add_gridspec(
            high, wide, left=0.42 / size[0], right=1 - 0.12 / size[0], bottom=0.32 / size[1],
            top=1 - (HEAD - 0.08) / size[1], hspace=0.42, wspace=0.16,
        )  # fmt: skip
        for place, name in enumerate(names):
            inner = panels[divmod(place, wide)].subgridspec(2, 1, height_ratios=(3, 1), hspace=0.08)
            above = figure.add_subplot(inner[0])
            below = figure.add_subplot(inner[1], sharex=above)
            mine = table[table["station"] == name]
            _draw_queue(above, mine, about, first, name)
            _draw_roster(below, mine[mine["replication"] == first], events, about, name)
            last = place + wide >= len(names)
            below.tick_params(labelbottom=last)
        return figure


def _caption(findings: Findings, first: int, left_out: int) -> str:
    replications = len(findings.record.numbers)
    above = (
        f"Above: copies waiting; mean of {replications} replications, the middle 90 % of them shaded, replication {first} thin. "
        if replications > 1
        else "Above: copies waiting in one replication. "
    )
    below = f"Below: people on duty (most at once {_per_what(findings.record.about)}) in replication {first}; "
    rest = f" {left_out} stations with shorter queues are not shown." if left_out > 0 else ""
    return f"{above}\n{below}orange: a tour changes; purple: incidents.{rest}"


def _per_what(about: About) -> str:
    return "in each week" if _by_week(about) else "in each step"


def _by_week(about: About) -> bool:
    return about.counted_hours > 24 * WEEKS_IN_DAYS


def _draw_queue(axes: Axes, table: pd.DataFrame, about: About, first: int, name: str) -> None:
    edges = _dates(about, table[table["replication"] == first])
    waiting = table["mean_waiting"].to_numpy().reshape(-1, len(edges) - 1)
    mean = waiting.mean(axis=0)
    if len(waiting) > 1:
        low, high = np.quantile(waiting, [0.05, 0.95], axis=0)
        axes.fill_between(edges[:-1], low, high, step="post", color=DELIVERED, alpha=0.18, linewidth=0)
        axes.step(edges[:-1], waiting[0], where="post", color=DELIVERED, linewidth=0.4, alpha=0.7)
    axes.step(edges[:-1], mean, where="post", color=DELIVERED)
    axes.set_ylim(0, max(1.0, 1.05 * float(waiting.max())))
    axes.set_xlim(edges[0], edges[-1])
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.set_title(name, fontweight="bold", pad=3)
    axes.tick_params(labelbottom=False, bottom=False)
    axes.spines["bottom"].set_color(FAINT)


def _draw_roster(axes: Axes, table: pd.DataFrame, events: pd.DataFrame, about: About, name: str) -> None:
    edges, most = _dates(about, table), table["most_on_duty"].to_numpy()
    if _by_week(about):
        edges, most = _weekly(edges, most)
    axes.fill_between(edges, np.append(most, most[-1]), step="post", color=FAINT, linewidth=0)
    axes.step(edges, np.append(most, most[-1]), where="post", color=ROSTER, linewidth=0.7)
    top = max(1, int(most.max()))
    axes.set_ylim(0, 1.5 * top)
    axes.set_yticks([0, top])
    axes.xaxis.set_major_locator(locator := AutoDateLocator(minticks=3, maxticks=7))
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    for at in _times(about, events[(events["kind"] == "change") & (events["station"] == name)]):
        axes.plot([at, at], [1.1 * top, 1.45 * top], color=CHANGE, linewidth=1.0, solid_capstyle="butt")
    for at in _times(about, events[events["kind"] == "incident"]):
        axes.plot([at], [0], marker="|", markersize=4, color=INCIDENT, markeredgewidth=0.5, clip_on=False)
    for at in _times(about, events[(events["kind"] == "closing") & (events["station"] == name)]):
        axes.axvline(at, color=INK, linewidth=1.0)


def _weekly(edges: NDArray[np.datetime64], most: NDArray[np.int64]) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    week = (edges[:-1] - edges[0]) // np.timedelta64(7, "D")
    firsts = np.flatnonzero(np.diff(week, prepend=-1))
    return np.append(edges[:-1][firsts], edges[-1]), np.maximum.reduceat(most, firsts)


def _dates(about: About, table: pd.DataFrame) -> NDArray[np.datetime64]:
    """The edges of the steps as dates."""
    hours = np.append(table["from_hours"].to_numpy(), table["to_hours"].to_numpy()[-1:])
    return np.datetime64(about.start, "us") + (hours * 3.6e9).astype("timedelta64[us]")


def _times(about: About, events: pd.DataFrame) -> list[dt.datetime]:
    return [about.start + dt.timedelta(hours=float(hours)) for hours in events["hours"]]
