"""A study runs what its store lacks, once, and nothing else; however it is done, the bytes are the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from stovepipe.engines.invariants import InvariantError
from stovepipe.scenario import ScenarioError
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.running import job as working
from stovepipe.study.running.futures import Futures, Here
from stovepipe.study.running.gather import BEYOND_TABLES, block_size, gather, run_points
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.workplaces import workplace
from stovepipe.study.store.claim import SESSIONS
from stovepipe.study.store.store import Store

Say = Callable[..., Study]


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a store but the log of sessions, which tells times."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != SESSIONS
    }


def parts(folder: Path) -> set[str]:
    return {name for name in everything(folder) if name.endswith(".parquet")}


def gathered(folder: Path, study: Study, replications: int | None = None) -> dict[str, bytes]:
    with Store.open(folder, study) as store:
        gather(study, store, Here(), replications=replications)
        assert store.remarks == []
    return everything(folder)


def test_processes_and_threads_leave_the_same_bytes_as_one_process(tmp_path: Path, study: Study) -> None:
    alone = gathered(tmp_path / "alone", study)
    assert sum(name.endswith(".parquet") for name in alone) == 4, "two blocks of each structure"
    with Store.open(tmp_path / "processes", study) as store, workplace(2) as processes:
        gather(study, store, processes)
    with Store.open(tmp_path / "threads", study) as store, ThreadPoolExecutor(2) as threads:
        gather(study, store, Futures(threads, 2))
    assert everything(tmp_path / "processes") == alone
    assert everything(tmp_path / "threads") == alone


def test_what_is_there_is_not_run_again(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = gathered(tmp_path / "store", study)
    monkeypatch.setattr(working, "run", None)
    assert gathered(tmp_path / "store", study) == first


def test_more_replications_add_to_those_that_are_there(tmp_path: Path, study: Study) -> None:
    few = gathered(tmp_path / "store", study, 6)
    more = gathered(tmp_path / "store", study, 9)
    assert few.keys() - {"manifest.json"} <= more.keys()
    assert {name for name in few if name.endswith("parquet")} < parts(tmp_path / "store")
    with Store.open(tmp_path / "store", study, write=False) as store:
        assert store.held("two") == tuple(range(9))
        assert len(store.records("two", "timely", 6)) == 6
        both = store.records("two", "timely").values, store.records("two", "timely", 6).values
        np.testing.assert_array_equal(both[0][:6], both[1])


def test_a_structure_more_and_an_outcome_more_use_what_is_there(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered(tmp_path / "store", say(structures={"two": {}}))
    before = parts(tmp_path / "store")
    gathered(tmp_path / "store", say())
    assert len(parts(tmp_path / "store") - before) == 2
    monkeypatch.setattr(working, "run", None)
    study = say(outcomes={"lost": {"to": "not_shared"}})
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here())
        assert (store.records("two", "lost").values > 0).all()


def test_structures_are_compared_on_the_same_random_numbers(tmp_path: Path, study: Study) -> None:
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here())
        two, three = (store.records(name, "timely") for name in ("two", "three"))
        np.testing.assert_array_equal(two.denominators, three.denominators)
        assert two.numbers == three.numbers == tuple(range(6))
        assert three.values.mean() > two.values.mean()


def test_records_are_the_same_from_tables_as_from_outcomes(tmp_path: Path, say: Say) -> None:
    found = {}
    for keep in ("tables", "outcomes"):
        study = say(keep=keep)
        with Store.open(tmp_path / keep, study) as store:
            gather(study, store, Here())
            found[keep] = [
                store.records(structure.name, outcome.name).values
                for structure in study.structures
                for outcome in study.outcomes
            ]
    np.testing.assert_array_equal(found["tables"], found["outcomes"])
    assert np.isfinite(found["tables"]).sum() > 40


def test_a_changed_configuration_under_the_same_name_is_run_anew(tmp_path: Path, say: Say) -> None:
    with Store.open(tmp_path / "store", say()) as store:
        gather(store.study, store, Here())
        with_two = store.records("two", "backlog").values
    before = parts(tmp_path / "store")
    changed = say(structures={"two": {"set": {"stations.cell.posts.analysts.count": 4}}})
    with Store.open(tmp_path / "store", changed) as store:
        assert store.held("two") == ()
        gather(changed, store, Here())
        assert (store.records("two", "backlog").values < with_two).all()
    assert before < parts(tmp_path / "store"), "what was there is left alone"


def test_another_seed_is_run_anew(tmp_path: Path, say: Say) -> None:
    gathered(tmp_path / "store", say())
    with Store.open(tmp_path / "store", say(seed=2)) as store:
        assert store.held("two") == ()


def test_only_the_structures_that_are_named_are_run(tmp_path: Path, study: Study) -> None:
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here(), replications={"three": 2})
        assert store.held("two") == ()
        assert len(store.records("three", "median").incidences) == 2


def test_progress_counts_replications_of_all_structures(tmp_path: Path, study: Study) -> None:
    said: list[tuple[int, int]] = []
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here(), replications={"two": 2})
        gather(study, store, Here(), lambda done, total: said.append((done, total)))
    assert said == [(2, 12), (4, 12), (6, 12), (10, 12), (12, 12)]


def test_points_of_a_design_need_not_be_in_memory_at_once(tmp_path: Path, say: Say) -> None:
    study = say(keep="outcomes", outcomes={"timely": {}})
    read: list[str] = []

    def points():
        for structure in study.structures:
            read.append(structure.name)
            yield Structure(f"point_{structure.name}", "", structure.scenario)

    with Store.open(tmp_path / "store", study) as store:
        seen = []
        run_points(
            store, points(), 2, Here(), lambda done, total: seen.append((done, total, len(read))), total=4
        )
        assert seen == [(0, 4, 0), (2, 4, 1), (4, 4, 2)]
        assert store.records("point_two", "timely").values.shape == (2,)


def test_a_run_that_breaks_a_law_names_its_structure_and_replication(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(network: object, calendar: object) -> None:
        raise InvariantError("the clock went back", "cell", 3)

    monkeypatch.setattr(working, "run", fail)
    with Store.open(tmp_path / "store", study) as store, pytest.raises(InvariantError) as caught:
        gather(study, store, Here())
    assert caught.value.__notes__ == ["in replication 0", "in replications 0 to 3 of two"]


def test_a_worker_with_another_stovepipe_is_refused(
    tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "code", lambda: "other")
    with (
        Store.open(tmp_path / "store", study) as store,
        pytest.raises(CannotGoOn, match="another version of stovepipe"),
    ):
        gather(study, store, Here())


def test_a_structure_beyond_its_limits_is_refused(tmp_path: Path, say: Say) -> None:
    study = say(set={"limits.reports": 3})
    with (
        Store.open(tmp_path / "store", study) as store,
        pytest.raises(ScenarioError, match="reports expected"),
    ):
        gather(study, store, Here())


def test_the_size_of_parts_follows_from_the_configuration_and_from_what_is_kept(
    parts_as_they_are: None, study: Study
) -> None:
    """About a second's work; replications of a larger mission are parted sooner."""
    sizes = {keep: block_size(study.structures[0], keep) for keep in BEYOND_TABLES}
    assert sizes == {"outcomes": 16, "tables": 16, "all_tables": 8, "trajectory": 8}


def test_an_interrupted_study_keeps_what_was_finished(tmp_path: Path, study: Study) -> None:
    def interrupt(done: int, total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with Store.open(tmp_path / "stopped", study) as store, workplace(2) as processes:
        with pytest.raises(KeyboardInterrupt):
            gather(study, store, processes, interrupt)
        assert 0 < len(store.held("two")) < 12
    assert gathered(tmp_path / "stopped", study) == gathered(tmp_path / "whole", study)
