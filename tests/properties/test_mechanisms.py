"""Every mechanism by itself: impossible, switched off, certain and worse (design 11.3).

All under the same seed: what is compared meets the same luck.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.details.rules import Ending
from stovepipe.scenario.language.mechanisms import MECHANISMS
from stovepipe.trajectory import DeliveryOutcome, VisitEnd
from tests.properties.changes import changed, without_deadlines
from tests.properties.everything import everything
from tests.properties.mechanisms import (
    CERTAIN,
    IMPOSSIBLE,
    NOTHING_HANDED_OVER,
    REMOVED,
    WORSE,
    without_stock,
)
from tests.properties.missions import examples, missions
from tests.properties.named import assert_same, named, reports
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical
from tests.properties.told import Told

STOPS = {
    "aggregation": {"aggregated"},
    "caveats": {"withheld", "found_out"},
    "direction": {"off_requirement"},
    "granularity": {"no_use"},
    "language": {"untranslated"},
    "partners": {"refused"},
    "rapport": {"not_shared"},
    "sorting": {"missorted"},
    "systems": {"incompatible"},
}
"""The mechanisms that do nothing here but stop what they stop, and the causes by which it is lost."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


@pytest.fixture(scope="module")
def whole(folder):
    """The mission with everything, by replication."""
    return cache(lambda replication: play(everything(), folder, replication=replication))


@pytest.fixture(scope="module")
def without(folder):
    """The same with one mechanism switched off."""
    return cache(lambda name: play(off(everything(), name), folder))


def off(document, *names):
    return document | {"mechanisms": dict.fromkeys(names, "off")}


# --- all of them ---------------------------------------------------------------------------------


def test_the_tables_of_changes_have_every_mechanism():
    assert set(REMOVED) == set(MECHANISMS) - {"turnover"}  # one who comes back cannot be written otherwise
    assert set(IMPOSSIBLE) == set(MECHANISMS) - {"duplication", "turnover"}  # structure, not chance
    assert {name.partition(",")[0] for name in WORSE} == set(MECHANISMS) - {"duplication"}


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_every_mechanism_acts_in_the_mission_with_everything(whole, without, name):
    """Else what follows would say nothing."""
    assert named(without(name)) != named(whole(0))


# --- switched off --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(REMOVED))
def test_switched_off_is_as_if_its_parts_were_not_written(folder, without, name):
    assert_identical(without(name), play(changed(everything(), REMOVED[name]), folder))


@examples(10)
@given(document=missions(), name=st.sampled_from(sorted(REMOVED)))
def test_switched_off_is_as_if_its_parts_were_not_written_in_any_mission(folder, document, name):
    document["mechanisms"] = {}
    if name == "memory":
        for system in document["systems"].values():
            system.pop("frozen", None)  # one that is frozen makes a unit forget, and stops reports
    removed = changed(document, REMOVED[name])
    assert_identical(play(off(document, name), folder), play(removed, folder))


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_switching_one_off_leaves_all_other_draws_of_the_calendar_as_they_were(whole, without, name):
    """Reports are compared by name: with `protection` there are fewer, and more."""
    other_one = without(name)
    own = {
        "collection": {"unreported", "delay", "coarse"},
        "direction": {"requirement"},
        "protection": {"precedence", "stream", "door"},  # what an attack makes urgent enters by another door
        "urgency": {"door"},
    }.get(name, set())
    before, after = (columns_by_report(one, own) for one in (whole(0), other_one))
    both = before.keys() & after.keys()
    assert len(both) > 200
    assert before.keys() == after.keys() or name == "protection"
    assert {report: before[report] for report in both} == {report: after[report] for report in both}
    for one, other in zip(whole(0).calendar.incidents, other_one.calendar.incidents, strict=True):
        np.testing.assert_array_equal(one, other)
    learns = name in ("learning", "memory", "systems")  # how able people are; not when they are there
    touched = {"absence": "desk", "turnover": "desk", "protection": "cell", "reinforcement": "sector"}.get(
        name
    )
    for rank, (one, other) in enumerate(zip(whole(0).calendar.duty, other_one.calendar.duty, strict=True)):
        station = other_one.network.stations[other_one.network.servers[rank].station].name
        if station != touched:
            for column in ("on", "off", "ending", "tour", "tenure", *(() if learns else ("p0", "slope"))):
                np.testing.assert_array_equal(getattr(one, column), getattr(other, column))


