"""Deliveries as a log of a window would tell of them."""

import numpy as np
import pandas as pd

from stovepipe.inference.incidence import CENSORED
from stovepipe.measures.fates.window import Window, entries, entries_of, incidences_in, thinned

MINUTE = 60_000_000


def deliveries(*rows: tuple[int, str, str, str, float, float]) -> pd.DataFrame:
    """A report, its consumer and class, what became of it, and the minutes of its occurrence and end."""
    outcomes = {"read": "delivered", "flying": "in_flight", "hoax": "disposed"}
    return pd.DataFrame(
        [
            (report, consumer, klass, outcomes.get(end, "lost"), end, int(since * MINUTE),
             int((until - since) * MINUTE))
            for report, consumer, klass, end, since, until in rows
        ],
        columns=["report", "consumer", "class", "outcome", "cause", "occurred_ticks", "age_ticks"],
    )  # fmt: skip


EVERY = deliveries(
    (0, "chief", "note", "read", 9.0, 30.0),  # before the window
    (1, "chief", "note", "read", 10.4, 12.6),
    (2, "chief", "note", "expired", 11.0, 15.0),
    (3, "chief", "note", "hoax", 12.0, 13.0),
    (4, "chief", "note", "read", 13.0, 20.2),  # ends as the window does
    (5, "aide", "note", "flying", 14.0, 99.0),
    (6, "aide", "note", "unwritten", 15.0, 15.0),
    (7, "chief", "note", "read", 20.0, 21.0),  # after the window
)
WINDOW = Window(10 * MINUTE, 20 * MINUTE, MINUTE)


def told(window: Window) -> list[tuple[int, int, int]]:
    table = entries_of(EVERY, 0, window)
    return [
        (report, age // MINUTE, code)
        for report, age, code in zip(table["report"], table["age_ticks"], table["code"], strict=True)
    ]


def test_what_occurs_in_the_window_is_told_with_ages_to_the_minute_and_the_rest_is_in_flight() -> None:
    assert told(WINDOW) == [(1, 2, 0), (2, 4, 1), (3, 1, 2), (4, 7, CENSORED), (5, 6, CENSORED), (6, 0, 1)]


def test_where_no_loss_is_written_down_what_is_lost_is_not_yet_read() -> None:
    found = told(Window(10 * MINUTE, 20 * MINUTE, MINUTE, losses=False))
    assert found == [
        (1, 2, 0), (2, 9, CENSORED), (3, 8, CENSORED), (4, 7, CENSORED), (5, 6, CENSORED), (6, 5, CENSORED)
    ]  # fmt: skip


def test_what_is_lost_to_an_unseen_cause_never_appears() -> None:
    window = Window(10 * MINUTE, 20 * MINUTE, MINUTE, unseen=frozenset({"unwritten"}))
    assert [report for report, _, _ in told(window)] == [1, 2, 3, 4, 5]


def test_the_clock_of_the_replication_is_set_to_that_of_the_window() -> None:
    later = Window(110 * MINUTE, 120 * MINUTE, MINUTE)
    table = entries_of(EVERY, 100 * MINUTE, later)
    pd.testing.assert_series_equal(table["age_ticks"], entries_of(EVERY, 0, WINDOW)["age_ticks"])


def test_incidences_are_those_of_each_consumer_and_class_and_empty_where_there_is_nothing() -> None:
    found = incidences_in(entries_of(EVERY, 0, WINDOW), [("chief", "note"), ("aide", "tip")])
    assert found["chief", "note"].count == 4
    assert found["chief", "note"].at([2 * MINUTE]).tolist() == [0.25]
    assert found["aide", "tip"].count == 0


def test_of_a_sample_as_many_reports_of_each_class_are_drawn_with_all_their_rows() -> None:
    numbers = np.arange(100)
    classes = np.where(numbers % 2, "note", "tip")
    twice = np.repeat(numbers, 2)
    table = entries(
        twice, np.tile(["chief", "aide"], 100), np.repeat(classes, 2), twice, twice + 1,
        np.zeros(200, dtype=np.int16), Window(0, 1000),
    )  # fmt: skip
    drawn = thinned(table, {"note": 10, "tip": 80}, np.random.default_rng(1))
    assert drawn.groupby("class")["report"].nunique().to_dict() == {"note": 10, "tip": 50}
    assert (drawn.groupby("report").size() == 2).all()
    other = thinned(table, {"note": 10, "tip": 80}, np.random.default_rng(2))
    assert set(drawn["report"]) != set(other["report"])
