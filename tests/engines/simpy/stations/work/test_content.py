"""The content of work on products, and what a batch has no room for (semantics 3.3 and 3.8)."""

import numpy as np
import pytest

from stovepipe.trajectory import NO_ROOM
from tests.engines.scenes import MINUTE, scene


def chain(batch="{size: 2}", work="{once: 10 min, each: 3 min}", by_class="", classes="a: {}, b: {}"):
    return f"""
    classes: {{{classes}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day}}}}}}
    stations:
      desk: {{stage: analysis, work: 1 min, posts: {{p: {{count: 3}}}}, batch: {batch}}}
      hq:
        stage: command
        needs: [a, b]
        work: {work}
        {by_class}
        posts: {{p: {{count: 1}}}}
    channels: {{desk -> hq: {{}}}}
    """


def test_work_on_a_product_grows_with_every_report_that_it_carries(tmp_path):
    played = scene(tmp_path, chain("{size: 3}"), (0, "a"), (1, "a"), (4, "b"))
    assert played.visits("hq") == [("a0", 5, 5, 24, "finished")]


def test_a_report_alone_takes_once_and_each(tmp_path):
    played = scene(tmp_path, chain("{size: 1}"), (0, "a"))
    assert played.visits("hq") == [("a0", 1, 1, 14, "finished")]


def test_a_law_alone_is_what_is_done_once(tmp_path):
    played = scene(tmp_path, chain("{size: 1}", work="10 min"), (0, "a"))
    assert played.visits("hq") == [("a0", 1, 1, 11, "finished")]


def test_once_is_that_of_the_lead_and_each_that_of_the_report(tmp_path):
    """The lead is the report that occurred first."""
    by_class = "work_by_class: {b: {once: 40 min, each: 7 min}}"
    played = scene(tmp_path, chain(by_class=by_class), (0, "a"), (1, "b"))
    assert played.visits("hq")[0][3] == 2 + 10 + 3 + 7
    played = scene(tmp_path, chain(by_class=by_class), (0, "b"), (1, "a"))
    assert played.visits("hq")[0][3] == 2 + 40 + 7 + 3


def test_what_each_report_adds_is_drawn_at_its_own_address(tmp_path):
    """So it is the same whether the report comes in a product or alone, and whoever leads it."""
    work = "{once: 0 min, each: {exponential: {mean: 10 min}}}"
    alone = scene(tmp_path, chain("{size: 1}", work), (0, "a"), (600, "b")).visits("hq")
    together = scene(tmp_path, chain("{size: 2}", work), (0, "a"), (600, "b")).visits("hq")
    lasted = [end - begin for _, _, begin, end, _ in (*alone, *together)]
    assert lasted[0] + lasted[1] == pytest.approx(lasted[2], abs=1e-9)
    assert lasted[0] != lasted[1]


def test_a_settled_persons_time_is_all_of_it_and_newcomers_take_longer_for_all(tmp_path):
    text = chain("{size: 2}").replace(
        "posts: {p: {count: 1}}",
        "posts: {p: {count: 1, from: 2021-01-04 00:01, tour: 90 d, learning: {start: 50 %, time: 80 d}}}",
    )
    [(_, begin, _, end, _)] = scene(tmp_path, text, (0, "a"), (0, "b")).visits("hq")
    assert end - begin == pytest.approx(2 * 16, rel=1e-3)


CLASSES = "a: {precedence: ROUTINE, ltiov: 30 h}, b: {precedence: FLASH}"


def test_a_batch_keeps_the_most_urgent_and_the_rest_is_crowded_out(tmp_path):
    played = scene(
        tmp_path,
        chain("{at: [01:00], keeps: 2}", classes=CLASSES),
        *((0, "a"), (1, "a"), (2, "b")),
    )
    assert played.deliveries() == {
        "b0": ("delivered", 76),
        "a0": ("delivered", 76),
        "a1": ("crowded_out", 60),
    }
    assert played.parts("a1", "hq") == {"work": 1, "batching": 58}
    found = played.trajectory.descents
    gone = found.copy == NO_ROOM
    assert (found.report[gone].tolist(), (found.at[gone] // MINUTE).tolist()) == ([1], [60])


@pytest.mark.parametrize(
    ("classes", "crowded"),
    [
        ("a: {precedence: FLASH, ltiov: 40 h}, b: {ltiov: 20 h}", {"b0", "b1"}),  # precedence comes first
        ("a: {ltiov: 40 h}, b: {ltiov: 20 h}", {"a0", "a1"}),  # then the deadline
        ("a: {}, b: {ltiov: 20 h}", {"a0", "a1"}),  # none is the last
        ("a: {}, b: {}", {"a1", "b1"}),  # then the rank: who occurred first
    ],
)
def test_reports_keep_their_place_by_precedence_then_deadline_then_rank(tmp_path, classes, crowded):
    played = scene(
        tmp_path,
        chain("{at: [01:00], keeps: 2}", classes=classes),
        *((0, "a"), (1, "b"), (2, "a"), (3, "b")),
    )
    lost = {report for report, (fate, _) in played.deliveries().items() if fate == "crowded_out"}
    assert lost == crowded


def test_a_product_inside_is_split(tmp_path):
    """The second desk packs what the first has packed; one of two reports in a product stays."""
    text = f"""
    classes: {{{CLASSES}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day}}}}}}
    stations:
      desk: {{stage: analysis, work: 1 min, posts: {{p: {{count: 3}}}}, batch: {{size: 2}}}}
      next:
        stage: analysis
        work: {{once: 1 min, each: 0 min}}
        posts: {{p: {{count: 1}}}}
        batch: {{at: [01:00], keeps: 2}}
      hq: {{stage: command, needs: [a, b], work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
    channels: {{desk -> next: {{}}, next -> hq: {{}}}}
    """
    played = scene(tmp_path, text, (0, "a"), (1, "b"), (2, "a"), (3, "b"))
    assert played.deliveries() == {
        "a0": ("crowded_out", 60),
        "b0": ("delivered", 61),
        "a1": ("crowded_out", 60),
        "b1": ("delivered", 61),
    }
    [visit] = np.flatnonzero(played.trajectory.visits.arrived == 60 * MINUTE)
    assert played.trajectory.visits.carried[visit] == 2


def test_what_another_way_can_still_bring_is_not_lost_where_it_is_crowded_out(tmp_path):
    text = chain("{at: [01:00], keeps: 1}").replace(
        "channels: {desk -> hq: {}}",
        "  post: {stage: collection, work: 1 min, posts: {p: {count: 1}}}\n"
        "    channels: {desk -> hq: {}, post -> desk: {}, post -> hq: {transit: 5 h}}",
    )
    text = text.replace("written_at: desk", "written_at: post")
    played = scene(tmp_path, text, (0, "a"), (0, "b"))
    assert {fate for fate, _ in played.deliveries().values()} == {"delivered"}
