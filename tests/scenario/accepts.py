"""As much of JSON Schema as our schema uses: does it accept a value?"""

import re
from typing import Any

# Words that say nothing about whether a value is accepted.
REMARKS = {"$schema", "$defs", "title", "description", "examples"}
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
}  # fmt: skip


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Whether a schema accepts a value; `root` is the whole schema, for references."""
    unknown = schema.keys() - REMARKS - RULES.keys() - {"then", "else"}
    assert not unknown, f"the schema uses {unknown}"
    return all(RULES[word](rule, value, schema, root) for word, rule in schema.items() if word in RULES)


def _type(rule: str, value: Any) -> bool:
    if rule in ("integer", "number"):
        return isinstance(value, int if rule == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[rule])


def _reference(rule: str, value: Any, _: Any, root: dict[str, Any]) -> bool:
    return accepts(root["$defs"][rule.removeprefix("#/$defs/")], value, root)


def _if(rule: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    return accepts(schema["then" if accepts(rule, value, root) else "else"], value, root)


def _properties(rule: Any, value: Any, _: Any, root: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(
        accepts(rule[key], value[key], root) for key in rule.keys() & value.keys()
    )


def _others(rule: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    others = value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else set()
    return not others if rule is False else all(accepts(rule, value[key], root) for key in others)


def _each(rule: Any, value: Any, _: Any, root: dict[str, Any]) -> bool:
    return not isinstance(value, list) or all(accepts(rule, item, root) for item in value)


def _keys(rule: Any, value: Any, _: Any, root: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(accepts(rule, key, root) for key in value)


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, dict | list | str) else None


RULES: dict[str, Any] = {
    "$ref": _reference,
    "if": _if,
    "type": lambda rule, value, *_: _type(rule, value),
    "enum": lambda rule, value, *_: value in rule,
    "anyOf": lambda rule, value, _, root: any(accepts(each, value, root) for each in rule),
    "properties": _properties,
    "additionalProperties": _others,
    "propertyNames": _keys,
    "items": _each,
    "required": lambda rule, value, *_: not isinstance(value, dict) or set(rule) <= value.keys(),
    "pattern": lambda rule, value, *_: not isinstance(value, str) or re.search(rule, value) is not None,
    "minimum": lambda rule, value, *_: not isinstance(value, int | float) or value >= rule,
    "maximum": lambda rule, value, *_: not isinstance(value, int | float) or value <= rule,
    "maxLength": lambda rule, value, *_: not isinstance(value, str) or len(value) <= rule,
    "minItems": lambda rule, value, *_: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda rule, value, *_: not isinstance(value, list) or len(value) <= rule,
    "minProperties": lambda rule, value, *_: not isinstance(value, dict) or len(value) >= rule,
    "maxProperties": lambda rule, value, *_: not isinstance(value, dict) or len(value) <= rule,
}
