"""A structure at a point: every factor at its own value, and all else as it was."""

from dataclasses import fields

from stovepipe.scenario.language.mechanisms import switched_off
from stovepipe.scenario.reading.scenario import Scenario
from stovepipe.study.reading.study import Study
from stovepipe.study.reading.variants import Points, without
from tests.made_up_answers import POINTS

PATHS = {
    "courier": "channels.desk -> cell.transit",
    "work": "stations.cell.work.exponential.mean",
    "release": "channels.desk -> governor.hurdles.release.probability",
    "analysts": "stations.cell.posts.analysts.count",
}


def texts(scenario: Scenario) -> dict[str, str]:
    """Every number of a scenario as it is written, by the path of where it stands."""
    return {stated.where: stated.quantity.text for stated in scenario.quantities}


def test_every_factor_has_its_own_value_at_the_point(study: Study) -> None:
    at = Points(study.factors).at(study.structure("base"), POINTS[1], "base, point 1")
    values = texts(at.scenario)
    assert {name: values[path].split()[0] for name, path in PATHS.items()} == {
        "courier": "5.0", "work": "1.5", "release": "40.0", "analysts": "1",
    }  # fmt: skip
    assert values["channels.cell -> commander.transit"] == "5 min", "the level of the officers"
    assert at.name == "base, point 1"


def test_nothing_else_is_otherwise(study: Study) -> None:
    base = study.structure("base")
    at = Points(study.factors).at(base, POINTS[1], "there")
    before, after = texts(base.scenario), texts(at.scenario)
    changed = {where for where in before if before[where] != after.get(where)}
    assert changed == {*PATHS.values(), "channels.cell -> commander.transit"}
    same = {field.name for field in fields(base)} - {"name", "scenario"}
    assert all(getattr(at, name) == getattr(base, name) for name in same)


def test_the_point_as_configured_is_the_structure_itself(study: Study) -> None:
    base = study.structure("base")
    assert Points(study.factors).at(base, POINTS[0], "as it is").scenario.digest == base.scenario.digest


def test_points_do_not_remember_one_another(study: Study) -> None:
    points, base = Points(study.factors), study.structure("base")
    first = points.at(base, POINTS[1], "first").scenario.digest
    points.at(base, POINTS[2], "second")
    assert points.at(base, POINTS[1], "again").scenario.digest == first
    assert Points(tuple(reversed(study.factors))).at(base, POINTS[1], "turned").scenario.digest == first


def test_without_mechanisms_just_those_are_off(study: Study) -> None:
    base = study.structure("base")
    off = without(base, ["language", "rapport"], "quiet")
    assert switched_off(off.scenario.mission) == {"language", "rapport"}
    assert off.name == "quiet"
    assert without(base, [], "as it is").scenario is base.scenario
