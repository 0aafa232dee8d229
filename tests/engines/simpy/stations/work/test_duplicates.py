"""What twins know of each other: passed on, dropped or worked again (semantics 3.6)."""

import pytest

from tests.engines.scenes import MINUTE, scene


def twins(rule="", one="", two="", hq="", more=""):
    """Two units of one remit on one system: the second has everything an hour later than the first."""
    return f"""
    classes: {{a: {{}}, b: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day}}}}}}
    stations:
      desk: {{stage: collection, work: 0 min, posts: {{p: {{count: 9}}}}}}
      one: {{stage: analysis, remit: all, system: net, work: 10 min, posts: {{p: {{count: 3}}}}{one}}}
      two:
        stage: analysis
        remit: all
        system: net
        work: {{once: 10 min, each: 5 min}}
        {rule}
        {two}
        posts: {{p: {{count: 1}}}}
      hq:
        {{stage: command, needs: [a, b], work: {{once: 0 min, each: 0 min}}, posts: {{p: {{count: 9}}}}{hq}}}
    channels:
      desk -> one: {{}}
      desk -> two: {{transit: 60 min}}
      two -> hq: {{}}
      {more}
    """


def ends(played, station):
    return [(report, start, end, how) for report, _, start, end, how in played.visits(station)]


def test_what_a_twin_has_finished_is_passed_on_at_once_without_work(tmp_path):
    played = scene(tmp_path, twins(), (0, "a"))
    assert ends(played, "two") == [("a0", None, 60, "passed_on")]
    assert played.deliveries() == {"a0": ("delivered", 60)}
    assert played.parts("a0", "hq") == {"transit": 60}


@pytest.mark.parametrize("rule", ["pass_on", "drop", "work"])
def test_the_rule_says_what_becomes_of_it(tmp_path, rule):
    played = scene(tmp_path, twins(f"on_duplicate: {rule}"), (0, "a"))
    [end] = ends(played, "two")
    assert (end, played.deliveries()["a0"]) == {
        "pass_on": (("a0", None, 60, "passed_on"), ("delivered", 60)),
        "drop": (("a0", None, 60, "duplicate"), ("sent_elsewhere", 60)),
        "work": (("a0", 60, 75, "finished"), ("delivered", 75)),
    }[rule]
    assert played.trajectory.visits.duplicated.any() == (rule == "work")


@pytest.mark.parametrize("rule", ["pass_on", "work"])
def test_what_the_station_itself_has_finished_ends_whatever_the_rule(tmp_path, rule):
    """Else it would go round for ever."""
    text = twins(f"on_duplicate: {rule}", hq=", remit: none", more="hq -> two: {}")
    played = scene(tmp_path, text, (0, "a"))
    assert [how for *_, how in ends(played, "two")][1:] == ["duplicate"]


def test_what_waits_is_passed_on_when_its_turn_comes(tmp_path):
    """The twin finishes the second while it waits at the other."""
    played = scene(tmp_path, twins("", one=", closes: {on: 2021-01-04 01:15}"), (0, "b"), (55, "a"))
    assert ends(played, "two") == [("b0", None, 60, "passed_on"), ("a0", None, 115, "passed_on")]
    text = twins().replace("work: 10 min, posts: {p: {count: 3}}", "work: 90 min, posts: {p: {count: 3}}")
    played = scene(tmp_path, text.replace("once: 10 min", "once: 60 min"), (0, "a"), (5, "b"))
    assert ends(played, "two") == [("a0", 60, 125, "finished"), ("b0", None, 125, "passed_on")]
    assert played.parts("b0", "hq") == {"waiting": 60, "transit": 60}


def test_it_takes_the_fidelity_that_the_twin_gave_it(tmp_path):
    text = twins(one=", misreading: {fresh: 100 %, settled: 100 %, fidelity: 40 %}")
    fidelity = scene(tmp_path, text, (0, "a")).trajectory.deliveries.fidelity
    assert fidelity.tolist() == [0.4]


