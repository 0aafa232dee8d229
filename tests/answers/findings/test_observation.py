"""A log and replications: what is alike is accepted as often as stated, and what is not alike is told."""

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from stovepipe.answers.findings.observation import REPORTS, compared_ages, told
from stovepipe.answers.questions.observation import AboutLog
from stovepipe.inference.incidence import DELIVERED, incidence
from stovepipe.measures.ends import LOST
from stovepipe.network.records import DAY, HOUR
from stovepipe.scenario import Scenario, load
from stovepipe.scenario.reading.observed_log import said_moment
from tests.cli.conftest import MISSION
from tests.observed import deliveries, held, text_log, write_log

SLOWER = MISSION.replace("mean: {value: 1 h,", "mean: {value: 2 h,")


@pytest.fixture(scope="module")
def slower(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The same mission with analysts who take twice as long."""
    path = tmp_path_factory.mktemp("slower") / "cell.yaml"
    path.write_text(dedent(SLOWER))
    return load(path)


def test_a_log_of_the_mission_is_accepted(tmp_path: Path, scenario: Scenario) -> None:
    path = write_log(tmp_path / "log.csv", scenario, deliveries(scenario, 1000))
    found = held(scenario, path)
    assert found.p > 0.05
    assert found.differing == []
    assert [(part.klass, part.what) for part in found.parts] == [
        ("pattern", REPORTS), ("pattern", DELIVERED), ("pattern", LOST),
        ("warning", REPORTS), ("warning", DELIVERED), ("warning", LOST),
    ]  # fmt: skip


@pytest.mark.slow
def test_logs_of_the_mission_are_told_apart_as_often_as_stated(tmp_path: Path, scenario: Scenario) -> None:
    """In 5 % of 200 logs, each held against 19 replications that are drawn out of 200: between 1 and 24.

    A binomial count lies beyond these bounds with a probability of 1e-4. Logs are written to the minute, of
    half of the mission's clock, and every third is a sample of a third of its reports.
    """
    told_apart = 0
    for trial in range(200):
        random = np.random.default_rng(trial)
        mine = deliveries(scenario, 1000 + trial)
        first = 3 * DAY
        table = mine[(mine["occurred_ticks"] >= first) & (mine["occurred_ticks"] < first + 7 * DAY)]
        sampled = trial % 3 == 0
        if sampled:
            drawn = random.permutation(table["report"].unique())[: len(table) // 3]
            table = table[table["report"].isin(drawn)]
        path = write_log(tmp_path / "log.csv", scenario, table)
        about = AboutLog(end=said_moment("2021-01-14"), sample=sampled)
        others = sorted(random.choice(200, 19, replace=False).tolist())
        told_apart += held(scenario, path, others, about).p <= 0.05 + 1e-12
    assert 1 <= told_apart <= 24


@pytest.mark.slow
def test_a_slower_desk_is_told_apart(tmp_path: Path, scenario: Scenario, slower: Scenario) -> None:
    """Of 20 logs of a desk that takes twice as long, 19 or more show that less is read by some age."""
    told_apart = 0
    for trial in range(20):
        path = write_log(tmp_path / "log.csv", slower, deliveries(slower, 100 + trial))
        found = held(scenario, path, range(39))
        less = [part.what for part, side in told(found) if not side.above]
        told_apart += DELIVERED in less
    assert told_apart >= 19


def test_where_they_differ_it_is_said_on_which_side_and_at_which_ages(
    tmp_path: Path, scenario: Scenario, slower: Scenario
) -> None:
    path = write_log(tmp_path / "log.csv", slower, deliveries(slower, 100))
    found = held(scenario, path)
    assert found.p == 0.05
    by_what = {(part.klass, part.what): side for part, side in told(found)}
    side = by_what["warning", DELIVERED]
    assert not side.above
    assert 0 < side.spans[0][0] <= side.spans[0][1] < 14 * DAY
    [part] = [each for each in found.parts if (each.klass, each.what) == ("warning", DELIVERED)]
    assert part.observed[side.at] < part.low[side.at] < part.modelled[side.at]
    assert part.p <= 0.05
    np.testing.assert_array_equal(part.beyond, (part.observed < part.low) | (part.observed > part.high))


def test_twice_as_many_reports_are_noticed_unless_the_log_is_a_sample(
    tmp_path: Path, scenario: Scenario
) -> None:
    text = "class,consumer,occurred,read,lost\n"
    for row in deliveries(scenario, 1000).to_dict("records"):
        if row["class"] == "pattern" and row["occurred_ticks"] < 7 * DAY:
            hour, day = divmod(row["occurred_ticks"] // HOUR, 24)[1], row["occurred_ticks"] // DAY
            text += f"pattern,commander,2021-01-{4 + day:02} {hour:02}:01,,\n" * 3
    path = text_log(tmp_path / "log.csv", text)
    about = AboutLog(end=said_moment("2021-01-11"))
    found = held(scenario, path, about=about)
    assert any(part.what == REPORTS and side.above for part, side in told(found))
    sampled = held(scenario, path, about=AboutLog(end=about.end, sample=True))
    assert all(part.what != REPORTS for part in sampled.parts)


def test_one_row_and_ties_are_held_against_the_mission_like_anything_else(
    tmp_path: Path, scenario: Scenario
) -> None:
    head, row = "class,consumer,occurred,read\n", "warning,commander,2021-01-05 08:00,2021-01-05 10:00\n"
    one = text_log(tmp_path / "one.csv", head + row)
    found = held(scenario, one)
    assert 0 < found.p <= 1
    assert [part.what for part in found.parts] == [REPORTS, DELIVERED]
    ages = found.parts[1].ages
    assert np.isnan(found.curves(("commander", "warning"), DELIVERED, ages).observed_low).all()
    ties = text_log(tmp_path / "ties.csv", head + 30 * row)
    assert held(scenario, ties).observed["commander", "warning"].at([HOUR, 2 * HOUR]).tolist() == [0.0, 1.0]


def test_the_band_of_the_log_is_that_of_batches_of_its_reports(tmp_path: Path, scenario: Scenario) -> None:
    """It is wider than if reports were independent, where they wait for the same morning."""
    path = write_log(tmp_path / "log.csv", scenario, deliveries(scenario, 1000))
    found = held(scenario, path)
    pair = ("commander", "warning")
    ages = np.array([6 * HOUR, 10 * HOUR])
    curves = found.curves(pair, DELIVERED, ages)
    share, count = curves.observed, found.observed[pair].count
    independent = 1.96 * np.sqrt(share * (1 - share) / count)
    assert (curves.observed_low < share).all()
    assert (share < curves.observed_high).all()
    assert ((curves.observed_high - curves.observed_low) / 2 > 0.7 * independent).all()


def test_ages_are_the_same_whichever_of_the_curves_is_that_of_the_log() -> None:
    one, other = (incidence([HOUR * hours], [0], [DELIVERED]) for hours in (2, 50))
    there = compared_ages([one, other], 10 * DAY)
    np.testing.assert_array_equal(there, compared_ages([other, one], 10 * DAY))
    assert {2 * HOUR, 6 * HOUR, 50 * HOUR} <= set(there.tolist())
    assert there.max() < 10 * DAY
    assert compared_ages([incidence([], [], [DELIVERED])], 60).tolist() == [0]
