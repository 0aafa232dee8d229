"""Stocks of knowledge: what goes in, how it fades, and what work it takes to be without (semantics, 3.14)."""

import numpy as np
import pytest

from tests.engines.scenes import MINUTE, scene

# Two desks on one system, one after the other, and a reader on another one.
TWO_DESKS = """
classes: {{a: {{}}}}
sources: {{s: {{written_at: first, reports: {{a: 1 /day}}}}}}
systems: {{sage: {{stock: {{full: 4, {stock}}}{frozen}}}}}
stations:
  first: {{stage: analysis, system: sage, rests_on: sage, work: 10 min, posts: {{p: {{count: 1}}}}}}
  second:
    {{stage: analysis, system: {system}, opens: sage, rests_on: sage, work: 10 min,
     posts: {{p: {{count: 1}}}}}}
  hq: {{stage: command, needs: a, work: 0 s, posts: {{p: {{count: 1}}}}}}
channels: {{first -> second: {{}}, second -> hq: {{}}}}
"""
FROM_NOTHING = "at_start: 0 %, without: {work: 300 %}"
FULL = "half_life: 1 h, without: {work: 300 %}"


def two_desks(folder, *minutes, stock=FROM_NOTHING, frozen="", system="sage"):
    text = TWO_DESKS.format(stock=stock, frozen=frozen and f", frozen: {frozen}", system=system)
    return scene(folder, text, *((minute, "a") for minute in minutes))


def works(played, station):
    """How many minutes each visit took."""
    return [ended - started for _, _, started, ended, _ in played.visits(station)]


def intakes(played):
    rows = played.trajectory.intakes
    return [
        (at / MINUTE, taken, amount)
        for at, taken, amount in zip(rows.at.tolist(), rows.taken.tolist(), rows.amount.tolist(), strict=True)
    ]


def test_work_gets_shorter_as_the_stock_grows_and_is_as_stated_when_it_is_full(tmp_path):
    played = two_desks(tmp_path, 0, 100, 200, 300, 400, 500)
    assert works(played, "first") == [30, 25, 20, 15, 10, 10]


def test_a_report_counts_once_on_a_system_whoever_finishes_it_again(tmp_path):
    played = two_desks(tmp_path, 0, 100)
    assert intakes(played) == [(30, 1, 1.0), (125, 1, 2.0)]
    assert works(played, "second") == [25, 20], "the first desk has just put it in"


def test_it_counts_on_each_system_on_which_it_is_finished_and_rests_where_it_is_said(tmp_path):
    """The second desk writes elsewhere, and rests on what the first has put in."""
    played = two_desks(tmp_path, 0, 100, system="other")
    assert works(played, "second") == [25, 20]
    assert intakes(played) == [(30, 1, 1.0), (125, 1, 2.0)]


def test_it_fades_by_half_in_its_half_life_and_from_each_intake_on(tmp_path):
    played = two_desks(tmp_path, 60, 200, stock=FULL)
    assert works(played, "first")[0] == 20, "half of it is left after an hour"
    [(at, _, amount), (later, _, more)] = intakes(played)
    assert amount == pytest.approx(4 * 2 ** (-80 / 60) + 1)
    assert at == 80
    assert more == pytest.approx(amount * 2 ** (-(later - at) / 60) + 1)


def test_what_is_begun_keeps_its_content_while_the_stock_changes(tmp_path):
    """Two reports come together: the second waits, and begins when the first has gone into the stock."""
    played = two_desks(tmp_path, 0, 0)
    assert [row[1:4] for row in played.visits("first")] == [(0, 0, 30), (0, 30, 55)]


def test_a_frozen_system_takes_nothing_in_and_is_lost_to_all_but_its_own(tmp_path):
    stock = "without: {work: 300 %}"
    played = two_desks(tmp_path, 0, 600, 700, stock=stock, frozen='"2021-01-04 10:00"', system="other")
    assert works(played, "first") == [10, 10, 10], "those whose own it is keep it"
    assert works(played, "second") == [10, 30, 30], "the others have lost it"
    assert intakes(played) == [(10, 1, 5.0)]


def test_what_is_kept_without_a_half_life_is_exact_and_nothing_is_written_down_without_a_stock(tmp_path):
    played = two_desks(tmp_path, *range(0, 2000, 50))
    assert [amount for *_, amount in intakes(played)] == [float(i) for i in range(1, 41)]
    none = scene(tmp_path, NO_STOCK, (0, "a"))
    assert len(none.trajectory.intakes.at) == 0


NO_STOCK = """
classes: {a: {}}
sources: {s: {written_at: desk, reports: {a: 1 /day}}}
stations:
  desk: {stage: analysis, system: sage, work: 10 min, posts: {p: {count: 1}}}
  hq: {stage: command, needs: a, work: 0 s, posts: {p: {count: 1}}}
channels: {desk -> hq: {}}
"""


MISREAD = """
classes: {a: {}}
sources: {s: {written_at: desk, reports: {a: 1 /day}}}
systems: {sage: {stock: {full: 1000, half_life: 1 h, without: {misreading: 400 %}}}}
stations:
  desk:
    stage: analysis
    system: sage
    rests_on: sage
    work: 0 s
    posts: {p: {count: 1}}
    misreading: {fresh: 20 %, settled: 20 %, fidelity: 50 %}
  hq: {stage: command, needs: a, work: 0 s, posts: {p: {count: 1}}}
channels: {desk -> hq: {}}
"""


def test_more_is_misread_the_less_there_is(tmp_path):
    """A fifth at first; four fifths when nothing is left."""
    minutes = [*np.linspace(0, 1, 200), *np.linspace(1440, 2800, 200)]
    played = scene(tmp_path, MISREAD, *((minute, "a") for minute in minutes))
    misread = played.trajectory.deliveries.fidelity == 0.5
    assert misread[:200].mean() == pytest.approx(0.2, abs=0.1)
    assert misread[200:].mean() == pytest.approx(0.8, abs=0.1)
