"""Structures: each is its base with its own changes, under its own title."""

from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked
from tests.study.reading.test_variants import texts


def test_each_structure_has_its_own_change_and_not_that_of_another(study: Study) -> None:
    base, third, doors = (texts(each.scenario) for each in study.structures)
    count = "stations.cell.posts.analysts.count"
    stops = "channels.cell -> commander.hurdles.reluctance.probability"
    assert [each[count] for each in (base, third, doors)] == ["2", "3", "2"]
    assert [each[stops] for each in (base, third, doors)] == ["10 %", "10 %", "2 %"]


def test_a_title_is_the_name_unless_stated(study: Study) -> None:
    assert [each.title for each in study.structures] == ["the cell as it is", "a third analyst", "open_doors"]


def test_a_grid_takes_each_level_of_each_factor_once(two_commanders: Scenario) -> None:
    grid = {
        "staff": {
            "two": {},
            "four": {"title": "four analysts", "set": {"stations.cell.posts.analysts.count": 4}},
        },
        "road": {"slow": {}, "quick": {"set": {"channels.desk -> cell.transit": "6 min"}}},
    }
    made = asked(two_commanders, structures=None, baseline=None, factors=None, grid=grid).structures
    assert [(each.name, each.levels["staff"], each.levels["road"]) for each in made] == [
        ("two + slow", "two", "slow"),
        ("two + quick", "two", "quick"),
        ("four + slow", "four", "slow"),
        ("four + quick", "four", "quick"),
    ]
    assert made[3].title == "four analysts + quick"
    values = [texts(each.scenario) for each in made]
    assert [each["stations.cell.posts.analysts.count"] for each in values] == ["2", "2", "4", "4"]
    assert [each["channels.desk -> cell.transit"] for each in values] == [
        "10 min",
        "6 min",
        "10 min",
        "6 min",
    ]


def test_what_is_set_for_all_gives_way_to_what_a_structure_sets(two_commanders: Scenario) -> None:
    study = asked(two_commanders, factors=None, set={"stations.cell.posts.analysts.count": 5})
    counts = [texts(each.scenario)["stations.cell.posts.analysts.count"] for each in study.structures]
    assert counts == ["5", "3", "5"]


def test_a_study_that_names_no_structure_has_its_base(two_commanders: Scenario) -> None:
    study = asked(two_commanders, structures=None, baseline=None)
    assert [each.name for each in study.structures] == ["base"]
