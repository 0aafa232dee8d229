"""Erlang-A: what has become of a report by the time since it arrived."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import VisitEnd
from tests.theory.exact.expiry import ErlangA
from tests.theory.running import gates, measured, settled

BEGUN, FINISHED, EXPIRED = (0.0, 0.5, 2.0), (1.0, 2.0, 4.0), (1.0, 2.0, 4.0)  # hours since arrival


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mission", "end"), [("erlang_a", VisitEnd.EXPIRED), ("erlang_a_patience", VisitEnd.ABANDONED)]
)
def test_incidence_of_service_and_of_giving_up(mission, end):
    """Whether reports go by at a deadline, or those who bring them lose patience: it is one law."""
    theory = ErlangA(arrival=3.5, service=1.0, servers=3, expiry=0.5)

    def measure(trajectory):
        visits = trajectory.visits
        chosen = settled(trajectory, visits.arrived, tail=50)
        began = (visits.started - visits.arrived)[chosen & (visits.started >= 0)] / HOUR
        stayed = (visits.ended - visits.arrived)[chosen] / HOUR
        finished, expired = (stayed[visits.end[chosen] == how] for how in (VisitEnd.FINISHED, end))
        assert len(finished) + len(expired) == chosen.sum()
        return [
            chosen.sum(),
            *(np.sum(began <= age) for age in BEGUN),
            *(np.sum(finished <= age) for age in FINISHED),
            *(np.sum(expired <= age) for age in EXPIRED),
        ]

    arrived, *seen = measured(mission, 205, measure).T
    exact = [
        *(("begun", *pair) for pair in zip(BEGUN, theory.incidence(theory.states, BEGUN).begun, strict=True)),
        *(
            ("finished", *pair)
            for pair in zip(FINISHED, theory.incidence(theory.states, FINISHED).finished, strict=True)
        ),
        *(
            ("expired", *pair)
            for pair in zip(EXPIRED, theory.incidence(theory.states, EXPIRED).expired, strict=True)
        ),
    ]
    with gates(mission) as held:
        for count, (what, age, share) in zip(seen, exact, strict=True):
            held.ratio(f"{what} by {age} h", count, arrived, share)
