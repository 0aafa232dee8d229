"""A run on a Dask cluster is the run that it is anywhere; a cluster that is none is said in one sentence."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_run import contents
from tests.study.running.cluster import cluster


def test_a_run_on_a_cluster_leaves_the_same_bytes(stovepipe: Command, tmp_path: Path) -> None:
    alone = stovepipe("run", "cell.yaml", "-n", "20", "--workers", "1", "--out", "alone")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as running:
        shared = stovepipe("run", "cell.yaml", "-n", "20", "--scheduler", running.address, "--out", "shared")
    assert (shared.code, shared.out) == (0, alone.out)
    assert "of one core's time, on the cluster tcp://" in shared.err
    assert contents(Path("shared")) == contents(Path("alone"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "--scheduler: the address of a Dask scheduler is needed, such as tcp://10.0.0.1:8786\n"),
        ("nonsense", "no Dask scheduler answers at nonsense: "),
        ("foo://x:1", "no Dask scheduler answers at foo://x:1: "),
        ("tcp://127.0.0.1:9", "no Dask scheduler answers at tcp://127.0.0.1:9: "),
    ],
)
def test_an_address_at_which_there_is_no_scheduler_is_exit_code_2_and_one_message(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setattr("stovepipe.study.running.cluster.CONNECTING", 0.5)
    answer = stovepipe("run", "cell.yaml", "-n", "2", "--scheduler", address, "--quiet")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)
    assert "Traceback" not in answer.err
