"""Designs and attributions run through the whole study path, held to closed forms."""

import re
import zlib
from collections.abc import Callable
from itertools import combinations
from math import factorial, prod
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from stovepipe.answers.axes import space_of
from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.answers.findings.sensitivity import SensitivityFindings
from stovepipe.answers.questions.attribution import AttributionQuestion
from stovepipe.answers.questions.question import Audience
from stovepipe.answers.questions.sensitivity import SensitivityQuestion, method_of
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.importance.method import MethodOptions
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.space import Floats
from stovepipe.scenario import Scenario
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.study import make_study
from stovepipe.study.store.store import Store
from tests import made_up
from tests.answers.carrying_out import carry_out
from tests.answers.invented import InventedWork, Values

STOPS = {"partners": 0.4, "release": 0.25, "granularity": 0.1}
SERIES = """
    mission: Three hurdles in series
    start: 2021-01-04
    horizon: 60 d
    classes: {item: {}}
    sources: {patrols: {written_at: desk, reports: {item: 50 /day}}}
    stations:
      desk: {stage: collection, posts: {staff: {count: 4}}, work: {fixed: 1 min}}
      commander: {stage: command, needs: item, posts: {commander: {count: 4}}, work: {fixed: 1 min}}
    channels:
      desk -> commander:
        hurdles:
          access: {probability: 40 %}
          release: {probability: 25 %}
          granularity: {probability: 10 %}
    """
QUEUE = """
    mission: M/M/2
    start: 2021-01-04
    horizon: 400 h
    warm_up: 50 h
    classes: {call: {}}
    sources: {callers: {written_at: desk, reports: {call: {value: 1 /h, range: [0.6 /h, 1.1 /h]}}}}
    stations:
      desk:
        stage: command
        needs: call
        work: {exponential: {mean: {value: 1 h, range: [0.7 h, 1.2 h]}}}
        posts: {staff: {count: 2}}
    """
Attribute = Callable[..., AttributionFindings]
Investigate = Callable[..., SensitivityFindings]


@pytest.fixture
def shared_out(tmp_path: Path) -> Attribute:
    (tmp_path / "series.yaml").write_text(dedent(SERIES))

    def run(asked: dict[str, Any], replications: int, **more: Any) -> AttributionFindings:
        said = {"study": "?", "base": "series.yaml", "outcomes": {"lost": {}}, "attribution": asked}
        study = make_study(said | {"replications": replications} | more, tmp_path)
        question = AttributionQuestion(study)
        with Store.open(tmp_path / "store", question.study) as store:
            return carry_out(question, store)

    return run


@pytest.fixture
def investigated(tmp_path: Path) -> Investigate:
    (tmp_path / "queue.yaml").write_text(dedent(QUEUE))

    def run(folder: str = "store", **more: Any) -> SensitivityFindings:
        said = {"study": "?", "base": "queue.yaml", "outcomes": {"backlog": {"station": "desk"}}}
        question = SensitivityQuestion(make_study(said | more, tmp_path))
        with Store.open(tmp_path / folder, question.study) as store:
            return carry_out(question, store)

    return run


def exact_values(stops: dict[str, float]) -> dict[str, float]:
    """Shapley values of the share lost, 1 - prod(1 - p), by their definition."""
    names, values = sorted(stops), {}
    for name in names:
        rest, value = [other for other in names if other != name], 0.0
        for size in range(len(names)):
            weight = factorial(size) * factorial(len(names) - size - 1) / factorial(len(names))
            for some in combinations(rest, size):
                value += weight * stops[name] * prod(1 - stops[other] for other in some)
        values[name] = value
    return values


def test_hurdles_in_series_have_the_values_of_their_closed_form(shared_out: Attribute) -> None:
    """3,000 reports in each of 4 replications: intervals at 99.9 %, and within 2 points in any case."""
    found = shared_out({"mechanisms": list(STOPS)}, 4, level=0.999)
    (finding,) = found.each
    expected = exact_values(STOPS)
    for name, estimate in zip(finding.result.mechanisms, finding.result.values, strict=True):
        assert estimate.low < expected[name] < estimate.high
        assert estimate.value == pytest.approx(expected[name], abs=0.02)
    assert sum(finding.result.shares) == finding.result.total_share


