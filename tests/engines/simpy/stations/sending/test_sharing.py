"""What leaves a station, and who gets it (semantics 3.5 to 3.8 and 5)."""

from collections import Counter

import numpy as np

from stovepipe.trajectory import DeliveryOutcome
from tests.engines.scenes import MINUTE, scene


def chain(desk="", channels="desk -> hq: {}", more=""):
    return f"""
    classes: {{a: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}}}}}
    stations:
      desk: {{stage: analysis, work: 10 min, posts: {{p: {{count: 1}}}}{desk and ", " + desk}}}
      hq: {{stage: command, needs: a, work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
      {more}
    channels: {{{channels}}}
    """


def test_a_batch_leaves_as_one_product_when_it_is_full(tmp_path):
    played = scene(tmp_path, chain("batch: {size: 2}"), (0, "a"), (30, "a"), (60, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", 41),
        "a1": ("delivered", 41),
        "a2": ("in_flight", None),
    }
    assert played.parts("a0", "hq") == {"work": 11, "batching": 30}
    assert played.parts("a1", "hq") == {"work": 11}
    assert [visit[0] for visit in played.visits("hq")] == ["a0"], "the product is worked on once"


def test_a_batch_leaves_at_its_time_of_day(tmp_path):
    played = scene(tmp_path, chain("batch: {at: [01:00]}"), (0, "a"), (20, "a"), (70, "a"))
    assert played.deliveries() == {
        "a0": ("delivered", 61),
        "a1": ("delivered", 61),
        "a2": ("delivered", 1501),
    }


def test_a_product_reaches_what_its_reports_reach_whichever_way_each_of_them_came(tmp_path):
    text = """
    classes: {a: {}, b: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day, b: 1 /day}}}
    stations:
      desk: {stage: collection, work: 10 min, posts: {p: {count: 2}}}
      cell: {stage: analysis, work: 10 min, posts: {p: {count: 2}}, batch: {size: 2}}
      hub: {stage: collection, work: 10 min, posts: {p: {count: 1}}}
      hq: {stage: command, needs: [a, b], work: {once: 1 min, each: 0 min}, posts: {p: {count: 1}}}
    channels:
      desk -> cell: {carries: a}
      desk -> hub: {carries: b}
      hub -> cell: {carries: b}
      cell -> hq: {}
    """
    played = scene(tmp_path, text, (0, "a"), (0, "b"))
    assert played.deliveries() == {"a0": ("delivered", 31), "b0": ("delivered", 31)}


def test_a_caveat_is_about_the_reports_a_copy_carries_not_about_those_it_was_split_from(tmp_path):
    """A product of a Dutch and a Chinese report is split by class: the Dutch part has only a Dutch origin."""
    text = """
    classes: {a: {}, b: {}}
    sources:
      s: {written_at: desk, nation: NLD, reports: {a: 1 /day}}
      t: {written_at: desk, nation: CHN, reports: {b: 1 /day}}
    stations:
      desk: {stage: analysis, work: 10 min, posts: {p: {count: 1}}, batch: {size: 2}}
      hq: {stage: command, needs: [a, b], work: {once: 1 min, each: 0 min}, posts: {p: {count: 1}}}
    channels: {desk -> hq: {carries: a, hurdles: {caveat: {origins: CHN, probability: 100 %}}}}
    """
    played = scene(tmp_path, text, (0, "a"), (0, "b"))
    assert played.deliveries() == {"a0": ("delivered", 21), "b0": ("no_route", 0)}


def test_alternative_channels_get_each_report_once_in_their_shares(tmp_path):
    text = chain(
        channels="desk -> hq: {share: 30 %}, desk -> archive: {share: 70 %}",
        more="archive: {stage: registry, work: 0 min, posts: {p: {count: 1}}}",
    ).replace("work: 10 min", "work: 0 min")
    played = scene(tmp_path, text, *((i, "a") for i in range(2000)))
    outcomes = Counter(outcome for outcome, _ in played.deliveries().values())
    assert set(outcomes) == {"delivered", "sent_elsewhere"}
    assert abs(outcomes["delivered"] - 600) < 4 * np.sqrt(2000 * 0.3 * 0.7)


PARALLEL = """
    classes: {{a: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}}}}}
    stations:
      desk: {{stage: collection, work: 0 min, posts: {{p: {{count: 1}}}}}}
      fast: {{stage: analysis, work: 10 min, posts: {{p: {{count: 1}}}}{fast}}}
      slow: {{stage: analysis, work: 30 min, posts: {{p: {{count: 1}}}}{slow}}}
      hq: {{stage: command, needs: a, work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
    channels:
      {{desk -> fast: {{}}, desk -> slow: {{transit: 20 min}}, fast -> hq: {{{stop}}}, slow -> hq: {{}}}}
"""


def test_the_second_copy_at_a_consumer_is_a_duplicate_and_costs_nothing(tmp_path):
    played = scene(tmp_path, PARALLEL.format(fast="", slow="", stop=""), (0, "a"))
    assert played.deliveries() == {"a0": ("delivered", 11)}
    assert played.visits("hq") == [("a0", 10, 10, 11, "finished"), ("a0", 50, None, 50, "duplicate")]


def test_twins_on_one_system_recognise_each_others_work_and_others_repeat_it(tmp_path):
    shared = PARALLEL.format(fast=", remit: x, system: one", slow=", remit: x, system: one", stop="")
    apart = PARALLEL.format(fast=", remit: x, system: one", slow=", remit: x, system: two", stop="")
    assert scene(tmp_path, shared, (0, "a")).visits("slow") == [("a0", 20, None, 20, "passed_on")]
    played = scene(tmp_path, apart, (0, "a"))
    assert played.visits("slow") == [("a0", 20, 20, 50, "finished")]
    slow = [s.name for s in played.trajectory.network.stations].index("slow")
    visits = played.trajectory.visits
    assert visits.duplicated[visits.station == slow].tolist() == [1]
    assert visits.duplicated[visits.station != slow].sum() == 0


def test_a_duplicate_is_never_a_cause_the_copy_that_it_duplicated_is(tmp_path):
    """The twin's copy was withheld on its way; the other copy is then dropped as a duplicate."""
    stop = "hurdles: {caveat: {kind: caveat, probability: 100 %}}"
    slow = ", remit: x, system: one, on_duplicate: drop"
    text = PARALLEL.format(fast=", remit: x, system: one", slow=slow, stop=stop)
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": ("withheld", 20)}


def test_the_cause_is_found_through_a_chain_of_duplicates(tmp_path):
    """The first analyst's copy is withheld; the second's is its duplicate; the third's that of the second."""
    text = """
    classes: {a: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day}}}
    stations:
      desk: {stage: collection, work: 0 min, posts: {p: {count: 1}}}
      first: {stage: analysis, work: 1 min, posts: {p: {count: 1}}}
      second: {stage: analysis, work: 10 min, posts: {p: {count: 1}}}
      third: {stage: analysis, work: 30 min, posts: {p: {count: 1}}}
      hq: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}
    channels:
      desk -> first: {}
      desk -> second: {}
      desk -> third: {}
      third -> second: {}
      second -> first: {}
      first -> hq: {hurdles: {caveat: {probability: 100 %}}}
    """
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": ("withheld", 30)}


def test_a_loop_of_channels_ends_because_stations_recognise_what_they_finished(tmp_path):
    text = chain(
        channels="desk -> hq: {}, desk -> other: {}, other -> desk: {}",
        more="other: {stage: analysis, work: 5 min, posts: {p: {count: 1}}}",
    )
    played = scene(tmp_path, text, (0, "a"))
    assert played.visits("desk") == [("a0", 0, 0, 10, "finished"), ("a0", 15, None, 15, "duplicate")]


def test_what_no_channel_could_bring_is_lost_at_once(tmp_path):
    text = """
    classes: {a: {}, b: {}}
    sources: {s: {written_at: hq, reports: {a: 1 /day}}, t: {written_at: far, reports: {b: 1 /day}}}
    stations:
      hq: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}
      far: {stage: command, needs: [a, b], work: 1 min, posts: {p: {count: 1}}}
    """
    played = scene(tmp_path, text, (5, "a"))
    assert played.deliveries("hq") == {"a0": ("delivered", 6)}
    assert played.deliveries("far") == {"a0": ("no_route", 5)}


def test_misreading_reduces_fidelity(tmp_path):
    text = chain("misreading: {fresh: 100 %, settled: 100 %, fidelity: 50 %}")
    deliveries = scene(tmp_path, text, (0, "a")).trajectory.deliveries
    assert deliveries.fidelity.tolist() == [0.5]


def test_what_a_review_catches_is_worked_again_with_full_fidelity(tmp_path):
    text = chain("misreading: {fresh: 50 %, settled: 50 %, fidelity: 50 %, review: 100 %}")
    played = scene(tmp_path, text, *((i * 100, "a") for i in range(25)))
    ends = Counter(end for *_, end in played.visits("desk"))
    assert ends["finished"] == 25
    assert ends["rework"] > 5
    assert played.trajectory.deliveries.fidelity.tolist() == [1.0] * 25
    assert (played.trajectory.deliveries.outcome == DeliveryOutcome.DELIVERED).all()


def test_rework_takes_its_turn_behind_what_waits_also_when_the_relief_is_there(tmp_path):
    """The desk is free, and the relief asked, when the misread report has gone back to the tail."""
    text = chain("misreading: {fresh: 99 %, settled: 99 %, fidelity: 50 %, review: 100 %}").replace(
        "analysis, work: 10 min, posts: {p: {count: 1}}",
        "analysis, work: 10 min, posts: {p: {count: 1, shifts: "
        "{early: {from: 00:00, to: 00:15}, late: {from: 00:15, to: 12:00}}}}",
    )
    played = scene(tmp_path, text, (10, "a"), (11, "a"))
    assert played.visits("desk")[:3] == [
        ("a0", 10, 10, 20, "rework"),
        ("a1", 11, 20, 30, "rework"),
        ("a0", 20, 30, 40, "rework"),
    ]


def test_a_consumer_passes_on_what_it_received(tmp_path):
    text = chain(
        channels="desk -> hq: {}, hq -> chief: {}",
        more="chief: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}",
    )
    played = scene(tmp_path, text, (0, "a"))
    assert played.deliveries("hq") == {"a0": ("delivered", 11)}
    assert played.deliveries("chief") == {"a0": ("delivered", 12)}


def test_what_a_copy_has_from_others_is_written_down(tmp_path):
    """A desk shares with two stations, and one of them batches what it has."""
    text = """
classes: {a: {}, b: {}}
sources: {north: {written_at: desk, reports: {a: 1 /day, b: 1 /day}}}
stations:
  desk: {stage: collection, work: 1 min, posts: {p: {count: 1}}}
  one: {stage: analysis, work: 1 min, batch: {size: 2}, posts: {p: {count: 1}}}
  two: {stage: collection, work: 1 min, posts: {p: {count: 1}}}
  chief: {stage: command, needs: [a, b], work: {once: 1 min, each: 0 min}, posts: {p: {count: 1}}}
channels:
  desk -> one: {}
  desk -> two: {}
  one -> chief: {}
  two -> chief: {}
"""
    found = scene(tmp_path, text, (0, "a"), (10, "b")).trajectory.descents
    rows = list(zip(*(column.tolist() for column in (found.copy, found.report, found.parent)), strict=True))
    assert rows == [(1, 0, 0), (2, 0, 0), (4, 1, 3), (5, 1, 3), (6, 0, 1), (6, 1, 4)]
    assert (found.at // MINUTE).tolist() == [1, 1, 11, 11, 12, 12]
