"""Posts, shifts and servers."""

from __future__ import annotations

import numpy as np

from stovepipe.network import records
from stovepipe.network.compiler.words import Words, law, rank, share, ticks
from stovepipe.network.intervals import Intervals, union
from stovepipe.network.records import DAY, NEVER, NONE, AtEnd
from stovepipe.scenario.schema import PostGroup, Shift
from stovepipe.scenario.times import WEEKDAYS

AT_END = {"finish": AtEnd.FINISH, "suspend": AtEnd.SUSPEND, "hand_over": AtEnd.HAND_OVER}
ALONE = ""  # the name of a shift that has no others beside it


def compile_servers(words: Words) -> tuple[records.Server, ...]:
    """The servers, by station, post group, post and shift."""
    servers: list[records.Server] = []
    desk = -1
    for station, name in enumerate(words.stations):
        posts = words.mission.stations[name].posts
        for number, group_name in enumerate(sorted(posts)):
            group = posts[group_name]
            for post in range(group.count.count):
                for shift in range(max(1, len(group.shifts))):
                    if shift == 0 or group.relief == "at_once":
                        desk += 1
                    servers.append(records.Server(station, number, post, shift, desk))
    return tuple(servers)


def compile_group(words: Words, name: str, group: PostGroup) -> records.PostGroup:
    """One post group."""
    learning, change, leave = group.learning, group.change_over, group.leave
    return records.PostGroup(
        name=name,
        count=group.count.count,
        nation=rank(words.nations, group.nation),
        since=0 if group.since is None else max(0, words.at(group.since)),
        until=NEVER if group.until is None else words.at(group.until),
        tour=law(group.tour),
        block=group.change == "block",
        first_change=NONE if group.first_change is None else words.at(group.first_change),
        overlap=ticks(group.overlap),
        gap=law(group.gap),
        early_departure=share(group.early_departure),
        leave_length=ticks(leave.length) if leave else 0,
        leave_times=leave.times if leave else 0,
        start=learning.start.value if learning else 1.0,
        learning_time=ticks(learning.time) if learning else 0,
        memory=share(learning.memory) if learning else 0.0,
        tour_rule=AT_END[change.in_hand],
        growth=1.0 if change.growth is None else change.growth.value,
        loss=share(change.loss),
        queue_loss=share(change.queue_loss),
        shifts=_shifts(words, group),
        relief_when_free=group.relief == "when_free",
    )


def _shifts(words: Words, group: PostGroup) -> tuple[records.Shift, ...]:
    if group.shifts:
        return tuple(_shift(words, name, group.shifts[name]) for name in sorted(group.shifts))
    if group.shift is not None:
        return (_shift(words, ALONE, group.shift),)
    return (records.Shift(ALONE, np.array([[0, NEVER]], dtype=np.int64), AtEnd.FINISH),)


def _shift(words: Words, name: str, shift: Shift) -> records.Shift:
    length = shift.end.ticks - shift.start.ticks
    if length <= 0:
        length += DAY
    windows = union(
        [
            (midnight + shift.start.ticks, midnight + shift.start.ticks + length)
            for midnight, date in words.days()
            if WEEKDAYS[date.weekday()] in shift.days
        ]
    )
    return records.Shift(name, _clipped(windows, words.horizon), AT_END[shift.at_end])


def _clipped(windows: Intervals, horizon: int) -> Intervals:
    """What lies within the clock; a window that reaches the horizon never ends within it."""
    inside = windows[(windows[:, 1] > 0) & (windows[:, 0] < horizon)]
    ends = np.where(inside[:, 1] >= horizon, NEVER, inside[:, 1])
    return np.stack([np.maximum(inside[:, 0], 0), ends], axis=1)