def test_each_cause_of_loss_owes_to_its_own_hurdle_and_causes_add_up(shared_out: Attribute) -> None:
    found = shared_out({"mechanisms": list(STOPS)}, 2)
    (finding,) = found.each
    assert set(finding.by_cause) == {"refused", "not_released", "no_use"}
    for place, name in enumerate(finding.result.mechanisms):
        parts = {cause: each.shares[place] for cause, each in finding.by_cause.items()}
        assert float(sum(parts.values())) == pytest.approx(float(finding.result.shares[place]), abs=1e-12)
        own = {"partners": "refused", "release": "not_released", "granularity": "no_use"}[name]
        assert max(parts, key=lambda cause: parts[cause]) == own


def test_a_mechanism_without_a_part_has_a_value_of_exactly_0(shared_out: Attribute) -> None:
    (finding,) = shared_out({"mechanisms": ["release", "language"]}, 2).each
    values = dict(zip(finding.result.mechanisms, finding.result.shares, strict=True))
    assert values["language"] == 0
    assert values["release"] == finding.result.total_share


def test_mechanisms_that_need_each_other_have_equal_values(shared_out: Attribute) -> None:
    """Without turnover there are no newcomers, and without learning they work like anybody: symmetric."""
    group = {"count": 1, "tour": "30 d", "change": "block", "learning": {"start": "10 %", "time": "20 d"}}
    slow = {
        "stations.desk.posts.staff": group,
        "stations.desk.work": {"fixed": "20 min"},
        "classes.item.ltiov": "12 h",
    }
    (finding,) = shared_out({"mechanisms": ["learning", "turnover"]}, 2, set=slow).each
    one, other = finding.result.shares
    assert one == other != 0


def test_a_sample_of_orders_agrees_with_every_subset_within_its_stated_error(shared_out: Attribute) -> None:
    (exact,) = shared_out({"mechanisms": list(STOPS)}, 2).each
    found = shared_out({"mechanisms": list(STOPS), "method": "sampled", "orders": 16}, 2)
    (sampled,) = found.each
    assert found.orders == 16
    assert sampled.result.total_share == exact.result.total_share
    for one, other, error in zip(
        sampled.result.shares, exact.result.shares, sampled.result.sampling_error, strict=True
    ):
        assert abs(float(one - other)) <= 2 * error + 1e-12


def test_where_no_outcome_is_defined_the_point_is_named(investigated: Investigate) -> None:
    factors = {"rate": "sources.*"}
    with pytest.raises(CannotAnswer, match=r"latency.*design point \d+ \(sources.*so many deliveries"):
        investigated(
            factors=factors,
            set={"classes.call.ltiov": "10 min"},
            outcomes={"latency": {"quantile": "99 %"}},
            sensitivity={"method": "tornado"},
            replications=2,
        )


def test_an_outcome_that_is_not_defined_leaves_the_others_answered(investigated: Investigate) -> None:
    outcomes = {"latency": {"quantile": "99 %"}, "timely": {}}
    asked = {
        "factors": {"rate": "sources.*"},
        "set": {"classes.call.ltiov": "10 min"},
        "sensitivity": {"method": "tornado"},
        "replications": 2,
    }
    both = investigated("both", outcomes=outcomes, **asked)
    alone = investigated("alone", outcomes={"timely": {}}, **asked)
    assert [each.outcome.name for each in both.each] == ["timely"]
    assert both.each[0].result == alone.each[0].result
    assert list(both.undefined) == ["latency"]
    assert re.search(r"design point \d+ \(sources.*so many deliveries", both.undefined["latency"])
    assert np.isnan(both.outputs["latency"]["base"]).any()


