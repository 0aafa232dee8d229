"""A study from the folder of its results, and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stovepipe.scenario import ScenarioError, load
from stovepipe.study.reading.mission import MISSION, study_of_mission
from stovepipe.study.reading.study import Study, make_study_again
from stovepipe.study.store.claim import (
    CONFIGURATIONS,
    MANIFEST,
    NoManifest,
    StoreError,
    check_claim,
    check_format,
    read_manifest,
)
from stovepipe.study.store.configuration import kept_configuration, kept_overlays
from stovepipe.study.store.store import Store

RUN, OBSERVE = "run", "observe"


@dataclass(frozen=True)
class Kept:
    """What a folder says of itself.

    Attributes:
        path: of the folder.
        question: which was asked.
        study: which asked it.
        code: digest of the source code that made the results.
    """

    path: Path
    question: str
    study: Study
    code: str

    def open(self, study: Study) -> Store:
        """The store, for reading only, of the study as the question has it."""
        return Store.open(self.path, study, write=False, question=self.question, made_by=self.code)


def kept_in(path: Path) -> Kept:
    """What was asked of the results in a folder.

    Raises:
        StoreError: it holds no results, those of another format, or something in it is damaged.
    """
    if not path.is_dir():
        what = "it is a file" if path.exists() else "there is no such folder"
        raise StoreError(f"{path} is not a results folder: {what}")
    try:
        manifest = read_manifest(path)
    except NoManifest as error:
        raise StoreError(str(error)) from None
    check_format(path, manifest)
    check_claim(path)
    try:
        question, code = _text(manifest["question"]), _text(manifest["code"])
        digests = {str(name): _text(each["digest"]) for name, each in manifest["structures"].items()}
        study = _study(path / CONFIGURATIONS, question, manifest["study"], digests)
    except ScenarioError as error:
        raise StoreError(f"{path} cannot be read any more:\n{error}") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StoreError(
            f"{path / MANIFEST} is damaged: run the command again, which makes it anew from the results"
        ) from None
    for structure in study.structures:
        if structure.scenario.digest != digests[structure.name]:
            raise StoreError(
                f"the configuration of {structure.name} in {path / CONFIGURATIONS} is not what was run. If "
                "it names a data file by an absolute path, that has changed: name it relative to itself"
            )
    return Kept(path, question, study, code)


def _study(root: Path, question: str, said: Mapping[str, Any], digests: Mapping[str, str]) -> Study:
    if question in (RUN, OBSERVE):
        scenario = load(kept_configuration(root, digests[MISSION]))
        study = study_of_mission(
            scenario,
            int(said["replications"]),
            int(said["seed"]),
            float(said["level"]),
            said["keep"] == "trajectory",
        )
        return study if question == RUN else replace(study, said=json.dumps(said, ensure_ascii=False))
    configurations = _Configurations(root, digests)
    return make_study_again(said, configurations, kept_overlays(root))


class _Configurations(Mapping[str, Path]):
    """Where each structure's configuration lies; points of a design have none."""

    def __init__(self, root: Path, digests: Mapping[str, str]) -> None:
        self._root, self._digests = root, digests

    def __getitem__(self, name: str) -> Path:
        return kept_configuration(self._root, self._digests[name])

    def __iter__(self) -> Any:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
