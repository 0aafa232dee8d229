"""The house holds together: its files, names and promises agree with one another.

What a linter can see (docstrings, names, layout) is left to ruff, and who imports whom to import-linter.
"""

import ast
import pkgutil
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from ruamel.yaml import YAML

import stovepipe
from docs import python_page

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "model" / "stovepipe"
TOML = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = TOML["project"]
LONGEST_MODULE = 450
COMES_WITH = {"distributed": "dask", "pydantic_core": "pydantic", "ruamel": "ruamel-yaml"}
TESTS_WITHOUT_A_MODULE = {"theory", "properties", "benchmarks", "experiments"}


def pages() -> list[Path]:
    """Every Markdown page that a reader may follow a link from."""
    folders = ["docs", "configs", "experiments", ".github", "changelog.d"]
    return sorted([*ROOT.glob("*.md"), *(page for name in folders for page in (ROOT / name).rglob("*.md"))])


def test_modules_stay_small_enough_to_read_at_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert lengths, "no module was found"
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_each_folder_of_tests_mirrors_a_part_of_the_package() -> None:
    parts = {path.stem for path in PACKAGE.iterdir()}
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert folders - TESTS_WITHOUT_A_MODULE <= parts


# A module is tested in a file of its name at its place. These are not: what is in them is seen in what others
# make of it. Each reason names the tests that would notice.
TESTED_ELSEWHERE = {
    (
        "runs of scenes that are worked out by hand, in engines/simpy and theory, and of generated missions "
        "beside a second implementation, in properties"
    ): """
        engines/invariants engines/simpy/stations/sending/batch engines/simpy/chance engines/simpy/common
        engines/simpy/copies engines/simpy/channels/hurdle engines/simpy/books/ledger
        engines/simpy/moments engines/simpy/people/worker engines/simpy/books/recorder
        engines/simpy/simulation
        engines/simpy/books/made engines/simpy/books/requests
        engines/simpy/people/called
        engines/simpy/stations/station engines/simpy/stations/queues/waits
        engines/simpy/stations/queues/skilled_queue engines/simpy/stations/skilled_station
        engines/simpy/books/dated_needs network/ways/hurdles network/details/periods
        engines/simpy/stations/work/worth
        trajectory
    """,
    (
        "what a compiled mission has, in network/compiler, network/reporting/test_reports.py and "
        "network/people/test_rosters.py"
    ): """
        network/calendar network/compiler/names network/compiler/people network/compiler/reports
        network/records network/schedule network/details/acquaintances network/details/asks
        network/details/collected network/details/rules
    """,
    "who needs reports, in network/ways/test_consumers.py": """
        network/details/any_of
    """,
    "networks that are not sound, in network/checks/test_network.py": """
        network/checks/channels network/checks/demands network/checks/reporting network/checks/stations
    """,
    (
        "what is read and refused, in scenario/test_bad_input.py, scenario/test_any_input.py and "
        "scenario/checks"
    ): """
        scenario/checks/calendar/clock scenario/checks/channels/hurdles scenario/checks/words/near_misses
        scenario/language/channels/channel scenario/language/channels/hurdles
        scenario/language/people/calling_in scenario/language/people/posts scenario/language/people/takes
        scenario/language/sources/collection scenario/language/sources/incidents
        scenario/language/sources/source
        scenario/language/stations/confirmation scenario/language/stations/requests
        scenario/language/stations/station scenario/language/stations/stocks scenario/language/stations/work
        scenario/language/values/datafiles scenario/language/values/dates
        scenario/language/values/observations scenario/language/values/units
        scenario/language/words/shape scenario/language/words/vocabulary
        scenario/loading scenario/problems/problem scenario/problems/pydantic_faults
        scenario/problems/unsettled scenario/reading/draft scenario/reading/kinds terms
    """,
    "what every method makes of points with and without noise, in importance/methods": """
        importance/noise importance/shares
    """,
    "the life of a report, in measures/life/test_life.py": """
        measures/life/crossing measures/life/events measures/life/holds
    """,
    "all measures together, in measures/test_catalogue.py": """
        measures/measure
    """,
    "studies with changes, in study/reading/test_structures.py": """
        study/file/change
    """,
    (
        "work in processes and what is kept of it, in study/running/test_gather.py, "
        "study/running/test_workplaces.py, study/store/test_store.py and study/store/test_hostile.py"
    ): """
        measures/keep study/running/futures study/store/blocks study/store/claim
        study/store/columns study/store/configuration study/store/kept study/store/parquet
        study/store/record
    """,
    (
        "results as users hold them, in results/test_run.py, results/test_comparison.py, "
        "results/test_opening.py, results/test_of_logs.py and cli/test_matters.py"
    ): """
        answers/reopening answers/questions/run results/of_missions results/of_studies
        results/observation
    """,
    (
        "what questions come to, and why they do not, in answers/questions/test_attribution.py, "
        "answers/questions/test_selection.py, answers/questions/test_sensitivity.py and "
        "answers/questions/test_points.py"
    ): """
        answers/axes answers/refusals answers/findings/attribution answers/findings/selection
        answers/findings/sensitivity
    """,
    (
        "the command as a user meets it, in cli/test_compare.py, cli/test_matters.py, "
        "cli/test_observe.py and cli/screen/test_streams.py"
    ): """
        cli/questions cli/screen/console
        cli/declared
    """,
}


