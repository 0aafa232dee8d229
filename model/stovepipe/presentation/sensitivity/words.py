"""What a question about inputs comes to, in sentences that a planner can repeat."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.sensitivity import Discovery, Finding, RankingStage, SensitivityFindings
from stovepipe.importance.boxes import Limit
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.importance.methods.verdict import Verdict
from stovepipe.importance.ranking import Ranking
from stovepipe.importance.space import Value
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.shared.wording import digits_for, interval, phrase, rounded, scale_of, spoken
from stovepipe.study.reading.inputs import Input
from stovepipe.study.reading.study import Study
from stovepipe.text import counted, listed


def sensitivity_verdict(findings: SensitivityFindings) -> str:
    """The verdict: a paragraph for each outcome."""
    return "\n".join(" ".join(_sentences(findings, each)) for each in findings.each)


def _sentences(findings: SensitivityFindings, finding: Finding) -> Iterator[str]:
    match finding.result:
        case Screening() as result:
            yield from _screening(finding, result)
        case Indices() as result:
            yield from _indices(finding, result)
        case Pawn() as result:
            yield from _pawn(finding, result)
        case Tornado() as result:
            yield from _tornado(finding, result)
        case Discovery() as result:
            yield from _discovery(findings, finding, result)
        case Verdict() as result:
            yield from _verdict(findings, finding, result)
    if finding.ranking is not None:
        yield ranking_sentence(finding.ranking)


def not_stable(stage: RankingStage) -> str:
    """What is said after a round whose ranking is not stable yet."""
    return f"After {stage.base_points} base points the ranking is not stable yet."


def ranking_sentence(ranking: Ranking) -> str:
    """How firm the order of the leading inputs is.

    >>> ranking_sentence(Ranking(("a", "b", "c"), 0.96, 1.0, (1.0, 1.0, 1.0), True))
    'The ranking of the leading three is stable in 96 % of resamples.'
    """
    if not ranking.leaders:
        return "There is nothing to rank."
    count = len(ranking.leaders)
    those = {1: "the leading factor", 2: "the leading two", 3: "the leading three"}.get(
        count, f"the leading {count}"
    )
    if ranking.stable:
        return f"The ranking of {those} is stable in {ranking.same_order:.0%} of resamples.".replace(
            "%", " %"
        )
    what = (
        f"The same lead in {ranking.same_leaders:.0%} of resamples, in the same order in "
        f"{ranking.same_order:.0%}"
    )
    return (
        f"The ranking of {those} is not stable. {what}; more points or replications would settle it.".replace(
            "%", " %"
        )
    )


def _screening(finding: Finding, result: Screening) -> Iterator[str]:
    scale = scale_of(finding.outcome)
    ordered = sorted(result.effects, key=lambda effect: (-(effect.mu_star.value or 0.0), effect.name))
    matter = [effect for effect in ordered if effect.matters]
    count = counted(len(result.effects), "factor")
    what = phrase(finding.outcome)
    if not matter:
        yield f"For {what}, none of {count} has an effect that noise does not explain."
        return
    said = listed(f"{each.name} ({_amount(each.mu_star, scale.factor)})" for each in matter[:3])
    yield (
        f"For {what}, {len(matter)} of {count} {'has' if len(matter) == 1 else 'have'} an effect that noise "
        f"does not explain. Moved through their whole range, the leading ones change it by, in "
        f"{scale.apart}: {said}."
    )


def _indices(finding: Finding, result: Indices) -> Iterator[str]:
    what = phrase(finding.outcome)
    if not result.draws.size:
        yield f"For {what}, the factors explain no more than noise does."
        return
    ordered = sorted(zip(result.names, result.total, strict=True), key=lambda pair: -(pair[1].value or 0.0))
    said = listed(f"{name} ({_share(total)})" for name, total in ordered[:3])
    yield (
        f"Of the variance of {what} over the ranges, the leading factors account for, interactions included, "
        f"in %: {said}."
    )
    if (result.interactions.low or 0.0) > 0:
        yield f"{_percent(result.interactions)} of it is interaction."
    else:
        yield "No interaction is shown."
    if result.noise_share is not None:
        yield f"Luck is {100 * result.noise_share:.0f} % of the variance of a single replication."


def _pawn(finding: Finding, result: Pawn) -> Iterator[str]:
    matter = sorted((each for each in result.factors if each.matters), key=lambda each: -each.distance)
    count, what = counted(len(result.factors), "factor"), phrase(finding.outcome)
    if not matter:
        yield f"For {what}, none of {count} is told apart from chance."
        return
    said = listed(f"{each.name} ({each.distance:.2f})" for each in matter[:3])
    verb = "moves" if len(matter) == 1 else "move"
    yield (
        f"For {what}, {len(matter)} of {count} {verb} its distribution more than chance does, above all "
        f"{said}."
    )


def _tornado(finding: Finding, result: Tornado) -> Iterator[str]:
    scale = scale_of(finding.outcome)
    said = listed(
        f"{each.factor} ({_amount(each.swing, scale.factor)})"
        for each in result.swings[:3]
        if each.swing.value
    )
    if not said:
        yield f"No factor alone moves {phrase(finding.outcome)}."
        return
    yield (
        f"One at a time, from the low to the high end of their ranges, the leading factors change "
        f"{phrase(finding.outcome)} by, in {scale.apart}: {said}."
    )


def _discovery(findings: SensitivityFindings, finding: Finding, result: Discovery) -> Iterator[str]:
    threshold = findings.study.threshold
    assert threshold is not None  # asked for when the study was read
    side = "under" if threshold.under else "over"
    what = f"{phrase(finding.outcome)} is {side} {threshold.text}"
    yield f"In {_percent(result.fails)} of the input space, {what}."
    if not result.boxes:
        return
    for rank, box in enumerate(result.boxes):
        where = listed(limit_words(limit, findings.study) for limit in box.limits) or "throughout"
        yield (
            f"{'It is likely' if not rank else 'Also'} where {where}: there in {box.density:.0%} of the "
            f"points, which are {box.coverage:.0%} of all failures"
        ).replace("%", " %") + (
            f"; of fresh points there, in {_percent(result.judgements[rank].density)}."
            if result.judgements and result.judgements[rank].density.value is not None
            else "."
        )


def _verdict(findings: SensitivityFindings, finding: Finding, result: Verdict) -> Iterator[str]:
    one, other = (spoken(findings.study.structure(name)) for name in findings.study.varied)
    said = f"{one} beats {other} in {_percent(result.holds)} of the input space"
    if result.flip is not None:
        loses = "loses" if (result.holds.value or 0.0) >= 0.5 else "wins"
        said += f"; it {loses} where {limit_words(result.flip.limit, findings.study)}"
    yield f"For {phrase(finding.outcome)}, {said}."
    if result.undecided is not None:
        yield f"At {100 * result.undecided:.0f} % of the points the replications cannot tell."


def limit_words(limit: Limit, study: Study) -> str:
    """A limit on a factor, with its unit.

    >>> from stovepipe.study.reading.study import make_study
    >>> study = make_study(
    ...     {
    ...         "study": "One",
    ...         "base": "configs/tutorial/mission.yaml",
    ...         "factors": {
    ...             "delay": {"paths": "channels.*.transit", "range": ["10 min", "2 h"], "together": True}
    ...         },
    ...         "outcomes": {"timely": {}},
    ...     }
    ... )
    >>> limit_words(Limit("delay", high=1.5), study)
    'delay is under 1.5 h'
    """
    each = {each.name: each for each in study.inputs}[limit.factor]
    if limit.choices:
        return f"{limit.factor} is {listed(limit.choices, 'or')}"
    low, high = (None if end is None else value_text(each, end) for end in (limit.low, limit.high))
    if low is not None and high is not None:
        return f"{limit.factor} is from {low} to {high}"
    whole = isinstance(limit.high if low is None else limit.low, int)
    if high is not None:
        return f"{limit.factor} is {'at most' if whole else 'under'} {high}"
    return f"{limit.factor} is {'at least' if whole else 'over'} {low}"


def value_text(each: Input, value: Value) -> str:
    """A value of an input with its unit; for several ranges, a share of them."""
    if each.levels:
        return str(value)
    if each.shared is None:
        return f"{100 * float(value):.0f} % of its ranges"
    unit = each.unit if each.unit.startswith("/") or not each.unit else f" {each.unit}"
    return f"{float(value):.4g}{unit}"


def _amount(estimate: Estimate, factor: float) -> str:
    """A number with its interval, without unit."""
    value, low, high = (
        None if end is None else factor * end for end in (estimate.value, estimate.low, estimate.high)
    )
    if value is None:
        return "unknown"
    if low is None or high is None:
        return rounded(value, 1)
    digits = digits_for((high - low) / 2)
    return f"{rounded(value, digits)}, {interval(low, high, digits)}"


def _share(estimate: Estimate) -> str:
    """A share in percent with its interval, without the sign."""
    return _amount(estimate, 100.0)


def _percent(estimate: Estimate) -> str:
    """A share with its interval."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None:
        return "an unknown share"
    if low is None or high is None:
        return f"{100 * value:.0f} %"
    return f"{100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"
