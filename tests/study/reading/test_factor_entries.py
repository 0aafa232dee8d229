"""Factors of a study file: what they stand for, what is refused, and what a mission is at a point."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from stovepipe.scenario import ScenarioError
from stovepipe.study.reading.factors import Factor
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.reading.variants import Points, UnsoundPoint

MISSION = """
    mission: A cell
    start: 2021-01-04
    horizon: 2 wk
    classes: {warning: {ltiov: 12 h}}
    sources:
      patrols: {written_at: cell, reports: {warning: {value: 8 /day, range: [4 /day, 0.5 /h]}}}
    stations:
      cell:
        stage: analysis
        posts:
          analysts:
            count: {value: 2, range: [1, 4]}
            tour: {value: 6 mo, range: [4 mo, 12 mo], evidence: cited, source: A book}
            learning: &learning
              start: {value: 55 %, range: [40 %, 70 %]}
              time: {value: 3 mo, range: [3 mo, 3 mo]}
        work: {exponential: {mean: {value: 90 min, range: [30 min, 3 h]}}}
      commander:
        stage: command
        needs: warning
        posts: {commander: {count: 1, learning: *learning}}
        work: {exponential: {mean: 10 min}}
    channels: {cell -> commander: {transit: {value: 30 min, range: [0.5 h, 2 h], evidence: weak}}}
    """
START = "stations.*.posts.*.learning.start"
Ask = Callable[..., Study]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Makes a study with these factors."""
    (tmp_path / "cell.yaml").write_text(dedent(MISSION))
    (tmp_path / "closed.yaml").write_text("stations: {cell: {posts: {analysts: {count: 1, tour: null}}}}")

    def asked(factors: dict[str, Any], **more: Any) -> Study:
        said = {"study": "?", "base": "cell.yaml", "outcomes": {"timely": {}}, "factors": factors}
        return make_study(said | more, tmp_path)

    return asked


