"""What a station has heard of an event makes work on the next report about it shorter (semantics, 3.3)."""

from tests.engines.scenes import MINUTE, scene


def mission(work, more="", channels=""):
    """Two sources tell a desk of a group, which needs no more than one person at a time."""
    return f"""
    classes: {{a: {{}}, b: {{}}}}
    topics: {{group: {{rate: 1 /week, lasts: 5 d}}}}
    sources:
      s: {{written_at: desk, reports: {{a: {{rate: 1 /day, about: group}}}}}}
      t: {{written_at: desk, reports: {{b: {{rate: 1 /day, about: group}}}}}}
    stations:
      desk: {{stage: analysis, work: {work}, posts: {{p: {{count: 3}}}}}}
      hq: {{stage: command, needs: [a, b], work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 3}}}}}}
      {more}
    channels:
      desk -> hq: {{}}
      {channels}
    """


def took(found, station):
    """How many minutes the work on each visit to a station took, by report."""
    visits = found.trajectory.visits
    rank = [each.name for each in found.trajectory.network.stations].index(station)
    rows = [row for row in range(len(visits.lead)) if visits.station[row] == rank]
    return [(found.report(int(visits.lead[row])), visits.work[row] / MINUTE) for row in rows]


WORK = "{once: 2 min, each: 10 min, repeats: 30 %}"


def test_a_report_about_an_event_that_is_known_takes_a_share_of_what_it_adds(tmp_path):
    about = {"a0": 0, "b0": 0, "a1": 1, "b1": -1}
    marks = {report: {"event": event} for report, event in about.items()}
    found = scene(tmp_path, mission(WORK), (0, "a"), (20, "b"), (40, "a"), (60, "b"), marks=marks)
    assert took(found, "desk") == [("a0", 12), ("b0", 5), ("a1", 12), ("b1", 12)]
    assert {outcome for outcome, _ in found.deliveries().values()} == {"delivered"}, "none is a duplicate"


def test_what_is_still_worked_on_is_not_yet_known(tmp_path):
    marks = {report: {"event": 0} for report in ("a0", "b0", "b1")}
    found = scene(tmp_path, mission(WORK), (0, "a"), (5, "b"), (12, "b"), marks=marks)
    assert took(found, "desk") == [("a0", 12), ("b0", 12), ("b1", 5)], "finishing comes before arriving"


def test_both_reports_of_one_product_are_new_and_those_of_the_next_are_not(tmp_path):
    text = mission(
        "5 min",
        more=f"cell: {{stage: analysis, work: {WORK}, posts: {{p: {{count: 1}}}}}}",
        channels="desk -> cell: {}",
    ).replace("posts: {p: {count: 3}}}\n      hq", "batch: {size: 2}, posts: {p: {count: 3}}}\n      hq")
    marks = {report: {"event": 0} for report in ("a0", "a1", "b0", "b1")}
    found = scene(tmp_path, text, (0, "a"), (1, "b"), (60, "a"), (61, "b"), marks=marks)
    assert took(found, "cell") == [("a0", 22), ("a1", 8)]


def test_what_passes_through_a_station_is_not_its_own_work_and_makes_nothing_known(tmp_path):
    text = mission(
        "5 min",
        more=f"cell: {{stage: analysis, work: {WORK}, posts: {{p: {{count: 1}}}}}}",
        channels="desk -> cell: {carries: a}",
    ).replace("desk -> hq: {}", "desk -> hq: {carries: b, hurdles: {forms: {kind: release, through: cell}}}")
    text = text.replace("desk -> cell: {carries: a}", "desk -> cell: {carries: a}\n      cell -> hq: {}")
    marks = {report: {"event": 0} for report in ("a0", "b0", "b1")}
    found = scene(tmp_path, text, (0, "b"), (30, "a"), (60, "b"), marks=marks)
    assert took(found, "cell") == [("b0", 12), ("a0", 12), ("b1", 5)]


def test_nothing_that_products_cost_is_left_without_them(tmp_path):
    marks = {report: {"event": 0} for report in ("a0", "b0")}
    text = mission(WORK) + "\n    mechanisms: {products: off}\n"
    found = scene(tmp_path, text, (0, "a"), (20, "b"), marks=marks)
    assert took(found, "desk") == [("a0", 2), ("b0", 2)]
