"""What outcomes owe to mechanisms, in words."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.findings.attribution import FEWEST, AttributionFinding, AttributionFindings
from stovepipe.inference import differences
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.attribution.tables import as_printed, in_order
from stovepipe.presentation.shared.numbers import apart, interval, rounded
from stovepipe.presentation.shared.wording import few_said, phrase, scale_of, undefined_sentences
from stovepipe.text import listed

LEADING = 3


def attribution_verdict(findings: AttributionFindings) -> str:
    """The verdict: a sentence or two for each outcome."""
    said = [" ".join(_sentences(findings, each)) for each in findings.each]
    return "\n".join([*said, *undefined_sentences(findings.study, findings.undefined)])


def _sentences(findings: AttributionFindings, finding: AttributionFinding) -> Iterator[str]:
    yield from _found(findings, finding)
    made = findings.study.replications
    if made < FEWEST:
        yield f"From {few_said(made)} nothing is concluded: make {differences.FEWEST} or more."
    elif made < differences.FEWEST:
        yield f"{few_said(made).capitalize()} are few: make {differences.FEWEST} or more."


def _found(findings: AttributionFindings, finding: AttributionFinding) -> Iterator[str]:
    result, scale, what = finding.result, scale_of(finding.outcome), phrase(finding.outcome)
    total, printed = result.total.value or 0.0, as_printed(finding)
    if not any(estimate.value for estimate in result.values):
        yield f"No mechanism changes {what}."
        return
    worse = (total > 0) == (finding.outcome.direction == "less")
    lost = finding.outcome.kind == "lost"
    about = "Of what is lost" if lost else "Of that"
    yield (
        f"With all mechanisms, {what} is {printed.with_all} {scale.unit}, without them {printed.with_none} "
        f"{scale.unit}: together they make it {printed.size} {scale.apart} {'worse' if worse else 'better'}."
    )
    sign = 1 if total >= 0 else -1
    parts = [
        f"{printed.value(place, sign)}{_between(result.values[place], sign * scale.factor, printed.decimals)}"
        f"{'' if rank else f' {scale.apart} come'} from {result.mechanisms[place]}"
        for rank, place in enumerate(in_order(result)[:LEADING])
        if result.values[place].value
    ]
    yield f"{about}, {listed(parts)}."
    if findings.study.replications >= differences.FEWEST:
        yield from _strongest_interaction(finding)
    if not findings.exact:
        error = scale.factor * max(result.sampling_error)
        yield f"Only {findings.orders} orders were sampled: that alone may be off by ±{rounded(error, 1)}."


def _strongest_interaction(finding: AttributionFinding) -> Iterator[str]:
    """The largest of the interactions whose intervals leave 0 out."""
    scale = scale_of(finding.outcome)
    known = [(pair, each) for pair, each in finding.result.interactions.items() if each.low is not None]
    sure = [(pair, each) for pair, each in known if (each.low or 0.0) > 0 or (each.high or 0.0) < 0]
    if not sure:
        return
    pair, strongest = max(sure, key=lambda item: abs(item[1].value or 0.0))
    value, low, high = (
        scale.factor * (end or 0.0) for end in (strongest.value, strongest.low, strongest.high)
    )
    yield (
        f"{' and '.join(pair)} together change it by {'{} ({})'.format(*apart(value, low, high))} "
        f"{scale.apart} beyond what each does alone."
    )


def _between(estimate: Estimate, factor: float, decimals: int) -> str:
    """The interval of a value in brackets, with the sign of the factor; nothing if there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = sorted((factor * estimate.low, factor * estimate.high))
    return f" ({interval(low, high, decimals)})"
