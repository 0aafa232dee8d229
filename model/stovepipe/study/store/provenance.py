"""Where results come from: versions, platform, and the state of the configuration's repository."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

_PATIENCE = 10  # seconds for git to answer
_PACKAGE = Path(__file__).parents[2]
_MAKE_PARTS = ("engines", "inference", "measures", "network", "scenario", "study")


def versions() -> dict[str, str]:
    """The versions of Python, of stovepipe and of what it depends on."""
    needed = [line for line in requires("stovepipe") or [] if "extra ==" not in line]
    names = sorted(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needed)
    return {"python": platform.python_version(), "stovepipe": version("stovepipe")} | {
        name: _version(name) for name in names
    }


def machine() -> dict[str, str]:
    """What it ran on."""
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "python_implementation": platform.python_implementation(),
    }


def git_state(path: Path) -> dict[str, Any] | None:
    """The revision of the repository that holds a file, and whether anything in it differs from that.

    None if the file is in no repository, or git is not there to ask.
    """
    folder = path.resolve().parent
    revision = _git(folder, "rev-parse", "HEAD")
    changes = _git(folder, "status", "--porcelain")
    if revision is None or changes is None:
        return None
    return {"revision": revision.strip(), "dirty": bool(changes.strip())}


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "-c", "core.fsmonitor=false", "--no-optional-locks", *arguments]
    try:
        asked = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout if asked.returncode == 0 else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


@cache
def code() -> str:
    """The SHA-256 of the source code that makes results: two installations with the same make the same."""
    digest = hashlib.sha256()
    for file in sources():
        digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def sources() -> list[Path]:
    """The files of the source code that makes results, from the configuration to a part of a store."""
    files = [_PACKAGE / "text.py", _PACKAGE / "trajectory.py"]
    for part in _MAKE_PARTS:
        files += (_PACKAGE / part).rglob("*.py")
    return sorted(files, key=lambda file: file.relative_to(_PACKAGE).as_posix())
