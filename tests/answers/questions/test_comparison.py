"""A study's findings: estimates, simultaneous differences, rankings, and who is left out of them."""

from pathlib import Path

import numpy as np
import pytest

from stovepipe.answers.findings.comparison import OutcomeFindings, PrecisionStage, StudyFindings, find
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.answers.questions.question import Audience
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.differences import all_pairs
from stovepipe.presentation.comparison.data import study_payload, study_tables
from stovepipe.presentation.comparison.words import ALIKE, BETTER, OPEN, WORSE, how_far, standings
from stovepipe.study.reading.altered import altered
from stovepipe.study.store.store import Store
from tests.answers import studies
from tests.answers.carrying_out import carry_out
from tests.inference.known import limits_by_root


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> StudyFindings:
    return studies.found(tmp_path_factory.mktemp("study"))


def outcome(findings: StudyFindings, name: str) -> OutcomeFindings:
    (each,) = (each for each in findings.outcomes if each.observed.outcome.name == name)
    return each


def test_differences_are_paired_and_share_the_miss_among_all_outcomes_and_structures(tmp_path: Path) -> None:
    """By hand, from the shares of each replication's own numerators and denominators."""
    with studies.carried_out(tmp_path, studies.study(tmp_path)) as (findings, store):
        base, third = (store.records(name, "timely") for name in ("base", "third"))
        ratios = [each.numerators.sum() / each.denominators.sum() for each in (base, third)]
        rows = [
            (each.numerators - ratio * each.denominators) / each.denominators.mean()
            for each, ratio in zip((base, third), ratios, strict=True)
        ]
    within = rows[1] - rows[0]
    planned = 4 * 4
    low, high = limits_by_root(within + ratios[1] - ratios[0], 0.05 / planned / 2)
    standing = standings(outcome(findings, "timely"))["third", "base"]
    assert findings.family == planned
    assert standing.value == pytest.approx(ratios[1] - ratios[0])
    assert (standing.low, standing.high) == pytest.approx((low, high))


def test_the_estimates_of_compared_structures_are_the_means_of_what_is_compared(
    findings: StudyFindings,
) -> None:
    for each in findings.outcomes:
        assert each.observed.sample is not None
        for name, mean in zip(each.observed.sample.structures, each.observed.sample.estimates, strict=True):
            assert each.observed.estimates[name].value == pytest.approx(mean)


def test_better_and_worse_follow_the_direction_of_the_outcome(findings: StudyFindings) -> None:
    sent, backlog = (standings(outcome(findings, name)) for name in ("sent", "backlog"))
    assert (sent["open", "base"].word, sent["open", "base"].value > 0) == (BETTER, True)
    assert (backlog["third", "base"].word, backlog["third", "base"].value < 0) == (BETTER, True)
    assert sent["shut", "base"].word == WORSE
    assert sent["shut", "base"].turned().word == BETTER


def test_structures_that_agree_in_every_replication_are_identical(findings: StudyFindings) -> None:
    for each in findings.outcomes:
        assert standings(each)["twin", "base"].word == ALIKE
    assert standings(outcome(findings, "backlog"))["shut", "base"].word == ALIKE
    assert standings(outcome(findings, "sent"))["shut", "base"].word == WORSE


def test_a_quantile_that_is_not_reached_is_left_out_and_said(findings: StudyFindings) -> None:
    """Of 70 % that are stopped, 75 % never arrive; nothing is invented for them."""
    p75 = outcome(findings, "p75")
    assert list(p75.observed.not_reached) == ["shut"]
    assert p75.observed.not_reached["shut"].startswith("it is not sure that 75 % ever arrive: 2")
    assert p75.observed.estimates["shut"].value is None
    assert ("shut", "base") not in standings(p75)
    assert "shut" not in [each.name for each in p75.ranking]


def test_a_comparison_that_cannot_be_made_keeps_its_part_of_the_miss(tmp_path: Path) -> None:
    """To leave it out depends on what was seen; the other intervals must not gain from that."""
    findings = studies.found(tmp_path, outcomes={"p75": {"latency": "75 %"}}, baseline=None)
    p75 = findings.outcomes[0]
    assert p75.observed.sample is not None
    assert p75.differences is not None
    assert (findings.family, len(p75.differences.pairs)) == (10, 6)
    assert p75.differences.level == pytest.approx(1 - 0.05 * 6 / 10)
    narrower = all_pairs(p75.observed.sample, 0.95)
    assert (p75.differences.high > narrower.high)[p75.differences.errors > 0].all()


def test_with_all_there_the_intervals_are_those_of_all_pairs(tmp_path: Path) -> None:
    findings = studies.found(tmp_path, baseline=None, outcomes={"timely": {}, "backlog": {"station": "cell"}})
    for each in findings.outcomes:
        assert each.observed.sample is not None
        assert each.differences is not None
        theirs = all_pairs(each.observed.sample, 1 - 0.05 / 2)
        np.testing.assert_allclose(each.differences.low, theirs.low)
        assert each.differences.pairs == theirs.pairs


def test_a_structure_without_the_station_is_said_and_not_planned_for(tmp_path: Path) -> None:
    desk = {
        "stations.desk": {"stage": "registry", "posts": {"all": {"count": 1}}, "work": "5 min"},
        "channels.cell -> desk": {},
        "channels.desk -> commander": {},
    }
    findings = studies.found(
        tmp_path,
        structures={"base": {}, "desk": {"set": desk}, "slow": {"set": desk | {"stations.desk.work": "1 h"}}},
        outcomes={"waiting": {"backlog": {"station": "desk"}}, "timely": {}},
        replications=3,
    )
    waiting = outcome(findings, "waiting")
    assert waiting.observed.without == {"base": "there is no station desk"}
    assert waiting.differences is None, "there is no baseline to compare with"
    assert findings.family == 2
    assert outcome(findings, "timely").differences is not None


