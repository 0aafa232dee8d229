"""Settings for every test: the same examples each time, and no window on anyone's screen."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The default profile draws the same missions in every run, so that a failure is one for everybody. To look
# for new ones: `pytest --hypothesis-profile=explore`.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far `tests/fuzz` goes: `pytest tests/fuzz --mutations 10000`."""
    parser.addoption("--mutations", type=int, default=80, help="damaged files and commands of each kind")
