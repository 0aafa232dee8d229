"""A log beside a mission, in words: whether they differ, where, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.observation_findings import REPORTS, ObservationFindings, Part, Span, told
from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.ends import DISPOSED, LOST
from stovepipe.presentation.shared.numbers import interval, rounded
from stovepipe.presentation.shared.written_times import length
from stovepipe.text import counted

ENDED = {DELIVERED: "read", LOST: "lost", DISPOSED: "disposed of", REPORTS: REPORTS}
"""What is said of reports that have met an end."""

MOST_SENTENCES = 8
"""Of the differences so many are told; the tables have all."""


def age_said(ticks: int) -> str:
    """An age."""
    return length(ticks)


def shares_said(part: Part, at: int) -> tuple[str, str, str]:
    """What is in the log, in the mission, and in the band: numbers of reports, or shares in percent."""
    digits = 0
    scale = 1.0 if part.what == REPORTS else 100.0
    log, mission = (rounded(scale * float(each[at]), digits) for each in (part.observed, part.modelled))
    return log, mission, interval(scale * float(part.low[at]), scale * float(part.high[at]), digits)


def probability(p: float) -> str:
    """A probability, to three digits after the point at the most.

    >>> probability(0.05), probability(0.4301)
    ('0.05', '0.43')
    """
    return f"{p:.2g}"


def differences(findings: ObservationFindings) -> Iterator[str]:
    """Where the log and the mission differ, a sentence for each stretch of ages."""
    every = list(told(findings))
    for part, span in every[:MOST_SENTENCES]:
        yield _difference(part, span)
    more = len(every) - MOST_SENTENCES
    if more > 0:
        yield f"There {'is' if more == 1 else 'are'} {counted(more, 'more difference')} in the tables."


def _difference(part: Part, span: Span) -> str:
    who = f"{part.consumer}, {part.klass}"
    log, mission, band = shares_said(part, span.at)
    if part.what == REPORTS:
        word = "more" if span.above else "fewer"
        return (
            f"{who}: {log} reports in the log, {word} than in the mission, which has {mission} in this time "
            f"(a log of it: {band})."
        )
    word = "more" if span.above else "less"
    ages = f"at an age of {age_said(span.first)}"
    at = ""
    if span.first != span.last:
        ages = f"at ages from {age_said(span.first)} to {age_said(span.last)}"
        at = f"Most at {age_said(int(part.ages[span.at]))}: "
    points = rounded(100 * abs(float(part.observed[span.at] - part.modelled[span.at])), 0)
    said = f"{log} % in the log, {mission} % in the mission (a log of it: {band} %), {points} points apart."
    return f"{who}: {word} is {ENDED[part.what]} than in the mission {ages}. {at}{said}"


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
