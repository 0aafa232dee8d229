"""How many workers are worth their start."""

from __future__ import annotations

from stovepipe.study.running.pool import available_cores

NOT_WORTH_WORKERS = 4.0  # seconds
START_OF_WORKERS = 2.0  # seconds, until they have imported what they need: measured on two cores of 2026


def sensible_workers(seconds: float) -> int:
    """How many workers to use for work that takes one of them so long: starting them takes time, too."""
    return available_cores() if seconds > NOT_WORTH_WORKERS else 1
