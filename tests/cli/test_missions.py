"""The missions that come with the command are found, in a checkout as in an installation."""

from pathlib import Path

import pytest

from stovepipe.cli import missions
from stovepipe.cli.screen.complaints import Complaint


def test_the_tutorial_is_shipped_with_its_mission_and_its_study() -> None:
    assert {"mission.yaml", "study.yaml"} <= {path.name for path in missions.shipped("tutorial").iterdir()}


def test_what_is_inside_the_package_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "checkout" / "model" / "stovepipe"
    monkeypatch.setattr(missions, "_PACKAGE", package)
    outside = tmp_path / "checkout" / "configs" / "tutorial"
    outside.mkdir(parents=True)
    assert missions.shipped("tutorial") == outside
    inside = package / "configs" / "tutorial"
    inside.mkdir(parents=True)
    assert missions.shipped("tutorial") == inside


def test_a_mission_that_is_missing_is_a_fault_of_the_installation() -> None:
    with pytest.raises(Complaint, match="install it again"):
        missions.shipped("atlantis")
