"""What makes a structure of another one: files, and single values by path."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Caption, one_or_more
from stovepipe.study.file.outcome import SEVERAL_SCHEMA

Files = Annotated[tuple[str, ...], BeforeValidator(one_or_more), WithJsonSchema(SEVERAL_SCHEMA)]


class ChangeEntry(Shape):
    """What makes a structure of the base: files, and single values by path."""

    overlays: Files = ()
    values: dict[str, Any] = Field(default_factory=dict, alias="set")
    title: Caption = ""


def files_alone(raw: object) -> object:
    """A file, or a list of files, is a change that has nothing else."""
    return {"overlays": raw} if isinstance(raw, str | tuple | list) else raw


Changed = Annotated[ChangeEntry, BeforeValidator(files_alone)]
