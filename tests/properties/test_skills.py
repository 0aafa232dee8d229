"""Posts that take only some work, and people called in by an incident: two simulators, laws, and signs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.audit import audit
from tests.properties.calendars import on_a_grid
from tests.properties.changes import changed, hurried
from tests.properties.divided import divided
from tests.properties.mechanisms import groups
from tests.properties.missions import confirming, examples, missions
from tests.properties.played import network, play
from tests.properties.test_metamorphic import assert_identical
from tests.properties.test_reference import assert_both_agree_on

ways = st.integers(0, 5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


# --- two simulators ------------------------------------------------------------------------------


@examples(12)
@given(document=missions(), how=ways, grid=st.sampled_from([None, HOUR]), many=st.booleans())
def test_engine_and_reference_agree_where_posts_take_only_some_work(folder, document, how, grid, many):
    document = divided(document, how)
    assert_both_agree_on(hurried(document) if many else document, folder, grid, 7, 1)


@pytest.mark.slow
@examples(100)
@given(
    document=missions() | confirming(),
    how=ways,
    grid=st.sampled_from([None, HOUR, HOUR // 12]),
    many=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_engine_and_reference_agree_on_many_missions_where_posts_take_only_some_work(
    folder, document, how, grid, many, seed
):
    document = divided(document, how)
    assert_both_agree_on(hurried(document) if many else document, folder, grid, seed, 0)


@examples(12)
@given(document=missions(), how=ways, grid=st.sampled_from([1, HOUR]))
def test_every_mission_in_which_posts_take_only_some_work_obeys_every_law(folder, document, how, grid):
    compiled = network(divided(document, how), folder)
    audit(run(compiled, on_a_grid(unfold(compiled, 7, 1), grid)))


# --- laws ----------------------------------------------------------------------------------------


@examples(12)
@given(document=missions(), many=st.booleans())
def test_posts_that_take_everything_by_name_are_posts_without_a_condition(folder, document, many):
    document = hurried(document) if many else document

    def name_everything(found):
        for group in groups(found):
            group["takes"] = {"classes": sorted(found["classes"]), "at_least": "ROUTINE"}

    plain = changed(document, lambda d: [group.pop("takes", None) for group in groups(d)])
    named = changed(document, name_everything)
    assert_identical(play(plain, folder), play(named, folder))


@examples(6)
@given(document=missions(), how=ways)
def test_a_station_of_one_group_that_is_split_in_two_of_the_same_skills_works_as_before(
    folder, document, how
):
    """The people of a group are who they are by its name, so that nobody may come and go, or learn."""

    def settle(found):
        for station in found["stations"].values():
            station["posts"] = {"first": {"count": 4}}
        found["incidents"]["attack"].pop("diverts")
        found["incidents"]["attack"].pop("calls_in", None)

    def split(found):
        klass = sorted(found["classes"])[how % len(found["classes"])]
        others = [each for each in found["classes"] if each != klass]
        for station in found["stations"].values():
            both = {"classes": [klass, *others]}
            station["posts"] = {
                "first": {"count": 1, "takes": both},
                "second": {"count": 2},
                "third": {"count": 1, "takes": both | {"at_least": "ROUTINE"}},
            }

    document["channels"] = {
        name: {key: part for key, part in channel.items() if key not in ("rapport", "embedded")}
        for name, channel in document["channels"].items()
    }
    for channel in document["channels"].values():
        for hurdle in channel["hurdles"].values():
            hurdle.pop("at_full_rapport", None)
    whole, parts = (play(changed(changed(document, settle), change), folder) for change in (list, split))
    assert_identical(whole, parts)


@examples(8)
@given(document=missions())
def test_who_is_always_on_duty_is_not_called_in(folder, document):
    attack = document["incidents"]["attack"]
    for station in document["stations"].values():
        for key in ("shift", "shifts", "on_call"):
            station["posts"].get("first", {}).pop(key, None)
    attack["calls_in"] = {"posts": {"cell.first": 1, "chief.first": 1}, "within": "1 h", "lasts": "9 h"}
    called = play(document, folder)
    del attack["calls_in"]
    assert_identical(play(document, folder), called)


# --- signs ---------------------------------------------------------------------------------------


def office(posts, **more):
    """An office for two kinds of report, rather busy."""
    return {
        "mission": "office",
        "start": "2021-01-04",
        "horizon": "40 d",
        "classes": {"position": {}, "rumour": {}},
        "sources": {
            "patrols": {"written_at": "office", "reports": {"position": "16 /day", "rumour": "16 /day"}}
        },
        "stations": {
            "office": {
                "stage": "command",
                "needs": ["position", "rumour"],
                "work": {"exponential": {"mean": "1 h"}},
                "posts": posts,
                **more,
            }
        },
    }


def mean_wait(trajectory, rows=slice(None)):
    """Hours."""
    return trajectory.visits.waiting[rows].mean() / HOUR


def test_two_specialists_wait_longer_than_two_who_take_everything(folder):
    """Pooling: the one is idle while work for the other waits. Every one of ten pairs has the sign."""
    each = {name: {"count": 1, "takes": {"classes": name}} for name in ("position", "rumour")}
    for replication in range(10):
        apart, pooled = (
            mean_wait(play(office(posts), folder, replication=replication))
            for posts in (each, {"anybody": {"count": 2}})
        )
        assert apart > 1.3 * pooled


def test_one_of_two_who_takes_everything_helps_and_two_help_more(folder):
    position = {"count": 1, "takes": {"classes": "position"}}
    ways_to_man = (
        {"one": position, "other": {"count": 1, "takes": {"classes": "rumour"}}},
        {"one": position, "other": {"count": 1}},
        {"one": {"count": 2}},
    )
    apart, half, pooled = (
        np.mean([mean_wait(play(office(posts), folder, replication=number)) for number in range(6)])
        for posts in ways_to_man
    )
    assert pooled < half < apart


def test_a_duty_officer_for_what_is_urgent_shortens_its_wait_and_lengthens_that_of_the_rest(folder):
    """Two of three posts stay for the rest, whatever waits: the precedence of the class decides."""

    def hurry(document):
        document["classes"]["position"]["precedence"] = "FLASH"
        document["sources"]["patrols"]["reports"] = {"position": "6 /day", "rumour": "44 /day"}

    posts = (
        {"all": {"count": 3}},
        {"all": {"count": 2}, "duty": {"count": 1, "takes": {"at_least": "FLASH"}}},
    )
    for replication in range(5):
        pooled, apart = (
            play(changed(office(each), hurry), folder, replication=replication) for each in posts
        )
        waits = []
        for trajectory in (pooled, apart):
            klass = trajectory.calendar.reports.klass[trajectory.visits.lead]
            waits.append([mean_wait(trajectory, klass == rank) for rank in range(2)])
        assert waits[0][0] > waits[1][0]
        assert waits[0][1] < waits[1][1]


def attacked(calls_in):
    """Attacks at any hour, each with many reports, to an office that works by day."""

    def change(document):
        document["sources"]["patrols"]["reports"] = {"rumour": "6 /day"}
        document["incidents"] = {
            "attack": {
                "rate": "0.3 /day",
                "bursts": {"patrols.position": {"reports": 10, "delay": {"exponential": {"mean": "3 h"}}}},
                **({"calls_in": calls_in} if calls_in else {}),
            }
        }

    shift = {"from": "08:00", "to": "18:00", "at_end": "hand_over"}
    return changed(office({"staff": {"count": 3, "shift": shift}}), change)


def test_calling_people_in_shortens_the_wait_after_attacks_and_costs_hours_of_duty(folder):
    calls_in = {"posts": {"office.staff": 2}, "within": {"exponential": {"mean": "1 h"}}, "lasts": "12 h"}
    for replication in range(8):
        alone, with_help = (
            play(attacked(each), folder, replication=replication) for each in (None, calls_in)
        )
        waits, hours = [], []
        for trajectory in (alone, with_help):
            rows = trajectory.calendar.reports.klass[trajectory.visits.lead] == 0
            waits.append(mean_wait(trajectory, rows))
            end = trajectory.network.horizon
            hours.append(
                sum((np.minimum(duty.off, end) - duty.on).sum() for duty in trajectory.calendar.duty) / HOUR
            )
        assert waits[0] > 1.5 * waits[1]
        assert hours[0] < hours[1]
        read = [
            trajectory.deliveries.outcome == DeliveryOutcome.DELIVERED for trajectory in (alone, with_help)
        ]
        assert read[0].sum() <= read[1].sum()
