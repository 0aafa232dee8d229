"""What became known and confirmed of events, against stories told by hand and a second way to work it out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines import run
from stovepipe.measures.fates.knowledge import (
    DEGREES,
    event_table,
    hearing,
    knowledge_incidences,
    knowledge_table,
    select_events,
)
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import EXPIRED, HANDOVER, HOUR, NEVER, NONE, OVERFLOW, Network, Subject
from stovepipe.scenario import load
from stovepipe.terms import CauseKind
from stovepipe.trajectory import DeliveryOutcome, Trajectory
from tests.measures.build import H, happened, network, reports, station, trajectory
from tests.measures.heard import all_heard
from tests.properties.missions import examples, missions, write

CHIEF, STAFF = 0, 1
LOST, IN_FLIGHT = DeliveryOutcome.LOST, DeliveryOutcome.IN_FLIGHT
RAID, SIEGE = 0, 1


def subject(name: str, confirmed_by: int = NONE) -> Subject:
    return Subject(name, NONE, None, None, None, confirmed_by)


def two_consumers(sources: int = 3, of_kind: Mapping[str, CauseKind] | None = None) -> Network:
    """The chief needs both classes, the staff the second; all sources report in both about both subjects."""
    return network(
        [station("chief", 0b11, stage="command"), station("staff", 0b10, stage="command")],
        classes=[("first", None), ("second", None)],
        written_at=[0] * sources,
        subjects=[subject("raid", confirmed_by=2), subject("siege")],
        about=[0b11] * 2 * sources,
        counted_from=10 * H,
        of_kind=of_kind,
    )


def delivery(report: int, at: int | None, cause: int | None = None, consumer: int = CHIEF) -> dict[str, Any]:
    if at is None:
        return {"report": report, "consumer": consumer, "outcome": IN_FLIGHT}
    found = {"report": report, "consumer": consumer, "decided": at * H}
    return found if cause is None else found | {"outcome": LOST, "cause": cause}


def told(
    *rows: tuple[int, int | None, int | None],
    since: int = 20,
    within: int = 30,
    lasts: int = 5,
    of_kind: Mapping[str, CauseKind] | None = None,
) -> pd.Series[Any]:
    """What the chief knows of a raid: of each report its source, when it is decided, its cause of loss."""
    played = trajectory(
        two_consumers(of_kind=of_kind),
        reports([(since + 1) * H] * len(rows), [2 * source for source, _, _ in rows], classes=2,
                event=[0] * len(rows)),
        deliveries=[delivery(report, at, cause) for report, (_, at, cause) in enumerate(rows)],
        events=happened((RAID, 0, since * H, (since + lasts) * H, (since + within) * H)),
    )  # fmt: skip
    table = event_table(played)
    return table[table["consumer"] == "chief"].iloc[0]


def test_an_event_is_known_at_the_earliest_delivery_of_a_report_about_it() -> None:
    row = told((0, 40, None), (1, 35, None), (2, 30, EXPIRED))
    assert (row["known"], row["known_ticks"], row["known_hours"]) == ("known", 15 * H, 15.0)
    assert (row["reports"], row["sources"]) == (3, 3)


def test_an_event_is_lost_with_the_last_report_that_could_tell_and_to_its_cause() -> None:
    row = told((0, 40, OVERFLOW), (0, 50, EXPIRED), (1, 45, HANDOVER))
    assert (row["known"], row["known_ticks"], row["known_cause"]) == ("lost", 30 * H, "expired")
    assert np.isnan(row["known_hours"])


@pytest.mark.parametrize(
    ("of_kind", "outcome", "meant"),
    [
        ({"expired": "disposition"}, "disposed", False),
        ({"expired": "meant"}, "lost", True),
        ({"overflow": "disposition", "handover": "meant"}, "lost", False),
    ],
)
def test_what_an_event_ends_as_is_said_by_the_end_of_the_last_report_that_could_tell(
    of_kind: dict[str, CauseKind], outcome: str, meant: bool
) -> None:
    row = told((0, 40, OVERFLOW), (0, 50, EXPIRED), (1, 45, HANDOVER), of_kind=of_kind)
    assert (row["known"], row["known_ticks"], row["known_cause"]) == (outcome, 30 * H, "expired")
    assert row["known_meant"] == meant


def test_of_losses_at_one_tick_that_of_the_highest_rank_tells_the_cause() -> None:
    assert told((0, 50, OVERFLOW), (1, 50, EXPIRED))["known_cause"] == "expired"
    assert told((1, 50, EXPIRED), (0, 50, OVERFLOW))["known_cause"] == "overflow"


def test_an_event_is_in_flight_while_a_report_may_still_tell() -> None:
    row = told((0, 40, OVERFLOW), (0, None, None))
    assert (row["known"], row["known_ticks"]) == ("in_flight", 80 * H)
    assert pd.isna(row["known_cause"])


def test_an_event_about_which_nobody_writes_is_unreported_at_its_end() -> None:
    row = told()
    assert (row["known"], row["known_cause"], row["known_ticks"]) == ("lost", "unreported", 5 * H)
    assert (row["confirmed"], row["confirmed_cause"], row["confirmed_ticks"]) == ("lost", "unreported", 5 * H)
    assert (row["reports"], row["sources"]) == (0, 0)


def test_in_time_is_by_the_deadline_of_the_event_and_not_of_the_report() -> None:
    assert told((0, 50, None), within=30)["known_in_time"]
    assert not told((0, 50, None), within=29)["known_in_time"]


def test_two_reports_of_one_source_confirm_nothing() -> None:
    row = told((0, 40, None), (0, 41, None))
    assert (row["known"], row["confirmed"], row["confirmed_cause"]) == ("known", "lost", "unreported")
    assert row["confirmed_ticks"] == 5 * H


def test_an_event_is_not_lost_as_long_as_it_lasts() -> None:
    """Somebody may still report about it: at the end of the clock it is in flight."""
    row = told((0, 30, EXPIRED), lasts=15)
    assert (row["known"], row["known_ticks"], row["known_cause"]) == ("lost", 15 * H, "expired")
    for rows in ([], [(0, 30, EXPIRED)]):
        row = told(*rows, lasts=80)
        assert (row["known"], row["known_ticks"], row["confirmed"]) == ("in_flight", 80 * H, "in_flight")
        assert pd.isna(row["known_cause"])
    assert told(*rows, lasts=79)["known"] == "lost"


def test_an_event_is_confirmed_when_the_second_source_has_told() -> None:
    row = told((0, 30, None), (0, 31, None), (1, 40, EXPIRED), (1, 45, None), (2, 50, None))
    assert (row["confirmed"], row["confirmed_hours"]) == ("confirmed", 25.0)
    assert row["confirmed_in_time"]


def test_confirmation_is_lost_with_the_source_that_makes_too_few() -> None:
    """Of three sources the first lost one does not matter; with the second, only one can still tell."""
    row = told((0, 30, None), (1, 40, EXPIRED), (1, 50, OVERFLOW), (2, 45, HANDOVER), (2, 46, EXPIRED))
    assert (row["known"], row["known_ticks"]) == ("known", 10 * H)
    assert (row["confirmed"], row["confirmed_cause"], row["confirmed_ticks"]) == ("lost", "overflow", 30 * H)


def test_confirmation_is_in_flight_while_enough_sources_may_still_tell() -> None:
    assert told((0, 30, None), (1, 40, EXPIRED), (2, None, None))["confirmed"] == "in_flight"
    assert told((0, None, None), (1, 40, EXPIRED), (2, None, None))["confirmed"] == "in_flight"


def test_events_of_the_warm_up_do_not_count_and_late_reports_about_the_others_do() -> None:
    played = trajectory(
        two_consumers(1),
        reports([9 * H, 90 * H], [1, 1], classes=2, event=[0, 1]),
        deliveries=[delivery(0, 12), delivery(0, 12, consumer=STAFF), delivery(1, 91),
                    delivery(1, None, consumer=STAFF)],
        events=happened((SIEGE, 0, 8 * H, 9 * H, NEVER), (SIEGE, 1, 10 * H, 11 * H, NEVER)),
    )  # fmt: skip
    table = event_table(played)
    assert table[["event", "number", "consumer", "known"]].astype("str").to_numpy().tolist() == [
        ["1", "1", "chief", "known"], ["1", "1", "staff", "in_flight"],
    ]  # fmt: skip
    assert table["known_hours"].tolist()[0] == 81.0
    assert table["confirmed"].isna().all(), "nobody asks for a siege to be confirmed"


def test_who_could_hear_of_what_depends_on_needs_and_streams_alone() -> None:
    net = network(
        [station("chief", 0b01, stage="command"), station("staff", 0b10, stage="command")],
        classes=[("first", None), ("second", None)],
        written_at=[0, 1],
        subjects=[subject("raid"), subject("siege"), subject("talk")],
        about=[0b001, 0b010, 0, 0b011],
    )
    assert hearing(net).tolist() == [[True, True], [False, True], [False, False]]


def test_a_mission_without_subjects_has_tables_without_rows() -> None:
    played = trajectory(network([station("chief", 1)]), reports([H]), deliveries=[delivery(0, 3)])
    table = event_table(played)
    assert len(table) == 0
    assert len(knowledge_table(played.network, table)) == 0


# --- a second way to the same --------------------------------------------------------------------


@st.composite
def stories(draw: st.DrawFn) -> Trajectory:
    """Up to three events and twelve reports of three sources, decided at few ticks so that many tie."""
    began = sorted(draw(st.lists(st.integers(5, 14), max_size=3)))
    events = [
        (
            draw(st.integers(0, 1)),
            number,
            at * H,
            draw(st.sampled_from([at, 17, 25, 99, 100, 150])) * H,
            (at + draw(st.integers(0, 40))) * H,
        )
        for number, at in enumerate(began)
    ]
    about = draw(st.lists(st.integers(-1, len(events) - 1), max_size=12))
    streams = [draw(st.integers(0, 5)) for _ in about]
    rows = [
        delivery(report, draw(st.none() | st.integers(15, 40)), consumer=consumer)
        for report, stream in enumerate(streams)
        for consumer in ([CHIEF, STAFF] if stream % 2 else [CHIEF])
    ]
    for row in rows:
        cause = draw(st.sampled_from([None, EXPIRED, OVERFLOW, HANDOVER]))
        if "decided" in row and cause is not None:
            row |= {"outcome": LOST, "cause": cause}
    return trajectory(
        two_consumers(),
        reports([15 * H] * len(about), streams, classes=2, event=about),
        deliveries=rows,
        events=happened(*events),
    )


def agrees(played: Trajectory) -> pd.DataFrame:
    """The table of events, seen to say what the second way says."""
    events, table = played.calendar.events, event_table(played)
    expected = all_heard(played)
    assert len(table) == len({(event, consumer) for event, consumer, _ in expected})
    for row in table.itertuples():
        began = int(events.began[row.event])
        for degree in DEGREES:
            asked = expected.get((row.event, row.consumer, degree))
            said = getattr(row, degree)
            if asked is None:
                assert pd.isna(said)
                continue
            outcome, at, cause = asked
            end = played.network.horizon if at is None else at
            assert said == (degree if outcome == "told" else outcome)
            assert getattr(row, f"{degree}_ticks") == end - began
            why = getattr(row, f"{degree}_cause")
            assert (None if pd.isna(why) else why) == cause
            in_time = outcome == "told" and at is not None and at <= events.deadline[row.event]
            assert getattr(row, f"{degree}_in_time") == in_time
    return table


@given(played=stories())
def test_the_table_of_events_says_what_a_second_way_says(played: Trajectory) -> None:
    agrees(played)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("missions")


@examples(12)
@given(document=missions())
def test_in_generated_missions_as_well(folder: Path, document: dict[str, Any]) -> None:
    net = compile_network(load(write(document, folder)))
    table = agrees(run(net, unfold(net, seed=11, replication=0)))
    known, confirmed = table["known_ticks"], table["confirmed_ticks"]
    both = ((table["known"] == "known") & (table["confirmed"] == "confirmed")).to_numpy()
    assert (confirmed[both] >= known[both]).all()
    assert not ((table["known"] != "known") & (table["confirmed"] == "confirmed")).any()


@given(played=stories())
def test_the_table_of_knowledge_adds_up_what_the_events_say(played: Trajectory) -> None:
    events = event_table(played)
    table = knowledge_table(played.network, events)
    assert list(zip(table["consumer"], table["subject"], strict=True)) == [
        ("chief", "raid"), ("chief", "siege"), ("chief", ALL),
        ("staff", "raid"), ("staff", "siege"), ("staff", ALL), (ALL, ALL),
    ]  # fmt: skip
    for row in table.to_dict("records"):
        mine = select_events(
            events,
            None if row["consumer"] == ALL else row["consumer"],
            None if row["subject"] == ALL else row["subject"],
        )
        assert row["events"] == len(mine)
        assert row["to_confirm"] == mine["confirmed"].notna().sum()
        for degree, whole in (("known", "events"), ("confirmed", "to_confirm")):
            parts = [row[degree], row[f"{degree}_lost"], row[f"{degree}_in_flight"]]
            assert sum(parts) == row[whole]
            assert row[degree] == (mine[degree] == degree).sum()
            assert row[f"{degree}_in_time"] == mine[f"{degree}_in_time"].sum() <= row[degree]
            assert row[f"{degree}_hours"] == pytest.approx(mine[f"{degree}_hours"].sum())
            causes = [row[f"{degree}_lost_{cause}"] for cause in played.network.causes]
            assert sum(causes) == row[f"{degree}_lost"]


def test_the_curve_of_what_is_known_counts_lost_events_and_censors_those_in_flight() -> None:
    net = two_consumers(1)
    played = trajectory(
        net,
        reports([20 * H] * 3, [0] * 3, classes=2, event=[0, 1, 2]),
        deliveries=[delivery(0, 30), delivery(1, 40, EXPIRED), delivery(2, None)],
        events=happened(*((SIEGE, n, 20 * H, 21 * H, NEVER) for n in range(3))),
    )
    [curve] = knowledge_incidences(event_table(played), "known", [("chief", "siege")])
    assert curve.outcomes[0] == "known"
    assert curve.quantile(1 / 4, "known") == 10 * HOUR
    assert curve.at([10 * H, 20 * H], "known").tolist() == pytest.approx([1 / 3, 1 / 3])
    assert curve.at([20 * H], "expired").tolist() == pytest.approx([1 / 3])
    assert curve.censored.tolist() == [80 * H]
    [of_raids] = knowledge_incidences(event_table(played), "confirmed", [(None, None)])
    assert of_raids.count == 0, "nobody asks for a siege to be confirmed"
