"""What JSON cannot say of a number is null, wherever it stands."""

import json

import numpy as np
import pandas as pd

from stovepipe.presentation.shared.json_values import json_value, records


def test_what_is_not_finite_is_null_and_what_numpy_has_is_plain() -> None:
    values = [float("nan"), np.float64("inf"), -np.inf, np.int64(3), np.bool_(True), "text", None, 0.5]
    assert [json_value(value) for value in values] == [None, None, None, 3, True, "text", None, 0.5]


def test_rows_are_what_json_reads_back() -> None:
    table = pd.DataFrame({"name": ["a", "b"], "share": [0.5, np.nan], "count": [1, 2]})
    assert json.loads(json.dumps(records(table), allow_nan=False)) == [
        {"name": "a", "share": 0.5, "count": 1},
        {"name": "b", "share": None, "count": 2},
    ]
