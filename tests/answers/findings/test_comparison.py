"""What replications say of structures: the right pairs, the right family, the right order."""

from dataclasses import replace

import pytest

from stovepipe.answers.findings.comparison import check_comparable, compared_pairs, find, incidences_of
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.answers.invented import InventedStore
from tests.made_up import STUDY, asked
from tests.made_up_answers import LUCK, SPREAD, VALUES, compared

NAMES = ["base", "third", "open_doors"]
OUTCOMES = {name: said for name, said in STUDY["outcomes"].items() if name != "delay"}


def invented(structure, outcome, number):
    place = NAMES.index(structure)
    return VALUES[outcome.name][place] + LUCK[number] + (place + 1) * SPREAD[(number - place) % 5]


@pytest.mark.parametrize(
    ("method", "pairs"),
    [
        ("baseline", [("third", "base"), ("open_doors", "base")]),
        ("all_pairs", [("third", "base"), ("open_doors", "base"), ("open_doors", "third")]),
        ("best", [("third", "base"), ("open_doors", "base"), ("open_doors", "third")]),
    ],
)
def test_the_pairs_are_those_of_the_method_the_later_less_the_earlier(
    study: Study, method: str, pairs: list[tuple[str, str]]
) -> None:
    assert compared_pairs(replace(study, method=method), NAMES) == pairs


def test_without_the_baseline_nothing_is_compared_with_it(study: Study) -> None:
    assert compared_pairs(study, ["third", "open_doors"]) == []


@pytest.mark.parametrize(("method", "family"), [("baseline", 6), ("all_pairs", 9), ("best", 9)])
def test_the_family_counts_every_interval_of_every_outcome(
    two_commanders: Scenario, method: str, family: int
) -> None:
    study = asked(two_commanders, outcomes=OUTCOMES, method=method)
    findings = find(study, InventedStore(study, invented), 5)
    assert findings.family == family
    assert [each.observed.outcome.name for each in findings.outcomes] == ["timely", "lost", "backlog"]
    if method != "best":
        levels = [each.differences.level for each in findings.outcomes]
        assert levels == pytest.approx([1 - 0.05 / 3] * 3)


def test_each_difference_and_estimate_is_of_its_own_structures(two_commanders: Scenario) -> None:
    study = asked(two_commanders, outcomes=OUTCOMES)
    findings = find(study, InventedStore(study, invented), 5)
    for each in findings.outcomes:
        means = dict(zip(NAMES, VALUES[each.observed.outcome.name], strict=True))
        for row, (one, other) in enumerate(each.differences.pairs):
            assert each.differences.differences[row] == pytest.approx(means[one] - means[other])
        assert {name: found.value for name, found in each.observed.estimates.items()} == pytest.approx(means)


def wild(structure, outcome, number):
    """One structure loses nothing, another everything in every other replication."""
    return float(structure == "third" and number % 2)


@pytest.mark.parametrize("method", ["all_pairs", "best"])
def test_intervals_of_differences_of_shares_end_at_a_hundred_points(
    two_commanders: Scenario, method: str
) -> None:
    study = asked(two_commanders, outcomes={"lost": {}}, method=method)
    (lost,) = find(study, InventedStore(study, wild), 5).outcomes
    found = lost.best if method == "best" else lost.differences
    assert found is not None
    assert found.low.min() == -1.0 or found.high.max() == 1.0
    assert found.low.min() >= -1.0
    assert found.high.max() <= 1.0


def test_the_gain_of_a_pair_is_that_pair_s_own(two_commanders: Scenario) -> None:
    """Structures that share the same luck move together, the more the less they have of their own."""
    study = asked(two_commanders, outcomes={"timely": {}}, method="all_pairs")
    (timely,) = find(study, InventedStore(study, invented), 5).outcomes
    assert set(timely.gains) == set(compared_pairs(study, NAMES))
    assert timely.gains["third", "base"].correlation > timely.gains["open_doors", "base"].correlation
    assert timely.gains["third", "base"].narrower > 1


def test_the_ranking_goes_by_the_direction_of_the_outcome(study: Study) -> None:
    timely, lost, delay, _ = compared(study).outcomes
    assert [each.name for each in timely.ranking] == ["third", "base", "open_doors"]
    assert [each.name for each in lost.ranking] == ["open_doors", "base", "third"]
    assert [each.name for each in delay.ranking] == ["third", "base", "open_doors"]
    assert [each.possible for each in timely.ranking] == [True, False, False]
    assert timely.ranking[0].estimate == pytest.approx(0.64)
    assert timely.ranking[0].value == pytest.approx(0.04)


def test_one_structure_or_one_replication_is_refused(study: Study) -> None:
    with pytest.raises(CannotAnswer, match="two structures or more"):
        check_comparable(replace(study, structures=study.structures[:1]), 5)
    with pytest.raises(CannotAnswer, match="two replications or more"):
        check_comparable(study, 1)
    check_comparable(study, 2)


def test_findings_that_are_made_up_have_no_curves(study: Study) -> None:
    assert incidences_of(compared(study), (None, None)) == {}
