import multiprocessing
import os
import pickle
import re
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pandas as pd
import pytest

from stovepipe.engines.invariants import InvariantError
from stovepipe.measures.tables import TABLES, TRAJECTORY_TABLES
from stovepipe.network.records import Network
from stovepipe.study.running import pool, replicate
from stovepipe.study.running.pool import CannotGoOn, WorkerDied
from stovepipe.study.running.replicate import Replication, replications
from tests.environment import PATIENCE, ordinary
from tests.study.running.deaths import Deadly, DeadlyOnce

# One worker may be gone before the other has anything in hand, or when that has done something already; and
# before its exit code could be read.
IN_HAND = r"(replication \d|replications \d, \d)"
ENDED = r"( \(exit code 3\))?"


def assert_same(first: Replication, second: Replication) -> None:
    assert list(first.tables) == list(second.tables)
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])


def test_worker_processes_find_what_one_process_finds(network: Network) -> None:
    alone = list(replications(network, 7, range(5), workers=1, trajectory=True))
    together = sorted(
        replications(network, 7, range(5), workers=2, trajectory=True), key=lambda each: each.number
    )
    assert [each.number for each in together] == [each.number for each in alone] == [0, 1, 2, 3, 4]
    for first, second in zip(alone, together, strict=True):
        assert_same(first, second)


def test_a_replication_is_the_same_whichever_others_are_run(network: Network) -> None:
    all_of_them = list(replications(network, 7, range(3), workers=1))
    (only,) = replications(network, 7, [2], workers=1)
    assert_same(all_of_them[2], only)


def test_seeds_and_replications_have_random_numbers_of_their_own(network: Network) -> None:
    first, second = (
        each.tables["reports"] for each in replications(network, 1, range(2), 1, trajectory=True)
    )
    (other,) = (each.tables["reports"] for each in replications(network, 2, [0], 1, trajectory=True))
    assert not first["occurred"].isin(second["occurred"]).any()
    assert not first["occurred"].isin(other["occurred"]).any()


def test_every_table_tells_its_replication(network: Network) -> None:
    (third,) = replications(network, 7, [2], workers=1, trajectory=True)
    assert tuple(third.tables) == (*TABLES, *TRAJECTORY_TABLES)
    assert all((table["replication"] == 2).all() for table in third.tables.values())


def test_a_violated_invariant_passes_through_with_its_replication(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise InvariantError("the clock went back", "cell", 3)

    monkeypatch.setattr(replicate, "run", fail)
    with pytest.raises(InvariantError, match="the clock went back") as caught:
        list(replications(network, 7, [4], workers=1))
    assert caught.value.__notes__ == ["in replication 4"]


def test_an_error_in_a_worker_passes_through_with_its_replication(network: Network) -> None:
    not_a_network = cast(Network, "nothing of the kind")
    with pytest.raises(AttributeError) as caught:
        list(replications(not_a_network, 7, range(3), workers=2))
    assert caught.value.__notes__[0] in {"in replication 0", "in replication 1"}


def test_what_a_dead_worker_had_in_hand_is_done_again(network: Network, tmp_path: Path) -> None:
    deadly = cast(Network, DeadlyOnce(network, tmp_path / "died"))
    said: list[str] = []
    running = replications(deadly, 7, range(4), workers=2, remark=said.append)
    assert sorted(each.number for each in running) == [0, 1, 2, 3]
    assert len(said) == 1
    assert re.fullmatch(f"a worker process died{ENDED} while running {IN_HAND}: to be run again", said[0])


def test_workers_that_die_again_are_named_with_their_replications() -> None:
    deadly = cast(Network, Deadly())
    with pytest.raises(WorkerDied, match=f"died twice while running {IN_HAND}{ENDED}") as caught:
        list(replications(deadly, 7, range(3), workers=2, remark=lambda said: None))
    assert "__main__" in str(caught.value), "a script without a guard is the likeliest cause"


def test_a_folder_for_temporary_files_that_is_full_is_named(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stood in for by one that is gone when the workers hand their results back."""

    class Gone(TemporaryDirectory):
        def __init__(self, prefix: str) -> None:
            super().__init__(prefix=prefix)
            self.cleanup()

    monkeypatch.setattr(pool, "TemporaryDirectory", Gone)
    with pytest.raises(CannotGoOn, match=r"cannot be written: .*; name another folder in TMPDIR"):
        list(replications(network, 7, range(2), workers=2))


def test_closing_the_iterator_ends_the_workers(network: Network) -> None:
    before = multiprocessing.active_children()
    running = replications(network, 7, range(1000), workers=2)
    assert len(list(islice(running, 1))) == 1
    assert len(multiprocessing.active_children()) > len(before)
    running.close()
    assert multiprocessing.active_children() == before


def test_workers_go_when_the_process_that_started_them_is_killed(network: Network, tmp_path: Path) -> None:
    """The last thing that each does is to remove the folder for what they hand back."""
    (tmp_path / "network").write_bytes(pickle.dumps(network))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    starter = subprocess.Popen(
        [sys.executable, "-m", "tests.study.running.starter", str(tmp_path / "network")],
        stdout=subprocess.PIPE,
        text=True,
        env=ordinary(TMPDIR=str(temporary), PYTHONPATH=os.pathsep.join(sys.path)),
    )
    with starter as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        assert list(temporary.iterdir())
        process.kill()
    until = time.monotonic() + PATIENCE
    while list(temporary.iterdir()):
        assert time.monotonic() < until, "they are still there"
        time.sleep(0.05)
