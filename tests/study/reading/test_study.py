"""A study file is checked like a configuration: everything at once, where it stands, and how to mend it."""

import json
from pathlib import Path

import pytest

from stovepipe.scenario import Scenario, ScenarioError, load
from stovepipe.study.file.study_file import study_schema, text
from stovepipe.study.reading.study import Study, load_study
from tests.scenario.accepts import accepts
from tests.scenario.written import marked

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "study.schema.json"

GOOD = """\
study: More analysts
base: cell.yaml
structures:
  two: {}
  three: {set: {stations.cell.posts.analysts.count: 3}}
outcomes:
  timely: {class: warning}
  slow: {latency: {quantile: p90, consumer: commander}}
baseline: two
precision: {outcome: timely, half_width: 0.5 points}
"""


@pytest.fixture
def folder(scenario: Scenario) -> Path:
    return scenario.path.parent


def written(folder: Path, content: str) -> Study:
    (folder / "study.yaml").write_text(content, encoding="utf-8")
    return load_study(folder / "study.yaml")


def complaints(folder: Path, content: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        written(folder, content)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_structures_are_the_base_and_what_each_changes(folder):
    study = written(folder, GOOD)
    counts = [
        structure.scenario.mission.stations["cell"].posts["analysts"].count.count
        for structure in study.structures
    ]
    assert [structure.name for structure in study.structures] == ["two", "three"]
    assert counts == [2, 3]
    assert study.method == "baseline", "because there is one"
    assert study.precision is not None
    assert study.replications == study.precision.at_least, "the first stage of a precision"
    assert study.warnings == load(folder / "cell.yaml").warnings, "once, not once for each structure"


def test_a_grid_makes_every_combination_and_names_it_by_its_levels(folder):
    (folder / "fast.yaml").write_text("stations: {cell: {work: {exponential: {mean: 30 min}}}}")
    study = written(
        folder,
        """
study: A grid
base: cell.yaml
set: {horizon: 1 wk}
grid:
  staff: {two: {}, three: {set: {stations.cell.posts.analysts.count: 3}}}
  work: {slow: {}, fast: fast.yaml}
outcomes: {timely: {}}
baseline: two + slow
""",
    )
    assert [each.name for each in study.structures] == [
        "two + slow", "two + fast", "three + slow", "three + fast",
    ]  # fmt: skip
    last = study.structures[-1]
    assert last.levels == {"staff": "three", "work": "fast"}
    assert last.scenario.mission.stations["cell"].posts["analysts"].count.count == 3
    assert str(last.scenario.mission.horizon) == "1 wk", "what is set at the top holds for all"
    assert len({each.scenario.digest for each in study.structures}) == 4


def test_structures_may_be_configurations_of_their_own(folder):
    (folder / "other.yaml").write_text("extends: cell.yaml\nmission: Another")
    study = written(
        folder, "study: Two files\nstructures: {one: cell.yaml, other: [other.yaml]}\noutcomes: {timely: {}}"
    )
    assert [each.scenario.mission.mission for each in study.structures] == ["A cell", "Another"]
    assert study.method == "all_pairs"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("baseline: two", "baseline: §twoo", 'baseline: there is no structure "twoo"; did you mean "two"?'),
        (
            "{class: warning}",
            "{class: §warnin}",
            'there is no class "warnin" in any structure; did you mean "warning"',
        ),
        (
            "consumer: commander",
            "consumer: §cell",
            'there is no consumer "cell" in any structure; there is commander',
        ),
        ("analysts.count: 3", "analysts.count: §three", '"three" does not begin with a number'),
        ("stations.cell", "stations.cel", 'there is no "cel" in stations; did you mean "cell"?'),
        (
            "precision: {",
            "replications: §5\nprecision: {",
            "replications, and a precision to reach; leave one out",
        ),
        (
            "half_width: 0.5 points",
            "half_width: §2 h",
            "2 h for an outcome in share; write 0.5 points, or 5 %",
        ),
        ("half_width: 0.5 points", "half_width: §half", '"half" is not a width'),
        ("outcome: timely", "outcome: §timly", 'there is no outcome "timly"; did you mean "timely"?'),
        ("base: cell.yaml", "base: §cel.yaml", "there is no file"),
        ("baseline: two", "§basline: two", 'unknown key; did you mean "baseline"?'),
        ("baseline: two", "method: §baseline", "there is no baseline; name one: baseline: two"),
        ("baseline: two", "level: §95", '"95" is more than 1; did you mean 95 %?'),
        ("baseline: two", "level: §10 %", '"10 %" cannot be a level of confidence'),
        ("baseline: two", "§selection: {outcome: timely}", "Kim-Nelson needs an indifference zone"),
        ("baseline: two", "§selection: {outcome: timely, method: ocba}", "OCBA needs a budget"),
        ("baseline: two", "seed: §-1", '"-1" is too small; write 0 or more'),
        (
            "half_width: 0.5 points",
            "half_width: 1 point, at_least: 20, at_most: §10",
            "less than the first stage",
        ),
        (
            "  slow: {latency: {quantile: p90, consumer: commander}}",
            "  slow: {}",
            "it is not said what is asked for",
        ),
    ],
)
def test_a_slip_is_reported_where_it_stands(folder, before, after, said):
    assert before in GOOD
    content, places = marked(GOOD.replace(before, after, 1), "study.yaml")
    [complaint] = complaints(folder, content)
    assert said in complaint
    assert [complaint.startswith(place) for place in places] == [True] * len(places)


