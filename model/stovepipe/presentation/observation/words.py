"""A log beside a mission, in words: whether they differ, where, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.findings.observation import REPORTS, Compared, ObservationFindings, Side, told
from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.ends import DISPOSED, LOST
from stovepipe.presentation.shared.numbers import interval, rounded
from stovepipe.presentation.shared.written_times import length
from stovepipe.text import counted, listed

ENDED = {DELIVERED: "read", LOST: "lost", DISPOSED: "disposed of", REPORTS: REPORTS}
"""What is said of reports that have met an end."""

MOST_SENTENCES, MOST_SPANS = 8, 3
"""So many differences are told, and so many stretches of ages of each; the tables have all."""


def shares_said(part: Compared, at: int) -> tuple[str, str, str]:
    """What is in the log, in the mission, and in the band: numbers of reports, or shares in percent."""
    scale = 1.0 if part.what == REPORTS else 100.0
    log, mission = (rounded(scale * float(each[at]), 0) for each in (part.observed, part.modelled))
    return log, mission, interval(scale * float(part.low[at]), scale * float(part.high[at]), 0)


def probability(p: float) -> str:
    """A probability, to three digits after the point at the most.

    >>> probability(0.05), probability(0.4301)
    ('0.05', '0.43')
    """
    return f"{p:.2g}"


def differences(findings: ObservationFindings) -> Iterator[str]:
    """Where the log and the mission differ, a sentence or two for each side of each thing compared."""
    every = list(told(findings))
    for part, side in every[:MOST_SENTENCES]:
        yield _difference(part, side)
    more = len(every) - MOST_SENTENCES
    if more > 0:
        yield f"There {'is' if more == 1 else 'are'} {counted(more, 'more difference')} in the tables."


def _difference(part: Compared, side: Side) -> str:
    who = f"{part.consumer}, {part.klass}"
    log, mission, band = shares_said(part, side.at)
    if part.what == REPORTS:
        word = "more" if side.above else "fewer"
        return (
            f"{who}: {log} reports in the log, {word} than in the mission, which has {mission} in this time "
            f"(a log of it: {band})."
        )
    word = "more" if side.above else "less"
    points = rounded(100 * abs(float(part.observed[side.at] - part.modelled[side.at])), 0)
    return (
        f"{who}: {word} is {ENDED[part.what]} than in the mission at {_ages(side)}. At "
        f"{length(int(part.ages[side.at]))}: {log} % in the log, {mission} % in the mission (a log of it: "
        f"{band} %), {points} points apart."
    )


def _ages(side: Side) -> str:
    """The ages at which they differ."""
    said = [
        length(first) if first == last else f"{length(first)} to {length(last)}"
        for first, last in side.spans[:MOST_SPANS]
    ]
    more = len(side.spans) - MOST_SPANS
    return f"ages of {listed([*said, f'{more} more'] if more > 0 else said)}"


def verdict(findings: ObservationFindings) -> str:
    """Whether the log could be one of the mission's."""
    things = counted(len(findings.parts), "thing")
    differing = len(findings.differing)
    p = probability(findings.p)
    if not differing:
        return (
            f"Verdict: the log could be one of this mission's (p = {p}). None of the {things} compared lies "
            f"beyond its band.{_wide(findings)}"
        )
    least = 1 / (len(findings.record.numbers) + 1)
    how = f"p = {p}" + (", the least that so many replications can show" if findings.p == least else "")
    return (
        f"Verdict: the log is not one that this mission makes ({how}): {differing} of {things} compared "
        f"{'lies beyond its band' if differing == 1 else 'lie beyond their bands'}."
    )


def _wide(findings: ObservationFindings) -> str:
    """How far off the share read could be without being noticed."""
    curves = [part for part in findings.parts if part.what == DELIVERED]
    reach, who = 0.0, None
    for part in curves:
        for low, high in zip(part.low, part.high, strict=True):
            if high - low > reach:
                reach, who = float(high - low), part
    if who is None:
        return ""
    points = rounded(100 * reach, 0)
    return (
        f" That does not prove the mission right: bands of what is read are up to {points} points wide "
        f"({who.consumer}, {who.klass})."
    )


def conclusion(findings: ObservationFindings) -> str:
    """Where they differ, and what comes of it."""
    return "\n".join([*differences(findings), verdict(findings)])
