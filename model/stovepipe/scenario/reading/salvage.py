"""What did parse of a configuration with problems of shape, so that it can be examined as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator, TypeAdapter, ValidationError

from stovepipe.scenario.language.values.datafiles import DataFiles
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.problems.pydantic_faults import unwrapped
from stovepipe.scenario.problems.unsettled import UNKNOWN
from stovepipe.text import near_miss


def salvaged(expected: Any, raw: Any, files: DataFiles) -> Any:
    """What did parse of a value, read as the type `expected`; `UNKNOWN` if nothing did.

    Of a part, the keys that did not parse are absent: to read one raises `Unsettled`. In a list or a map,
    `UNKNOWN` stands for each value that did not parse; so every name that is written remains a name.
    """
    core, annotations = unwrapped(expected)
    try:
        if any(isinstance(each, PlainValidator) for each in annotations):
            return TypeAdapter(expected).validate_python(raw, context=files)
        shaped = _shaped(raw, annotations)
        if isinstance(shaped, dict) and isinstance(core, type) and issubclass(core, Shape):
            return _part(core, shaped, files)
        if isinstance(shaped, dict) and get_origin(core) is dict:
            keys, values = get_args(core)
            return _map(keys, values, shaped, files)
        if isinstance(shaped, tuple) and get_origin(core) is tuple:
            return tuple(salvaged(get_args(core)[0], each, files) for each in shaped)
        return TypeAdapter(expected).validate_python(raw, context=files)
    except (Faults, ValidationError):
        return UNKNOWN


def _shaped(raw: Any, annotations: Iterable[Any]) -> Any:
    """What stands for what is written: a list for a single name, say."""
    for each in annotations:
        if isinstance(each, BeforeValidator):
            raw = cast(Callable[[Any], Any], each.func)(raw)  # ours never ask for pydantic's context
    return raw


def _map(keys: Any, values: Any, raw: dict[str, Any], files: DataFiles) -> dict[Any, Any]:
    """Keys that are no names remain names; keys that are no hours or dates cannot be kept."""
    found = {}
    for key, value in raw.items():
        read = key if unwrapped(keys)[0] is str else salvaged(keys, key, files)
        if read is not UNKNOWN:
            found[read] = salvaged(values, value, files)
    return found


def _part(model: type[Shape], raw: dict[str, Any], files: DataFiles) -> Shape:
    try:
        return model.model_validate(raw, context=files)
    except ValidationError:
        pass
    fields = {field.alias or name: (name, field) for name, field in model.model_fields.items()}
    values = {
        name: salvaged(field.rebuild_annotation(), raw[key], files)
        for key, (name, field) in fields.items()
        if key in raw
    }
    lost = {name for name, value in values.items() if value is UNKNOWN}
    lost |= {name for name, field in fields.values() if field.is_required() and name not in values}
    for key in raw.keys() - fields.keys():
        close = near_miss(key, fields)
        lost |= {fields[each][0] for each in ([close] if close else fields.keys() - raw.keys())}
    part = model.model_construct(set(values), **values)
    for name in lost:
        vars(part).pop(name, None)
    return part
