"""Points that a user brings: cells are read as a configuration is, and faults are told by their place."""

from textwrap import dedent

import numpy as np
import pandas as pd
import pytest

from stovepipe.scenario import Scenario, load
from stovepipe.study.reading.brought import Brought, UnusablePoints, brought

MISSION = """
    mission: Two sources
    start: 2021-01-04
    horizon: 2 wk
    classes: {warning: {}, pattern: {}}
    sources: {patrols: {written_at: cell, reports: {warning: 2 /day, pattern: 1 /day}}}
    stations:
      cell:
        stage: analysis
        posts: {analysts: {count: 2, tour: {value: 6 mo, range: [120 d, 12 mo]}, change: block}}
        work: {fixed: {value: 90 min, range: [1 h, 3 h]}}
      office: {stage: analysis, posts: {staff: {count: 1}}, work: {fixed: 20 min}}
      commander:
        stage: command
        needs: [warning, pattern]
        posts: {commander: {count: 1}}
        work: {fixed: 5 min}
    channels:
      cell -> office: {transit: 30 min}
      office -> commander: {transit: 2 h, hurdles: {reluctance: {probability: 40 %}}}
    """
COUNT = "stations.cell.posts.analysts.count"
WORK = "stations.cell.work.fixed"
STOPS = "channels.office -> commander.hurdles.reluctance.probability"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("brought") / "mission.yaml"
    path.write_text(dedent(MISSION))
    return load(path)


def read(scenario: Scenario, columns: dict[str, object], labels: list[object] | None = None) -> Brought:
    return brought(pd.DataFrame(columns, index=labels), scenario, "mission")


def moved(found: Brought) -> list[dict[str, object]]:
    """What each row lays over the configuration, by path."""
    return [
        {
            ".".join(map(str, path)): said["value"]
            for each in found.factors
            for path, said in each.settings("mission", point[each.name])
        }
        for point in found.points
    ]


def test_a_number_is_in_the_unit_of_its_range_or_as_it_is_written(
    scenario: Scenario,
) -> None:
    found = read(scenario, {WORK: [2, 0.5], "channels.cell -> office.transit": [45, 60], STOPS: [5, 0]})
    assert moved(found) == [
        {WORK: "2.0 h", "channels.cell -> office.transit": "45.0 min", STOPS: "5.0 %"},
        {WORK: "0.5 h", "channels.cell -> office.transit": "60.0 min", STOPS: "0.0 %"},
    ]


def test_a_value_as_configured_changes_nothing(scenario: Scenario) -> None:
    assert moved(read(scenario, {WORK: [1.5], COUNT: [2]})) == [{}]


def test_a_text_has_a_unit_of_its_own(scenario: Scenario) -> None:
    assert moved(read(scenario, {WORK: ["150 min", "2 h"]})) == [{WORK: "2.5 h"}, {WORK: "2.0 h"}]


def test_a_range_grows_to_hold_a_value_outside_it_at_that_point_alone(scenario: Scenario) -> None:
    """Else the store would not know the other points again when the table grows."""
    found = read(scenario, {WORK: [2, 9]})
    (work,) = found.factors
    written = [dict(work.settings("mission", point[WORK])).popitem()[1] for point in found.points]
    assert [said["range"] for said in written] == [["1.0 h", "3.0 h"], ["1.0 h", "9.0 h"]]


def test_a_pattern_moves_all_numbers_that_it_stands_for(scenario: Scenario) -> None:
    assert moved(read(scenario, {"stations.?????????.posts.*.count": [3]})) == [
        {"stations.commander.posts.commander.count": "3"}
    ]
    assert moved(read(scenario, {"stations.*.posts.*.count": [np.int64(3)]})) == [
        {
            COUNT: "3",
            "stations.office.posts.staff.count": "3",
            "stations.commander.posts.commander.count": "3",
        }
    ]


def test_a_path_that_is_no_number_takes_the_words_that_may_stand_there(scenario: Scenario) -> None:
    found = read(scenario, {"mechanisms.turnover": ["off", "on", "off", False]})
    (turnover,) = found.factors
    assert list(turnover.levels) == ["off", "on", "False"]
    assert [point["mechanisms.turnover"] for point in found.points] == ["off", "on", "off", "False"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({COUNT: [2, 2.5]}, 'row 1, column stations.cell.posts.analysts.count: "2.5" is not a whole number'),
        ({COUNT: [2, None]}, "row 1, column stations.cell.posts.analysts.count: there is no value; give one"),
        ({WORK: [2, -1]}, 'row 1, column stations.cell.work.fixed: "-1.0 h" is negative'),
        ({WORK: ["2", "3 h"]}, 'row 0, column stations.cell.work.fixed: "2" has no unit'),
        (
            {WORK: [True, 2]},
            "row 0, column stations.cell.work.fixed: True is not a number; write, for example",
        ),
        ({WORK: [float("inf"), 2]}, "row 0, column stations.cell.work.fixed: inf is not a usable number"),
        ({STOPS: [140, 2]}, '"140.0 %" is more than 100 %'),
        ({"mechanisms.turnover": [["off"], "on"]}, "row 0, column mechanisms.turnover: ['off'] is neither"),
        (
            {"stations.*.cuont": [1, 2]},
            'column stations.*.cuont: no number is called "stations.*.cuont"; did',
        ),
        ({"channels.*.transit": [1, 2]}, "column channels.*.transit: its numbers are in h and min; make a"),
        ({COUNT: [1, 2], "stations.*.count": [1, 2]}, f"{COUNT} is moved by the column {COUNT} as well"),
        ({3: [1, 2]}, "column 3: not a path; name the columns by paths such as stations.cell"),
        ({COUNT: []}, "the points have no row"),
        ({}, "the points have no column"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_row_and_column(
    scenario: Scenario, columns: dict[str, object], said: str
) -> None:
    with pytest.raises(UnusablePoints) as refused:
        read(scenario, columns)
    assert said in str(refused.value)


def test_rows_are_called_by_their_labels_and_each_has_one_of_its_own(scenario: Scenario) -> None:
    with pytest.raises(UnusablePoints, match="row night, column stations"):
        read(scenario, {COUNT: [1, "x"]}, ["day", "night"])
    with pytest.raises(UnusablePoints, match="row day: there are several of that name; points"):
        read(scenario, {COUNT: [1, 2]}, ["day", "day"])
    several = pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])
    with pytest.raises(UnusablePoints, match="the rows have several labels each"):
        brought(pd.DataFrame({COUNT: [1, 2]}, index=several), scenario, "mission")


def test_a_column_that_is_there_twice_is_refused(scenario: Scenario) -> None:
    table = pd.DataFrame([[1, 2]], columns=[COUNT, COUNT])
    with pytest.raises(UnusablePoints, match="there are several of that name"):
        brought(table, scenario, "mission")


def test_many_faults_are_told_in_few_lines(scenario: Scenario) -> None:
    with pytest.raises(UnusablePoints) as refused:
        read(scenario, {COUNT: [-1] * 25})
    assert str(refused.value).count("\n") == 10
    assert str(refused.value).endswith("and 15 faults more")
