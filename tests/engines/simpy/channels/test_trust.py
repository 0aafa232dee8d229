"""Rapport moves with what comes over a channel, in scenes worked out by hand (semantics 8.5)."""

import numpy as np
import pytest

from stovepipe.trajectory import Worth
from tests.engines.scenes import MINUTE, scene

ALL_HERE = "floor: 0 %, ceiling: 100 %, time: 1 d"  # contacts who have always been there: it stands at 1


def mission(rapport, hurdles="", desk="", classes="a: {}, b: {}"):
    """What a desk sends on at once; nobody is ever reluctant, or else rapport would show in what arrives."""
    return f"""
    classes: {{{classes}}}
    sources:
      s:
        written_at: desk
        nation: NLD
        reports: {{a: 1 /day, b: 1 /day}}
        collection: {{coarse: 50 %}}
    stations:
      desk: {{stage: collection, work: 0 min, posts: {{p: {{count: 1 {desk}}}}}}}
      hq: {{stage: command, needs: [a, b], work: 10 min, posts: {{p: {{count: 1}}}}}}
    channels:
      desk -> hq:
        rapport: {{{rapport}}}
        hurdles:
          reluctance: {{probability: {{value: 0 %, range: [0 %, 1 %]}}, at_full_rapport: 1 %, classes: b}}
          {hurdles}
    """


def moves(found):
    """(minute, what it was worth, the moved part after it), in order."""
    table = found.trajectory.judgements
    return [
        (at / MINUTE, Worth(worth).name.lower(), pytest.approx(moved, abs=1e-12))
        for at, worth, moved in zip(table.at.tolist(), table.worth, table.moved.tolist(), strict=True)
    ]


def test_what_is_of_use_earns_when_it_is_finished_and_what_is_coarse_costs(tmp_path):
    marks = {"a0": {"coarse": 1}, "a1": {"coarse": 1}}
    text = mission(f"{ALL_HERE}, earned: 5 %, lost: 20 %")
    found = scene(tmp_path, text, (0, "a"), (1, "a"), (2, "a"), marks=marks)
    assert moves(found) == [(10, "useless", -0.2), (20, "useless", -0.4), (30, "useful", -0.35)]


def test_what_a_hurdle_stops_costs_at_once(tmp_path):
    text = mission(f"{ALL_HERE}, lost: 20 %", "caveat: {classes: a}")
    found = scene(tmp_path, text, (3, "a"), (4, "a"))
    assert moves(found) == [(3, "stopped", -0.2), (4, "stopped", -0.4)]
    assert found.deliveries() == {"a0": ("withheld", 3), "a1": ("withheld", 4)}


def test_what_stops_for_want_of_rapport_costs_none(tmp_path):
    text = mission(
        f"{ALL_HERE}, earned: 1 %, lost: 20 %",
        "distrust: {kind: reluctance, classes: a, probability: 90 %, at_full_rapport: 100 %}",
    )
    found = scene(tmp_path, text, (3, "a"))
    assert found.deliveries() == {"a0": ("not_shared", 3)}
    assert moves(found) == []


def test_trust_is_not_kept_in_store_above_the_ceiling_or_below_the_floor(tmp_path):
    """Each time from what shows: after three of use at full rapport, one of no use is felt at once."""
    text = mission("floor: 50 %, ceiling: 100 %, time: 1 d, earned: 30 %, lost: 40 %")
    marks = {f"a{n}": {"coarse": 1} for n in (3, 4, 5)}
    found = scene(tmp_path, text, *((n, "a") for n in range(7)), marks=marks)
    assert [worth for _, worth, _ in moves(found)] == ["useful"] * 3 + ["useless"] * 3 + ["useful"]
    assert [moved for *_, moved in moves(found)] == [0, 0, 0, -0.4, -0.5, -0.5, -0.2]


def test_an_annex_that_is_taken_out_costs_and_the_rest_of_the_product_earns(tmp_path):
    text = mission(f"{ALL_HERE}, earned: 10 %, lost: 30 %", "caveat: {classes: a, each: true}").replace(
        "stage: collection, work: 0 min", "stage: analysis, work: 0 min, batch: {size: 2}"
    )
    text = text.replace("work: 10 min", "work: {once: 10 min, each: 0 min}")
    found = scene(tmp_path, text, (0, "a"), (1, "b"))
    assert found.deliveries() == {"a0": ("withheld", 1), "b0": ("delivered", 11)}
    assert moves(found) == [(1, "stopped", -0.3), (11, "useful", -0.2)]


