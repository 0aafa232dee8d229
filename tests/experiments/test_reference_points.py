"""The page about validation says what the estimates say, and references are what they are derived from."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest
from judging import Estimate, Reference, binomial, judgement
from points import POINTS
from reference_points import ESTIMATES, REFERENCES, shown, table
from scipy.integrate import quad
from scipy.stats import lognorm

from stovepipe import load
from tests.theory.exact.turnover import settled_by

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "background" / "validation.md").read_text(encoding="utf-8")
VALIDATION = ROOT / "experiments" / "validation"
WORDS = ["quantity", "rule", "reference", "grade", "unit", "digits"]
DAY = 86_400e6  # microseconds
INTERVAL = re.compile(r"-?\d[\d.]* \(-?\d[\d.]* to -?\d[\d.]*\)")


@pytest.fixture(scope="module")
def estimates():
    return pd.read_csv(ESTIMATES, keep_default_na=False, na_values=[""])


def found(estimates, point, key):
    (row,) = estimates[(estimates["point"] == point) & (estimates["key"] == key)].to_dict("records")
    return row


def test_there_is_an_estimate_for_each_reference_and_it_was_judged_by_its_rule(estimates):
    there = list(zip(estimates["point"], estimates["key"], strict=True))
    assert there == [(point, key) for point in POINTS for key in REFERENCES[point]]
    for row in estimates.to_dict("records"):
        reference = REFERENCES[row["point"]][row["key"]]
        assert {name: row[name] for name in WORDS} == {name: getattr(reference, name) for name in WORDS}
        estimate = Estimate(row["value"], row["low"], row["high"], row["replications"])
        assert row["judgement"] == judgement(reference, estimate)


@pytest.mark.parametrize("point", POINTS)
def test_the_page_has_the_table_of_each_point_and_its_command(point, estimates):
    assert table(estimates, point) in PAGE, "print it anew, and look at what is said of it"
    assert f"reference_points.py {point}\n" in PAGE


def test_each_interval_on_the_page_is_an_estimate(estimates):
    there = {INTERVAL.match(shown(row)).group() for _, row in estimates.iterrows()}
    assert len(there) > 20
    assert set(INTERVAL.findall(PAGE)) - there == set()


def test_the_summary_says_no_other_than_the_judgements(estimates):
    """Where all that is judged of a point has one judgement, the summary has this one and no other."""
    for point in POINTS:
        heading = re.search(rf"^\| \[[^\]]+\]\(#{point}\) \| (.*) \|$", PAGE, re.MULTILINE)
        assert heading, point
        rows = estimates[(estimates["point"] == point) & (estimates["rule"] != "beside")]
        said = set(re.findall(r"agrees|disagrees|cannot be judged", heading.group(1)))
        assert said == set(rows["judgement"]), point


def test_the_share_of_old_cases_is_that_of_the_counts():
    low, high = binomial(240, 406)
    for key in ("at_once", "in_turn"):
        reference = REFERENCES["ages"][key]
        assert (reference.low, reference.high) == pytest.approx((100 * low, 100 * high), abs=0.05)


def test_the_share_that_a_hotline_keeps_is_that_of_the_counts():
    assert REFERENCES["hotline"]["kept"].low == pytest.approx(
        100 * 2500 / (12 * (900 + 100 + 3000)), abs=0.05
    )


def test_a_backlog_in_turn_has_ages_that_are_uniform_up_to_the_oldest(estimates):
    """First come, first served, and reports that come evenly."""
    row = found(estimates, "ages", "in_turn")
    assert within(row, 100 * (1600 - 1000) / (1600 - 730))


def test_ages_of_cases_begun_at_once_have_the_excess_law_of_their_work(estimates):
    """An age is above x with the integral of the survival function from x on (M/G/infinity; Takács 1962)."""
    mission = load(VALIDATION / "investigations.yaml").mission
    law = mission.stations["investigators"].work.once
    mean, cv = law.mean.value / DAY, law.cv.value
    spread = math.sqrt(math.log(1 + cv**2))
    work = lognorm(spread, scale=mean / math.exp(spread**2 / 2))
    horizon = 3652.5
    older, much_older = (quad(work.sf, day, horizon)[0] for day in (730, 1000))
    assert within(found(estimates, "ages", "at_once"), 100 * much_older / older)


def within(row, exact):
    """Whether an exact value is within twice the interval, as it nearly always is."""
    half = (row["high"] - row["low"]) / 2
    return half < 0.1 * exact and abs(row["value"] - exact) < 2 * half


def test_references_of_proficiency_are_the_closed_form_for_the_tours_that_are_run(estimates):
    mission = load(VALIDATION / "tours.yaml").mission
    minusma = load(ROOT / "configs" / "minusma" / "mission.yaml").mission
    learning = minusma.stations["u2"].posts["europeans"].learning
    for key in ("half_a_year", "a_year"):
        staff = mission.stations[key].posts["staff"]
        start, time = staff.learning.start.value, staff.learning.time.value
        tour, work = staff.tour.value.value, mission.stations[key].work.once.value.value
        assert (start, time) == (learning.start.value, learning.time.value)
        exact = settled_by(start, time, tour)
        lag = (1 - start) * work / (2 * start * tour)
        reference = REFERENCES["proficiency"][key]
        assert (reference.low, reference.high) == pytest.approx((100 * (exact - lag), 100 * exact), abs=0.006)
    half = found(estimates, "proficiency", "half_a_year")
    newcomer = found(estimates, "proficiency", "newcomer")
    assert newcomer["value"] == pytest.approx(6 * (1 - half["value"] / 100), abs=1e-4)


def test_a_reference_without_a_figure_is_not_judged():
    for each in REFERENCES.values():
        for reference in each.values():
            assert isinstance(reference, Reference)
            assert reference.reference != "-" or reference.rule == "beside"
