"""Results that depend on time: rosters, rates, proficiency, transients."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import hypergeom, nbinom, poisson

from tests.theory.exact.chain import birth_death, evolve
from tests.theory.exact.erlang import ErlangC
from tests.theory.exact.learning import ample, finishes, one_server, step
from tests.theory.exact.shifts import Drop, after_drop, mean
from tests.theory.exact.transient import mean_waits
from tests.theory.exact.varying import Epoch, Varying
from tests.theory.gate import gate

# --- rates and rosters by the hour --------------------------------------------------------------------------

# The roster only grows, from nobody, and at last all work is done.
DAY = Varying(
    [Epoch(1, 1.5, 0), Epoch(3, 1.0, 2), Epoch(2, 6.0, 2), Epoch(4, 4.0, 5), Epoch(42, 0.0, 6)],
    service=1.0,
    room=90,
)
DROP = Varying([Epoch(3, 4.0, 5), Epoch(2, 4.0, 2), Epoch(2, 1.0, 0), Epoch(2, 0.0, 3)], service=1.0, room=90)


def test_a_rate_that_does_not_vary_settles_at_the_stationary_queue():
    steady = Varying([Epoch(250, 2.0, 3)], service=1.0, room=120)
    station = ErlangC(2.0, 1.0, 3)
    assert steady.mean_queue([250])[0] == pytest.approx(station.mean_queue, rel=1e-9)
    assert steady.mean_wait_at(180.0) == pytest.approx(station.mean_wait, rel=1e-6)


def test_ample_servers_make_the_number_present_poisson_with_the_known_mean():
    """M(t)/M/infinity (Eick, Massey & Whitt 1993): m' = lambda(t) - mu m."""
    varying = Varying([Epoch(2, 3.0, 80), Epoch(2, 1.0, 80)], service=0.5, room=80)
    at_two = 6.0 * (1 - np.exp(-1.0))
    expected = [at_two, 2.0 + (at_two - 2.0) * np.exp(-0.75)]
    np.testing.assert_allclose(varying.mean_present([2.0, 3.5]), expected, rtol=1e-11)


def test_time_spent_waiting_is_the_same_counted_by_reports_and_by_the_clock():
    """When all have left, the sum of the waits is the area of the queue; both in expectation."""
    assert DAY.beyond() < 1e-9
    assert DAY.mean_present([52.0])[0] < 1e-8
    assert DAY.total_wait(0.0, 52.0) == pytest.approx(DAY.queue_area(0.0, 52.0), rel=1e-8)


def test_what_comes_in_is_present_or_has_left():
    """What is present, and the busy servers' time at one report an hour, account for all arrivals."""
    _, areas = DROP.probabilities(DROP.bounds)
    epochs = zip(np.diff(areas, axis=0), DROP.epochs, strict=True)
    left = sum(area @ np.minimum(np.arange(91), epoch.servers) for area, epoch in epochs)
    assert DROP.mean_present([9.0])[0] + left == pytest.approx(4 * 3 + 4 * 2 + 1 * 2, rel=1e-9)


def test_the_queue_at_a_change_of_roster_is_the_one_just_after_it():
    before, after = DROP.mean_queue([5.0 - 1e-9, 5.0])
    assert after == pytest.approx(DROP.mean_present([5.0])[0])
    assert before < 0.8 * after


def test_a_wait_counts_until_service_first_begins():
    """Two on duty until 1, nobody until 3, then enough for all; a report arrives at 0.4.

    Behind n >= 2 others it begins at the (n - 1)-th finish, an Erlang time of rate 2, but after 1 only at 3.
    """
    station = Varying([Epoch(1, 9.0, 2), Epoch(2, 9.0, 0), Epoch(1, 0.0, 90)], service=1.0, room=90)
    found, _ = station.probabilities([0.4])
    expected = 0.0
    for ahead in range(2, 91):
        by_one = quad(lambda t, n=ahead: poisson.cdf(n - 2, 2 * t), 0, 0.6)[0]
        expected += found[0][ahead] * (by_one + 2 * poisson.cdf(ahead - 2, 2 * 0.6))
    assert station.mean_wait_at(0.4) == pytest.approx(expected, rel=1e-10)


# --- a roster that drops ------------------------------------------------------------------------------------


def test_the_busy_leavers_are_a_random_set_only_if_the_initial_line_is():
    """Averaged over all initial lines they are hypergeometric given the number busy; from one, not."""
    lines = {"SSLL", "SLSL", "SLLS", "LSSL", "LSLS", "LLSS"}
    joints = [Drop(1.5, 1.0, line, at=1.0, room=30).at_drop() for line in sorted(lines)]
    busy = {(s, f): np.mean([j.get((s, f, 0), 0.0) for j in joints]) for s in range(3) for f in range(3)}
    for number in range(4):
        total = sum(weight for (s, f), weight in busy.items() if s + f == number)
        for leavers in range(min(number, 2) + 1):
            if number - leavers <= 2:
                share = hypergeom.pmf(leavers, 4, 2, number)
                assert busy[number - leavers, leavers] == pytest.approx(share * total, abs=1e-14)
    one = Drop(1.5, 1.0, "SSLL", at=1.0, room=30).at_drop()
    assert one[1, 0, 0] > 2 * one[0, 1, 0]


