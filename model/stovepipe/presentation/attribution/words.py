"""What outcomes owe to mechanisms, in words."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.attribution_findings import AttributionFinding, AttributionFindings
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.attribution.tables import in_order
from stovepipe.presentation.shared.numbers import apart, plain, rounded
from stovepipe.presentation.shared.wording import phrase, scale_of
from stovepipe.text import listed

LEADING = 3


def attribution_verdict(findings: AttributionFindings) -> str:
    """The verdict: a sentence or two for each outcome."""
    return "\n".join(" ".join(_sentences(findings, each)) for each in findings.each)


def _sentences(findings: AttributionFindings, finding: AttributionFinding) -> Iterator[str]:
    result, scale, what = finding.result, scale_of(finding.outcome), phrase(finding.outcome)
    total = result.total.value or 0.0
    if not any(estimate.value for estimate in result.values):
        yield f"No mechanism changes {what}."
        return
    worse = (total > 0) == (finding.outcome.direction == "less")
    changed = f"{rounded(scale.factor * abs(total), 1)} {scale.apart}"
    with_all, with_none = (
        f"{rounded(scale.factor * (each.value or 0.0), 1)} {scale.unit}"
        for each in (finding.with_all, finding.with_none)
    )
    lost = finding.outcome.kind == "lost"
    about = "Of what is lost" if lost else f"Of {what}"
    yield (
        f"With all mechanisms, {what} is {with_all}, without them {with_none}: together they make it "
        f"{changed} {'worse' if worse else 'better'}."
    )
    sign = 1.0 if total >= 0 else -1.0
    parts = [
        f"{_signed(result.values[place], scale.factor * sign)} {scale.apart if not rank else ''}".rstrip()
        + f" {'come' if not rank else ''} from {result.mechanisms[place]}".replace("  ", " ")
        for rank, place in enumerate(in_order(result)[:LEADING])
        if result.values[place].value
    ]
    yield f"{about}, {listed(parts)}." if lost else f"Of that, {listed(parts)}."
    known = [(pair, each) for pair, each in result.interactions.items() if each.low is not None]
    sure = [(p, e) for p, e in known if (e.low or 0.0) > 0 or (e.high or 0.0) < 0]
    if sure:
        pair, strongest = max(sure, key=lambda item: abs(item[1].value or 0.0))
        yield (
            f"{' and '.join(pair)} together change it by "
            f"{_signed(strongest, scale.factor)} {scale.apart} beyond what each does alone."
        )
    if not findings.exact:
        error = scale.factor * max(result.sampling_error)
        yield f"Only {findings.orders} orders were sampled: that alone may be off by ±{rounded(error, 1)}."


def _signed(estimate: Estimate, factor: float) -> str:
    """The value with its interval, both with the sign of the factor."""
    value, *ends = (factor * (end or 0.0) for end in (estimate.value, estimate.low, estimate.high))
    if estimate.low is None or estimate.high is None:
        return plain(value)
    return "{} ({})".format(*apart(value, *sorted(ends)))