def test_problems_of_the_study_and_of_its_structures_are_reported_together(folder):
    content = GOOD.replace("count: 3", "cuont: 3").replace("baseline", "basline")
    said = complaints(folder, content)
    assert len(said) == 2
    assert 'unknown key; did you mean "count"?' in said[0]
    assert 'unknown key; did you mean "baseline"?' in said[1]


def test_nothing_to_study_and_nothing_asked_are_said(folder):
    said = complaints(folder, "study: Nothing\nbase: cell.yaml\noutcomes: {}")
    assert any("there is nothing to study" in each for each in said)
    assert any("nothing is asked" in each for each in said)


def test_a_grid_that_is_too_large_is_refused_before_anything_is_read(folder):
    levels = ", ".join(f"l{n}: {{}}" for n in range(40))
    content = (
        f"study: Big\nbase: cell.yaml\ngrid: {{a: {{{levels}}}, b: {{{levels}}}}}\noutcomes: {{timely: {{}}}}"
    )
    [said] = complaints(folder, content)
    assert "1,600 structures, and 1,000 allowed" in said


def test_an_outcome_that_some_structures_lack_is_a_warning(folder):
    more = """\
  with_desk:
    set:
      stations.desk: {stage: analysis, posts: {p: {count: 1}}, work: 1 h}
      channels.cell -> desk: {}
"""
    content = GOOD.replace("outcomes:\n", more + "outcomes:\n  backlog: {station: desk}\n")
    warnings = [str(warning) for warning in written(folder, content).warnings]
    assert any('there is no station "desk" in 2 structures: not defined there' in each for each in warnings)


def test_structures_that_say_the_same_are_a_warning(folder):
    study = written(folder, GOOD.replace("count: 3", "count: 2"))
    assert sum("the same as two" in str(warning) for warning in study.warnings) == 1


def test_the_shipped_schema_is_up_to_date():
    """Renew it with: python -m stovepipe.study.file.study_file > docs/reference/study.schema.json."""
    assert SCHEMA.read_text(encoding="utf-8") == text()


@pytest.mark.parametrize(
    ("outcomes", "right"),
    [
        ({"timely": {"consumer": "hom", "title": "in time"}}, True),
        ({"latency": "p90", "x": {"lost": {"to": "expired"}, "direction": "more"}}, True),
        ({"timely": {"consumr": "hom"}}, False),
        ({"x": {"timley": {}}}, False),
    ],
)
def test_the_schema_accepts_what_loads_and_marks_what_does_not(outcomes, right):
    study = {"study": "A", "base": "a.yaml", "structures": {"a": {}, "b": "b.yaml", "c": ["c.yaml"]}}
    schema = json.loads(json.dumps(study_schema()))
    assert accepts(schema, study | {"outcomes": outcomes}, schema) is right


def test_what_is_wrong_is_told_at_once_where_keys_are_misspelt_too(folder: Path) -> None:
    said = complaints(
        folder,
        GOOD.replace("baseline: two", "baseline: to\nlevle: 90 %").replace("class: warning", "class: warnin")
        + "selection: {outcome: timley, indifference: 1 point}\n"
        + "sensitivity: {method: pawn, pints: 100}\n"
        + "factors: {work: stations.cell.wrk.exponential.mean}\n",
    )
    assert [each.partition(": ")[2] for each in said] == [
        'outcomes.timely.class: there is no class "warnin" in any structure; did you mean "warning"?',
        'baseline: there is no structure "to"; did you mean "two"?',
        'levle: unknown key; did you mean "level"?',
        'selection.outcome: there is no outcome "timley"; did you mean "timely"?',
        'sensitivity.pints: unknown key; did you mean "points"?',
        'factors.work: no number is called "stations.cell.wrk.exponential.mean"; did you mean '
        '"stations.cell.work.exponential.mean"?',
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("baseline: two", "baselin: two\nmethod: baseline", ["baselin"]),
        ("outcomes:", "outcoms:", ["outcoms"]),
        ("structures:", "strctures:", ["strctures"]),
        ("base: cell.yaml", "bass: cell.yaml", ["bass"]),
        ("baseline: two", "factor: {pace: '*'}\nsensitivity: {method: morris}", ["factor"]),
        ("timely: {class: warning}", "timely: {clas: warning}", ["outcomes.timely.clas"]),
    ],
)
def test_a_misspelt_key_makes_no_other_problems(
    folder: Path, old: str, new: str, expected: list[str]
) -> None:
    said = complaints(folder, GOOD.replace(old, new))
    assert [each.split(": ")[1] for each in said] == expected
