"""The reference of the study file: its examples run, and its tables are complete."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from stovepipe.measures.catalogue import KINDS
from stovepipe.study.file.change import ChangeEntry
from stovepipe.study.file.entries import AttributionEntry, FactorEntry, Failure, SensitivityEntry
from stovepipe.study.file.outcome import outcome
from stovepipe.study.file.study_file import PrecisionEntry, SelectionEntry, StudyFile
from stovepipe.study.reading.study import load_study
from stovepipe.study.running.futures import Here
from stovepipe.study.running.gather import gather
from stovepipe.study.store.store import Store

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "reference" / "study-file.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL))
SECTIONS = {
    "Keys": StudyFile,
    "Structures": ChangeEntry,
    "Precision": PrecisionEntry,
    "Selection": SelectionEntry,
    "Factors": FactorEntry,
    "Sensitivity": SensitivityEntry,
    "Failure": Failure,
    "Attribution": AttributionEntry,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_loads_and_runs(tmp_path: Path, name: str) -> None:
    for file in ("mission.yaml", "longer.yaml"):
        (tmp_path / file).write_bytes((ROOT / "configs" / "tutorial" / file).read_bytes())
    (tmp_path / name).write_text(EXAMPLES[name], encoding="utf-8")
    study = load_study(tmp_path / name)
    assert study.warnings == ()
    with Store.open(tmp_path / "store", study) as store:
        gather(study, store, Here(), replications=1)
        for structure in study.structures:
            for asked in study.outcomes:
                assert store.records(structure.name, asked.name).reason == ""


def test_the_page_has_its_examples() -> None:
    assert set(EXAMPLES) == {"study.yaml", "grid.yaml", "matters.yaml"}


def section(title: str) -> list[list[str]]:
    """The cells of each row of the table in a section."""
    text = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in text.splitlines() if row.startswith("| `")
    ]


def default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "-" if value in (None, "", (), {}) else f"`{value}`"


@pytest.mark.parametrize(("title", "model"), SECTIONS.items(), ids=SECTIONS)
def test_every_key_is_in_a_table_with_its_default(title: str, model: type[BaseModel]) -> None:
    keys = {f"`{field.alias or name}`": default(field) for name, field in model.model_fields.items()}
    assert {row[0]: row[2] for row in section(title)} == keys


def test_every_kind_of_outcome_is_in_the_table() -> None:
    described = {
        kind: (set(re.findall(r"\w+", row[1])), row[3], row[4])
        for row in section("Outcomes")
        for kind in re.findall(r"\w+", row[0])
    }
    place = {"station": "cell"}
    where = {"backlog": place, "peak_backlog": place, "rapport": {"channel": "a -> b"}}
    where["stock"] = {"system": "sage"}
    asked = {name: outcome(name, where.get(name, {})) for name in KINDS}
    assert described == {
        name: (
            {field.alias or key for key, field in type(each.of).model_fields.items()},
            each.unit,
            each.direction,
        )
        for name, each in asked.items()
    }
