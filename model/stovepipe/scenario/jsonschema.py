"""The language of a configuration as a JSON Schema (draft 2020-12), for editors.

Made from the models. It knows keys, words and the form of numbers; whether names exist and parts fit together
is asked by `load`. Run as a script it prints the file ``docs/reference/mission.schema.json``.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any, get_args

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources import doors
from stovepipe.scenario.language.sources.occurrences import rate_alone
from stovepipe.scenario.language.stations.work import WorkContent, read_work
from stovepipe.scenario.language.values import laws, times
from stovepipe.scenario.language.values.observations import Observed
from stovepipe.scenario.language.values.quantities import Evidence
from stovepipe.scenario.language.values.units import UNITS
from stovepipe.scenario.language.words.vocabulary import one_or_more

Json = dict[str, Any]

_NUMBER = r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"
_UNIT = f"({'|'.join(sorted(UNITS, key=lambda unit: (-len(unit), unit)))})"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_DATE = r"\d{4}-\d{2}-\d{2}"


def _text(pattern: str, **more: Any) -> Json:
    return {"type": "string", "pattern": f"^{pattern}$", **more}


_SHORT: dict[str, Json] = {
    "duration": _text(rf"{_NUMBER}\s*{_UNIT}", examples=["6 h"]),
    "rate": _text(rf"{_NUMBER}\s*(/|per )\s*{_UNIT}", examples=["1.5 /day"]),
    "share": {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            _text(rf"{_NUMBER}\s*%?", examples=["40 %"]),
        ]
    },
    "factor": {"anyOf": [{"type": "number", "minimum": 0}, _text(rf"{_NUMBER}\s*%?")]},
    "count": {"type": "integer", "minimum": 0},
}
_TIMES: dict[str, Json] = {
    "moment": _text(rf"{_DATE}([T ]\d{{2}}:\d{{2}}(:\d{{2}})?)?", examples=["2021-01-04"]),
    "clock": _text(_CLOCK, examples=["08:00"]),
    "clock_end": _text(rf"({_CLOCK}|24:00)", examples=["20:00"]),
    "weekly": _text(rf"((mon|tue|wed|thu|fri|sat|sun)\s+)?{_CLOCK}", examples=["18:00", "thu 18:00"]),
    "hours": _text(rf"{_CLOCK}\s*-\s*({_CLOCK}|24:00)", examples=["06:00-18:00"]),
    "dates": _text(rf"{_DATE}( to {_DATE})?", examples=["2021-07-01 to 2021-09-30"]),
}
_READERS = {
    times.read_moment: "moment",
    times.read_clock: "clock",
    times.read_clock_end: "clock_end",
    times.read_recurrence: "weekly",
    times.read_hours: "hours",
    times.read_dates: "dates",
    laws.read_law: "law",
    doors.read_doors: "doors",
    read_work: "work",
}
_CHANGES = "_changes"  # marks the definitions for a file that changes another
_REF = "x-ref"  # stands for "$ref" to what is defined here, until pydantic has done its own


def mission_schema() -> Json:
    """The JSON Schema of a configuration, its overlays included."""
    made = Mission.model_json_schema(schema_generator=_Generator)
    definitions = {**made.pop("$defs"), "Mission": made}
    definitions |= {name: _quantity(short) for name, short in _SHORT.items()} | _TIMES
    definitions |= {"law": _law(), "doors": _doors()}
    definitions["work"] = {
        "anyOf": [{_REF: "law"}, WorkContent.model_json_schema(schema_generator=_Generator)]
    }
    definitions["Mission"]["properties"]["extends"] = {
        "description": "The file or files that this one changes.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }
    definitions["Mission"].pop("required")  # a file that others extend may be a fragment
    whole = {name: _tidy(definition, "") for name, definition in definitions.items()}
    changeable = {name: each for name, each in definitions.items() if name not in _TIMES}
    changes = {name + _CHANGES: _loose(_tidy(each, _CHANGES)) for name, each in changeable.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A mission for Stovepipe",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/Mission{_CHANGES}"},
        "else": {"$ref": "#/$defs/Mission"},
        "$defs": dict(sorted((whole | changes).items())),
    }


def text() -> str:
    """The schema as the text of a file."""
    return json.dumps(mission_schema(), indent=1, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, and what it cannot know about our own readers."""

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Json:
        function: Any = schema["function"]["function"]
        return {_REF: function.keywords["dimension"] if isinstance(function, partial) else _READERS[function]}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Json:
        inner = self.generate_inner(schema["schema"])
        function: Any = schema["function"]["function"]
        if function is one_or_more:
            return {"anyOf": [inner["items"], inner]}
        return {"anyOf": [{_REF: "rate"}, inner]} if function is rate_alone else inner

    def dict_schema(self, schema: core_schema.DictSchema) -> Json:
        keys, values = (
            self.generate_inner(schema["keys_schema"]),
            self.generate_inner(schema["values_schema"]),
        )
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}


