"""A study with other numbers than its file says: what is altered is, and nothing else."""

import json
from dataclasses import fields
from typing import Any

import pytest

from stovepipe.scenario import Scenario
from stovepipe.study.reading.altered import altered
from stovepipe.study.reading.study import Study
from tests.made_up import asked

PRECISION = {"outcome": "timely", "half_width": "1 point", "at_least": 4}


@pytest.mark.parametrize(("name", "value"), [("replications", 17), ("seed", 3), ("seed", 0), ("level", 0.8)])
def test_only_what_is_given_is_otherwise(study: Study, name: str, value: Any) -> None:
    other = altered(study, **{name: value})
    changed = {each.name for each in fields(Study) if getattr(other, each.name) != getattr(study, each.name)}
    assert changed == {name, "said"}
    assert getattr(other, name) == value
    assert json.loads(other.said) == json.loads(study.said) | {name: value}


def test_nothing_given_is_the_same_study(study: Study) -> None:
    assert json.loads(altered(study).said) == json.loads(study.said)


def test_a_number_of_replications_takes_the_place_of_a_precision(two_commanders: Scenario) -> None:
    precise = asked(two_commanders, replications=None, precision=PRECISION)
    assert precise.replications == 4
    fixed = altered(precise, replications=6)
    assert (fixed.replications, fixed.precision) == (6, None)
    assert "precision" not in json.loads(fixed.said)


def test_a_precision_stays_where_only_the_seed_is_another(two_commanders: Scenario) -> None:
    precise = asked(two_commanders, replications=None, precision=PRECISION)
    other = altered(precise, seed=9)
    assert other.precision == precise.precision
    assert "precision" in json.loads(other.said)
