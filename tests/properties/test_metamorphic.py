"""Changes to a mission that have a known effect on its trajectory, or none (design 11.3)."""

from __future__ import annotations

import copy
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines import run
from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.records import NEVER
from stovepipe.trajectory import DeliveryOutcome, Passage, VisitEnd
from tests.properties.changes import (
    changed,
    in_other_units,
    patient,
    renamed,
    reordered,
    slower,
    uncrowded,
    without_deadlines,
)
from tests.properties.missions import CLASSES, examples, missions
from tests.properties.named import assert_same, named, until
from tests.properties.played import network, play, shipped, small
from tests.theory.exact.erlang import ErlangC
from tests.theory.gate import gate

PREFIX = "aa_"  # an incident that comes before the trigger "rate" by name must go on doing so


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


@pytest.fixture
def tutorial():
    return shipped("tutorial/mission.yaml")


def assert_identical(first, second):
    """Every column of every table, the numbers of copies too; systems by name: there may be more of them."""
    for name in (
        "visits",
        "services",
        "crossings",
        "holds",
        "intakes",
        "judgements",
        "sortings",
        "deliveries",
    ):
        for column, values in vars(getattr(first, name)).items():
            if column == "system":
                continue
            np.testing.assert_array_equal(
                values, getattr(getattr(second, name), column), err_msg=f"{name}.{column}"
            )
    one, other = ([each.network.systems[rank] for rank in each.intakes.system] for each in (first, second))
    assert one == other, "intakes.system"


# --- how it is written ---------------------------------------------------------------------------


@examples(6)
@given(document=missions())
def test_other_units_of_time_change_nothing(folder, document):
    assert_identical(play(document, folder), play(in_other_units(document), folder))


def test_other_units_of_time_change_nothing_in_the_tutorial(folder, tutorial):
    assert_identical(play(tutorial, folder), play(in_other_units(tutorial), folder))


@examples(6)
@given(document=missions())
def test_the_order_of_the_file_changes_nothing(folder, document):
    assert_identical(play(document, folder), play(reordered(document), folder))


@examples(6)
@given(document=missions())
def test_one_door_and_what_holds_for_all_may_be_written_at_length(folder, document):
    """A single station as shares or as a list, and the same collection for every class and precedence."""
    longer = copy.deepcopy(document)
    for number, source in enumerate(longer["sources"].values()):
        door = source["written_at"]
        if isinstance(door, str):
            source["written_at"] = {door: "100 %"} if number % 2 else [{"at": door}]
        usual = dict(source.get("collection", {}))
        stated = {key: usual.pop(key) for key in ("by_class", "at_least") if key in usual}
        if usual and not stated:
            source["collection"] |= {"by_class": dict.fromkeys(CLASSES, usual), "at_least": {"FLASH": usual}}
    assert_identical(play(document, folder), play(longer, folder))


@examples(6)
@given(document=missions())
def test_people_who_are_called_and_never_come_change_nothing_but_the_table_of_calls(folder, document):
    nobody, never = copy.deepcopy(document), copy.deepcopy(document)
    for one, on_call in ((nobody, None), (never, {"for": "PRIORITY", "within": "900 yr"})):
        for group in (group for station in one["stations"].values() for group in station["posts"].values()):
            group.pop("on_call", None)
            if on_call is not None and ("shift" in group or "shifts" in group):
                group["on_call"] = on_call
    called = play(never, folder)
    assert_identical(play(nobody, folder), called)
    assert np.all(called.calls.came == -1)


@examples(6)
@given(document=missions())
def test_names_matter_only_for_the_draws(folder, document):
    """New names in the same order, with the draws of the old ones: the same trajectory under new names."""
    key = draws.key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draws, "key", lambda seed, *names: key(seed, *(n.replace(PREFIX, "") for n in names)))
        found = named(play(renamed(document, PREFIX), folder))
    assert_same(named(play(document, folder)), _without_prefix(found))


def test_names_do_not_matter_where_nothing_is_drawn(folder):
    """The occurrences are those of the old names; all that follows is fixed."""
    first = play(small(), folder)
    second = play(renamed(small(), PREFIX), folder, reports=first.calendar.reports)
    assert_same(named(first), _without_prefix(named(second)))


def _without_prefix(rows):
    return {name: sorted(_stripped(row) for row in table) for name, table in rows.items()}


def _stripped(row):
    if isinstance(row, tuple):
        return tuple(_stripped(part) for part in row)
    return row.replace(PREFIX, "") if isinstance(row, str) else row


