"""Which precedences meet a condition, and how it is said."""

import pytest

from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.words.urgency import condition, meeting
from stovepipe.terms import PRECEDENCES


@pytest.mark.parametrize("precedence", PRECEDENCES)
def test_at_least_and_below_one_precedence_are_opposites(precedence):
    at_least, below = meeting(Hurdle(at_least=precedence)), meeting(Hurdle(below=precedence))
    assert (*at_least, *below) == PRECEDENCES
    assert at_least[-1] == precedence


def test_both_hold_between_and_none_always():
    assert meeting(Hurdle(at_least="ROUTINE", below="IMMEDIATE")) == ("PRIORITY", "ROUTINE")
    assert meeting(Hurdle()) == PRECEDENCES
    assert meeting(Hurdle(below="ROUTINE")) == ()


def test_a_condition_is_said_as_it_is_written():
    assert condition(Hurdle(below="FLASH")) == "below FLASH"
    assert condition(Hurdle()) == ""
