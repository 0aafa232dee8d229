"""Errors in common (semantics, 3.5, step 2). What each misreads by itself is in `test_sharing`."""

from collections import Counter

from tests.engines.scenes import scene

COMMON = "misreading: {{fresh: 50 %, settled: 50 %, fidelity: 50 %, common: {{school: {}, period: 1 h}}}}"


def two_readers(first, second, more=""):
    """Every report is read by two desks in parallel, and both tell the commander what they make of it."""
    one, two = (school and f", {COMMON.format(school)}" for school in (first, second))
    return f"""
    classes: {{a: {{}}, b: {{}}}}
    sources: {{s: {{written_at: post, reports: {{a: 1 /day, b: 1 /day}}}}}}
    stations:
      post: {{stage: collection, work: 0 s, posts: {{p: {{count: 9}}}}}}
      one: {{stage: analysis, work: 1 min, posts: {{p: {{count: 9}}}}{one}}}
      two: {{stage: analysis, work: 1 min, posts: {{p: {{count: 9}}}}{two}}}
      hq: {{stage: command, needs: [a, b], work: 0 s, posts: {{p: {{count: 9}}}}}}
      far: {{stage: command, needs: [a, b], work: 0 s, posts: {{p: {{count: 9}}}}}}
    channels: {{post -> one: {{}}, post -> two: {{}}, one -> hq: {{}}, two -> far: {{}}}}
    {more}
    """


def read(played):
    """The fidelity of each report at `far` and at `hq`."""
    deliveries = played.trajectory.deliveries
    found = {}
    for report, consumer, fidelity in zip(
        deliveries.report.tolist(), deliveries.consumer.tolist(), deliveries.fidelity.tolist(), strict=True
    ):
        found.setdefault(played.report(report), {})[consumer] = fidelity
    return {name: tuple(each[rank] for rank in sorted(each)) for name, each in found.items()}


MINUTES = [(minute, "a") for minute in range(0, 2400, 20)]


def test_one_school_misreads_the_same_reports_and_all_of_an_hour(tmp_path):
    found = read(scene(tmp_path, two_readers("west", "west"), *MINUTES))
    assert set(found.values()) == {(0.5, 0.5), (1.0, 1.0)}, "what one misreads, so does the other"
    by_hour = [{found[f"a{3 * hour + i}"] for i in range(3)} for hour in range(40)]
    assert all(len(each) == 1 for each in by_hour), "all of an hour, or none of it"
    assert 8 < sum(each == {(0.5, 0.5)} for each in by_hour) < 32, "about half of the hours"


def test_another_school_misreads_others(tmp_path):
    found = read(scene(tmp_path, two_readers("west", "east"), *MINUTES))
    assert len(Counter(found.values())) == 4


def test_the_classes_of_an_hour_are_misread_one_without_the_other(tmp_path):
    both = [*MINUTES, *((minute, "b") for minute, _ in MINUTES)]
    found = read(scene(tmp_path, two_readers("west", "west"), *both))
    assert any(found[f"a{i}"] != found[f"b{i}"] for i in range(len(MINUTES)))


def test_a_second_opinion_helps_only_if_it_is_of_another_school(tmp_path):
    """The share of reports that at least one of the two gets right: a half, or three quarters."""
    right = {}
    for second in ("west", "east"):
        found = read(scene(tmp_path, two_readers("west", second), *MINUTES))
        right[second] = sum(max(pair) == 1.0 for pair in found.values()) / len(found)
    assert right["west"] < 0.65 < right["east"]


def test_switched_off_nobody_misreads(tmp_path):
    off = two_readers("west", "west", "mechanisms: {misreading: off}")
    assert set(read(scene(tmp_path, off, *MINUTES)).values()) == {(1.0, 1.0)}
