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

from stovepipe.engines.simpy_engine import hurdle, recorder, run
from stovepipe.engines.simpy_engine.copies import Copy
from stovepipe.measures.lineage import lineage
from stovepipe.measures.passing import crossing_met
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import NONE, SECOND, Network
from stovepipe.scenario import load
from stovepipe.trajectory import Passage, Trajectory
from tests.properties.calendars import on_a_grid
from tests.properties.missions import examples, missions, write

CONFIGS = Path(__file__).parents[2] / "configs"


@dataclass
class Truth:
    """What the engine knew: the content of each copy by its number and size; which hurdles applied to it."""

    carried: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    offered: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)  # by copy and tick
    applied: set[tuple[int, str, int]] = field(default_factory=set)  # copy, hurdle, tick

    def note(self, copy: Copy) -> tuple[int, ...]:
        content = tuple(item.report.rank for item in copy.carried)
        self.carried[copy.number, len(content)] = content
        return content


@contextmanager
def overheard() -> Iterator[Truth]:
    """Listen to the engine."""
    truth = Truth()
    with pytest.MonkeyPatch.context() as patch:

        def listen(owner: type, name: str, hear: Any) -> None:
            method = getattr(owner, name)

            def heard(self: Any, copy: Copy, *rest: Any) -> Any:
                answer = method(self, copy, *rest)
                hear(self, copy, rest, answer)
                return answer

            patch.setattr(owner, name, heard)

        def offered(_: Any, copy: Copy, rest: tuple[int, ...], __: Any) -> None:
            truth.offered[copy.number, rest[-1]] = truth.note(copy)

        def applied(self: Any, copy: Copy, rest: tuple[int, ...], answer: bool) -> None:
            if answer:
                truth.applied.add((copy.number, self.spec.name, rest[0]))

        listen(recorder.Recorder, "begin_crossing", offered)
        listen(recorder.Recorder, "cross", offered)
        listen(recorder.Recorder, "begin_visit", lambda _, copy, *__: truth.note(copy))
        listen(hurdle.Hurdle, "applies", applied)
        yield truth


def played(network: Network, seed: int = 1, grid: int = 1) -> tuple[Trajectory, Truth]:
    with overheard() as truth:
        trajectory = run.run(network, on_a_grid(unfold(network, seed, 0), grid))
    return trajectory, truth


def check(trajectory: Trajectory, truth: Truth, *, whole: bool) -> None:
    family, crossings = lineage(trajectory), trajectory.crossings
    assert family.complete or not whole
    assert {key: truth.carried[key] for key in family.carried if key in truth.carried} == {
        key: content for key, content in family.carried.items() if key in truth.carried
    }
    if not whole:
        return
    assert {key for key in truth.carried if key[1] > 1} <= family.carried.keys()
    for row in range(len(crossings.copy)):
        copy, offered = int(crossings.copy[row]), int(crossings.offered[row])
        if row not in family.annexes:
            assert family.offers[row].reports == truth.offered[copy, offered]


def check_passing(trajectory: Trajectory, truth: Truth) -> None:
    """Each hurdle that applied is told, no other; and the delays, drawn again, make up the whole time."""
    family, crossings, visits = lineage(trajectory), trajectory.crossings, trajectory.visits
    told = set()
    for row, offer in family.offers.items():
        mine = np.flatnonzero(
            (visits.copy == crossings.copy[row])
            & (visits.through == crossings.channel[row])
            & (visits.arrived >= crossings.offered[row])
            & (visits.arrived <= (crossings.ended[row] if crossings.ended[row] >= 0 else 1 << 62))
        ).tolist()
        left = [report for report in offer.reports if all(report not in s.stopped for s in offer.sifts)]
        found = crossing_met(trajectory, family, row, left[0], mine)
        channel = trajectory.network.channels[crossings.channel[row]]
        each = {hurdle.name for hurdle in channel.hurdles if hurdle.each}
        told |= {
            (int(crossings.copy[row]), met.hurdle, met.at) for met in found.met if met.hurdle not in each
        }
        if crossings.passage[row] == Passage.ARRIVED:
            assert found.transit is not None
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
  office: {stage: release, posts: {clerks: {count: 1}}, work: 20 min}
  chief: {stage: command, needs: [pattern, warning], posts: {chief: {count: 1}}, work: 10 min}
  staff: {stage: command, needs: pattern, posts: {staff: {count: 1}}, work: 10 min}
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
    family = lineage(trajectory)
    assert len(family.annexes) > 10
    check(trajectory, truth, whole=True)
    check_passing(trajectory, truth)


def test_the_missions_that_are_shipped_are_followed_whole(tmp_path: Path) -> None:
    shipped = CONFIGS / "minusma" / "mission.yaml"
    network = compile_network(load(write({"extends": str(shipped), "horizon": "40 d"}, tmp_path)))
    trajectory, truth = played(network)
    assert (trajectory.crossings.carried > 1).any()
    check(trajectory, truth, whole=True)
    check_passing(trajectory, truth)


@examples(15)
@given(document=missions())
def test_whatever_validates_is_followed(tmp_path_factory: pytest.TempPathFactory, document: Any) -> None:
    network = compile_network(load(write(document, tmp_path_factory.mktemp("mission"))))
    trajectory, truth = played(network, seed=7)
    check(trajectory, truth, whole=True)
    check_passing(trajectory, truth)


@examples(15)
@given(document=missions(), grid=st.sampled_from([5 * 60 * SECOND, 3600 * SECOND]))
def test_nothing_is_said_that_is_not_so_where_much_falls_at_one_tick(
    tmp_path_factory: pytest.TempPathFactory, document: Any, grid: int
) -> None:
    network = compile_network(load(write(document, tmp_path_factory.mktemp("mission"))))
    check(*played(network, grid=grid), whole=False)


def test_a_trajectory_without_batches_has_no_products(tmp_path: Path) -> None:
    shipped = CONFIGS / "tutorial" / "mission.yaml"
    network = compile_network(load(write({"extends": str(shipped), "horizon": "2 wk"}, tmp_path)))
    trajectory, _ = played(network)
    family = lineage(trajectory)
    assert (family.carried, family.batched, family.complete) == ({}, frozenset(), True)
    assert [offer.reports for offer in family.offers.values()] == [
        (int(lead),) for lead in trajectory.crossings.lead
    ]
    assert (trajectory.visits.through == NONE).all()
