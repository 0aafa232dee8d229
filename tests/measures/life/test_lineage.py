"""What is worked out from the tables is what happened, as the engine itself has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines.simpy import simulation as run
from stovepipe.engines.simpy.books import recorder
from stovepipe.engines.simpy.channels import hurdle
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.stations.sending import batch, confirmation, sharing
from stovepipe.measures.life.crossing import crossing_met
from stovepipe.measures.life.lineage import Left, lineage
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import SECOND, Network
from stovepipe.scenario import load
from stovepipe.trajectory import Passage, Trajectory
from tests.engines.scenes import MINUTE, scene
from tests.engines.simpy.test_mechanisms import AGAIN
from tests.properties.calendars import on_a_grid
from tests.properties.missions import confirming, examples, missions, mistaken, write

CONFIGS = Path(__file__).parents[3] / "configs"


@dataclass
class Truth:
    """What the engine knew, by row of the visits or crossings; which hurdles applied to which copies.

    A product that a station made of what it held has no visit there: it goes by its number (`place_of`).
    """

    visited: list[tuple[int, ...]] = field(default_factory=list)
    offered: list[tuple[int, ...]] = field(default_factory=list)
    dropped: dict[int, set[int]] = field(default_factory=dict)
    left: dict[int, Left] = field(default_factory=dict)
    leaving: list[tuple[int, int]] = field(default_factory=list)  # what leaves a batch now, and its reports
    raised: set[int] = field(default_factory=set)  # what leaves a batch now, each by itself
    applied: set[tuple[int, str, int]] = field(default_factory=set)  # copy, hurdle, tick


def place_of(copy: Copy) -> int:
    """The row of its visit; below 0 for a product that has had none."""
    return copy.row if hasattr(copy, "row") else -1 - copy.number


def content(copy: Copy) -> tuple[int, ...]:
    return tuple(item.report.rank for item in copy.carried)


@contextmanager
def overheard() -> Iterator[Truth]:
    """Listen to the engine."""
    truth = Truth()
    with pytest.MonkeyPatch.context() as patch:

        def listen(owner: type, name: str, hear: Any) -> None:
            method = getattr(owner, name)

            def heard(self: Any, *said: Any) -> Any:
                return hear(self, lambda: method(self, *said), *said)

            patch.setattr(owner, name, heard)

        def offered(_: Any, act: Any, copy: Copy, *__: Any) -> None:
            truth.offered.append(content(copy))
            act()

        def visited(_: Any, act: Any, copy: Copy, *__: Any) -> None:
            truth.visited.append(content(copy))
            act()

        def added(self: Any, act: Any, copy: Copy, *__: Any) -> Any:
            twice = self._held.intersection(content(copy))
            if twice or not isinstance(self, confirmation.Holding):
                truth.dropped.setdefault(place_of(copy), set()).update(twice)
            return act()

        def released(self: Any, act: Any, now: int) -> None:
            truth.leaving, offers = (
                [(place_of(c), len(c.carried)) for c in self.batch.copies],
                len(truth.offered),
            )
            act()
            if len(truth.leaving) > 1 or len(truth.offered) > offers:  # it had somewhere to go
                left = Left(now, sum(number for _, number in truth.leaving))
                truth.left |= {row: left for row, _ in truth.leaving}

        def crowded(_: Any, act: Any, *__: Any) -> Any:
            kept = act()
            truth.leaving = [(place_of(copy), len(copy.carried)) for copy in kept]
            return kept

        def let_go(self: Any, act: Any, raised: Any, *__: Any) -> None:
            truth.raised = {place_of(copy) for copy in self.batch.copies if copy in raised}
            act()
            truth.raised = set()

        def shared(_: Any, act: Any, copy: Copy, now: int) -> None:
            place, offers, alone = place_of(copy), len(truth.offered), len(copy.carried)
            act()
            if place in truth.raised and len(truth.offered) > offers:
                truth.left[place] = Left(now, alone)

        def applied(self: Any, act: Any, copy: Copy, now: int) -> bool:
            answer: bool = act()
            if answer:
                truth.applied.add((copy.number, self.spec.name, now))
            return answer

        listen(recorder.Recorder, "begin_crossing", offered)
        listen(recorder.Recorder, "cross", offered)
        listen(recorder.Recorder, "begin_visit", visited)
        listen(batch.Batch, "add", added)
        listen(sharing.Outbox, "release", released)
        listen(sharing.Outbox, "_crowded", crowded)
        listen(sharing.Outbox, "let_go", let_go)
        listen(sharing.Outbox, "_share", shared)
        listen(hurdle.Hurdle, "applies", applied)
        yield truth


def played(network: Network, seed: int = 1, grid: int = 1) -> tuple[Trajectory, Truth]:
    with overheard() as truth:
        trajectory, _ = run.run(network, on_a_grid(unfold(network, seed, 0), grid))
    return trajectory, truth


def check(trajectory: Trajectory, truth: Truth) -> None:
    """Each row has the reports that it had, and each batch what it took, dropped and sent."""
    family, crossings, visits = lineage(trajectory), trajectory.crossings, trajectory.visits
    columns = zip(visits.copy.tolist(), visits.lead.tolist(), visits.carried.tolist(), strict=True)
    assert [family.reports(*row) for row in columns] == truth.visited
    assert {row: offer.reports for row, offer in family.offers.items()} == {
        row: truth.offered[row] for row in family.offers
    }
    made = {-1 - copy: whole.batched for copy, whole in family.made.items() if whole.batched is not None}
    in_batches = made | dict(family.batched)
    assert {row: set(batched.dropped) for row, batched in in_batches.items()} == truth.dropped
    assert {row: batched.left for row, batched in in_batches.items() if batched.left} == truth.left
    annexes = set(range(len(crossings.copy))) - family.offers.keys()
    stopped = [
        (int(crossings.channel[row]), hurdle, reports)
        for row, offer in family.offers.items()
        for hurdle, reports in offer.stopped.items()
    ]
    assert sorted(stopped) == sorted(
        (int(crossings.channel[row]), int(crossings.hurdle[row]), truth.offered[row]) for row in annexes
    )


def check_passing(trajectory: Trajectory, truth: Truth) -> None:
    """Each hurdle that applied is told, no other; and the delays, drawn again, make up the whole time."""
    family, crossings, visits = lineage(trajectory), trajectory.crossings, trajectory.visits
    told = set()
    for row, offer in family.offers.items():
        mine = np.flatnonzero(
            (visits.copy == crossings.copy[row]) & (visits.through == crossings.channel[row])
        ).tolist()
        stopped = {report for reports in offer.stopped.values() for report in reports}
        remaining = min(report for report in offer.reports if report not in stopped)
        found = crossing_met(trajectory, family, row, remaining, mine)
        channel = trajectory.network.channels[crossings.channel[row]]
        each = {hurdle.name for hurdle in channel.hurdles if hurdle.each}
        told |= {
            (int(crossings.copy[row]), met.hurdle, met.at) for met in found.met if met.hurdle not in each
        }
        if crossings.passage[row] == Passage.ARRIVED:
            assert found.transit is not None
            through = [visit for met in found.met for visit in met.visits]
            stayed = int((visits.ended[through] - visits.arrived[through]).sum())
            held = 0
            if found.held is not None:
                assert found.held.until is not None
                held = found.held.until - found.held.since
            took = sum(met.delay for met in found.met) + held + found.transit + stayed
            assert crossings.offered[row] + took == crossings.ended[row]
    assert told == truth.applied


SIFTED = """
mission: Two nations, one summary
start: 2021-01-04
horizon: 4 wk
classes: {pattern: {}, warning: {}}
sources:
  dutch: {written_at: cell, nation: NLD, reports: {pattern: 4 /day, warning: 2 /day}}
  swedes: {written_at: cell, nation: SWE, reports: {pattern: 4 /day}}
