"""What is said of what matters follows from the numbers, with the right names, sides and ends."""

from dataclasses import replace

import numpy as np
import pytest

from stovepipe.answers.findings.sensitivity import RankingStage
from stovepipe.importance.boxes import Limit
from stovepipe.importance.methods.verdict import Flip
from stovepipe.importance.ranking import Ranking
from stovepipe.importance.shares import Share
from stovepipe.presentation.sensitivity.words import (
    limit_words,
    not_stable,
    ranking_sentence,
    sensitivity_verdict,
    value_text,
)
from stovepipe.study.reading.study import Study
from tests.made_up import estimate
from tests.presentation.sensitivity import made
from tests.presentation.sensitivity.conftest import Make


def order(said: str, *names: str) -> list[str]:
    """The names in the order in which they stand in a text."""
    return sorted(names, key=said.index)


def test_a_screening_names_those_that_noise_does_not_explain_the_largest_first(found: Make) -> None:
    said = sensitivity_verdict(found("morris", made.SCREENING))
    assert "3 of 4 factors" in said
    assert order(said, "courier", "officers", "work") == ["work", "officers", "courier"]
    assert "release" not in said
    assert "work 9.0 (8.0 to 10.0)" in said


def test_a_screening_without_effects_names_nobody(found: Make) -> None:
    none = tuple(replace(each, matters=False) for each in made.SCREENING.effects)
    said = sensitivity_verdict(found("morris", replace(made.SCREENING, effects=none)))
    assert "none of 4 factors" in said
    assert "work" not in said


NOBODY = {
    "morris": replace(
        made.SCREENING, effects=tuple(replace(each, matters=False) for each in made.SCREENING.effects)
    ),
    "pawn": replace(made.PAWN, factors=tuple(replace(each, matters=False) for each in made.PAWN.factors)),
    "sobol": replace(made.INDICES, draws=np.empty((0, 3))),
}


@pytest.mark.parametrize("method", NOBODY)
def test_where_no_factor_is_shown_to_matter_none_is_ranked(found: Make, method: str) -> None:
    ranking = Ranking(("work", "officers"), 0.97, 0.99, (0.99, 0.98), stable=True)
    assert "ranking" not in sensitivity_verdict(found(method, NOBODY[method], ranking))


@pytest.mark.parametrize(
    ("method", "result"),
    [("morris", made.SCREENING), ("sobol", made.INDICES), ("pawn", made.PAWN), ("tornado", made.TORNADO),
     ("prim", made.DISCOVERY), ("verdict", made.VERDICT)],
)  # fmt: skip
def test_from_two_replications_nothing_is_concluded_whatever_the_method(
    found: Make, method: str, result: object
) -> None:
    findings = found(method, result, Ranking(("work",), 0.97, 0.99, (0.99,), stable=True))
    few = replace(findings, study=replace(findings.study, replications=2))
    said = sensitivity_verdict(few)
    assert ", nothing is concluded from two replications at each point: make 5 or more." in said
    assert said.count(".") == 2
    assert "work" not in said


def test_an_outcome_that_is_not_defined_is_told_after_the_others(found: Make) -> None:
    findings = replace(found("morris", made.SCREENING), undefined={"lost": "design point 3, of all"})
    timely, lost = sensitivity_verdict(findings).splitlines()
    assert "3 of 4 factors" in timely
    assert lost == "The share lost is left out of the answer: design point 3, of all."


def test_indices_are_told_by_their_totals_with_interaction_and_luck(found: Make) -> None:
    said = sensitivity_verdict(found("sobol", made.INDICES))
    assert order(said, "courier", "release", "work") == ["work", "release", "courier"]
    assert "work 75 (69 to 81)" in said
    assert "30 % (26 to 34) of it is interaction" in said
    assert "25 % of the variance of a single replication" in said


def test_interaction_is_said_only_where_its_interval_is_above_0(found: Make) -> None:
    unsure = replace(made.INDICES, interactions=estimate(0.02, 0.05))
    assert "of it is interaction" not in sensitivity_verdict(found("sobol", unsure))


def test_indices_of_nothing_but_noise_name_nobody(found: Make) -> None:
    said = sensitivity_verdict(found("sobol", replace(made.INDICES, draws=np.empty((0, 3)))))
    assert "no more than noise" in said
    assert "work" not in said


def test_pawn_names_those_above_chance_the_largest_first(found: Make) -> None:
    said = sensitivity_verdict(found("pawn", made.PAWN))
    assert "2 of 3 factors move" in said
    assert order(said, "release", "work") == ["work", "release"]
    assert "courier" not in said


def test_a_tornado_tells_the_swings_and_not_their_ends(found: Make) -> None:
    said = sensitivity_verdict(found("tornado", made.TORNADO))
    assert "work 50 (47 to 53)" in said
    assert order(said, "courier", "officers", "work") == ["work", "officers", "courier"]


