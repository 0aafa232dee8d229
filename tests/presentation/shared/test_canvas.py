"""Figures are drawn in every environment, and the backend of those who have one is left alone."""

import subprocess
import sys

import pytest

from tests.environment import ordinary

DRAW = """
import os
from stovepipe.presentation.shared.figure_style import rendered, titled
files = rendered(titled((2.0, 1.0), "A title", "A caption"))
import matplotlib
print(len(files), matplotlib.get_backend(auto_select=False), os.environ["MPLBACKEND"])
"""


@pytest.mark.parametrize(
    ("named", "in_force"),
    [
        ("module://matplotlib_inline.backend_inline", "None"),
        ("tagk", "None"),
        ("pdf", "pdf"),
        ("TkAgg", "TkAgg"),
        ("module://backend_of_mine", "module://backend_of_mine"),
    ],
)
def test_figures_are_drawn_whatever_backend_is_named(named: str, in_force: str) -> None:
    """One that is not there does no harm, and one that is there is in force for the user's own figures."""
    ended = subprocess.run(
        [sys.executable, "-c", DRAW],
        capture_output=True,
        text=True,
        check=False,
        env=ordinary(MPLBACKEND=named),
    )
    assert ended.stderr == ""
    assert ended.stdout == f"2 {in_force} {named}\n"


def test_matplotlib_that_is_there_already_is_left_alone() -> None:
    first = "import matplotlib; matplotlib.use('svg')"
    ended = subprocess.run(
        [sys.executable, "-c", f"{first}\n{DRAW}"],
        capture_output=True,
        text=True,
        check=False,
        env=ordinary(MPLBACKEND="pdf"),
    )
    assert (ended.stdout, ended.stderr) == ("2 svg pdf\n", "")
