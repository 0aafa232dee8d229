"""Posts that take only some work, against a Markov chain with the whole queue in its state."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import VisitEnd
from tests.theory.exact.erlang import FiniteQueue
from tests.theory.exact.skills import KINDS, WDesign
from tests.theory.running import gates, measured, settled

# In hours. The classes of the configuration are incident and warning.
DESIGN = WDesign(arrival={"a": 70.0, "b": 90.0}, service={"a": 40.0, "b": 60.0}, room=3)


def test_two_kinds_that_differ_in_nothing_but_their_name_are_lost_alike():
    alike = WDesign(arrival={"a": 2.0, "b": 2.0}, service={"a": 1.0, "b": 1.0}, room=4)
    assert alike.lost("a") == pytest.approx(alike.lost("b"), rel=1e-12)
    assert alike.mean_wait("a") == pytest.approx(alike.mean_wait("b"), rel=1e-12)
    pooled = FiniteQueue(arrival=4.0, service=1.0, servers=3, capacity=7)
    assert alike.lost("a") > pooled.blocking, "three who can do everything lose fewer"


def test_without_the_other_kind_two_servers_are_left():
    alone = WDesign(arrival={"a": 3.0, "b": 0.0}, service={"a": 1.5, "b": 1.0}, room=4)
    two = FiniteQueue(arrival=3.0, service=1.5, servers=2, capacity=6)
    assert alone.lost("a") == pytest.approx(two.blocking, rel=1e-12)
    assert alone.mean_wait("a") == pytest.approx(two.mean_wait, rel=1e-12)


@pytest.mark.slow
def test_posts_that_take_only_some_work_are_the_w_design():
    def measure(trajectory):
        visits, network = trajectory.visits, trajectory.network
        chosen = settled(trajectory, visits.arrived, tail=1)
        klass = trajectory.calendar.reports.klass[visits.lead]
        lost = visits.end == VisitEnd.OVERFLOW
        waited = (visits.started - visits.arrived) / HOUR
        found = []
        for rank in range(len(KINDS)):
            mine = chosen & (klass == rank)
            found += [mine.sum(), lost[mine].sum(), waited[mine & ~lost].sum(), (mine & ~lost).sum()]
        group = np.array([server.group for server in network.servers])[trajectory.services.server]
        busy = np.maximum(
            trajectory.services.ended - np.maximum(trajectory.services.began, network.counted_from), 0
        )
        of = klass[trajectory.services.visit]
        found += [busy[(group == 0) & (of == rank)].sum() / HOUR for rank in range(len(KINDS))]
        return [*found, (network.horizon - network.counted_from) / HOUR]

    columns = measured("skills", 320, measure).T
    with gates("skills") as held:
        for rank, kind in enumerate(KINDS):
            came, lost, waited, served = columns[4 * rank : 4 * rank + 4]
            held.ratio(f"share lost of {kind}", lost, came, DESIGN.lost(kind))
            held.ratio(f"mean wait of {kind} (h)", waited, served, DESIGN.mean_wait(kind))
            share = DESIGN.shared_for(kind)
            held.ratio(f"server for both, busy with {kind}", columns[8 + rank], columns[-1], share)
