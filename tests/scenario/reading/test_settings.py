"""Single values set by path: they are merged, checked and reported like anything else in a configuration."""

import pytest

from stovepipe.scenario import ScenarioError, load
from stovepipe.scenario.reading.settings import Settings
from tests.scenario.written import BASE, write


@pytest.fixture
def base(tmp_path):
    write(tmp_path, BASE)
    return tmp_path / "mission.yaml"


def changed(base, values):
    return load(base, [Settings.of(values, "six officers")])


def test_a_setting_changes_one_value_and_nothing_else(base):
    whole, scenario = load(base), changed(base, {"stations.cell.posts.officers.count": 6})
    officers = scenario.mission.stations["cell"].posts["officers"]
    assert officers.count.count == 6
    assert officers.tour == whole.mission.stations["cell"].posts["officers"].tour
    assert scenario.digest != whole.digest
    assert scenario.files == whole.files


def test_a_setting_and_a_file_that_say_the_same_make_the_same_scenario(base, tmp_path):
    write(tmp_path, "stations: {cell: {posts: {officers: {count: 6}}}}", "more.yaml")
    from_file = load(base, [tmp_path / "more.yaml"])
    assert changed(base, {"stations.cell.posts.officers.count": 6}).digest == from_file.digest


def test_settings_have_the_last_word_wherever_they_stand(base, tmp_path):
    write(tmp_path, "stations: {cell: {posts: {officers: {count: 3}}}}", "more.yaml")
    settings = Settings.of({"stations.cell.posts.officers.count": 6}, "six")
    scenario = load(base, [settings, tmp_path / "more.yaml"])
    assert scenario.mission.stations["cell"].posts["officers"].count.count == 6


def test_every_quantity_can_be_set_by_the_path_that_it_is_stated_under(base):
    """What sensitivity analysis relies on: set to what it was, each leaves the mission as it was."""
    scenario = load(base)
    assert len(scenario.quantities) > 10
    for stated in scenario.quantities:
        again = load(base, [Settings.of({stated.path: stated.quantity.text}, "same")])
        assert again.mission == scenario.mission


def test_a_path_may_hold_a_channel_or_a_key_with_a_point(base, tmp_path):
    write(
        tmp_path,
        "extends: mission.yaml\n"
        "incidents: {attack: {rate: 1 /week, bursts: {patrols.warning: {reports: 2, delay: 1 h}}}}",
        "attacked.yaml",
    )
    values = {
        "channels.cell -> commander.transit": "1 h",
        "incidents.attack.bursts.patrols.warning.reports": 5,
    }
    mission = load(tmp_path / "attacked.yaml", [Settings.of(values, "set")]).mission
    assert mission.channels["cell -> commander"].transit is not None
    assert mission.incidents["attack"].bursts["patrols.warning"].reports.value == 5


def test_a_setting_may_begin_a_part_that_is_not_written_yet_and_may_remove(base):
    values = {"stations.cell.queue.limit": 4, "sources.patrols.reports.pattern": None}
    mission = changed(base, values).mission
    assert mission.stations["cell"].queue is not None
    assert mission.stations["cell"].queue.limit == 4
    assert list(mission.sources["patrols"].reports) == ["warning"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("stations.cel.posts.officers.count", 6, 'there is no "cel" in stations; did you mean "cell"?'),
        ("station.cell.work", "1 h", 'there is no "station"; did you mean "stations"?'),
        ("stations.cell.posts.officers.cuont", 6, 'unknown key; did you mean "count"?'),
        ("stations.cell.posts.officers.count", "six", '"six" does not begin with a number'),
        ("stations.commander.needs.warning", "x", "stations.commander.needs is a list; give the whole list"),
        ("stations..work", "1 h", "not a path; write, for example, stations.jmac.posts.analysts.count"),
        ("stations.cell.interrupts", None, "null removes a key, but no file before this one has it"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_where_it_was_asked_for(base, path, value, said):
    with pytest.raises(ScenarioError) as caught:
        changed(base, {path: value})
    [problem] = caught.value.problems
    assert str(problem).startswith("six officers:1:1: ")
    assert said in str(problem)
