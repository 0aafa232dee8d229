"""Posts: who fills them, and when."""

from __future__ import annotations

import datetime as dt

from stovepipe.scenario import laws
from stovepipe.scenario.draft import Draft
from stovepipe.scenario.overlays import Key
from stovepipe.scenario.schema import ChangeOver, Mission, PostGroup, Shift, Station
from stovepipe.scenario.times import WEEKDAYS

LARGEST_GROWTH = 10


def check(mission: Mission, draft: Draft) -> None:
    """Every station has people at some time, and what is said about them goes together."""
    runs = mission.begins < mission.ends
    for name, station in mission.stations.items():
        before = len(draft.problems)
        for group_name, group in station.posts.items():
            path = ("stations", name, "posts", group_name)
            _shifts(group, path, draft)
            _presence(group, path, draft)
            _tour(group, path, mission, draft)
            _learning(group, path, draft)
            _change_over(group, path, draft)
        if runs and len(draft.problems) == before:
            _somebody(station, ("stations", name), mission, draft)


def _somebody(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    if not station.posts:
        what, hint = "nobody ever works here: there are no posts", "write, for example, {staff: {count: 1}}"
        draft.problem((*path, "posts"), what, hint, lacks=(*path, "posts"))
        return
    absent = {name: why for name, group in station.posts.items() if (why := _never(group, mission))}
    if len(absent) == len(station.posts):
        reasons = "; ".join(f"{name}: {why}" for name, why in absent.items())
        draft.problem(
            (*path, "posts"), f"nobody ever works here ({reasons})", "give it posts, or remove the station"
        )
        return
    for name, why in absent.items():
        draft.warn((*path, "posts", name), f"nobody is ever here: {why}")


def _never(group: PostGroup, mission: Mission) -> str:
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
    if shifts and not any(_falls_within(shift, since, until) for shift in shifts):
        return "its hours do not come up"
    return ""


def _falls_within(shift: Shift, since: dt.datetime, until: dt.datetime) -> bool:
    """Whether a shift is ever on between two moments; it repeats every week, so that eight days tell."""
    for day in range(-1, 8):
        midnight = dt.datetime.combine(since.date(), dt.time()) + dt.timedelta(days=day)
        on, off = shift.start.ticks, shift.end.ticks
        begin = midnight + dt.timedelta(microseconds=on)
        end = midnight + dt.timedelta(days=int(off < on), microseconds=off)
        if WEEKDAYS[midnight.weekday()] in shift.days and begin < until and end > since:
            return True
    return False


def _shifts(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.shift is not None and group.shifts:
        draft.problem((*path, "shift"), "shift and shifts are both given", "keep one of them")
    given = [((*path, "shift"), group.shift)] if group.shift else []
    given += [((*path, "shifts", name), shift) for name, shift in group.shifts.items()]
    for where, shift in given:
        if shift.start == shift.end:
            hint = "write from: 00:00, to: 24:00 for the whole day"
            draft.problem(where, f"a shift of no length, from {shift.start} to {shift.end}", hint)
        if not shift.days:
            draft.problem((*where, "days"), "a shift on no day", "leave days out for every day")


def _presence(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.since is not None and group.until is not None and group.since >= group.until:
        draft.problem((*path, "until"), f"ends at {group.until}, before it begins at {group.since}")


_NEED_A_TOUR = ("change", "first_change", "overlap", "gap", "early_departure", "leave")


def _needs_a_tour(draft: Draft, path: Key, *key: str) -> None:
    what, hint = "has no effect without a tour", "give the tour, or remove it"
    draft.problem((*path, *key), what, hint, on_key=True, lacks=(*path, "tour"))


def _tour(group: PostGroup, path: Key, mission: Mission, draft: Draft) -> None:
    if group.tour is None:
        for key in _NEED_A_TOUR:
            if key in group.model_fields_set:
                _needs_a_tour(draft, path, key)
        return
    length = laws.mean(group.tour)
    if length == 0:
        draft.problem((*path, "tour"), "a tour of no length", "leave it out for people who stay for good")
        return
    if group.overlap is not None and group.gap is not None:
        draft.problem((*path, "gap"), "overlap and gap are both given", "keep one of them", on_key=True)
    if group.overlap is not None and group.overlap.value >= length:
        draft.problem((*path, "overlap"), f"an overlap of {group.overlap} is no shorter than the tour")
    if group.leave is not None:
        if group.leave.length.value == 0:
            draft.problem((*path, "leave", "length"), "a leave of no length")
        if group.leave.length.value * group.leave.times >= length:
            what = f"{group.leave.times} times {group.leave.length} is no shorter than the tour"
            draft.problem((*path, "leave"), what)
    if group.first_change is not None:
        _first_change(group, group.first_change, length, path, mission, draft)


def _first_change(
    group: PostGroup, first: dt.datetime, length: float, path: Key, mission: Mission, draft: Draft
) -> None:
    here = (*path, "first_change")
    if first <= mission.begins:
        draft.problem(here, "lies before the clock starts", f"give the first change after {mission.begins}")
    elif first > mission.begins + dt.timedelta(microseconds=length):
        what = f"is more than one tour after the clock starts at {mission.begins}"
        draft.warn(here, what, "those present at the start will begin as newcomers")
    elif first >= mission.ends:
        draft.warn(here, f"never happens: the clock stops at {mission.ends}")


def _learning(group: PostGroup, path: Key, draft: Draft) -> None:
    if group.learning is None:
        return
    here = (*path, "learning")
    if group.learning.start.value == 0:
        hint = "write more than 0 %: with a proficiency of 0 nothing would ever be finished"
        draft.problem((*here, "start"), "a proficiency of 0 on arrival", hint)
    if group.learning.time.value == 0:
        draft.problem((*here, "time"), "learning takes no time", "leave learning out")
    if group.learning.memory is not None and group.tour is None:
        _needs_a_tour(draft, path, "learning", "memory")


def _change_over(group: PostGroup, path: Key, draft: Draft) -> None:
    if "change_over" not in group.model_fields_set:
        return
    rule, here = group.change_over, (*path, "change_over")
    if group.tour is None and group.until is None:
        hint = "give a tour, or remove it"
        draft.problem(here, "has no effect: nobody ever leaves", hint, on_key=True, lacks=(*path, "tour"))
    if rule.in_hand == "finish":
        _only_handed_over(rule, here, draft)
    if rule.growth is not None and rule.growth.value > LARGEST_GROWTH:
        draft.problem((*here, "growth"), f"a growth of {rule.growth}", f"write {LARGEST_GROWTH} or less")
    if rule.queue_loss is not None and group.change != "block":
        what = "has no effect on staggered changes"
        draft.problem((*here, "queue_loss"), what, "write change: block, or remove it", on_key=True)


def _only_handed_over(rule: ChangeOver, path: Key, draft: Draft) -> None:
    for key in ("growth", "loss"):
        if getattr(rule, key) is not None:
            hint = "write in_hand: hand_over, or remove it"
            draft.problem((*path, key), "has no effect when work in hand is finished", hint, on_key=True)