stations:
  cell:
    stage: analysis
    posts: {analysts: {count: 2}}
    work: 1 h
    batch: {at: [18:00]}
  office: {stage: release, posts: {clerks: {count: 1}}, work: {once: 20 min, each: 0 min}}
  chief:
    stage: command
    needs: [pattern, warning]
    posts: {chief: {count: 1}}
    work: {once: 10 min, each: 0 min}
  staff: {stage: command, needs: pattern, posts: {staff: {count: 1}}, work: {once: 10 min, each: 0 min}}
channels:
  cell -> chief:
    transit: {exponential: {mean: 1 h}}
    hurdles:
      first: {kind: caveat, origins: SWE, each: true, probability: 50 %}
      forms: {kind: release, through: office, delay: {exponential: {mean: 20 min}}}
      second: {kind: caveat, each: true, probability: 30 %, on_arrival: true}
  cell -> staff: {carries: pattern}
"""


@pytest.fixture(scope="module")
def sifted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trajectory, Truth]:
    path = tmp_path_factory.mktemp("sifted") / "mission.yaml"
    path.write_text(SIFTED)
    return played(compile_network(load(path)))


def test_products_are_followed_through_hurdles_that_take_reports_out_of_them(
    sifted: tuple[Trajectory, Truth],
) -> None:
    trajectory, truth = sifted
    assert sum(len(offer.stopped) for offer in lineage(trajectory).offers.values()) > 10
    check(trajectory, truth)
    check_passing(trajectory, truth)


def test_the_missions_that_are_shipped_are_followed(tmp_path: Path) -> None:
    shipped = CONFIGS / "minusma" / "mission.yaml"
    network = compile_network(load(write({"extends": str(shipped), "horizon": "40 d"}, tmp_path)))
    trajectory, truth = played(network)
    assert (trajectory.crossings.carried > 1).any()
    check(trajectory, truth)
    check_passing(trajectory, truth)


@examples(30)
@given(
    document=missions() | confirming() | mistaken(), grid=st.sampled_from([1, 5 * 60 * SECOND, 3600 * SECOND])
)
def test_whatever_validates_is_followed_also_where_much_falls_at_one_tick(
    tmp_path_factory: pytest.TempPathFactory, document: Any, grid: int
) -> None:
    network = compile_network(load(write(document, tmp_path_factory.mktemp("mission"))))
    trajectory, truth = played(network, seed=7, grid=grid)
    check(trajectory, truth)
    check_passing(trajectory, truth)


TWICE = """
mission: What two desks send, batched twice
start: 2021-01-04
horizon: 2 wk
classes: {a: {}}
sources: {north: {written_at: desk, reports: {a: 30 /day}}}
stations:
  desk: {stage: collection, posts: {p: {count: 1}}, work: {once: 10 min, each: 0 min}}
  near: {stage: collection, posts: {p: {count: 1}}, work: 10 min, batch: {at: [06:00, 12:00, 18:00]}}
  far: {stage: collection, posts: {p: {count: 2}}, work: {once: 30 min, each: 0 min}}
  cell:
    stage: analysis
    posts: {p: {count: 3}}
    work: {once: {exponential: {mean: 5 h}}, each: 0 min}
    batch: {size: 12}
  chief: {stage: command, needs: a, posts: {p: {count: 1}}, work: {once: 10 min, each: 0 min}}
channels:
  desk -> near: {}
  desk -> far: {}
  near -> cell: {}
  far -> cell: {}
  cell -> chief: {}
"""


def test_what_a_batch_held_already_is_not_in_the_product_again(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    path.write_text(TWICE)
    trajectory, truth = played(compile_network(load(path)))
    shrunk = [row for row, some in truth.dropped.items() if 0 < len(some) < trajectory.visits.carried[row]]
    assert sum(len(some) for some in truth.dropped.values()) > 10
    assert len(shrunk) > 3  # copies that go on with less
    check(trajectory, truth)
    check_passing(trajectory, truth)


def test_the_draws_of_a_crossing_are_found_where_its_lead_was_taken_out_of_another_copy(
    tmp_path: Path,
) -> None:
    found = scene(tmp_path, AGAIN, (0, "a"), (0, "b"))
    trajectory = found.trajectory
    (row,) = np.flatnonzero((trajectory.crossings.lead == 1) & (trajectory.crossings.ended > 11 * MINUTE))
    offered, ended = (int(getattr(trajectory.crossings, name)[row]) for name in ("offered", "ended"))
    assert crossing_met(trajectory, lineage(trajectory), int(row), 1, []).transit == ended - offered
