"""Values as JSON has them: what is not known is null."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def json_value(value: Any) -> Any:
    """A value that JSON has; a number that is not finite is None.

    >>> json_value(float("nan")), json_value(pd.Series([3])[0]), json_value(pd.NA)
    (None, 3, None)
    """
    if value is pd.NA:
        return None
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as values that JSON has."""
    return [{str(key): json_value(value) for key, value in row.items()} for row in table.to_dict("records")]
