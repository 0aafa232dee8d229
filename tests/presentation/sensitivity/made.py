"""Results of each method about the factors of the made-up study, with invented numbers."""

from __future__ import annotations

import numpy as np

from stovepipe.importance.boxes import Limit, Region
from stovepipe.importance.methods.morris import Effect, Screening
from stovepipe.importance.methods.pawn import Influence, Pawn
from stovepipe.importance.methods.prim import Box, Discovery, Judgement
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Bar, Swing, Tornado
from stovepipe.importance.methods.verdict import Flip, Verdict
from stovepipe.importance.shares import Share
from tests.made_up import estimate

SCREENING = Screening(
    effects=(
        Effect("courier", estimate(-0.011), estimate(0.012, 0.002), estimate(0.003), 0.004, matters=True),
        Effect("work", estimate(0.085), estimate(0.090, 0.010), estimate(0.020), 0.005, matters=True),
        Effect("release", estimate(0.0), estimate(0.002, 0.001), estimate(0.001), 0.006, matters=False),
        Effect("officers", estimate(None), estimate(0.040, 0.004), estimate(None), None, matters=True),
    ),
    trajectories=6,
    replications=3,
    draws=np.ones((2, 4)),
    notes=("a note on the screening",),
)

INDICES = Indices(
    names=("courier", "work", "release"),
    first=(estimate(0.05, 0.01), estimate(0.55, 0.05), estimate(0.10, 0.02)),
    total=(estimate(0.15, 0.03), estimate(0.75, 0.06), estimate(0.25, 0.04)),
    second={
        ("courier", "work"): estimate(0.08, 0.01),
        ("courier", "release"): estimate(0.01, 0.01),
        ("release", "work"): estimate(-0.02, 0.01),
    },
    interactions=estimate(0.30, 0.04),
    variance=estimate(0.006, 0.001),
    noise=estimate(0.002, 0.0001),
    blocks=16,
    replications=3,
    draws=np.ones((2, 3)),
    notes=("a note on the indices",),
)

PAWN = Pawn(
    factors=(
        Influence("courier", estimate(0.11, 0.02), 0.20, 0.12, 0.4, matters=False),
        Influence("work", estimate(0.61, 0.05), 0.21, 0.63, 0.001, matters=True),
        Influence("release", estimate(0.34, 0.03), 0.22, 0.35, 0.01, matters=True),
    ),
    draws=np.ones((2, 3)),
    points=64,
    notes=("a note on PAWN",),
)

TORNADO = Tornado(
    base=estimate(0.50, 0.01),
    swings=(
        Swing(
            "work",
            (Bar("work", 0.5, estimate(0.20, 0.01)), Bar("work", 2.0, estimate(-0.30, 0.02))),
            estimate(0.50, 0.03),
        ),
        Swing(
            "officers",
            (
                Bar("officers", "liaison", estimate(0.03, 0.01)),
                Bar("officers", "embedded", estimate(0.06, 0.01)),
            ),
            estimate(0.06, 0.02),
        ),
        Swing(
            "courier",
            (Bar("courier", 5.0, estimate(0.01, 0.01)), Bar("courier", 20.0, estimate(-0.02, 0.01))),
            estimate(0.03, 0.02),
        ),
    ),
    notes=("a note on the tornado",),
)


def box(*limits: Limit, density: float, coverage: float, mass: float) -> Box:
    """A box with these limits."""
    quasi = tuple(0.01 * (place + 1) for place in range(len(limits)))
    return Box(limits, quasi, coverage, density, mass, (), Region.everything(5))


FIRST = box(Limit("work", low=1.25), Limit("analysts", high=2), density=0.90, coverage=0.60, mass=0.25)
SECOND = box(Limit("officers", choices=("none", "liaison")), density=0.70, coverage=0.30, mass=0.20)
FAILS = Share(estimate(0.40, 0.05), surely=0.30, surely_not=0.45)
JUDGED = (
    Judgement(estimate(0.55, 0.05), estimate(0.82, 0.06), estimate(0.26, 0.03)),
    Judgement(estimate(0.28, 0.05), estimate(0.65, 0.07), estimate(0.21, 0.03)),
)
DISCOVERY = Discovery(FAILS, 0.80, (FIRST, SECOND), JUDGED, ("a note on the boxes",))

HOLDS = Share(estimate(0.70, 0.05), surely=0.60, surely_not=0.10)
FLIP = Flip(Limit("courier", low=15.0), mass=0.2, holds=Share(estimate(0.10, 0.05), 0.05, 0.85))
VERDICT = Verdict(HOLDS, FLIP, ("a note on the verdict",))
