"""Where results come from: versions, platform, and the revision of the configuration's repository."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from stovepipe.study.store.repository import revision

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


def git_state(path: Path) -> dict[str, str] | None:
    """The revision that is checked out in the git repository that holds a file; None if it is in none.

    It does not say whether the file was changed since: that is seen from the digests of the files that were
    read, which are kept beside it. To ask git would be to run what the repository's configuration names.
    """
    found = revision(path)
    return None if found is None else {"revision": found}


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
    files = [file for file in _PACKAGE.glob("*.py") if not file.stem.startswith("__")]
    for part in _MAKE_PARTS:
        files += (_PACKAGE / part).rglob("*.py")
    return sorted(files, key=lambda file: file.relative_to(_PACKAGE).as_posix())
