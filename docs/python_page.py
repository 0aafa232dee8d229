"""Writes docs/reference/python.md from the docstrings of the public face: `make reference`.

What a docstring says is said once. A test compares the page with what this module makes of the docstrings.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any

import stovepipe

PAGE = Path(__file__).parent / "reference" / "python.md"
ORDER = [
    "load", "simulate", "evaluate", "compare", "select", "sensitivity", "attribute", "observe", "trace",
    "open_results",
]  # fmt: skip
MAPS = {"MECHANISMS": "The mechanisms that can be switched off, by name, each with what it stands for."}
WIDTH = 100
SECTION = re.compile(r"([A-Z][a-z]+):")
ENTRY = re.compile(r"(\*{0,2}[A-Za-z_]\w*(?:, \w+)*): (.*)", re.DOTALL)

INTRODUCTION = """\
# Python

This is everything that `import stovepipe` offers: its functions, what they return, and what they raise. The
page is made from the docstrings (`make reference`), so `help(stovepipe.simulate)` says the same. The columns
of the tables are described in [the results folder](results.md), and what the numbers mean in
[measures](../background/measures.md).

Whatever is not on this page is internal, and may change without notice.
"""


def page() -> str:
    """The whole page."""
    offered = {name: getattr(stovepipe, name) for name in stovepipe.__all__}
    classes = {name: value for name, value in offered.items() if inspect.isclass(value)}
    errors = {name: value for name, value in classes.items() if issubclass(value, Exception)}
    maps = {name: value for name, value in offered.items() if isinstance(value, Mapping)}
    functions = {name: value for name, value in offered.items() if name not in {*classes, *maps}}
    parts = [INTRODUCTION, overview(functions, "function", "what it does")]
    parts += [overview({n: v for n, v in classes.items() if n not in errors}, "class", "what it is")]
    parts += [overview(errors, "error", "what it tells"), "## Functions\n"]
    parts += [function(functions[name]) for name in sorted(functions, key=rank)]
    parts += ["## Classes\n"]
    parts += [class_(classes[name]) for name in sorted(classes) if name not in errors]
    parts += ["## Errors\n"]
    parts += [class_(errors[name]) for name in sorted(errors)]
    parts += ["## Words\n", *(map_(name, maps[name]) for name in sorted(maps))]
    return "\n".join(parts).rstrip() + "\n"


def rank(name: str) -> tuple[int, str]:
    """The order of functions: that in which they are used; others follow by their names."""
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def overview(offered: dict[str, Any], kind: str, says: str) -> str:
    """A table of names, each with the first sentence of its docstring."""
    rows = [
        f"| [`{name}`](#{anchor(offered[name])}) | {first(offered[name])} |"
        for name in sorted(offered, key=rank)
    ]
    return "\n".join([f"| {kind} | {says} |", "| --- | --- |", *rows, ""])


def heading(value: Any) -> str:
    """What stands above a function or a class: some of them differ in the first letter alone."""
    return f"class {value.__name__}" if inspect.isclass(value) else str(value.__name__)


def anchor(value: Any) -> str:
    """The address of a heading on the page."""
    return heading(value).lower().replace(" ", "-")


def first(value: Any) -> str:
    """The first paragraph of a docstring, in one line."""
    return plain(described(value).split("\n\n")[0].replace("\n", " "))


def described(value: Any) -> str:
    """A docstring; every public thing has one."""
    text = value.__doc__
    if not text:
        sys.exit(f"{value} has no docstring")
    return inspect.cleandoc(text)


def function(value: Any) -> str:
    """A function of the face."""
    return "\n".join(
        [
            f"### {heading(value)}\n",
            code(signature(f"stovepipe.{value.__name__}", value)),
            body(described(value)),
        ]
    )


def class_(value: type) -> str:
    """A class, with its public members in the order in which they are written."""
    parts = [f"### {heading(value)}\n", body(described(value))]
    for member, what in members(value):
        head = f"`.{member}`" if not callable(what) else f"`{one_line(signature('.' + member, what))}`"
        text = body(described(what.func if isinstance(what, cached_property) else what)).rstrip()
        parts.append(indented(f"- {head}: ", text))
    return "\n".join(parts) + "\n"


def map_(name: str, words: Mapping[str, str]) -> str:
    """Words with what each stands for."""
    return "\n".join([f"### {name}\n", f"{MAPS[name]}\n", *(f"- `{w}`: {s}" for w, s in words.items()), ""])


def members(value: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties, inherited ones first unless they are overridden."""
    found: dict[str, Any] = {}
    for kind in reversed(value.__mro__):
        if kind.__module__.partition(".")[0] == "stovepipe":
            found.update(vars(kind))
    for name, what in found.items():
        what = what.__func__ if isinstance(what, classmethod | staticmethod) else what
        if not name.startswith("_") and isinstance(what, property | cached_property | FunctionType):
            yield name, what