def test_every_module_has_a_test_file_of_its_name_or_a_reason() -> None:
    every = {path.relative_to(PACKAGE).as_posix() for path, _ in modules()}
    own = {name for name in every if place_of_the_tests(name).exists()}
    elsewhere = [f"{name}.py" for names in TESTED_ELSEWHERE.values() for name in names.split()]
    assert every - own - set(elsewhere) == set(), "modules without a test file and without a reason"
    assert set(elsewhere) - every == set(), "reasons for modules that there are not"
    assert set(elsewhere) & own == set(), "reasons for modules that have a test file"
    assert len(set(elsewhere)) == len(elsewhere), "two reasons for one module"


def place_of_the_tests(module: str) -> Path:
    """Where the tests of a module are, if it has a file of its own."""
    place = ROOT / "tests" / module
    return place.with_name(f"test_{place.name}")


@pytest.mark.parametrize("reason", TESTED_ELSEWHERE)
def test_a_reason_names_tests_that_there_are(reason: str) -> None:
    named = re.findall(r"\b[a-z_]+(?:/[a-z_]+)+(?:\.py)?\b|\b(?:theory|properties)\b", reason)
    assert named, "it names none"
    assert [name for name in named if not (ROOT / "tests" / name).exists()] == []


def test_the_public_face_keeps_its_promises() -> None:
    names = stovepipe.__all__
    assert names, "the package offers nothing"
    assert [name for name in names if not hasattr(stovepipe, name)] == []
    assert sorted(set(names)) == sorted(names), "a name is listed twice"


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert PROJECT["version"] == citation["version"] == version("stovepipe")


