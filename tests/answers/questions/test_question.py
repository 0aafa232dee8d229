"""A store and a workplace are opened in one place, and what cannot be answered leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from stovepipe.answers.questions.question import Audience, Work, answering
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.study import Study
from stovepipe.study.running.workplaces import Here, Workplace


class Asked:
    """A question that runs nothing."""

    name = "asked"

    def __init__(
        self, study: Study, cost: Cost, refuses: Exception | None = None, fails: Exception | None = None
    ):
        self.study, self._cost, self._refuses, self._fails = study, cost, refuses, fails
        self.stores: list[Any] = []

    def cost(self, store: Any = None) -> Cost:
        self.stores.append(store)
        if self._refuses is not None:
            raise self._refuses
        return self._cost

    open_ended = False

    def highest_cost(self) -> None:
        return None

    def carry_out(self, work: Work) -> Work:
        if self._fails is not None:
            raise self._fails
        return work


class Told(Audience):
    def __init__(self) -> None:
        self.sizes: list[tuple[Cost, Any]] = []
        self.opening: list[Path] = []

    def opened(self, store: Any) -> None:
        self.opening.append(store.path)

    def size(self, cost: Cost, workers: Any) -> None:
        self.sizes.append((cost, workers))


SMALL = Cost(1, 10, 0.5, 1e6, 0.0, there=4)
LARGE = Cost(1, 10, 3600.0, 1e6, 0.0, there=4)


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Eight cores, and the workplaces that were asked for; all the work is done in this process."""
    asked: list[Any] = []

    def here(where: Any, remark: Any) -> Workplace:
        asked.append(where)
        return Here()

    monkeypatch.setattr("stovepipe.study.running.workplaces.available_cores", lambda: 8)
    monkeypatch.setattr("stovepipe.answers.questions.question.workplace", here)
    return asked


@pytest.mark.parametrize(
    ("where", "cost", "workers"),
    [
        (None, SMALL, 1),
        (None, LARGE, 6),
        (3, SMALL, 3),
        (7, LARGE, 6),
        (1, LARGE, 1),
        ("tcp://cluster:8786", SMALL, "tcp://cluster:8786"),
    ],
)
def test_as_many_workers_as_are_worth_while_and_no_more_than_there_is_work(
    study: Study, tmp_path: Path, cores: list[Any], where: Any, cost: Cost, workers: Any
) -> None:
    told = Told()
    with answering(Asked(study, cost), tmp_path / "store", where, told):
        pass
    assert cores == [workers]
    assert told.sizes == [(cost, workers)]


def test_the_cost_is_asked_before_a_folder_is_made_and_again_with_the_store(
    study: Study, tmp_path: Path, cores: list[Any]
) -> None:
    question, told = Asked(study, SMALL), Told()
    with answering(question, tmp_path / "store", 1, told) as answer:
        assert answer.folder == tmp_path / "store"
        assert answer.findings.store.path == answer.folder
        assert not answer.temporary
    assert [store is None for store in question.stores] == [True, False]
    assert told.opening == [tmp_path / "store"]


def test_what_cannot_be_answered_makes_no_folder(study: Study, tmp_path: Path) -> None:
    refusing = Asked(study, SMALL, refuses=CannotAnswer("no"))
    with pytest.raises(CannotAnswer), answering(refusing, tmp_path / "store"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_store_goes_when_the_work_fails_and_stays_when_it_does_not(
    study: Study, tmp_path: Path, cores: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(RuntimeError), answering(Asked(study, SMALL, fails=RuntimeError("no"))):
        pass
    assert list(tmp_path.iterdir()) == []
    with answering(Asked(study, SMALL)) as answer:
        assert answer.temporary
    assert answer.folder.is_dir()
    assert answer.folder.parent == tmp_path


def test_a_store_of_the_user_stays_when_the_work_fails(
    study: Study, tmp_path: Path, cores: list[Any]
) -> None:
    with (
        pytest.raises(RuntimeError),
        answering(Asked(study, SMALL, fails=RuntimeError("no")), tmp_path / "mine"),
    ):
        pass
    assert (tmp_path / "mine").is_dir()
