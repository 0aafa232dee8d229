"""What was selected, on which terms, and what it took: the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.inference.allocation import Allocation
from stovepipe.presentation.shared.wording import phrase, spoken
from stovepipe.text import listed


def selection_verdict(findings: SelectionFindings) -> str:
    """What was selected, on which terms, and what it took."""
    return " ".join(_sentences(findings))


def _sentences(findings: SelectionFindings) -> Iterator[str]:
    result, asked, study = findings.result, findings.asked, findings.study
    name = {each.name: spoken(each) for each in study.structures}
    by = phrase(findings.outcome)
    spent = f"{findings.spent:,} replications of {len(name)} structures were spent"
    if isinstance(result, Allocation):
        best = result.best
        possible = [name[each] for each, may in zip(best.structures, best.possible, strict=True) if may]
        yield f"By {by}, {name[result.chosen]} has the best estimate."
        among = "it is the best" if len(possible) == 1 else f"the best is one of {listed(possible)}"
        yield f"With nearly {100 * study.level:g} % confidence, {among}."
        yield f"{spent}, where they best tell the structures apart (OCBA)."
        return
    left = [name[each] for each, at in zip(result.structures, result.dropped_at, strict=True) if not at]
    made = int(result.used.max())
    unvaried = [name[each] for each in (result.chosen, *result.unvaried)]
    estimates = dict(zip(result.structures, result.estimates.tolist(), strict=True))
    level = all(estimates[each] == estimates[result.chosen] for each in result.unvaried)
    how = "agree" if level else "differ by the same"
    agree = f"{_capital(listed(unvaried))} {how} in all {made:,} replications so far"
    zone = asked.indifference.text if asked.indifference else ""
    sure = f"{100 * result.level:g} %"
    terms = (
        f"if the best leads every other by {zone} or more, "
        f"it is selected with a probability of {sure} or more (Kim and Nelson)"
    )
    if not result.finished:
        race = f"{listed(left)} are still in the race, and {name[result.chosen]} leads"
        yield f"Nothing is selected yet: {race}."
        if result.unvaried:
            yield f"{agree}; that they always will is not shown, and nothing is promised."
            yield f"{spent}."
        else:
            yield f"{spent}, and no more are allowed (budget). Nothing is promised; with more, {terms}."
        return
    yield f"By {by}, select {name[result.chosen]}: {terms}."
    if result.unvaried:
        yield f"{agree}: a lead of {zone} or more would have shown by then."
    elif len(left) > 1:
        yield f"{_capital(listed(left))} are level after {made:,} replications."
    last = int(result.dropped_at.max())
    if last:
        yield f"{spent}; the last was dropped after {last}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
