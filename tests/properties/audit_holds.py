"""Laws of the waits for confirmation, each checked from the tables alone."""

from __future__ import annotations

from collections import defaultdict

from stovepipe.network.records import NEVER
from stovepipe.trajectory import DONE, HoldEnd
from tests.properties.told import Told

EVENT, SOURCE, FINISHED = 0, 1, 2


def who_waits_for_confirmation_waits_until_enough_sources_have_told(told: Told) -> None:
    """Where each copy that a station finished brought one report; ticks are compared strictly.

    What was confirmed was so at the tick when it left and not before; all else left before.
    """
    finished, many = defaultdict(list), set()
    for visit in told.visits:
        if visit.end in DONE and visit.through < 0:
            report = told.reports[visit.lead]
            source = told.network.streams[report.stream].source
            finished[visit.station].append((report.event, source, visit.ended))
            many |= {visit.station} if visit.carried > 1 else set()
    for hold in told.holds:
        confirms = told.network.stations[hold.station].confirms
        assert confirms is not None, f"{hold} is where nobody waits"
        until = told.network.horizon if hold.until < 0 else hold.until
        here = [row for row in finished[hold.station] if row[EVENT] == hold.event]
        assert any(row[FINISHED] == hold.since for row in here) or hold.station in many, f"{hold} begins"
        before = len({row[SOURCE] for row in here if row[FINISHED] < until})
        upto = len({row[SOURCE] for row in here if row[FINISHED] <= until})
        if hold.station not in many:
            assert before < confirms.sources, f"{hold} waits although {before} sources had told"
            assert hold.end != HoldEnd.CONFIRMED or upto >= confirms.sources, f"{hold} is not confirmed"


def a_wait_for_confirmation_ends_at_its_limit(told: Told) -> None:
    """That of the first copy which was held with it; and no wait is longer."""
    for hold in told.holds:
        within = told.network.stations[hold.station].confirms.within
        until = told.network.horizon if hold.until < 0 else hold.until
        if within < NEVER:
            assert until - hold.since <= within, f"{hold} waits longer than {within}"
        if hold.end in (HoldEnd.PASSED, HoldEnd.STOPPED):
            firsts = {
                other.since
                for other in told.holds
                if (other.station, other.event, other.until) == (hold.station, hold.event, hold.until)
            }
            assert hold.until - within in firsts, f"{hold} ends at no limit"


LAWS_OF_HOLDS = (
    who_waits_for_confirmation_waits_until_enough_sources_have_told,
    a_wait_for_confirmation_ends_at_its_limit,
)
