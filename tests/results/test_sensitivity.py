"""Which inputs matter, as Python users hold it."""

from pathlib import Path

import pytest

from tests.results.made import sensitivity


def test_each_table_says_what_was_found(tmp_path: Path) -> None:
    found = sensitivity(tmp_path)
    assert repr(found) == "<Sensitivity: 'A cell', tornado, 2 factors, 5 points>"
    assert found.factors["factor"].tolist() == ["analysts", "stops"]
    assert found.points["point"].tolist() == [0, 1, 2, 3, 4]
    assert found.points["analysts"].tolist() == [2, 1, 4, 2, 2]
    swings = found.indices.query("measure == 'swing'").set_index("factor")["estimate"]
    assert swings.to_dict() == pytest.approx({"analysts": 0.3, "stops": -0.1})
    assert len(found.outputs) == 5 * 3
    assert found.outputs.query("point == 2")["value"].mean() == pytest.approx(0.3 + 0.4 - 0.05)
    assert found.stable is None
    assert "analysts" in found.verdict
    assert list(found.figures())
