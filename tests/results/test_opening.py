"""Any results folder opens by itself: with neither the study nor the mission from which it came."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pandas as pd
import pytest

import stovepipe
from stovepipe.study.running.futures import Here
from tests.cli.conftest import MISSION

Asked = Callable[[dict[str, Any], Path], Any]

STUDY: dict[str, Any] = {
    "study": "More analysts",
    "base": "mission/cell.yaml",
    "grid": {
        "analysts": {
            "two": {},
            "three": {"title": "A third", "set": {"stations.cell.posts.analysts.count": 3}},
        },
        "night": {"closed": {}, "open": {"overlays": ["overlays/night.yaml"]}},
    },
    "outcomes": {"timely": {}, "median": {"latency": "median"}},
    "replications": 3,
    "selection": {"outcome": "timely", "indifference": "5 points", "at_least": 5},
    "factors": {
        "work": {"paths": "stations.cell.work.exponential.mean"},
        "night_shift": {"overlay": "overlays/night.yaml"},
    },
    "sensitivity": {"method": "tornado", "structure": "two + closed"},
    "attribution": {"mechanisms": ["turnover", "distance"], "structure": "two + closed"},
}

NIGHT = """
    extends: base.yaml
    stations:
      cell: {posts: {analysts: {shift: {from: 00:00, to: 24:00}}}}
    """


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A study whose files lie in several folders, with a data file, and an overlay that extends another."""
    home = tmp_path / "sources"
    for name, text in {
        "mission/cell.yaml": MISSION.replace(
            "work: {exponential: {mean: 10 min}}",
            "work: {empirical: {file: ../data/hours.csv, column: hours, unit: h}}",
        ),
        "data/hours.csv": "hours\n0.1\n0.2\n0.3\n",
        "overlays/night.yaml": NIGHT,
        "overlays/base.yaml": "description: at night as well\n",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(dedent(text))
    return home


def asked(question: str, home: Path, out: Path) -> Any:
    if question == "run":
        return stovepipe.simulate(home / "mission" / "cell.yaml", 3, seed=7, workers=1, level=0.9, out=out)
    study = stovepipe.make_study(STUDY, home)
    more: dict[str, Any] = {} if question == "select" else {"level": 0.9}
    return getattr(stovepipe, question)(study, seed=7, workers=1, out=out, **more)


QUESTIONS = ("run", "compare", "select", "sensitivity", "attribute")


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_gives_back_what_was_found(question: str, sources: Path, tmp_path: Path) -> None:
    found = asked(question, sources, tmp_path / "out")
    shown, tables = found.show(), found.tables()
    shutil.rmtree(sources)
    moved = shutil.move(tmp_path / "out", tmp_path / "elsewhere")
    files = {path: path.read_bytes() for path in Path(moved).rglob("*") if path.is_file()}
    opened = stovepipe.open_results(moved)
    assert type(opened) is type(found)
    assert repr(opened) == repr(found)
    assert opened.show() == shown
    for name, table in tables.items():
        pd.testing.assert_frame_equal(opened.tables()[name], table)
    assert {path: path.read_bytes() for path in Path(moved).rglob("*") if path.is_file()} == files


def test_the_last_question_counts(sources: Path, tmp_path: Path) -> None:
    for question in ("compare", "run"):
        found = asked(question, sources, tmp_path / "out")
    assert repr(stovepipe.open_results(tmp_path / "out")) == repr(found)


def test_points_that_are_evaluated_in_the_folder_leave_what_it_answers(sources: Path, tmp_path: Path) -> None:
    found = asked("run", sources, tmp_path / "out")
    mission = sources / "mission" / "cell.yaml"
    points = pd.DataFrame({"stations.cell.posts.analysts.count": [2]})
    stovepipe.evaluate(mission, points, ["timely"], 2, workers=1, out=tmp_path / "out")
    assert repr(stovepipe.open_results(tmp_path / "out")) == repr(found)
    asked("compare", sources, tmp_path / "out")
    assert isinstance(stovepipe.open_results(tmp_path / "out"), stovepipe.Comparison)


def test_a_file_is_not_taken_for_a_folder(sources: Path) -> None:
    file = sources / "mission" / "cell.yaml"
    with pytest.raises(stovepipe.StoreError, match=r"cell\.yaml is not a results folder: it is a file"):
        stovepipe.open_results(file)
    with pytest.raises(stovepipe.StoreError, match=r"cell\.yaml is a file, not a folder"):
        asked("run", sources, file)


def test_what_has_no_index_is_refused_as_any_folder_is(tmp_path: Path) -> None:
    with pytest.raises(stovepipe.StoreError) as refused:
        stovepipe.open_results(tmp_path)
    assert type(refused.value) is stovepipe.StoreError


def test_nothing_is_run(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked("compare", sources, tmp_path / "out")
    monkeypatch.setattr("stovepipe.study.running.job.run", None)
    monkeypatch.setattr(Here, "run", None)
    assert stovepipe.open_results(tmp_path / "out").verdict


def test_results_of_another_version_are_read_as_they_are(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        for module in ("store.store", "running.job"):
            older.setattr(f"stovepipe.study.{module}.code", lambda: "c" * 64)
        found = asked("compare", sources, tmp_path / "out")
    assert stovepipe.open_results(tmp_path / "out").verdict == found.verdict


def stopped(after: int) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done >= after:
            raise KeyboardInterrupt

    return progress


def test_a_run_that_was_stopped_has_the_replications_that_were_finished(
    sources: Path, tmp_path: Path
) -> None:
    mission, out = sources / "mission" / "cell.yaml", tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        stovepipe.simulate(mission, 40, workers=1, out=out, progress=stopped(8))
    with pytest.warns(UserWarning, match="has 8 of 40 replications"):
        opened = stovepipe.open_results(out)
    assert opened.outcomes["replication"].unique().tolist() == list(range(8))
    assert opened.verdict == stovepipe.simulate(mission, 8, workers=1).verdict


def test_a_part_that_is_damaged_is_told_of(sources: Path, tmp_path: Path) -> None:
    asked("run", sources, tmp_path / "out")
    last = sorted((tmp_path / "out" / "parts").rglob("*.parquet"))[-1]
    last.write_bytes(last.read_bytes()[:100])
    with pytest.warns(UserWarning, match="damaged"), pytest.warns(UserWarning, match="of 3 replications"):
        stovepipe.open_results(tmp_path / "out")


def test_an_overlay_that_extends_the_mission_undoes_nothing_when_opened(tmp_path: Path) -> None:
    home = tmp_path / "sources"
    home.mkdir()
    (home / "cell.yaml").write_text(dedent(MISSION))
    (home / "more.yaml").write_text("extends: cell.yaml\nstations: {cell: {posts: {analysts: {count: 3}}}}\n")
    said = {
        "study": "What matters?",
        "base": "cell.yaml",
        "set": {"horizon": "1 wk"},
        "factors": {
            "more": {"overlay": "more.yaml"},
            "work": {"paths": "stations.cell.work.exponential.mean", "range": ["1 h", "2 h"]},
        },
        "outcomes": {"timely": {}},
        "sensitivity": {"method": "tornado"},
    }
    study = stovepipe.make_study(said, home)
    found = stovepipe.sensitivity(study, 2, workers=1, out=tmp_path / "out")
    shutil.rmtree(home)
    assert stovepipe.open_results(tmp_path / "out").show() == found.show()


def test_a_run_of_which_nothing_was_finished_is_refused(sources: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        stovepipe.simulate(
            sources / "mission" / "cell.yaml", 4, workers=1, out=tmp_path / "out", progress=stopped(0)
        )
    with pytest.raises(stovepipe.StoreError, match="holds no finished replication: run the mission again"):
        stovepipe.open_results(tmp_path / "out")


def test_a_study_that_was_stopped_is_refused_with_what_it_lacks(sources: Path, tmp_path: Path) -> None:
    study = stovepipe.make_study(STUDY, sources)
    with pytest.raises(KeyboardInterrupt):
        stovepipe.compare(study, workers=1, out=tmp_path / "out", progress=stopped(3))
    with pytest.raises(
        stovepipe.StoreError, match=r"lacks replications 0 to 2 of two \+ open: the study was stopped"
    ):
        stovepipe.open_results(tmp_path / "out")


def damaged(folder: Path, **said: Any) -> Path:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | said))
    return folder


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"question": "why"}, "a question that cannot be opened by itself: 'why'"),
        ({"question": None}, "is damaged: run the command again"),
        ({"question": ["run"]}, "is damaged: run the command again"),
        ({"study": 3}, "is damaged: run the command again"),
        ({"study": {}}, "cannot be read any more"),
        ({"structures": []}, "is damaged: run the command again"),
        ({"structures": {"two + closed": {"digest": "../../.."}}}, "is damaged|lacks the configuration"),
        ({"structures": {}}, "is damaged"),
        ({"code": 3}, "is damaged: run the command again"),
        ({"format": 1}, "was written by an older stovepipe"),
        ({"format": 3}, "was written by a newer stovepipe"),
        ({"format": True}, "something else than results"),
    ],
    ids=str,
)
def test_a_manifest_that_says_nonsense_is_refused(
    made: Path, tmp_path: Path, said: dict[str, Any], match: str
) -> None:
    folder = damaged(shutil.copytree(made, tmp_path / "copy"), **said)
    with pytest.raises(stovepipe.StoreError, match=match):
        stovepipe.open_results(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a comparison."""
    home = tmp_path_factory.mktemp("made")
    (home / "cell.yaml").write_text(dedent(MISSION))
    said = STUDY | {
        "base": "cell.yaml",
        "grid": {"analysts": STUDY["grid"]["analysts"]},
        "factors": {"work": STUDY["factors"]["work"]},
        "sensitivity": {"method": "tornado", "structure": "two"},
        "attribution": {"mechanisms": ["turnover"], "structure": "two"},
    }
    stovepipe.compare(stovepipe.make_study(said, home), 2, workers=1, out=home / "out")
    return home / "out"


def test_a_configuration_that_was_changed_in_the_folder_is_refused(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "copy"))
    for kept in folder.rglob("mission.json"):
        kept.write_text(kept.read_text().replace("8 /day", "9 /day"))
    with pytest.raises(stovepipe.StoreError, match="is not what was run"):
        stovepipe.open_results(folder)


def test_a_configuration_that_is_gone_is_named(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "copy"))
    shutil.rmtree(folder / "configurations")
    with pytest.raises(stovepipe.StoreError, match="lacks the configuration"):
        stovepipe.open_results(folder)


def test_a_part_that_is_gone_or_damaged_is_named(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "copy"))
    max(folder.rglob("*.parquet")).write_bytes(b"")
    with pytest.raises(stovepipe.StoreError, match="lacks replications 0 to 1 of"):
        stovepipe.open_results(folder)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(stovepipe.StoreError, match="is not a results folder: there is no such folder"):
        stovepipe.open_results(tmp_path / "nowhere")
    with pytest.raises(stovepipe.StoreError, match=r"is not a results folder: it has no manifest\.json"):
        stovepipe.open_results(tmp_path)
    for text in ("", "[" * 100_000, "[]"):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(stovepipe.StoreError, match="is damaged"):
            stovepipe.open_results(tmp_path)


def test_what_is_no_path_is_named() -> None:
    wrong: Any = 5
    with pytest.raises(TypeError, match="folder: the path of a results folder is needed, not 5"):
        stovepipe.open_results(wrong)
