"""The public face: what `import stovepipe` offers is found, described, and the same everywhere."""

import ast
import inspect
import re
from doctest import DocTestFinder
from pathlib import Path

import pytest

import stovepipe

CONFIGS = Path(__file__).parents[1] / "configs"
TUTORIAL = CONFIGS / "tutorial"
TRACES = ["EventTrace", "Trace"]
RESULTS = ["Attribution", "Comparison", "Run", "Selection", "Sensitivity", *TRACES]
CALLS = [name for name in stovepipe.__all__ if inspect.isfunction(getattr(stovepipe, name))]
MEMBERS = {"verdict", "tables", "show", "figures", "save", "_repr_html_"}


def test_editors_complete_what_is_offered_and_nothing_else() -> None:
    assert dir(stovepipe) == sorted([*stovepipe.__all__, "__version__"])


def test_type_checkers_see_what_is_offered_where_it_comes_from() -> None:
    tree = ast.parse(Path(stovepipe.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.name: imported.module
        for branch in tree.body
        if isinstance(branch, ast.If)
        for imported in branch.body
        if isinstance(imported, ast.ImportFrom)
        for alias in imported.names
    }
    assert seen == stovepipe._HOMES
    assert sorted(seen) == sorted(stovepipe.__all__)


def test_the_calls_are_those_of_the_documentation() -> None:
    main = {"load", "simulate", "evaluate", "compare", "select", "sensitivity", "attribute", "trace"}
    assert main <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_each_call_describes_its_arguments_and_errors_and_has_an_example_that_is_run(name: str) -> None:
    call = getattr(stovepipe, name)
    text = inspect.getdoc(call)
    described = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", text, re.DOTALL | re.MULTILINE)
    entries = re.findall(r"^    (\w+(?:, \w+)*):", described[1], re.MULTILINE)
    assert [each for entry in entries for each in entry.split(", ")] == list(
        inspect.signature(call).parameters
    )
    assert re.search(r"^Raises:$", text, re.MULTILINE)
    (found,) = DocTestFinder(recurse=False).find(call, name)
    assert any(name in example.source for example in found.examples)


@pytest.mark.parametrize("name", RESULTS)
def test_all_results_have_the_same_members(name: str) -> None:
    kind = getattr(stovepipe, name)
    assert set(dir(kind)) >= MEMBERS
    assert isinstance(inspect.getattr_static(kind, "verdict"), property)
    assert hasattr(kind, "folder") is (name not in TRACES)


def test_what_is_long_is_printed_short() -> None:
    scenario = stovepipe.load(CONFIGS / "minusma" / "mission.yaml")
    assert repr(scenario) == (
        f"<Scenario {scenario.mission.mission!r}: {len(scenario.mission.sources)} sources, "
        f"{len(scenario.mission.stations)} stations and {len(scenario.mission.channels)} channels>"
    )
    study = stovepipe.load_study(TUTORIAL / "study.yaml")
    assert re.fullmatch(r"<Study '.{1,40}': \d+ structures and \d+ outcomes, .{1,30}, seed 1>", repr(study))


def test_what_is_made_from_results_and_paths_is_printed_short_too() -> None:
    values = {"horizon": "4 wk", "stations.cell.posts.analysts.count": 3}
    assert repr(stovepipe.Settings.of(values, "three analysts")) == "<Settings three analysts: 2 values>"
    run = stovepipe.simulate(TUTORIAL / "mission.yaml", 2, workers=1)
    assert re.fullmatch(r"<Settling of cell: \d+ h>", repr(run.settling("cell")))
    assert re.fullmatch(r"<Settling of all stations: \d+ h>", repr(run.settling()))


@pytest.mark.parametrize("name", RESULTS)
def test_results_offer_no_ways_to_make_them(name: str) -> None:
    offered = {each for each in dir(getattr(stovepipe, name)) if not each.startswith("_")}
    assert offered & {"of", "make", "from_answer"} == set()


def test_errors_are_what_those_catch_who_know_none_of_them() -> None:
    for name, general in {
        "CannotAnswer": ValueError,
        "UnusablePoints": ValueError,
        "NoSuchReport": LookupError,
        "CannotGoOn": RuntimeError,
    }.items():
        assert issubclass(getattr(stovepipe, name), general)


def test_names_that_do_not_exist_are_said_so() -> None:
    assert stovepipe.__version__
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = stovepipe.simulat


def test_settings_and_files_are_laid_over_a_mission() -> None:
    more = stovepipe.Settings.of({"stations.cell.posts.analysts.count": 5}, "five analysts")
    scenario = stovepipe.load(TUTORIAL / "mission.yaml", [TUTORIAL / "longer.yaml", more])
    assert scenario.mission.stations["cell"].posts["analysts"].count.count == 5
    assert scenario.overlays == (TUTORIAL / "longer.yaml", more)


@pytest.mark.parametrize(
    ("overlays", "said"),
    [
        (
            {"horizon": "4 wk"},
            "a map is not an overlay; for values by path write overlays=[Settings.of({'horizon': '4 wk'}",
        ),
        ([{"horizon": "4 wk", "start": 1}], "Settings.of({'horizon': '4 wk', ...}, 'a name')]"),
        ({}, "a map is not an overlay"),
        ("longer.yaml", "overlays: a list is needed, not 'longer.yaml' alone"),
        (7, "overlays: a list of files and Settings is needed, not 7"),
        ([7], "overlays: the path of a file or Settings are needed, not 7"),
    ],
)
def test_what_is_no_overlay_is_refused_with_what_to_write(overlays: object, said: str) -> None:
    with pytest.raises(TypeError) as refused:
        stovepipe.load(TUTORIAL / "mission.yaml", overlays)
    assert said in str(refused.value)
