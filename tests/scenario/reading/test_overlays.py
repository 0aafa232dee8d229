"""Files that extend each other: what merges, what replaces, what is removed, and where problems are."""

import pytest

from stovepipe.scenario import ScenarioError, load
from stovepipe.scenario.language.values import laws
from tests.scenario.written import changed, expect_problems, in_base, marked, problems, write


def test_maps_merge_and_everything_else_replaces(tmp_path):
    scenario = changed(tmp_path, "stations: {commander: {needs: [warning], posts: {deputy: {count: 1}}}}")
    commander = scenario.mission.stations["commander"]
    assert commander.needs == ("warning",)
    assert list(commander.posts) == ["commander", "deputy"]
    assert commander.reads == ("eng",)


def test_null_removes(tmp_path):
    scenario = changed(tmp_path, "sources: {patrols: {reports: {pattern: null}}}")
    assert list(scenario.mission.sources["patrols"].reports) == ["warning"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("{lognormal: {mean: 3 h, cv: 1}}", "{exponential: {mean: 2 h}}", laws.Exponential),
        ("{lognormal: {mean: 3 h, cv: 1}}", "{value: 2 h, evidence: cited}", laws.Fixed),
        ("{value: 3 h, evidence: cited}", "{gamma: {mean: 2 h, cv: 1}}", laws.Gamma),
        ("{fixed: 3 h}", "{uniform: {low: 1 h, high: 2 h}}", laws.Uniform),
        ("{lognormal: {mean: 3 h, cv: 1}}", "{lognormal: {mean: 2 h}}", laws.Lognormal),
        ("3 h", "{exponential: {mean: 2 h}}", laws.Exponential),
        ("{once: {gamma: {mean: 3 h, cv: 1}}, each: 1 h}", "{exponential: {mean: 2 h}}", laws.Exponential),
        ("{lognormal: {mean: 3 h, cv: 1}}", "{once: {exponential: {mean: 2 h}}}", laws.Exponential),
    ],
)
def test_a_law_replaces_a_law_of_another_kind_and_changes_one_of_its_own(tmp_path, before, after, kind):
    write(tmp_path, f"extends: base.yaml\nstations: {{cell: {{work: {before}}}}}", "first.yaml")
    write(tmp_path, f"extends: first.yaml\nstations: {{cell: {{work: {after}}}}}")
    assert isinstance(load(tmp_path / "mission.yaml").mission.stations["cell"].work.once, kind)


def test_what_is_done_once_and_for_each_are_changed_by_themselves(tmp_path):
    """A law alone says nothing of each report: it takes the place of both."""
    both = "extends: base.yaml\nstations: {cell: {work: {once: 3 h, each: 1 h}}}"
    write(tmp_path, both, "first.yaml")
    found = []
    for after in ("{once: 2 h}", "{each: 2 h}", "2 h"):
        write(tmp_path, f"extends: first.yaml\nstations: {{cell: {{work: {after}}}}}")
        work = load(tmp_path / "mission.yaml").mission.stations["cell"].work
        found.append((laws.mean(work.once), work.each and laws.mean(work.each)))
    hour = 3600 * 10**6
    assert found == [(2 * hour, hour), (3 * hour, 2 * hour), (2 * hour, None)]


def test_a_rate_replaces_a_profile_and_the_other_way_round(tmp_path):
    write(
        tmp_path,
        "extends: base.yaml\nsources: {patrols: {reports: {warning: {value: 2 /day, evidence: cited}}}}",
        "first.yaml",
    )
    write(
        tmp_path,
        "extends: first.yaml\nsources: {patrols: {reports: {warning: {rate: 3 /day}}}}",
        "second.yaml",
    )
    write(tmp_path, "extends: second.yaml\nsources: {patrols: {reports: {warning: {value: 4 /day}}}}")
    rates = [
        load(tmp_path / name).mission.sources["patrols"].reports["warning"].rate.text
        for name in ("first.yaml", "second.yaml", "mission.yaml")
    ]
    assert rates == ["2 /day", "3 /day", "4 /day"]


