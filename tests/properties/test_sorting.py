"""Sorting (semantics, 3.16): what it must not change, and the sign of what it does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.changes import changed
from tests.properties.missions import CLASSES, examples, missions, mistaken
from tests.properties.played import play


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def sorting(document, taken_for, **more):
    """Every station that sorts, sorts so; not at all if nothing is said."""

    def change(found):
        for station in found["stations"].values():
            if "sorts" in station:
                station["sorts"] = {"taken_for": taken_for, **more}
                if not taken_for:
                    del station["sorts"]

    return changed(document, change)


# --- what it must not change ---------------------------------------------------------------------


@examples(5)
@given(document=mistaken())
def test_sorting_into_the_same_class_changes_nothing(folder, document):
    """Whatever precedence comes with it; no row of any table but that of the sortings."""
    same = {klass: {klass: "100 %"} for klass in CLASSES}
    plain = play(_led_everywhere(sorting(document, {})), folder)
    for precedence in ("kept", "of_class"):
        found = play(_led_everywhere(sorting(document, same, precedence=precedence)), folder)
        assert (found.sortings.before == found.sortings.after).all()
        assert_tables_alike(plain, found)


@examples(5)
@given(document=missions())
def test_where_nothing_goes_by_class_it_does_not_matter_what_reports_are_taken_for(folder, document):
    taken_for = {"alpha": {"bravo": "50 %"}, "bravo": {"alpha": "50 %"}}

    def change(found):
        found["mechanisms"] = {}
        found["caveats"] = {}
        for station in found["stations"].values():
            station.pop("work_by_class", None)
            station.get("confirms", {}).pop("classes", None)
            station["sorts"] = {"taken_for": taken_for}
            for group in station["posts"].values():
                group.pop("takes", None)
        for incident in found["incidents"].values():
            incident["raises"].pop("younger_than", None)
        for channel in found["channels"].values():
            channel.pop("carries", None)
            for hurdle in channel["hurdles"].values():
                hurdle.pop("classes", None)

    sorted_wrong = changed(document, change)
    found = play(sorted_wrong, folder)
    assert (found.sortings.before != found.sortings.after).any() or not len(found.sortings.at)
    assert_tables_alike(play(sorting(sorted_wrong, {}), folder), found)


def _led_everywhere(document):
    """Channels carry all, so that a mission without any sorting is one that validates."""

    def change(found):
        for channel in found["channels"].values():
            channel.pop("carries", None)

    return changed(document, change)


def assert_tables_alike(first, second):
    """Every column of every table but that of the sortings, the numbers of copies too."""
    for name in ("visits", "services", "crossings", "holds", "exposures", "calls", "deliveries"):
        for column, values in vars(getattr(first, name)).items():
            np.testing.assert_array_equal(
                values, getattr(getattr(second, name), column), err_msg=f"{name}.{column}"
            )


# --- the sign ------------------------------------------------------------------------------------


def tip_line(missed, second_look=None, precedence="of_class"):
    """Triage sends warnings to the watch, and the rest to analysts who are busy and go home at night."""
    late = {} if second_look is None else {"sorts": {"taken_for": {"warning": {"routine": second_look}}}}
    return {
        "mission": "tip line",
        "start": "2021-01-04",
        "horizon": "60 d",
        "classes": {"warning": {"precedence": "FLASH", "ltiov": "12 h"}, "routine": {}},
        "sources": {
            "public": {"written_at": "triage", "reports": {"warning": "4 /day", "routine": "12 /day"}}
        },
        "stations": {
            "triage": {
                "stage": "collection",
                "work": "10 min",
                "posts": {"all": {"count": 2}},
                "sorts": {"taken_for": {"warning": {"routine": missed}}, "precedence": precedence},
            },
            "watch": {"stage": "analysis", "work": "15 min", "posts": {"all": {"count": 2}}},
            "analysts": {
                "stage": "analysis",
                "work": {"exponential": {"mean": "2 h"}},
                "posts": {"all": {"count": 3, "shift": {"from": "08:00", "to": "18:00"}}},
                "purges": False,
                **late,
            },
            "commander": {
                "stage": "command",
                "needs": ["warning", "routine"],
                "purges": False,
                "work": "5 min",
                "posts": {"all": {"count": 1}},
            },
        },
        "channels": {
            "triage -> watch": {"carries": "warning"},
            "triage -> analysts": {"carries": "routine"},
            "watch -> commander": {},
            "analysts -> commander": {"transit": "1 h"},
            **({} if second_look is None else {"analysts -> watch": {"carries": "warning"}}),
        },
    }


def fate(trajectory, klass):
    """The mean age in hours of what is delivered of a class, and the share of it that is there in time."""
    reports, deliveries = trajectory.calendar.reports, trajectory.deliveries
    names = [each.name for each in trajectory.network.classes]
    mine = reports.klass[deliveries.report] == names.index(klass)
    read = mine & (deliveries.outcome == DeliveryOutcome.DELIVERED)
    ages = (deliveries.decided - reports.occurred[deliveries.report])[read] / HOUR
    timely = read & (deliveries.decided <= reports.deadline[deliveries.report])
    return ages.mean(), timely.sum() / mine.sum()


def test_triage_that_errs_costs_the_class_that_it_takes_for_less_in_time(folder):
    """Paired over three replications: the oftener it errs, the later warnings come, and the fewer in time."""
    for number in range(3):
        ages, shares = zip(
            *(
                fate(play(tip_line(missed), folder, replication=number), "warning")
                for missed in ("0 %", "15 %", "40 %")
            ),
            strict=True,
        )
        assert ages[0] < ages[1] < ages[2]
        assert shares[0] > shares[1] > shares[2]


def test_what_is_taken_for_less_urgent_than_it_is_waits_longer_than_with_its_own_precedence(folder):
    for number in range(3):
        kept, lost = (
            fate(play(tip_line("40 %", precedence=how), folder, replication=number), "warning")
            for how in ("kept", "of_class")
        )
        assert kept[0] < lost[0]


def test_what_leads_nowhere_from_the_class_that_it_is_taken_for_is_lost_at_triage(folder):
    """In the expected number, within four standard deviations; and nothing of the other class."""

    def change(document):
        del document["channels"]["analysts -> commander"]
        document["channels"]["triage -> commander"] = {"carries": "warning"}
        document["stations"]["commander"]["needs"] = ["warning"]

    found = play(changed(tip_line("15 %"), change), folder)
    deliveries, reports = found.deliveries, found.calendar.reports
    lost = deliveries.cause == found.network.causes.index("missorted")
    assert abs(lost.sum() - 0.15 * len(lost)) < 4 * np.sqrt(0.15 * 0.85 * len(lost))
    names = [station.name for station in found.network.stations]
    assert [names[where] for where in np.unique(deliveries.where[lost])] == ["triage"]
    assert np.isin(deliveries.decided[lost], found.visits.ended).all()
    assert (found.network.classes[1].name, 1) == ("warning", reports.klass[deliveries.report[lost]].min())


def test_a_second_look_that_puts_right_brings_what_was_missed_to_those_who_need_it(folder):
    """The analysts do not report to the commander: what they do not recognise is lost there."""

    def change(document):
        del document["channels"]["analysts -> commander"]
        document["stations"]["commander"]["needs"] = ["warning"]

    def lost(second_look):
        found = play(changed(tip_line("40 %", second_look), change), folder)
        return (found.deliveries.cause == found.network.causes.index("missorted")).sum(), found

    blind, _ = lost("90 %")
    keen, found = lost("10 %")
    assert 0 < keen < blind / 3
    before, after = found.sortings.before, found.sortings.after
    own = found.calendar.reports.klass[found.sortings.report]
    assert ((before != own) & (after == own)).any()
