"""The differences of a study's structures with their simultaneous intervals: a forest plot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stovepipe.answers.findings.comparison import OutcomeFindings, Ranked, StudyFindings
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.differences import FEWEST
from stovepipe.presentation.comparison.words import ALIKE, BETTER, OPEN, WORSE, Standing, standings
from stovepipe.presentation.shared.canvas import Axes, Figure, MaxNLocator
from stovepipe.presentation.shared.figure_style import FAINT, INK, SOFT, folded, house_style, titled
from stovepipe.presentation.shared.wording import Scale, few_said, headed, scale_of, together
from stovepipe.study.file.outcome import Outcome
from stovepipe.text import listed

COLOURS = {BETTER: "#0072b2", WORSE: "#d55e00", OPEN: SOFT, ALIKE: SOFT}
MOST_ROWS = 60
PANEL_WIDTH, ROW, HEAD, LETTER = 2.1, 0.17, 0.95, 0.058
LETTERS, LINE = 34, 0.12  # of a title
ABREAST = 3


def forest_figure(findings: StudyFindings) -> Figure:
    """One panel for each outcome, one row for each difference: the estimate, and its simultaneous interval.

    Blue is better, orange is worse, grey is not shown to differ. With the method `best`, each structure less
    the best of the others.

    Raises:
        CannotAnswer: there is no difference.
    """
    shown = [each for each in findings.outcomes if _rows(findings, each)]
    if not shown:
        raise CannotAnswer("nothing can be compared")
    caption = _caption(findings) + not_drawn(findings, shown)
    head = HEAD + LINE * (caption.count("\n") - 1)
    labels = list(dict.fromkeys(label for each in shown for label, _ in _rows(findings, each)))[:MOST_ROWS]
    wide = max(min(ABREAST, len(shown)), 1)
    high = max(math.ceil(len(shown) / wide), 1)
    room = max([LETTER * len(label) for label in labels], default=0.5) + 0.2
    around = 0.75 + LINE * _lines(shown)
    panel = ROW * max(len(labels), 2) + around
    size = (room + wide * PANEL_WIDTH + 0.2, head + high * panel)
    with house_style():
        figure = titled((max(size[0], 5.2), size[1]), headed(findings.study.title, "differences"), caption)
        panels = figure.add_gridspec(
            high, wide, left=room / max(size[0], 5.2), right=1 - 0.15 / size[0], bottom=0.42 / size[1],
            top=1 - (head + around - 0.55) / size[1], hspace=around / (panel - around), wspace=0.12,
        )  # fmt: skip
        for place, found in enumerate(shown):
            axes = figure.add_subplot(panels[divmod(place, wide)])
            _draw(axes, found.observed.outcome, dict(_rows(findings, found)), labels)
            axes.tick_params(axis="y", labelleft=place % wide == 0, length=0)
        return figure


def _lines(shown: Sequence[OutcomeFindings]) -> int:
    """How many lines more than one the longest title takes."""
    return max((folded(each.observed.outcome.title, LETTERS).count("\n") for each in shown), default=0)


def _rows(findings: StudyFindings, found: OutcomeFindings) -> list[tuple[str, Standing]]:
    """Each difference under its label."""
    if findings.study.method == "best":
        return [(each.name, _with_best(each)) for each in found.ranking]
    of_baseline = findings.study.method == "baseline"
    return [
        (pair[0] if of_baseline else f"{pair[0]} - {pair[1]}", standing)
        for pair, standing in standings(found).items()
    ]


def _with_best(each: Ranked) -> Standing:
    word = OPEN if each.possible else WORSE
    return Standing((each.name, ""), word, each.value, each.low, each.high)


def _draw(axes: Axes, outcome: Outcome, rows: dict[str, Standing], labels: Sequence[str]) -> None:
    scale = scale_of(outcome)
    axes.axvline(0, color=INK, linewidth=0.6)
    for height, label in enumerate(labels):
        axes.axhline(height, color=FAINT, linewidth=0.4, zorder=0)
        standing = rows.get(label)
        if standing is None:
            _say_nothing(axes, height)
            continue
        low, value, high = (scale.factor * each for each in (standing.low, standing.value, standing.high))
        colour = COLOURS[standing.word]
        axes.plot([low, high], [height, height], color=colour, linewidth=1.4, solid_capstyle="butt")
        axes.plot([value], [height], marker="o", markersize=3.6, color=colour)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), labels)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_title(folded(outcome.title, LETTERS), fontsize=7.5, fontweight="bold", pad=10)
    axes.annotate(
        _better(outcome, scale), (0, 1), xytext=(0, 2), xycoords="axes fraction", textcoords="offset points",
        fontsize=6.3, color=SOFT,
    )  # fmt: skip
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(scale.apart, fontsize=7)


def _say_nothing(axes: Axes, height: int) -> None:
    axes.annotate(
        "not compared", (0.5, height), xycoords=("axes fraction", "data"), va="center", ha="center",
        fontsize=6, color=SOFT, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )  # fmt: skip


def _better(outcome: Outcome, scale: Scale) -> str:
    return f"{scale.more if outcome.direction == 'more' else scale.less} is better"


def _caption(findings: StudyFindings) -> str:
    study = findings.study
    less = {
        "baseline": f"Each structure less {study.baseline}",
        "best": "Each structure less the best of the others",
    }
    return (
        f"{less.get(study.method, 'All pairs')}, on the same random numbers: estimate and interval.\n"
        f"{together(findings.family, findings.level)[:-1]} ({findings.replications} replications)."
    )


def not_drawn(findings: StudyFindings, shown: Sequence[OutcomeFindings]) -> str:
    """A line of a caption for what a figure leaves out, and why; empty if that is nothing."""
    missing = [each.observed.outcome.title for each in findings.outcomes if each not in shown]
    few = few_said(findings.replications)
    said = [f"Nothing can be compared by {listed(missing)}."] if missing else []
    said += [f"From {few} nothing is concluded."] if findings.replications < FEWEST else []
    return f"\n{' '.join(said)}" if said else ""