def signature(name: str, value: Any) -> str:
    """How something is called, over several lines if it is long. A method is shown without its `self`."""
    shown = inspect.signature(value)
    arguments = [each for each in shown.parameters.values() if each.name not in {"self", "cls"}]
    texts = [argument(each) for each in arguments]
    keyword = next((i for i, each in enumerate(arguments) if each.kind is each.KEYWORD_ONLY), None)
    texts = texts if keyword is None else [*texts[:keyword], "*", *texts[keyword:]]
    returned = shown.return_annotation
    ending = "" if returned is shown.empty else f" -> {annotation(returned)}"
    line = f"{name}({', '.join(texts)}){ending}"
    return (
        line
        if len(line) <= WIDTH
        else f"{name}(\n" + "".join(f"    {each},\n" for each in texts) + f"){ending}"
    )


def argument(parameter: inspect.Parameter) -> str:
    """An argument with its type and its default."""
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    kind = "" if parameter.annotation is parameter.empty else f": {annotation(parameter.annotation)}"
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{stars}{parameter.name}{kind}{default}"


def annotation(kind: Any) -> str:
    """A type as it is written; paths are texts."""
    written = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    return written.replace("PathLike[str]", "PathLike")


def one_line(text: str) -> str:
    """The same without line breaks."""
    return re.sub(r",?\s*\n\s*", lambda cut: ", " if cut[0].startswith(",") else "", text).replace(", )", ")")


def body(text: str) -> str:
    """A docstring as Markdown: paragraphs, lists of arguments, examples."""
    parts = []
    for block in re.split(r"\n\n+", text):
        line, _, rest = block.partition("\n")
        section = SECTION.fullmatch(line)
        if block.startswith(">>>"):
            parts.append(f"```python\n{block}\n```\n")
        elif section and rest:
            parts.append(f"{title(section[1])}\n\n{entries(inspect.cleandoc(rest))}\n")
        else:
            parts.append(plain(block) + "\n")
    return "\n".join(parts)


def title(section: str) -> str:
    """What stands above a list."""
    return {"Args": "Arguments:"}.get(section, f"{section}:")


def entries(text: str) -> str:
    """A list of names and what each is."""
    items = re.split(r"\n(?! )", text)
    found = [ENTRY.fullmatch(re.sub(r"\s*\n\s*", " ", item)) for item in items]
    if not all(found):
        return plain(re.sub(r"\s*\n\s*", " ", text))
    return "\n".join(f"- `{each[1]}`: {plain(each[2])}" for each in found if each)


def plain(text: str) -> str:
    """Without the doubled quotes of docstrings."""
    return text.replace("``", "`")


def code(text: str) -> str:
    """A block of Python."""
    return f"```python\n{text}\n```\n"


def indented(head: str, text: str) -> str:
    """An item of a list whose text has several paragraphs."""
    lines = (head + text).splitlines()
    end = "\n" if len(lines) > 1 else ""
    return "\n".join([lines[0], *(f"  {line}" if line else "" for line in lines[1:])]) + end


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