def problems(ask: Ask, factors: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        ask(factors, **more)
    return [f"{each.where}: {each.what}; {each.hint}" for each in refused.value.problems]


def one(study: Study) -> Factor:
    (found,) = study.factors
    return found


def test_a_pattern_has_a_factor_for_each_number_that_has_a_range(ask: Ask) -> None:
    names = {each.name for each in ask({"all": "*"}).factors}
    assert names == {
        "sources.patrols.reports.warning",
        "stations.cell.posts.analysts.count",
        "stations.cell.posts.analysts.tour",
        "stations.cell.posts.analysts.learning.start",
        "stations.cell.posts.analysts.learning.time",
        "stations.cell.work.exponential.mean",
        "stations.commander.posts.commander.learning.start",
        "stations.commander.posts.commander.learning.time",
        "channels.cell -> commander.transit",
    }


def test_numbers_are_chosen_by_their_evidence(ask: Ask) -> None:
    study = ask({"known": {"paths": "*", "evidence": ["cited", "weak"]}})
    assert {each.name.rsplit(".")[-1] for each in study.factors} == {"tour", "transit"}


def test_a_single_path_is_a_factor_by_the_name_of_its_entry(ask: Ask) -> None:
    found = one(ask({"speed": "stations.cell.work.exponential.mean"}))
    assert (found.name, found.base, found.unit) == ("speed", 1.5, "h")
    assert found.places[0].low == 0.5


def test_values_are_in_the_unit_of_the_upper_end(ask: Ask) -> None:
    """4 a day is a sixth of one an hour."""
    found = one(ask({"rate": "sources.patrols.reports.warning*"}))
    place = found.places[0]
    assert (place.unit, place.high) == ("/h", 0.5)
    assert place.low == pytest.approx(4 / 24)
    assert place.value == pytest.approx(8 / 24)


def test_one_judgement_used_in_many_places_is_one_factor(ask: Ask) -> None:
    found = one(ask({"start": {"paths": START, "together": True}}))
    assert (found.base, found.unit, len(found.places)) == (55.0, "%", 2)
    moved = {"value": "60.0 %", "range": ["40.0 %", "70.0 %"]}
    assert list(found.settings("base", 60.0)) == [
        (("stations", "cell", "posts", "analysts", "learning", "start"), moved),
        (("stations", "commander", "posts", "commander", "learning", "start"), moved),
    ]


def test_several_ranges_move_to_the_same_relative_position(ask: Ask) -> None:
    found = one(ask({"all": {"paths": [START, "*.transit"], "together": True}}))
    assert found.shared is None
    assert {said["value"] for _, said in found.settings("base", 0.5)} == {"55.0 %", "1.25 h"}


def test_as_configured_nothing_is_set_and_the_digest_is_that_of_the_mission(ask: Ask) -> None:
    study = ask({"all": {"paths": "*", "except": "*.count", "together": True}, "one": "*.count"})
    base = study.structure("base")
    point = Points(study.factors).at(base, {each.name: each.base for each in study.factors}, "same")
    assert point.scenario.digest == base.scenario.digest


def test_a_point_has_the_values_and_is_checked_like_any_mission(ask: Ask) -> None:
    study = ask({"work": "*.mean", "posts": "stations.cell.posts.analysts.count"})
    point = {"stations.cell.work.exponential.mean": 2.0, "posts": 3}
    mission = Points(study.factors).at(study.structure("base"), point, "p").scenario.mission
    assert mission.stations["cell"].posts["analysts"].count.value == 3
    assert str(mission.stations["cell"].work.once.mean) == "2.0 h"


def test_a_number_that_a_choice_decides_is_not_moved_there(ask: Ask) -> None:
    study = ask({"closed": {"overlay": "closed.yaml"}, "numbers": ["*.count", "*.tour"]})
    values = {each.name: each.base for each in study.factors}
    values |= {"stations.cell.posts.analysts.count": 4, "stations.cell.posts.analysts.tour": 8.0}
    points, base = Points(study.factors), study.structure("base")
    group = (
        points.at(base, values | {"closed": "on"}, "on").scenario.mission.stations["cell"].posts["analysts"]
    )
    assert (group.count.value, group.tour) == (1, None)
    group = (
        points.at(base, values | {"closed": "off"}, "off").scenario.mission.stations["cell"].posts["analysts"]
    )
    assert group.count.value == 4


def test_a_hurdle_may_be_moved_to_0(ask: Ask) -> None:
    """By itself, one that stops nothing is refused as a slip."""
    hurdle = {"channels.cell -> commander.hurdles": {"access": {"probability": "10 %"}}}
    study = ask({"p": {"paths": "*.access.probability", "range": ["0 %", "40 %"]}}, set=hurdle)
    (name,) = (each.name for each in study.factors)
    mission = Points(study.factors).at(study.structure("base"), {name: 0.0}, "p").scenario.mission
    assert mission.channels["cell -> commander"].hurdles["access"].probability.value == 0


def test_a_number_written_short_may_be_given_a_range(ask: Ask) -> None:
    study = ask(
        {"work": {"paths": "stations.commander.work*", "range": ["5 min", "20 min"], "together": True}},
        set={"stations.commander.work": {"fixed": "10 min"}},
    )
    mission = Points(study.factors).at(study.structure("base"), {"work": 15.0}, "p").scenario.mission
    assert str(mission.stations["commander"].work.once.value) == "15.0 min"


def test_every_kind_of_choice(ask: Ask) -> None:
    study = ask(
        {
            "overlay": {"overlay": "closed.yaml"},
            "mechanism": {"mechanism": "turnover"},
            "levels": {
                "levels": {"as_it_is": {}, "more": {"set": {"stations.cell.posts.analysts.count": 3}}}
            },
            "choices": {"paths": "classes.warning.ltiov", "choices": ["12 h", "24 h"]},
        }
    )
    assert {each.name: tuple(each.levels) for each in study.factors} == {
        "overlay": ("off", "on"),
        "mechanism": ("on", "off"),
        "levels": ("as_it_is", "more"),
        "choices": ("12 h", "24 h"),
    }
    point = {"overlay": "off", "mechanism": "off", "levels": "more", "choices": "24 h"}
    mission = Points(study.factors).at(study.structure("base"), point, "p").scenario.mission
    assert dict(mission.mechanisms) == {"turnover": "off"}
    assert str(mission.classes["warning"].ltiov.value) == "24 h"


def test_an_unsound_point_is_named(ask: Ask) -> None:
    study = ask({"start": {"paths": START, "together": True}})
    with pytest.raises(UnsoundPoint, match=r"not sound at the point start = 140.*\n.*learning.start"):
        Points(study.factors).at(study.structure("base"), {"start": 140.0}, "p")


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ("statons.*.work*", 'factors.a: no number is called "statons.*.work*"; did you mean "stations"?'),
        ("stations.cell.work.exponential.men", 'did you mean "stations.cell.work.exponential.mean"?'),
        ("classes.warning.ltiov", "classes.warning.ltiov has no range; give it one: "),
        ("classes.*", "none of the 1 number that it stands for has a range"),
        ({"paths": "*.tour", "evidence": "observed"}, "has a range and is observed"),
        ({"paths": "*.transit", "range": ["1 h", "2 h"]}, "does not contain the value 30 min"),
        ({"paths": "*.transit", "range": ["2 /day", "3 /day"]}, "a rate where a length of time belongs"),
        ({"mechanism": "turnovr"}, 'there is no mechanism "turnovr"; did you mean "turnover"?'),
        ({"overlay": "clsed.yaml"}, "there is no file "),
        ({"levels": {"one": {}}}, "a choice of 1; give two levels or more"),
        ({"levels": {"one": {}, "two": {"set": {"stations.cel.work": "1 h"}}}}, 'did you mean "cell"?'),
        (
            {"together": True},
            "it is not said what is varied; give one of paths, levels, overlay or mechanism",
        ),
        ({"overlay": "closed.yaml", "mechanism": "turnover"}, "overlay and mechanism are several factors"),
        ({"overlay": "closed.yaml", "range": [1, 2]}, "a choice has no such thing"),
        ({"paths": "*.count", "belief": "triangular"}, "the numbers are whole"),
    ],
)
def test_a_factor_that_cannot_be_is_refused(ask: Ask, factor: Any, said: str) -> None:
    assert any(said in problem for problem in problems(ask, {"a": factor})), problems(ask, {"a": factor})