def test_the_lock_holds_every_dependency_within_its_bounds() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    locked = {normalised(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    tools = {requirement for name in TOML["dependency-groups"] for requirement in group(name)}
    assert set(group("dev")) == tools, "`make` installs the group dev, so it includes the others"
    declared = [*PROJECT["dependencies"], *extras(), *tools]
    for requirement in map(Requirement, declared):
        assert requirement.specifier.contains(locked[normalised(requirement.name)]), requirement


def extras() -> list[str]:
    """What the optional dependencies hold, all together."""
    return [requirement for extra in PROJECT["optional-dependencies"].values() for requirement in extra]


def group(name: str) -> list[str]:
    """What a dependency group holds, with the groups that it includes."""
    entries = TOML["dependency-groups"][name]
    return [
        requirement
        for entry in entries
        for requirement in (group(entry["include-group"]) if isinstance(entry, dict) else [entry])
    ]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_package_depends_on_what_it_imports_and_on_nothing_else() -> None:
    found = {name.partition(".")[0] for path in PACKAGE.rglob("*.py") for name in imported(path)}
    foreign = found - set(sys.stdlib_module_names) - {"stovepipe"}
    needed = {normalised(Requirement(text).name) for text in [*PROJECT["dependencies"], *extras()]}
    assert {COMES_WITH.get(name, name) for name in foreign} == needed


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, absolutely, at its beginning or later on."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_wheel_carries_the_package_and_the_missions(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    missions = {
        f"stovepipe/configs/{path.relative_to(ROOT / 'configs').as_posix()}" for path in mission_files()
    }
    modules = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.py")}
    assert missions, "no mission was found"
    assert missions | modules | {"stovepipe/py.typed"} <= carried


def mission_files() -> list[Path]:
    return [path for path in (ROOT / "configs").rglob("*") if path.suffix in {".yaml", ".csv", ".md"}]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s#]+)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_python_reference_says_what_the_docstrings_say() -> None:
    assert python_page.PAGE.read_text(encoding="utf-8") == python_page.page(), "run `make reference`"


def test_the_python_reference_shows_everything_that_the_face_offers() -> None:
    text = python_page.PAGE.read_text(encoding="utf-8")
    headings = re.findall(r"^### (?:class )?(\w+)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(stovepipe.__all__)


def test_each_line_of_the_python_reference_stands_without_its_neighbours() -> None:
    """An editor shows one argument alone, so "of the structure" says nothing there."""
    text = python_page.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^ *- `\w+`: (?:of|at|with|as in|which|whose|by|from) .*$", text, re.MULTILINE) == []


def test_the_index_of_the_pages_leads_to_each_of_them_in_the_text_and_in_the_menu() -> None:
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    there = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").glob("*/*.md")}
    assert set(re.findall(r"^- \[[^\]]+\]\(([^)]+)\)", text, re.MULTILINE)) == there
    assert {f"{entry}.md" for entry in re.findall(r"^(\w+/[\w-]+)$", text, re.MULTILINE)} == there


def test_hooks_before_a_commit_fetch_nothing_and_call_tools_of_the_project() -> None:
    config = YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    tools = {normalised(Requirement(text).name) for text in group("dev")}
    offered = {"lint-imports": "import-linter"}
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        folder, _, tool = hook["entry"].split()[0].rpartition("/")
        assert folder == ".venv/bin"
        assert offered.get(tool, tool) in tools


def test_the_page_about_the_house_names_what_there_is() -> None:
    text = (ROOT / "docs" / "background" / "house.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", text)) - {"study.yaml"}
    folders = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?)`", text))
    assert len(names) > 30
    assert folders
    for name in names:
        pkgutil.resolve_name(f"stovepipe.{name}")
    assert [folder for folder in folders if not (PACKAGE / folder).exists()] == []


def test_the_picture_of_the_house_and_the_list_for_contributors_have_the_layers_that_are_checked() -> None:
    layers = TOML["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [re.findall(r"[a-z]+", layer) for layer in layers if layer != "__main__"]
    picture = (ROOT / "docs" / "background" / "house.md").read_text(encoding="utf-8")
    drawn = picture.partition("```text\n")[2].partition("```")[0]
    places = [[drawn.index(f" {room} ") for room in row] for row in rooms]
    assert [max(above) < min(below) for above, below in pairwise(places)] == [True] * (len(rooms) - 1)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = [set(re.findall(r"`(\w+)`", line)) for line in re.findall(r"^\d+\. (.*)$", text, re.MULTILINE)]
    assert listed == [set(row) for row in rooms]


def test_the_contributing_page_names_the_folders_there_are() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \|$", text, re.MULTILINE)
    assert {"tests", "docs"} <= {folder for folder, _ in rows}
    named = {folder: re.findall(r"`(\w+)`", said) for folder, said in rows}
    assert [
        f"{top}/{name}" for top in named for name in ["", *named[top]] if not (ROOT / top / name).is_dir()
    ] == []
    folders = {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()}
    others = folders - {"__pycache__"} - set(named["docs"])
    assert others == set(), "folders that the page leaves out"


PRIVATE_TO_EXPERIMENTS = {
    "benchmarks/stovepipe_model.py": "times the engine alone, without tables and without a store",
    "benchmarks/scaling.py": "times the store and the workplaces apart from the engine",
}
"""The scripts that need what the public face does not offer, because it is what they time."""


def test_experiments_use_the_public_face_alone() -> None:
    folder = ROOT / "experiments"
    scripts = {path.relative_to(folder).as_posix(): set(imported(path)) for path in folder.rglob("*.py")}
    inside = {
        name: sorted(each for each in used if each.startswith("stovepipe.")) for name, used in scripts.items()
    }
    assert "stovepipe" in set().union(*scripts.values())
    assert {name for name, used in inside.items() if used} == set(PRIVATE_TO_EXPERIMENTS)


def test_each_mission_with_a_known_answer_is_listed_with_the_test_that_runs_it() -> None:
    folder, tests = ROOT / "configs" / "theory", ROOT / "tests" / "theory"
    rows = re.findall(
        r"^\| (`.*yaml`) \|.*\| `(.*)` \|$", (folder / "README.md").read_text(encoding="utf-8"), re.M
    )
    listed = {name: test for names, test in rows for name in re.findall(r"`(\w+)\.yaml`", names)}
    assert set(listed) == {path.stem for path in folder.glob("*.yaml")}
    unrun = {name for name, test in listed.items() if not runs(tests / test, name)}
    assert unrun == set()


def runs(test: Path, mission: str) -> bool:
    """Whether a test of theory names a mission, or a stem that it completes with each of its rules."""
    text = test.read_text(encoding="utf-8")
    stem, _, end = mission.partition("_")
    return f'"{mission}"' in text or (f'f"{stem}_{{' in text and f'"{end}"' in text)


def test_changelog_fragments_say_what_kind_of_change_they_tell_of() -> None:
    kinds = r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md"
    fragments = sorted((ROOT / "changelog.d").glob("*"))
    assert [path.name for path in fragments if not re.fullmatch(kinds, path.name)] == []
    assert [path.name for path in fragments if not path.read_text(encoding="utf-8").strip()] == []


# What stands at every floor of the mission's tower has one name at all of them: what the user writes, what
# the network records, what the engine moves, and what checks and compiles it.
MIRRORS_OF_THE_MISSION = {
    "classes": {
        "AnyOf", "Ask",
        "Batch", "CallingIn", "Channel", "Collected", "Confirmation", "Door", "Hurdle", "Incident",
        "Outages", "PostGroup", "Queue", "Rapport", "ReportClass", "Shift", "Sorting", "Source", "Station",
        "Stock", "Stream", "Subject",
    },
    "modules": {
        "any_of",
        "calling_in", "channel", "confirmation", "hurdles", "laws", "names", "occurrences",
        "people",
        "sorting",
        "requests",
        "routes", "skills", "station", "stocks", "subjects",
    },
}  # fmt: skip
# A question has its name wherever it is answered, handed out and asked. Tables are those of one replication,
# and those that are printed.
MIRRORS_OF_THE_QUESTIONS = {
    "classes": set[str](),
    "modules": {
        "run",
        "comparison",
        "selection",
        "sensitivity",
        "attribution",
        "observation",
        "trace",
        "tables",
    },
}


def modules() -> Iterator[tuple[Path, str]]:
    """Each module, and the package in the house that it is in."""
    for path in PACKAGE.rglob("*.py"):
        if not path.stem.startswith("__"):
            yield path, path.relative_to(PACKAGE).parts[0]


def places_of(kind: str) -> dict[str, set[str]]:
    """Where each name of a class, or of a module, stands: in which modules, or in which packages."""
    places = defaultdict[str, set[str]](set)
    for path, package in modules():
        if kind == "modules":
            places[path.stem].add(package)
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(str(path.relative_to(PACKAGE)))
    return places


@pytest.mark.parametrize("kind", ["classes", "modules"])
def test_no_name_stands_for_two_things(kind: str) -> None:
    """Neither two classes, nor two modules of different packages, but for the mirrors, have one name."""
    twice = {name: places for name, places in places_of(kind).items() if len(places) > 1}
    allowed = MIRRORS_OF_THE_MISSION[kind] | MIRRORS_OF_THE_QUESTIONS[kind]
    assert {name: places for name, places in twice.items() if name not in allowed} == {}
    assert allowed - twice.keys() == set(), "names that stand once only, and need no exception"
