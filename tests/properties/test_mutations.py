"""Whatever stands in a file or on a command line: it is accepted, or answered in plain words.

Every case has a number, and is the same in every run. To try more of them:
`pytest tests/properties/test_mutations.py --mutations 10000`.
"""

from __future__ import annotations

import contextlib
import io
import random
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from stovepipe.cli import main
from stovepipe.letters import LONGEST, readable
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import Problem, ScenarioError, load
from stovepipe.scenario.limits import check_limits
from stovepipe.study.reading.study import load_study
from tests.properties.mutations import WORDS, damaged, scrambled
from tests.scenario.test_reference import FENCED

ROOT = Path(__file__).parents[2]
CONFIGS = sorted((ROOT / "configs" / "theory").glob("*.yaml")) + sorted(
    (ROOT / "configs" / "tutorial").glob("*.yaml")
)
MISSIONS = [(".", path.read_text(encoding="utf-8")) for path in CONFIGS if path.stem != "study"]
MISSIONS += [("reference", content) for language, _, content in FENCED if language == "yaml"]
TEXTS = [text for _, text in MISSIONS]
STUDY = (ROOT / "configs" / "tutorial" / "study.yaml").read_text(encoding="utf-8")
STUDIES = [
    STUDY,
    """\
study: What matters
base: mission.yaml
set: {horizon: 5 wk}
factors:
  work: {paths: stations.cell.work.lognormal.mean, range: [1 h, 4 h]}
  everything: "stations.*.posts*"
  staff: {paths: stations.cell.posts.analysts.count, choices: [1, 2, 3]}
  tours: {overlay: longer.yaml}
  learning: {mechanism: learning}
outcomes:
  timely: {class: warning}
  late: {lost: {to: [expired]}}
  median: {latency: {quantile: median, consumer: commander}}
  waiting: {backlog: {station: cell}, direction: less, title: Waiting}
sensitivity: {method: prim, points: 16, failure: {outcome: timely, under: 80 %}, density: 70 %}
attribution: {mechanisms: {people: [turnover, learning]}, method: exact}
selection: {outcome: timely, method: ocba, budget: 100}
replications: 5
level: 95 %
""",
    """\
study: A grid
grid:
  staff: {two: {set: {stations.cell.posts.analysts.count: 2}}, three: {title: Three}}
  tours: {short: {}, long: longer.yaml}
base: mission.yaml
outcomes: {timely: {class: warning}, delivered: {}, utilisation: {}, wasted: {station: cell}, stopped: {}}
baseline: two + short
method: baseline
precision: {outcome: timely, half_width: 1 point, of: differences}
keep: outcomes
""",
]
EVENTS = [
    "event_date,event_type,location\n2021-01-04 06:15,Battles,Tessit\n2021-01-05 13:40,Riots,Gao\n",
    "sep=;\nevent_date;event_type\n2021-01-04T06:15:30.5+02:00;Battles\n2021-01-05T06:15Z;Riots\n",
    'event_date\tevent_type\r\n"05/01/2021 01:30 PM"\tBattles\r\n06/01/2021 12:30 am\tRiots\r\n',
    "event_date,event_type\r2021-01-04,Battles\r2021-01-05,Riots\r",
]
FORMATS = ("", "", "%d/%m/%Y %I:%M %p", "")  # of the times in these
MISSION = """\
mission: One sector
start: 2021-01-04
horizon: 2 wk
classes: {warning: {ltiov: 24 h}, pattern: {}}
sources:
  registered:
    written_at: cell
    file:
      path: events.csv
      time: event_date
      class: event_type
      classes: {Battles: warning, Riots: pattern}FORMAT
stations:
  cell:
    stage: analysis
    posts: {staff: {count: 1}}
    work: {empirical: {file: observed.csv, column: hours, unit: h}}
  commander: {stage: command, needs: [warning, pattern], posts: {commander: {count: 1}}, work: 10 min}
channels: {cell -> commander: {transit: 30 min}}
"""
OBSERVED = "report,hours\n1,2\n2,0.5\n3,1e1\n"


@pytest.fixture
def number(request: pytest.FixtureRequest) -> int:
    """How many cases of each kind are tried."""
    asked = request.config.getoption("--mutations")
    assert isinstance(asked, int)
    return asked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with all that the files name."""
    monkeypatch.chdir(tmp_path)
    for path in CONFIGS:
        if path.parent.name == "tutorial":
            Path(path.name).write_bytes(path.read_bytes())
    Path("reference").mkdir()
    for _, name, content in FENCED:
        (Path("reference") / name).write_text(content, encoding="utf-8")
    Path("observed.csv").write_text(OBSERVED)
    return tmp_path


def answered(problems: Iterable[Problem]) -> None:
    """Problems that a user can do something with: at a place that is there, and not too long."""
    for problem in problems:
        said = str(problem)
        assert readable(said) == said
        assert len(said) < 3 * LONGEST + 400, said
        assert problem.what, said
        if Path(problem.file).is_file():
            content = Path(problem.file).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            lines = content.decode("utf-8", "replace").split("\n")
            assert 1 <= problem.line <= max(len(lines), 1), said
            assert problem.column >= 1, said


def read(path: Path) -> bool:
    """Whether a mission is accepted; then it can be compiled."""
    try:
        scenario = load(path)
        answered(scenario.warnings)
        check_limits(scenario, 1)
        compile_network(scenario)
    except ScenarioError as error:
        answered(error.problems)
        return False
    return True


class Case:
    """A case that is tried; what goes wrong in it is told with its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            error.add_note(f"case {self.number}")


