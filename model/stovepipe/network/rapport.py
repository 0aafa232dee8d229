"""Rapport between the two ends of a channel, settled before the clock starts (semantics, 8.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from stovepipe.network.records import NEVER, Rapport
from stovepipe.network.rosters import Stay
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


def curve(rapport: Rapport, sender: Sequence[Stay], recipient: Sequence[Stay], horizon: int) -> Curve:
    """The rapport on a channel.

    Args:
        rapport: how it grows.
        sender: the stays of the contact at the sender, in order of time and apart; one that is for good
            begins at `ALWAYS_HERE`.
        recipient: those of the contact at the recipient.
        horizon: the tick at which the clock stops.
    """
    alone = _Piece(0, 0, rapport.floor, 0.0, rapport.floor, 1.0)
    pieces = [alone]
    for mine in sender:
        for theirs in recipient:
            since, until = max(mine.on, theirs.on), min(mine.off, theirs.off)
            if since >= until or until <= 0 or since >= horizon:
                continue
            others, longer, present = (
                (recipient, mine, theirs) if mine.on <= theirs.on else (sender, theirs, mine)
            )
            met = sum(longer.on < other.off <= present.on for other in others)
            pieces += [_together(rapport, since, met), _Piece(until, 0, alone.base, 0.0, alone.cap, 1.0)]
    return _curve(pieces, horizon)


def _together(rapport: Rapport, since: int, met: int) -> _Piece:
    effort = 1.0
    for _ in range(met):
        effort *= 1.0 - rapport.fatigue
    if since == ALWAYS_HERE:
        return _Piece(0, 0, rapport.ceiling, 0.0, rapport.ceiling, effort)
    slope = (rapport.ceiling - rapport.floor) / rapport.time
    return _Piece(max(since, 0), since, rapport.floor, slope, rapport.ceiling, effort)


def _curve(pieces: Sequence[_Piece], horizon: int) -> Curve:
    """The pieces in order; of several that begin together, the last one stated holds."""
    by_start: dict[int, _Piece] = {}
    for piece in sorted(pieces, key=lambda piece: piece.since):
        if piece.since < horizon:
            by_start[piece.since] = piece
    since, origin, base, slope, cap, effort = zip(*(astuple(p) for p in by_start.values()), strict=True)
    return Curve(
        np.array(since, dtype=np.int64),
        np.array(origin, dtype=np.int64),
        np.array(base),
        np.array(slope),
        np.array(cap),
        np.array(effort),
    )
