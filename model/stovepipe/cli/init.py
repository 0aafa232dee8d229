"""`stovepipe init`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from stovepipe.cli.missions import shipped
from stovepipe.cli.screen.complaints import Complaint
from stovepipe.text import listed, reason_of

_WHAT_NEXT = """\
{folder} now holds {files}.

Look at it, check it, and run it:

    stovepipe show {mission} --out {drawing}
    stovepipe validate {mission}
    stovepipe run {mission} --figures

Then change a number in {mission} and run it again. The comments in it say what is what.

Reports can be about what happens; look into {raids}:

    stovepipe run {raids} --figures

Several structures are compared by a study; look into {study}:

    stovepipe compare {study} --figures"""


def _take_back(folder: Path, existed: bool) -> None:
    """Leave nothing half written behind."""
    with suppress(OSError):
        for source in shipped("tutorial").iterdir():
            (folder / source.name).unlink(missing_ok=True)
        if not existed:
            folder.rmdir()


def init(folder: Path) -> None:
    """Copy the tutorial mission and study to a folder, and say what to do with it.

    Raises:
        Complaint: the folder is not empty, or cannot be written to.
    """
    existed = folder.exists()
    try:
        if existed and (not folder.is_dir() or any(folder.iterdir())):
            raise Complaint(f"{folder} exists and is not an empty folder; name a new one")
        folder.mkdir(parents=True, exist_ok=True)
        for source in sorted(shipped("tutorial").iterdir()):
            (folder / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        _take_back(folder, existed)
        reason = reason_of(error)
        raise Complaint(f"{folder} cannot be written: {reason}; name another folder") from None
    files = sorted(path.name for path in folder.iterdir())
    print(
        _WHAT_NEXT.format(
            folder=folder,
            files=listed(files),
            mission=folder / "mission.yaml",
            drawing=folder / "structure.svg",
            raids=folder / "raids.yaml",
            study=folder / "study.yaml",
        )
    )
