"""Turnover: what a post gets done is the mean proficiency of those who pass through it."""

import numpy as np
import pytest
from scipy.stats import gamma

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.records import DAY
from tests.network.missions import network, one_desk
from tests.theory.exact.turnover import finished, mean_proficiency, settled_by
from tests.theory.gate import gate_ratio
from tests.theory.running import SEED

START, LEARNING, TOUR = 0.4, 8.0, 20.0  # in days
LEARNS = "learning: {start: 40 %, time: 8 d}"
TOURS = 60
REPLICATIONS = 40
RANDOM = {
    "tours of random length": (
        "tour: {gamma: {mean: 20 d, cv: 0.6}}",
        lambda day: gamma.sf(day, 1 / 0.6**2, scale=20 * 0.6**2),
        200.0,
        0.0,
    ),
    "posts that stay vacant": (
        "tour: 20 d, gap: {uniform: {low: 0 d, high: 15 d}}",
        lambda day: min(1.0, (TOUR - day) / 15),
        TOUR,
        0.0,
    ),
    "people who leave early": (
        "tour: 20 d, early_departure: 50 %",
        lambda day: 1 - 0.5 * day / TOUR,
        TOUR,
        0.0,
    ),
    "overlap, and tours of random length": (
        "tour: {uniform: {low: 10 d, high: 30 d}}, overlap: 3 d",
        lambda day: min(1.0, (30 - day) / 20),
        30.0,
        3.0,
    ),
}


def by_tour(net, replication):
    """Proficiency summed over each tour but the first, and how long somebody was there; in days."""
    duty = unfold(net, SEED, replication).duty[0]
    tenure = duty.tenure / DAY
    slope, p0 = duty.slope * DAY, duty.p0

    def summed(day):
        """The integral of proficiency over tenure up to a day of it."""
        learnt = np.divide(1 - p0, slope, out=np.zeros_like(p0), where=slope > 0)
        rising = np.minimum(day, learnt)
        return p0 * rising + slope * rising**2 / 2 + np.maximum(day - learnt, 0)

    on, off = duty.on / DAY - tenure, duty.off / DAY - tenure
    done, there = summed(off) - summed(on), off - on
    kept = (duty.tour >= 1) & (duty.tour <= TOURS)
    numbers = duty.tour[kept] - 1
    assert max(duty.tour) > TOURS, "all tours that are counted are over"
    return (
        np.bincount(numbers, done[kept], minlength=TOURS),
        np.bincount(numbers, there[kept], minlength=TOURS),
    )


@pytest.mark.parametrize(("tour", "learning"), [(20, 8), (20, 20), (6, 20), (182, 91)])
def test_with_fixed_tours_a_post_loses_half_of_what_is_to_be_learnt_while_it_is_learnt(tour, learning):
    posts = f"{{staff: {{count: 1, tour: {tour} d, learning: {{start: 40 %, time: {learning} d}}}}}}"
    done, there = by_tour(one_desk(posts, f"{(TOURS + 3) * tour} d"), 0)
    np.testing.assert_allclose(done / there, settled_by(START, learning, tour), rtol=1e-9)


@pytest.mark.parametrize("case", RANDOM)
def test_mean_proficiency_is_what_is_done_in_a_tour_by_its_length(case):
    posts, present, longest, overlap = RANDOM[case]
    net = one_desk(f"{{staff: {{count: 1, {posts}, {LEARNS}}}}}", f"{TOURS * 50} d")
    found = [by_tour(net, number) for number in range(REPLICATIONS)]
    done, there = (np.concatenate(each) for each in zip(*found, strict=True))
    exact = mean_proficiency(START, LEARNING, present, longest, overlap)
    print(gate_ratio(done, there, exact, family=len(RANDOM), what=case, half_width=0.01))


def test_a_post_that_is_never_idle_gets_done_what_the_learning_law_says():
    """To the task, by a recursion; and by the closed form, but for the lag within a task."""
    net = network("""
        mission: A desk that is never idle
        start: 2021-01-04
        horizon: 200 d
        classes: {task: {}}
        sources: {callers: {written_at: desk, reports: {task: 2 /h}}}
        stations:
          desk:
            stage: command
            needs: task
            work: 1 h
            posts:
              staff: {count: 1, tour: 20 d, first_change: 2021-01-24, learning: {start: 40 %, time: 8 d}}
    """)
    trajectory = run(net, unfold(net, SEED, 0))
    done = int(np.sum(trajectory.deliveries.decided >= 0))
    expected = finished(START, LEARNING, TOUR, 1 / 24, 200)
    assert expected - 3 <= done <= expected, "idle at most until the first tasks come"
    exact = settled_by(START, LEARNING, TOUR)
    lag = (1 - START) / (2 * START * TOUR * 24)
    assert exact - lag - 4 / 4800 <= done / 4800 <= exact


def test_the_law_of_a_fixed_tour_is_the_closed_form():
    def always(day):
        return 1.0

    for tour in (5.0, 8.0, 20.0, 182.0):
        exact = mean_proficiency(START, LEARNING, always, tour)
        assert exact == pytest.approx(settled_by(START, LEARNING, tour), rel=1e-9)
    with_overlap = mean_proficiency(START, LEARNING, always, TOUR, overlap=3.0)
    assert with_overlap == pytest.approx(1 - 0.6 * 5**2 / (2 * 8 * 20), rel=1e-9)


def test_exponential_tours_have_the_closed_form_of_a_memoryless_stay():
    """1 - (1 - start) (1 - (m / learning) (1 - exp(-learning / m))) for tours of mean m."""
    mean = 12.0
    lost = 1 - mean / LEARNING * (1 - np.exp(-LEARNING / mean))
    found = mean_proficiency(START, LEARNING, lambda day: np.exp(-day / mean), 600.0)
    assert found == pytest.approx(1 - 0.6 * lost, rel=1e-7)
