"""Annexes, caveats, frozen systems and rapport, in scenes worked out by hand."""

import pytest

from stovepipe.network import draws
from stovepipe.trajectory import Passage
from tests.engines.scenes import MINUTE, scene

DESK_TO_CHIEF = """
classes: {a: {}, b: {}}
sources:
  north: {written_at: desk, nation: NLD, reports: {a: 1 /day}%s}
  south: {written_at: desk, nation: SEN, reports: {b: 1 /day}}
stations:
  desk: {stage: collection, work: 10 min, system: old, posts: {p: {count: 1}}}
  chief:
    stage: command
    needs: [a, b]
    system: new
    opens: old
    work: 1 min
    posts: {p: {count: 1, nation: CHN}}
channels:
  desk -> chief: {%s}
%s
"""


def played(folder, *occurrences, source="", channel="", rest=""):
    return scene(folder, DESK_TO_CHIEF % (source, channel, rest), *occurrences)


# --- each report by itself -----------------------------------------------------------------------

BATCHED = """
classes: {a: {}, b: {}}
sources:
  north: {written_at: cell, nation: NLD, reports: {a: 1 /day}}
  south: {written_at: cell, nation: SEN, reports: {b: 1 /day}}
stations:
  cell: {stage: analysis, work: 10 min, batch: {size: 3}, posts: {p: {count: 3}}}
  chief:
    stage: command
    needs: [a, b]
    work: {once: 1 min, each: 0 min}
    posts: {p: {count: 1, nation: CHN}}
channels:
  cell -> chief: {transit: 5 min%s}
%s
"""


def test_only_what_is_restricted_is_taken_out_of_a_product(tmp_path):
    caveat = "caveats: {annex: {of: NLD, towards: CHN, each: true}}"
    found = scene(tmp_path, BATCHED % ("", caveat), (0, "a"), (0, "b"), (1, "b"))
    assert found.deliveries() == {
        "a0": ("withheld", 11),
        "b0": ("delivered", 17),
        "b1": ("delivered", 17),
    }
    crossings = found.trajectory.crossings
    assert list(zip(crossings.carried.tolist(), crossings.passage.tolist(), strict=True)) == [
        (2, Passage.ARRIVED),
        (1, Passage.STOPPED),
    ]


AGAIN = """
classes: {a: {}, b: {}}
sources:
  north: {written_at: cell, nation: NLD, reports: {a: 1 /day}}
  south: {written_at: cell, nation: SEN, reports: {b: 1 /day}}
stations:
  cell: {stage: collection, work: 1 min, batch: {size: 2}, posts: {p: {count: 2}}}
  far: {stage: collection, work: {once: 1 min, each: 0 min}, posts: {p: {count: 1}}}
  desk: {stage: collection, work: {once: 10 min, each: 0 min}, posts: {p: {count: 2}}}
  chief: {stage: command, needs: [a, b], work: {once: 1 min, each: 0 min}, posts: {p: {count: 1}}}
channels:
  cell -> desk: {}
  cell -> far: {carries: b}
  far -> desk: {}
  desk -> chief:
    transit: {exponential: {mean: 1 h}}
    hurdles: {annex: {kind: caveat, origins: SEN, each: true, more_than: 1, probability: 100 %}}
"""


def test_the_offer_of_what_is_taken_out_of_a_product_is_not_counted_as_a_crossing(tmp_path):
    """Another copy of it, finished a minute later, has the transit of a first crossing."""
    found = scene(tmp_path, AGAIN, (0, "a"), (0, "b"))
    (product, annex, second) = found.crossings("desk -> chief")
    assert (product[0], annex[0], second[0]) == ("a0", "b0", "b0")
    assert (annex[2], annex[3]) == (11.0, "stopped")
    (law,) = [channel.transit for channel in found.trajectory.network.channels if channel.transit]
    address = draws.key(1, "transit", "desk -> chief", "south", "b", "rate")
    assert (second[2] - second[1]) * MINUTE == pytest.approx(draws.draw_ticks(law, address, 0, 0, visit=0))


def test_without_each_one_restricted_report_keeps_the_whole_product_back(tmp_path):
    caveat = "caveats: {annex: {of: NLD, towards: CHN}}"
    found = scene(tmp_path, BATCHED % ("", caveat), (0, "a"), (0, "b"), (1, "b"))
    assert {outcome for outcome, _ in found.deliveries().values()} == {"withheld"}


def test_where_each_is_stopped_the_product_itself_is(tmp_path):
    caveat = "caveats: {annex: {of: [NLD, SEN], towards: CHN, each: true}}"
    found = scene(tmp_path, BATCHED % ("", caveat), (0, "a"), (0, "b"), (1, "b"))
    assert found.deliveries() == dict.fromkeys(("a0", "b0", "b1"), ("withheld", 11))
    assert found.trajectory.crossings.carried.tolist() == [3]