def columns_by_report(trajectory, left_out):
    columns = {
        key: column.tolist()
        for key, column in vars(trajectory.calendar.reports).items()
        if key not in left_out
    }
    rows = zip(*columns.values(), strict=True)
    settled = reports(trajectory)[: len(trajectory.calendar.reports.occurred)]
    return dict(zip(settled, rows, strict=True))


@pytest.mark.parametrize("name", sorted(STOPS))
def test_what_it_did_not_stop_fares_the_same_without_it(folder, name):
    """Where nobody waits for anybody, to each consumer leads one way, and what arrives moves nobody."""
    with_it, without = (
        named(play(uncrowded(everything(), "exposure", "trust", *others), folder))["deliveries"]
        for others in ([], [name])
    )
    assert any(row[3] in STOPS[name] for row in with_it)
    assert not any(row[3] in STOPS[name] for row in without)
    for row, other in zip(with_it, without, strict=True):
        assert row == other or row[3] in STOPS[name], "it was not stopped, and yet fares otherwise"


def uncrowded(document, *switched_off):
    """Enough people who never go, no incidents; twins do not know of each other, and nobody waits."""

    def change(found):
        for station in found["stations"].values():
            station["posts"] = {"people": {"count": 60, "nation": "FRA"}}
            station.pop("remit", None)
            station.pop("confirms", None)
        without_stock(found)
        del found["incidents"]

    return off(changed(document, change), *switched_off)


# --- impossible ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(IMPOSSIBLE))
def test_what_cannot_happen_is_as_if_it_were_switched_off(folder, without, name):
    impossible = named(play(changed(everything(), IMPOSSIBLE[name]), folder))
    switched_off = named(without(name))
    if name == "direction":
        del impossible["reports"]  # the draws that nothing asks for are still there
    assert_same(impossible, switched_off)


# --- certain -------------------------------------------------------------------------------------


def applies(name, told, report):
    """Whether a certain mechanism bars this report."""
    row = told.reports[report]
    source = told.network.sources[told.network.streams[row.stream].source]
    nation = told.network.nations[source.nation] if source.nation >= 0 else ""
    language = told.network.languages[row.language] if row.language >= 0 else ""
    conditions = {
        "caveats, declared": nation == "CHN",
        "caveats, undeclared": nation == "NLD",
        "collection": source.name == "north",
        "direction": source.name == "north",
        "granularity": row.coarse,
        "language": language == "fra",
        "release": told.network.markings[row.marking] != "plain",
    }
    return bool(conditions.get(name, True))


@pytest.mark.parametrize("name", sorted(CERTAIN))
def test_what_is_certain_stops_all_that_it_applies_to_and_nothing_else(folder, name):
    change, cause, consumer = CERTAIN[name]
    told = Told(play(changed(everything(), change), folder))
    barred = [
        delivery
        for delivery in told.deliveries
        if told.network.stations[delivery.consumer].name == consumer and applies(name, told, delivery.report)
    ]
    assert all(delivery.outcome != DeliveryOutcome.DELIVERED for delivery in barred)
    assert any(told.network.causes[delivery.cause] == cause for delivery in barred)
    for delivery in told.deliveries:
        if delivery.outcome == DeliveryOutcome.LOST and told.network.causes[delivery.cause] == cause:
            assert applies(name, told, delivery.report), f"{delivery} was stopped for no reason"