def test_a_quantity_written_long_keeps_what_a_later_file_does_not_say(tmp_path):
    write(
        tmp_path,
        "extends: base.yaml\nwarm_up: {value: 2 wk, range: [1 wk, 4 wk], evidence: cited}",
        "first.yaml",
    )
    write(tmp_path, "extends: first.yaml\nwarm_up: {value: 3 wk}")
    warm_up = load(tmp_path / "mission.yaml").mission.warm_up
    assert warm_up is not None
    assert (warm_up.text, warm_up.range_text, warm_up.evidence) == ("3 wk", ("1 wk", "4 wk"), "cited")


def test_later_files_have_the_last_word_and_overlays_come_last(tmp_path):
    write(tmp_path, "horizon: 2 wk\nwarm_up: 2 wk\nmission: two", "two.yaml")
    write(tmp_path, "horizon: 3 wk\nwarm_up: 3 wk", "three.yaml")
    write(tmp_path, "extends: [base.yaml, two.yaml]\nhorizon: 1 wk")
    mission = load(tmp_path / "mission.yaml", [tmp_path / "three.yaml"]).mission
    assert (mission.mission, mission.horizon.text, mission.warm_up and mission.warm_up.text) == (
        "two",
        "3 wk",
        "3 wk",
    )


def test_a_file_that_is_named_twice_counts_once(tmp_path):
    """Else the base would undo the first of two changes that both extend it."""
    write(tmp_path, "extends: base.yaml\nhorizon: 2 wk", "first.yaml")
    write(tmp_path, "extends: base.yaml\nwarm_up: 1 wk", "second.yaml")
    write(tmp_path, "extends: [first.yaml, second.yaml]")
    scenario = load(tmp_path / "mission.yaml")
    assert scenario.mission.horizon.text == "2 wk"
    assert [file.name for file in scenario.files] == [
        "base.yaml",
        "first.yaml",
        "second.yaml",
        "mission.yaml",
    ]


def test_a_file_is_named_relative_to_the_one_that_names_it(tmp_path):
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts", "extends: base.yaml", "middle.yaml")
    (tmp_path / "mission.yaml").write_text("extends: parts/middle.yaml", encoding="utf-8")
    assert load(tmp_path / "mission.yaml").mission.mission == "Small"


def test_a_circle_is_reported_where_it_closes(tmp_path):
    [place] = write(tmp_path, "extends: [base.yaml, §mission.yaml]", "other.yaml")
    write(tmp_path, "extends: other.yaml")
    assert problems(tmp_path) == [
        f"{place}: extends: files that extend each other in a circle: "
        "mission.yaml -> other.yaml -> mission.yaml; remove one of the links"
    ]


def test_a_missing_base_is_reported_where_it_is_named(tmp_path):
    [place] = write(tmp_path, "mission: x\nextends: §gone.yaml")
    assert problems(tmp_path) == [
        f"{place}: extends: there is no file gone.yaml; extends is relative to the file it stands in"
    ]


def test_what_is_no_name_of_a_file_is_reported(tmp_path):
    [place] = write(tmp_path, "extends: [base.yaml, §5]")
    assert problems(tmp_path) == [
        f"{place}: extends: not the name of a file; write, for example, extends: base.yaml"
    ]


def test_syntax_errors_in_several_files_are_reported_together(tmp_path):
    [first] = write(tmp_path, "a: 1\n§a: 2", "first.yaml")
    [second] = write(tmp_path, "b: 1\n§b: 2", "second.yaml")
    write(tmp_path, "extends: [first.yaml, second.yaml]")
    assert [line.split(": ")[0] for line in problems(tmp_path)] == [first, second]


def test_a_problem_is_reported_in_the_file_where_it_was_written(tmp_path):
    [there] = write(
        tmp_path, "extends: base.yaml\nstations:\n  cell: {work: §4 hous, queue: {limit: 3}}", "first.yaml"
    )
    [here] = write(tmp_path, "extends: first.yaml\nstations:\n  cell: {queue: {limit: §-3}}")
    assert problems(tmp_path) == [
        f'{there}: stations.cell.work: "4 hous": unknown unit "hous"; did you mean "hours"?',
        f'{here}: stations.cell.queue.limit: "-3" is too small; write 0 or more',
    ]