def test_what_comes_a_second_time_is_of_no_use(tmp_path):
    """The second copy goes round by a cell, and finds the report finished."""
    text = mission(f"{ALL_HERE}, earned: 5 %, lost: 20 %").replace(
        "    channels:", "      cell: {stage: analysis, work: 30 min, posts: {p: {count: 1}}}\n    channels:"
    )
    text = text.rstrip()
    direct = text + "\n      desk -> cell: {}\n      cell -> hq: {}\n"
    found = scene(tmp_path, direct, (0, "a"))
    assert moves(found) == [(10, "useful", 0.0)], "the other channel has no rapport"
    round_about = (
        text.replace("desk -> hq:", "cell -> hq:") + "\n      desk -> cell: {}\n      desk -> hq: {}\n"
    )
    assert moves(scene(tmp_path, round_about, (0, "a"))) == [(30, "useless", -0.2)]


def test_what_waits_too_long_or_finds_no_room_moves_nothing(tmp_path):
    text = mission(f"{ALL_HERE}, earned: 5 %, lost: 20 %", classes="a: {ltiov: 15 min}, b: {}")
    text = text.replace("stage: command", "stage: command, queue: {limit: 1}")
    found = scene(tmp_path, text, (0, "a"), (1, "a"), (2, "a"))
    assert found.deliveries() == {"a0": ("delivered", 10), "a1": ("delivered", 20), "a2": ("overflow", 2)}
    found = scene(tmp_path, text.replace("10 min", "25 min"), (0, "a"), (1, "a"))
    assert found.deliveries() == {"a0": ("delivered", 25), "a1": ("expired", 16)}
    assert moves(found) == [(25, "useful", 0.0)]


def test_what_a_successor_finishes_moves_nothing(tmp_path):
    text = mission(f"{ALL_HERE}, earned: 5 %, lost: 20 %").replace(
        "needs: [a, b], work: 10 min",
        "work: 10 min, closes: {on: 2021-01-04T00:15, transfer_to: heir}",
    )
    text = text.replace(
        "    channels:",
        "      heir: {stage: command, needs: [a, b], work: 1 min, posts: {p: {count: 1}}}\n    channels:",
    )
    marks = {"a1": {"coarse": 1}, "a2": {"coarse": 1}}
    found = scene(tmp_path, text, (0, "a"), (6, "a"), (20, "a"), marks=marks)
    assert found.deliveries() == {
        "a0": ("sent_elsewhere", 10),
        "a1": ("delivered", 16),
        "a2": ("delivered", 21),
    }
    assert moves(found) == [(10, "useful", 0.0)]


def test_what_is_earned_and_lost_is_carried_over_when_a_contact_goes(tmp_path):
    """The first person at the desk goes after a day: half of a loss of 40 points remains."""
    desk = ", tour: 1 d, first_change: 2021-01-05"
    text = mission(f"{ALL_HERE}, carried_over: 50 %, lost: 20 %", "caveat: {classes: a}", desk)
    found = scene(tmp_path, text, (0, "a"), (1, "a"), (1440, "a"))
    assert [moved for *_, moved in moves(found)] == [-0.2, -0.4, -0.4]


@pytest.mark.parametrize(("stops", "share"), [("0 %", 0.0), ("100 %", 1.0)])
def test_lost_rapport_shows_in_what_is_shared(tmp_path, stops, share):
    """After a caveat has taken all rapport, everything else stops for reluctance; without it, nothing."""
    text = mission(
        f"{ALL_HERE}, lost: 100 %",
        f"""distrust: {{kind: reluctance, classes: b, probability: 100 %, at_full_rapport: 0 %}}
          caveat: {{classes: a, probability: {{value: {stops}, range: [0 %, 100 %]}}}}""",
    )
    found = scene(tmp_path, text, (0, "a"), *((n, "b") for n in range(20, 30)))
    shared = [outcome for report, (outcome, _) in found.deliveries().items() if report != "a0"]
    assert np.mean([outcome == "not_shared" for outcome in shared]) == share
