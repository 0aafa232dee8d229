"""What reports are taken for, and what follows (semantics, 3.16), worked out by hand."""

import numpy as np
import pytest

from tests.engines.scenes import MINUTE, scene


def mission(sorts, hq="work: 1 min", channels="desk -> hq: {}", more="", classes="{a: {}, b: {}, c: {}}"):
    """A source of three classes, a desk that takes ten minutes for each report and sorts, and a consumer."""
    return f"""
    classes: {classes}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day, c: 1 /day}}}}}}
    stations:
      desk: {{stage: collection, work: 10 min, posts: {{p: {{count: 3}}}}, sorts: {sorts}}}
      hq: {{stage: command, needs: [a, b, c], posts: {{p: {{count: 1}}}}, {hq}}}
    channels:
      {channels}
    {more}
    """


ALL = "{taken_for: {a: {b: 100 %}}}"


def test_what_it_appears_as_says_how_it_is_worked_on_and_which_channel_takes_it(tmp_path):
    channels = "desk -> hq: {carries: [b, c], transit: 5 min}"
    text = mission(ALL, "work: 1 min, work_by_class: {a: 20 min, b: 7 min}", channels)
    found = scene(tmp_path, text, (0, "a"), (60, "c"))
    assert found.deliveries() == {"a0": ("delivered", 10 + 5 + 7), "c0": ("delivered", 60 + 10 + 5 + 1)}
    table = found.trajectory.sortings
    assert [column.tolist() for column in (table.report, table.at, table.before, table.after)] == [
        [0],
        [10 * MINUTE],
        [0],
        [1],
    ]


def test_hurdles_apply_by_what_it_appears_as(tmp_path):
    channels = "desk -> hq: {hurdles: {stop: {kind: other, classes: b, probability: 100 %, otherwise: gone}}}"
    found = scene(tmp_path, mission(ALL, channels=channels), (0, "a"), (60, "b"), (120, "c"))
    outcomes = {report: outcome for report, (outcome, _) in found.deliveries().items()}
    assert outcomes == {"a0": "gone", "b0": "gone", "c0": "delivered"}


@pytest.mark.parametrize(("precedence", "first"), [("kept", "a0"), ("of_class", "c0")])
def test_precedence_goes_with_the_class_only_if_the_station_says_so(tmp_path, precedence, first):
    """Both wait for the one at headquarters, who is busy with an earlier report until minute 110."""
    sorts = f"{{taken_for: {{a: {{b: 100 %}}}}, precedence: {precedence}}}"
    classes = "{a: {precedence: FLASH}, b: {}, c: {precedence: PRIORITY}}"
    found = scene(tmp_path, mission(sorts, "work: 1 h", classes=classes), (40, "c"), (60, "a"), (61, "c"))
    began = [report for report, _, started, *_ in sorted(found.visits("hq"), key=lambda visit: visit[2])]
    assert began[0] == "c0"
    assert began[1] == ("a0" if first == "a0" else "c1")


@pytest.mark.parametrize("raised", ["a", "b"])
def test_an_incident_raises_what_is_under_way_by_what_it_appears_as(tmp_path, raised):
    attack = f"{{raises: {{lasts: 1 min, classes: {{{raised}: FLASH}}, younger_than: 3 h}}, rate: 0 /day}}"
    text = mission(ALL, "work: 1 h", more=f"incidents: {{attack: {attack}}}")
    reports = (40, "c"), (60, "c"), (61, "a")
    found = scene(tmp_path, text, *reports, incidents={"attack": (90,)})
    began = [report for report, _, started, *_ in sorted(found.visits("hq"), key=lambda visit: visit[2])]
    assert began == (["c0", "a0", "c1"] if raised == "b" else ["c0", "c1", "a0"])


def test_who_gets_only_one_class_loses_what_is_taken_for_another_at_that_moment(tmp_path):
    """What is sorted right, and can therefore not reach who would get it otherwise, is sent elsewhere."""
    other = "other: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}"
    channels = "desk -> hq: {carries: a}\n      desk -> other: {carries: b}"
    text = mission("{taken_for: {a: {b: 50 %}}}", channels=channels).replace(
        "    channels:", f"      {other}\n    channels:"
    )
    found = scene(tmp_path, text.replace("[a, b, c]", "a"), *((60 * hour, "a") for hour in range(12)))
    taken_for = found.trajectory.sortings.after.tolist()
    assert 0 < sum(taken_for) < 12
    for rank, klass in enumerate(taken_for):
        lost = "missorted" if klass else "sent_elsewhere"
        gets, loses = ("other", "hq") if klass else ("hq", "other")
        assert found.deliveries(gets)[f"a{rank}"] == ("delivered", 60 * rank + 11)
        assert found.deliveries(loses)[f"a{rank}"] == (lost, 60 * rank + 10)


def test_a_duplicate_of_what_was_missorted_is_lost_to_the_same(tmp_path):
    """The second copy keeps the hope alive until it is dropped: its report was taken for another class."""
    text = """
    classes: {a: {}, b: {}}
    sources: {s: {written_at: door, reports: {a: 1 /day}}}
    stations:
      door: {stage: collection, work: 0 min, posts: {p: {count: 9}}}
      way: {stage: collection, work: 30 min, posts: {p: {count: 9}}}
      desk:
        stage: collection
        work: 10 min
        posts: {p: {count: 9}}
        sorts: {taken_for: {a: {b: 50 %}}}
      hq: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}
    channels:
      door -> desk: {}
      door -> way: {}
      way -> desk: {}
      desk -> hq: {carries: a}
    """
    found = scene(tmp_path, text, *((60 * hour, "a") for hour in range(12)))
    taken_for = found.trajectory.sortings.after.tolist()
    assert 0 < sum(taken_for) < len(taken_for) == 12
    assert found.deliveries() == {
        f"a{rank}": ("missorted", 60 * rank + 30) if klass else ("delivered", 60 * rank + 11)
        for rank, klass in enumerate(taken_for)
    }


def test_a_second_station_may_put_right_what_the_first_got_wrong(tmp_path):
    text = """
    classes: {a: {}, b: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day, b: 1 /day}}}
    stations:
      desk: {stage: collection, work: 10 min, posts: {p: {count: 9}}, sorts: {taken_for: {a: {b: 100 %}}}}
      again: {stage: collection, work: 10 min, posts: {p: {count: 9}}, sorts: {taken_for: {a: {}, b: {}}}}
      hq: {stage: command, needs: [a, b], work: 1 min, posts: {p: {count: 1}}}
    channels:
      desk -> again: {carries: b}
      again -> hq: {carries: a}
    """
    found = scene(tmp_path, text, (0, "a"), (60, "b"))
    assert found.deliveries() == {"a0": ("delivered", 21), "b0": ("no_route", 60)}
    table = found.trajectory.sortings
    assert np.column_stack([table.report, table.before, table.after]).tolist() == [
        [0, 0, 1],
        [0, 1, 0],
        [1, 1, 1],
    ]


def test_what_is_worked_through_a_station_is_not_sorted_there(tmp_path):
    text = mission(ALL, channels="desk -> hq: {hurdles: {forms: {kind: release, through: office}}}").replace(
        "      hq:",
        f"      office: {{stage: release, work: 5 min, posts: {{p: {{count: 1}}}}, sorts: {ALL}}}\n      hq:",
    )
    found = scene(tmp_path, text, (0, "a"))
    assert found.trajectory.sortings.station.tolist() == [0]
    assert found.deliveries() == {"a0": ("delivered", 16)}
