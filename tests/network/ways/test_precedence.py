"""What becomes of the precedence of a report, by the calendar alone."""

import numpy as np
import pytest

from stovepipe.network.records import ANY, Mask
from stovepipe.network.ways.precedence import meets, precedence_at, raises_to, rises
from tests.engines.scenes import MINUTE, scene

TEXT = """
    classes: {a: {}, b: {precedence: PRIORITY}}
    sources: {s: {written_at: hq, reports: {a: 1 /day, b: 1 /day}}}
    incidents:
      ambush: {rate: 1 /yr, raises: {lasts: 1 min, classes: {a: PRIORITY}, younger_than: 30 min}}
      blast: {rate: 1 /yr, raises: {lasts: 1 min, classes: {a: FLASH, b: IMMEDIATE}, younger_than: 10 min}}
      siege: {rate: 1 /yr, raises: {lasts: 1 min, classes: {a: FLASH}}}
    stations: {hq: {stage: command, needs: [a, b], work: 1 min, posts: {p: {count: 1}}}}
"""


@pytest.fixture
def played(tmp_path):
    """Report 0 occurs at 0, report 1 at 20 min."""
    incidents = {"ambush": (25, 28), "blast": (0, 25), "siege": (26,)}
    return scene(tmp_path, TEXT, (0, "a"), (20, "b"), (20, "a"), incidents=incidents).trajectory


def test_a_report_rises_at_each_incident_that_finds_it_young_enough(played):
    told = [
        [(at // MINUTE, to, played.network.incidents[rank].name) for at, to, rank in
         rises(played.network, played.calendar, report)]
        for report in range(3)
    ]  # fmt: skip
    by_class = dict(zip(played.calendar.reports.klass.tolist()[1:], told[1:], strict=True))
    assert told[0] == [(25, 2, "ambush")], "an incident at its very tick, one that finds it old, a second"
    assert by_class[1] == [(25, 1, "blast")]
    assert by_class[0] == [(25, 2, "ambush"), (25, 0, "blast")], "by rank, and nothing lowers it"


def test_a_copy_has_the_highest_precedence_of_what_it_carries_at_a_tick(played):
    at = [precedence_at(played.network, played.calendar, (0, 1, 2), minute * MINUTE) for minute in (24, 25)]
    assert at == [2, 0]
    assert precedence_at(played.network, played.calendar, (0,), 25 * MINUTE) == 2


def test_an_incident_raises_the_classes_and_sources_that_it_names(played):
    blast = played.network.incidents[1]
    assert [raises_to(blast, 0, klass) for klass in range(2)] == [0, 1]


@pytest.mark.parametrize("precedence", range(4))
def test_no_condition_is_met_by_every_precedence(precedence):
    assert meets(ANY, precedence)
    assert meets(Mask(1 << precedence), precedence)
    assert not meets(Mask(np.bitwise_xor(15, 1 << precedence)), precedence)
