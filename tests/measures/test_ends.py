"""What an end is called follows from the kind of its cause, and -1 is the end of nothing."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.measures.ends import causes_of_kind, column_of, end_of
from stovepipe.network.records import EXPIRED, NO_ROUTE, NONE, OVERFLOW
from stovepipe.terms import CAUSE_KINDS, CauseKind
from tests.measures.build import network, station

NET = network([station("chief", needs=1)], of_kind={"expired": "meant", "overflow": "disposition"})


@pytest.mark.parametrize(
    ("kind", "cause"), [("failure", NO_ROUTE), ("meant", EXPIRED), ("disposition", OVERFLOW)]
)
def test_each_cause_is_of_one_kind(kind: CauseKind, cause: int) -> None:
    assert [causes_of_kind(NET, each)[cause] for each in CAUSE_KINDS] == [
        each == kind for each in CAUSE_KINDS
    ]


def test_what_has_no_cause_is_of_no_kind() -> None:
    assert not any(causes_of_kind(NET, kind)[NONE] for kind in CAUSE_KINDS)
    assert sum(causes_of_kind(NET, kind).sum() for kind in CAUSE_KINDS) == len(NET.causes)
    assert causes_of_kind(NET, "failure")[np.array([NO_ROUTE, NONE])].tolist() == [True, False]


def test_only_a_disposition_is_no_loss() -> None:
    assert [end_of(NET, cause) for cause in (NO_ROUTE, EXPIRED, OVERFLOW)] == ["lost", "lost", "disposed"]
    assert [column_of(NET, cause) for cause in (EXPIRED, OVERFLOW)] == ["lost_expired", "disposed_overflow"]
