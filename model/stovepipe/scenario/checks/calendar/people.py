"""Posts: who fills them, and when."""

from __future__ import annotations

import datetime as dt

from stovepipe.scenario.language.people.posts import Learning, PostGroup, Shift
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.values.times import WEEKDAYS, Hours
from stovepipe.scenario.language.values.units import DAY, HOUR
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key

LARGEST_GROWTH = 10
LONGEST_BREAK = 3 * HOUR  # what is longer between two shifts is not taken for a break


@question
def check(mission: Mission, draft: Draft) -> None:
    """Every station has people at some time, and what is said about them goes together."""
    for name, station in mission.stations.items():
        before = len(draft.problems)
        _groups(station, ("stations", name, "posts"), mission, draft)
        if len(draft.problems) == before:
            _somebody(station, ("stations", name, "posts"), mission, draft)


@question
def _groups(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    for name, group in station.posts.items():
        here = (*path, name)
        _shifts(group, here, draft)
        _presence(group, here, draft)
        _on_call(group, here, draft)
        _tour(group, here, draft)
        _first_change(group, (*here, "first_change"), mission, draft)
        _learning(group, (*here, "learning"), draft)
        _memory(group, here, draft)
        _change_over(group, here, draft)
        _only_handed_over(group, (*here, "change_over"), draft)
        _growth(group, (*here, "change_over", "growth"), draft)
        _queue_loss(group, (*here, "change_over", "queue_loss"), draft)


@question
def _on_call(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.on_call is not None and group.shift is None and not group.shifts:
        what = "has no effect: nobody here is ever off duty"
        draft.warn((*path, "on_call"), what, "give the group a shift, or remove on_call")


@question
def _somebody(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    if mission.begins >= mission.ends:
        return
    if not station.posts:
        what, hint = "nobody ever works here: there are no posts", "write, for example, {staff: {count: 1}}"
        draft.problem(path, what, hint, lacks=path)
        return
    called_in = {key for each in mission.incidents.values() if each.calls_in for key in each.calls_in.posts}
    absent = {
        name: why
        for name, group in station.posts.items()
        if (why := _never(group, mission, called=f"{path[1]}.{name}" in called_in))
    }
    if len(absent) == len(station.posts):
        reasons = "; ".join(f"{name}: {why}" for name, why in absent.items())
        draft.problem(path, f"nobody ever works here ({reasons})", "give it posts, or remove the station")
        return
    for name, why in absent.items():
        draft.warn((*path, name), f"nobody is ever here: {why}")


def _never(group: PostGroup, mission: Mission, *, called: bool) -> str:
    """Why nobody of a group is ever on duty; empty if somebody is."""
    if group.count.value == 0:
        return "its count is 0"
    since, until = (
        max(group.since or mission.begins, mission.begins),
        min(group.until or mission.ends, mission.ends),
    )
    if since >= until:
        return f"the clock runs from {mission.begins} to {mission.ends}"
    shifts = [group.shift] if group.shift else list(group.shifts.values())
    called |= group.on_call is not None
    if shifts and not called and not any(_falls_within(shift, since, until, mission) for shift in shifts):
        return "its hours do not come up"
    return ""


def _falls_within(shift: Shift, since: dt.datetime, until: dt.datetime, mission: Mission) -> bool:
    """Whether a shift is ever on between two moments.

    It repeats every week, so that eight days tell, and eight days after each of its holidays.
    """
    holidays = [
        dates for name in shift.holidays for dates in mission.holidays[settled(name, mission.holidays)]
    ]
    anew = [since, *(dates.until for dates in holidays if since < dates.until < until)]
    midnights = {
        dt.datetime.combine(moment.date(), dt.time()) + dt.timedelta(days=day)
        for moment in anew
        for day in range(-1, 8)
    }
    for midnight in sorted(midnights):
        if any(dates.since <= midnight < dates.until for dates in holidays):
            continue
        on, off = shift.start.ticks, shift.end.ticks
        begin = midnight + dt.timedelta(microseconds=on)
        end = midnight + dt.timedelta(days=int(off < on), microseconds=off)
        if WEEKDAYS[midnight.weekday()] in shift.days and begin < until and end > since:
            return True
    return False


@question
def _shifts(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.shift is not None and group.shifts:
        draft.problem((*path, "shift"), "shift and shifts are both given", "keep one of them")
    if group.shift is not None:
        _shift(group.shift, (*path, "shift"), draft)
    for name, shift in group.shifts.items():
        _shift(shift, (*path, "shifts", name), draft)
        for other in group.shifts.values():
            pause = other.start.ticks - shift.end.ticks
            if shift.at_end == "suspend" and 0 < pause <= LONGEST_BREAK and {*shift.days} & {*other.days}:
                what = f"what is put down at {shift.end} waits until this shift comes again, on another day"
                hint = "each shift is another person: to go on after the break, write at_end: hand_over"
                draft.warn((*path, "shifts", name, "at_end"), what, hint)


@question
def _shift(shift: Shift, path: Key, draft: Draft) -> None:
    if not shift.days:
        draft.problem((*path, "days"), "a shift on no day", "leave days out for every day")
    if shift.start == shift.end:
        hint = "write from: 00:00, to: 24:00 for the whole day"
        draft.problem(path, f"a shift of no length, from {shift.start} to {shift.end}", hint)
    for i, hours in enumerate(shift.breaks):
        _break(hours, shift, (*path, "breaks", i), draft)


@question
def _break(hours: Hours, shift: Shift, path: Key, draft: Draft) -> None:
    """A break takes something from the shift, and leaves something of it."""
    begins = (hours.start.ticks - shift.start.ticks) % DAY
    length = (hours.end.ticks - hours.start.ticks) % DAY or DAY
    duty = (shift.end.ticks - shift.start.ticks) % DAY or DAY
    if begins == 0 or begins + length >= duty:
        what = f"a break from {hours} does not lie within the shift, from {shift.start} to {shift.end}"
        draft.problem(path, what, "duty goes on before it and after it; else change the hours of the shift")


@question
def _presence(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.since is not None and group.until is not None and group.since >= group.until:
        draft.problem((*path, "until"), f"ends at {group.until}, before it begins at {group.since}")


_NEED_A_TOUR = ("change", "first_change", "overlap", "gap", "early_departure", "leave")


def _needs_a_tour(draft: Draft, path: Key, *key: str) -> None:
    what, hint = "has no effect without a tour", "give the tour, or remove it"
    draft.problem((*path, *key), what, hint, on_key=True, lacks=(*path, "tour"))


@question
def _tour(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.tour is None:
        for key in _NEED_A_TOUR:
            if key in group.model_fields_set:
                _needs_a_tour(draft, path, key)
        return
    length = laws.mean(group.tour)
    if length == 0:
        draft.problem((*path, "tour"), "a tour of no length", "leave it out for people who stay for good")
        return
    _turn(group, length, path, draft)
    _leave(group, length, (*path, "leave"), draft)
    _overlap(group, length, path, draft)


@question
def _turn(group: PostGroup, length: float, path: Key, draft: Draft) -> None:
    """People who change several times a day are probably a slip: `mo` is a month, `m` would be a minute."""
    shifts = [group.shift] if group.shift else list(group.shifts.values())
    duty = max(((shift.end.ticks - shift.start.ticks) % DAY or DAY for shift in shifts), default=DAY)
    if length < duty:
        what = f"people change every {length / HOUR:g} h, within a turn of duty of {duty / HOUR:g} h"
        draft.warn((*path, "tour"), what, "a tour is how long a person stays with the mission, such as 6 mo")


@question
def _leave(group: PostGroup, length: float, path: Key, draft: Draft) -> None:
    if group.leave is None:
        return
    if group.leave.length.value == 0:
        draft.problem((*path, "length"), "a leave of no length")
    if group.leave.length.value * group.leave.times >= length:
        draft.problem(path, f"{group.leave.times} times {group.leave.length} is no shorter than the tour")


@question
def _overlap(group: PostGroup, length: float, path: Key, draft: Draft) -> None:
    if group.overlap is not None and group.overlap.value >= length:
        draft.problem((*path, "overlap"), f"an overlap of {group.overlap} is no shorter than the tour")
    if group.overlap is not None and group.gap is not None:
        draft.problem((*path, "gap"), "overlap and gap are both given", "keep one of them", on_key=True)


@question
def _first_change(group: PostGroup, path: Key, mission: Mission, draft: Draft) -> None:
    first = group.first_change
    if first is None or group.tour is None or (length := laws.mean(group.tour)) == 0:
        return
    if first <= mission.begins:
        draft.problem(path, "lies before the clock starts", f"give the first change after {mission.begins}")
    elif first > mission.begins + dt.timedelta(microseconds=length):
        what = f"is more than one tour after the clock starts at {mission.begins}"
        draft.warn(path, what, "those present at the start will begin as newcomers")
    elif first >= mission.ends:
        draft.warn(path, f"never happens: the clock stops at {mission.ends}")


@question
def _learning(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.learning is None:
        return
    _learns(group.learning, path, draft)
    if group.learning.time.value == 0:
        draft.problem((*path, "time"), "learning takes no time", "leave learning out")


@question
def _learns(learning: Learning, path: Key, draft: Draft) -> None:
    if learning.start.value == 0:
        hint = "write more than 0 %: with a proficiency of 0 nothing would ever be finished"
        draft.problem((*path, "start"), "a proficiency of 0 on arrival", hint)


@question
def _memory(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.learning is not None and group.learning.memory is not None and group.tour is None:
        _needs_a_tour(draft, path, "learning", "memory")


@question
def _change_over(group: PostGroup, path: Key, draft: Draft) -> None:
    if "change_over" in group.model_fields_set and group.tour is None and group.until is None:
        what, hint = "has no effect: nobody ever leaves", "give a tour, or remove it"
        draft.problem((*path, "change_over"), what, hint, on_key=True, lacks=(*path, "tour"))


@question
def _only_handed_over(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.change_over.in_hand == "finish":
        for key in ("growth", "loss"):
            if key in group.change_over.model_fields_set:
                hint = "write in_hand: hand_over, or remove it"
                draft.problem((*path, key), "has no effect when work in hand is finished", hint, on_key=True)


@question
def _growth(group: PostGroup, path: Key, draft: Draft) -> None:
    growth = group.change_over.growth
    if growth is not None and growth.value > LARGEST_GROWTH:
        draft.problem(path, f"a growth of {growth}", f"write {LARGEST_GROWTH} or less")


@question
def _queue_loss(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.change_over.queue_loss is not None and group.change != "block":
        what = "has no effect on staggered changes"
        draft.problem(path, what, "write change: block, or remove it", on_key=True)