def test_a_problem_that_an_overlay_mends_is_gone(tmp_path):
    write(tmp_path, "extends: base.yaml\nhorizon: 4 hous", "first.yaml")
    write(tmp_path, "extends: first.yaml\nhorizon: 4 wk")
    assert load(tmp_path / "mission.yaml").mission.horizon.text == "4 wk"


def test_removing_what_is_not_there_is_an_error_with_the_near_miss(tmp_path):
    nothing_there = "null removes a key, but no file before this one has it"
    expect_problems(
        tmp_path,
        "stations:\n  §comander: null\n  cell: {§purges: null}\n",
        f'stations.comander: {nothing_there}; did you mean "commander"?',
        f"stations.cell.purges: {nothing_there}; give it a value, or leave the key out",
    )


def test_removing_twice_is_no_error(tmp_path):
    write(tmp_path, "extends: base.yaml\nchannels: {cell -> commander: {transit: null}}", "first.yaml")
    write(tmp_path, "extends: first.yaml\nchannels: {cell -> commander: {transit: null}}")
    assert load(tmp_path / "mission.yaml").mission.channels["cell -> commander"].transit is None


def test_a_key_without_a_value_is_an_error(tmp_path):
    clean, [place] = marked("mission: x\n§classes:\nsources: {}\n", "mission.yaml")
    (tmp_path / "mission.yaml").write_text(clean, encoding="utf-8")
    assert problems(tmp_path)[0] == (
        f"{place}: classes: has no value; "
        "give it one, or leave the key out; {} stands for a part with nothing but defaults"
    )


def test_an_empty_entry_in_a_list_is_an_error(tmp_path):
    expect_problems(
        tmp_path,
        "stations:\n  commander:\n    needs:\n    - warning\n    - §~\n",
        "stations.commander.needs: an empty entry in a list; remove it",
    )


LANGUAGE = "channels.cell -> commander.hurdles.language"


@pytest.mark.parametrize(
    ("change", "where", "what", "removes"),
    [
        (
            "stations: {translators: {writes: null}}",
            "translators}}",
            f"{LANGUAGE}.through: translators does not say what it writes",
            "writes",
        ),
        (
            "stations: {commander: {reads: null}}",
            "language: {",
            f"{LANGUAGE}: commander does not say what it reads",
            "reads",
        ),
        ("stations: {cell: {work: null}}", "cell:\n", "stations.cell: work is missing", "work"),
        (
            "stations: {cell: {posts: {officers: null}}}",
            "posts:\n",
            "stations.cell.posts: nobody ever works here: there are no posts",
            "officers",
        ),
        (
            "channels: {cell -> commander: null}",
            "needs",
            "stations.commander.needs: nothing that commander needs can reach it",
            "cell -> commander",
        ),
        (
            "sources: {patrols: {reports: {warning: null, pattern: null}}}",
            "patrols:",
            "sources.patrols: reports nothing",
            "warning; mission.yaml:2 removes pattern",
        ),
    ],
)
def test_what_an_overlay_removes_from_under_others_is_named(tmp_path, change, where, what, removes):
    """The problem is where the need is written; the hint says which file took away what was needed."""
    write(tmp_path, f"extends: base.yaml\n{change}")
    assert f"{in_base(where)}: {what}; mission.yaml:2 removes {removes}" in problems(tmp_path)


def test_errors_are_one_exception_with_sorted_problems(tmp_path):
    write(tmp_path, "extends: base.yaml\nhorizon: 0 d\nstart: never\nwarm: 3")
    with pytest.raises(ScenarioError) as raised:
        load(tmp_path / "mission.yaml")
    assert [problem.line for problem in raised.value.problems] == [2, 3, 4]


def test_a_part_that_is_not_whole_may_be_a_name_that_is_misspelt(tmp_path):
    """The commonest slip in a file of changes."""
    expect_problems(
        tmp_path,
        "stations: {§cel: {work: 3 h}, §reserve: {work: 3 h, posts: {staff: {count: 1}}}}\n",
        'stations.cel: stage and posts are missing; did you mean "cell"?',
        "stations.reserve: stage is missing",
    )
