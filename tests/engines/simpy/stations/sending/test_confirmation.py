"""Waiting until enough sources tell of an event (semantics, 3.11), worked out by hand."""

from stovepipe.trajectory import HoldEnd
from tests.engines.scenes import MINUTE, scene


def mission(confirms, desk="", more="", channels=""):
    """Source `s` reports class a and source `t` class b, to a desk that takes ten minutes for each."""
    return f"""
    classes: {{a: {{}}, b: {{}}}}
    topics: {{group: {{rate: 1 /week, lasts: 5 d}}}}
    sources:
      s: {{written_at: desk, reports: {{a: {{rate: 1 /day, about: group}}}}}}
      t: {{written_at: desk, reports: {{b: {{rate: 1 /day, about: group}}}}}}
    stations:
      desk:
        stage: analysis
        work: {{once: 10 min, each: 0 min}}
        posts: {{p: {{count: 3}}}}
        confirms: {confirms}
        {desk}
      hq: {{stage: command, needs: [a, b], work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 3}}}}}}
      {more}
    channels:
      desk -> hq: {{}}
      {channels}
    """


def played(folder, confirms, *occurrences, about=None, **parts):
    """All reports are about one event, unless `about` says otherwise."""
    counted = {"a": 0, "b": 0}
    marks = {}
    for _, name in sorted(occurrences):
        marks[f"{name}{counted[name]}"] = {"event": 0}
        counted[name] += 1
    marks |= {report: {"event": event} for report, event in (about or {}).items()}
    return scene(folder, mission(confirms, **parts), *occurrences, marks=marks)


def holds(found):
    """(report, number carried, since, until, how it ended) of each wait, in minutes."""
    table = found.trajectory.holds
    return [
        (
            found.report(int(table.lead[row])),
            int(table.carried[row]),
            table.since[row] / MINUTE,
            table.until[row] / MINUTE if table.until[row] >= 0 else None,
            HoldEnd(table.end[row]).name.lower(),
        )
        for row in range(len(table.lead))
    ]


def test_a_report_waits_until_another_source_tells_and_both_leave_as_one(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "b"))
    assert found.deliveries() == {"a0": ("delivered", 41), "b0": ("delivered", 41)}
    assert found.parts("a0", "hq") == {"work": 11, "batching": 30}
    assert found.parts("b0", "hq") == {"work": 11}
    assert [visit[0] for visit in found.visits("hq")] == ["a0"], "one product"
    assert holds(found) == [("a0", 1, 10, 40, "confirmed"), ("b0", 1, 40, 40, "confirmed")]


def test_the_same_source_confirms_nothing_however_often_it_reports(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "a"), (60, "a"))
    assert set(found.deliveries().values()) == {("in_flight", None)}
    assert [row[3:] for row in holds(found)] == [(None, "present")] * 3


def test_what_is_confirmed_stays_so_and_later_reports_pass_at_once(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "b"), (100, "a"))
    assert found.deliveries()["a1"] == ("delivered", 111)
    assert len(holds(found)) == 2


def test_each_event_is_confirmed_by_itself(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "b"), about={"b0": 1})
    assert set(found.deliveries().values()) == {("in_flight", None)}


def test_what_is_about_no_event_does_not_wait_and_confirms_nothing(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "b"), about={"b0": -1})
    assert found.deliveries() == {"a0": ("in_flight", None), "b0": ("delivered", 41)}


def test_at_the_limit_what_waits_passes_as_one_counted_from_the_first(tmp_path):
    found = played(tmp_path, "{sources: 2, within: 1 h}", (0, "a"), (30, "a"), (90, "a"))
    assert found.deliveries() == {
        "a0": ("delivered", 71),
        "a1": ("delivered", 71),
        "a2": ("delivered", 161),
    }
    assert found.parts("a1", "hq") == {"work": 11, "batching": 30}
    assert [visit[0] for visit in found.visits("hq")] == ["a0", "a2"]
    assert [row[4] for row in holds(found)] == ["passed"] * 3


