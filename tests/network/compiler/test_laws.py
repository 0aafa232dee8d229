"""The laws of a configuration become those that are drawn from, with the same parameters."""

import pytest

from stovepipe.network.draws import Law
from stovepipe.network.records import HOUR
from tests.network.missions import ONE_DESK, network

CASES = {
    "90 min": Law.fixed(1.5 * HOUR),
    "{value: 2 h, evidence: assumed}": Law.fixed(2.0 * HOUR),
    "{exponential: {mean: 1 h}}": Law.exponential(1.0 * HOUR),
    "{gamma: {mean: 1 h, cv: 0.5}}": Law.gamma(1.0 * HOUR, 0.5),
    "{erlang: {mean: 1 h, phases: 4}}": Law.erlang(1.0 * HOUR, 4),
    "{lognormal: {mean: 1 h, cv: 1.2}}": Law.lognormal(1.0 * HOUR, 1.2),
    "{weibull: {mean: 1 h, cv: 2}}": Law.weibull(1.0 * HOUR, 2.0),
    "{triangular: {low: 1 h, mode: 2 h, high: 4 h}}": Law.triangular(1.0 * HOUR, 2.0 * HOUR, 4.0 * HOUR),
    "{uniform: {low: 1 h, high: 4 h}}": Law.uniform(1.0 * HOUR, 4.0 * HOUR),
    "{empirical: {values: [3 h, 1 h, 1 h]}}": Law.empirical([1.0 * HOUR, 1.0 * HOUR, 3.0 * HOUR]),
}


@pytest.mark.parametrize("written", CASES)
def test_a_law_has_the_stated_parameters_in_ticks(written):
    text = ONE_DESK.format(posts="{p: {count: 1}}", horizon="1 d").replace("work: 1 h", f"work: {written}")
    [law] = network(text).stations[0].work
    assert law == CASES[written]
