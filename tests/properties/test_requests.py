"""What asking does to a mission: whom it helps, whom it costs time, and what it leaves as it was."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome, RequestOutcome
from tests.properties.changes import changed
from tests.properties.everything import everything
from tests.properties.named import named, reports
from tests.properties.played import play
from tests.properties.test_mechanisms import uncrowded


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def asking(clerks=1, **ask):
    """A desk writes down what patrols see, half of it coarse; a commander may ask, and a staff reads too."""
    asks = {"asks": {"more": {"about": "sighting", "request": "query", **ask}}} if ask else {}
    return {
        "mission": "asking",
        "start": "2021-01-04",
        "horizon": "40 d",
        "classes": {"sighting": {}, "query": {}},
        "sources": {
            "patrols": {
                "written_at": "desk",
                "collection": {"coarse": "50 %"},
                "reports": {"sighting": "30 /day"},
            }
        },
        "stations": {
            "desk": {
                "stage": "collection",
                "discipline": "fifo",
                "work": {"exponential": {"mean": "20 min"}},
                "posts": {"clerks": {"count": clerks}},
            },
            "commander": {
                "stage": "command",
                "discipline": "fifo",
                "needs": "sighting",
                "work": {"exponential": {"mean": "10 min"}},
                "posts": {"commander": {"count": 1}},
                **asks,
            },
            "staff": {
                "stage": "command",
                "discipline": "fifo",
                "needs": "sighting",
                "work": {"exponential": {"mean": "15 min"}},
                "posts": {"staff": {"count": 1}},
            },
        },
        "channels": {
            "desk -> commander": {"carries": "sighting"},
            "desk -> staff": {"carries": "sighting"},
            "commander -> desk": {"carries": "query", "transit": {"exponential": {"mean": "30 min"}}},
        },
    }


COARSE = {"coarse": True, "collects": {"exponential": {"mean": "3 h"}}, "still_coarse": "20 %"}


def useful(trajectory):
    """How many sightings the commander has that are of use to him, and when he had each."""
    deliveries, requests = trajectory.deliveries, trajectory.requests
    commander = [each.name for each in trajectory.network.stations].index("commander")
    read = (deliveries.outcome == DeliveryOutcome.DELIVERED) & (deliveries.consumer == commander)
    fine = read & ~trajectory.calendar.reports.coarse[deliveries.report]
    when = dict(zip(deliveries.report[fine].tolist(), deliveries.decided[fine].tolist(), strict=True))
    answered = np.flatnonzero(requests.outcome == RequestOutcome.ANSWERED)
    for row in answered[~trajectory.reports.coarse[requests.answer[answered]]].tolist():
        when[int(requests.about[row])] = int(requests.decided[row])
    occurred = trajectory.calendar.reports.occurred
    return when.keys(), np.array([at - occurred[report] for report, at in when.items()]) / HOUR


def ages(trajectory, consumer):
    """By report, how old it was when the consumer had it, in ticks."""
    deliveries = trajectory.deliveries
    rank = [each.name for each in trajectory.network.stations].index(consumer)
    mine = (deliveries.consumer == rank) & (deliveries.outcome == DeliveryOutcome.DELIVERED)
    decided = dict(zip(deliveries.report[mine].tolist(), deliveries.decided[mine].tolist(), strict=True))
    return {report: at - int(trajectory.calendar.reports.occurred[report]) for report, at in decided.items()}


def test_who_asks_about_what_is_coarse_has_more_of_use_and_pays_with_time_as_others_do(folder):
    silent, asks = play(asking(), folder), play(asking(**COARSE), folder)
    (before, hours), (after, hours_asking) = useful(silent), useful(asks)
    assert before <= after, "what was of use as it was still is"
    assert len(after) > 1.5 * len(before), "four in five answers are of use, of half of all"
    assert np.mean(hours_asking) > np.mean(hours) + 1, "who asks waits for what the source collects"
    others, others_then = ages(silent, "staff"), ages(asks, "staff")
    both = others.keys() & others_then.keys()
    delayed = np.mean([others_then[report] for report in both]) / np.mean([others[report] for report in both])
    assert delayed > 1.2, "requests and answers take the desk from those who did not ask"
    assert asks.visits.work.sum() > 1.3 * silent.visits.work.sum()


def test_along_a_chain_of_queues_no_delivery_comes_sooner_because_somebody_asks(folder):
    """Where one person at each station serves in turn, who comes besides makes everybody wait, or nobody."""
    constant = {"coarse": True, "collects": "1 h"}
    silent, asks = play(asking(), folder), play(asking(**constant), folder)
    for consumer in ("commander", "staff"):
        before, after = ages(silent, consumer), ages(asks, consumer)
        assert after.keys() <= before.keys()
        assert all(after[report] >= before[report] for report in after)
        assert any(after[report] > before[report] for report in after)


def test_where_nobody_waits_for_anybody_asking_changes_no_delivery(folder):
    with_it, without = (
        named(play(uncrowded(everything(), "exposure", "trust", *others), folder))
        for others in ([], ["requests"])
    )
    assert len(with_it["visits"]) > len(without["visits"])
    assert with_it["deliveries"] == without["deliveries"]


def test_the_same_question_has_the_same_luck_in_every_structure(folder):
    """More clerks write reports sooner; what is asked about, and how long the source collects, stays."""
    one, four = (play(asking(clerks, **COARSE, probability="50 %"), folder) for clerks in (1, 4))
    drawn = [luck(trajectory) for trajectory in (one, four)]
    both = drawn[0].keys() & drawn[1].keys()
    assert len(both) > 100
    assert {about: drawn[0][about] for about in both} == {about: drawn[1][about] for about in both}


def luck(trajectory):
    """By the name of the report asked about: what was drawn for the request and the answer."""
    names, requests, made = reports(trajectory), trajectory.requests, trajectory.reports
    return {
        names[about]: (names[request], int(made.delay[answer]), bool(made.coarse[answer]))
        for about, request, answer in zip(
            requests.about.tolist(), requests.request.tolist(), requests.answer.tolist(), strict=True
        )
        if answer >= 0
    }


def test_a_larger_probability_asks_about_all_that_a_smaller_one_asks_about_and_more(folder):
    def about(share):
        document = asking(clerks=20, collects="1 h", probability=share)
        return set(play(document, folder).requests.about.tolist())

    some, more, all_of_them = (about(share) for share in ("30 %", "60 %", "100 %"))
    assert some < more < all_of_them


def test_a_mission_in_which_nobody_asks_has_no_requests_and_nothing_made(folder):
    trajectory = play(changed(asking(**COARSE), lambda d: d.update(mechanisms={"requests": "off"})), folder)
    assert len(trajectory.requests.ask) == len(trajectory.made.occurred) == 0
    assert trajectory.reports is trajectory.calendar.reports
