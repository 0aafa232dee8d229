"""The three shift rules: ten people, then six, and what becomes of the work in hand.

Each day begins with an empty station and with draws of its own, so that days are independent replications.
The six have been idle since the day before and the four since midnight, so the six are first in the line of
the idle.
"""

import numpy as np
import pytest

from tests.theory.exact.shifts import Drop, after_drop, mean
from tests.theory.gate import gate
from tests.theory.running import FAMILY, counts, every_day, gates, measured

RULES = ("finish", "suspend", "hand_over")
WORK = 1 / 3  # hours of work on a report, on average: the unit of time in the theory
OPENS, DROP = 7 + 2 / 3, 8.0
AFTER = (0.5, 1.0, 2.0)  # units after the drop
SIX_FIRST = Drop(arrival=16.0, service=1.0, line="SSSSSSLLLL", at=1.0, room=150)


def exact(rule):
    """Mean numbers waiting, present and suspended, each at the three times."""
    after = after_drop(SIX_FIRST, rule, AFTER)
    return np.array([mean(after.waiting), mean(after.present), mean(after.suspended)])


def measure(trajectory):
    """The same numbers on each day."""
    waiting, work, suspended = counts(
        trajectory, every_day(trajectory, [OPENS, *(DROP + time * WORK for time in AFTER)])
    )
    present = waiting + work + suspended
    assert not present[:, 0].any()
    return np.stack([waiting[:, 1:], present[:, 1:], suspended[:, 1:]], axis=1)


def waiting_early(numbers):
    """Waiting half a unit after the drop."""
    return numbers[..., 0, 0]


def in_hand_late(numbers):
    """In service or suspended two units after the drop."""
    return numbers[..., 1, 2] - numbers[..., 0, 2]


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_after_the_drop_a_rule_has_its_own_numbers_and_not_those_of_another(rule):
    found = np.concatenate(measured(f"drop_{rule}", 16, measure))
    waiting, present, suspended = exact(rule)
    with gates(f"drop_{rule}") as held:
        for place, time in enumerate(AFTER):
            held.mean(f"waiting {time} after the drop", found[:, 0, place], waiting[place])
            held.mean(f"present {time} after the drop", found[:, 1, place], present[place])
        if rule == "suspend":
            held.mean("suspended", found[:, 2, 0], suspended[0])
        else:
            assert not found[:, 2].any()
    for other in RULES:
        if other != rule:
            assert_told_apart(found, rule, other)


def assert_told_apart(found, rule, other):
    """Theory has the two rules tens of percent apart, and what was found fails the other's gate."""
    number = in_hand_late if {rule, other} == {"finish", "suspend"} else waiting_early
    mine, theirs = number(exact(rule)), number(exact(other))
    assert abs(mine - theirs) > 0.25 * min(mine, theirs)
    with pytest.raises(AssertionError, match="misses the exact value"):
        gate(number(found), theirs, family=FAMILY)
