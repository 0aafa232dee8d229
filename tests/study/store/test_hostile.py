"""Whatever lies in its folder, a store writes nothing elsewhere, hangs on nothing and loses nothing."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stovepipe.study.reading.study import Study
from stovepipe.study.running.futures import Here
from stovepipe.study.running.gather import gather
from stovepipe.study.store.claim import MANIFEST, PARTS, SESSIONS, StoreError
from stovepipe.study.store.lock import LOCK
from stovepipe.study.store.store import Store
from tests.study.running.test_gather import everything, gathered

Damage = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, study: Study) -> Path:
    gathered(tmp_path / "store", study)
    return tmp_path / "store"


def again(folder: Path, study: Study) -> list[str]:
    with Store.open(folder, study) as store:
        gather(study, store, Here())
        return store.remarks


def own(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in everything(folder).items() if ".DS_Store" not in name}


def a_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def a_device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def a_dangling_link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/nowhere")


def a_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "mine.txt").touch()


MANIFESTS: dict[str, Damage] = {
    "gone": lambda path: path.unlink(),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(5000)),
    "no UTF-8": lambda path: path.write_bytes(b"\xff\xfe"),
    "brackets": lambda path: path.write_text("[" * 100_000),
    "maps": lambda path: path.write_text('{"a":' * 100_000),
    "a list": lambda path: path.write_text("[]"),
    "a number of 5,000 digits": lambda path: path.write_text(f'{{"format": {"9" * 5000}}}'),
    "a pipe": a_pipe,
    "a device": a_device,
    "a link to nothing": a_dangling_link,
}


@pytest.mark.parametrize("damage", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_is_lost_or_damaged_is_made_anew_and_nothing_else_is_lost(
    folder: Path, study: Study, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = everything(folder)
    damage(folder / MANIFEST)
    monkeypatch.setattr("stovepipe.study.running.job.run", None)  # nothing is run again
    assert again(folder, study) == []
    assert everything(folder) == whole
    assert not (folder / MANIFEST).is_symlink()


@pytest.mark.parametrize(
    "said",
    [{}, {"study": None}, {"structures": 3}, {"parts": None}, {"parts": [{"file": "/dev/zero"}]}],
    ids=str,
)
def test_what_a_manifest_says_of_parts_is_not_relied_on(
    folder: Path, study: Study, said: dict[str, object]
) -> None:
    whole = everything(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    kept = {"format": manifest["format"]} if not said else manifest | said
    (folder / MANIFEST).write_text(json.dumps(kept))
    assert again(folder, study) == []
    assert everything(folder) == whole


@pytest.mark.parametrize("found", ["true", "null", '"2"', "[2]", "1.5"])
def test_a_format_that_is_no_number_is_refused(folder: Path, study: Study, found: str) -> None:
    (folder / MANIFEST).write_text(f'{{"format": {found}}}')
    with pytest.raises(StoreError, match="holds something else than results"):
        Store.open(folder, study)


PARTS_DAMAGED: dict[str, tuple[Damage, str]] = {
    "a pipe": (a_pipe, r"unreadable \(it is not a regular file\)"),
    "a device": (a_device, r"unreadable \(it is a link, which is not followed\)"),
    "a link to nothing": (a_dangling_link, r"unreadable \(it is a link, which is not followed\)"),
    "a folder": (a_folder, r"unreadable \("),
}


@pytest.mark.parametrize(("damage", "said"), PARTS_DAMAGED.values(), ids=PARTS_DAMAGED)
def test_what_lies_in_the_place_of_a_part_is_said_and_the_part_made_again(
    folder: Path, study: Study, damage: Damage, said: str
) -> None:
    whole = everything(folder)
    part = min(folder.rglob("*.parquet"))
    damage(part)
    (remark,) = again(folder, study)
    assert remark.startswith(f"{part} is unreadable (")
    assert remark.endswith("): replications 0 to 3 are to be run again")
    assert again(folder, study) == [], "it is said once"
    found = everything(folder)
    if damage is a_folder:
        assert found.pop(f"{part.relative_to(folder)}.aside/mine.txt") == b"", "it may be somebody's"
    assert found == whole


def test_a_disk_that_cannot_be_read_at_a_part_costs_that_part_alone(
    folder: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, true_open = min(folder.rglob("*.parquet")), os.open

    def broken(path: str, *more: int) -> int:
        if str(path) == str(part):
            raise OSError(5, "Input/output error", str(path))
        return true_open(path, *more)

    with monkeypatch.context() as disk:
        disk.setattr("stovepipe.study.store.files.os.open", broken)
        assert again(folder, study) == [
            f"{part} is unreadable (input/output error): replications 0 to 3 are to be run again"
        ]


def test_a_process_that_may_open_no_more_files_does_not_take_parts_for_damaged(
    folder: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_open = os.open

    def none_left(path: str, *more: int) -> int:
        if str(path).endswith(".parquet"):
            raise OSError(24, "Too many open files", str(path))
        return true_open(path, *more)

    monkeypatch.setattr("stovepipe.study.store.files.os.open", none_left)
    with pytest.raises(StoreError, match="cannot be read: too many open files"):
        again(folder, study)


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "notes.txt"])
@pytest.mark.parametrize("where", ["", PARTS, "configurations", "summary"])
def test_what_file_managers_and_people_leave_is_left_alone(
    folder: Path, study: Study, name: str, where: str
) -> None:
    (folder / where).mkdir(exist_ok=True)
    whole = everything(folder)
    (folder / where / name).write_bytes(b"theirs")
    assert again(folder, study) == []
    assert everything(folder) == whole | {str(Path(where) / name): b"theirs"}


def test_a_folder_that_holds_only_what_file_managers_leave_is_empty(tmp_path: Path, study: Study) -> None:
    (tmp_path / "new").mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (tmp_path / "new" / name).touch()
    assert again(tmp_path / "new", study) == []


@pytest.mark.parametrize(
    "numbers",
    [
        "00000-99999999999",
        f"00000-{'9' * 200}",
        "00000-00064",
        "00003-00000",
        "0-3",
        f"{'9' * 200}-{'9' * 200}",
    ],
)
def test_a_number_in_a_name_is_bounded(folder: Path, study: Study, numbers: str) -> None:
    """What has no part's name is left alone, as any other file."""
    whole = everything(folder)
    part = min(folder.rglob("*.parquet"))
    stray = part.with_name(numbers[:200] + part.name[11:])
    shutil.copy(part, stray)
    assert again(folder, study) == []
    assert everything(folder) == whole | {str(stray.relative_to(folder)): part.read_bytes()}


