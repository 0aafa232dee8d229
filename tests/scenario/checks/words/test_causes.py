"""Causes of which the configuration says what they stand for."""

import pytest

from tests.scenario.written import cases, changed, expect_problems

WRONG = """
causes: {§expird: meant}
=> causes.expird: nothing is ever lost to this; did you mean "expired"?

causes: {§hoax: disposition}
=> causes.hoax: nothing is ever lost to this; say otherwise: hoax at the hurdle that is meant

causes: {§language: meant}
=> causes.language: nothing is ever lost to this; language is a kind of hurdle; what it stops is lost to
   untranslated: write untranslated

causes: {untranslated: §ment}
=> causes.untranslated: unknown word "ment"; did you mean "meant"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(WRONG))
def test_what_no_cause_is_or_can_be_is_a_problem(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_causes_of_hurdles_of_caveats_and_built_in_ones_may_have_a_kind(tmp_path):
    mission = changed(
        tmp_path,
        "caveats: {annex: {of: NLD, at: commander, probability: 5 %, otherwise: kept}}\n"
        "causes: {untranslated: failure, kept: meant, expired: disposition}\n",
    ).mission
    assert mission.causes == {"untranslated": "failure", "kept": "meant", "expired": "disposition"}
