"""What the end of a delivery is called, by the kind of its cause (semantics, 5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.records import Network
from stovepipe.terms import CauseKind

LOST, DISPOSED, IN_FLIGHT = "lost", "disposed", "in_flight"
"""What may become of a delivery that is not made, or of an event that is not known."""


def causes_of_kind(network: Network, kind: CauseKind) -> NDArray[np.bool_]:
    """Whether each cause of loss is of a kind.

    Returns:
        of shape (causes + 1,), by the ranks of `Network.causes`; the last entry is false, so that -1, which
        stands for no cause, is of no kind.
    """
    return np.array([*(each == kind for each in network.cause_kinds), False], dtype=np.bool_)


def end_of(network: Network, cause: int) -> str:
    """What becomes of a delivery that ends for a cause: it is lost, or disposed of."""
    return DISPOSED if network.cause_kinds[cause] == "disposition" else LOST


def column_of(network: Network, cause: int) -> str:
    """The column in which what ended for a cause is counted: `lost_CAUSE`, or `disposed_CAUSE`."""
    return f"{end_of(network, cause)}_{network.causes[cause]}"