def test_a_number_belongs_to_one_factor(ask: Ask) -> None:
    (said,) = problems(ask, {"a": "*.transit", "b": "channels.*"})
    assert "factors.b: channels.cell -> commander.transit is moved by a as well" in said


def test_all_problems_are_said_at_once(ask: Ask) -> None:
    found = problems(ask, {"a": "statons.*"}, sensitivity={"method": "moris"}, attribution={"orders": 1})
    assert len(found) == 3
    assert any('did you mean "morris"?' in each for each in found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"method": "verdict"}, "verdict looks at two structures"),
        ({"compare": ["base", "other"]}, 'there is no structure "other"'),
        ({"method": "prim"}, "it is not said what a failure is"),
        ({"failure": {"outcome": "timely", "under": 0.5}}, "morris knows no failure"),
        ({"method": "prim", "failure": {"outcome": "timly", "under": 0.5}}, 'did you mean "timely"?'),
        ({"method": "prim", "failure": {"outcome": "timely", "under": "2 h"}}, "plain number belongs"),
        ({"method": "prim", "failure": {"outcome": "timely"}}, "give under or over"),
        ({"second_order": True}, "morris has no such indices; write method: sobol"),
        ({"method": "tornado", "at_most": 64}, "tornado has no ranking"),
    ],
)
def test_questions_that_do_not_fit_together_are_refused(ask: Ask, asked: Any, said: str) -> None:
    assert any(said in each for each in problems(ask, {"a": "*.transit"}, sensitivity=asked))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"mechanisms": ["turnovr"]}, 'there is no mechanism "turnovr"; did you mean "turnover"?'),
        ({"mechanisms": {"a": "turnover", "b": ["turnover"]}}, "turnover is in a as well"),
        ({"structure": "other"}, 'there is no structure "other"'),
    ],
)
def test_attributions_that_cannot_be_are_refused(ask: Ask, asked: Any, said: str) -> None:
    assert any(said in each for each in problems(ask, {}, attribution=asked))


def test_all_mechanisms_are_those_that_have_a_part_in_the_mission(ask: Ask) -> None:
    study = ask({}, attribution={"mechanisms": "all"})
    assert list(study.mechanisms) == ["distance", "learning", "memory", "turnover"]
    study = ask({}, attribution={}, set={"mechanisms": {"turnover": "off"}})
    assert "turnover" not in study.mechanisms
