"""What an engine raises when a run breaks one of its own laws."""

from __future__ import annotations


class InvariantError(RuntimeError):
    """An exact invariant does not hold: a fault of the engine, never of the configuration.

    The message says what was violated, where (station, channel or delivery) and when (tick).
    """

    def __init__(self, what: str, where: str, when: int) -> None:
        super().__init__(f"invariant violated at tick {when}, {where}: {what}")
        self.what, self.where, self.when = what, where, when

    def __reduce__(self) -> tuple[type[InvariantError], tuple[str, str, int]]:
        """Errors cross process borders by pickling."""
        return type(self), (self.what, self.where, self.when)
