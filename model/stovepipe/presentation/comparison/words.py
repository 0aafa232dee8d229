"""What a comparison of structures comes to, in sentences that a planner can repeat.

What they say follows from the simultaneous intervals alone: better and worse mean that the interval lies on
one side of 0; anything else is "not shown to differ", which is no proof that two structures are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stovepipe.answers.findings.comparison import OutcomeFindings, Pair, PrecisionStage, StudyFindings
from stovepipe.inference.differences import FEWEST, Differences
from stovepipe.presentation.shared.numbers import apart, digits_for, rounded
from stovepipe.presentation.shared.wording import difference, few_said, number_word, phrase, scale_of, spoken
from stovepipe.study.file.outcome import Outcome
from stovepipe.text import listed

MOST_WITH_NUMBERS = 3  # structures in a row; of more, the table has the numbers
BETTER, WORSE, ALIKE, OPEN = "better", "worse", "identical", "not shown to differ"


@dataclass(frozen=True)
class Standing:
    """How one structure stands to another.

    Attributes:
        pair: the names of the two.
        word: the first is `better`, `worse`, `identical` or `not shown to differ`.
        value, low, high: the difference, in the outcome's unit.
    """

    pair: Pair
    word: str
    value: float
    low: float
    high: float

    def turned(self) -> Standing:
        """The same, seen from the other."""
        word = {BETTER: WORSE, WORSE: BETTER}.get(self.word, self.word)
        return Standing((self.pair[1], self.pair[0]), word, -self.value, -self.high, -self.low)


def standings(found: OutcomeFindings) -> dict[Pair, Standing]:
    """How structures stand to each other, for each difference of an outcome."""
    differences = found.differences
    if differences is None:
        return {}
    alike = found.observed.alike
    sign = 1 if found.observed.outcome.direction == "more" else -1
    said = {}
    for row, pair in enumerate(differences.pairs):
        word = {1: BETTER, -1: WORSE}.get(sign * int(differences.signs[row]), OPEN)
        if pair in alike or pair[::-1] in alike:
            word = ALIKE
        said[pair] = Standing(pair, word, *_row(differences, row))
    return said


def study_verdict(findings: StudyFindings) -> str:
    """The verdict: a paragraph for each outcome, then what came of a precision that was to be reached."""
    return "\n".join(paragraphs(findings))


def paragraphs(findings: StudyFindings) -> Iterator[str]:
    """Each paragraph of the verdict."""
    for found in findings.outcomes:
        yield " ".join(_Speaker(findings, found).sentences())
    if findings.precision is not None:
        yield precision_sentence(findings)


def precision_sentence(findings: StudyFindings) -> str:
    """How many replications it took to reach a precision, or that they were not enough."""
    found, asked = findings.precision, findings.study.precision
    if found is None or asked is None:
        return ""
    outcome = findings.study.outcome(asked.outcome)
    what = f"differences of {outcome.title}" if asked.of == "differences" else outcome.title
    if found.reached:
        return (
            f"After {found.replications} replications of each structure, {what} "
            f"{'are' if asked.of == 'differences' else 'is'} known as well as asked: "
            f"±{asked.half_width.text}."
        )
    if found.relative and found.nothing.any():
        none = listed(name for name, nothing in zip(found.quantities, found.nothing, strict=True) if nothing)
        return (
            f"The precision asked for was not reached: {what} is 0 in all {found.replications} replications "
            f"of {none}, and ±{asked.half_width.text} of nothing is nothing. Ask for an absolute one."
        )
    foreseen = found.foreseen
    hint = "no number would do" if foreseen is None else f"it may take about {foreseen:,}"
    return (
        f"The precision asked for was not reached: ±{asked.half_width.text} for {what}. "
        f"{found.replications} replications were allowed; {hint} (at_most)."
    )


class _Speaker:
    """Speaks about one outcome."""

    def __init__(self, findings: StudyFindings, found: OutcomeFindings) -> None:
        self._findings, self._found = findings, found
        self._outcome: Outcome = found.observed.outcome
        self._standings = standings(found)
        self._name = {each.name: spoken(each) for each in findings.study.structures}

    def sentences(self) -> Iterator[str]:
        """What is to be said."""
        if self._found.observed.sample is None:
            yield f"{_capital(phrase(self._outcome))}: nothing can be compared."
        elif self._findings.study.method == "best":
            yield from self._of_the_best()
        elif not self._standings:
            base = self._name[self._findings.study.baseline or ""]
            yield f"{_capital(phrase(self._outcome))}: nothing can be compared with {base}."
        elif self._findings.study.baseline in self._found.observed.sample.structures:
            yield from self._of_a_baseline(str(self._findings.study.baseline))
        else:
            yield from self._of_the_leader()
        yield from self._without_spread()
        yield from self._left_out()

    def _without_spread(self) -> Iterator[str]:
        """What a verdict rests on that has no spread, or on too few replications."""
        made = self._findings.replications
        if made < FEWEST:
            yield f"From {few_said(made)} nothing is concluded: make {FEWEST} or more."
            return
        same = [
            f"{self._name[each.pair[0]]} and {self._name[each.pair[1]]}"
            for row, each in enumerate(self._standings.values())
            if each.word != ALIKE
            and self._found.differences is not None
            and self._found.differences.cautions[row] == "no spread"
        ]
        if same:
            yield (
                f"All {made} replications show the same difference between {listed(same)}: how far off it "
                "may be is not known."
            )

    def _of_a_baseline(self, base: str) -> Iterator[str]:
        mine = [self._stands(pair[0], base) for pair in self._pairs_with(base)]
        better = sorted((each for each in mine if each.word == BETTER), key=lambda each: -abs(each.value))
        if not better:
            yield f"For {phrase(self._outcome)}, no structure is shown to be better than {self._name[base]}."
            yield self._confidence(self._groups(mine, None))
            return
        first = better[0]
        yield self._headline(first)
        yield self._confidence(self._groups(mine, first))

    def _headline(self, first: Standing) -> str:
        said, within = difference(self._outcome, first.value, first.low, first.high)
        return (
            f"With {self._name[first.pair[0]]}, {phrase(self._outcome)} is {said} than with "
            f"{self._name[first.pair[1]]} ({within})."
        )

    def _groups(self, mine: Sequence[Standing], first: Standing | None) -> str:
        """Who is better and worse than the baseline; and how the first stands to the rest, if known."""
        base = mine[0].pair[1]
        said = []
        if first is not None:
            said.append(f"it is better than {self._name[base]}{self._first_and_others(first.pair[0], base)}")
        for word in (BETTER, WORSE, OPEN, ALIKE):
            names = [each for each in mine if each.word == word and each is not first]
            if names:
                said.append(self._group(word, names, also=first is not None))
        return "; ".join(said)

    def _first_and_others(self, first: str, base: str) -> str:
        """With all pairs compared: those that the first is better than, or not shown to differ from."""
        others = [self._stands(first, other) for other in self._rest(first, base)]
        if len(others) > 1 and all(each.word == BETTER for each in others):
            return " and than all others"
        said = ""
        for word, words in (
            (BETTER, " and than"),
            (OPEN, " and not shown to differ from"),
            (ALIKE, " and the same as"),
        ):
            names = [each.pair[1] for each in others if each.word == word]
            if names:
                said += f"{words} {self._listed(names)}"
        return said

    def _group(self, word: str, mine: Sequence[Standing], also: bool) -> str:
        base = self._name[mine[0].pair[1]]
        verb = "is" if len(mine) == 1 else "are"
        names = self._listed(each.pair[0] for each in mine)
        if word == ALIKE:
            return f"{names} {verb} identical to {base} in all {self._findings.replications} replications"
        if word == OPEN:
            return f"{names} {verb} not shown to differ from {base}"
        by = names
        if len(mine) <= MOST_WITH_NUMBERS:
            by = listed(f"{self._name[each.pair[0]]} ({self._by(each)})" for each in mine)
        return f"{by} {verb} {'also ' if also and word == BETTER else ''}{word}"

    def _by(self, each: Standing) -> str:
        said, within = difference(self._outcome, each.value, each.low, each.high)
        return f"{said}, {within}"

    def _of_the_leader(self) -> Iterator[str]:
        """All pairs, and no baseline."""
        leader = self._found.ranking[0].name
        yield self._at_best(leader)
        mine = [self._stands(leader, other) for other in self._rest(leader)]
        said = []
        for word, words in (
            (BETTER, "it is better than"),
            (OPEN, "it is not shown to differ from"),
            (ALIKE, f"it is identical in all {self._findings.replications} replications to"),
        ):
            names = [each.pair[1] for each in mine if each.word == word]
            if names:
                said.append(f"{words} {self._listed(names)}")
        yield self._confidence("; ".join(said))

    def _of_the_best(self) -> Iterator[str]:
        ranking = self._found.ranking
        yield self._at_best(ranking[0].name)
        possible = [each.name for each in ranking if each.possible]
        others = [each.name for each in ranking if not each.possible]
        if len(possible) == 1:
            yield self._confidence("it is the best")
            return
        rest = f"; {self._listed(others)} {'is' if len(others) == 1 else 'are'} not" if others else ""
        yield self._confidence(f"the best is one of {self._listed(possible)}{rest}")

    def _at_best(self, name: str) -> str:
        estimate, scale = self._found.observed.estimates[name], scale_of(self._outcome)
        word = (
            "highest"
            if self._outcome.direction == "more"
            else "lowest"
            if scale.less == "lower"
            else "shortest"
        )
        low, high = estimate.low, estimate.high
        if estimate.value is None or low is None or high is None:
            return f"{_capital(phrase(self._outcome))} is {word} with {self._name[name]}."
        low, value, high = (scale.factor * each for each in (low, estimate.value, high))
        shown, within = apart(value, low, high)
        return (
            f"{_capital(phrase(self._outcome))} is {word} with {self._name[name]}: {shown} {scale.unit} "
            f"({within})."
        )

    def _confidence(self, said: str) -> str:
        family = self._findings.family
        many = "both" if family == 2 else f"all {number_word(family)}"
        together = f" for {many} comparisons together" if family > 1 else ""
        nearly = "nearly " if self._findings.precision is not None else ""
        return f"With {nearly}{100 * self._findings.level:g} % confidence{together}, {said}."

    def _left_out(self) -> Iterator[str]:
        reasons: dict[str, list[str]] = {}
        for name, reason in self._found.observed.left_out.items():
            reasons.setdefault(reason, []).append(name)
        for reason, names in reasons.items():
            yield f"Not compared: {self._listed(names)} ({reason})."

    def _pairs_with(self, base: str) -> list[Pair]:
        names = [name for pair in self._standings for name in pair if base in pair and name != base]
        return [(name, base) for name in dict.fromkeys(names)]

    def _rest(self, *without: str) -> list[str]:
        """The other structures with which the first of `without` is compared."""
        return [other for other, _ in self._pairs_with(without[0]) if other not in without]

    def _stands(self, one: str, other: str) -> Standing:
        if (one, other) in self._standings:
            return self._standings[one, other]
        return self._standings[other, one].turned()

    def _listed(self, names: Iterable[str]) -> str:
        return listed(self._name[name] for name in names)


def _row(differences: Differences, row: int) -> tuple[float, float, float]:
    return float(differences.differences[row]), float(differences.low[row]), float(differences.high[row])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def how_far(stage: PrecisionStage) -> str:
    """How precise an outcome is after a stage, and how many replications may be needed."""
    outcome, reached, asked = stage.outcome, stage.reached, stage.asked
    if reached.reached:
        return f"After {reached.replications} replications {outcome.name} is as precise as asked (±{asked})."
    scale, widest = scale_of(outcome), float(reached.half_widths.max())
    foreseen = "" if reached.foreseen is None else f"; it may take about {reached.foreseen:,}"
    shown = rounded(scale.factor * widest, digits_for(scale.factor * widest))
    return (
        f"After {reached.replications} replications the widest interval of {outcome.name} is ±{shown} "
        f"{scale.apart}, and ±{asked} is asked for{foreseen}."
    )