def test_the_initial_line_is_forgotten_once_all_have_been_busy_together():
    """So it changes results by no more than the probability that they have not been (here below 1e-5)."""
    lines = ("SSSLL", "LLSSS")
    first, second = (Drop(12.0, 1.0, line, at=3.0, room=90).at_drop() for line in lines)
    empty = np.eye(6)[0]
    rates = birth_death([12.0] * 5, [1.0, 2.0, 3.0, 4.0, 0.0])
    never, _ = evolve(rates, empty, 3.0)
    not_yet = never[:5].sum()
    apart = sum(abs(first[key] - second.get(key, 0.0)) for key in first) / 2
    assert not_yet < 1e-5
    assert 0 < apart < not_yet


def test_the_number_present_before_the_drop_is_that_of_the_queue():
    joint = Drop(3.0, 1.0, "SLSLS", at=2.0, room=60).at_drop()
    present = np.zeros(66)
    for (stayers, leavers, waiting), weight in joint.items():
        present[stayers + leavers + waiting] += weight
    empty = np.eye(66)[0]
    expected, _ = evolve(birth_death([3.0] * 65, np.minimum(np.arange(1, 66), 5.0)), empty, 2.0)
    np.testing.assert_allclose(present, expected, rtol=0, atol=1e-13)


def test_under_hand_over_the_roster_is_that_of_a_queue_whose_servers_vary():
    after = after_drop(Drop(3.0, 1.0, "SSSLL", at=2.0, room=60), "hand_over", [0.5, 2.0])
    varying = Varying([Epoch(2, 3.0, 5), Epoch(2, 3.0, 3)], service=1.0, room=65)
    np.testing.assert_allclose(mean(after.present), varying.mean_present([2.5, 4.0]), rtol=1e-9)
    np.testing.assert_allclose(mean(after.waiting), varying.mean_queue([2.5, 4.0]), rtol=1e-9)


def test_the_rules_differ_by_what_leavers_do_with_the_work_in_hand():
    drop, times = Drop(9.0, 1.0, "S" * 6 + "L" * 4, at=5.0, room=120), [0.5, 2.0]
    rules = ("finish", "suspend", "hand_over")
    finish, suspend, hand_over = (after_drop(drop, rule, times) for rule in rules)
    busy = sum(weight * leavers for (_, leavers, _), weight in drop.at_drop().items())
    np.testing.assert_allclose(finish.waiting, suspend.waiting, rtol=0, atol=1e-13)
    np.testing.assert_allclose(mean(suspend.suspended), busy, rtol=1e-12)
    finished = busy * (1 - np.exp(-np.array(times)))
    np.testing.assert_allclose(mean(suspend.present) - mean(finish.present), finished, rtol=1e-9)
    assert np.all(mean(hand_over.waiting) > 1.2 * mean(finish.waiting))
    np.testing.assert_allclose(mean(finish.suspended) + mean(hand_over.suspended), 0, atol=1e-15)


def simulate_drop(rng, drop, times):
    """One path of the station with named servers, written from the words of the rules, not from the chain."""
    now, waiting = 0.0, 0
    idle, busy = list(range(len(drop.line))), []
    while True:
        rate = drop.arrival + len(busy) * drop.service
        now += rng.exponential(1 / rate)
        if now > drop.at:
            break
        if rng.random() * rate < drop.arrival:
            if idle:
                busy.append(idle.pop(0))
            else:
                waiting += 1
        else:
            done = busy.pop(rng.integers(len(busy)))
            if waiting:
                waiting -= 1
                busy.append(done)
            else:
                idle.append(done)
    stay = sum(drop.line[server] == "S" for server in busy)
    kept = len(busy) - stay
    ends = rng.exponential(1 / drop.service, kept)
    result = {}
    for rule in ("finish", "suspend", "hand_over"):
        now, counts = 0.0, []
        queue = stay + waiting + (kept if rule == "hand_over" else 0)
        extra = {"finish": lambda t: sum(ends > t), "suspend": lambda t: kept, "hand_over": lambda t: 0}[rule]
        for time in times:
            while True:
                rate = drop.arrival + min(queue, drop.staying) * drop.service
                gap = rng.exponential(1 / rate)
                if now + gap > time:
                    now = time
                    break
                now += gap
                queue += 1 if rng.random() * rate < drop.arrival else -1
            counts += [max(queue - drop.staying, 0), queue + extra(time)]
        result[rule] = counts
    return result


