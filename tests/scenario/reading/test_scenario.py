"""What a loaded configuration knows about itself: its canonical text, its digest, its quantities."""

import json
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from stovepipe.scenario import load
from stovepipe.scenario.language.values.units import DAY, MONTH
from tests.scenario.written import BASE, changed, write


def shuffled(text: str) -> str:
    """The same YAML with all maps in reverse order."""

    def backwards(value: object) -> object:
        return {key: backwards(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    return json.dumps(
        backwards(YAML(typ="safe", pure=True).load(re.sub(r"2021-01-04", '"2021-01-04"', text)))
    )


def test_the_digest_does_not_depend_on_the_order_or_layout_of_the_file(tmp_path):
    (tmp_path / "one.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(shuffled(BASE), encoding="utf-8")
    one, other = load(tmp_path / "one.yaml"), load(tmp_path / "other.yaml")
    assert (one.canonical, one.digest) == (other.canonical, other.digest)


def test_the_digest_does_not_depend_on_how_a_configuration_is_split_into_files(tmp_path):
    write(tmp_path, "extends: base.yaml\nhorizon: 4 wk")
    (tmp_path / "whole.yaml").write_text(BASE.replace("horizon: 8 wk", "horizon: 4 wk"), encoding="utf-8")
    assert load(tmp_path / "mission.yaml").digest == load(tmp_path / "whole.yaml").digest


def test_any_change_changes_the_digest(tmp_path):
    assert changed(tmp_path, "horizon: 4 wk").digest != changed(tmp_path, "horizon: 5 wk").digest


def test_the_order_of_hurdles_counts(tmp_path):
    two = "channels: {{cell -> commander: {{hurdles: {{language: null, {}}}}}}}"
    caveat, access = "caveat: {probability: 10 %}", "access: {probability: 20 %}"
    one, other = (
        changed(tmp_path, two.format(f"{caveat}, {access}")),
        changed(tmp_path, two.format(f"{access}, {caveat}")),
    )
    assert list(one.mission.channels["cell -> commander"].hurdles) == ["caveat", "access"]
    assert list(other.mission.channels["cell -> commander"].hurdles) == ["access", "caveat"]
    assert one.digest != other.digest


def test_the_canonical_text_is_a_configuration_again(tmp_path):
    """JSON is YAML: what a run was made from can be loaded from its manifest."""
    scenario = changed(tmp_path, "warm_up: 1 wk\nclasses: {pattern: {title: Muster über Monate}}")
    (tmp_path / "again.yaml").write_text(scenario.canonical, encoding="utf-8")
    again = load(tmp_path / "again.yaml")
    assert (again.mission, again.digest) == (scenario.mission, scenario.digest)


def test_the_contents_of_data_files_are_part_of_the_digest(tmp_path):
    source = "sources: {acled: {written_at: cell, file: {path: events.csv, time: time, class: warning}}}"
    digests = set()
    for day in ("2021-01-05", "2021-01-06"):
        (tmp_path / "events.csv").write_text(f"time\n{day}\n", encoding="utf-8")
        digests.add(changed(tmp_path, source).digest)
    assert len(digests) == 2


def test_a_scenario_goes_to_another_process_and_back(tmp_path):
    (tmp_path / "events.csv").write_text("time\n2021-01-05\n2021-01-06\n", encoding="utf-8")
    source = "sources: {acled: {written_at: cell, file: {path: events.csv, time: time, class: warning}}}"
    scenario = changed(
        tmp_path, f"{source}\nstations: {{cell: {{work: {{empirical: {{values: [1 h, 2 h]}}}}}}}}"
    )
    copy = pickle.loads(pickle.dumps(scenario))
    assert (copy.mission, copy.digest, copy.quantities) == (
        scenario.mission,
        scenario.digest,
        scenario.quantities,
    )
    np.testing.assert_array_equal(copy.events["acled"]["warning"], scenario.events["acled"]["warning"])


def test_a_scenario_cannot_be_changed(tmp_path):
    scenario = changed(tmp_path, "")
    with pytest.raises(ValueError, match="frozen"):
        scenario.mission.mission = "Other"


def test_every_number_is_listed_with_its_path_and_what_is_known_about_it(tmp_path):
    write(
        tmp_path,
        "extends: base.yaml\n"
        "stations:\n"
        "  cell:\n"
        "    work: {lognormal: {cv: 0.8,\n"
        "      mean: {value: 40 min, range: [20 min, 2 h], evidence: cited, source: x}}}\n"
        "    posts: {officers: {tour: {value: 6 mo, range: [4 mo, 12 mo]}}}\n"
        "sources:\n"
        "  patrols: {reports: {warning: {rate: {value: 1 /day, evidence: weak}, hours: {06:00-18:00: 2}}}}\n",
    )
    listed = {each.where: each for each in load(tmp_path / "mission.yaml").quantities}
    assert sorted(listed) == [
        "channels.cell -> commander.transit",
        "classes.warning.ltiov",
        "horizon",
        "sources.patrols.languages.eng",
        "sources.patrols.languages.fra",
        "sources.patrols.reports.pattern",
        "sources.patrols.reports.warning.hours.06:00-18:00",
        "sources.patrols.reports.warning.rate",
        "stations.cell.posts.officers.count",
        "stations.cell.posts.officers.tour",
        "stations.cell.work.lognormal.cv",
        "stations.cell.work.lognormal.mean",
        "stations.commander.posts.commander.count",
        "stations.commander.work",
        "stations.translators.posts.translators.count",
        "stations.translators.work",
    ]
    mean = listed["stations.cell.work.lognormal.mean"]
    assert (mean.quantity.evidence, mean.quantity.source, mean.quantity.range_text) == (
        "cited",
        "x",
        ("20 min", "2 h"),
    )
    assert (Path(mean.file).name, mean.line) == ("mission.yaml", 5)
    tour = listed["stations.cell.posts.officers.tour"]
    assert (tour.quantity.value, tour.quantity.range) == (6 * MONTH, (4 * MONTH, 12 * MONTH))
    count = listed["stations.cell.posts.officers.count"]
    assert (count.quantity.evidence, count.quantity.range, Path(count.file).name) == (
        "assumed",
        None,
        "base.yaml",
    )
    assert listed["sources.patrols.reports.warning.rate"].quantity.evidence == "weak"


def test_the_path_of_a_number_leads_to_it_in_an_overlay(tmp_path):
    """Sensitivity analysis varies a number by writing another one at its path."""
    for each in changed(tmp_path, "").quantities:
        inner = {each.path[-1]: each.quantity.text}
        for step in reversed(each.path[:-1]):
            inner = {step: inner}
        (tmp_path / "same.yaml").write_text(json.dumps(inner), encoding="utf-8")
        assert (
            load(tmp_path / "mission.yaml", [tmp_path / "same.yaml"]).mission
            == load(tmp_path / "mission.yaml").mission
        )


def test_the_clock_begins_with_the_warm_up(tmp_path):
    mission = changed(tmp_path, "start: 2021-01-04 06:00\nwarm_up: 12 h\nhorizon: 1 d").mission
    assert (str(mission.begins), str(mission.ends)) == ("2021-01-03 18:00:00", "2021-01-05 06:00:00")


def test_single_names_stand_for_lists(tmp_path):
    change = (
        "stations: {commander: {needs: warning, reads: eng},"
        " cell: {posts: {officers: {shift: {from: 08:00, to: 20:00, days: mon}}}}}"
    )
    stations = changed(tmp_path, change).mission.stations
    assert (stations["commander"].needs, stations["commander"].reads) == (("warning",), ("eng",))
    assert stations["cell"].posts["officers"].shift.days == ("mon",)


def test_a_rate_alone_is_a_profile_that_does_not_vary(tmp_path):
    profile = changed(tmp_path, "").mission.sources["patrols"].reports["warning"]
    assert profile.rate.value == pytest.approx(1 / DAY)
    assert (profile.hours, profile.weekdays, profile.dates) == ({}, {}, {})
