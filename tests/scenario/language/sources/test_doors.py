"""Doors as they are written, and who enters by them."""

from stovepipe.scenario.language.sources.doors import open_to, shares_of, stations_of
from stovepipe.terms import PRECEDENCES
from tests.scenario.written import changed


def test_each_way_to_write_doors_names_its_stations_and_who_enters_there(tmp_path):
    change = "sources: {patrols: {written_at: %s}}"
    alone = changed(tmp_path, change % "cell").mission.sources["patrols"].written_at
    drawn = (
        changed(tmp_path, change % "{cell: 75 %, translators: 25 %}").mission.sources["patrols"].written_at
    )
    doors = "[{at: translators, classes: warning, at_least: IMMEDIATE}, {at: cell}]"
    sorted_ = changed(tmp_path, change % doors).mission.sources["patrols"].written_at
    assert (stations_of(alone), stations_of(drawn)) == (("cell",), ("cell", "translators"))
    assert stations_of(sorted_) == ("translators", "cell")
    assert shares_of(drawn, "pattern", "ROUTINE") == {"cell": 0.75, "translators": 0.25}
    assert shares_of(sorted_, "warning", "FLASH") == {"translators": 1.0}
    assert shares_of(sorted_, "warning", "ROUTINE") == {"cell": 1.0}
    assert open_to(sorted_, "warning", PRECEDENCES) == ("translators", "cell")
    assert open_to(sorted_, "warning", ["PRIORITY"]) == ("cell",)
    assert open_to(sorted_, "pattern", PRECEDENCES) == ("cell",)


def test_the_numbers_of_doors_collection_and_calls_can_be_moved(tmp_path):
    change = """
sources:
  patrols:
    written_at: {cell: {value: 75 %, range: [50 %, 90 %]}, translators: 25 %}
    collection: {by_class: {warning: {delay: 1 h}}, at_least: {FLASH: {unreported: 5 %}}}
stations:
  cell: {posts: {officers: {shift: {from: 08:00, to: 20:00}, on_call: {for: FLASH, within: 40 min}}}}
"""
    places = {stated.where for stated in changed(tmp_path, change).quantities}
    assert places >= {
        "sources.patrols.written_at.cell",
        "sources.patrols.collection.by_class.warning.delay",
        "sources.patrols.collection.at_least.FLASH.unreported",
        "stations.cell.posts.officers.on_call.within",
    }
