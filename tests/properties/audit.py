"""Laws that every trajectory obeys, each checked from its tables alone, by other means than the engine's.

A law takes what a trajectory tells and raises AssertionError where it is broken. Where the order of things at
one tick is not told, ticks are compared strictly. A copy with several reports is known by its lead only: what
cannot be known of it is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, pairwise
from math import floor
from typing import Any

import numpy as np

from stovepipe.network import draws
from stovepipe.network.details.rules import AtEnd, Discipline, Ending
from stovepipe.network.draws import Law
from stovepipe.network.people.skills import takes_everything
from stovepipe.network.records import (
    ANY,
    NONE,
    Hurdle,
    Station,
)
from stovepipe.network.spans_of_time import intersect, union
from stovepipe.trajectory import DONE, Passage, Trajectory, VisitEnd
from tests.properties.audit_batches import a_batch_leaves_when_it_is_full_or_at_its_time, always
from tests.properties.audit_calls import LAWS_OF_CALLS
from tests.properties.audit_deliveries import LAWS_OF_DELIVERIES
from tests.properties.audit_holds import LAWS_OF_HOLDS
from tests.properties.audit_links import LAWS_OF_LINKS
from tests.properties.audit_requests import LAWS_OF_REQUESTS
from tests.properties.audit_skills import LAWS_OF_SKILLS, apart, group_of, surely_for
from tests.properties.audit_sortings import LAWS_OF_SORTING
from tests.properties.told import END, Told, Wait

NO_TIME = Law.fixed(0.0)
WORKED = (VisitEnd.FINISHED, VisitEnd.REWORK)


def audit(trajectory: Trajectory) -> None:
    """Hold a trajectory to every law."""
    told = Told(trajectory)
    laws = (
        *(LAWS, LAWS_OF_DELIVERIES, LAWS_OF_CALLS, LAWS_OF_HOLDS, LAWS_OF_LINKS, LAWS_OF_REQUESTS),
        *(LAWS_OF_SKILLS, LAWS_OF_SORTING),
    )
    for law in chain.from_iterable(laws):
        law(told)


# --- people --------------------------------------------------------------------------------------


def work_is_done_on_duty_or_finished_in_overtime(told: Told) -> None:
    """It begins within a spell, by the person of that spell; where it goes on after it, the rule says so."""
    for service in told.services:
        duty = told.duty[service.server]
        spell = int(np.searchsorted(duty.on, service.began, side="right")) - 1
        assert spell >= 0, f"{service} begins before anyone came"
        called = duty.ending[spell] == Ending.CALL
        assert service.began < duty.off[spell] + called, f"{service} begins off duty"
        assert service.tour == duty.tour[spell], f"{service} is not by the person on duty"
        if called and duty.off[spell] in duty.on[spell + 1 :]:
            spell = int(np.searchsorted(duty.on, duty.off[spell], side="right")) - 1  # the own shift began
        if service.ended > duty.off[spell]:
            server = told.network.servers[service.server]
            group = told.network.stations[server.station].groups[server.group]
            of_shift, of_tour = group.shifts[server.shift].at_end, group.tour_rule
            assert duty.ending[spell] != Ending.CALL, f"{service} goes on after its call"
            rule = of_tour if duty.ending[spell] == Ending.TOUR else of_shift
            assert rule == AtEnd.FINISH, f"{service} is overtime that no rule allows"


def one_is_at_work_at_a_desk(told: Told) -> None:
    at_desk = defaultdict(list)
    for service in told.services:
        at_desk[told.network.servers[service.server].desk].append((service.began, service.ended))
    for desk, work in at_desk.items():
        work.sort()
        for (_, ended), (began, _) in pairwise(work):
            assert began >= ended, f"two are at work at desk {desk} at {began}"


def nobody_is_idle_while_a_copy_waits(told: Told) -> None:
    """While a copy waits, everyone on duty who can take it is at work, or another at the same desk is."""
    busy = defaultdict(list)
    for service in told.services:
        busy[told.network.servers[service.server].desk].append((service.began, service.ended))
    for station, waits in told.waits.items():
        horizon = told.network.horizon
        certain = [wait for wait in waits if wait.certain]
        for server in told.network.stations[station].servers:
            theirs = surely_for(told, group_of(told, server), certain)
            queued = union([(wait.since, min(wait.until, horizon)) for wait in theirs])
            duty = told.calendar.duty[server]
            on_duty = union(np.column_stack((duty.on, np.minimum(duty.off, horizon))))
            needed, _ = intersect(queued, on_duty)
            met, _ = intersect(needed, union(busy[told.network.servers[server].desk]))
            assert _length(needed) == _length(met), f"server {server} is idle while copies wait"


def _length(intervals: np.ndarray) -> int:
    return int((intervals[:, 1] - intervals[:, 0]).sum())


def a_visit_was_worked_on_as_its_row_says(told: Told) -> None:
    for row, visit in enumerate(told.visits):
        work = told.work.get(row, [])
        assert visit.work == sum(service.ended - service.began for service in work), f"work of {visit}"
        assert visit.started == (work[0].began if work else -1), f"start of {visit}"
        until = visit.ended if visit.ended >= 0 else told.network.horizon
        assert visit.waiting + visit.work + visit.suspended == until - visit.arrived, f"parts of {visit}"
        if visit.end in WORKED:
            assert work, f"{visit} is finished without work"
            assert work[-1].ended == visit.ended, f"{visit} ends with its work"


# --- queues --------------------------------------------------------------------------------------


def the_queue_is_served_in_its_order(told: Told) -> None:
    """When work begins on a copy that waited, no copy with a better key waits on.

    But for one that is raised at that tick and interrupts: it need not be the first. People on call pass over
    what is not urgent.
    """
    for station, waits in told.waits.items():
        spec = told.network.stations[station]
        known = [w for w in waits if w.certain and told.visits[w.visit].lead not in told.resorted]
        if spec.discipline in (Discipline.PRECEDENCE, Discipline.LTIOV) or told.ticks_of_raising:
            known = [wait for wait in known if told.visits[wait.visit].carried == 1]
        if told.ticks_of_raising:
            known = [part for wait in known for part in apart(told, wait)]
        since = np.array([wait.since for wait in known])
        until = np.array([wait.until for wait in known])
        place = {key: index for index, key in enumerate(sorted(_key(told, spec, wait) for wait in known))}
        keys = np.array([place[_key(told, spec, wait)] for wait in known])
        for index, wait in enumerate(known):
            if wait.served and (spec.discipline == Discipline.PRECEDENCE or not _on_call(told, wait)):
                passed_over = (since < wait.until) & (wait.until < until) & (keys < keys[index])
                passed_over &= _takeable_by_who_took(told, wait, known)
                assert not passed_over.any(), f"{spec.name}: {wait} was served before its turn"


def _takeable_by_who_took(told: Told, taken: Wait, waits: list[Wait]) -> np.ndarray:
    """Of each wait, whether it was surely for the group of the person who took another."""
    server = next(each.server for each in told.work[taken.visit] if each.began == taken.until)
    group = group_of(told, server)
    if takes_everything(group):
        return np.ones(len(waits), dtype=bool)
    theirs = {(wait.visit, wait.since) for wait in surely_for(told, group, waits)}
    return np.array([(wait.visit, wait.since) in theirs for wait in waits], dtype=bool)


def _on_call(told: Told, wait: Wait) -> bool:
    """Whether somebody on call took it."""
    return any(
        service.began == wait.until and call.server == service.server
        for service in told.work.get(wait.visit, [])
        for call in told.calls
        if 0 <= call.came <= service.began <= (END if call.over < 0 else call.over)
    )


def _key(told: Told, spec: Station, wait: Wait) -> tuple[int, int, int, int]:
    report = told.reports[told.visits[wait.visit].lead]
    precedence = told.precedence(told.visits[wait.visit].lead, wait.since)
    first = {Discipline.PRECEDENCE: precedence, Discipline.LTIOV: report.deadline}
    arrival = -wait.visit if spec.discipline == Discipline.LIFO else wait.visit
    return first.get(spec.discipline, 0), 0 if wait.returned else 1, arrival, wait.since


def a_full_queue_takes_no_newcomer_and_only_a_full_one_overflows(told: Told) -> None:
    for visit in told.visits:
        limit = told.network.stations[visit.station].queue_limit
        assert limit >= 0 or visit.end != VisitEnd.OVERFLOW, f"{visit} overflowed where there is no limit"
    for station, waits in told.waits.items():
        spec = told.network.stations[station]
        for new in waits if spec.queue_limit >= 0 else ():
            if not new.returned and new.visit not in told.rework:
                waiting = sum(wait.since < new.since < wait.until for wait in waits if wait.certain)
                assert waiting < spec.queue_limit, f"{spec.name}: {new} joined a full queue"
    for visit in told.visits:
        if visit.end == VisitEnd.OVERFLOW:
            waits = told.moments.get(visit.station, [])
            waiting = sum(wait.since <= visit.ended <= wait.until for wait in waits) - 1  # but for itself
            assert waiting >= told.network.stations[visit.station].queue_limit, f"{visit} would have fitted"


def what_is_late_expires_where_it_waits_and_only_there(told: Told) -> None:
    """At the deadline itself work may begin, if someone has just become available."""
    for row, visit in enumerate(told.visits):
        spec, deadline = told.network.stations[visit.station], told.reports[visit.lead].deadline
        expired = visit.end == VisitEnd.EXPIRED
        assert spec.purges or not expired, f"{visit} expired where nothing is purged"
        if visit.carried == 1 and spec.purges:
            assert visit.started <= deadline or row in told.rework, f"{visit} begins late"
            if visit.started == visit.arrived and row not in told.rework:
                assert visit.started < deadline, f"{visit} was late when it came"
        if visit.carried == 1 and expired:
            last = max((service.ended for service in told.work.get(row, [])), default=visit.arrived)
            assert visit.ended >= deadline, f"{visit} expired early"
            in_hand = visit.ended - last <= visit.suspended  # it came back from a desk, perhaps after a shift
            assert visit.ended == deadline or in_hand, f"{visit} expired too late"
    for station, waits in told.waits.items():
        for wait in waits if told.network.stations[station].purges else ():
            lead, carried = told.visits[wait.visit].lead, told.visits[wait.visit].carried
            if wait.certain and carried == 1:
                until = min(wait.until, told.network.horizon)
                assert until <= max(wait.since, told.reports[lead].deadline), f"{wait} lasts too long"


def what_a_station_has_finished_it_does_not_begin_again(told: Told) -> None:
    """A duplicate is of something that it, or a twin, had finished. What a review sends back is neither."""
    finished: dict[tuple[int, int], int] = {
        (told.network.asks[row.ask].station, row.request): row.asked for row in told.requests
    }
    for visit in told.visits:
        if visit.end in DONE:
            here = visit.station, visit.lead
            finished[here] = min(visit.ended, finished.get(here, END))
    many = {visit.station for visit in told.visits if visit.carried > 1 and visit.end in DONE}
    for row, visit in enumerate(told.visits):
        before = finished.get((visit.station, visit.lead), END)
        if visit.carried == 1 and row not in told.rework:
            assert visit.started <= before, f"{visit} was begun although it was finished at {before}"
            twins = {s for s in range(len(told.network.stations)) if _twins(told, visit) >> s & 1}
            first = min(finished.get((station, visit.lead), END) for station in twins | {visit.station})
            duplicate = visit.end in (VisitEnd.DUPLICATE, VisitEnd.PASSED_ON)
            assert not duplicate or first <= visit.ended or twins & many or visit.station in many, f"{visit}"


def _twins(told: Told, visit: Any) -> int:
    return told.network.stations[visit.station].twins


# --- draws ---------------------------------------------------------------------------------------


def a_stretch_of_work_takes_what_was_drawn(told: Told) -> None:
    """Where a visit was worked on once, without a break, by one person."""
    many = {visit.station for visit in told.visits if visit.carried > 1}
    for row, visit in enumerate(told.visits):
        work = told.work.get(row, [])
        if visit.end in WORKED and len(work) == 1 and row in told.begun and visit.lead not in told.resorted:
            spec = told.network.stations[visit.station]
            if spec.rests_on != NONE:
                continue  # how much work it is depends on a stock of knowledge
            if any(spec.urgent_work) and (visit.carried > 1 or visit.started in told.ticks_of_raising):
                continue  # what precedence it had when work began is not told
            klass, precedence = told.reports[visit.lead].klass, told.precedence(visit.lead, visit.started)
            law = spec.urgent_work[precedence] or spec.work[klass]
            address = told.key("work", visit.lead, spec.name)
            content = draws.draw_ticks(law, *address, told.begun[row])
            if any(law not in (None, NO_TIME) for law in (*spec.work_each, *spec.urgent_each)):
                if visit.station in many or min(spec.work_repeats) < 1.0:
                    continue  # what a report adds depends on what products held and told
                law = spec.urgent_each[precedence] or spec.work_each[klass]
                address = told.key("work each", visit.lead, spec.name)
                content += draws.draw_ticks(law, *address, told.begun[row])
            due = floor(content / _pace(told, work[0]) + 0.5)
            assert work[0].ended - work[0].began == due, f"{visit} took another time than {due}"


def _pace(told: Told, service: Any) -> float:
    duty = told.duty[service.server]
    spell = int(np.searchsorted(duty.on, service.began, side="right")) - 1
    return float(min(1.0, duty.p0[spell] + duty.slope[spell] * (service.began - duty.tenure[spell])))


def a_review_sends_back_what_was_drawn(told: Told) -> None:
    for row, visit in enumerate(told.visits):
        spec = told.network.stations[visit.station]
        if visit.end not in WORKED or visit.through >= 0 or row not in told.begun or spec.rests_on != NONE:
            continue
        last = told.work[row][-1]
        duty = told.duty[last.server]
        start = duty.start[int(np.searchsorted(duty.on, last.began, side="right")) - 1]
        grown = 1.0 if start >= 1.0 else (_pace(told, last) - start) / (1.0 - start)
        chance = spec.misread_fresh + (spec.misread_settled - spec.misread_fresh) * grown
        misread, caught = (
            draws.uniform(*told.key(purpose, visit.lead, spec.name), told.begun[row])
            for purpose in ("misread", "review")
        )
        back = misread < chance and caught < spec.review
        assert (visit.end == VisitEnd.REWORK) == back, f"{visit}: misread {misread}, caught {caught}"


def a_crossing_meets_what_was_drawn(told: Told) -> None:
    """Of the hurdles that stand in everybody's way; and the time of a crossing that meets no others."""
    mixed = {crossing.channel for crossing in told.crossings if crossing.carried > 1}
    for crossing, number in zip(told.crossings, told.crossed, strict=True):
        channel = told.network.channels[crossing.channel]
        if crossing.channel in mixed and any(hurdle.each for hurdle in channel.hurdles):
            continue  # what was taken out met other hurdles than what remained
        delays = 0
        for index, hurdle in enumerate(channel.hurdles):
            if crossing.passage != Passage.ARRIVED and crossing.hurdle < index:
                break
            if not _for_everyone(hurdle):
                continue
            address = told.key("hurdle", crossing.lead, channel.name, hurdle.name)
            stops = draws.uniform(*address, number) < hurdle.probability
            assert stops == (crossing.hurdle == index), f"{crossing}: hurdle {hurdle.name}"
            if hurdle.delay:
                address = told.key("hurdle delay", crossing.lead, channel.name, hurdle.name)
                delays += draws.draw_ticks(hurdle.delay, *address, number)
        plain = all(_for_everyone(hurdle) and hurdle.through < 0 for hurdle in channel.hurdles)
        plain &= channel.outages is None
        if crossing.passage == Passage.ARRIVED and plain:
            address = told.key("transit", crossing.lead, channel.name)
            transit = draws.draw_ticks(channel.transit, *address, number) if channel.transit else 0
            assert crossing.ended - crossing.offered == delays + transit, f"{crossing} takes another time"


