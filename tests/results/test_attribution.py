"""What mechanisms cost, as Python users hold it."""

from pathlib import Path

import pytest

from tests.results.made import attribution


def test_each_mechanism_has_its_value(tmp_path: Path) -> None:
    found = attribution(tmp_path)
    assert repr(found) == "<Attribution: 'A cell', 2 mechanisms, exact>"
    rows = found.values.query("mechanism in ['rapport', 'turnover'] and measure == 'value'")
    assert rows.set_index("mechanism")["estimate"].to_dict() == pytest.approx(
        {"rapport": -0.2, "turnover": -0.1}
    )
    assert "rapport" in found.verdict
    assert found.folder == tmp_path
