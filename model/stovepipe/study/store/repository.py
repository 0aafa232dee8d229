"""Which revision a git repository is at, read from its files.

A folder that somebody sent may hold a repository of its own, and git runs what a repository's configuration
names: filters, monitors, hooks, ways to fetch what is missing. So git is never started, and the configuration
of a repository is never looked at. The layout is that of git's manual: gitrepository-layout(5).
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

_LARGEST = 16_000_000  # bytes of a file of references
_DEEPEST = 5  # references that stand for each other, as in git
_REVISION = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REFERENCE = re.compile(r"refs/[!-~]+")


def revision(path: Path) -> str | None:
    """The revision that is checked out in the repository that holds a file.

    Returns:
        The name of a commit, in hexadecimal; None where there is no repository, no commit yet, or a layout
        that is not known (references kept in tables).
    """
    try:
        for folder in path.absolute().resolve().parents:
            if (folder / ".git").exists():
                return _checked_out(_administration(folder / ".git"))
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links in a circle
        return None
    return None


def _administration(git: Path) -> Path:
    """The folder of a repository's administration: `.git` itself, or what a file of that name points to."""
    if git.is_dir():
        return git
    return git.parent / _pointed_to(_text(git).removeprefix("gitdir:").strip())


def _checked_out(home: Path) -> str | None:
    """What HEAD stands for. A further work tree has a HEAD of its own, and references in a common folder."""
    common = home
    if (home / "commondir").exists():
        common = home / _pointed_to(_text(home / "commondir").strip())
    said = _text(home / "HEAD").strip()
    for _ in range(_DEEPEST):
        if _REVISION.fullmatch(said):
            return said
        name = said.removeprefix("ref:").strip()
        if not _REFERENCE.fullmatch(name) or ".." in name or "\\" in name:
            return None
        loose = next((each / name for each in (home, common) if (each / name).is_file()), None)
        if loose is None:
            return _packed(common / "packed-refs", name)
        said = _text(loose).strip()
    return None


def _packed(file: Path, name: str) -> str | None:
    """What a reference stands for in the file of all that were packed."""
    for line in _text(file).splitlines():
        found, _, named = line.partition(" ")
        if named == name and _REVISION.fullmatch(found):
            return found
    return None


def _pointed_to(text: str) -> str:
    """A path that a repository states, unless it leads to another machine."""
    if text.startswith(("//", "\\")):
        raise ValueError("a path to another machine")
    return text


def _text(file: Path) -> str:
    """The content of a regular file of no unusual size."""
    facts = file.stat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
        raise ValueError("not a file of a repository")
    with file.open("rb") as opened:
        return opened.read(_LARGEST).decode("utf-8", "replace")
