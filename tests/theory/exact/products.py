"""A queue of products: batches of a fixed size that a Poisson process fills, worked on for what they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ProductQueue:
    """E_k/PH/1: a product of k reports takes an exponential time once, and one for each report.

    A quasi-birth-death process: its levels are the products present, its phases how far the next batch has
    been filled and how far work has come (Neuts 1981, chapter 3; Latouche and Ramaswami 1999, chapter 6).

    Attributes:
        arrival: reports (not products) per unit of time.
        once, each: mean work on a product, and on each report in it.
        size: k.
    """

    arrival: float
    once: float
    each: float
    size: int

    @property
    def mean_wait(self) -> float:
        """The mean time that a product waits: by Little's law, from the mean number that wait."""
        empty, first, rate = self._stationary()
        identity = np.eye(len(rate))
        inverse = np.linalg.inv(identity - rate)
        ones = np.ones(len(rate))
        total = empty.sum() + first @ inverse @ ones
        waiting = first @ rate @ inverse @ inverse @ ones  # sum over n of (n - 1) times level n
        return float(waiting / total / (self.arrival / self.size))

    def _stationary(self) -> tuple[Matrix, Matrix, Matrix]:
        """The levels 0 and 1, not normalised, and the matrix that leads from one level to the next."""
        up, local, down, into_work, out_of_work = self._blocks()
        rate = np.zeros_like(local)
        inverse = np.linalg.inv(-local)
        for _ in range(100_000):
            following = (up + rate @ rate @ down) @ inverse
            settled = np.abs(following - rate).max() < 1e-15
            rate = following
            if settled:
                break
        filling = self._filling()
        # Level 0 and level 1 balance: x0 (filling) + x1 (out_of_work) = 0, x0 (into_work) + x1 (...) = 0.
        whole = np.block([[filling, into_work], [out_of_work, local + rate @ down]])
        _, _, basis = np.linalg.svd(whole.T)
        solution = np.abs(basis[-1])
        return solution[: self.size], solution[self.size :], rate

    def _filling(self) -> Matrix:
        """Reports that come without completing a batch."""
        k = self.size
        return self.arrival * (np.diag(np.ones(k - 1), 1) - np.eye(k))

    def _blocks(self) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
        k, stages = self.size, np.array([1 / self.once] + [1 / self.each] * self.size)
        m = len(stages)
        work = np.diag(stages[:-1], 1) - np.diag(stages)
        done = np.zeros((m, 1))
        done[-1, 0] = stages[-1]
        begin = np.zeros((1, m))
        begin[0, 0] = 1.0
        complete = np.zeros((k, k))
        complete[-1, 0] = self.arrival
        up = np.kron(complete, np.eye(m))
        local = np.kron(self._filling(), np.eye(m)) + np.kron(np.eye(k), work)
        down = np.kron(np.eye(k), done @ begin)
        return up, local, down, np.kron(complete, begin), np.kron(np.eye(k), done)
