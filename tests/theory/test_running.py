"""No configuration goes without gates, and no gate goes uncounted."""

import numpy as np
import pytest

from tests.theory.running import CONFIGS, GATES, gates

SAMPLE = np.linspace(0.99, 1.01, 100)


def hold(name, **exact):
    """Hold a sample of mean 1 to these values."""
    with gates(name) as held:
        for what, value in exact.items():
            held.mean(what, SAMPLE, value)


def test_every_configuration_is_held_to_theory():
    """Some in two tests, each with gates of its own: what they are about stands behind the comma."""
    assert {name.partition(",")[0] for name in GATES} == {path.stem for path in CONFIGS.glob("*.yaml")}


def test_as_many_gates_must_be_asked_as_share_the_false_alarm_rate():
    hold("mmck", first=1.0, second=1.0)
    with pytest.raises(AssertionError, match="1 gates; 2 were stated"):
        hold("mmck", first=1.0)


def test_all_gates_are_looked_at_before_the_test_fails():
    with pytest.raises(AssertionError, match=r"(?s)first: .*misses.*second: .*off by \+0\.00%$"):
        hold("mmck", first=1.1, second=1.0)
