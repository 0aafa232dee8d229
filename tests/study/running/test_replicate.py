"""How many workers are worth starting."""

import pytest

from stovepipe.study.running.replicate import sensible_workers


@pytest.mark.parametrize(("seconds", "workers"), [(0.0, 1), (1.0, 1), (3.9, 1), (4.1, 8), (3600.0, 8)])
def test_all_cores_are_used_only_for_work_that_is_worth_starting_them_for(
    monkeypatch: pytest.MonkeyPatch, seconds: float, workers: int
) -> None:
    """Workers take two seconds to start: a second's work is done sooner without them."""
    monkeypatch.setattr("stovepipe.study.running.replicate.available_cores", lambda: 8)
    assert sensible_workers(seconds) == workers