@pytest.mark.parametrize("method", ["baseline", "all_pairs", "best"])
def test_the_best_by_a_clear_margin_is_the_best_by_every_method(tmp_path: Path, method: str) -> None:
    findings = studies.found(tmp_path, method=method, outcomes={"backlog": {"station": "cell"}})
    (backlog,) = findings.outcomes
    assert backlog.ranking[0].name == "third"
    assert [each.possible for each in backlog.ranking] == [True, False, False, False, False]
    assert findings.family == {"baseline": 4, "all_pairs": 10, "best": 5}[method]


def test_tables_are_tidy_and_complete(findings: StudyFindings) -> None:
    tables = study_tables(findings)
    assert len(tables["estimates"]) == 4 * 5
    assert len(tables["differences"]) == 3 * 4 + 3, "without the quantile that is not reached"
    assert set(tables["differences"]["verdict"]) <= {BETTER, WORSE, OPEN, ALIKE}
    left_out = tables["estimates"].query("not compared")
    assert left_out[["outcome", "structure"]].to_numpy().tolist() == [["p75", "shut"]]
    assert left_out["estimate"].isna().all()


def test_json_has_null_for_what_is_not_known(findings: StudyFindings) -> None:
    payload = study_payload(findings)
    (shut,) = (row for row in payload["estimates"] if (row["outcome"], row["structure"]) == ("p75", "shut"))
    assert shut["estimate"] is None
    twins = [row for row in payload["differences"] if row["structure"] == "twin"]
    assert [row["variance_ratio"] for row in twins] == [None] * 4, "infinite: the difference never varies"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"structures": {"base": {}}}, "two structures or more are compared"),
        ({"replications": 1}, "two replications or more are needed"),
    ],
)
def test_what_can_show_nothing_is_refused_before_anything_is_run(
    tmp_path: Path, more: dict[str, object], said: str
) -> None:
    asked = studies.study(tmp_path, **more)
    with Store.open(tmp_path / "store", asked) as store:
        with pytest.raises(CannotAnswer, match=said):
            carry_out(ComparisonQuestion(asked), store)
        assert not (store.path / "parts").exists()


def test_numbers_given_take_the_place_of_those_of_the_file(tmp_path: Path) -> None:
    precise = studies.study(
        tmp_path, replications=None, precision={"outcome": "timely", "half_width": "1 point"}
    )
    asked = altered(precise, replications=5, seed=9, level=0.9)
    assert (asked.replications, asked.precision, asked.seed, asked.level) == (5, None, 9, 0.9)
    assert '"seed": 9' in asked.said
    assert "precision" not in asked.said
    assert altered(precise, seed=9).precision == precise.precision


def test_replications_go_on_until_the_intervals_shown_are_as_short_as_asked(tmp_path: Path) -> None:
    said: list[str] = []

    class Listener(Audience):
        def stage(self, stage: PrecisionStage) -> None:
            said.append(how_far(stage))

    asked = studies.study(
        tmp_path,
        structures={name: studies.STUDY["structures"][name] for name in ("base", "third")},
        replications=None,
        precision={"outcome": "backlog", "half_width": 0.2, "at_least": 4, "at_most": 200},
    )
    with Store.open(tmp_path / "store", asked) as store:
        findings = carry_out(ComparisonQuestion(asked), store, Listener())
        before = find(asked, store, findings.replications - 5)
    assert findings.precision is not None
    assert findings.precision.reached
    assert 4 < findings.replications < 200
    width = [
        standings(outcome(each, "backlog"))["third", "base"].high
        - standings(outcome(each, "backlog"))["third", "base"].low
        for each in (findings, before)
    ]
    assert width[0] / 2 <= 0.2 < width[1] / 2
    assert "is asked for; it may take about" in said[0]
    assert said[-1] == (f"After {findings.replications} replications backlog is as precise as asked (±0.2).")


def test_a_precision_that_is_not_reached_is_said(tmp_path: Path) -> None:
    findings = studies.found(
        tmp_path,
        replications=None,
        precision={"outcome": "timely", "half_width": "0.01 points", "at_least": 3, "at_most": 4},
    )
    assert findings.replications == 4
    assert findings.precision is not None
    assert not findings.precision.reached


def test_a_precision_of_what_may_never_be_reached_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotAnswer, match=r"p75 cannot be known to any precision: in shut, it is not sure"):
        studies.found(tmp_path, replications=None, precision={"outcome": "p75", "half_width": "1 h"})


def test_a_precision_of_the_estimates_themselves_may_be_relative(tmp_path: Path) -> None:
    findings = studies.found(
        tmp_path,
        structures={name: studies.STUDY["structures"][name] for name in ("base", "third")},
        replications=None,
        precision={"outcome": "sent", "of": "estimates", "half_width": "5 %", "at_least": 4, "at_most": 100},
    )
    found = findings.precision
    assert found is not None
    assert found.reached
    assert found.quantities == ("base", "third")
    assert found.level == 0.95
    assert (found.half_widths <= 0.05 / 1.05 * found.estimates).all()
