"""The queue at each station over time, with its roster underneath."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.shared.canvas import (
    AutoDateLocator,
    Axes,
    ConciseDateFormatter,
    Figure,
    MaxNLocator,
)
from stovepipe.presentation.shared.figure_style import DELIVERED, FAINT, INK, house_style, titled
from stovepipe.text import listed, near_miss

MOST_PANELS = 40
PANEL_WIDTH, PANEL_HEIGHT, HEAD = 3.2, 1.7, 0.95
ROSTER, CHANGE, INCIDENT = "#7a7a7a", "#d55e00", "#882255"
DAYS_IN_STEPS = 70  # horizons longer than this are shown by the week
Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]


def queue_figure(findings: RunFindings, stations: Sequence[str] | None = None) -> Figure:
    """One panel for each station, the longest queue first: the queue, and below it the people on duty.

    The line is the mean over replications, the band the middle 90 % of them; the thin line, the roster, the
    changes of tour and the incidents are those of one replication, the first.

    Args:
        findings: of the run.
        stations: which ones; None for all, or the forty with the longest queues.

    Raises:
        ValueError: there is no such station, or none is named.
        TypeError: they are not a list of names.
    """
    longest = sorted(findings.stations, key=lambda line: -(line["mean_waiting"].value or 0.0))
    known = [line.key["station"] for line in longest]
    names = known[:MOST_PANELS] if stations is None else _checked(stations, known)
    story = _Story(findings)
    wide = min(len(names), 2 if len(names) <= 4 else 3 if len(names) <= 9 else 4)
    high = math.ceil(len(names) / wide)
    with house_style():
        size = (max(wide * PANEL_WIDTH + 0.5, 6.4), high * PANEL_HEIGHT + HEAD + 0.1)
        figure = titled(
            size, f"{findings.record.about.mission}: queues and rosters", story.caption(len(names))
        )
        panels = figure.add_gridspec(
            high, wide, left=0.42 / size[0], right=1 - 0.12 / size[0], bottom=0.34 / size[1],
            top=1 - HEAD / size[1], hspace=0.42, wspace=0.16,
        )  # fmt: skip
        for place, name in enumerate(names):
            inner = panels[divmod(place, wide)].subgridspec(2, 1, height_ratios=(3, 1), hspace=0.08)
            above = figure.add_subplot(inner[0])
            below = figure.add_subplot(inner[1], sharex=above)
            story.draw_queue(above, name)
            story.draw_roster(below, name)
            below.tick_params(labelbottom=place + wide >= len(names))
        return figure


def _checked(stations: Sequence[str], known: Sequence[str]) -> list[str]:
    """The stations named, if there are such."""
    if isinstance(stations, str) or not isinstance(stations, Iterable):
        raise TypeError(f"stations: a list of names is needed, not {stations!r}")
    names = list(stations)
    if not names:
        raise ValueError("stations: none is named; leave it out to see all")
    for name in names:
        if name not in known:
            close = near_miss(str(name), known)
            meant = "" if close is None else f' did you mean "{close}"?'
            raise ValueError(f'no station "{name}";{meant} there are {listed(sorted(known))}')
    return names


class _Story:
    """What is told in each panel: all replications above, one of them below."""

    def __init__(self, findings: RunFindings) -> None:
        record = findings.record
        self._about, self._replications = record.about, len(record.numbers)
        self._first = record.numbers[0]
        self._stations = len(findings.stations)
        self._events = next(record.each("timeline"))
        table = record.frame("queues")
        self._of_station = dict(iter(table.groupby("station", observed=True)))
        steps = table[(table["replication"] == self._first) & (table["station"] == table["station"].iloc[0])]
        edges = np.append(steps["from_hours"].to_numpy(), steps["to_hours"].to_numpy()[-1])
        self._by_week = edges[-1] > 24 * DAYS_IN_STEPS
        group = edges[:-1] // (7 * 24) if self._by_week else np.arange(len(edges) - 1)
        self._firsts = np.flatnonzero(np.diff(group, prepend=-1))
        self._lengths = np.diff(edges)
        self._edges = self._dates(np.append(edges[:-1][self._firsts], edges[-1]))

    def caption(self, shown: int) -> str:
        """What the reader sees, in the fewest words."""
        each = " by the week" if self._by_week else ""
        above = f"Above: copies waiting{each}"
        if self._replications > 1:
            above += (
                f", mean of {self._replications} replications; shaded: the middle 90 % of them; "
                f"thin: replication {self._first}"
            )
        below = f"Below: people on duty in replication {self._first} (the most at once{each})"
        kinds = set(self._events["kind"])
        below += "; orange: a tour changes" if "change" in kinds else ""
        below += "; purple: incidents" if "incident" in kinds else ""
        left_out = self._stations - shown
        rest = f" {left_out} stations with shorter queues are not shown." if left_out > 0 else ""
        return f"{above}.\n{below}.{rest}"

    def draw_queue(self, axes: Axes, name: str) -> None:
        """The queue of a station: mean, band, and one replication."""
        raw = self._of_station[name]["mean_waiting"].to_numpy().reshape(self._replications, -1)
        total = np.add.reduceat(raw * self._lengths, self._firsts, axis=1)
        waiting = total / np.add.reduceat(self._lengths, self._firsts)
        mean = waiting.mean(axis=0)
        if self._replications > 1:
            low, high = np.quantile(waiting, [0.05, 0.95], axis=0)
            axes.fill_between(
                self._edges, _held(low), _held(high), step="post", color=DELIVERED, alpha=0.2, linewidth=0
            )
            axes.step(self._edges, _held(waiting[0]), where="post", color=DELIVERED, linewidth=0.5, alpha=0.8)
        axes.step(self._edges, _held(mean), where="post", color=DELIVERED)
        axes.set_ylim(0, max(1.0, 1.05 * float(waiting.max())))
        axes.set_xlim(self._edges[0], self._edges[-1])
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        axes.set_title(name, fontweight="bold", pad=3)
        axes.tick_params(labelbottom=False, bottom=False)
        axes.spines["bottom"].set_color(FAINT)

    def draw_roster(self, axes: Axes, name: str) -> None:
        """The people on duty at a station in one replication, and what happened to it."""
        table = self._of_station[name]
        on_duty = table[table["replication"] == self._first]["most_on_duty"].to_numpy()
        most = _held(np.maximum.reduceat(on_duty, self._firsts))
        axes.fill_between(self._edges, most, step="post", color=FAINT, linewidth=0)
        axes.step(self._edges, most, where="post", color=ROSTER, linewidth=0.7)
        top = max(1, int(most.max()))
        axes.set_ylim(-0.25 * top, 1.6 * top)
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks([0, top])
        locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        axes.vlines(self._times("change", name), 1.15 * top, 1.55 * top, color=CHANGE, linewidth=1.1)
        axes.vlines(self._times("incident", ""), -0.25 * top, -0.05 * top, color=INCIDENT, linewidth=0.4)
        axes.vlines(self._times("closing", name), 0, 1.55 * top, color=INK, linewidth=1.1)

    def _times(self, kind: str, station: str) -> Dates:
        chosen = (self._events["kind"] == kind) & (self._events["station"] == station)
        return self._dates(self._events["hours"][chosen].to_numpy())

    def _dates(self, hours: Floats) -> Dates:
        return np.datetime64(self._about.start, "us") + (hours * 3.6e9).astype("timedelta64[us]")


def _held(values: NDArray[Any]) -> NDArray[Any]:
    """A value for each step, held to the end of the last."""
    return np.append(values, values[-1])