def test_the_order_of_factors_changes_nothing(investigated: Investigate) -> None:
    factors = {"rate": "sources.*", "work": "stations.*.work.*"}
    turned = dict(reversed(factors.items()))
    one, other = (
        investigated(f"store{number}", factors=said, sensitivity={"points": 4}, replications=2)
        for number, said in enumerate((factors, turned))
    )
    assert np.array_equal(one.outputs["backlog"]["base"], other.outputs["backlog"]["base"])
    assert one.each[0].result.effects == other.each[0].result.effects


def test_a_factor_whose_range_is_nothing_drops_out_with_a_note(investigated: Investigate) -> None:
    factors = {"rate": "sources.*", "work": "stations.*.work.*"}
    still = {**factors, "still": {"paths": "stations.desk.posts.staff.count", "range": [2, 2]}}
    found = investigated(factors=still, sensitivity={"points": 4}, replications=2)
    assert found.space.names == ("sources.callers.reports.call", "stations.desk.work.exponential.mean")
    assert found.space.notes == ("still does not vary: it is 2 throughout",)


def test_a_design_that_has_grown_uses_what_was_run(investigated: Investigate, tmp_path: Path) -> None:
    asked = {"factors": {"rate": "sources.*", "work": "stations.*.work.*"}, "replications": 2}
    small = investigated(**asked, sensitivity={"points": 4})
    parts = set(tmp_path.glob("store/parts/*/*.parquet"))
    large = investigated(**asked, sensitivity={"points": 8})
    assert parts <= set(tmp_path.glob("store/parts/*/*.parquet"))
    numbers = large.outputs["backlog"]["base"]
    assert np.array_equal(numbers[: len(small.points)], small.outputs["backlog"]["base"])


def waiting(rate: Floats, mean: Floats) -> Floats:
    """The mean number waiting in M/M/2 (Kleinrock 1975, section 3.5): 2 rho^3 / (1 - rho^2)."""
    load = rate * mean / 2
    return 2 * load**3 / (1 - load**2)


def busy(rate: Floats, mean: Floats) -> Floats:
    """The share of their time that two posts are at work."""
    return rate * mean / 2


