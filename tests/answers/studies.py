"""Studies of a small mission whose structures differ in known ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.store.store import Store
from tests.answers.carrying_out import carry_out
from tests.cli.conftest import MISSION

HURDLE = "channels.cell -> commander.hurdles.reluctance"
STUDY: dict[str, Any] = {
    "study": "A cell",
    "base": "cell.yaml",
    "structures": {
        "base": {"title": "the cell as it is"},
        "third": {"title": "a third analyst", "set": {"stations.cell.posts.analysts.count": 3}},
        "open": {"title": "open channels", "set": {f"{HURDLE}.probability": "2 %"}},
        "twin": {"set": {"stations.commander.title": "The one who decides"}},
        "shut": {"set": {f"{HURDLE}.probability": "70 %"}},
    },
    "outcomes": {
        "timely": {"class": "warning"},
        "p75": {"latency": "75 %"},
        "backlog": {"station": "cell"},
        "sent": {"delivered": {}, "title": "share that gets through"},
    },
    "baseline": "base",
    "replications": 12,
}


def study(folder: Path, **more: Any) -> Study:
    """The study above, with what is given in place of what it says; None takes a key away."""
    (folder / "cell.yaml").write_text(dedent(MISSION))
    said: Mapping[str, Any] = {key: value for key, value in (STUDY | more).items() if value is not None}
    return make_study(said, folder)


@contextmanager
def carried_out(folder: Path, asked: Study) -> Iterator[tuple[StudyFindings, Store]]:
    """What a study comes to, and its store."""
    with Store.open(folder / "store", asked) as store:
        yield carry_out(ComparisonQuestion(asked), store), store


def found(folder: Path, **more: Any) -> StudyFindings:
    """What a study comes to."""
    with carried_out(folder, study(folder, **more)) as (findings, _):
        return findings
