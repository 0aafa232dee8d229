"""Settings for every test: the environment of an ordinary user, and the same examples each time."""

import pytest
from hypothesis import HealthCheck, settings

from tests.environment import make_ordinary

make_ordinary()

# The default profile draws the same missions in every run, so that a failure is one for everybody, and
# does not mind how long a busy machine takes. To look for new ones: `pytest --hypothesis-profile=explore`.
_ANYWHERE = settings.get_profile("default")  # hypothesis has another for machines that call themselves CI
settings.register_profile(
    "house",
    _ANYWHERE,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", _ANYWHERE, deadline=None, max_examples=2000)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far mutations go: `pytest tests/properties/test_mutations.py --mutations 10000`."""
    parser.addoption("--mutations", type=int, default=80, help="damaged files and commands of each kind")
