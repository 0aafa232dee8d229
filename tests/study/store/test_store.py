"""A store is never wrong: what is damaged, foreign, or of another study is seen, said, and done again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stovepipe.measures.tables import table_names
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading.study import Study
from stovepipe.study.running import job as working
from stovepipe.study.running.futures import Here
from stovepipe.study.running.gather import gather
from stovepipe.study.store.blocks import Block
from stovepipe.study.store.claim import MANIFEST, SESSIONS, StoreError
from stovepipe.study.store.store import Store
from tests.environment import ordinary
from tests.study.running.test_gather import everything, gathered

Say = Callable[..., Study]


@pytest.fixture
def folder(tmp_path: Path, study: Study) -> Path:
    gathered(tmp_path / "store", study)
    return tmp_path / "store"


def first_part(folder: Path) -> Path:
    return min(folder.rglob("*.parquet"))


def truncated(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-100])


def changed(part: Path) -> None:
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))


def emptied(part: Path) -> None:
    part.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncated, changed, emptied], ids=lambda damage: damage.__name__)
def test_a_damaged_part_is_reported_and_run_again(
    folder: Path, study: Study, damage: Callable[[Path], None]
) -> None:
    whole = everything(folder)
    damage(first_part(folder))
    with Store.open(folder, study) as store:
        gather(study, store, Here())
        assert len(store.remarks) == 1
        assert f"{first_part(folder)} is damaged: replications 0 to 3 are to be run again" in store.remarks[0]
    assert everything(folder) == whole


def test_a_part_that_is_gone_is_run_again(folder: Path, study: Study) -> None:
    whole = everything(folder)
    first_part(folder).unlink()
    with Store.open(folder, study) as store:
        gather(study, store, Here())
    assert everything(folder) == whole


def test_a_part_of_another_structure_is_not_taken_for_its_own(folder: Path, study: Study) -> None:
    """Copied by hand, say: whole, by a right name, and of something else."""
    whole = everything(folder)
    one, other = sorted(path for path in (folder / "parts").iterdir())
    mine, foreign = min(one.iterdir()), min(other.iterdir())
    mine.unlink()
    copied = one / foreign.name
    copied.write_bytes(foreign.read_bytes())
    with Store.open(folder, study) as store:
        gather(study, store, Here())
        assert store.remarks == [
            f"{copied} is a part of something else: replications 0 to 3 are to be run again"
        ]
    assert copied.exists(), "it may be somebody's"
    copied.unlink()
    assert everything(folder) == whole


def test_a_file_that_is_no_part_is_left_alone(folder: Path, study: Study) -> None:
    stray = first_part(folder).with_name("notes.txt")
    stray.write_text("mine")
    with Store.open(folder, study) as store:
        gather(study, store, Here())
        assert store.remarks == []
    assert stray.read_text() == "mine"


def test_a_part_that_is_damaged_after_it_was_checked_is_not_reported_as_a_result(
    folder: Path, study: Study
) -> None:
    with Store.open(folder, study) as store:
        gather(study, store, Here())
        for part in folder.rglob("*.parquet"):
            changed(part)
        with pytest.raises(StoreError, match="is damaged: run the study again to mend it"):
            store.records("two", "timely")


def test_unfinished_files_are_swept_away(folder: Path, study: Study) -> None:
    whole = everything(folder)
    first_part(folder).with_name(".00000-00003.abc.parquet.unfinished").write_bytes(b"half")
    gathered(folder, study)
    assert everything(folder) == whole


def test_the_index_tells_of_every_part_and_is_made_anew_if_it_is_damaged(folder: Path, study: Study) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    listed = {f"parts/{key}/{part['file']}" for key, found in manifest["parts"].items() for part in found}
    assert listed == {name for name in everything(folder) if name.endswith(".parquet")}
    assert {len(part["sha256"]) for found in manifest["parts"].values() for part in found} == {64}
    assert manifest["study"]["study"] == "More analysts"
    whole = everything(folder)
    (folder / MANIFEST).write_text("{")
    gathered(folder, study)
    assert everything(folder) == whole


def test_what_differs_from_session_to_session_is_in_the_log_alone(folder: Path, study: Study) -> None:
    with Store.open(folder, study, "stovepipe compare study.yaml"):
        pass
    opened = [json.loads(line) for line in (folder / SESSIONS).read_text().splitlines()]
    assert [line["command"] for line in opened if "opened" in line] == ["", "stovepipe compare study.yaml"]
    assert all("versions" in line and "machine" in line for line in opened if "opened" in line)


@pytest.mark.parametrize(("found", "age"), [(0, "an older"), (3, "a newer")])
def test_a_store_of_another_format_is_refused(folder: Path, study: Study, found: int, age: str) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": found}))
    with pytest.raises(StoreError, match=rf"written by {age} stovepipe \(format {found}; this one reads 2\)"):
        Store.open(folder, study)


def test_a_folder_of_something_else_is_refused(tmp_path: Path, study: Study) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="is not empty and holds no results"):
        Store.open(tmp_path, study)
    (tmp_path / MANIFEST).write_text('{"name": "an application"}')
    with pytest.raises(StoreError, match="holds something else than results"):
        Store.open(tmp_path, study)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(StoreError, match="is damaged"):
        Store.open(tmp_path, study)


@pytest.mark.parametrize(
    "manifest",
    ['{"format": 1, "status": "done", "about": {}}', '{"study_format": 1, "study": {}}'],
    ids=["of a run", "of a study"],
)
def test_a_folder_that_version_0_1_wrote_is_refused(tmp_path: Path, study: Study, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    (tmp_path / "parts").mkdir()
    with pytest.raises(
        StoreError, match=r"was written by an older stovepipe \(format 1; this one reads 2\); choose"
    ):
        Store.open(tmp_path, study)


def test_two_writers_cannot_have_it_at_once_but_a_reader_can(folder: Path, study: Study) -> None:
    with Store.open(folder, study):
        with pytest.raises(StoreError, match="is in use by another stovepipe"):
            Store.open(folder, study)
        with Store.open(folder, study, write=False) as reader:
            assert reader.held("two") == tuple(range(6))
    Store.open(folder, study).close()


def test_a_folder_that_cannot_be_written_is_named(
    folder: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stood in for by a system that refuses: a test may run as root, whom no mode of a folder stops."""

    def refuse(path: str, *_: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"\.lock cannot be written: permission denied"):
        Store.open(folder, study)


