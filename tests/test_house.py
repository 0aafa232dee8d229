"""The house holds together: its files, names and promises agree with one another.

What a linter can see (docstrings, names, layout) is left to ruff, and who imports whom to import-linter.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from ruamel.yaml import YAML

import stovepipe

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "model" / "stovepipe"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LONGEST_MODULE = 450
TESTS_WITHOUT_A_MODULE = {"theory", "properties", "benchmarks"}


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
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, declared):
        assert requirement.specifier.contains(locked[normalised(requirement.name)]), requirement


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


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


def test_the_contributing_page_names_the_folders_there_are() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \|$", text, re.MULTILINE)
    assert {"tests", "docs"} <= {folder for folder, _ in rows}
    named = {folder: re.findall(r"`(\w+)`", said) for folder, said in rows}
    assert [
        f"{top}/{name}" for top in named for name in ["", *named[top]] if not (ROOT / top / name).is_dir()
    ] == []
    others = {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()} - set(named["docs"])
    assert others == set(), "folders that the page leaves out"


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
        "Batch", "Channel", "Hurdle", "Incident", "PostGroup", "Queue", "Rapport", "ReportClass", "Shift",
        "Source", "Station", "Stream",
    },
    "modules": {
        "channels", "hurdles", "laws", "names", "occurrences", "people", "reports", "routes", "stations",
    },
}  # fmt: skip
# A question has its name wherever it is answered, handed out and asked. Tables are those of one replication,
# and those that are printed.
MIRRORS_OF_THE_QUESTIONS = {
    "classes": set[str](),
    "modules": {"run", "comparison", "selection", "sensitivity", "attribution", "trace", "tables"},
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
