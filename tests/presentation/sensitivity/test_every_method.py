"""Every method has its words, tables and numbers, and its figures but for those that have none."""

import pytest

from stovepipe.importance.methods import METHODS
from stovepipe.presentation.sensitivity.data import ROWS
from stovepipe.presentation.sensitivity.figures import FIGURES
from stovepipe.presentation.sensitivity.tables import GRIDS
from stovepipe.presentation.sensitivity.words import SENTENCES
from tests.importance.test_method import carried_out

WITHOUT_A_FIGURE = {"verdict"}


@pytest.mark.parametrize("name", METHODS)
def test_the_result_of_every_method_is_shown(name):
    kind = type(carried_out(METHODS[name]))
    assert kind in SENTENCES
    assert kind in GRIDS
    assert kind in ROWS
    assert (kind in FIGURES) == (name not in WITHOUT_A_FIGURE)


def test_nothing_is_shown_of_methods_that_there_are_not():
    kinds = {type(carried_out(method)) for method in METHODS.values()}
    assert set(SENTENCES) == set(GRIDS) == set(ROWS) == kinds