def test_a_part_that_has_its_name_when_the_work_is_interrupted_counts_as_kept(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, out = os.fsync, tmp_path / "out"

    def interrupted(handle: int) -> None:
        if list(out.rglob("*.parquet")):
            raise KeyboardInterrupt
        synced(handle)

    with Store.open(out, study) as store:
        monkeypatch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            gather(study, store, Here())
        monkeypatch.undo()
        (part,) = out.rglob("*.parquet")
        first, last = part.name.partition(".")[0].split("-")
        assert store.kept == int(last) - int(first) + 1


def test_a_full_disk_leaves_what_was_finished(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync

    def full(handle: int) -> None:
        if list((tmp_path / "full").rglob("*.parquet")):
            raise OSError(28, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written: no space left on device"):
        gathered(tmp_path / "full", study)
    monkeypatch.setattr(os, "fsync", synced)
    kept = [name for name in everything(tmp_path / "full") if name.endswith(".parquet")]
    assert kept, "something was finished"
    assert gathered(tmp_path / "full", study) == gathered(tmp_path / "whole", study)


def test_results_that_are_not_there_are_not_made_up(folder: Path, say: Say) -> None:
    with Store.open(folder, say(), write=False) as store:
        with pytest.raises(StoreError, match="has 6 of 7 replications of two: run the study to its end"):
            store.records("two", "timely", 7)
        with pytest.raises(KeyError, match="did you mean"):
            store.records("two", "timley")
        with pytest.raises(KeyError):
            store.records("four", "timely")


def test_where_outcomes_are_kept_no_others_can_be_asked(tmp_path: Path, say: Say) -> None:
    study = say(keep="outcomes")
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here(), replications=2)
        with pytest.raises(StoreError, match="share lost was not asked"):
            store.records("two", outcome("lost"))
        with pytest.raises(StoreError, match="keeps no tables"):
            store.tables("two", 0)


def test_tables_that_are_kept_can_be_looked_at(folder: Path, study: Study) -> None:
    with Store.open(folder, study, write=False) as store:
        found = store.tables("two", 5)
        assert list(found) == list(table_names("tables"))
        assert found["deliveries"]["consumer"].unique().tolist() == ["commander"]
        assert len(found["deliveries"]) == found["outcomes"]["created"].iloc[-1]


def test_a_part_that_holds_more_is_used_where_less_is_asked_for(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A study of a mission that was run before, in the same folder, runs nothing."""
    gathered(tmp_path / "store", say(keep="all_tables"))
    monkeypatch.setattr(working, "run", None)
    for keep in ("tables", "outcomes"):
        with Store.open(tmp_path / "store", say(keep=keep)) as store:
            gather(store.study, store, Here())
            found = store.records("three", "median").values
    with Store.open(tmp_path / "store", say(keep="all_tables")) as store:
        np.testing.assert_array_equal(found, store.records("three", "median").values)


def test_a_part_that_holds_less_is_not_enough_where_more_is_asked_for(tmp_path: Path, say: Say) -> None:
    gathered(tmp_path / "store", say(keep="all_tables"), 3)
    with Store.open(tmp_path / "store", say(keep="trajectory")) as store:
        assert store.want("two", 3) == (1, 2), "of the first the trajectory is there"
    with Store.open(tmp_path / "store", say(keep="trajectory")) as store:
        gather(store.study, store, Here(), replications=2)
        assert len(store.tables("two", 1)["visits"]) > 100
    with Store.open(tmp_path / "store", say(keep="all_tables"), write=False) as store:
        assert store.held("two") == (0, 1, 2)


def test_where_all_tables_are_kept_the_first_replication_keeps_its_trajectory(
    tmp_path: Path, say: Say
) -> None:
    with Store.open(tmp_path / "store", say(keep="all_tables")) as store:
        gather(store.study, store, Here(), replications=6)
        assert {"visits", "duty", "reports"} < set(store.tables("two", 0))
        assert "visits" not in store.tables("two", 1)
        numbers = [len(store.tables("two", number)["queues"]) for number in range(6)]
        assert [len(table) for table in store.each("two", "queues", range(6))] == numbers
    parts = sorted(path.name[:11] for path in (tmp_path / "store").rglob("*.parquet"))
    assert parts == ["00000-00000"] * 2 + ["00001-00003"] * 2 + ["00004-00005"] * 2


def test_where_all_tables_are_kept_and_the_first_is_lost_it_alone_is_run_again(
    tmp_path: Path, say: Say
) -> None:
    gathered(tmp_path / "store", say(keep="all_tables"))
    for first in (tmp_path / "store").rglob("00000-00000.*"):
        first.unlink()
    with Store.open(tmp_path / "store", say(keep="all_tables"), write=False) as store:
        assert store.want("two", 6) == (0,)


def test_tables_are_read_one_part_at_a_time(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So memory does not grow with the replications."""
    study, opened = say(keep="all_tables", replications=12), []
    gathered(tmp_path / "store", study)
    read = Block.content
    monkeypatch.setattr(Block, "content", lambda block: opened.append(block.numbers) or read(block))
    with Store.open(tmp_path / "store", study, write=False) as store:
        for number, _ in enumerate(store.each("two", "stations", range(12))):
            assert len(opened) == 1 + (number > 0) + number // 4
            assert number in opened[-1]
    assert len(opened) == 4, "each once"


def test_two_structures_cannot_have_one_name(folder: Path, study: Study, say: Say) -> None:
    other = say(structures={"two": {"set": {"stations.cell.posts.analysts.count": 5}}})
    with Store.open(folder, study) as store, pytest.raises(ValueError, match="two structures that differ"):
        store.register(other.structures[0])


@pytest.mark.parametrize(
    ("kills", "replications"), [(3, 40), pytest.param(20, 120, marks=pytest.mark.slow)], ids=["3", "20"]
)
def test_a_study_that_is_killed_again_and_again_ends_with_the_same_bytes(
    tmp_path: Path, say: Say, kills: int, replications: int
) -> None:
    """By SIGKILL: while the store is opened, and at moments of all kinds after it."""
    study = say(replications=replications)
    whole = gathered(tmp_path / "whole", study)
    random = np.random.default_rng(kills)
    for kill in range(kills):
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.study.running.killed", str(study.path.parent / "cell.yaml"),
             str(tmp_path / "killed"), str(replications)],
            stdout=subprocess.PIPE,
            env=ordinary(PYTHONPATH=os.pathsep.join(sys.path)),
        )  # fmt: skip
        with running as process:
            assert process.stdout is not None
            for _ in range(1 + kill % 4):
                assert process.stdout.readline(), "it ended before it could be killed"
            time.sleep(random.uniform(0, 0.1))
            process.kill()
    with Store.open(tmp_path / "killed", study) as store:
        assert store.remarks == []
        assert len(store.held("two")) < replications, "something is left to be done"
        gather(study, store, Here())
    assert everything(tmp_path / "killed") == whole


def test_a_store_that_is_open_for_reading_is_not_written_to(folder: Path, study: Study) -> None:
    first_part(folder).unlink()
    before = everything(folder)
    with Store.open(folder, study, write=False) as store:
        with pytest.raises(StoreError, match="open for reading only"):
            gather(study, store, Here())
        assert len(store.records("two", "timely", 0)) == 0
    assert everything(folder) == before
