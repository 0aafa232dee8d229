"""What a cause stands for decides nothing that happens; a group has what the first of its stations has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.tables import tables_of
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.changes import changed
from tests.properties.missions import examples, missions
from tests.properties.played import play

DELIVERED, LOST = DeliveryOutcome.DELIVERED, DeliveryOutcome.LOST
IN_FLIGHT = DeliveryOutcome.IN_FLIGHT


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


# --- any one of several ----------------------------------------------------------------------------


def both_need(document):
    """Whoever is one of a group needs what the group needs by itself as well."""
    document["any_of"] = {"leaders": {"stations": ["chief", "staff"], "needs": ["alpha", "bravo"]}}
    for name in ("chief", "staff"):
        own = [klass for klass in document["stations"][name]["needs"] if klass not in ("alpha", "bravo")]
        document["stations"][name]["needs"] = ["alpha", "bravo", *own]


@examples(10)
@given(document=missions())
def test_a_group_has_what_the_first_of_its_stations_has_and_loses_what_the_last_of_them_loses(
    folder, document
):
    """A report that answers no requirement is read, too; where none reads it, the last loss decides."""
    told = play(changed(document, both_need), folder)
    rows, causes = told.deliveries, told.network.causes
    group, off = len(told.network.stations), causes.index("off_requirement")
    ends = {}
    for row, report in enumerate(rows.report.tolist()):
        ends.setdefault(report, {})[int(rows.consumer[row])] = row
    seen = 0
    for each in ends.values():
        mine, *others = each.pop(group, None), *each.values()
        if mine is None:
            continue
        read = [row for row in others if rows.outcome[row] == DELIVERED or rows.cause[row] == off]
        seen += bool(read)
        if read:
            first = min(read, key=lambda row: rows.decided[row])
            assert rows.outcome[mine] == rows.outcome[first]
            assert rows.decided[mine] == rows.decided[first]
        elif any(rows.outcome[row] == IN_FLIGHT for row in others):
            assert rows.outcome[mine] == IN_FLIGHT
        else:
            assert rows.outcome[mine] == LOST
            assert rows.decided[mine] == max(rows.decided[row] for row in others)
    assert seen or not (rows.outcome == DELIVERED).any()


@examples(8)
@given(document=missions())
def test_a_group_of_one_is_that_one_and_groups_change_nothing_for_others(folder, document):
    def alone(changing):
        changing["any_of"] = {
            "alone": {"stations": ["staff"], "needs": changing["stations"]["staff"]["needs"]}
        }

    told = play(changed(document, alone), folder)
    plain = play(changed(document, lambda d: d.update(any_of={})), folder)
    staff = [station.name for station in told.network.stations].index("staff")
    of_group, own = (told.deliveries.consumer == number for number in (len(told.network.stations), staff))
    for name, column in vars(told.deliveries).items():
        if name != "consumer":
            np.testing.assert_array_equal(column[of_group], column[own], err_msg=name)
        np.testing.assert_array_equal(column[~of_group], getattr(plain.deliveries, name), err_msg=name)
    for name, column in vars(told.visits).items():
        np.testing.assert_array_equal(column, getattr(plain.visits, name), err_msg=name)


def two_offices(together):
    """Tips go to two offices, each of which refuses a half; one of them is enough, or each needs all."""
    office = {
        "stage": "command",
        "work": {"exponential": {"mean": "1 h"}},
        "posts": {"all": {"count": 2}},
    }
    needs = {} if together else {"needs": "tip"}
    refuses = {"hurdles": {"access": {"probability": "50 %"}}}
    return {
        "mission": "two offices",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"tip": {}},
        "sources": {"callers": {"written_at": "desk", "reports": {"tip": "12 /day"}}},
        "stations": {
            "desk": {"stage": "collection", "work": "2 min", "posts": {"all": {"count": 1}}},
            "north": {**office, **needs},
            "south": {**office, **needs},
        },
        "channels": {"desk -> north": refuses, "desk -> south": refuses},
        "any_of": {"offices": {"stations": ["north", "south"], "needs": "tip"}} if together else {},
    }


def test_what_one_office_never_gets_is_no_loss_as_long_as_the_other_may(folder):
    each, either = (
        tables_of(play(two_offices(together), folder), "tables")["outcomes"].iloc[-1]
        for together in (False, True)
    )
    assert either["lost"] / either["created"] == pytest.approx(0.25, abs=0.04)
    assert each["lost"] / each["created"] == pytest.approx(0.5, abs=0.04)
    assert either["mean_latency_hours"] < 0.9 * each["mean_latency_hours"]
