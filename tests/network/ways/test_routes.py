"""The ways of a report, against what can be worked out on paper."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR, NONE, Network
from stovepipe.network.ways.routes import Gap, Route, gap, routes
from stovepipe.scenario import load

TWO_WAYS = """
    mission: Two ways
    start: 2021-01-04
    horizon: 2 wk
    classes: {a: {}, b: {}}
    sources:
      patrols:
        written_at: desk
        nation: NLD
        languages: {eng: 75 %, fra: 25 %}
        reports: {a: 1 /day, b: 1 /day}
    stations:
      desk: {stage: collection, posts: {p: {count: 1}}, work: 1 h}
      cell: {stage: analysis, posts: {p: {count: 1}}, work: {exponential: {mean: 3 h}}}
      translators: {stage: translation, reads: fra, writes: eng, posts: {p: {count: 1}}, work: 4 h}
      chief: {stage: command, needs: [a, b], reads: eng, posts: {p: {count: 1}}, work: 30 min}
    channels:
      desk -> cell: {}
      cell -> chief:
        transit: 2 h
        hurdles:
          caveat: {origins: NLD, probability: 20 %}
          others: {kind: caveat, origins: SWE, probability: 90 %}
      desk -> chief:
        carries: a
        hurdles:
          language: {through: translators}
          forms: {kind: release, probability: 50 %, delay: {uniform: {low: 0 h, high: 2 h}}}
    """


def compiled(folder: Path, text: str = TWO_WAYS) -> Network:
    path = folder / "mission.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return compile_network(load(path))


def found(network: Network, klass: str = "a", station: str = "chief") -> list[Route]:
    classes, stations = ([each.name for each in part] for part in (network.classes, network.stations))
    return list(routes(network, 0, classes.index(klass), stations.index(station)).routes)


def names(network: Network, route: Route) -> list[str]:
    return [network.stations[step.station].name for step in route.steps if step.channel == NONE]


def test_the_quickest_way_comes_first_with_the_mean_of_what_it_takes(tmp_path: Path) -> None:
    network = compiled(tmp_path)
    direct, round_about = found(network)
    assert names(network, direct) == ["desk", "chief"]
    assert names(network, round_about) == ["desk", "cell", "chief"]
    # A quarter of the reports is translated; the forms take an hour on average and stop half.
    assert direct.passes == pytest.approx(0.5)
    assert direct.work / HOUR == pytest.approx(1 + 0.25 * 4 + 0.5)
    assert (direct.hurdles / HOUR, direct.transit) == (pytest.approx(1.0), 0.0)
    assert round_about.passes == pytest.approx(0.8)
    assert round_about.total / HOUR == pytest.approx(1 + 3 + 2 + 0.5)


def test_each_hurdle_says_what_share_it_applies_to(tmp_path: Path) -> None:
    direct, round_about = found(compiled(tmp_path))
    assert [(b.hurdle.name, b.applies) for step in direct.steps for b in step.barriers] == [
        ("language", 0.25),
        ("forms", 1.0),
    ]
    assert [(b.hurdle.name, b.applies) for step in round_about.steps for b in step.barriers] == [
        ("caveat", 1.0),
        ("others", 0.0),
    ]


def test_a_class_takes_only_the_channels_that_carry_it(tmp_path: Path) -> None:
    network = compiled(tmp_path)
    assert [names(network, route) for route in found(network, "b")] == [["desk", "cell", "chief"]]


def test_what_a_hurdle_stops_first_is_no_concern_of_the_next(tmp_path: Path) -> None:
    """Only French reports are translated, and only those are slowed down: a hurdle before that stops them."""
    text = TWO_WAYS.replace(
        "language: {through: translators}",
        "french: {kind: caveat, languages: fra, probability: 100 %}\n"
        "          language: {through: translators}",
    )
    direct, _ = found(compiled(tmp_path, text))
    assert direct.passes == pytest.approx(0.75 * 0.5)
    assert direct.work / HOUR == pytest.approx(1.5)
    assert [b.applies for step in direct.steps for b in step.barriers] == [0.25, 0.0, 1.0]


def test_alternatives_share_the_reports_between_them(tmp_path: Path) -> None:
    text = TWO_WAYS.replace("desk -> cell: {}", "desk -> cell: {share: 70 %}").replace(
        "carries: a\n", "carries: a\n        share: 30 %\n"
    )
    direct, round_about = found(compiled(tmp_path, text))
    assert direct.passes == pytest.approx(0.3 * 0.5)
    assert round_about.passes == pytest.approx(0.7 * 0.8)


def test_what_depends_on_a_product_is_left_open(tmp_path: Path) -> None:
    text = (
        TWO_WAYS.replace("work: {exponential: {mean: 3 h}}", "work: 3 h, writes: eng, batch: {size: 5}")
        .replace("work: 30 min", "work: {once: 30 min, each: 0 min}")
        .replace(
            "caveat: {origins: NLD, probability: 20 %}", "aggregation: {more_than: 3, probability: 50 %}"
        )
    )
    _, round_about = found(compiled(tmp_path, text))
    assert round_about.open_questions == ("aggregation",)
    assert round_about.passes == 1.0
    unbatched = found(compiled(tmp_path, text.replace(", batch: {size: 5}", "")))[1]
    assert (unbatched.open_questions, unbatched.passes) == ((), 1.0)


def test_rapport_widens_the_share_that_passes(tmp_path: Path) -> None:
    text = TWO_WAYS.replace(
        "hurdles:\n          caveat: {origins: NLD, probability: 20 %}",
        "rapport: {floor: 10 %, ceiling: 80 %, time: 30 d}\n"
        "        hurdles:\n          reluctance: {probability: 60 %, at_full_rapport: 10 %}",
    )
    _, round_about = found(compiled(tmp_path, text))
    assert (round_about.passes, round_about.passes_at_best) == (pytest.approx(0.4), pytest.approx(0.9))


def test_what_is_never_reported_takes_no_way(tmp_path: Path) -> None:
    text = TWO_WAYS.replace(
        "nation: NLD", "nation: NLD, collection: {unreported: 40 %, delay: 2 h}".replace(", c", "\n        c")
    )
    direct, _ = found(compiled(tmp_path, text))
    assert direct.passes == pytest.approx(0.6 * 0.5)
    assert direct.hurdles / HOUR == pytest.approx(2 + 1)


def test_a_way_that_comes_back_to_where_it_was_worked_through_ends_there(tmp_path: Path) -> None:
    text = TWO_WAYS.replace(
        "desk -> cell: {}",
        "desk -> cell: {hurdles: {language: {languages: fra, kind: other, through: translators}}}\n"
        "      cell -> translators: {}\n      translators -> chief: {}",
    )
    network = compiled(tmp_path, text)
    (back,) = [route for route in found(network, "b") if "translators" in names(network, route)]
    assert [network.stations[rank].name for rank in back.known_at] == ["translators"]
    assert back.passes == pytest.approx(0.75)


def test_loops_make_no_way_longer_than_the_stations(tmp_path: Path) -> None:
    network = compiled(
        tmp_path, TWO_WAYS.replace("desk -> cell: {}", "desk -> cell: {}\n      cell -> desk: {}")
    )
    assert [names(network, route) for route in found(network)] == [
        ["desk", "chief"],
        ["desk", "cell", "chief"],
    ]


def test_why_there_is_no_way_is_what_is_missing_between_two_sets_of_stations(tmp_path: Path) -> None:
    text = TWO_WAYS.replace("cell -> chief:\n", "cell -> chief:\n        carries: a\n")
    network = compiled(tmp_path, text)
    assert found(network, "b") == []
    stations = [station.name for station in network.stations]
    desk, cell, chief = (stations.index(name) for name in ("desk", "cell", "chief"))
    missing = gap(network, 0, 1, chief)
    assert missing == Gap(tuple(sorted((desk, cell))), (chief,), (0, 2))
    assert [network.channels[rank].name for rank in missing.not_carrying] == [
        "cell -> chief",
        "desk -> chief",
    ]


def test_drawn_doors_begin_ways_of_their_own_which_their_shares_take(tmp_path: Path) -> None:
    network = compiled(tmp_path, TWO_WAYS.replace("written_at: desk", "written_at: {cell: 40 %, desk: 60 %}"))
    by_way = {tuple(names(network, route)): route for route in found(network)}
    assert by_way.keys() == {("desk", "chief"), ("desk", "cell", "chief"), ("cell", "chief")}
    assert by_way["cell", "chief"].passes == pytest.approx(0.4 * 0.8)
    assert by_way["desk", "chief"].passes == pytest.approx(0.6 * 0.5)
    assert by_way["desk", "chief"].steps[0].share == pytest.approx(0.6)
    assert all(route.precedences == () for route in by_way.values())


def test_a_door_for_what_is_urgent_begins_ways_for_what_an_incident_raises(tmp_path: Path) -> None:
    doors = "written_at: [{at: cell, at_least: IMMEDIATE}, {at: desk}]\n        "
    losses = "collection: {unreported: 50 %, delay: 3 h, at_least: {FLASH: {unreported: 10 %, delay: 1 h}}}"
    text = TWO_WAYS.replace("written_at: desk", doors + losses)
    assert {route.steps[0].station for route in found(compiled(tmp_path, text))} == {2}  # desk
    attack = "incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {a: FLASH}}}}\n    stations:"
    network = compiled(tmp_path, text.replace("stations:", attack))
    by_way = {tuple(names(network, route)): route for route in found(network)}
    urgent, others = by_way["cell", "chief"], by_way["desk", "chief"]
    assert (urgent.precedences, others.precedences) == ((0,), (3,))
    assert urgent.passes == pytest.approx(0.9 * 0.8)
    assert urgent.hurdles / HOUR == pytest.approx(1.0)
    assert others.passes == pytest.approx(0.5 * 0.5)
    assert others.hurdles / HOUR == pytest.approx(3.0 + 1.0)


URGENT = (
    TWO_WAYS.replace("classes: {a: {}, b: {}}", "classes: {a: {precedence: FLASH}, b: {}}")
    .replace("work: 30 min", "work: {once: 30 min, each: 0 min}")
    .replace("mean: 3 h}}}", "mean: 3 h}}, work_at_least: {IMMEDIATE: 30 min}, writes: eng, batch: {BATCH}}")
    .replace("work: 30 min", "work: {once: 30 min, each: 0 min}")
    .replace("transit: 2 h", "below: FLASH\n        transit: 2 h")
    .replace("carries: a", "at_least: IMMEDIATE")
    .replace("delay: {uniform", "below: FLASH, delay: {uniform")
)


def test_a_way_is_that_of_a_report_of_the_precedence_of_its_class(tmp_path: Path) -> None:
    """The channel that takes no FLASH passes none; the hurdle for others does not concern it."""
    network = compiled(tmp_path, URGENT.replace("BATCH", "size: 2"))
    direct, round_about = found(network)
    assert (direct.passes, direct.hurdles) == (pytest.approx(1.0), 0.0)
    assert (round_about.passes, round_about.passes_at_best) == (0.0, 0.0)
    assert round_about.steps[2].work / HOUR == 0.5, "its work is that of what is urgent"
    passes = {len(route.steps): route.passes for route in found(network, "b")}
    assert passes == {3: 0.0, 5: pytest.approx(0.8)}


def test_only_what_waits_in_a_batch_leaves_open_how_many_are_in_it(tmp_path: Path) -> None:
    """Of the reports, those of a precedence that the batch takes are put together."""
    text = URGENT.replace("below: FLASH\n        transit: 2 h", "transit: 2 h").replace(
        "others:", "many: {kind: aggregation, more_than: 1}\n          others:"
    )
    network = compiled(tmp_path, text.replace("BATCH", "{size: 3, below: IMMEDIATE}"[1:-1]))
    questions = {klass: [route.open_questions for route in found(network, klass)] for klass in ("a", "b")}
    assert questions == {"a": [(), ()], "b": [("many",), ()]}


def test_what_a_station_takes_a_report_for_makes_ways_of_their_own(tmp_path: Path) -> None:
    """Of a, 30 % are taken for b, which goes by way of the cell alone; the hurdle there is for b only."""
    text = TWO_WAYS.replace("work: 1 h}", "work: 1 h, sorts: {taken_for: {a: {b: 30 %}}}}")
    text = text.replace("desk -> cell: {}", "desk -> cell: {carries: b}").replace(
        "caveat: {origins: NLD, probability: 20 %}", "caveat: {classes: b, probability: 20 %}"
    )
    network = compiled(tmp_path, text)
    ways = {tuple(names(network, route)): route for route in found(network)}
    direct, long = ways["desk", "chief"], ways["desk", "cell", "chief"]
    assert direct.passes == pytest.approx(0.7 * 0.5)
    assert long.passes == pytest.approx(0.3 * 0.8)
    assert [step.taken_share for step in long.steps] == [pytest.approx(0.3), None, None, None, None]
    assert [network.classes[step.klass].name for step in direct.steps] == ["a"] * 3
    assert [network.classes[step.klass].name for step in long.steps] == ["b"] * 5
