"""The words of a configuration: names, lists of them, and the words that have a meaning of their own."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, StringConstraints, WithJsonSchema

from stovepipe.scenario.problems.problem import fault
from stovepipe.scenario.problems.unsettled import Unsettled
from stovepipe.terms import both_ends

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]* -> [A-Za-z][A-Za-z0-9_]*$")]
Title = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
Caption = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Entry = TypeVar("Entry")
Level = Literal["tactical", "operational", "strategic"]
Stage = Literal["collection", "translation", "registry", "release", "analysis", "command"]


def one_or_more(raw: object) -> object:
    """A single name is a list of one."""
    return (raw,) if isinstance(raw, str) else raw


def read_file_name(raw: object) -> str:
    """The name of a file, in a folder of any name.

    Raises:
        Faults: it is not text.
    """
    if not isinstance(raw, str):
        raise fault("not the name of a file", "write, for example, events.csv")
    return raw


def each_once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The same entries.

    Raises:
        Faults: one is listed twice.
    """
    for i, entry in enumerate(entries):
        if entry in entries[:i]:
            raise fault(f'"{entry}" is listed twice', "once is enough", (i,))
    return entries


Mechanism = Literal[
    "absence", "aggregation", "caveats", "collection", "confirmation", "direction", "distance",
    "duplication", "exposure", "granularity", "language", "learning", "memory", "misreading", "outages",
    "partners", "products", "protection", "rapport", "reinforcement", "release", "requests", "skills",
    "sorting", "stock", "systems", "trust", "turnover", "urgency",
]  # fmt: skip


def taken_apart(name: object) -> str:
    """What to write in place of the name of a mechanism that has become several; empty for any other."""
    return "write absence and turnover, the two that it was" if name == "rotation" else ""


def _read_mechanism(raw: object) -> object:
    if hint := taken_apart(raw):
        raise fault(f'there is no mechanism "{raw}" any more', hint)
    return raw


MechanismName = Annotated[Mechanism, BeforeValidator(_read_mechanism)]


def _on_or_off(raw: object) -> object:
    """YAML 1.2 reads `on` and `off` as words; `true` and `false` mean the same."""
    return {True: "on", False: "off"}.get(raw, raw) if isinstance(raw, bool) else raw


Switch = Annotated[Literal["on", "off"], BeforeValidator(_on_or_off)]

WRITING_STAGES: tuple[Stage, ...] = ("analysis", "translation", "registry")  # what they send on is their own

Names = Annotated[tuple[Name, ...], AfterValidator(each_once), BeforeValidator(one_or_more)]
FileName = Annotated[str, PlainValidator(read_file_name), WithJsonSchema({"type": "string"})]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


def ends(channel: str) -> tuple[str, str]:
    """The sender and the recipient in the name of a channel.

    >>> ends("gao -> bamako")
    ('gao', 'bamako')

    Raises:
        Unsettled: it is not a name of a channel.
    """
    sender, recipient = both_ends(channel)
    if not recipient:
        raise Unsettled
    return sender, recipient


def pair(key: str) -> tuple[str, str]:
    """The two names in a key: of a source and a class, or of a station and a post group.

    >>> pair("patrols.warning")
    ('patrols', 'warning')

    Raises:
        Unsettled: it does not have two names.
    """
    source, dot, report_class = key.partition(".")
    if not dot:
        raise Unsettled
    return source, report_class
