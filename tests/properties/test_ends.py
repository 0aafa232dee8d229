"""What a cause stands for decides nothing that happens, and tells what failed from what somebody wanted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from stovepipe.measures.outcomes import ALL
from stovepipe.measures.tables import tables_of
from tests.properties.changes import changed
from tests.properties.missions import examples, missions
from tests.properties.played import play


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


@examples(8)
@given(document=missions())
def test_what_causes_stand_for_changes_nothing_that_happens(folder, document):
    plain = changed(document, lambda d: d.update(causes={}))
    first, second = play(document, folder), play(plain, folder)
    for table in ("visits", "services", "crossings", "descents", "holds", "deliveries"):
        for name, column in vars(getattr(first, table)).items():
            np.testing.assert_array_equal(column, getattr(getattr(second, table), name))


def kept_back():
    """A staff that can read eight in ten of the reports that it needs, of which half are under a caveat."""
    return {
        "mission": "kept back",
        "start": "2021-01-04",
        "horizon": "90 d",
        "classes": {"note": {"ltiov": "12 h"}},
        "sources": {
            name: {"written_at": "desk", "nation": nation, "reports": {"note": "15 /day"}}
            for name, nation in (("north", "NLD"), ("south", "SWE"))
        },
        "stations": {
            "desk": {"stage": "collection", "work": "2 min", "posts": {"all": {"count": 1}}},
            "staff": {
                "stage": "command",
                "needs": "note",
                "work": {"exponential": {"mean": "1 h"}},
                "posts": {"all": {"count": 1, "nation": "CHN"}},
            },
        },
        "channels": {"desk -> staff": {}},
        "caveats": {"annex": {"of": "NLD", "towards": "CHN"}},
        "causes": {"withheld": "meant"},
    }


def shares(document, folder):
    outcomes = tables_of(play(document, folder), "tables")["outcomes"]
    total = outcomes[(outcomes["consumer"] == ALL) & (outcomes["class"] == ALL)].iloc[0]
    return {name: total[name] / total["created"] for name in ("lost", "failed", "meant", "timely")}


def test_a_mission_that_keeps_something_back_on_purpose_loses_more_and_fails_less(folder):
    """Not every loss is a fault (Sims 2024): without the caveat more comes than can be read in time."""
    kept = shares(kept_back(), folder)
    open_to_all = shares(changed(kept_back(), lambda d: d.update(mechanisms={"caveats": "off"})), folder)
    assert kept["meant"] == pytest.approx(0.5, abs=0.05)
    assert open_to_all["meant"] == 0.0
    assert kept["lost"] > open_to_all["lost"]
    assert kept["failed"] < 0.5 * open_to_all["failed"]
    assert open_to_all["timely"] > kept["timely"], "a loss that is meant is a loss all the same"
