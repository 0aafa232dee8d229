"""Laws of sorting, from the tables alone (semantics, 3.16)."""

from __future__ import annotations

from collections import Counter, defaultdict

from stovepipe.network import draws
from stovepipe.trajectory import DONE, DeliveryOutcome, VisitEnd
from tests.properties.told import Told


def what_a_station_finishes_is_sorted_once(told: Told) -> None:
    """As many reports as it finished of the classes that it sorts, where all copies bring one."""
    mine = [row for row in told.sortings if row.report < told.settled]  # requests may end before
    rows = Counter((row.copy, row.report, row.station, row.at) for row in mine)
    assert not rows or max(rows.values()) == 1, "a report was sorted twice"
    finished = [v for v in told.visits if v.end in DONE and v.through < 0]
    many = {visit.station for visit in finished if visit.carried > 1}
    expected = {
        (visit.copy, visit.lead, visit.station, visit.ended)
        for visit in finished
        if visit.lead < told.settled
        and told.network.stations[visit.station].taken_for[told.reports[visit.lead].klass]
    }
    assert {row for row in rows if row[2] not in many} == {row for row in expected if row[2] not in many}


def a_report_is_taken_for_what_was_drawn(told: Told) -> None:
    began = {
        (visit.copy, visit.lead, visit.station, visit.ended): told.begun[row]
        for row, visit in enumerate(told.visits)
        if row in told.begun and visit.carried == 1 and visit.end in DONE  # a review may send it back first
    }
    for row in told.sortings:
        number = began.get((row.copy, row.report, row.station, row.at))
        if number is not None:
            spec = told.network.stations[row.station]
            drawn = draws.uniform(*told.key("sort", row.report, spec.name), number)
            shares = spec.taken_for[told.reports[row.report].klass]
            assert row.after == next(klass for upto, klass in shares if drawn < upto), f"{row}: {drawn}"


def a_report_appears_as_it_was_sorted_last(told: Told) -> None:
    """Of its own class at first; where all that was sorted of it was one copy."""
    of_report = defaultdict(list)
    for row in told.sortings:
        of_report[row.report].append(row)
    for report, rows in of_report.items():
        if len({row.copy for row in rows}) == 1:
            seen = [told.reports[report].klass, *(row.after for row in rows)]
            assert [row.before for row in rows] == seen[:-1], f"{rows}"


def what_is_lost_to_sorting_was_sorted_wrong_there_and_then(told: Told) -> None:
    wrong = {
        (row.report, row.station, row.at)
        for row in told.sortings
        if row.after != told.reports[row.report].klass
    }
    repeated = {(visit.lead, visit.station) for visit in told.visits if visit.end == VisitEnd.DUPLICATE}
    missorted = told.network.causes.index("missorted")
    for delivery in told.deliveries:
        if delivery.outcome == DeliveryOutcome.LOST and delivery.cause == missorted:
            lost = delivery.report, delivery.where, delivery.decided
            # Or another copy was, and this one repeated what that brought.
            before = any(report == delivery.report and at <= delivery.decided for report, _, at in wrong)
            assert lost in wrong or (before and lost[:2] in repeated), f"{delivery} was not sorted wrong"


LAWS_OF_SORTING = (
    what_a_station_finishes_is_sorted_once,
    a_report_is_taken_for_what_was_drawn,
    a_report_appears_as_it_was_sorted_last,
    what_is_lost_to_sorting_was_sorted_wrong_there_and_then,
)