@pytest.mark.slow
@pytest.mark.parametrize("sources", [["east", "west"], ["a", "b", "c"]])
def test_a_source_split_in_several_of_the_same_rate_together_changes_no_distribution(folder, sources):
    """The mean wait is that of M/M/2 at the rate of all together. Other names change as little."""
    rate, exact = 1.2, ErlangC(arrival=1.2, service=1.0, servers=2).mean_wait
    document = {
        "mission": "M/M/2",
        "start": "2021-01-04",
        "horizon": "2000 h",
        "classes": {"call": {}},
        "sources": {
            name: {"written_at": "desk", "reports": {"call": f"{rate / len(sources)} /h"}} for name in sources
        },
        "stations": {
            "desk": {
                "stage": "command",
                "needs": ["call"],
                "work": {"exponential": {"mean": "1 h"}},
                "posts": {"staff": {"count": 2}},
            }
        },
    }
    compiled = network(document, folder)
    means = []
    for replication in range(150):
        visits = run(compiled, unfold(compiled, 5, replication)).visits
        counted = (visits.arrived >= 100 * 3600 * 10**6) & (visits.started >= 0)
        means.append((visits.started - visits.arrived)[counted].mean() / (3600 * 10**6))
    gate(means, exact, family=2, half_width=0.06, what=f"mean wait with sources {sources}")


# --- what is not used ----------------------------------------------------------------------------


@examples(6)
@given(document=missions())
def test_stations_that_nobody_sends_to_change_nothing(folder, document):
    """They are first and last by name, so that every rank is another."""
    idle = {"stage": "release", "posts": {"first": {"count": 2}}, "work": "1 h"}
    more = changed(document, lambda d: d["stations"].update({"aaa": idle, "zzz": idle}))
    assert_same(named(play(document, folder)), named(play(more, folder)))


@examples(6)
@given(document=missions())
def test_a_hurdle_that_never_stops_anything_is_as_none(folder, document):
    never = {"kind": "access", "probability": {"value": "0 %", "range": ["0 %", "60 %"]}}
    for channel in document["channels"].values():
        channel["hurdles"] = {}
        channel.pop("embedded", None)
    more = changed(document, lambda d: [c["hurdles"].update(never=never) for c in d["channels"].values()])
    assert_same(named(play(document, folder)), named(play(more, folder)))


@examples(6)
@given(document=missions())
def test_without_deadlines_nothing_expires_and_far_ones_are_as_none(folder, document):
    none = play(without_deadlines(document), folder)
    assert not (none.visits.end == VisitEnd.EXPIRED).any()
    assert (none.calendar.reports.deadline == NEVER).all()
    far = named(play(without_deadlines(document, instead="100 yr"), folder))
    expected = named(none)
    assert_same({name: rows for name, rows in expected.items() if name != "reports"}, far)


@pytest.mark.parametrize("channel", ["cell -> chief", "cell -> staff", "desk -> cell"])
def test_a_stage_of_no_length_takes_no_time(folder, channel):
    """Work of no length, by people who are always there, at a station that purges nothing."""
    _assert_relay_takes_no_time(small(), channel, folder)


def test_a_stage_of_no_length_takes_no_time_in_the_tutorial(folder, tutorial):
    _assert_relay_takes_no_time(tutorial, "cell -> commander", folder)


def _assert_relay_takes_no_time(document, channel, folder):
    sender, _, recipient = channel.partition(" -> ")

    def insert(found):
        found["stations"]["relay"] = {
            "stage": "release",
            "posts": {"relays": {"count": 50}},
            "work": "0 min",
            "purges": False,
        }
        found["channels"] |= {f"relay -> {recipient}": {}}
        found["channels"][f"{sender} -> relay"] = found["channels"].pop(channel)

    direct, relayed = named(play(document, folder)), named(play(changed(document, insert), folder))
    assert len(relayed["visits"]) > len(direct["visits"])
    # At one tick things may happen in another order: what is finished comes before what is in transit.
    new_name = f"{sender} -> relay"
    back = [tuple(channel if part == new_name else part for part in row) for row in relayed["deliveries"]]
    assert back == direct["deliveries"]


# --- what others have done -----------------------------------------------------------------------


def known_to_all(document, rule="pass_on"):
    """Everybody sees what others of the same remit have done."""

    def change(found):
        found["mechanisms"]["duplication"] = "off"
        for station in found["stations"].values():
            station["on_duplicate"] = rule

    return changed(document, change)


def known_to_nobody(document):
    return changed(document, lambda d: [station.pop("remit", None) for station in d["stations"].values()])


def fates(document, folder):
    """What becomes of each delivery."""
    return {row[:2]: row[2] for row in named(play(document, folder))["deliveries"]}


@examples(15)
@given(document=missions(), rule=st.sampled_from(["pass_on", "work"]))
def test_knowing_of_each_others_work_loses_no_delivery_where_nothing_is_lost_by_waiting(
    folder, document, rule
):
    nobody, everybody = known_to_nobody(patient(document)), known_to_all(patient(document), rule)
    before, after = fates(nobody, folder), fates(everybody, folder)
    assert before.keys() == after.keys()
    for delivery, fate in before.items():
        if fate == DeliveryOutcome.DELIVERED:
            assert after[delivery] != DeliveryOutcome.LOST, f"{delivery} is lost by knowing"


# --- hurdles -------------------------------------------------------------------------------------


