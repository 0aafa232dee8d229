"""Rapport between the two ends of a channel, settled before the clock starts (semantics, 8.4 and 8.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

import numpy as np

from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.people.rosters import Stay
from stovepipe.network.records import NEVER
from stovepipe.network.schedule import Curve

ALWAYS_HERE = -NEVER  # when the stay began of a contact whose group has no tour


@dataclass(frozen=True)
class _Piece:
    since: int
    origin: int
    base: float
    slope: float
    cap: float
    effort: float

    def standing(self, tick: int) -> float:
        return min(self.cap, self.base + self.slope * (tick - self.origin))


class _Meeting(NamedTuple):
    """Two contacts are present together from a tick on; `met` others went before, whom the one knew."""

    since: int
    met: int


def curve(
    rapport: Rapport,
    sender: Sequence[Stay],
    recipient: Sequence[Stay],
    horizon: int,
    *,
    known_before: bool = True,
) -> Curve:
    """The rapport on a channel, but for what is earned and lost.

    Args:
        rapport: how it grows.
        sender: the stays of the contact at the sender, in order of time and apart; one that is for good
            begins at `ALWAYS_HERE`.
        recipient: those of the contact at the recipient.
        horizon: the tick at which the clock stops.
        known_before: whether others were in both posts before the first of these.
    """
    base = rapport.floor
    if known_before:
        base = rapport.floor + rapport.carried_over * (rapport.ceiling - rapport.floor)
    ends = sorted(stay.off for stay in (*sender, *recipient) if stay.off < horizon)
    turns: list[tuple[int, _Meeting | None]] = [(end, None) for end in ends]
    turns += [(meeting.since, meeting) for meeting in _meetings(sender, recipient) if meeting.since < horizon]
    turns.sort(key=lambda turn: (turn[0], turn[1] is not None))
    now = _apart(0, base)
    pieces = [now]
    for tick, meeting in turns:
        if meeting is None:
            base = rapport.floor + rapport.carried_over * (now.standing(tick) - rapport.floor)
            now = _apart(max(tick, 0), base)
        else:
            now = _together(rapport, meeting, base)
        pieces.append(now)
    return _curve(pieces, [end for end in ends if end > 0])


def _meetings(sender: Sequence[Stay], recipient: Sequence[Stay]) -> Iterator[_Meeting]:
    for mine in sender:
        for theirs in recipient:
            since = max(mine.on, theirs.on)
            if since >= min(mine.off, theirs.off):
                continue
            others, longer, present = (
                (recipient, mine, theirs) if mine.on <= theirs.on else (sender, theirs, mine)
            )
            yield _Meeting(since, sum(longer.on < other.off <= present.on for other in others))


def _apart(since: int, base: float) -> _Piece:
    return _Piece(since, 0, base, 0.0, base, 1.0)


def _together(rapport: Rapport, meeting: _Meeting, base: float) -> _Piece:
    effort = 1.0
    for _ in range(meeting.met):
        effort *= 1.0 - rapport.fatigue
    if meeting.since == ALWAYS_HERE:
        return _Piece(0, 0, rapport.ceiling, 0.0, rapport.ceiling, effort)
    slope = (rapport.ceiling - rapport.floor) / rapport.time
    return _Piece(max(meeting.since, 0), meeting.since, base, slope, rapport.ceiling, effort)


def _curve(pieces: Sequence[_Piece], ends: Sequence[int]) -> Curve:
    """The pieces in order; of several that begin together, the last one stated holds."""
    by_start = {piece.since: piece for piece in pieces}
    since, origin, base, slope, cap, effort = zip(*(astuple(p) for p in by_start.values()), strict=True)
    return Curve(
        np.array(since, dtype=np.int64),
        np.array(origin, dtype=np.int64),
        np.array(base),
        np.array(slope),
        np.array(cap),
        np.array(effort),
        np.array(ends, dtype=np.int64),
    )