def _quantity(short: Json) -> Json:
    long: Json = {
        "type": "object",
        "properties": {
            "value": short,
            "range": {"type": "array", "items": short, "minItems": 2, "maxItems": 2},
            "evidence": {"enum": list(get_args(Evidence))},
            "source": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [*short.get("anyOf", [short]), long]}


def _law() -> Json:
    kinds: Json = {}
    for kind, model in laws.KINDS.items():
        written = Observed if kind == "empirical" else model
        kinds[kind] = written.model_json_schema(schema_generator=_Generator)
    kinds["fixed"] = {_REF: "duration"}
    law = {
        "type": "object",
        "properties": kinds,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    return {"anyOf": [{_REF: "duration"}, law]}


def _doors() -> Json:
    door = doors.Door.model_json_schema(schema_generator=_Generator)
    name = door["properties"]["at"]
    shares = {"type": "object", "propertyNames": name, "additionalProperties": {_REF: "share"}}
    return {"anyOf": [name, {**shares, "minProperties": 1}, {"type": "array", "items": door, "minItems": 1}]}


def _tidy(value: Any, suffix: str) -> Any:
    """The same schema without pydantic's titles and defaults, and with references to our definitions."""
    if isinstance(value, list):
        return [_tidy(each, suffix) for each in value]
    if not isinstance(value, dict):
        return value
    if _REF in value:
        name = value[_REF]
        return {"$ref": f"#/$defs/{name}" + (suffix if name not in _TIMES else "")}
    if "$ref" in value:
        return {"$ref": value["$ref"] + suffix}
    if "anyOf" in value:
        kinds = [each for each in value["anyOf"] if each != {"type": "null"}]
        rest = {key: each for key, each in value.items() if key != "anyOf"}
        value = rest | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
        if _REF in value or "$ref" in value:
            return _tidy(value, suffix)
    left_out = {
        key for key in ("title", "default") if not isinstance(value.get(key), dict) or key == "default"
    }
    return {key: _tidy(each, suffix) for key, each in value.items() if key not in left_out}


def _loose(value: Any) -> Any:
    """The same schema for a file of changes: nothing is required, and null removes what has a name."""
    if isinstance(value, list):
        return [_loose(each) for each in value]
    if not isinstance(value, dict):
        return value
    loose = {key: _loose(each) for key, each in value.items() if key != "required"}
    if isinstance(loose.get("properties"), dict):
        loose["properties"] = {name: _or_null(each) for name, each in loose["properties"].items()}
    if isinstance(loose.get("additionalProperties"), dict):
        loose["additionalProperties"] = _or_null(loose["additionalProperties"])
    return loose


def _or_null(value: Json) -> Json:
    return (
        {"anyOf": [*value["anyOf"], {"type": "null"}]}
        if "anyOf" in value
        else {"anyOf": [value, {"type": "null"}]}
    )


if __name__ == "__main__":
    print(text(), end="")
