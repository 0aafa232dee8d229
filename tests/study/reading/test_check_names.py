"""A name in an outcome stands for something in the place that the outcome is about."""

from typing import Any

import pytest

from stovepipe.scenario import Scenario, ScenarioError
from tests.made_up import STUDY, asked

DESK = {
    "stations.outpost": {"stage": "collection", "posts": {"all": {"count": 1}}, "work": "5 min"},
    "channels.outpost -> cell": {},
}


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"timely": {"consumer": "cell"}}, 'no consumer "cell"'),
        ({"timely": {"class": "pattern", "consumer": "governor"}}, 'no class "pattern"'),
        ({"timely": {"class": "warnings"}}, 'did you mean "warning"?'),
        ({"lost": {"to": "withheld"}}, 'no cause of loss "withheld"'),
        ({"disposed": {"as": "expired"}}, "it is a loss: ask for lost: {to: expired}"),
        ({"rapport": {"channel": "desk -> cell"}}, 'no channel with a rapport "desk -> cell"'),
        ({"stopped": {"channel": "desk -> commander"}}, 'no channel "desk -> commander"'),
        ({"stopped": {"channel": "desk -> governor", "hurdle": "reluctance"}}, 'no hurdle "reluctance"'),
        ({"backlog": {"station": "cel"}}, 'no station "cel" in any structure; did you mean "cell"?'),
        ({"utilisation": {"station": "kitchen"}}, 'no station "kitchen"'),
        ({"timely": {"weights": {"classes": {"warnings": 2}}}}, 'did you mean "warning"?'),
        ({"timely": {"weights": {"consumers": {"cell": 2}}}}, 'no consumer "cell"'),
        ({"delivered": {"within": "2 wk"}}, "no report is watched for 2 wk: the mission lasts 2 wk"),
    ],
)
def test_a_name_that_stands_for_nothing_there_is_refused(
    two_commanders: Scenario, outcome: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        asked(two_commanders, factors=None, outcomes={"x": outcome})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "outcome",
    [
        {"timely": {"class": "warning", "consumer": "governor"}},
        {"timely": {"class": "imagery"}},
        {"lost": {"to": ["expired", "untranslated", "not_released"]}},
        {"stopped": {"channel": "cell -> commander", "hurdle": "language"}},
        {"stopped": {"hurdle": "release"}},
        {"utilisation": {}},
    ],
)
def test_a_name_that_stands_for_something_there_is_accepted(
    two_commanders: Scenario, outcome: dict[str, Any]
) -> None:
    assert asked(two_commanders, factors=None, outcomes={"x": outcome}).warnings == ()


CONVOYS = {
    "topics.convoy": {"rate": "1 /day", "lasts": "1 d"},
    "sources.patrols.reports.warning": {"rate": "6 /day", "about": "convoy"},
}
CONFIRMED = CONVOYS | {"topics.convoy.confirmed_by": 2}


@pytest.mark.parametrize(
    ("outcome", "structures", "said"),
    [
        ({"known": {}}, ({}, {}), "there are no topics and no incidents in any structure"),
        ({"known_in_time": {}}, ({}, CONVOYS), "there are no topics and no incidents in 1 structure"),
        ({"confirmed": {}}, (CONVOYS, {}), "nobody asks for any topic or incident to be confirmed in any"),
        (
            {"confirmed": {"of": "convoy"}},
            (CONVOYS, CONVOYS),
            "nobody asks for convoy to be confirmed in any",
        ),
        ({"confirmed_in_time": {"of": "convoy"}}, (CONFIRMED, CONVOYS), "to be confirmed in 1 structure"),
    ],
)
def test_what_nobody_could_know_or_asks_to_confirm_is_said_beforehand(
    two_commanders: Scenario, outcome: dict[str, Any], structures: tuple[dict[str, Any], ...], said: str
) -> None:
    named = {f"s{number}": {"set": change} for number, change in enumerate(structures)}
    more = {"factors": None, "attribution": None, "structures": named, "baseline": None}
    if "in any" in said:
        with pytest.raises(ScenarioError, match=said):
            asked(two_commanders, outcomes={"x": outcome}, **more)
    else:
        warnings = [str(each) for each in asked(two_commanders, outcomes={"x": outcome}, **more).warnings]
        (warning,) = (each for each in warnings if "outcomes.x" in each)
        assert said in warning
        assert warning.endswith(": not defined there")


def test_what_can_be_known_and_is_to_be_confirmed_is_accepted(two_commanders: Scenario) -> None:
    outcomes = {"known": {}, "confirmed": {"of": "convoy"}}
    more = {"factors": None, "attribution": None, "structures": {"s": {"set": CONFIRMED}}, "baseline": None}
    said = [str(each) for each in asked(two_commanders, outcomes=outcomes, **more).warnings]
    assert not [each for each in said if "outcomes" in each]


def test_a_disposition_is_asked_for_as_such(two_commanders: Scenario) -> None:
    properly = {"base": {"set": {"causes": {"not_released": "disposition"}}}}
    said = {"factors": None, "baseline": None, "structures": properly}
    hoaxes = {"disposed": {"as": "not_released"}}
    assert asked(two_commanders, **said, outcomes={"x": hoaxes}).warnings == ()
    with pytest.raises(ScenarioError, match=r"ask for disposed: \{as: not_released\}"):
        asked(two_commanders, **said, outcomes={"x": {"lost": {"to": "not_released"}}})


def test_what_some_structures_lack_is_a_warning_that_counts_them(two_commanders: Scenario) -> None:
    structures = STUDY["structures"] | {"with_outpost": {"set": DESK}}
    study = asked(
        two_commanders,
        factors=None,
        structures=structures,
        outcomes={"x": {"backlog": {"station": "outpost"}}},
    )
    (warning,) = [
        str(each) for each in study.warnings if "outpost" in str(each) and "not defined" in str(each)
    ]
    assert "in 3 structures" in warning


@pytest.mark.parametrize(
    ("beside", "warned"),
    [
        ({}, True),
        ({"value": {}}, True),
        ({"delivered": {"class": "pattern"}}, True),
        ({"delivered": {"class": "warning"}}, False),
        ({"lost": {"class": "warning"}}, False),
    ],
)
@pytest.mark.parametrize("kind", ["latency_of_delivered", "mean_latency_of_delivered"])
def test_a_latency_of_what_arrives_stands_beside_the_share_that_does(
    two_commanders: Scenario, kind: str, beside: dict[str, Any], warned: bool
) -> None:
    found = asked(two_commanders, factors=None, outcomes={"how_late": {kind: {"class": "warning"}}} | beside)
    said = [warning.what for warning in found.warnings if warning.where == "outcomes.how_late"]
    assert said == ["a latency of what arrives says little without the share that arrives"] * warned
