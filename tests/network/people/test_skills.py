"""Which copies the people of a group take (semantics, 3.15)."""

from dataclasses import replace

import pytest

from stovepipe.network.people.skills import can_take, takes_everything
from stovepipe.network.records import NONE, Mask
from tests.network.missions import network

(GROUP,) = (
    network(
        """
    mission: One group
    start: 2021-01-04
    horizon: 1 wk
    classes: {alarm: {}, routine: {}}
    sources: {patrol: {written_at: hq, languages: {eng: 50 %, fra: 50 %}, reports: {alarm: 1 /day}}}
    stations: {hq: {stage: command, needs: alarm, work: 1 h, posts: {staff: {count: 1}}}}
    """
    )
    .stations[0]
    .groups
)


def test_a_group_without_conditions_takes_everything():
    assert takes_everything(GROUP)
    assert can_take(GROUP, klass=1, language=NONE, precedence=3)


@pytest.mark.parametrize(
    ("condition", "copy", "takes"),
    [
        ({"takes_classes": Mask(0b01)}, (0, 0, 0), True),
        ({"takes_classes": Mask(0b01)}, (1, 0, 0), False),
        ({"takes_languages": Mask(0b10)}, (0, 1, 0), True),
        ({"takes_languages": Mask(0b10)}, (0, 0, 0), False),
        ({"takes_languages": Mask(0b11)}, (0, NONE, 0), False),
        ({"takes_precedences": Mask(0b0011)}, (0, 0, 1), True),
        ({"takes_precedences": Mask(0b0011)}, (0, 0, 2), False),
        ({"takes_classes": Mask(0b10), "takes_precedences": Mask(0b0001)}, (1, NONE, 0), True),
        ({"takes_classes": Mask(0b10), "takes_precedences": Mask(0b0001)}, (1, NONE, 1), False),
    ],
)
def test_a_group_takes_what_meets_all_of_its_conditions(condition, copy, takes):
    group = replace(GROUP, **condition)
    assert not takes_everything(group)
    assert can_take(group, *copy) == takes