def try_all(number: int, one: Callable[[int], bool]) -> None:
    """Try cases; some are accepted, and some are refused."""
    accepted = 0
    for case in range(number):
        with Case(case):
            accepted += one(case)
    assert 0 < accepted < number


def test_missions(folder: Path, number: int) -> None:
    def one(case: int) -> bool:
        chance = random.Random(f"mission {case}")
        home, text = chance.choice(MISSIONS)
        content = damaged(text, TEXTS, chance).encode("utf-8", "replace")
        path = folder / home / "case.yaml"
        path.write_bytes(scrambled(content, chance) if chance.random() < 0.05 else content)
        return read(path)

    try_all(number, one)


def test_studies(folder: Path, number: int) -> None:
    def one(case: int) -> bool:
        chance = random.Random(f"study {case}")
        text = damaged(chance.choice(STUDIES), STUDIES, chance)
        (folder / "case.yaml").write_bytes(text.encode("utf-8", "replace"))
        try:
            answered(load_study(folder / "case.yaml").warnings)
        except ScenarioError as error:
            answered(error.problems)
            return False
        return True

    try_all(number // 4, one)


def test_data_files(folder: Path, number: int) -> None:
    def one(case: int) -> bool:
        chance = random.Random(f"data {case}")
        (events, form), observed = chance.choice([*zip(EVENTS, FORMATS, strict=True)]), OBSERVED
        if chance.random() < 0.1:
            form = damaged(chance.choice(FORMATS), FORMATS, chance)
        if chance.random() < 0.2:
            observed = damaged(observed, EVENTS, chance)
        else:
            events = damaged(events, EVENTS, chance)
        content = events.encode("utf-8", "replace")
        stated = f"\n      format: '{form}'" if form else ""
        (folder / "case.yaml").write_bytes(MISSION.replace("FORMAT", stated).encode("utf-8", "replace"))
        (folder / "events.csv").write_bytes(scrambled(content, chance) if chance.random() < 0.3 else content)
        (folder / "observed.csv").write_bytes(observed.encode("utf-8", "replace"))
        return read(folder / "case.yaml")

    try_all(number, one)


COMMANDS = (
    "validate mission.yaml", "validate study.yaml --json", "validate case.yaml",
    "show mission.yaml --out drawing.svg",
    "show mission.yaml --routes patrols/warning/commander --most 3 --json", "schema", "--help",
    "--version", "init new",
    "run mission.yaml --replications 1 --seed 3 --workers 1 --out out --level 0.9 --quiet",
    "run study.yaml -n 1",
    "run gone.yaml --figures --trajectory --resume --json",
    "trace mission.yaml --report patrols/1 --replication 2 --json",
    "trace mission.yaml --find late --seed 1", "compare mission.yaml -n 2",
    "compare gone.yaml --out out --level 0.9",
    "select study.yaml --workers 1 --quiet --json", "sensitivity study.yaml --plan --json",
    "attribute mission.yaml --plan",
    "sensitivity matters.yaml --plan", "attribute matters.yaml --plan --json -n 3",
)  # fmt: skip
OPTIONS = (
    "--json", "--quiet", "-q", "-n", "--seed", "--workers", "--out", "--level", "--most", "--routes",
    "--find", "--report",
    "--plan", "--help", "--resume", "--replication", "--bogus", "-o", "--", "-", "mission.yaml",
    "study.yaml", "case.yaml",
    "gone.yaml", ".", "out", "out/x", "drawing.svg", "drawing.png", "patrols/1", "patrols/0",
    "patrols/999999", "nobody/1", "late",
    "lost:expired", "lost:nothing", "patrols/warning/commander", "a/b", "///",
)  # fmt: skip
COSTLY = ("compare", "select", "sensitivity", "attribute")


def test_command_lines(folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Studies are only planned here: running them is the business of other tests."""
    (folder / "matters.yaml").write_text(STUDIES[1])

    def one(case: int) -> bool:
        chance = random.Random(f"command {case}")
        (folder / "case.yaml").write_text(damaged(chance.choice(TEXTS), TEXTS, chance), errors="replace")
        words = line(chance)
        monkeypatch.setattr(sys, "argv", ["stovepipe", *words])
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        code = ended.value.code
        said = f"{shlex.join(words)}: {code}\n{err.getvalue()}"
        assert code in (None, 0, 1, 2), said
        assert "Traceback" not in said, said
        assert code in (None, 0) or err.getvalue() or "--json" in words, said
        return code in (None, 0)

    try_all(number // 4, one)


def line(chance: random.Random) -> list[str]:
    """A command with up to three words too many, too few or wrong."""
    words = shlex.split(chance.choice(COMMANDS))
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        word = chance.choice((chance.choice(OPTIONS), chance.choice(WORDS).replace("\0", "")))
        i = chance.randrange(len(words) + 1)
        words[i : i + chance.choice((0, 1))] = [word]
    if any(word in COSTLY for word in words) and "--plan" not in words:
        words.append("--plan")
    return [*words, "--workers", "1"] if "run" in words else words