def test_at_the_limit_what_waits_is_lost_if_the_station_stops_it(tmp_path):
    """What was lost was heard all the same: the next report, of another source, is confirmed by it."""
    found = played(
        tmp_path, "{sources: 2, within: 1 h, else: stop}", (0, "a"), (30, "a"), (90, "a"), (95, "b")
    )
    assert found.deliveries() == {
        "a0": ("unconfirmed", 70),
        "a1": ("unconfirmed", 70),
        "a2": ("delivered", 106),
        "b0": ("delivered", 106),
    }
    assert found.parts("a1", "hq") == {"work": 10, "batching": 30}


def test_a_source_that_tells_after_the_limit_finds_the_event_confirmed(tmp_path):
    found = played(tmp_path, "{sources: 2, within: 1 h, else: stop}", (0, "a"), (90, "b"))
    assert found.deliveries() == {"a0": ("unconfirmed", 70), "b0": ("delivered", 101)}
    assert len(holds(found)) == 1


def test_a_source_that_tells_at_the_very_limit_is_in_time(tmp_path):
    found = played(tmp_path, "{sources: 2, within: 1 h, else: stop}", (0, "a"), (60, "b"))
    assert found.deliveries() == {"a0": ("delivered", 71), "b0": ("delivered", 71)}


def test_only_what_meets_the_conditions_waits_but_all_sources_are_heard(tmp_path):
    found = played(tmp_path, "{sources: 2, classes: b}", (0, "a"), (30, "b"), (60, "b"))
    assert found.deliveries() == {
        "a0": ("delivered", 11),
        "b0": ("delivered", 41),
        "b1": ("delivered", 71),
    }
    found = played(tmp_path, "{sources: 2, classes: a}", (0, "a"), (30, "b"))
    assert found.deliveries() == {"a0": ("delivered", 41), "b0": ("delivered", 41)}
    assert [visit[:2] for visit in found.visits("hq")] == [("a0", 40), ("b0", 40)], "what waited goes first"


def test_precedence_decides_who_waits(tmp_path):
    """All are ROUTINE."""
    found = played(tmp_path, "{sources: 2, at_least: PRIORITY}", (0, "a"))
    assert found.deliveries() == {"a0": ("delivered", 11)}
    found = played(tmp_path, "{sources: 2, below: PRIORITY}", (0, "a"))
    assert found.deliveries() == {"a0": ("in_flight", None)}


def test_one_source_is_enough_where_one_is_asked_for(tmp_path):
    found = played(tmp_path, "{sources: 1}", (0, "a"), (30, "a"))
    assert found.deliveries() == {"a0": ("delivered", 11), "a1": ("delivered", 41)}
    assert holds(found) == []


def test_what_is_confirmed_waits_in_the_batch_after_it(tmp_path):
    found = played(tmp_path, "{sources: 2}", (0, "a"), (30, "b"), (60, "a"), desk="batch: {size: 3}")
    assert set(found.deliveries().values()) == {("delivered", 71)}
    assert found.parts("a0", "hq") == {"work": 11, "batching": 60}
    assert [visit[0] for visit in found.visits("hq")] == ["a0"]


def test_a_closed_station_hands_over_what_it_held_before_its_batch(tmp_path):
    found = played(
        tmp_path,
        "{sources: 2, classes: b, within: 1 h}",
        *((0, "a"), (1, "b")),
        desk="batch: {size: 3}\n        closes: {on: 2021-01-04 00:30, transfer_to: other}",
        more="other: {stage: analysis, work: {once: 5 min, each: 0 min}, posts: {p: {count: 1}}}",
        channels="other -> hq: {}",
        about={"a0": 1},
    )
    assert holds(found) == [("b0", 1, 11, 30, "transferred")]
    assert [visit[:2] for visit in found.visits("other")] == [("b0", 30), ("a0", 30)]
    assert found.parts("b0", "hq") == {"work": 16, "batching": 19}


