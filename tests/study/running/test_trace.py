"""Which report is followed, and what is said where there is no such report."""

from pathlib import Path
from textwrap import dedent

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.scenario import load
from stovepipe.study.running.trace import NoSuchReport, fates, trace, trace_event
from tests.made_up import MISSION
from tests.network.missions import network as compiled


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """That of two commanders."""
    path = tmp_path_factory.mktemp("mission") / "mission.yaml"
    path.write_text(dedent(MISSION))
    return compile_network(load(path))


def test_a_report_is_counted_from_1_in_order_of_occurrence(mission: Network) -> None:
    first, second = (trace(mission, f"patrols/{number}").life for number in (1, 2))
    assert (first.source, first.number) == ("patrols", 1)
    assert (second.source, second.number) == ("patrols", 2)
    assert first.occurred < second.occurred


def test_the_source_is_the_one_that_is_named(mission: Network) -> None:
    assert trace(mission, "drones/1").life.report_class == "imagery"
    assert trace(mission, "patrols/1").life.report_class in {"warning", "pattern"}


def test_seed_and_replication_are_those_that_are_asked_for(mission: Network) -> None:
    found = trace(mission, "patrols/3", replication=2, seed=5)
    assert (found.replication, found.seed) == (2, 5)
    others = {
        trace(mission, "patrols/3", replication=r, seed=s).life.occurred for r, s in ((2, 5), (1, 5), (2, 6))
    }
    assert len(others) == 3
    assert trace(mission, "patrols/3", replication=2, seed=5).life == found.life


@pytest.mark.parametrize(
    ("fate", "outcome", "timely", "cause"),
    [
        ("delivered", "delivered", True, ""),
        ("lost:expired", "lost", None, "expired"),
        ("lost:not_released", "lost", None, "not_released"),
        ("lost:not_shared", "lost", None, "not_shared"),
    ],
)
def test_the_first_with_a_fate_has_that_fate(
    mission: Network, fate: str, outcome: str, timely: bool | None, cause: str
) -> None:
    met = [(each.outcome, each.timely, each.cause) for each in trace(mission, find=fate).life.fates]
    assert (outcome, timely, cause) in met


def test_no_earlier_report_has_that_fate(mission: Network) -> None:
    """Of those that were refused release, the first is followed."""
    found = trace(mission, find="lost:not_released").life
    for number in range(1, found.number):
        fates_before = trace(mission, f"{found.source}/{number}").life.fates
        assert "not_released" not in {fate.cause for fate in fates_before}


def test_fates_are_those_of_a_delivery_and_each_cause_of_the_mission(mission: Network) -> None:
    assert fates(mission)[:5] == ("delivered", "late", "lost", "disposed", "in_flight")
    assert {"lost:expired", "lost:not_shared", "lost:untranslated", "lost:not_released"} <= set(
        fates(mission)
    )


def test_what_is_disposed_of_is_found_as_that_and_not_as_lost(tmp_path: Path) -> None:
    (tmp_path / "mission.yaml").write_text(dedent(MISSION) + "causes: {not_released: disposition}\n")
    properly = compile_network(load(tmp_path / "mission.yaml"))
    assert "disposed:not_released" in fates(properly)
    for find in ("disposed", "disposed:not_released"):
        ends = [(each.outcome, each.cause) for each in trace(properly, find=find).life.fates]
        assert ("disposed", "not_released") in ends
    for find, hint in (
        ("lost:not_released", "write disposed:not_released"),
        ("disposed:expired", "write lost:expired"),
    ):
        with pytest.raises(NoSuchReport, match=hint):
            trace(properly, find=find)


@pytest.mark.parametrize(
    ("report", "find", "said"),
    [
        (None, None, "one of the two"),
        ("patrols/1", "late", "one of the two"),
        ("patrol/1", None, 'did you mean "patrols"?'),
        ("patrols", None, "patrols/1"),
        ("patrols/0", None, "counted from 1"),
        ("patrols/x", None, "counted from 1"),
        ("patrols/²", None, "counted from 1"),
        ("drones/99999", None, "the last is drones/"),
        (None, "losst", "no fate"),
        (
            None,
            "lost:no_route",
            "is lost:no_route in replication 0 (seed 1); look in another replication",
        ),
        (None, "lost:language", "what it stops is lost to untranslated: write lost:untranslated"),
        (None, "lost:expird", 'lost to "expird" in this mission, in no replication; did you mean "expired"?'),
        (None, "lost:", "in this mission, in no replication; there is no_route, expired"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    mission: Network, report: str | None, find: str | None, said: str
) -> None:
    with pytest.raises(NoSuchReport) as refused:
        trace(mission, report, find)
    assert said in str(refused.value)


@pytest.mark.parametrize("replication", [-1, 1 << 32])
def test_a_replication_without_an_address_is_refused(mission: Network, replication: int) -> None:
    with pytest.raises(NoSuchReport, match="replications are numbered"):
        trace(mission, "patrols/1", replication=replication)


def test_late_is_late_and_delivered_is_in_time(tmp_path: Path) -> None:
    """Of value for a few hours: the first that is delivered at all comes late, and a later one in time."""
    (tmp_path / "mission.yaml").write_text(
        dedent(MISSION)
        .replace("ltiov: 12 h", "ltiov: 3 h")
        .replace("{}, imagery: {}", "{ltiov: 1 min}, imagery: {ltiov: 1 min}")
    )
    hurried = compile_network(load(tmp_path / "mission.yaml"))
    late, delivered = (trace(hurried, find=fate, replication=23).life for fate in ("late", "delivered"))
    assert False in [each.timely for each in late.fates]
    assert True not in [each.timely for each in late.fates]
    assert True in [each.timely for each in delivered.fates]
    assert late.occurred < delivered.occurred


WATCHED = """
mission: A road
start: 2021-01-04
horizon: 20 d
classes: {alarm: {}}
sources: {north: {written_at: chief, reports: {alarm: {rate: 1 /day, about: [raid, siege]}}}}
topics: {raid: {rate: 1 /day, lasts: 3 d}, siege: {rate: 0.5 /day, lasts: 4 d}}
stations: {chief: {stage: command, needs: alarm, work: 2 h, posts: {p: {count: 1}}}}
"""


def test_an_event_is_counted_from_1_in_order_of_time() -> None:
    net = compiled(WATCHED)
    raids = [trace_event(net, f"raid/{number}").about for number in (1, 2, 3)]
    assert [(each.subject, each.number) for each in raids] == [("raid", 1), ("raid", 2), ("raid", 3)]
    assert raids[0].began < raids[1].began < raids[2].began
    assert trace_event(net, "siege/1").about.subject == "siege"
    began = {
        trace_event(net, "raid/1", replication=r, seed=s).about.began for r, s in ((0, 1), (1, 1), (0, 2))
    }
    assert len(began) == 3


@pytest.mark.parametrize(
    ("event", "replication", "said"),
    [
        ("riad/1", 0, 'there is no topic or incident "riad"; did you mean "raid"?'),
        ("raid", 0, "which event of raid? write raid/1 for the first that occurred"),
        ("raid/0", 0, '"0" is not the number of an event; they are counted from 1: raid/1'),
        ("raid/999", 0, "in replication 0 (seed 1); the last is raid/"),
        ("raid/1", -1, "replications are numbered from 0 to"),
    ],
)
def test_it_is_said_why_there_is_no_such_event(event: str, replication: int, said: str) -> None:
    with pytest.raises(NoSuchReport) as caught:
        trace_event(compiled(WATCHED), event, replication)
    assert said in str(caught.value)
