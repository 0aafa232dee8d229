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
        ({"stopped": {"channel": "desk -> commander"}}, 'no channel "desk -> commander"'),
        ({"stopped": {"channel": "desk -> governor", "hurdle": "reluctance"}}, 'no hurdle "reluctance"'),
        ({"backlog": {"station": "cel"}}, 'no station "cel" in any structure; did you mean "cell"?'),
        ({"utilisation": {"station": "kitchen"}}, 'no station "kitchen"'),
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
