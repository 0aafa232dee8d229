"""What is larger than allowed is refused before it starts: by configuration, ceilings and command."""

import pytest

from stovepipe.scenario import ScenarioError
from stovepipe.scenario.limits import LIMITS, allow, check_limits, check_points
from tests.scenario.written import changed

DAYS = 56  # the horizon of the base


@pytest.fixture(autouse=True)
def nothing_allowed():
    yield
    allow({})


def refused(scenario, replications=1):
    with pytest.raises(ScenarioError) as raised:
        check_limits(scenario, replications)
    return {problem.where: problem.what for problem in raised.value.problems}


def test_a_run_within_its_limits_passes(tmp_path):
    check_limits(changed(tmp_path, ""), 20)


def test_a_run_above_its_limits_is_refused_with_all_the_numbers(tmp_path):
    scenario = changed(tmp_path, "limits: {reports: 100, stations: 2, replications: 10}")
    assert refused(scenario, 20) == {
        "limits.replications": "20 replications, and 10 allowed",
        "limits.reports": "168 reports expected in each replication, and 100 allowed",
        "limits.stations": "3 stations, and 2 allowed",
    }


def test_a_refusal_says_how_to_mean_it(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        check_limits(changed(tmp_path, "limits: {stations: 2}"), 1)
    [problem] = raised.value.problems
    assert problem.hint == (
        "raise limits.stations, or write stovepipe --limit stations=N before the command, if that is meant"
    )


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ("stations: {cell: {posts: {officers: {tour: 1 s}}}}", "spells"),
        ("stations: {cell: {posts: {officers: {count: 340000}}}}", "posts"),
        ("stations: {cell: {posts: {officers: {count: 1000000}}}}", "posts"),
        ("horizon: 10 yr\nsources: {patrols: {reports: {pattern: 2000 /day, warning: 0 /day}}}", "reports"),
        ("limits: {visits: 400}", "visits"),
        ("limits: {memory: 1000000}", "memory"),
    ],
)
def test_what_would_take_hours_or_all_memory_is_refused(tmp_path, change, limit):
    assert f"limits.{limit}" in refused(changed(tmp_path, change))


def test_what_is_concluded_from_many_replications_counts_as_memory(tmp_path):
    scenario = changed(tmp_path, "limits: {replications: 1000000}")
    check_limits(scenario, 10_000)
    assert list(refused(scenario, 1_000_000)) == ["limits.memory"]


@pytest.mark.parametrize("name", LIMITS)
def test_no_configuration_raises_a_limit_above_its_ceiling(tmp_path, name):
    ceiling = 10**12
    with pytest.raises(ScenarioError) as raised:
        changed(tmp_path, f"limits: {{{name}: {ceiling}}}")
    [problem] = raised.value.problems
    assert problem.where == f"limits.{name}"
    assert "is too large" in problem.what


def test_the_command_has_the_last_word(tmp_path):
    scenario = changed(tmp_path, "limits: {stations: 2}")
    allow({"stations": 3})
    check_limits(scenario, 1)
    allow({"stations": 1})
    assert refused(scenario) == {"limits.stations": "3 stations, and 1 allowed"}
    allow({})
    assert refused(scenario) == {"limits.stations": "3 stations, and 2 allowed"}


def test_a_design_of_too_many_points_is_refused(tmp_path):
    scenario = changed(tmp_path, "")
    check_points(scenario, 1_000_000)
    with pytest.raises(ScenarioError, match="points of the design, and 1,000,000 allowed"):
        check_points(scenario, 10**9)
