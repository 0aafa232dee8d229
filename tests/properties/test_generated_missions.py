"""Whatever validates runs, and its trajectory obeys every law (design 11.5).

The engine checks its invariants itself, in every run, and raises where one is broken. The laws are checked
once more from the tables alone, by other means.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import SECOND
from stovepipe.scenario import load
from tests.properties.audit import audit
from tests.properties.calendars import on_a_grid
from tests.properties.changes import hurried
from tests.properties.dated import with_dates
from tests.properties.missions import examples, missions, mistaken, write

CONFIGS = Path(__file__).parents[2] / "configs"
MINUTE = 60 * SECOND


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


@examples(45)
@given(document=missions())
def test_every_mission_obeys_every_law(folder, document):
    network = compile_network(load(write(document, folder)))
    audit(run(network, unfold(network, seed=7, replication=1)))


@examples(15)
@given(document=mistaken())
def test_every_mission_in_which_reports_are_taken_for_others_obeys_every_law(folder, document):
    network = compile_network(load(write(document, folder)))
    audit(run(network, unfold(network, seed=7, replication=1)))


@examples(20)
@given(document=with_dates())
def test_every_mission_with_dates_and_outages_obeys_every_law(folder, document):
    network = compile_network(load(write(document, folder)))
    audit(run(network, unfold(network, seed=7, replication=1)))


@examples(10)
@given(document=missions())
def test_every_mission_in_which_incidents_raise_much_obeys_every_law(folder, document):
    network = compile_network(load(write(hurried(document), folder)))
    audit(run(network, unfold(network, seed=7, replication=1)))


@pytest.mark.slow
@examples(150)
@given(document=missions(), seed=st.integers(0, 1000), grid=st.sampled_from([1, 5 * MINUTE, 60 * MINUTE]))
def test_many_missions_obey_every_law_also_where_much_falls_at_one_tick(folder, document, seed, grid):
    network = compile_network(load(write(document, folder)))
    audit(run(network, on_a_grid(unfold(network, seed, replication=0), grid)))


@pytest.mark.parametrize(
    ("mission", "horizon"),
    [
        ("tutorial", "26 wk"),
        ("minusma", "60 d"),
        ("translation_backlog", "60 d"),
        ("asifu/at", "30 d"),
        ("theory/batching", "40 d"),
    ],
)
def test_the_missions_that_are_shipped_obey_every_law(folder, mission, horizon):
    path = CONFIGS / (f"{mission}.yaml" if "/" in mission else f"{mission}/mission.yaml")
    network = compile_network(load(write({"extends": str(path), "horizon": horizon}, folder)))
    audit(run(network, unfold(network, seed=1, replication=0)))


@examples(8)
@given(document=missions())
def test_the_same_mission_runs_the_same_twice(folder, document):
    network = compile_network(load(write(document, folder)))
    first, second = (run(network, unfold(network, seed=3, replication=0)) for _ in range(2))
    for table in ("visits", "services", "crossings", "deliveries"):
        for name, column in vars(getattr(first, table)).items():
            np.testing.assert_array_equal(
                column, getattr(getattr(second, table), name), err_msg=f"{table}.{name}"
            )