@examples(6)
@given(document=missions())
def test_at_a_certain_hurdle_everything_stops(folder, document):
    wall = {"wall": {"kind": "access", "probability": "100 %"}}
    document["caveats"], document["mechanisms"] = {}, {}
    document["channels"] = {
        name: {key: part for key, part in channel.items() if key != "embedded"}
        for name, channel in document["channels"].items()
    }
    channel = document["channels"]["cell -> chief"]
    channel["hurdles"] = wall | channel["hurdles"]
    crossings = [row for row in named(play(document, folder))["crossings"] if row[2] == "cell -> chief"]
    for _, _, _, offered, ended, passage, hurdle in crossings:
        assert (ended, passage, hurdle) == (offered, Passage.STOPPED, "wall")


def test_what_a_certain_hurdle_bars_from_its_consumer_is_lost_to_it(folder, tutorial):
    wall = {"access": {"probability": "100 %"}}
    barred = changed(tutorial, lambda d: d["channels"]["cell -> commander"].update(hurdles=wall))
    found = named(play(barred, folder))["deliveries"]
    for before, row in zip(named(play(tutorial, folder))["deliveries"], found, strict=True):
        if row[3] == "refused":
            assert row[5] == "cell -> commander"
        else:
            assert row == before, "what was lost or in flight at the cell is so all the same"
    assert all(row[2] != DeliveryOutcome.DELIVERED for row in found)
    assert {row[3] for row in found} == {"refused", "expired", ""}


def test_a_higher_hurdle_loses_a_superset(folder):
    """Each report meets it with the same draw, whatever its height."""
    lost = []
    for chance in ("5 %", "25 %", "70 %", "100 %"):
        deliveries = named(play(small(chance=chance), folder))["deliveries"]
        lost.append({row[:2] for row in deliveries if row[3] == "not_shared"})
    for lower, higher in pairwise(lost):
        assert lower < higher


# --- time and people -----------------------------------------------------------------------------


@examples(6)
@given(document=missions())
def test_a_longer_horizon_goes_on_where_the_shorter_one_stops(folder, document):
    """But for diverted people: whether one will be, later on, decides how the shift before ends."""
    del document["incidents"]["attack"]["diverts"]["posts"]
    short, long = (play(document | {"horizon": horizon}, folder) for horizon in ("4 d", "9 d"))
    end = short.network.horizon
    assert_same(until(named(short), end), until(named(long), end))


def test_a_longer_horizon_goes_on_where_the_tutorial_stops(folder, tutorial):
    short, long = (play(tutorial | {"horizon": horizon}, folder) for horizon in ("100 d", "200 d"))
    end = short.network.horizon
    assert_same(until(named(short), end), until(named(long), end))


@pytest.mark.parametrize("factor", [2, 3, 10])
def test_what_lasts_longer_and_comes_later_by_the_same_factor_is_the_same_mission_slower(folder, factor):
    """Every fixed or observed duration is a whole number of ticks, so that no rounding comes between."""
    document = small(law={"empirical": {"values": ["10 min", "40 min", "3 h"]}}, chance="30 %")
    del document["stations"]["cell"]["posts"]["analysts"]["shift"]  # hours of the day do not stretch
    first = play(document, folder)
    was = first.calendar.reports
    stretched = replace(
        was,
        occurred=was.occurred * factor,
        deadline=np.where(was.deadline < NEVER, was.deadline * factor, NEVER),
    )
    second = play(slower(document, factor), folder, reports=stretched)
    times = {"arrived", "started", "ended", "began", "offered", "decided"}
    times |= {"waiting", "work", "suspended", "batching", "transit", "hurdles"}
    for name in ("visits", "services", "crossings", "deliveries"):
        for column, values in vars(getattr(first, name)).items():
            expected = np.where(values > 0, values * factor, values) if column in times else values
            np.testing.assert_array_equal(getattr(getattr(second, name), column), expected, err_msg=column)
    assert len(first.visits.lead) > 500


def test_one_more_post_never_makes_a_report_wait_longer_first_in_first_out(folder):
    """At a single station, with the same occurrences and the same work (Kiefer and Wolfowitz 1955)."""
    started = []
    for count in (1, 2, 3, 4):
        document = {
            "mission": "one station",
            "start": "2021-01-04",
            "horizon": "30 d",
            "classes": {"call": {}},
            "sources": {"patrols": {"written_at": "desk", "reports": {"call": "40 /day"}}},
            "stations": {
                "desk": {
                    "stage": "command",
                    "needs": ["call"],
                    "discipline": "fifo",
                    "work": {"lognormal": {"mean": "80 min", "cv": 1.5}},
                    "posts": {"staff": {"count": count}},
                }
            },
        }
        visits = play(document, folder).visits
        started.append(np.where(visits.started < 0, NEVER, visits.started))
    for fewer, more in pairwise(started):
        assert (more <= fewer).all()
        assert (more < fewer).any()


@examples(6)
@given(document=missions())
def test_where_nobody_waits_more_posts_change_nothing(folder, document):
    few, many = (named(play(uncrowded(document, posts), folder)) for posts in (60, 70))
    assert all(row[7] == 0 for row in few["visits"]), "nobody waits"
    assert_same({name: rows for name, rows in few.items() if name != "services"}, many)