def test_failure_is_told_on_its_side_of_the_threshold_with_fresh_densities(found: Make) -> None:
    said = sensitivity_verdict(found("prim", made.DISCOVERY))
    assert "is under 60 %" in said
    assert "40 % (35 to 45) of the input space" in said
    assert "In 30 % of the points it surely is, in 45 % it surely is not; in 25 %" in said
    first, second = said.index("work is over 1.25 h"), said.index("officers is none or liaison")
    assert "82 % (76 to 88) of fresh points" in said[first:second]
    assert "60 % of all failures" in said[first:second]
    assert "65 % (58 to 72) of fresh points" in said[second:]
    assert "30 % of all failures" in said[second:]


def test_a_density_that_falls_short_on_fresh_points_is_said_to(found: Make) -> None:
    """Of the first box 82 % fail, of the second 65 %; 80 % are asked for."""
    said = sensitivity_verdict(found("prim", made.DISCOVERY))
    second = said.index("officers is none or liaison")
    assert "is not reached" not in said[:second]
    assert "80 %, is not reached" in said[second:]


def test_without_fresh_points_the_density_is_said_to_flatter(found: Make) -> None:
    said = sensitivity_verdict(found("prim", replace(made.DISCOVERY, judgements=())))
    assert "90 % of the points it was found with, which flatters" in said
    assert "fresh" not in said


def test_where_the_first_structure_mostly_wins_it_is_told_where_it_loses(found: Make) -> None:
    said = sensitivity_verdict(found("verdict", made.VERDICT))
    assert "a third analyst beats open doors in about 70 % (65 to 75) of the input space" in said
    assert "loses" in said
    assert "wins" not in said
    assert said.index("loses") < said.index("courier is over 15 min")
    assert "in 60 % of the points it surely does, in 10 % it surely does not" in said.lower()


def test_where_the_first_structure_mostly_loses_it_is_told_where_it_wins(found: Make) -> None:
    flip = Flip(Limit("courier", high=8.0), 0.2, Share(estimate(0.9, 0.05), 0.85, 0.05))
    mostly_lost = replace(made.VERDICT, holds=Share(estimate(0.30, 0.05), 0.10, 0.60), flip=flip)
    said = sensitivity_verdict(found("verdict", mostly_lost))
    assert "wins" in said
    assert "loses" not in said
    assert said.index("wins") < said.index("courier is under 8 min")


def test_where_nothing_turns_the_verdict_no_part_is_named(found: Make) -> None:
    said = sensitivity_verdict(found("verdict", replace(made.VERDICT, flip=None)))
    assert not {"wins", "loses", "courier"} & set(said.split())


def test_each_outcome_has_a_paragraph_and_the_ranking_comes_last(found: Make) -> None:
    ranking = Ranking(("work", "officers"), 0.97, 0.99, (0.99, 0.98), stable=True)
    said = sensitivity_verdict(found("morris", made.SCREENING, ranking, lost=made.SCREENING))
    timely, lost = said.splitlines()
    assert "the timely share" in timely
    assert "the share lost" in lost
    assert timely.endswith(ranking_sentence(ranking))


@pytest.mark.parametrize(
    ("ranking", "said"),
    [
        (Ranking((), 1.0, 1.0, (), stable=True), ["nothing to rank"]),
        (Ranking(("a",), 0.98, 0.98, (1.0,), stable=True), ["the leading factor", "is stable", "98 %"]),
        (Ranking(("a", "b"), 0.6, 0.9, (1.0, 0.6), stable=False),
         ["the leading two", "is not stable", "lead in 90 %", "order in 60 %"]),
        (Ranking(tuple("abcde"), 0.96, 1.0, (1.0,) * 5, stable=True), ["the leading 5"]),
    ],
)  # fmt: skip
def test_how_firm_the_ranking_is_is_told_of_as_many_as_are_ranked(ranking: Ranking, said: list[str]) -> None:
    assert [words in ranking_sentence(ranking) for words in said] == [True] * len(said)


def test_a_round_without_a_stable_ranking_tells_its_points() -> None:
    assert "16" in not_stable(RankingStage(16))


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit("courier", low=7.5), "courier is over 7.5 min"),
        (Limit("courier", high=7.5), "courier is under 7.5 min"),
        (Limit("courier", low=7.5, high=12.0), "courier is from 7.5 min to 12 min"),
        (Limit("analysts", low=2), "analysts is at least 2"),
        (Limit("analysts", high=3), "analysts is at most 3"),
        (Limit("officers", choices=("none", "embedded")), "officers is none or embedded"),
    ],
)
def test_a_limit_is_told_with_its_unit_and_its_side(study: Study, limit: Limit, said: str) -> None:
    assert limit_words(limit, study) == said


def test_a_value_has_the_unit_of_its_factor(study: Study) -> None:
    inputs = {each.name: each for each in study.factors}
    assert value_text(inputs["work"], 1.5) == "1.5 h"
    assert value_text(inputs["analysts"], 3) == "3"
    assert value_text(inputs["officers"], "liaison") == "liaison"
