"""Random numbers with an address instead of a position in a stream.

`key` turns names into a key, a `Law` says what is drawn, and `draw_ticks` and its kin draw it. See
docs/background/random-numbers.md.
"""

from stovepipe.network.draws.addresses import Key, key
from stovepipe.network.draws.counts import poisson
from stovepipe.network.draws.drawing import draw, draw_ticks, draws, draws_ticks, uniform, uniforms
from stovepipe.network.draws.laws import Law
from stovepipe.network.draws.whole_ticks import TICKS_MAX, ticks

__all__ = [
    "TICKS_MAX",
    "Key",
    "Law",
    "draw",
    "draw_ticks",
    "draws",
    "draws_ticks",
    "key",
    "poisson",
    "ticks",
    "uniform",
    "uniforms",
]
