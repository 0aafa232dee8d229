"""What is said of where outcomes come from: which way, from what first, and how surely."""

import re
from dataclasses import replace

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.presentation.attribution.words import attribution_verdict
from stovepipe.study.reading.study import Study
from tests.made_up import estimate
from tests.made_up_answers import attribution, attribution_findings


def paragraphs(findings: AttributionFindings) -> list[str]:
    return attribution_verdict(findings).splitlines()


def numbers_before(text: str, words: str) -> list[float]:
    """The number and its interval that stand before some words."""
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text.partition(words)[0])[-3:]]


def test_more_loss_is_worse_and_less_delay_is_better(attributed: AttributionFindings) -> None:
    lost, delay = paragraphs(attributed)
    assert "20.0 points worse" in lost
    assert "2.0 h better" in delay


def test_less_of_what_should_be_more_is_worse(asking: Study) -> None:
    result = attribution({"trust": (-0.20, 0.01), "people": (0.05, 0.01)})
    finding = AttributionFinding(asking.outcome("timely"), result, estimate(0.60), estimate(0.75), {})
    (said,) = paragraphs(attribution_findings(asking, [finding]))
    assert "15.0 points worse" in said


def test_with_and_without_are_not_exchanged(attributed: AttributionFindings) -> None:
    lost, delay = paragraphs(attributed)
    assert "With all mechanisms, the share lost is 30.0 %, without them 10.0 %" in lost
    assert "6.0 h, without them 8.0 h" in delay


def test_the_largest_comes_first_with_its_own_value(attributed: AttributionFindings) -> None:
    lost, _ = paragraphs(attributed)
    assert lost.index("from people") < lost.index("from trust") < lost.index("from tongues")
    assert numbers_before(lost, " points come from people") == [12, 10, 14]
    assert numbers_before(lost, " from trust") == [7, 6, 8]


def test_values_are_told_in_the_direction_of_what_all_do_together(attributed: AttributionFindings) -> None:
    """All shorten the delay by 2 h: people by 4 h, and trust draws it out again by 1.5 h."""
    _, delay = paragraphs(attributed)
    assert numbers_before(delay, " h come from people") == [4, 3.5, 4.5]
    assert numbers_before(delay, " from trust") == [-1.5, -1.7, -1.3]


def test_from_two_replications_nothing_is_concluded(attributed: AttributionFindings) -> None:
    two, four = (
        paragraphs(replace(attributed, study=replace(attributed.study, replications=made)))[0]
        for made in (2, 4)
    )
    assert two.endswith("From two replications nothing is concluded: make 5 or more.")
    assert four.endswith("Four replications are few: make 5 or more.")
    assert "beyond what each does alone" not in two + four
    assert "few" not in attribution_verdict(attributed)


def test_an_outcome_that_is_not_defined_is_told_after_the_others(attributed: AttributionFindings) -> None:
    said = paragraphs(replace(attributed, undefined={"timely": "nothing occurs"}))
    assert said[-1].startswith("The timely share (")
    assert said[-1].endswith(") is left out of the answer: nothing occurs.")
    assert len(said) == 3


def test_values_as_told_add_up_and_stay_beside_their_intervals(asking: Study) -> None:
    """An interval of many points does not round a value of one point to nothing."""
    result = attribution({"trust": (0.004, 0.4), "people": (0.006, 0.4)})
    finding = AttributionFinding(asking.outcome("lost"), result, estimate(0.31), estimate(0.30), {})
    (said,) = paragraphs(attribution_findings(asking, [finding]))
    assert "1.0 points worse" in said
    assert "0.6 (-39.4 to 40.6) points come from people and 0.4 (-39.6 to 40.4) from trust" in said


def test_only_an_interaction_that_is_sure_is_told(attributed: AttributionFindings) -> None:
    lost, delay = paragraphs(attributed)
    assert "people and trust together change it by -3" in lost
    assert numbers_before(lost, " points beyond what each") == [-3, -4, -2]
    assert "tongues and trust" not in lost
    assert "beyond what each does alone" not in delay


def test_a_sample_says_how_far_off_it_alone_may_be(attributed: AttributionFindings, asking: Study) -> None:
    result = attribution({"trust": (0.07, 0.01), "people": (0.12, 0.02)}, errors=[0.004, 0.009])
    finding = AttributionFinding(asking.outcome("lost"), result, estimate(0.29), estimate(0.10), {})
    (said,) = paragraphs(attribution_findings(asking, [finding], orders=16))
    assert "Only 16 orders were sampled" in said
    assert "±0.9" in said
    assert "sampled" not in attribution_verdict(attributed)


def test_mechanisms_without_a_part_are_said_to_change_nothing(attributed: AttributionFindings) -> None:
    nothing = attribution({"trust": (0.0, 0.0), "people": (0.0, 0.0)})
    lost = replace(attributed.each[0], result=nothing)
    assert paragraphs(replace(attributed, each=(lost,))) == ["No mechanism changes the share lost."]
