"""Why a question cannot be answered."""

from __future__ import annotations


class CannotAnswer(ValueError):
    """A study does not say enough for an answer: what is missing, and how to mend it."""
