"""The language of a study file for what matters: factors, sensitivity and attribution. Shapes only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from stovepipe.scenario.language.values.quantities import Evidence, read
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Flag, Name, Whole, one_or_more
from stovepipe.scenario.problems.problem import fault
from stovepipe.study.file.change import Changed, Files
from stovepipe.study.file.outcome import SEVERAL_SCHEMA

Belief = Literal["uniform", "triangular", "loguniform"]
Method = Literal["morris", "sobol", "pawn", "tornado", "prim", "verdict"]


class SaidBeside(NamedTuple):
    """What a study says beside a method, and what makes no sense beside it."""

    compare: bool = False
    failure: bool = False
    at_most: bool = False
    second_order: bool = False


BESIDE: Mapping[Method, SaidBeside] = {
    "morris": SaidBeside(at_most=True),
    "sobol": SaidBeside(at_most=True, second_order=True),
    "pawn": SaidBeside(at_most=True),
    "tornado": SaidBeside(),
    "prim": SaidBeside(failure=True),
    "verdict": SaidBeside(compare=True),
}
"""In the words of the file, what the objects of `stovepipe.importance.methods` need and know."""

ORDERS = 8
"""Orders of a sampled attribution, if a study file says nothing."""

EXACT = 8
"""Mechanisms up to which every subset may be run: 256 subsets."""


class FactorEntry(Shape):
    """What may be otherwise: numbers by the path of where they stand, or a choice."""

    paths: Files = ()
    excluding: Files = Field(default=(), alias="except")
    evidence: Annotated[
        tuple[Evidence, ...], BeforeValidator(one_or_more), WithJsonSchema(SEVERAL_SCHEMA)
    ] = ()
    range: tuple[Any, Any] | None = None
    belief: Belief = "uniform"
    together: Flag = False
    group: Name | None = None
    levels: dict[Name, Changed] = Field(default_factory=dict)
    choices: tuple[Any, ...] = ()
    overlay: str | None = None
    mechanism: Name | None = None


def paths_alone(raw: object) -> object:
    """A path, or a list of paths, is a factor that has nothing else."""
    return {"paths": raw} if isinstance(raw, str | tuple | list) else raw


AnyFactor = Annotated[FactorEntry, BeforeValidator(paths_alone)]


def _read_density(raw: object) -> float:
    share = read(raw, "share").value
    if not 0 < share <= 1:
        raise fault(f'"{raw}" cannot be a density', "write, for example, 80 %")
    return share


Density = Annotated[
    float,
    PlainValidator(_read_density),
    PlainSerializer(float),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "examples": ["80 %"]}]}),
]


class Failure(Shape):
    """What counts as a failure: an outcome under or over a number."""

    outcome: Name
    under: Any = None
    over: Any = None


class SensitivityEntry(Shape):
    """Which inputs matter, and how that is to be found."""

    method: Method = "morris"
    structure: str | None = None
    compare: tuple[str, str] | None = None
    points: Whole | None = Field(default=None, ge=4)
    at_most: Whole | None = Field(default=None, ge=4)
    leading: Whole = Field(default=3, ge=1)
    second_order: Flag = False
    failure: Failure | None = None
    density: Density = 0.8
    fresh: Whole | None = Field(default=None, ge=0)
    seed: Whole = Field(default=0, ge=0, lt=1 << 63)


def _in_groups(raw: object) -> object:
    """`all` is no group at all; a list of mechanisms has a group for each."""
    if raw == "all":
        return {}
    if raw in ((), [], {}):
        raise fault("names no mechanism", "write all, or leave it out, for all that the mission has")
    if isinstance(raw, str):
        raw = (raw,)
    if isinstance(raw, tuple | list) and all(isinstance(name, str) for name in raw):
        return {name: (name,) for name in raw}
    return raw


_MECHANISMS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"const": "all"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": SEVERAL_SCHEMA},
    ]
}
Mechanisms = Annotated[
    dict[Name, Annotated[tuple[Name, ...], BeforeValidator(one_or_more)]],
    BeforeValidator(_in_groups),
    WithJsonSchema(_MECHANISMS_SCHEMA),
]


class AttributionEntry(Shape):
    """Which mechanisms the outcomes are to be shared out among, and how."""

    mechanisms: Mechanisms = Field(default_factory=dict)
    method: Literal["exact", "sampled"] | None = None
    orders: Whole | None = Field(default=None, ge=4)
    structure: str | None = None
    seed: Whole = Field(default=0, ge=0, lt=1 << 63)
