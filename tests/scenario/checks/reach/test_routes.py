"""Consumers that reports cannot reach, stations that nothing comes to, words that stand alone."""

import pytest

from tests.scenario.written import (
    cases,
    changed,
    expect_problems,
    expect_warnings,
    in_base,
    problems,
    warnings,
    write,
)

DEPUTY = "stage: command, work: 1 h, posts: {all: {count: 1}}"


def test_a_channel_that_does_not_carry_what_is_needed_brings_nothing(tmp_path):
    expect_problems(
        tmp_path,
        f"stations: {{deputy: {{{DEPUTY}, §needs: [warning]}}}}\n"
        "channels: {cell -> deputy: {carries: [pattern]}}",
        "stations.deputy.needs: nothing that deputy needs can reach it; no channels lead here from cell",
    )


def test_a_consumer_that_some_of_what_it_needs_cannot_reach_is_a_warning(tmp_path):
    """It is a fact about the structure: these reports will be lost to `no_route`."""
    change = """
classes: {rumour: {}}
sources: {police: {written_at: translators, reports: {pattern: 1 /day}}}
stations:
  deputy:
    stage: command
    work: 1 h
    posts: {all: {count: 1}}
    §needs: [warning, pattern, §rumour]
channels: {cell -> deputy: {}}
"""
    write(tmp_path, "extends: base.yaml\n" + change.replace("§", ""))
    expected = [
        f"{in_base('needs')}: stations.commander.needs: no channels bring pattern from police; "
        "these will be lost to no_route",
        "mission.yaml:3:11: classes.rumour: is never reported",
        "mission.yaml:10:5: stations.deputy.needs: no channels bring pattern from police; "
        "these will be lost to no_route",
        "mission.yaml:10:31: stations.deputy.needs.2: rumour is needed, but nobody reports it",
    ]
    assert warnings(tmp_path) == expected


def test_a_consumer_is_reached_over_other_stations_and_by_bursts(tmp_path):
    scenario = changed(
        tmp_path,
        "classes: {rumour: {}}\n"
        f"stations: {{deputy: {{{DEPUTY}, needs: [rumour]}}}}\n"
        "channels: {cell -> translators: {}, translators -> deputy: {}}\n"
        "incidents: {attack: {rate: 1 /wk, bursts: {patrols.rumour: {reports: 2, delay: 1 h}}}}",
    )
    assert scenario.warnings == ()


def test_a_report_that_is_written_where_it_is_needed_is_there(tmp_path):
    changed(
        tmp_path,
        "sources: {patrols: {written_at: commander}}\n"
        "channels: {cell -> commander: null}\n"
        "stations: {cell: null, translators: null}",
    )


def test_a_loop_between_closed_stations_is_found_before_routes_are_asked(tmp_path):
    write(tmp_path, "extends: base.yaml\nstations: {cell: {closes: {on: 2021-02-01, transfer_to: cell}}}")
    assert len(problems(tmp_path)) == 1


WORDS = """
stations: {cell: {system: §SAGE}, translators: {system: sage}}
=> stations.cell.system: the system "SAGE" stands nowhere else; did you mean "sage"?

stations: {commander: {reads: [eng, §Fra]}}
=> stations.commander.reads.1: the language "Fra" stands nowhere else; did you mean "fra"?

sources: {patrols: {nation: §nld}}
stations: {translators: {posts: {translators: {nation: NLD}}}}
=> sources.patrols.nation: the nation "nld" stands nowhere else; did you mean "NLD"?

stations: {cell: {remit: sector_east}, commander: {remit: §sector_eats}, translators: {remit: sector_east}}
=> stations.commander.remit: the remit "sector_eats" stands nowhere else; did you mean "sector_east"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(WORDS))
def test_a_word_that_stands_alone_and_looks_like_another_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_short_words_may_be_alike(tmp_path):
    """Codes of nations and languages differ in one letter: CHE and CHN, fra and fas."""
    scenario = changed(
        tmp_path,
        "sources: {patrols: {nation: CHE}}\n"
        "stations: {cell: {posts: {officers: {nation: CHN}}}, commander: {reads: [eng, fas]}}",
    )
    assert scenario.warnings == ()


def test_a_door_for_what_is_urgent_need_not_lead_on_for_the_rest(tmp_path):
    """No pattern is ever IMMEDIATE, so that none of them enters where nothing brings it further."""
    change = """
sources: {patrols: {written_at: [{at: post, at_least: IMMEDIATE}, {at: cell}]}}
stations: {post: {stage: collection, work: 5 min, posts: {all: {count: 1}}}}
channels: {post -> commander: {carries: warning}}
"""
    assert not changed(tmp_path, change).warnings
