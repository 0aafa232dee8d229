"""Numbers, outcomes and structures of a study in words that can be read out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.measure import Unit
from stovepipe.presentation.shared.numbers import apart
from stovepipe.study.file.outcome import (
    Arrivals,
    Asked,
    Discoveries,
    Disposals,
    Latency,
    Losses,
    OfDeliveries,
    OfEvents,
    OfRequests,
    Outcome,
    Passing,
    Quantile,
    Unanswered,
    Weighed,
    outcome_of,
)
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.text import listed

COUNTS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True)
class Scale:
    """How an outcome's numbers are shown.

    Attributes:
        factor: the factor by which they are multiplied.
        unit: the unit of estimates.
        apart: unit of differences.
        more, less: what a larger and a smaller number is called.
    """

    factor: float
    unit: str
    apart: str
    more: str = "higher"
    less: str = "lower"


SCALES: Mapping[Unit, Scale] = {
    "share": Scale(100.0, "%", "points"),
    "h": Scale(1.0, "h", "h", "longer", "shorter"),
    "person-hours": Scale(1.0, "person-hours", "person-hours"),
    "copies": Scale(1.0, "copies", "copies"),
    "reports": Scale(1.0, "reports", "reports"),
    "visits": Scale(1.0, "per run", "per run"),
    "deliveries": Scale(1.0, "per run", "per run"),
    "events": Scale(1.0, "per run", "per run"),
    "requests": Scale(1.0, "per run", "per run"),
    "rapport": Scale(100.0, "%", "points"),
}


def scale_of(outcome: Outcome) -> Scale:
    """How the numbers of an outcome are shown: shares in percent, and their differences in points."""
    return SCALES[outcome.unit]


def headed(title: str, what: str) -> str:
    """A heading under the title of a study.

    >>> headed("What would help?", "differences"), headed("Tours", "differences")
    ('What would help? Differences', 'Tours: differences')
    """
    return f"{title} {what[:1].upper()}{what[1:]}" if title.endswith(("?", ".", "!")) else f"{title}: {what}"


def number_word(number: int) -> str:
    """A whole number: a word up to twelve.

    >>> number_word(9), number_word(1200)
    ('nine', '1,200')
    """
    return COUNTS[number] if number < len(COUNTS) else f"{number:,}"


def together(family: int, level: float) -> str:
    """How surely so many intervals hold.

    >>> together(6, 0.95), together(1, 0.9)
    ('All 6 intervals hold together with 95 % confidence.', 'The interval holds with 90 % confidence.')
    """
    if family == 1:
        return f"The interval holds with {100 * level:g} % confidence."
    return f"All {family} intervals hold together with {100 * level:g} % confidence."


def few_said(replications: int) -> str:
    """So few replications, in a sentence.

    >>> few_said(1), few_said(2)
    ('one replication', 'two replications')
    """
    return f"{number_word(replications)} {'replication' if replications == 1 else 'replications'}"


def difference(outcome: Outcome, value: float, low: float, high: float) -> tuple[str, str]:
    """A difference in words, and its interval, both in the direction of the difference.

    >>> from stovepipe.study.file.outcome import outcome
    >>> difference(outcome("timely"), 0.061, 0.049, 0.073)
    ('6.1 points higher', '4.9 to 7.3')
    >>> difference(outcome("latency"), -3.2, -4.5, -1.9)
    ('3.2 h shorter', '1.9 to 4.5')
    """
    scale = scale_of(outcome)
    value, low, high = (scale.factor * each for each in (value, low, high))
    word = scale.more if value >= 0 else scale.less
    if value < 0:
        value, low, high = -value, -high, -low
    shown, within = apart(value, low, high)
    return f"{shown} {scale.apart} {word}", within


def undefined_sentences(study: Study, undefined: Mapping[str, str]) -> Iterator[str]:
    """What is said of outcomes that are not defined everywhere: where, and why."""
    for name, why in undefined.items():
        what = phrase(study.outcome(name))
        yield f"{what[:1].upper()}{what[1:]} is left out of the answer: {why}."


def spoken(structure: Structure) -> str:
    """What a structure is called in a sentence: its title, or its name without underscores."""
    return structure.title if structure.title != structure.name else _spoken(structure.name)


def phrase(outcome: Outcome) -> str:
    """What an outcome is called in a sentence.

    >>> from stovepipe.study.file.outcome import outcome
    >>> phrase(outcome("timely", {"consumer": "force_commander", "class": "warning"}))
    'the timely share (warning, force commander)'
    >>> phrase(outcome("late", {"latency": "p90", "title": "delay of warnings"}))
    'the delay of warnings'
    """
    if outcome_of(outcome.name, Asked.model_validate({outcome.kind: outcome.of})).title != outcome.title:
        return outcome.title if outcome.title.startswith("the ") else f"the {outcome.title}"
    of = outcome.of
    words = KINDS[outcome.kind].spoken
    if isinstance(of, Latency):
        words = (
            "the median time to arrive" if of.quantile == 0.5
            else f"the time by which {100 * of.quantile:g} % have arrived"
        )  # fmt: skip
    elif isinstance(of, Quantile):
        median = "median" if of.quantile == 0.5 else f"{100 * of.quantile:g} % quantile of the"
        words = words.replace("median", median)
    if isinstance(of, Arrivals | Discoveries) and of.within is not None:
        words += f" within {of.within}"
    if isinstance(of, Losses | Disposals | Unanswered) and of.to:
        words += f" {KINDS[outcome.kind].link} {listed(map(_spoken, of.to), 'or')}"
    weights = of.weights if isinstance(of, Weighed) else None
    if isinstance(of, OfDeliveries):
        named = [of.report_class, of.consumer]
    elif isinstance(of, OfEvents):
        named = [of.subject, of.consumer]
    elif isinstance(of, OfRequests):
        named = [of.report_class, of.asker]
    elif isinstance(of, Passing):
        named = [of.hurdle, of.channel]
    else:
        named = [getattr(of, "station", None), getattr(of, "channel", None)]
    shown = ", ".join(_spoken(name) for name in named if name)
    if weights is not None:
        shown = ", ".join(part for part in (shown, f"weights: {_spoken(str(weights))}") if part)
    return f"{words} ({shown})" if shown else words


def _spoken(name: str) -> str:
    return name.replace("_", " ")