def test_misreading_of_its_own_does_not_touch_what_it_takes_over(tmp_path):
    text = twins(two="misreading: {fresh: 100 %, settled: 100 %, fidelity: 40 %}")
    assert scene(tmp_path, text, (0, "a")).trajectory.deliveries.fidelity.tolist() == [1.0]
    worked = scene(tmp_path, text.replace("misreading", "on_duplicate: work\n        misreading"), (0, "a"))
    assert worked.trajectory.deliveries.fidelity.tolist() == [0.4]


def test_the_first_of_several_twins_counts(tmp_path):
    """The third is done first, and reads rightly; the first reads wrongly."""
    third = "{stage: analysis, remit: all, system: net, work: 2 min, posts: {p: {count: 1}}}"
    text = twins(one=", misreading: {fresh: 100 %, settled: 100 %, fidelity: 40 %}", more="desk -> third: {}")
    text = text.replace("    channels:", f"      third: {third}\n    channels:")
    assert scene(tmp_path, text, (0, "a")).trajectory.deliveries.fidelity.tolist() == [1.0]
    slower = text.replace("work: 2 min", "work: 20 min")
    assert scene(tmp_path, slower, (0, "a")).trajectory.deliveries.fidelity.tolist() == [0.4]


def test_of_a_product_the_rest_is_worked(tmp_path):
    """Two reports come to the second unit as one; the first has had one of them."""
    text = (
        twins()
        .replace("desk -> one: {}", "desk -> one: {carries: a}")
        .replace("work: 0 min", "work: 0 min", 1)
    )
    text = text.replace("stage: collection, work: 0 min", "stage: analysis, work: 0 min, batch: {size: 2}")
    text = text.replace("work: 10 min, posts", "work: {once: 10 min, each: 0 min}, posts")
    for rule, end in (("pass_on", 60 + 10 + 5), ("drop", 60 + 10 + 5 + 5), ("work", 60 + 10 + 5 + 5)):
        played = scene(
            tmp_path,
            text.replace(
                "once: 10 min, each: 5 min}", f"once: 10 min, each: 5 min}}\n        on_duplicate: {rule}"
            ),
            (0, "a"),
            (0, "b"),
        )
        assert ends(played, "two") == [("a0", 60, end, "finished")]
        visits = played.trajectory.visits
        assert visits.duplicated[visits.started == 60 * MINUTE].tolist() == [0 if rule == "pass_on" else 1]


def test_a_product_of_what_twins_have_had_is_passed_on_whole(tmp_path):
    text = twins().replace("stage: collection, work: 0 min", "stage: analysis, work: 0 min, batch: {size: 2}")
    text = text.replace("work: 10 min, posts", "work: {once: 10 min, each: 0 min}, posts")
    played = scene(tmp_path, text, (0, "a"), (0, "b"))
    assert ends(played, "two") == [("a0", None, 60, "passed_on")]
    assert played.deliveries() == {"a0": ("delivered", 60), "b0": ("delivered", 60)}


def test_what_is_passed_on_waits_in_the_batch_like_everything_else(tmp_path):
    played = scene(tmp_path, twins(two="batch: {at: [02:00]}"), (0, "a"))
    assert played.parts("a0", "hq") == {"transit": 60, "batching": 60}


@pytest.mark.parametrize("rule", ["pass_on", "drop", "work"])
def test_what_comes_to_be_worked_through_goes_on_as_ever(tmp_path, rule):
    """A twin has finished it: it goes on at once, and is nobody's work."""
    through = "desk -> hq: {hurdles: {checks: {kind: other, delay: 60 min, through: two}}}"
    text = twins(f"on_duplicate: {rule}", more=through).replace("desk -> two: {transit: 60 min}", "")
    played = scene(tmp_path, text, (0, "a"))
    assert ends(played, "two") == [("a0", None, 60, "duplicate")]
    assert played.deliveries() == {"a0": ("delivered", 60)}
    assert played.parts("a0", "hq") == {"hurdles": 60}
