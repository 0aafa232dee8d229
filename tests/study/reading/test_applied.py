"""What only shows when something is applied names the line that applied it, and the value that it met."""

from pathlib import Path
from textwrap import dedent

import pytest

from stovepipe.scenario import ScenarioError, load
from stovepipe.study.reading.study import load_study
from tests.study.reading.test_factor_entries import MISSION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cell.yaml").write_text(dedent(MISSION))
    return tmp_path


def said(folder: Path, study: str) -> list[str]:
    (folder / "study.yaml").write_text(study)
    with pytest.raises(ScenarioError) as refused:
        load_study(folder / "study.yaml")
    return str(refused.value).replace(f"{folder}/", "").splitlines()


OUTCOMES = "outcomes: {timely: {}}\n"


def test_a_value_that_is_set_and_one_that_it_met(folder: Path) -> None:
    study = (
        "study: S\nbase: cell.yaml\nstructures:\n  a: {set: {stations.cell.posts.analysts.overlap: 8 mo}}\n"
    )
    assert said(folder, study + OUTCOMES) == [
        "study.yaml:4:51: stations.cell.posts.analysts.overlap: "
        "an overlap of 8 mo is no shorter than the tour; tour is 6 mo in cell.yaml:14"
    ]


def test_a_file_that_is_laid_over_and_the_line_that_asks_for_it(folder: Path) -> None:
    (folder / "over.yaml").write_text("stations:\n  cell:\n    posts: {analysts: {overlap: 8 mo}}\n")
    study = "study: S\nbase: cell.yaml\nstructures:\n  a: over.yaml\n  b: over.yaml\n  c: {}\n"
    assert said(folder, study + OUTCOMES) == [
        "over.yaml:3:33: stations.cell.posts.analysts.overlap: "
        "an overlap of 8 mo is no shorter than the tour; tour is 6 mo in cell.yaml:14; "
        "in the structure a, asked for in study.yaml:4"
    ]


def test_a_mission_that_extends_another(folder: Path) -> None:
    over = "extends: cell.yaml\nstations: {cell: {posts: {analysts: {overlap: 8 mo}}}}\n"
    (folder / "over.yaml").write_text(over)
    with pytest.raises(ScenarioError, match=r"over\.yaml:2:47: .* tour; tour is 6 mo in .*cell\.yaml:14"):
        load(folder / "over.yaml")


def test_a_level_of_a_factor(folder: Path) -> None:
    (folder / "over.yaml").write_text("stations: {cell: {posts: {analysts: {overlap: 8 mo}}}}\n")
    study = "study: S\nbase: cell.yaml\nfactors:\n  f: {levels: {one: {}, other: over.yaml}}\n"
    [told] = said(folder, study + OUTCOMES)
    assert told.startswith("over.yaml:1:47: stations.cell.posts.analysts.overlap: an overlap of 8 mo ")
    assert told.endswith("; at the level other of the factor f, asked for in study.yaml:4")


def test_a_range_that_leaves_what_is_sound(folder: Path) -> None:
    """It would be found only after hours of work."""
    study = (
        "study: S\nbase: cell.yaml\nset: {stations.cell.posts.analysts.overlap: 1 mo}\nfactors:\n"
        "  tour: {paths: stations.cell.posts.analysts.tour, range: [2 wk, 8 mo]}\n"
        "  work: {paths: stations.cell.work.exponential.mean}\n"
    )
    [told] = said(folder, study + OUTCOMES)
    assert told == (
        "study.yaml:5:3: factors.tour: base is not sound at tour = 0.4675 mo; study.yaml:3:45: "
        "stations.cell.posts.analysts.overlap: an overlap of 1 mo is no shorter than the tour; "
        "narrow the range"
    )


def test_all_problems_of_a_base_are_said_once(folder: Path) -> None:
    """They are not those of the structures."""
    (folder / "cell.yaml").write_text(dedent(MISSION).replace("stage: command", "stage: comand"))
    study = "study: S\nbase: cell.yaml\nstructures: {a: {}, b: {set: {horizon: 3 wk}}}\n"
    [told] = said(folder, study + OUTCOMES)
    assert told.endswith('unknown word "comand"; did you mean "command"?')


@pytest.mark.parametrize(
    ("factor", "hint"),
    [
        (
            "stations.cell.stage",
            "stations.cell.stage is a setting, and no number that could have a range; "
            "give choices: {paths: stations.cell.stage, choices: [..., ...]}",
        ),
        ("stations.cel.work", 'no number is called "stations.cel.work"; did you mean'),
    ],
)
def test_a_path_that_leads_to_no_number(folder: Path, factor: str, hint: str) -> None:
    [told] = said(folder, f"study: S\nbase: cell.yaml\nfactors: {{f: {factor}}}\n{OUTCOMES}")
    assert hint in told


@pytest.mark.parametrize(
    ("outcome", "what"),
    [
        ("§timly: {class: warning}", 'timly: it is not said what is asked for; did you mean "timely"?'),
        ("§when: {class: warning}", "when: it is not said what is asked for; give one of delivered, "),
        ("backlog: {§staton: cell}", 'backlog.staton: unknown key; did you mean "station"?'),
        ("late: {§lsot: {to: expired}}", 'late.lsot: unknown key; did you mean "lost"?'),
        ("late: {lost: {§too: expired}}", 'late.lost.too: unknown key; did you mean "to"?'),
        ("latency: {quantile: §p9}", 'latency.quantile: "p9" is not a quantile'),
    ],
)
def test_a_slip_in_an_outcome_is_said_where_it_stands(folder: Path, outcome: str, what: str) -> None:
    line = f"outcomes: {{{outcome}}}"
    study = f"study: S\nbase: cell.yaml\nstructures: {{a: {{}}, b: {{set: {{horizon: 3 wk}}}}}}\n{line}\n"
    [told] = said(folder, study.replace("§", ""))
    assert told.startswith(f"study.yaml:4:{line.index('§') + 1}: outcomes.{what}")


@pytest.mark.parametrize("base", ["study: A\nstructures: {}\n", "structures: {}\noutcomes: {}\n"])
def test_a_study_in_place_of_a_mission_is_one_sentence(folder: Path, base: str) -> None:
    (folder / "other.yaml").write_text(base)
    [told] = said(folder, f"study: S\nbase: other.yaml\nstructures: {{a: {{}}}}\n{OUTCOMES}")
    assert told == "other.yaml:1:1: a study, where a mission is meant; name a mission"
    with pytest.raises(ScenarioError, match="a mission, where a study is meant"):
        load_study(folder / "cell.yaml")


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ("attribution: {mechanisms: []}", "attribution.mechanisms: names no mechanism; write all"),
        (
            "selection: {outcome: timely, indifference: 1 parsec}",
            '"1 parsec" is not a width; write, for example, 0.5 points',
        ),
    ],
)
def test_what_says_nothing_is_refused(folder: Path, section: str, what: str) -> None:
    study = f"study: S\nbase: cell.yaml\nstructures: {{a: {{}}, b: {{set: {{horizon: 3 wk}}}}}}\n{section}\n"
    [told] = said(folder, study + OUTCOMES)
    assert what in told
