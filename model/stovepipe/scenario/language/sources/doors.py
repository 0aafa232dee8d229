"""Where a source's reports enter: at one station, or at one of several, by shares or by conditions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, TypeAlias

from pydantic import PlainValidator, TypeAdapter, ValidationError

from stovepipe.scenario.language.values.quantities import Quantity, read
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.urgency import meeting
from stovepipe.scenario.language.words.vocabulary import Name, Names
from stovepipe.scenario.problems.problem import Fault, Faults, at, fault
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.terms import Precedence


class Door(Shape):
    """A station where reports enter that meet all its conditions.

    The conditions are on the class and on the precedence at occurrence.
    """

    at: Name
    classes: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None

    @property
    def conditional(self) -> bool:
        """Whether it states any condition."""
        return self.classes is not None or self.at_least is not None or self.below is not None

    def opens(self, klass: str, precedence: Precedence | None = None) -> bool:
        """Whether reports of a class, and of a precedence if one is given, may enter here."""
        if self.classes is not None and klass not in self.classes:
            return False
        return precedence is None or precedence in meeting(self)


Written: TypeAlias = str | dict[str, Quantity] | tuple[Door, ...]
_EXAMPLE = "write a station, or shares, for example {desk: 70 %, duty_room: 30 %}, or a list of doors"


def read_doors(raw: object) -> Written:
    """Where reports are written, from what YAML gave: a station, a map of shares, or a list of doors.

    Raises:
        Faults: everything that is wrong with it.
    """
    if isinstance(raw, dict):
        return _shares(raw)
    if isinstance(raw, list | tuple):
        return _list(raw)
    if not isinstance(raw, str):
        raise fault("not a station", _EXAMPLE)
    return _name(raw)


def _name(raw: object) -> str:
    try:
        return str(_NAME.validate_python(raw))
    except ValidationError as error:
        raise Faults(*faults(error, Door)) from None


def _shares(raw: dict[object, object]) -> dict[str, Quantity]:
    found: dict[str, Quantity] = {}
    wrong: list[Fault] = []
    for name, share in raw.items():
        try:
            with at(str(name)):
                found[_name(name)] = read(share, "share")
        except Faults as error:
            wrong += error.faults
    if wrong:
        raise Faults(*wrong)
    if not found:
        raise fault("no doors", _EXAMPLE)
    return found


def _list(raw: list[object] | tuple[object, ...]) -> tuple[Door, ...]:
    found: list[Door] = []
    wrong: list[Fault] = []
    for number, each in enumerate(raw):
        try:
            found.append(each if isinstance(each, Door) else Door.model_validate(each))
        except ValidationError as error:
            wrong += [one.within(number) for one in faults(error, Door)]
    if wrong:
        raise Faults(*wrong)
    if not found:
        raise fault("no doors", _EXAMPLE)
    return tuple(found)


_NAME = TypeAdapter[str](Name)
Doors = Annotated[Written, PlainValidator(read_doors)]


def stations_of(written: Written) -> tuple[str, ...]:
    """The stations that are doors, each once, in the order in which they are written.

    >>> stations_of((Door(at="duty_room", at_least="IMMEDIATE"), Door(at="desk")))
    ('duty_room', 'desk')
    """
    if isinstance(written, str):
        return (written,)
    names = written if isinstance(written, dict) else [door.at for door in written]
    return tuple(dict.fromkeys(names))


def open_to(written: Written, klass: str, precedences: Collection[Precedence]) -> tuple[str, ...]:
    """The stations where reports of a class may enter that have one of these precedences when they occur.

    >>> doors = (Door(at="duty_room", at_least="IMMEDIATE"), Door(at="desk"))
    >>> open_to(doors, "warning", ["FLASH", "ROUTINE"]), open_to(doors, "pattern", ["ROUTINE"])
    (('duty_room', 'desk'), ('desk',))
    """
    if not isinstance(written, tuple):
        return stations_of(written)
    first = [next((door for door in written if door.opens(klass, at)), None) for at in precedences]
    return tuple(dict.fromkeys(door.at for door in written if door in first))


def shares_of(written: Written, klass: str, precedence: Precedence) -> dict[str, float]:
    """By station, the share of the reports of a class and a precedence that enter there.

    >>> shares_of((Door(at="duty_room", at_least="IMMEDIATE"), Door(at="desk")), "warning", "FLASH")
    {'duty_room': 1.0}
    """
    if isinstance(written, str):
        return {written: 1.0}
    if isinstance(written, dict):
        return {name: share.value for name, share in written.items()}
    return {next(door.at for door in written if door.opens(klass, precedence)): 1.0}
