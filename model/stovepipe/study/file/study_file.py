"""The language of a study file: shapes only. What its names stand for is asked when it is loaded.

Run as a script it prints the JSON Schema that is in ``docs/reference/study.schema.json``, for editors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.keep import Keep
from stovepipe.measures.measure import Unit
from stovepipe.scenario.language.values.quantities import read
from stovepipe.scenario.language.values.units import HOUR
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name, Title
from stovepipe.scenario.problems.problem import Faults, fault
from stovepipe.study.file.change import Changed
from stovepipe.study.file.entries import AnyFactor, AttributionEntry, SensitivityEntry
from stovepipe.study.file.outcome import QUANTILE_SCHEMA, SEVERAL_SCHEMA, Outcomes

REPLICATIONS = 20
"""How many there are of each structure, if a study file says nothing."""

_SHARE: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^(\d+\.?\d*|\.\d+)\s*%?$", "examples": ["95 %"]},
    ]
}
_SHORT = {
    "#/$defs/ChangeEntry": SEVERAL_SCHEMA,
    "#/$defs/Latency": QUANTILE_SCHEMA,
    "#/$defs/LatencyOfDelivered": QUANTILE_SCHEMA,
    "#/$defs/FactorEntry": SEVERAL_SCHEMA,
}
_WIDTH: dict[str, Any] = {
    "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}],
    "examples": ["0.5 points", "5 %", "2 h"],
}


@dataclass(frozen=True)
class Width:
    """How far off an estimate may be: `value` in the outcome's unit, or as a share of the estimate.

    `kind`: `points` of a share in percent, a `duration` in hours, a `relative` share, or a plain `number`.
    """

    value: float
    kind: Literal["points", "duration", "relative", "number"]
    text: str

    @property
    def relative(self) -> bool:
        """Whether it is a share of the estimate."""
        return self.kind == "relative"

    def fits(self, unit: Unit) -> bool:
        """Whether an outcome in this unit can be so far off."""
        asks_for = {"points": ("share",), "duration": ("h",), "number": ("share", "copies", "person-hours")}
        return self.relative or unit in asks_for[self.kind]


def read_width(raw: object) -> Width:
    """A width from what is written: ``0.5 points``, ``5 %``, ``2 h`` or a number.

    >>> read_width("0.5 points")
    Width(value=0.005, kind='points', text='0.5 points')

    Raises:
        Faults: it is none of these, or not above 0.
    """
    text = str(raw).strip()
    number = text.removesuffix("points").removesuffix("point").strip()
    width = None
    if number != text:
        width = Width(_number(number, raw) / 100, "points", text)
    elif text.endswith("%"):
        width = Width(_number(text.removesuffix("%"), raw) / 100, "relative", text)
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        width = Width(float(raw), "number", text)
    else:
        width = Width(_hours(raw), "duration", text)
    if not 0 < width.value < float("inf"):
        raise fault(f'"{text}" is not above 0', _EXAMPLES)
    return width


def _hours(raw: object) -> float:
    try:
        return read(raw, "duration").value / HOUR
    except Faults:
        raise fault(f'"{raw}" is not a width', _EXAMPLES) from None


_EXAMPLES = "write, for example, 0.5 points (of a percentage), 5 % (of the estimate) or 2 h"


def _number(text: str, raw: object) -> float:
    try:
        return float(text)
    except ValueError:
        raise fault(f'"{raw}" is not a width', _EXAMPLES) from None


def _read_level(raw: object) -> float:
    level = read(raw, "share").value
    if not 0.5 <= level < 1:
        raise fault(f'"{raw}" cannot be a level of confidence', "write, for example, 95 %")
    return level


HalfWidth = Annotated[
    Width, PlainValidator(read_width), PlainSerializer(lambda width: width.text), WithJsonSchema(_WIDTH)
]
Level = Annotated[float, PlainValidator(_read_level), PlainSerializer(float), WithJsonSchema(_SHARE)]
Whole = Annotated[int, Field(strict=True)]


class PrecisionEntry(Shape):
    """Replications until an outcome is known this well."""

    outcome: Name
    half_width: HalfWidth
    of: Literal["differences", "estimates"] = "differences"
    at_least: Whole = Field(default=20, ge=2)
    at_most: Whole = Field(default=400, ge=2)


class SelectionEntry(Shape):
    """How the best structure is to be found."""

    outcome: Name
    method: Literal["kim_nelson", "ocba"] = "kim_nelson"
    indifference: HalfWidth | None = None
    probability: Level = 0.95
    at_least: Whole = Field(default=20, ge=2)
    budget: Whole | None = Field(default=None, ge=2)


class StudyFile(Shape):
    """A question about several structures."""

    study: Title
    base: str | None = None
    values: dict[str, Any] = Field(default_factory=dict, alias="set")
    structures: dict[Name, Changed] = Field(default_factory=dict)
    grid: dict[Name, dict[Name, Changed]] = Field(default_factory=dict)
    outcomes: Outcomes
    baseline: str | None = None
    method: Literal["all_pairs", "baseline", "best"] | None = None
    level: Level = 0.95
    replications: Whole | None = Field(default=None, ge=1, le=100_000)
    precision: PrecisionEntry | None = None
    selection: SelectionEntry | None = None
    factors: dict[Name, AnyFactor] = Field(default_factory=dict)
    sensitivity: SensitivityEntry | None = None
    attribution: AttributionEntry | None = None
    seed: Whole = Field(default=1, ge=0, lt=1 << 63)
    keep: Keep = "tables"
    description: str = ""


def study_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a study file."""
    schema = StudyFile.model_json_schema()
    parts = schema["$defs"]
    beside = {key: parts["Asked"]["properties"][key] for key in ("title", "direction")}
    named = {}
    for kind in KINDS:
        [of] = [each for each in parts["Asked"]["properties"][kind]["anyOf"] if "$ref" in each]
        part = parts[of["$ref"].rpartition("/")[2]]
        itself = part | {"properties": part["properties"] | beside}
        named[kind] = {"anyOf": [itself, of, {"$ref": "#/$defs/Asked"}]}
    schema["properties"]["outcomes"]["properties"] = named
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidy(schema),
        "title": "A study for Stovepipe",
    }


def text() -> str:
    """The schema as the text of a file."""
    return json.dumps(study_schema(), indent=1, ensure_ascii=False) + "\n"


def _tidy(value: Any) -> Any:
    """The same schema without pydantic's titles and defaults, and with the short forms of parts."""
    if isinstance(value, list):
        return [_tidy(each) for each in value if each != {"type": "null"}]
    if not isinstance(value, Mapping):
        return value
    if "$ref" in value:
        short = _SHORT.get(value["$ref"], {}).get("anyOf", ())
        return {"anyOf": [*short, dict(value)]} if short else dict(value)
    if "patternProperties" in value:  # then names of another form would be accepted, whatever they hold
        [(pattern, each)] = value["patternProperties"].items()
        names = {"pattern": pattern, **value.get("propertyNames", {})}
        rest = {key: each for key, each in value.items() if key != "patternProperties"}
        return _tidy(rest | {"propertyNames": names, "additionalProperties": each})
    return {
        key: _tidy(each)
        for key, each in value.items()
        if key != "default" and not (key == "title" and isinstance(each, str))
    }


if __name__ == "__main__":
    print(text(), end="")
