"""The page about ASIFU says what the estimates say, and the estimates are those of its missions."""

import importlib.util
import re
from pathlib import Path

import pandas as pd
import pytest

from stovepipe import load

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "background" / "asifu.md").read_text(encoding="utf-8")
SCRIPT = ROOT / "experiments" / "asifu" / "run.py"
NUMBER = re.compile(r"-?\d+\.\d ±\d+\.\d")


@pytest.fixture(scope="module")
def experiment():
    found = importlib.util.spec_from_file_location("asifu_experiment", SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows():
    return pd.read_csv(SCRIPT.parent / "estimates.csv")


def test_the_page_has_the_tables_of_the_estimates(experiment, rows):
    for table in experiment.tables(rows).split("\n\n"):
        assert table in PAGE, "print them anew, and look at what is said of them"


def test_each_number_with_an_interval_on_the_page_is_an_estimate(experiment, rows):
    there = {experiment.shown(row) for _, row in rows.iterrows()}
    said = set(NUMBER.findall(PAGE))
    assert len(said) > 50
    assert said - there == set()


def test_a_difference_lies_where_its_two_cases_are(experiment, rows):
    value = rows.set_index(["what", "outcome"])["value"]
    for pair, (one, other) in experiment.PAIRS.items():
        for outcome in experiment.OUTCOMES:
            if not pd.isna(value[pair, outcome]):
                assert value[pair, outcome] == pytest.approx(
                    value[one, outcome] - value[other, outcome], abs=2e-4
                )


def test_the_cases_are_the_missions_with_what_the_successors_might_have_done(experiment):
    canonical = {
        load(experiment.MISSIONS / base, [experiment.MISSIONS / overlay for overlay in overlays]).canonical
        for base, overlays in experiment.CASES.values()
    }
    assert len(canonical) == len(experiment.CASES)


def test_an_interval_is_that_of_student(experiment):
    """Three numbers by hand: mean 2, standard deviation 1, t at 97.5 % with 2 degrees of freedom 4.3027."""
    found = experiment.interval(pd.Series([1.0, 2.0, 3.0]).to_numpy())
    assert found["value"] == 2
    assert found["high"] - 2 == pytest.approx(4.3027 / 3**0.5, abs=1e-4)