def _for_everyone(hurdle: Hurdle) -> bool:
    conditions = (
        hurdle.classes,
        hurdle.precedences,
        hurdle.levels,
        hurdle.origins,
        hurdle.languages,
        hurdle.systems,
        hurdle.markings,
    )
    plain = hurdle.at_full_rapport == hurdle.probability and not hurdle.coarse and always(hurdle)
    return plain and all(mask == ANY for mask in conditions) and hurdle.more_than == 0


def what_arrives_was_sent(told: Told) -> None:
    """What comes to a station that stays open: what was written, crossings and reworks, each once."""
    written = [
        report
        for report, row in enumerate(told.reports[: told.settled])
        if not row.unreported and told.written(report) < told.network.horizon and report not in told.silent
    ]
    written += [row.answer for row in told.requests if row.written >= 0]
    expected = Counter(told.written_at(report) for report in written)
    uncertain = Counter(told.written_at(report) for report in written if told.may_be_silent(report))
    for crossing in told.crossings:
        if crossing.passage == Passage.ARRIVED:
            expected[told.network.channels[crossing.channel].recipient] += 1
    expected.update(visit.station for visit in told.visits if visit.end == VisitEnd.REWORK)
    arrived = Counter(visit.station for visit in told.visits if visit.through < 0)
    heirs = {spec.transfer_to for spec in told.network.stations}
    for station, spec in enumerate(told.network.stations):
        if spec.closes >= told.network.horizon and station not in heirs:
            silent = expected[station] - arrived[station]
            assert 0 <= silent <= uncertain[station], f"what arrives at {spec.name} was sent there"


LAWS = (
    work_is_done_on_duty_or_finished_in_overtime,
    one_is_at_work_at_a_desk,
    nobody_is_idle_while_a_copy_waits,
    a_visit_was_worked_on_as_its_row_says,
    the_queue_is_served_in_its_order,
    a_full_queue_takes_no_newcomer_and_only_a_full_one_overflows,
    what_is_late_expires_where_it_waits_and_only_there,
    what_a_station_has_finished_it_does_not_begin_again,
    a_batch_leaves_when_it_is_full_or_at_its_time,
    a_stretch_of_work_takes_what_was_drawn,
    a_review_sends_back_what_was_drawn,
    a_crossing_meets_what_was_drawn,
    what_arrives_was_sent,
)
