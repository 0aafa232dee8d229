"""Every mission of configs/theory goes through every command. Most have no channels, some lose nothing."""

import json
from pathlib import Path

import pytest

import stovepipe as package
from stovepipe.scenario import load
from tests.cli.conftest import Command

THEORY = Path(__file__).parents[2] / "configs" / "theory"
OUTCOMES = {"timely": {}, "median": {"latency": "median"}, "mean": {"mean_latency_of_delivered": {}}}
QUICK = ("drop_suspend", "jackson", "mg1")  # the others are slow only in that they are many
MISSIONS = [
    pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else pytest.mark.slow)
    for path in sorted(THEORY.glob("*.yaml"))
]


@pytest.mark.parametrize("path", MISSIONS)
def test_a_mission_of_theory_goes_through_every_command(stovepipe: Command, path: Path) -> None:
    Path("m.yaml").write_text(json.dumps({"extends": str(path), "horizon": "2 d", "warm_up": "0 h"}))
    mission = load("m.yaml").mission
    station, group = next((name, next(iter(each.posts))) for name, each in mission.stations.items())
    count = f"stations.{station}.posts.{group}.count"
    more = mission.stations[station].posts[group].count.value + 1
    study = {
        "study": "One more",
        "base": "m.yaml",
        "structures": {"as_is": {}, "more": {"set": {count: more}}},
        "outcomes": {
            "timely": {},
            "median": {"latency": "median"},
            "mean": {"mean_latency_of_delivered": {}},
        },
        "replications": 2,
    }
    Path("s.yaml").write_text(json.dumps(study))
    for command in (
        ("validate", "m.yaml"),
        ("show", "m.yaml"),
        ("run", "m.yaml", "-n", "2", "--workers", "1", "--out", "run"),
        ("validate", "s.yaml"),
        ("compare", "s.yaml", "--workers", "1", "--out", "compared"),
    ):
        answer = stovepipe(*command)
        assert answer.code == 0, f"{command}: {answer.err}"
        assert answer.out


RARE = {
    "mission": "Rare calls",
    "start": "2021-01-04",
    "horizon": "1 d",
    "classes": {"call": {}},
    "sources": {"callers": {"written_at": "d", "reports": {"call": "0.5 /day"}}},
    "stations": {"d": {"stage": "command", "needs": ["call"], "work": "1 h", "posts": {"a": {"count": 1}}}},
}


def test_a_replication_in_which_nothing_occurs_counts_like_any_other_in_memory_and_on_disk(
    stovepipe: Command,
) -> None:
    Path("rare.yaml").write_text(json.dumps(RARE))
    in_memory = package.simulate("rare.yaml", 6, workers=1)
    total = in_memory.outcomes[in_memory.outcomes["consumer"] == "(all)"]
    assert 0 in total["created"].tolist(), "a replication in which nothing occurs"
    assert total["created"].sum() > 0

    first = stovepipe("run", "rare.yaml", "-n", "3", "--workers", "1", "--out", "r", "--figures", "--json")
    assert first.code == 0, first.err
    resumed = stovepipe("run", "rare.yaml", "-n", "6", "--workers", "1", "--out", "r")
    assert resumed.code == 0, resumed.err
    assert in_memory.verdict in resumed.out
    assert package.open_results("r").verdict == in_memory.verdict


@pytest.mark.parametrize("keep", ["tables", "outcomes"])
def test_a_study_keeps_a_replication_in_which_nothing_occurs(stovepipe: Command, keep: str) -> None:
    Path("rare.yaml").write_text(json.dumps(RARE))
    study = {
        "study": "Rare calls",
        "base": "rare.yaml",
        "structures": {"one": {}, "two": {"set": {"stations.d.posts.a.count": 2}}},
        "outcomes": {
            "timely": {},
            "median": {"latency": "median"},
            "mean": {"mean_latency_of_delivered": {}},
        },
        "replications": 6,
        "keep": keep,
    }
    Path("s.yaml").write_text(json.dumps(study))
    answer = stovepipe("compare", "s.yaml", "--workers", "1", "--out", "c", "--figures")
    assert answer.code == 0, answer.err
    assert stovepipe("compare", "s.yaml", "--workers", "1", "--out", "c").out == answer.out
