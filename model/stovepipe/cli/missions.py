"""The missions that come with stovepipe."""

from __future__ import annotations

from pathlib import Path

import stovepipe.cli
from stovepipe.cli.screen.complaints import Complaint

_PACKAGE = Path(stovepipe.cli.__file__).parent.parent


def shipped(name: str) -> Path:
    """The folder of a mission: in the installed package, or in a checkout of the source.

    Raises:
        Complaint: the installation is not whole.
    """
    for configs in (_PACKAGE / "configs", _PACKAGE.parent.parent / "configs"):
        if (configs / name).is_dir():
            return configs / name
    raise Complaint(f"the mission {name} is missing from this installation of stovepipe: install it again")