def test_a_part_under_a_wrong_name_is_said_once_if_nothing_is_missing(folder: Path, study: Study) -> None:
    part = min(folder.rglob("*.parquet"))
    shutil.copy(part, part.with_name("00004-00005" + part.name[11:]))
    assert again(folder, study) == []


def test_a_part_that_says_something_else_is_refused_though_its_name_is_right(
    folder: Path, study: Study
) -> None:
    """Made by hand: any content has a digest."""
    part = min(folder.rglob("*.parquet"))
    for content in (b"", b"PAR1", b"[" * 100_000):
        digest = hashlib.sha256(content).hexdigest()[:16]
        part.with_name(f"00000-00003.{digest}.parquet").write_bytes(content)
    part.unlink()
    assert (
        sorted(remark.split(" is ")[1] for remark in again(folder, study))
        == ["no part of a results store: replications 0 to 3 are to be run again"] * 3
    )


@pytest.mark.parametrize("name", [LOCK, SESSIONS])
def test_the_lock_and_the_log_are_never_written_through_a_link(
    folder: Path, study: Study, tmp_path: Path, name: str
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(victim)
    with pytest.raises(StoreError, match="cannot be written: it is a link, which is not followed"):
        again(folder, study)
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize("name", [LOCK, SESSIONS])
def test_a_pipe_in_the_place_of_the_lock_or_the_log_is_not_waited_for(
    folder: Path, study: Study, name: str
) -> None:
    a_pipe(folder / name)
    with pytest.raises(StoreError, match="cannot be written: it is not a regular file"):
        again(folder, study)


@pytest.mark.parametrize("name", [PARTS, "configurations", "summary"])
def test_a_store_whose_folders_are_links_is_refused(
    folder: Path, study: Study, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if (folder / name).exists():
        shutil.rmtree(folder / name)
    (folder / name).symlink_to(elsewhere)
    with pytest.raises(StoreError, match=f"{name} cannot be used: it is a link, which is not followed"):
        again(folder, study)
    assert list(elsewhere.iterdir()) == []


def test_an_address_that_is_a_link_is_refused(folder: Path, study: Study, tmp_path: Path) -> None:
    address = min((folder / PARTS).iterdir())
    shutil.move(address, tmp_path / "elsewhere")
    address.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="it is a link, which is not followed"):
        again(folder, study)


def test_the_folder_itself_may_be_reached_through_a_link(folder: Path, study: Study, tmp_path: Path) -> None:
    (tmp_path / "results").symlink_to(folder)
    whole = everything(folder)
    assert again(tmp_path / "results", study) == []
    assert everything(folder) == whole


def test_a_damaged_log_loses_nothing(folder: Path, study: Study) -> None:
    (folder / SESSIONS).write_bytes(b"\0" * 100 + b"{half")
    assert again(folder, study) == []
    lines = (folder / SESSIONS).read_bytes().splitlines()
    assert [list(json.loads(line)) for line in lines[1:]] == [
        ["opened", "command", "versions", "machine", "git"], ["closed", "remarks"],
    ]  # fmt: skip
