"""What a study file says beside a method is what the method needs and knows."""

from typing import get_args

import pytest

from stovepipe.importance.methods import METHODS
from stovepipe.study.file.entries import BESIDE, Method


def test_the_methods_of_the_file_are_those_that_there_are():
    assert set(get_args(Method)) == set(BESIDE) == set(METHODS)


@pytest.mark.parametrize("name", METHODS)
def test_what_stands_beside_a_method_is_what_it_needs_and_knows(name):
    method, beside = METHODS[name], BESIDE[name]
    assert beside.compare == (method.about == "difference")
    assert beside.failure == (method.about == "failure")
    assert beside.at_most == (method.ranked is not None)
    assert beside.second_order == method.pairs