def test_an_undeclared_caveat_is_found_out_after_the_transit(tmp_path):
    caveat = "caveats: {unspoken: {of: NLD, towards: CHN, each: true, declared: false}}"
    found = scene(tmp_path, BATCHED % ("", caveat), (0, "a"), (0, "b"), (1, "b"))
    assert found.deliveries() == {
        "a0": ("withheld", 16),
        "b0": ("delivered", 17),
        "b1": ("delivered", 17),
    }


def test_a_hurdle_on_arrival_can_delay_and_lead_through_a_station(tmp_path):
    hurdle = ", hurdles: {check: {kind: other, on_arrival: true, delay: 7 min, through: vetting}}"
    text = (BATCHED % (hurdle, "")).replace("batch: {size: 3}, ", "")
    vetting = "stations:\n  vetting: {stage: release, work: 2 min, posts: {p: {count: 1}}}\n"
    text = text.replace("stations:\n", vetting)
    found = scene(tmp_path, text, (0, "a"))
    assert found.deliveries() == {"a0": ("delivered", 10 + 5 + 7 + 2 + 1)}
    assert found.parts("a0", "chief") == {"work": 13, "transit": 5, "hurdles": 7}


def test_a_coarse_report_is_of_no_use_and_a_product_of_which_part_is_detailed_is(tmp_path):
    hurdle = ", hurdles: {granularity: {coarse: true}}"
    marks = {"a0": {"coarse": True}}
    product = scene(tmp_path, BATCHED % (hurdle, ""), (0, "a"), (0, "b"), (1, "b"), marks=marks)
    assert {outcome for outcome, _ in product.deliveries().values()} == {"delivered"}
    alone = (BATCHED % (hurdle, "")).replace("batch: {size: 3}, ", "")
    found = scene(tmp_path, alone, (0, "a"), (0, "b"), marks=marks)
    assert found.deliveries() == {"a0": ("no_use", 10), "b0": ("delivered", 16)}


# --- markings ------------------------------------------------------------------------------------


def test_a_product_is_as_closed_as_the_most_sensitive_report_in_it(tmp_path):
    hurdle, rest = ", hurdles: {release: {delay: 20 min}}", "markings: [open, secret]"
    text = (BATCHED % (hurdle, rest)).replace("needs: [a, b]", "cleared: open\n    needs: [a, b]")
    secret = scene(tmp_path, text, (0, "a"), (0, "b"), (0, "b"), marks={"b1": {"marking": 1}})
    assert {at for _, at in secret.deliveries().values()} == {36}
    plain = scene(tmp_path, text, (0, "a"), (0, "b"), (0, "b"))
    assert {at for _, at in plain.deliveries().values()} == {16}


# --- systems -------------------------------------------------------------------------------------


def test_nobody_else_opens_what_is_on_a_system_from_the_date_on_which_it_is_frozen(tmp_path):
    found = played(
        tmp_path,
        (0, "a"),
        (55, "a"),
        channel="hurdles: {system: {}}",
        rest="systems: {old: {frozen: 2021-01-04 01:00}}",
    )
    assert found.deliveries() == {"a0": ("delivered", 11), "a1": ("incompatible", 65)}


# --- rapport -------------------------------------------------------------------------------------


def test_a_hurdle_stops_fewer_the_longer_both_contacts_are_in_post(tmp_path):
    """Rapport grows from 0 to 1 in two days from the start of a group; the hurdle stops the rest."""
    text = """
classes: {a: {}}
sources: {north: {written_at: desk, reports: {a: 1 /day}}}
stations:
  desk: {stage: collection, work: 0 s, posts: {p: {count: 1}}}
  chief: {stage: command, needs: a, work: 0 s, posts: {p: {count: 1, from: 2021-01-04 00:00:01}}}
channels:
  desk -> chief:
    rapport: {floor: 0 %, ceiling: 100 %, time: 2 d}
    hurdles: {reluctance: {probability: 100 %, at_full_rapport: 0 %}}
"""
    times = [(minute, "a") for minute in range(1, 2880, 4)]
    found = scene(tmp_path, text, *times).deliveries()
    shared = [found[f"a{n}"][0] == "delivered" for n in range(len(times))]
    quarter = len(times) // 4
    # Of 180 each: binomial with p = 1/8, 3/8, 5/8, 7/8; four standard deviations are 24, 26, 26 and 24.
    counts = [sum(shared[i * quarter : (i + 1) * quarter]) for i in range(4)]
    for count, expected, width in zip(counts, (22.5, 67.5, 112.5, 157.5), (24, 26, 26, 24), strict=True):
        assert abs(count - expected) < width
