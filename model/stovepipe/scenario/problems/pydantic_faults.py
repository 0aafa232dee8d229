"""What pydantic found wrong, in plain language."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stovepipe.scenario.problems.problem import Fault, Faults
from stovepipe.text import did_you_mean, listed, near_miss

_ON_KEY = "[key]"  # how pydantic marks that the key of a map is wrong, not its value
_NAME = "a name begins with a letter from A to Z, and has such letters, digits and _ only"


def faults(error: ValidationError, model: type[BaseModel]) -> tuple[Fault, ...]:
    """All that a validation found, each once: what is misspelt is not missing as well."""
    found = error.errors(include_url=False)
    misspelt = [_meant(details["loc"], model) for details in found if details["type"] == "extra_forbidden"]
    left = [details for details in found if details["type"] != "missing" or details["loc"] not in misspelt]
    return tuple(dict.fromkeys(fault for details in left for fault in _said(details, model)))


def _meant(at: tuple[int | str, ...], model: type[BaseModel]) -> tuple[int | str | None, ...]:
    """The path of the key that was probably meant by the unknown one at a path."""
    return *at[:-1], near_miss(str(at[-1]), _keys(model_at(model, at[:-1])))


def _said(details: ErrorDetails, model: type[BaseModel]) -> Iterator[Fault]:
    on_key = details["loc"][-1:] == (_ON_KEY,)
    at = details["loc"][:-1] if on_key else details["loc"]
    context = details.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, Faults):
        yield from (fault.within(*at, on_key=on_key) for fault in raised.faults)
        return
    what, hint = _worded(details, context, model, at)
    yield Fault(what, hint, at, on_key=on_key or details["type"] == "extra_forbidden")


def _worded(
    details: ErrorDetails, context: dict[str, Any], model: type[BaseModel], at: tuple[int | str, ...]
) -> tuple[str, str]:
    found = _found(details["input"])
    match details["type"]:
        case "missing" if isinstance(at[-1], int):
            return "too few entries", ""
        case "too_long":
            return f"{context['actual_length']} entries where {context['max_length']} belong", ""
        case "missing":
            return f"{at[-1]} is missing", ""
        case "extra_forbidden":
            return "unknown key", _other_key(str(at[-1]), _keys(model_at(model, at[:-1])), model)
        case "literal_error":
            words = _allowed(context["expected"])
            word = found.strip('"')
            hint = did_you_mean(word, words) or f"it is one of {listed(words, 'or')}"
            return f'unknown word "{word}"', hint
        case "string_type":
            return f"{found} where a text belongs", "put it in quotes" if _is_scalar(details["input"]) else ""
        case "string_pattern_mismatch":
            return f'"{details["input"]}" cannot be used here', _FORMS.get(context["pattern"], _NAME)
        case "string_too_long":
            return f'"{details["input"]}" is too long', f"at most {context['max_length']} characters"
        case "int_type" | "int_from_float" | "int_parsing":
            return f"{found} where a whole number belongs", ""
        case "bool_type" | "bool_parsing":
            return f"{found} where true or false belongs", "write true or false"
        case "greater_than_equal":
            return f"{found} is too small", f"write {context['ge']} or more"
        case "less_than_equal":
            return f"{found} is too large", f"write {context['le']} or less"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{found} where a map belongs", _example(model_at(model, at))
        case "tuple_type" | "list_type":
            return f"{found} where a list belongs", "write [..., ...]"
        case _:
            return details["msg"][:1].lower() + details["msg"][1:], ""


_FORMS = {
    r"^[A-Za-z][A-Za-z0-9_]* -> [A-Za-z][A-Za-z0-9_]*$": "write the two stations as: sender -> recipient",
    r"^\w+\.\w+$": "write two names with a point between them",
    **dict.fromkeys((r"^[^\x00-\x1f\x7f-\x9f]+$", r"^[^\x00-\x1f\x7f-\x9f]*$"), "write one line of text"),
}


def _other_key(key: str, known: list[str], model: type[BaseModel]) -> str:
    """What may have been meant: a key like it, what else has this one, or all that there are."""
    if near_miss(key, known) is not None:
        return did_you_mean(key, known)
    there = f"there is {listed(known)}" if known else ""
    homes = sorted({_plain_name(each) for each in _parts(model) if key in _keys(each)})
    return f"it belongs to {listed(homes, 'or')}; {there}" if 0 < len(homes) < 4 else there


def _plain_name(model: type[BaseModel]) -> str:
    """What a part is called: a post group, of the class PostGroup."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@cache
def _parts(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """A part and all that may stand in it, however deep."""
    found, to_do = {model: None}, [model]
    while to_do:
        for field in to_do.pop().model_fields.values():
            for inside in _models_in(field.annotation):
                if inside not in found:
                    found[inside] = None
                    to_do.append(inside)
    return tuple(found)


def _models_in(expected: Any) -> Iterator[type[BaseModel]]:
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        yield expected
    for argument in get_args(expected):
        yield from _models_in(argument)


def _found(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    kinds = {dict: "a map", tuple: "a list", list: "a list", type(None): "nothing"}
    return kinds.get(type(value)) or f'"{value}"'


def _is_scalar(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _allowed(expected: str) -> list[str]:
    return [word.strip("' ") for word in expected.replace(" or ", ", ").split(", ")]


def _example(model: type[BaseModel] | None) -> str:
    if model is None:
        return ""
    needed = [
        key
        for key, field in zip(_keys(model), model.model_fields.values(), strict=True)
        if field.is_required()
    ]
    return f"it has at least the keys {listed(needed)}" if needed else f"its keys are {listed(_keys(model))}"


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [] if model is None else [field.alias or name for name, field in model.model_fields.items()]


def model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that describes what stands at a path, or None if what stands there is no part."""
    expected: Any = model
    for step in path:
        expected = _inside(unwrapped(expected)[0], step)
    core, _ = unwrapped(expected)
    return core if isinstance(core, type) and issubclass(core, BaseModel) else None


def _inside(expected: Any, step: int | str) -> Any:
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in expected.model_fields.items()}
        return fields.get(str(step))
    arguments = get_args(expected)
    return arguments[1] if get_origin(expected) is dict else arguments[0] if arguments else None


def unwrapped(expected: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type without annotations and without None, and the annotations, the outermost first."""
    annotations: tuple[Any, ...] = ()
    while True:
        origin = get_origin(expected)
        if origin is Annotated:
            expected, *more = get_args(expected)
            annotations += tuple(more)
        elif origin in (Union, types.UnionType) and len(left := _not_none(expected)) == 1:
            expected = left[0]
        else:
            return expected, annotations


def _not_none(expected: Any) -> list[Any]:
    return [argument for argument in get_args(expected) if argument is not type(None)]
