"""Structures whose replications move together in a known way, and gates for how often something holds."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from stovepipe.inference.paired import Paired, paired

FALSE_ALARM = 1e-4


def names(size: int) -> tuple[str, ...]:
    return tuple(f"s{row}" for row in range(size))


def root(kind: str, deviations: np.ndarray) -> np.ndarray:
    """A matrix that turns independent standard normals into correlated ones with these deviations."""
    size = len(deviations)
    place = np.arange(size)
    correlation = {
        "independent": np.eye(size),
        "equal": np.where(place[:, None] == place, 1.0, 0.9),
        "fading": 0.9 ** np.abs(place[:, None] - place),
        "negative": np.where(place[:, None] == place, 1.0, -0.999 / (size - 1)),
    }[kind]
    return np.linalg.cholesky(correlation) * deviations[:, None]


def samples(
    random: np.random.Generator, means: np.ndarray, mix: np.ndarray, replications: int, trials: int
) -> list[Paired]:
    values = means[:, None] + mix @ random.standard_normal((trials, len(means), replications))
    return [paired(each, names(len(means))) for each in values]


def assert_at_least(held: int, trials: int, share: float, family: int = 1) -> None:
    """False alarm at most 1e-4 over the family."""
    assert binom.cdf(held, trials, share) > FALSE_ALARM / family, f"{held} of {trials}: below {share}"


def assert_at_most(held: int, trials: int, share: float, family: int = 1) -> None:
    """False alarm at most 1e-4 over the family."""
    assert binom.sf(held - 1, trials, share) > FALSE_ALARM / family, f"{held} of {trials}: above {share}"