def test_where_every_hand_over_fails_nothing_in_hand_outlives_a_tour(folder):
    told = Told(play(changed(everything(), NOTHING_HANDED_OVER), folder))
    ends = {
        (server, int(off))
        for server, duty in enumerate(told.calendar.duty)
        for off, ending in zip(duty.off, duty.ending, strict=True)
        if ending == Ending.TOUR
    }
    cut = [s for s in told.services if (s.server, s.ended) in ends and s.ended < told.network.horizon]
    handed_over = [told.visits[service.visit].end for service in cut]
    assert VisitEnd.HANDOVER in handed_over
    assert set(handed_over) <= {VisitEnd.HANDOVER, VisitEnd.FINISHED}


# --- each report by itself ------------------------------------------------------------------------


def products(document, **caveat):
    """Four reports leave the cell as one; what comes from one nation may not reach the chief.

    Without deadlines: that of a product is the latest of what it holds, and so would change with it. Work on
    one takes no longer for what it holds, for the same reason.
    """

    def change(found):
        found["stations"]["cell"]["batch"] = {"size": 4}
        for station in found["stations"].values():
            work = station["work"]
            once = work["once"] if "each" in work else work
            station["work"] = {"once": once, "each": "0 min"}
        found["channels"]["cell -> chief"]["hurdles"] = {}
        kept = {"of": "CHN", "at": "chief", "otherwise": "kept_back", **caveat}
        found["caveats"] = {"national": kept} if caveat else {}

    return changed(without_deadlines(uncrowded(document, "requests")), change)


@pytest.mark.parametrize("declared", [True, False])
def test_an_annex_takes_what_is_restricted_and_no_more(folder, declared):
    """What remains of a product fares as if nothing had been taken out; no more than that is lost."""
    plain = named(play(products(everything()), folder))["deliveries"]
    apart = named(play(products(everything(), each=True, declared=declared), folder))["deliveries"]
    whole_ones = named(play(products(everything(), declared=declared), folder))["deliveries"]
    stopped = {row[:2] for row in apart if row[3] == "kept_back"}
    assert stopped == {
        row[:2] for row in plain if row[0][0] == "south" and row[1] == "chief" and row[5] == "chief"
    }
    for row, other in zip(plain, apart, strict=True):
        assert row == other or other[:2] in stopped
    assert stopped < {row[:2] for row in whole_ones if row[3] == "kept_back"}


def test_one_report_meets_a_hurdle_for_each_as_it_meets_any_other(folder, whole):
    def change(found):
        for caveat in found["caveats"].values():
            caveat["each"] = True
        for channel in found["channels"].values():
            for name in channel.get("hurdles", {}).keys() & {"language", "system", "access", "granularity"}:
                channel["hurdles"][name]["each"] = True

    assert_identical(play(changed(everything(), change), folder), whole(0))


# --- worse ---------------------------------------------------------------------------------------


def value(trajectory):
    """What the consumers have of it: the fidelity of what reached them in time, but for bursts of reports."""
    told = Told(trajectory)
    streams = trajectory.network.streams
    return sum(
        delivery.fidelity
        for delivery in told.deliveries
        if delivery.outcome == DeliveryOutcome.DELIVERED
        and delivery.decided <= told.reports[delivery.report].deadline
        and streams[told.reports[delivery.report].stream].trigger == "rate"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WORSE))
def test_worse_never_helps(folder, whole, name):
    """In the mean of ten replications: the queues are short, but some report may still be the faster."""
    document = changed(everything(), WORSE[name])
    differences = [
        value(play(document, folder, replication=number)) - value(whole(number)) for number in range(10)
    ]
    assert np.mean(differences) < 0


@pytest.mark.slow
def test_not_knowing_what_others_have_done_costs_hours(folder):
    """What `duplication` is worth is measured in work, and not in deliveries: see its page.

    What a review sends back is worked again, known or not: so nothing is misread here.
    """
    hours = []
    for names in (["misreading"], ["misreading", "duplication"]):
        played = [play(off(everything(), *names), folder, replication=number) for number in range(5)]
        hours.append(sum(int(one.visits.work.sum()) for one in played))
        assert any(one.visits.duplicated.any() for one in played) == ("duplication" not in names)
    assert hours[0] > hours[1]
