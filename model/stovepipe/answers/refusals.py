"""Why a question cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping


class CannotAnswer(ValueError):
    """A question cannot be answered: what is missing or not defined, and how to mend it."""


def nothing_defined(titles: Mapping[str, str], undefined: Mapping[str, str]) -> CannotAnswer:
    """The refusal of a question of which no outcome is defined everywhere.

    Args:
        titles: of the outcomes that are asked about, by their names.
        undefined: where each is not defined, and why.
    """
    return CannotAnswer("\n".join(f"{titles[name]}: {why}" for name, why in undefined.items()))
