"""What common random numbers are for: structures that route differently are compared on the same luck."""

from textwrap import dedent

import numpy as np
import pandas as pd
import pytest

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.network.compiler import compile_network
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.running.job import kept_tables
from stovepipe.study.store.store import Store
from tests.answers.carrying_out import carry_out

MISSION = """
    mission: Two commanders
    start: 2021-01-04
    horizon: 8 wk
    classes: {warning: {ltiov: 10 h}}
    sources: {patrols: {written_at: cell, reports: {warning: 12 /day}}}
    stations:
      cell:
        stage: analysis
        posts: {analysts: {count: 2, shift: {from: 07:00, to: 21:00}, tour: 3 wk, change: block, gap: 1 d}}
        work: {lognormal: {mean: 2 h, cv: 0.8}}
      desk: {stage: registry, posts: {clerks: {count: 2}}, work: {exponential: {mean: 20 min}}}
      commander: {stage: command, needs: warning, posts: {commander: {count: 1}}, work: 2 min}
      governor: {stage: command, needs: warning, posts: {governor: {count: 1}}, work: 2 min}
    channels:
      cell -> commander: {transit: 30 min, hurdles: {reluctance: {probability: 5 %, otherwise: not_shared}}}
      cell -> governor: {transit: 30 min}
      desk -> commander: {}
    """
BY_THE_DESK = {
    "channels.cell -> commander": None,
    "channels.cell -> desk": {"transit": "20 min"},
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("mission")
    (folder / "mission.yaml").write_text(dedent(MISSION))
    return make_study(
        {
            "study": "By the desk, or directly",
            "base": "mission.yaml",
            "structures": {
                "direct": {},
                "by_the_desk": {"set": BY_THE_DESK},
                "open": {"set": {"channels.cell -> commander.hurdles.reluctance.probability": "1 %"}},
            },
            "outcomes": {
                "timely": {"consumer": "commander"},
                "median": {"latency": {"consumer": "commander"}},
                "backlog": {"station": "cell"},
            },
            "baseline": "direct",
            "replications": 24,
        },
        folder,
    )


@pytest.fixture(scope="module")
def findings(study: Study, tmp_path_factory: pytest.TempPathFactory) -> StudyFindings:
    with Store.open(tmp_path_factory.mktemp("study") / "store", study) as store:
        return carry_out(ComparisonQuestion(study), store)


@pytest.mark.parametrize(("outcome", "correlation", "narrower"), [(0, 0.9, 3.5), (1, 0.95, 4.0)])
def test_structures_that_route_differently_move_together(
    findings: StudyFindings, outcome: int, correlation: float, narrower: float
) -> None:
    """The correlation of the timely shares is 0.94, and paired intervals are four times narrower."""
    gain = findings.outcomes[outcome].gains["by_the_desk", "direct"]
    assert gain.correlation >= correlation
    assert gain.narrower >= narrower


def test_the_gain_is_that_over_the_interval_of_two_independent_samples(findings: StudyFindings) -> None:
    found = findings.outcomes[0]
    assert found.observed.sample is not None
    direct, by_the_desk, _ = found.observed.sample.values
    independent = np.sqrt(direct.var(ddof=1) + by_the_desk.var(ddof=1))
    paired = (by_the_desk - direct).std(ddof=1)
    assert found.gains["by_the_desk", "direct"].narrower == pytest.approx(independent / paired)


def test_what_lies_before_the_difference_is_identical_in_every_replication(findings: StudyFindings) -> None:
    assert {("by_the_desk", "direct"), ("open", "direct")} <= findings.outcomes[2].observed.alike


def test_every_delivery_that_never_met_a_changed_hurdle_has_the_identical_outcome(study: Study) -> None:
    direct, opened = (
        kept_tables(compile_network(study.structure(name).scenario), 1, 0)["deliveries"]
        for name in ("direct", "open")
    )
    governor, still = (each[each["consumer"] == "governor"] for each in (direct, opened))
    assert len(governor) > 500
    pd.testing.assert_frame_equal(governor, still, check_exact=True)
    commander, changed = (each[each["consumer"] == "commander"] for each in (direct, opened))
    stopped, no_more = ((each["cause"] == "not_shared").to_numpy() for each in (commander, changed))
    assert no_more.sum() < stopped.sum()
    assert not (no_more & ~stopped).any(), "a lower hurdle stops nothing that the higher one let pass"
