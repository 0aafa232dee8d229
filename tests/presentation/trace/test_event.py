"""The history of an event in words, and as plain values."""

import json

from stovepipe.measures.life.events import AboutEvent
from stovepipe.measures.life.history import History, Knowing, Telling
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR
from stovepipe.presentation.trace.event import (
    event_heading,
    event_parts,
    event_payload,
    event_tables,
    event_verdict,
)
from stovepipe.scenario import Scenario
from tests.presentation.trace.lives import BEGINS, DELIVERED, IN_FLIGHT, LOST

DAY = 24 * HOUR


def history(scenario: Scenario, *knowing: Knowing, **instead: object) -> History:
    """A raid that two reports are about, of which one is never written."""
    said: dict[str, object] = {
        "about": AboutEvent("raid", 3, BEGINS - HOUR), "ended": BEGINS + DAY, "deadline": BEGINS + 11 * HOUR,
        "confirmed_by": 2, "counts": True,
        "tellings": (
            Telling("patrols", 7, "warning", BEGINS, BEGINS, (DELIVERED, LOST, IN_FLIGHT)),
            Telling("police", 2, "rumour", BEGINS + HOUR, None, ()),
        ),
    }  # fmt: skip
    return History(
        knowing=knowing, network=compile_network(scenario), seed=9, replication=3, **(said | instead)
    )


KNOWN = Knowing("commander", "known", "known", BEGINS + 5 * HOUR, "", True)
LATE = Knowing("staff", "known", "known", BEGINS + 20 * HOUR, "", False)
NEVER = Knowing("commander", "confirmed", "lost", BEGINS + 30 * HOUR, "expired", False)
CLOSED = Knowing("staff", "known", "disposed", BEGINS + 3 * HOUR, "hoax", False)
OPEN = Knowing("staff", "confirmed", "in_flight", None, "", False)


def lines(found: History) -> list[str]:
    said = "\n".join(map(str, event_parts(found)))
    return [" ".join(line.split()) for line in said.splitlines()]


def test_it_is_said_which_event_of_which_run_it_is(scenario: Scenario) -> None:
    assert event_heading(history(scenario)).splitlines() == [
        "raid/3 in replication 3 of A cell, seed 9",
        "began 2021-01-05 23:00, lasted 25 h, to be known by 2021-01-06 11:00, confirmed by 2 sources",
    ]
    moment = history(scenario, ended=BEGINS - HOUR, deadline=None, confirmed_by=None)
    assert event_heading(moment).splitlines()[1] == "began 2021-01-05 23:00"


def test_who_reported_is_told_with_what_became_of_it_for_whom(scenario: Scenario) -> None:
    said = lines(history(scenario, KNOWN))
    assert (
        "2021-01-06 00:00 patrols/7 warning commander: delivered after 5 h, 2021-01-06 05:00; "
        "chief: lost, expired, after 1 h 30 min, 2021-01-06 01:30; deputy: in flight at the end"
    ) in said
    assert "2021-01-06 01:00 police/2 rumour nobody needs it" in said
    assert "Nobody did." in lines(history(scenario, KNOWN, tellings=()))


def test_who_came_to_know_is_told_with_when_and_after_how_long(scenario: Scenario) -> None:
    said = lines(history(scenario, KNOWN, LATE, NEVER, CLOSED, OPEN))
    assert "commander known in time 2021-01-06 05:00 6 h" in said
    assert "staff known late 2021-01-06 20:00 21 h" in said
    assert "commander never confirmed: expired 2021-01-07 06:00 31 h" in said
    assert "staff disposed of: hoax 2021-01-06 03:00 4 h" in said
    assert "staff not confirmed at the end" in said
    assert "commander known 2021-01-06 05:00 6 h" in lines(history(scenario, KNOWN, deadline=None))


def test_why_nobody_is_said_to_know_is_told(scenario: Scenario) -> None:
    said = lines(history(scenario))[-1]
    assert said == "No consumer needs a class of reports about raid: nobody could hear of it."
    early = lines(history(scenario, counts=False))[-1]
    assert early == "It began before the counted time: it is not counted."


def test_it_is_plain_values_for_other_programs(scenario: Scenario) -> None:
    found = json.loads(json.dumps(event_payload(history(scenario, KNOWN, NEVER, OPEN))))
    assert (found["event"], found["began"], found["confirmed_by"]) == ("raid/3", "2021-01-05T23:00:00", 2)
    assert [each["report"] for each in found["reports"]] == ["patrols/7", "police/2"]
    assert found["reports"][1]["written"] is None
    assert found["reports"][0]["deliveries"][1] == {
        "consumer": "chief", "outcome": "lost", "cause": "expired", "decided": "2021-01-06T01:30:00",
    }  # fmt: skip
    assert [(each["outcome"], each["cause"], each["decided"]) for each in found["knowledge"]] == [
        ("known", None, "2021-01-06T05:00:00"),
        ("lost", "expired", "2021-01-07T06:00:00"),
        ("in_flight", None, None),
    ]


def test_the_verdict_has_a_sentence_for_each_consumer_and_degree(scenario: Scenario) -> None:
    assert event_verdict(history(scenario, KNOWN, NEVER, LATE, OPEN, CLOSED)) == (
        "raid/3 was known to commander in time, after 6 h. raid/3 was never confirmed to commander: expired. "
        "raid/3 was known to staff late, after 21 h. raid/3 was not confirmed to staff at the end. "
        "raid/3 was disposed of before it was known to staff: hoax."
    )
    timeless = history(scenario, KNOWN, deadline=None)
    assert event_verdict(timeless) == "raid/3 was known to commander, after 6 h."
    assert event_verdict(history(scenario)).startswith("No consumer needs a class of reports about raid")


def test_the_tables_have_each_report_by_consumer_and_each_degree_of_knowledge(scenario: Scenario) -> None:
    tables = event_tables(history(scenario, KNOWN, NEVER, OPEN))
    reports, knowledge = tables["reports"], tables["knowledge"]
    assert reports["report"].tolist() == ["patrols/7"] * 3 + ["police/2"]
    assert reports["consumer"].tolist()[:3] == ["commander", "chief", "deputy"]
    assert reports["consumer"].isna().tolist() == [False, False, False, True], "nobody needs the rumour"
    assert reports["outcome"].tolist()[:3] == ["delivered", "lost", "in_flight"]
    assert reports["written"].isna().tolist() == [False, False, False, True]
    assert str(reports["decided"][0]) == "2021-01-06 05:00:00"
    assert knowledge["hours"].tolist()[:2] == [6.0, 31.0]
    assert knowledge["cause"].tolist()[1] == "expired"
    assert knowledge["decided"].isna().tolist() == [False, False, True]
