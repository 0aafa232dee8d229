"""What is said of a study is what its intervals show, in words that fit its outcomes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike

from stovepipe.answers.findings.comparison import OutcomeFindings, StudyFindings
from stovepipe.answers.findings.samples import Sample
from stovepipe.inference.best import with_best
from stovepipe.inference.differences import against, all_pairs
from stovepipe.inference.intervals import mean_interval
from stovepipe.inference.paired import paired
from stovepipe.presentation.comparison.tables import difference_grid, estimate_grid
from stovepipe.presentation.comparison.words import study_verdict
from stovepipe.presentation.shared.wording import phrase
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading.study import Study
from tests.answers import studies

TITLE = "timely share of tactical warnings at the force commander"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return studies.study(
        tmp_path_factory.mktemp("study"),
        structures={
            "base": {"title": "the mission as it was"},
            "embedded": {"title": "embedded officers"},
            "fusion": {"title": "one fusion cell"},
        },
        outcomes={"timely": {"title": TITLE}},
    )


def told(study: Study, rows: ArrayLike, method: str, left_out: Sequence[str] = (), **of_outcome: str) -> str:
    """The verdict on values made up for the structures of a study."""
    what = replace(study.outcomes[0], **of_outcome)
    names = [each.name for each in study.structures if each.name not in left_out]
    sample = paired(rows, names)
    alike = {
        (b, a)
        for a in names
        for b in names
        if a != b and np.array_equal(sample.values[names.index(a)], sample.values[names.index(b)])
    }
    observed = Sample(
        outcome=what,
        structures=tuple(each.name for each in study.structures),
        estimates={name: mean_interval(row) for name, row in zip(names, sample.values, strict=True)},
        without={},
        not_reached=dict.fromkeys(left_out, "it is not sure that 90 % ever arrive: 70.0 % do"),
        sample=sample,
        alike=frozenset(alike),
    )
    differences = None if method == "best" else all_pairs(sample)
    if method == "baseline":
        differences = against(sample, "base")
    best = with_best(sample, what.direction)
    found = OutcomeFindings(observed, differences, best, {})
    family = {"baseline": 2, "all_pairs": 3, "best": 3}[method]
    return study_verdict(
        StudyFindings(replace(study, method=method), sample.values.shape[1], family, (found,))
    )


BASE = np.array([0.600, 0.610, 0.590, 0.605, 0.595])
SOME = np.array([0.001, -0.001, 0.002, -0.002, 0.0])


def test_a_difference_is_in_points_with_its_interval_and_its_family(asked: Study) -> None:
    said = told(asked, [BASE, BASE + 0.061 + SOME, BASE + 0.060 + SOME[::-1]], "all_pairs")
    assert said.startswith(
        f"With embedded officers, the {TITLE} is 6.10 points higher than with the mission as it was (5."
    )
    assert said.endswith(
        "With 95 % confidence for all three comparisons together, it is better than the mission as it was "
        "and not shown to differ from one fusion cell; one fusion cell (6.00 points higher, 5.72 to 6.28) is "
        "also better."
    )


def test_whoever_is_better_than_all_others_is_said_to_be_in_three_words(tmp_path: Path) -> None:
    """A dozen names in a row could not be repeated; nor could their numbers, which the table has."""
    names = ["base", *"abcdef"]
    asked = studies.study(tmp_path, structures={name: {} for name in names}, outcomes={"timely": {}})
    rows = [BASE + 0.01 * rank + SOME * (rank > 0) for rank in range(7)]
    said = told(asked, rows, "all_pairs")
    assert "it is better than base and than all others; a, b, c, d and e are also better." in said


def test_where_less_is_better_what_falls_is_better(asked: Study) -> None:
    said = told(asked, [BASE, BASE - 0.05 + SOME, BASE + 0.05 + SOME], "baseline", direction="less")
    assert f"With embedded officers, the {TITLE} is 5.00 points lower than with the mission as it was" in said
    assert "it is better than the mission as it was; one fusion cell (5.00 points higher, 4." in said
    assert said.endswith(") is worse.")


def test_hours_are_longer_and_shorter(asked: Study) -> None:
    said = told(
        asked, [10 * BASE, 10 * BASE - 3 + SOME, 10 * BASE + SOME], "baseline",
        kind="mean_latency_of_delivered", direction="less", title="mean time",
    )  # fmt: skip
    assert said.startswith(
        "With embedded officers, the mean time is 3.000 h shorter than with the mission as"
    )


def test_what_is_not_shown_is_not_said(asked: Study) -> None:
    said = told(asked, [BASE, BASE + 5 * SOME, BASE - 5 * SOME], "baseline")
    assert said == (
        f"For the {TITLE}, no structure is shown to be better than the mission as it was. With 95 % "
        "confidence for both comparisons together, embedded officers and one fusion cell are not shown to "
        "differ from the mission as it was."
    )


def test_identical_results_are_called_identical_and_nothing_else(asked: Study) -> None:
    said = told(asked, [BASE, BASE, BASE + 0.05 + SOME], "baseline")
    assert "embedded officers is identical to the mission as it was in all 5 replications" in said
    assert "not shown" not in said


def test_a_structure_that_is_left_out_is_named_with_the_reason(asked: Study) -> None:
    said = told(asked, [BASE, BASE + 0.05 + SOME], "baseline", left_out=["fusion"])
    assert said.endswith("Not compared: one fusion cell (it is not sure that 90 % ever arrive: 70.0 % do).")


def test_without_a_baseline_the_leader_is_compared_with_all_others(asked: Study) -> None:
    study = replace(asked, baseline=None)
    said = told(study, [BASE, BASE + 0.061 + SOME, BASE + 0.060 + SOME[::-1]], "all_pairs")
    assert said.startswith(f"The {TITLE} is highest with embedded officers: 66.1 % (65.")
    assert "it is better than the mission as it was; it is not shown to differ from one fusion cell." in said


def test_the_best_is_one_or_one_of_several(asked: Study) -> None:
    clear = told(asked, [BASE, BASE + 0.061 + SOME, BASE + 0.03 + SOME], "best")
    assert clear.endswith("With 95 % confidence for all three comparisons together, it is the best.")
    close = told(asked, [BASE, BASE + 0.061 + SOME, BASE + 0.060 + SOME[::-1]], "best")
    assert "the best is one of embedded officers and one fusion cell; the mission as it was is not." in close


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("timely", {"consumer": "force_commander"}, "the timely share (force commander)"),
        ("lost", {"to": ["expired", "not_shared"]}, "the share lost to expired or not shared"),
        ("latency", {"quantile": "p90"}, "the time by which 90 % have arrived"),
        ("latency", {"class": "warning"}, "the median time to arrive (warning)"),
        ("backlog", {"station": "cell"}, "the mean backlog (cell)"),
        ("stopped", {"hurdle": "release"}, "the share stopped (release)"),
        ("value", {"title": "the worth of it"}, "the worth of it"),
    ],
)
def test_an_outcome_has_words_that_fit_into_a_sentence(name: str, said: object, words: str) -> None:
    assert phrase(outcome(name, said)) == words


def test_the_tables_show_what_the_verdict_says(tmp_path: Path) -> None:
    findings = studies.found(tmp_path, outcomes={"p75": {"latency": "75 %"}, "backlog": {"station": "cell"}})
    estimates, differences = str(estimate_grid(findings)), str(difference_grid(findings))
    assert "not reached" in estimates
    assert "p75 is not compared for shut: it is not sure that 75 % ever arrive" in estimates
    assert re.search(r"twin +base +0\.00 +0\.00 to 0\.00 +identical +1\.00 +no spread", differences)
    assert "All 8 intervals hold together with 95 % confidence." in differences
    ranking = str(
        difference_grid(studies.found(tmp_path, method="best", outcomes={"backlog": {"station": "cell"}}))
    )
    assert "may be the best" in ranking
    assert "not the best" in ranking