def indices_by_quadrature(function: Callable[[Floats, Floats], Floats]) -> tuple[list[float], list[float]]:
    """First and total indices of a function of both rates, by Gauss and Legendre."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    share = weights / 2
    rate, mean = (low + (nodes + 1) / 2 * (high - low) for low, high in ((0.6, 1.1), (0.7, 1.2)))
    values = function(rate[:, None], mean[None, :])
    overall = share @ values @ share
    variance = share @ (values - overall) ** 2 @ share
    by_rate, by_mean = values @ share, share @ values
    first = [share @ (by_rate - overall) ** 2 / variance, share @ (by_mean - overall) ** 2 / variance]
    return first, [1 - first[1], 1 - first[0]]


@pytest.mark.slow
def test_indices_of_a_queue_run_through_a_study_are_those_of_quadrature(investigated: Investigate) -> None:
    """Intervals at 99 %; those of the utilisation are narrow, so that they could miss."""
    found = investigated(
        factors={"rate": "sources.*", "work": "stations.*.work.*"},
        outcomes={"backlog": {"station": "desk"}, "utilisation": {"station": "desk"}},
        sensitivity={"method": "sobol", "points": 64},
        replications=4,
        level=0.99,
    )
    for finding, function in zip(found.each, (waiting, busy), strict=True):
        result = finding.result
        assert isinstance(result, Indices)
        first, total = indices_by_quadrature(function)
        for estimate, exact in zip((*result.first, *result.total), (*first, *total), strict=True):
            assert estimate.low < exact < estimate.high
        assert result.noise_share is not None
        assert 0 < result.noise_share < 1
    assert max(estimate.high - estimate.low for estimate in result.total) < 0.8


def test_a_point_that_is_not_sound_is_told_before_anything_runs(
    investigated: Investigate, tmp_path: Path
) -> None:
    """Attacks may tie down three posts, and there may be two: each goes with the other as it is."""
    tied = {"value": 2, "range": [1, 3]}
    attacks = {"attack": {"rate": "1 /week", "diverts": {"posts": {"desk.staff": tied}, "lasts": "1 d"}}}
    with pytest.raises(CannotAnswer, match=r"at the point posts = 2, tied = 3.*\n.*diverts 3 of 2 posts"):
        investigated(
            factors={
                "posts": {"paths": "stations.desk.posts.staff.count", "range": [2, 4]},
                "tied": "incidents.attack.diverts.posts.desk.staff",
            },
            set={"incidents": attacks, "stations.desk.posts.staff.count": 3},
            sensitivity={"points": 12},
            replications=2,
        )
    assert not list(tmp_path.glob("store/parts/*/*"))


# --- with invented replications: what is run, and what is made of it ---


def invented(
    scenario: Scenario, values: Values, **asked: Any
) -> tuple[SensitivityFindings, InventedWork, list[object]]:
    """What a study of two factors comes to, what was run for it, and the stages that were told."""
    stages: list[object] = []

    class Told(Audience):
        def stage(self, stage: object) -> None:
            stages.append(stage)

    outcomes = {"timely": {"class": "warning"}, "lost": {}}
    factors = {name: made_up.STUDY["factors"][name] for name in ("courier", "work")}
    said = {"factors": factors, "outcomes": outcomes, "replications": 3} | asked
    question = SensitivityQuestion(made_up.asked(scenario, **said))
    work = InventedWork(question.study, values, Told())
    return question.carry_out(work), work, stages


def at(structure: str) -> tuple[str, int]:
    """What the name of a point says: what it is called, and its number."""
    _, called, number = re.fullmatch(r"(.*), (point|fresh point) (\d+)", structure).groups()
    return called, int(number)


PRIM = {"method": "prim", "points": 32, "failure": {"outcome": "timely", "under": "50 %"}}


def test_boxes_are_judged_at_other_points_than_they_were_found_with(two_commanders: Scenario) -> None:
    """A density at the points that a box was found with flatters; the fresh sample is half as large."""
    _, work, _ = invented(two_commanders, lambda *_: 0.4, sensitivity=PRIM)
    digests: dict[str, list[str]] = {"point": [], "fresh point": []}
    for structure, _ in work.run:
        digests[at(structure.name)[0]].append(structure.scenario.digest)
    assert (len(digests["point"]), len(digests["fresh point"])) == (32, 16)
    assert not set(digests["point"]) & set(digests["fresh point"])


def test_the_density_of_a_box_is_that_of_the_outputs_at_the_fresh_points(two_commanders: Scenario) -> None:
    """A quarter of the sample fails, and no fresh point does: the judgement says 0 of it."""

    def values(structure: str, outcome: Outcome, number: int) -> float:
        called, place = at(structure)
        return 0.4 if called == "point" and place % 4 == 0 else 0.6

    findings, _, _ = invented(two_commanders, values, sensitivity=PRIM)
    (finding,) = findings.each
    assert finding.outcome.name == "timely", "of the outcome that may fail alone"
    assert finding.result.fails.estimate.value == pytest.approx(0.25)
    assert finding.result.judgements
    assert {judgement.density.value for judgement in finding.result.judgements} <= {0.0, None}


@pytest.mark.parametrize(("side", "fails"), [("under", 0.25), ("over", 0.75)])
def test_a_failure_is_on_the_side_of_the_threshold_that_is_said(
    two_commanders: Scenario, side: str, fails: float
) -> None:
    def values(structure: str, outcome: Outcome, number: int) -> float:
        return 0.4 if at(structure)[1] % 4 == 0 else 0.6

    asked = PRIM | {"failure": {"outcome": "timely", side: "50 %"}}
    findings, _, _ = invented(two_commanders, values, sensitivity=asked)
    assert findings.each[0].result.fails.estimate.value == pytest.approx(fails)


def test_the_first_structure_wins_where_it_is_better_in_the_direction_of_the_outcome(
    two_commanders: Scenario,
) -> None:
    """The third has more of everything at a quarter of the points: better in time, and worse in loss."""

    def values(structure: str, outcome: Outcome, number: int) -> float:
        more = at(structure)[1] % 4 == 0
        return 0.5 + (0.1 if more else -0.1) * structure.startswith("third")

    asked = {"method": "verdict", "points": 32, "compare": ["third", "base"]}
    timely, lost = invented(two_commanders, values, sensitivity=asked)[0].each
    assert timely.result.holds.estimate.value == pytest.approx(0.25)
    assert lost.result.holds.estimate.value == pytest.approx(0.75)


def test_points_double_until_the_most_and_only_new_ones_are_run(two_commanders: Scenario) -> None:
    """Nothing but noise: the ranking is never stable, and each round but the last is told."""

    def values(structure: str, outcome: Outcome, number: int) -> float:
        seed = zlib.crc32(f"{structure} {outcome.name} {number}".encode())
        return float(np.random.default_rng(seed).normal())

    asked = {"method": "morris", "points": 4, "at_most": 16}
    findings, work, stages = invented(two_commanders, values, sensitivity=asked)
    names = [structure.name for structure, _ in work.run]
    assert len(set(names)) == len(names) == 16 * 3
    assert [stage.base_points for stage in stages] == [4, 8, 16]
    assert (findings.base_points, findings.stable) == (16, False)
    assert len(findings.points) == 48


def test_a_stable_ranking_ends_the_rounds(two_commanders: Scenario) -> None:
    """One factor decides, and the replications agree nearly: four trajectories tell."""

    def values(structure: str, outcome: Outcome, number: int) -> float:
        return points[at(structure)[1]]["courier"] + number / 1e6

    question = SensitivityQuestion(
        made_up.asked(
            two_commanders,
            factors={name: made_up.STUDY["factors"][name] for name in ("courier", "work")},
            sensitivity={"method": "morris", "points": 4, "at_most": 64},
        )
    )
    points = method_of(question.study).design(space_of(question.study), MethodOptions(count=4)).points
    asked = {"method": "morris", "points": 4, "at_most": 64, "leading": 1}
    findings, work, stages = invented(two_commanders, values, sensitivity=asked)
    assert (findings.stable, findings.base_points, stages) == (True, 4, [])
    assert len(work.run) == 12
    assert findings.each[0].ranking is not None
    assert findings.each[0].ranking.leaders == ("courier",)


@pytest.mark.parametrize(
    ("asked", "points", "most"),
    [
        ({"method": "morris", "points": 4}, 12, None),
        ({"method": "morris", "points": 4, "at_most": 30}, 12, 48),
        ({"method": "sobol", "points": 8}, 32, None),
        ({"method": "tornado"}, 5, None),
        ({"method": "prim", "points": 32, "failure": PRIM["failure"]}, 48, None),
        ({"method": "prim", "points": 32, "fresh": 10, "failure": PRIM["failure"]}, 42, None),
        ({"method": "prim", "points": 32, "fresh": 0, "failure": PRIM["failure"]}, 32, None),
        ({"method": "verdict", "points": 32, "compare": ["third", "base"]}, 32, None),
    ],
)
def test_the_cost_is_told_for_the_first_round_and_at_most(
    two_commanders: Scenario, asked: dict[str, Any], points: int, most: int | None
) -> None:
    """Two factors: 3 points a trajectory, 4 a block, 2 ends of each and the base."""
    factors = {name: made_up.STUDY["factors"][name] for name in ("courier", "work")}
    question = SensitivityQuestion(made_up.asked(two_commanders, factors=factors, sensitivity=asked))
    structures = 2 if "compare" in asked else 1
    cost, highest = question.cost(), question.highest_cost()
    assert (cost.points, cost.replications) == (points, points * structures * 5)
    assert (None if highest is None else highest.points) == most
