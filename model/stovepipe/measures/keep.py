"""How much is kept of a replication."""

from __future__ import annotations

from typing import Literal

Keep = Literal["outcomes", "tables", "all_tables", "trajectory"]
"""What a study asks and no table; the tables from which any outcome is read; all tables; or also the calendar
and everything that happened, row by row."""

LEVELS: tuple[Keep, ...] = ("outcomes", "tables", "all_tables", "trajectory")
"""From the least to the most; each holds what those before it hold."""