def test_what_a_station_held_is_stranded_when_it_closes_without_a_successor(tmp_path):
    found = played(tmp_path, "{sources: 2, within: 1 h}", (0, "a"), desk="closes: {on: 2021-01-04 00:30}")
    assert found.deliveries() == {"a0": ("stranded", 30)}
    assert holds(found) == [("a0", 1, 10, 30, "stranded")]


def test_a_product_confirms_every_event_that_it_tells_of_in_their_order(tmp_path):
    """The reports of `t` come through a cell that puts two together."""
    text = mission(
        "{sources: 2, classes: a}",
        more="cell: {stage: analysis, work: 1 min, posts: {p: {count: 2}}, batch: {size: 2}}",
        channels="cell -> desk: {}",
    ).replace("t: {written_at: desk", "t: {written_at: cell")
    about = {"a0": 1, "a1": 0, "b0": 0, "b1": 1}
    marks = {report: {"event": event} for report, event in about.items()}
    found = scene(tmp_path, text, (0, "a"), (1, "a"), (20, "b"), (20, "b"), marks=marks)
    assert set(found.deliveries().values()) == {("delivered", 32)}
    assert [visit[:2] for visit in found.visits("hq")] == [("a1", 31), ("a0", 31), ("b0", 31)]


def test_what_is_raised_leaves_at_once_and_alone_and_the_limit_is_that_of_those_who_stay(tmp_path):
    """All that is told here comes from `s`; only its reports of class b are raised, at minute 40."""
    text = mission("{sources: 2, within: 1 h, below: FLASH}").replace(
        "{a: {rate: 1 /day, about: group}}",
        "{a: {rate: 1 /day, about: group}, b: {rate: 1 /day, about: group}}",
    )
    text += """
    incidents:
      attack: {rate: 1 /day, raises: {lasts: 1 h, classes: {b: FLASH}, younger_than: 3 h}}
    """
    marks = {report: {"event": 0} for report in ("a0", "a1", "b0")}
    reports = (0, "b"), (20, "a"), (25, "a")
    found = scene(tmp_path, text, *reports, marks=marks, incidents={"attack": [40]})
    assert holds(found) == [
        ("b0", 1, 10, 40, "raised"),
        ("a0", 1, 30, 90, "passed"),
        ("a1", 1, 35, 90, "passed"),
    ]
    assert found.deliveries() == {
        "b0": ("delivered", 41),
        "a0": ("delivered", 91),
        "a1": ("delivered", 91),
    }
    assert found.parts("b0", "hq") == {"work": 11, "batching": 30}


def test_a_report_that_is_held_twice_stays_once(tmp_path):
    """It comes alone, and again in a summary with a new one; what the summary brings of it is dropped."""
    text = """
    classes: {a: {}, b: {}}
    topics: {group: {rate: 1 /week, lasts: 5 d}}
    sources:
      s: {written_at: post, reports: {a: {rate: 1 /day, about: group}}}
      t: {written_at: desk, reports: {b: {rate: 1 /day, about: group}}}
    stations:
      post: {stage: collection, work: 1 min, posts: {p: {count: 3}}}
      near: {stage: analysis, work: 2 min, posts: {p: {count: 3}}, batch: {size: 2}}
      desk:
        stage: analysis
        work: {once: 10 min, each: 0 min}
        posts: {p: {count: 3}}
        confirms: {sources: 2, within: 2 h}
      hq: {stage: command, needs: [a, b], work: {once: 1 min, each: 0 min}, posts: {p: {count: 3}}}
    channels:
      post -> desk: {transit: {empirical: {values: [4 min]}}}
      post -> near: {}
      near -> desk: {}
      desk -> hq: {}
    """
    marks = {"a0": {"event": 0}, "a1": {"event": 0}}
    found = scene(tmp_path, text, (0, "a"), (11, "a"), marks=marks)
    assert holds(found) == [("a0", 1, 15, 135, "passed"), ("a1", 1, 24, 135, "passed")]
    assert found.deliveries() == {"a0": ("delivered", 136), "a1": ("delivered", 136)}
    assert found.parts("a1", "hq") == {"work": 14, "batching": 111}
