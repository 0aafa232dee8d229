"""Urgency: what changes nothing, what can only help, and what a mission shows of it from end to end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from stovepipe.network.records import HOUR
from stovepipe.network.ways.precedence import meets, precedence_at, rises
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.changes import changed
from tests.properties.missions import examples, missions
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def conditional(document):
    """Every part of a mission that may have a condition on precedence."""
    yield from document["caveats"].values()
    for station in document["stations"].values():
        yield from (station["batch"],) if "batch" in station else ()
    for channel in document["channels"].values():
        yield channel
        yield from channel["hurdles"].values()


def unconditional(document):
    def change(found):
        for part in conditional(found):
            part.pop("at_least", None)
            part.pop("below", None)

    return changed(document, change)


# --- what changes nothing ------------------------------------------------------------------------


@examples(4)
@given(document=missions())
def test_at_least_routine_everywhere_changes_nothing(folder, document):
    plain = unconditional(document)
    routine = changed(plain, lambda d: [part.update(at_least="ROUTINE") for part in conditional(d)])
    assert_identical(play(plain, folder), play(routine, folder))


@examples(4)
@given(document=missions())
def test_below_flash_everywhere_changes_nothing_where_nothing_is_ever_flash(folder, document):
    def at_most_immediate(found):
        for klass in found["classes"].values():
            klass["precedence"] = klass["precedence"].replace("FLASH", "IMMEDIATE")
        raises = found["incidents"]["attack"]["raises"]
        raises["classes"] = dict.fromkeys(raises["classes"], "IMMEDIATE")

    plain = changed(unconditional(document), at_most_immediate)
    below = changed(plain, lambda d: [part.update(below="FLASH") for part in conditional(d)])
    assert_identical(play(plain, folder), play(below, folder))


@examples(4)
@given(document=missions())
def test_what_is_younger_than_the_shortest_time_there_is_raises_nothing(folder, document):
    """A report that occurs at the tick of an incident occurs after it; no other is younger than one tick."""
    shortest = changed(document, lambda d: d["incidents"]["attack"]["raises"].update(younger_than="1 us"))
    none = changed(document, lambda d: d["incidents"]["attack"]["raises"].pop("younger_than", None))
    assert_identical(play(none, folder), play(shortest, folder))


@examples(4)
@given(document=missions())
def test_every_copy_on_a_channel_met_its_condition_when_it_was_offered(folder, document):
    """Told from the tables and the calendar alone, of copies of one report of the calendar."""
    played = play(document | {"mechanisms": {"sorting": "off"}}, folder, seed=3)
    network, crossings, calendar = played.network, played.crossings, played.calendar
    known = crossings.lead < len(calendar.reports.occurred)
    for row in np.flatnonzero((crossings.carried == 1) & known).tolist():
        channel, lead = network.channels[crossings.channel[row]], int(crossings.lead[row])
        offered = int(crossings.offered[row])
        around = {precedence_at(network, calendar, (lead,), tick) for tick in (offered - 1, offered)}
        assert any(meets(channel.precedences, precedence) for precedence in around)


# --- what can only help --------------------------------------------------------------------------


def desk(**raises):
    """One person who interrupts, and an attack now and then that makes one class urgent."""
    return {
        "mission": "one desk",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"alpha": {}, "bravo": {"precedence": "PRIORITY"}},
        "sources": {"patrols": {"written_at": "desk", "reports": {"alpha": "12 /day", "bravo": "4 /day"}}},
        "incidents": {
            "attack": {
                "rate": "1 /day",
                "raises": {"lasts": "1 h", "classes": {"alpha": "FLASH"}, **raises},
            }
        },
        "stations": {
            "desk": {
                "stage": "command",
                "needs": ["alpha", "bravo"],
                "interrupts": "FLASH",
                "work": {"lognormal": {"mean": "80 min", "cv": 1.5}},
                "posts": {"staff": {"count": 1}},
            }
        },
    }


@pytest.mark.parametrize("younger_than", ["2 h", "2 d"])
def test_at_one_desk_that_interrupts_no_report_is_later_for_having_been_raised(folder, younger_than):
    """Those raised keep their order, and less goes before each of them, with the same work in all."""
    plain, raised = play(desk(), folder), play(desk(younger_than=younger_than), folder)
    ended = [
        dict(zip(played.visits.lead.tolist(), np.where(played.visits.ended < 0, 1 << 62, played.visits.ended),
                 strict=True))
        for played in (plain, raised)
    ]  # fmt: skip
    network, calendar = raised.network, raised.calendar
    concerned = [
        report
        for report in ended[1]
        if any(at <= ended[1][report] for at, _, _ in rises(network, calendar, report))
    ]
    assert len(concerned) > 40
    assert all(ended[1][report] <= ended[0][report] for report in concerned)
    assert sum(ended[1][report] < ended[0][report] for report in concerned) > 20


# --- what a mission shows ------------------------------------------------------------------------


def sector(**batch):
    """A sector whose desk sends a summary at 18:00; attacks raise warnings, some hours old ones too."""
    return {
        "mission": "A sector and its summary",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"warning": {"precedence": "PRIORITY"}, "pattern": {}},
        "sources": {"patrols": {"written_at": "desk", "reports": {"warning": "4 /day", "pattern": "4 /day"}}},
        "incidents": {
            "attack": {
                "rate": "1 /day",
                "raises": {"lasts": "12 h", "classes": {"warning": "IMMEDIATE"}, "younger_than": "12 h"},
            }
        },
        "stations": {
            "desk": {
                "stage": "analysis",
                "work": "20 min",
                "posts": {"officers": {"count": 1}},
                "batch": {"at": ["18:00"], **batch},
            },
            "commander": {
                "stage": "command",
                "needs": ["warning", "pattern"],
                "work": {"once": "10 min", "each": "0 min"},
                "posts": {"commander": {"count": 1}},
            },
        },
        "channels": {"desk -> commander": {"transit": "1 h", "hurdles": {}}},
    }


def hours(document, folder, klass, replications=6):
    """The mean time until the commander has read a report of a class, in each replication (h)."""
    found = []
    for replication in range(replications):
        played = play(document, folder, replication=replication)
        deliveries, reports = played.deliveries, played.calendar.reports
        names = [each.name for each in played.network.classes]
        mine = deliveries.outcome == DeliveryOutcome.DELIVERED
        mine &= reports.klass[deliveries.report] == names.index(klass)
        ages = deliveries.decided - reports.occurred[deliveries.report]
        found.append(float(ages[mine].mean()) / HOUR)
    return np.array(found)


def test_urgent_reports_overtake_the_summary(folder):
    """Those that an attack makes urgent, waiting in the batch or not, do not wait for 18:00."""
    waits = hours(sector(), folder, "warning")
    overtakes = hours(sector(below="IMMEDIATE"), folder, "warning")
    only_later_ones = changed(
        sector(below="IMMEDIATE"), lambda d: d["incidents"]["attack"]["raises"].pop("younger_than")
    )
    assert (waits - overtakes > 3).all()
    assert (hours(only_later_ones, folder, "warning") - overtakes > 1).all(), "what waited leaves, too"


def test_an_urgent_only_channel_makes_warnings_known_sooner_and_nothing_else(folder):
    """Beside the desk with its hours and summary, a line for what is urgent."""

    def with_a_line(found):
        found["stations"]["watch"] = {
            "stage": "collection",
            "work": "5 min",
            "posts": {"officers": {"count": 1}},
        }
        found["sources"]["patrols"]["written_at"] = "watch"
        found["channels"]["watch -> desk"] = {"hurdles": {}}
        found["channels"]["watch -> commander"] = {"at_least": "PRIORITY", "hurdles": {}}

    def without_the_line(found):
        with_a_line(found)
        del found["channels"]["watch -> commander"]

    calm = changed(sector(), lambda d: d["incidents"]["attack"]["raises"].pop("younger_than"))
    line, none = changed(calm, with_a_line), changed(calm, without_the_line)
    assert (hours(none, folder, "warning") - hours(line, folder, "warning") > 5).all()
    patterns = hours(none, folder, "pattern") - hours(line, folder, "pattern")
    assert (np.abs(patterns) < 1).all(), "but for the commander's time"
    off = line | {"mechanisms": {"urgency": "off"}}
    np.testing.assert_array_equal(hours(off, folder, "warning"), hours(none, folder, "warning"))
