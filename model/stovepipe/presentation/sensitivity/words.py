"""What a question about inputs comes to, in sentences that a planner can repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stovepipe.answers.findings.sensitivity import Finding, RankingStage, SensitivityFindings
from stovepipe.importance.boxes import Limit
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Influence, Pawn
from stovepipe.importance.methods.prim import Discovery
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.importance.methods.verdict import Verdict
from stovepipe.importance.noise import ENOUGH, FEWEST
from stovepipe.importance.ranking import Ranking
from stovepipe.importance.shares import Share
from stovepipe.importance.space import Value
from stovepipe.presentation.shared.numbers import said, share_said
from stovepipe.presentation.shared.wording import few_said, phrase, scale_of, spoken, undefined_sentences
from stovepipe.study.reading.factors import Factor
from stovepipe.study.reading.study import Study
from stovepipe.text import counted, listed


def sensitivity_verdict(findings: SensitivityFindings) -> str:
    """The verdict: a paragraph for each outcome."""
    said = [" ".join(_sentences(findings, each)) for each in findings.each]
    return "\n".join([*said, *undefined_sentences(findings.study, findings.undefined)])


def _sentences(findings: SensitivityFindings, finding: Finding) -> Iterator[str]:
    made = findings.study.replications
    if made < FEWEST:
        yield (
            f"For {phrase(finding.outcome)}, nothing is concluded from {few_said(made)} at each point: make "
            f"{ENOUGH} or more. What they show is in the tables."
        )
        return
    yield from SENTENCES[type(finding.result)](findings, finding, finding.result)
    if finding.ranking is not None and matters(finding.result):
        yield ranking_sentence(finding.ranking)


def matters(result: Any) -> bool:
    """Whether any factor is found to matter, so that there is something to rank."""
    match result:
        case Screening():
            return any(effect.matters for effect in result.effects)
        case Pawn():
            return any(factor.matters for factor in result.factors)
        case Indices():
            return bool(result.draws.size)
    return True


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


def _screening(_: SensitivityFindings, finding: Finding, result: Screening) -> Iterator[str]:
    scale = scale_of(finding.outcome)
    ordered = sorted(result.effects, key=lambda effect: (-(effect.mu_star.value or 0.0), effect.name))
    matter = [effect for effect in ordered if effect.matters]
    count = counted(len(result.effects), "factor")
    what = phrase(finding.outcome)
    if not matter:
        yield f"For {what}, none of {count} is shown to have an effect beyond noise. More points may."
        return
    leading = listed(f"{each.name} {said(each.mu_star, scale.factor)}" for each in matter[:3])
    yield (
        f"For {what}, {len(matter)} of {count} {'has' if len(matter) == 1 else 'have'} an effect that noise "
        f"does not explain. Moved through their whole range, the leading ones change it by, in "
        f"{scale.apart}: {leading}."
    )


def _indices(_: SensitivityFindings, finding: Finding, result: Indices) -> Iterator[str]:
    what = phrase(finding.outcome)
    if not result.draws.size:
        yield f"For {what}, the factors explain no more than noise does."
        return
    ordered = sorted(zip(result.names, result.total, strict=True), key=lambda pair: -(pair[1].value or 0.0))
    leading = listed(f"{name} {said(total, 100.0)}" for name, total in ordered[:3])
    yield (
        f"Of the variance of {what} over the ranges, the leading factors account for, interactions included, "
        f"in %: {leading}."
    )
    if (result.interactions.low or 0.0) > 0:
        yield f"{share_said(result.interactions)} of it is interaction."
    else:
        yield "No interaction is shown."
    if result.noise_share is not None:
        yield f"Luck is {100 * result.noise_share:.0f} % of the variance of a single replication."


def _pawn(_: SensitivityFindings, finding: Finding, result: Pawn) -> Iterator[str]:
    matter = sorted((each for each in result.factors if each.matters), key=_by_index)
    count, what = counted(len(result.factors), "factor"), phrase(finding.outcome)
    if not matter:
        yield f"For {what}, none of {count} is told apart from chance."
        return
    leading = listed(f"{each.name} {said(each.index)}" for each in matter[:3])
    verb = "moves" if len(matter) == 1 else "move"
    yield (
        f"For {what}, {len(matter)} of {count} {verb} its distribution more than chance does, above all "
        f"{leading}."
    )


def _tornado(_: SensitivityFindings, finding: Finding, result: Tornado) -> Iterator[str]:
    scale = scale_of(finding.outcome)
    leading = listed(
        f"{each.factor} {said(each.swing, scale.factor)}" for each in result.swings[:3] if each.swing.value
    )
    if not leading:
        yield f"No factor alone moves {phrase(finding.outcome)}."
        return
    yield (
        f"One at a time, from the low to the high end of their ranges, the leading factors change "
        f"{phrase(finding.outcome)} by, in {scale.apart}: {leading}."
    )


def _discovery(findings: SensitivityFindings, finding: Finding, result: Discovery) -> Iterator[str]:
    threshold = findings.study.threshold
    assert threshold is not None  # asked for when the study was read
    side = "under" if threshold.under else "over"
    what = f"{phrase(finding.outcome)} is {side} {threshold.text}"
    yield f"In about {share_said(result.fails.estimate)} of the input space, {what}."
    yield from _told(result.fails, "it surely is", "it surely is not")
    if result.boxes and not any(box.limits for box in result.boxes):
        yield "No limit on the factors tells where."
        return
    for rank, box in enumerate(result.boxes):
        where = listed(limit_words(limit, findings.study) for limit in box.limits)
        density = result.judgements[rank].density if result.judgements else None
        if density is not None and density.value is not None:
            inside = f"there in {share_said(density)} of fresh points"
            reached = density.value >= result.asked
        else:
            inside = f"there in {100 * box.density:.0f} % of the points it was found with, which flatters"
            reached = box.density >= result.asked
        yield (
            f"{'It is likelier' if not rank else 'Also'} where {where}: {inside}, "
            f"with {100 * box.coverage:.0f} % of all failures."
        )
        if not reached:
            yield f"The density asked for, {100 * result.asked:.0f} %, is not reached."


def _verdict(findings: SensitivityFindings, finding: Finding, result: Verdict) -> Iterator[str]:
    one, other = (spoken(findings.study.structure(name)) for name in findings.study.varied)
    claim = f"{one} beats {other} in about {share_said(result.holds.estimate)} of the input space"
    if result.flip is not None:
        loses = "loses" if (result.holds.estimate.value or 0.0) >= 0.5 else "wins"
        claim += (
            f"; it surely {loses} in most of the part where {limit_words(result.flip.limit, findings.study)}"
        )
    yield f"For {phrase(finding.outcome)}, {claim}."
    yield from _told(result.holds, "it surely does", "it surely does not")
    yield "This is a share of ranges, not a probability."


def _told(found: Share, surely: str, surely_not: str) -> Iterator[str]:
    """Where it is sure, and where the replications cannot tell."""
    if found.surely + found.surely_not == 0:
        yield "At none of the points can the replications tell: make more of them."
        return
    yield (
        f"In {100 * found.surely:.0f} % of the points {surely}, in {100 * found.surely_not:.0f} % "
        f"{surely_not}; in {100 * found.unclear:.0f} % the replications cannot tell."
    )


SENTENCES: Mapping[type, Callable[[SensitivityFindings, Finding, Any], Iterator[str]]] = {
    Screening: _screening,
    Indices: _indices,
    Pawn: _pawn,
    Tornado: _tornado,
    Discovery: _discovery,
    Verdict: _verdict,
}
"""What the result of each method says."""


def _by_index(each: Influence) -> tuple[float, str]:
    return -(each.index.value or 0.0), each.name


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
    each = {each.name: each for each in study.factors}[limit.factor]
    if limit.choices:
        return f"{limit.factor} is {listed(limit.choices, 'or')}"
    low, high = (None if end is None else value_text(each, end) for end in (limit.low, limit.high))
    if low is not None and high is not None:
        return f"{limit.factor} is from {low} to {high}"
    whole = isinstance(limit.high if low is None else limit.low, int)
    if high is not None:
        return f"{limit.factor} is {'at most' if whole else 'under'} {high}"
    return f"{limit.factor} is {'at least' if whole else 'over'} {low}"


def value_text(each: Factor, value: Value) -> str:
    """A value of an input with its unit; for several ranges, a share of them."""
    if each.levels:
        return str(value)
    if each.shared is None:
        return f"{100 * float(value):.0f} % of its ranges"
    unit = each.unit if each.unit.startswith("/") or not each.unit else f" {each.unit}"
    return f"{float(value):.4g}{unit}"
