import errno
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from stovepipe.network.records import Network
from stovepipe.study.running.replicate import Replication, replicate
from stovepipe.study.store import files
from stovepipe.study.store.folder import (
    DONE,
    INTERRUPTED,
    JOURNAL,
    MANIFEST,
    Folder,
    FolderError,
    begin,
    read_record,
)
from stovepipe.study.store.record import About

REPLICATIONS = 4


@pytest.fixture
def about(network: Network) -> About:
    return About.of(network, digest="d" * 64, seed=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results"


@pytest.fixture
def finished(network: Network) -> list[Replication]:
    return [replicate(network, 1, number) for number in range(REPLICATIONS)]


def begun(path: Path, about: About, replications: int = REPLICATIONS, resume: bool = False) -> Folder:
    return begin(path, about, replications, {"path": "cell.yaml"}, "stovepipe run cell.yaml", resume)


def left(path: Path, about: About, replications: int = REPLICATIONS, resume: bool = False) -> Folder:
    """A folder whose process has gone, without a word."""
    folder = begun(path, about, replications, resume)
    folder.release()
    return folder


def parts(path: Path) -> dict[str, bytes]:
    """Every file of a results folder but the manifest, which tells times."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in path.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def test_an_interrupted_run_ends_as_if_it_had_never_stopped(
    tmp_path: Path, about: About, finished: list[Replication]
) -> None:
    whole = begun(tmp_path / "whole", about)
    for replication in finished:
        whole.add(replication)
    whole.close(DONE)

    first = left(tmp_path / "parted", about)
    first.add(finished[2])
    first.close(INTERRUPTED)
    second = begun(tmp_path / "parted", about, resume=True)
    assert second.finished == (2,)
    assert second.missing == (0, 1, 3)
    for number in second.missing:
        second.add(finished[number])
    second.close(DONE)
    assert parts(tmp_path / "parted") == parts(tmp_path / "whole")


def test_a_run_that_was_killed_keeps_what_was_finished(
    path: Path, about: About, finished: list[Replication]
) -> None:
    """Nothing was closed: the journal alone knows, and its last line was cut short."""
    killed = left(path, about)
    killed.add(finished[0])
    killed.add(finished[1])
    files.append(path / JOURNAL, b'{"replication":2,"parts":[{"fi')
    (path / "tables" / "events" / ".00002.parquet.unfinished").write_bytes(b"half")
    assert read_record(path).numbers == (0, 1)
    assert left(path, about, resume=True).missing == (2, 3)
    assert not list(path.rglob("*.unfinished"))
    assert begun(path, about, resume=True).missing == (2, 3), "the manifest has taken over from the journal"


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_part_that_is_not_what_was_written_is_computed_again_and_said_so(
    path: Path, about: About, finished: list[Replication], damage: str
) -> None:
    folder = left(path, about)
    for replication in finished:
        folder.add(replication)
    folder.close(DONE)
    part = path / "tables" / "stations" / "00001.parquet"
    if damage == "changed":
        part.write_bytes(part.read_bytes()[:-1] + b"!")
    else:
        part.unlink()
    again = begun(path, about, resume=True)
    assert again.missing == (1,)
    (remark,) = again.remarks
    assert (
        "stations/00001.parquet is missing or is not what was written: replication 1 is run again" in remark
    )


def test_a_finished_run_can_be_given_more_replications(
    path: Path, about: About, finished: list[Replication]
) -> None:
    folder = left(path, about, replications=2)
    folder.add(finished[0])
    folder.add(finished[1])
    folder.close(DONE)
    assert begun(path, about, replications=4, resume=True).missing == (2, 3)


def test_a_folder_with_other_things_in_it_is_refused(path: Path, about: About) -> None:
    path.mkdir()
    (path / "thesis.doc").write_text("years of work")
    for resume in (False, True):
        with pytest.raises(FolderError, match="not empty and holds no results; choose another folder"):
            begun(path, about, resume=resume)
    assert [file.name for file in path.iterdir()] == ["thesis.doc"]


def test_a_run_killed_while_it_took_the_folder_leaves_nothing_in_the_way(path: Path, about: About) -> None:
    path.mkdir()
    (path / f".{MANIFEST}.unfinished").write_text('{"form')
    begun(path, about)


def test_an_empty_folder_is_taken(path: Path, about: About) -> None:
    path.mkdir()
    assert begun(path, about).missing == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("status", "said"), [(DONE, "already holds a finished run"), (INTERRUPTED, "a run that was interrupted")]
)
def test_results_are_never_overwritten(path: Path, about: About, status: str, said: str) -> None:
    left(path, about).close(status)
    with pytest.raises(FolderError, match=f"{said}; choose another folder with --out, or add --resume"):
        begun(path, about)


def test_only_the_same_run_can_be_continued(path: Path, about: About, network: Network) -> None:
    left(path, about).close(INTERRUPTED)
    for other, said in (
        (About.of(network, "e" * 64, 1), "another configuration"),
        (About.of(network, about.digest, 2), "seed 1, not 2"),
        (About.of(network, about.digest, 1, trajectory=True), "no trajectory"),
    ):
        with pytest.raises(FolderError, match=f"cannot be continued: it holds {said}"):
            begun(path, other, resume=True)
    with pytest.raises(FolderError, match="4 replications, more than 3"):
        begun(path, about, replications=3, resume=True)


def test_results_of_another_version_are_not_continued(path: Path, about: About) -> None:
    left(path, about).close(INTERRUPTED)
    manifest = json.loads((path / MANIFEST).read_text())
    manifest["sessions"][-1]["versions"]["stovepipe"] = "0.0.1"
    (path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(FolderError, match=r"results of stovepipe 0\.0\.1"):
        begun(path, about, resume=True)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}'])
def test_a_manifest_that_cannot_be_read_is_refused(path: Path, about: About, content: str) -> None:
    path.mkdir()
    (path / MANIFEST).write_text(content)
    with pytest.raises(
        FolderError, match=r"manifest\.json is (damaged|not one that this stovepipe can read)"
    ):
        begun(path, about, resume=True)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, about: About) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(FolderError, match=r"cannot be written: (not a directory|file exists)"):
        begun(tmp_path / "file" / "results", about)


def test_a_full_disk_keeps_what_was_finished(
    path: Path, about: About, finished: list[Replication], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left(path, about)
    folder.add(finished[0])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", full)
        with pytest.raises(FolderError, match="cannot be written: no space left on device"):
            folder.add(finished[1])
    assert read_record(path).numbers == (0,)
    assert begun(path, about, resume=True).missing == (1, 2, 3)


def test_what_is_read_is_what_was_added(path: Path, about: About, finished: list[Replication]) -> None:
    folder = left(path, about)
    for replication in reversed(finished):
        folder.add(replication)
    folder.close(DONE)
    record = read_record(path)
    assert record.about == about
    assert record.numbers == (0, 1, 2, 3)
    for name in record.names:
        together = pd.concat([each.tables[name] for each in finished], ignore_index=True)
        pd.testing.assert_frame_equal(record.frame(name), together)


def test_reading_names_what_is_wrong(path: Path, about: About) -> None:
    with pytest.raises(FolderError, match=r"no results folder: it has no manifest\.json"):
        read_record(path)
    left(path, about).close(INTERRUPTED)
    with pytest.raises(FolderError, match="no finished replication"):
        read_record(path)


@pytest.mark.parametrize("content", [None, b"no table"])
def test_a_part_that_cannot_be_read_is_named(
    path: Path, about: About, finished: list[Replication], content: bytes | None
) -> None:
    folder = left(path, about, replications=1)
    folder.add(finished[0])
    part = path / "tables" / "stations" / "00000.parquet"
    part.unlink() if content is None else part.write_bytes(content)
    with pytest.raises(FolderError, match=r"stations/00000\.parquet is missing or damaged"):
        read_record(path).frame("stations")


def test_a_folder_in_use_is_refused_and_left_as_it_is(
    path: Path, about: About, finished: list[Replication]
) -> None:
    folder = begun(path, about)
    folder.add(finished[0])
    before = parts(path)
    said = rf"in use by another stovepipe \(process {os.getpid()}\).*, or choose another folder with --out"
    for resume in (False, True):
        with pytest.raises(FolderError, match=said):
            begun(path, about, resume=resume)
    assert parts(path) == before
    folder.release()
    assert begun(path, about, resume=True).finished == (0,)


def test_a_refusal_does_not_keep_the_folder(path: Path, about: About) -> None:
    left(path, about).close(INTERRUPTED)
    with pytest.raises(FolderError, match="add --resume") as refused:
        begun(path, about)
    assert refused.traceback, "what it refers to lives on"
    assert begun(path, about, resume=True).missing == (0, 1, 2, 3)


def test_the_manifest_accounts_for_every_file(path: Path, about: About, finished: list[Replication]) -> None:
    folder = left(path, about, replications=1)
    folder.add(finished[0])
    folder.conclude({"verdict": "late"}, {"summary/stations.csv": b"station\ncell\n"})
    folder.close(DONE)
    manifest = json.loads((path / MANIFEST).read_text())
    hashes = {part["file"]: part["sha256"] for part in manifest["parts"] + manifest["summaries"]}
    assert hashes == {file: files.sha256(content) for file, content in parts(path).items()}
    assert manifest["rows"]["deliveries"] == len(finished[0].tables["deliveries"])
    assert manifest["estimates"] == {"verdict": "late"}
    assert manifest["status"] == DONE
    (session,) = manifest["sessions"]
    assert {"command", "started", "finished", "status", "versions", "machine"} == set(session)
    assert {"python", "stovepipe", "numpy", "simpy"} <= set(session["versions"])