@pytest.mark.parametrize("line", ["LLSS", "SSLL"])
def test_the_chains_of_the_shift_rules_agree_with_a_simulation_of_named_servers(line):
    drop, times = Drop(7.0, 1.0, line, at=0.8, room=60), [0.4, 1.5]
    rng = np.random.default_rng(20210104)
    paths = [simulate_drop(rng, drop, times) for _ in range(12_000)]
    for rule in ("finish", "suspend", "hand_over"):
        after = after_drop(drop, rule, times)
        exact = np.column_stack([mean(after.waiting), mean(after.present)]).ravel()
        seen = np.array([path[rule] for path in paths], dtype=float)
        for column, value in enumerate(exact):
            gate(seen[:, column], value, family=24, what=f"{rule} {line} {column}", half_width=0.04)


# --- after an empty start -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("arrival", "service"), [(0.8, 1.0), (1.5, 1.0)])
def test_mean_waits_at_one_server_obey_spitzers_identity(arrival, service):
    """Spitzer (1956): E W(n + 1) = sum over k <= n of E[S(k)+] / k, S(k) a walk of services less gaps."""
    waits = mean_waits(arrival, service, 1, 13)
    expected = [0.0]
    for k in range(1, 13):
        # The sum of k gaps ends after j of the k services with a negative binomial probability; k - j are
        # left.
        ended = nbinom.pmf(np.arange(k), k, arrival / (arrival + service))
        expected.append(expected[-1] + float(ended @ (k - np.arange(k))) / service / k)
    np.testing.assert_allclose(waits, expected, rtol=1e-12, atol=1e-15)


def test_mean_waits_settle_at_the_stationary_wait():
    waits = mean_waits(2.0, 1.0, 3, 400)
    assert waits[:3] == pytest.approx([0, 0, 0], abs=0)
    assert np.all(np.diff(waits) >= -1e-14)
    assert waits[-1] == pytest.approx(ErlangC(2.0, 1.0, 3).mean_wait, rel=1e-6)


def test_the_third_report_at_two_servers_waits_if_neither_is_done():
    """By hand: service 1 outlasts a gap (3/4), then both outlast a gap (3/5), then half a unit of time."""
    assert mean_waits(3.0, 1.0, 2, 3)[2] == pytest.approx(3 / 4 * 3 / 5 / 2, rel=1e-14)


# --- proficiency --------------------------------------------------------------------------------------------


def test_a_step_to_the_same_rate_changes_nothing():
    stepped = step(2.5, (1.0, 1.0), 3, change=2.0, times=[1.0, 2.0, 3.0, 6.0], room=60)
    plain = Varying([Epoch(6, 2.5, 3)], 1.0, room=60).mean_present([1.0, 2.0, 3.0, 6.0])
    np.testing.assert_allclose(stepped, plain, rtol=1e-10)


def test_long_after_a_step_the_queue_is_that_of_the_new_rate():
    station = ErlangC(1.0, 0.8, 2)
    late = step(1.0, (2.0, 0.8), 2, change=1.0, times=[300.0], room=70)[0]
    assert late == pytest.approx(station.arrival * station.mean_sojourn, rel=1e-7)


def test_at_ample_servers_a_step_is_that_of_independent_reports():
    def rate(time):
        return 0.5 if time < 2.0 else 2.0

    times = [1.0, 2.0, 2.5, 4.0]
    # Those who began before the step, then those who began after it.
    old = [6 * (1 - np.exp(-0.5)), 6 * (1 - np.exp(-1))]
    later = [old[1] * np.exp(-0.5 * (t - 2)) + 1.5 * (1 - np.exp(-2.0 * (t - 2))) for t in times[2:]]
    stepped = step(3.0, (0.5, 2.0), 40, change=2.0, times=times, room=40)
    np.testing.assert_allclose(stepped, [*old, *later], rtol=1e-10)
    np.testing.assert_allclose(ample(3.0, rate, times), [*old, *later], rtol=1e-6)


def test_one_server_with_a_rate_in_two_pieces_is_one_server_with_a_step():
    ends, means = one_server(0.7, lambda time: 0.6 if time < 2.0 else 1.4, horizon=4.0, pieces=8, room=40)
    stepped = step(0.7, (0.6, 1.4), 1, change=2.0, times=list(ends), room=40)
    np.testing.assert_allclose(means, stepped, rtol=1e-10)


def test_a_smooth_curve_is_reached_with_the_square_of_the_number_of_pieces():
    def rate(time):
        return 0.5 + 0.1 * time

    pieces = (32, 64, 128)
    coarse, fine, finest = (one_server(0.9, rate, horizon=8.0, pieces=n, room=40)[1][-1] for n in pieces)
    assert (coarse - fine) / (fine - finest) == pytest.approx(4, rel=0.02)
    assert abs(fine - finest) < 1e-4 * finest


def test_one_server_finishes_reports_one_after_the_other():
    """By hand: slow until tick 20, so 10 takes 20; the next begin at 20 and 30; the last at once."""
    assert finishes([0, 5, 7, 90], [10, 10, 3, 4], lambda tick: 0.5 if tick < 20 else 1.0) == [20, 30, 33, 94]


def test_a_whole_number_of_ticks_is_rounded_half_up():
    assert finishes([0, 10], [1, 1], lambda tick: 0.4) == [3, 13]
