"""Times in the rows of a file: read the same on every machine, or refused with what they seem to be.

Unless a format is stated, a time is a date, or a date and a time, of ISO 8601: with or without hyphens and
colons, seconds, a fraction of a second, and an offset from UTC. A format has the directives of Python's
``strptime`` that mean the same everywhere: names of zones do not, and neither do a locale's ways of writing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from stovepipe.scenario.problems.problem import fault
from stovepipe.text import listed

Reader = Callable[[str], dt.datetime]

_OFFSET = r"Z|[+-][0-9]{2}(?::?[0-9]{2})?"
_ISO = re.compile(
    r"(?P<Y>[0-9]{4})(?P<h>-?)(?P<m>[0-9]{2})(?P=h)(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2})(?P<c>:?)(?P<M>[0-9]{2})(?:(?P=c)(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
    rf"(?P<z> ?(?:{_OFFSET}))?)?",
    re.ASCII | re.IGNORECASE,
)
_COMMON = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_DATE = r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}"
_EXAMPLES = "write 2021-01-04 or 2021-01-04 06:30, or state the format"
_SEEMS: tuple[tuple[str, str, str], ...] = (
    (r".*[0-9] ?[ap]\.?m\.?", "a time with am or pm", "state the format, with %I and %p"),
    (
        rf"{_DATE} ?(?:Z|[+][0-9]{{2}}|[+-][0-9]{{2}}:?[0-9]{{2}})",
        "a date with an offset from UTC, and no time",
        "leave the offset out, or give the time as well",
    ),
    (
        rf"{_DATE}[T ][0-9]{{2}}(?:[.,][0-9]+)?",
        "a time without minutes",
        "write hours and minutes, such as 2021-01-04 06:30",
    ),
    (rf"{_DATE}[^0-9T ].*", "not one date, or a date and a time", _EXAMPLES),
    (
        rf"{_DATE}[T ][0-9:.,]+ ?\[?[A-Z][A-Z_/]+.*",
        "a time with the name of a zone",
        "write its offset from UTC, such as +01:00, or Z for UTC itself",
    ),
    (
        r"[2-7][0-9]{4}(?:[.,][0-9]+)?",
        "a spreadsheet's serial number of a day",
        "let the spreadsheet show the column as yyyy-mm-dd hh:mm before it is saved",
    ),
    (
        r"[0-9]{9,10}(?:[.,][0-9]+)?|[0-9]{13}|[0-9]{16}|[0-9]{19}",
        "a number of seconds, or parts of a second, since 1970",
        _EXAMPLES,
    ),
    (
        r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}.*",
        "a date that could have the day or the month first",
        "state the format, such as %d/%m/%Y or %m/%d/%Y",
    ),
)


def iso(text: str) -> dt.datetime:
    """A time of ISO 8601; one with an offset is converted to UTC, and has that as its zone.

    >>> iso("2021-01-05T12:00+02:00").isoformat()
    '2021-01-05T10:00:00+00:00'

    Raises:
        Faults: it is none; what it seems to be.
    """
    if _COMMON.fullmatch(text):
        with suppress(ValueError):  # of 24:00, say
            return dt.datetime.fromisoformat(text)
    match = _ISO.fullmatch(text)
    if match is None:
        raise fault(*_seems(text))
    return _made([int(match[part] or 0) for part in "YmdHMS"], match["f"], match["z"])


def _seems(text: str) -> tuple[str, str]:
    for form, what, hint in _SEEMS:
        if re.fullmatch(form, text, re.ASCII | re.IGNORECASE):
            return f"is {what}", hint
    return "is not a time", _EXAMPLES


def _made(numbers: Sequence[int], fraction: str | None, zone: str | None) -> dt.datetime:
    """The time with these numbers, from the year to the second."""
    year, month, day, hour, minute, second = numbers
    if second == 60:
        raise fault("has a leap second, which the mission's clock does not have", "write 59 seconds")
    ends_day = (hour, minute, second) == (24, 0, 0) and not int(fraction or 0)
    try:
        time = dt.datetime(year, month, day, 0 if ends_day else hour, minute, second)
        time += dt.timedelta(days=ends_day, microseconds=int((fraction or "0").ljust(6, "0")[:6]))
        return time if zone is None else (time - _offset(zone.strip())).replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        raise fault("is not in the calendar", "check the month, the day and the time") from None


def _offset(text: str) -> dt.timedelta:
    if text in "Zz":
        return dt.timedelta()
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    return (-1 if text[0] == "-" else 1) * dt.timedelta(hours=hours, minutes=minutes)


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _words(words: tuple[str, ...], letters: int | None = None) -> str:
    return "|".join(word[:letters] for word in words)


_FORMS: Mapping[str, str] = {
    "Y": "[0-9]{4}", "y": "[0-9]{2}", "m": "[0-9]{1,2}", "d": "[0-9]{1,2}", "j": "[0-9]{1,3}",
    "H": "[0-9]{1,2}", "I": "[0-9]{1,2}", "M": "[0-9]{1,2}", "S": "[0-9]{1,2}", "f": "[0-9]{1,9}",
    "B": _words(_MONTHS), "b": _words(_MONTHS, 3), "A": _words(_WEEKDAYS), "a": _words(_WEEKDAYS, 3),
    "p": r"[ap]\.?m\.?", "z": _OFFSET,
}  # fmt: skip
_NUMBERS = "YymdjHIMSf"
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_SAME = (("Y", "y"), ("m", "b", "B", "j"), ("d", "j"), ("H", "I"))
_NEEDED = {"the year": "Yy", "the month": "mbBj", "the day": "dj"}


def of_format(text: str) -> Reader:
    """What reads times that are written in a format.

    >>> of_format("%d %B %Y, %I:%M %p")("4 January 2021, 12:30 am").isoformat()
    '2021-01-04T00:30:00'

    Raises:
        Faults: the format cannot be used, or means another time on another machine.
    """
    directives = _DIRECTIVE.findall(text)
    _check(text, [each for each in directives if each != "%"])
    pattern = re.compile(_pattern(text), re.ASCII | re.IGNORECASE)

    def read(written: str) -> dt.datetime:
        match = pattern.fullmatch(written)
        if match is None:
            raise fault("is not a time", f"the format is {text}")
        return _of(match.groupdict())

    return read


def _check(text: str, directives: list[str]) -> None:
    if "Z" in directives:
        hint = "use %z for an offset such as +01:00, or convert the times"
        raise fault("%Z reads names of zones, which mean other times on other machines", hint)
    unknown = [each for each in directives if each not in _FORMS]
    if unknown:
        raise fault(f"%{unknown[0]} cannot be used", f"there is {listed(f'%{each}' for each in _FORMS)}")
    for same in (*_SAME, *((each,) for each in _FORMS)):
        found = [each for each in directives if each in same]
        if len(found) > 1:
            raise fault(f"%{found[0]} and %{found[1]} say the same", "leave one out")
    for what, letters in _NEEDED.items():
        if not set(letters) & set(directives):
            hint = "write, for example, %Y-%m-%d %H:%M" if not directives else ""
            raise fault(f"{what} is missing in the format {text}", hint)
    if "p" in directives and "I" not in directives:
        raise fault("%p has no effect on %H: afternoons would be read as mornings", "write %I in place of %H")
    if "I" in directives and "p" not in directives:
        raise fault("%I without %p: mornings cannot be told from afternoons", "add %p, or write %H")
    for part, larger, whole in (("f", "S", "seconds"), ("S", "M", "minutes"), ("M", "HI", "hours")):
        if part in directives and not set(larger) & set(directives):
            raise fault(f"%{part} without the {whole}", "say them as well, or leave it out")


def _pattern(text: str) -> str:
    """A regular expression; where numbers stand side by side, each has all its digits."""
    parts = re.split(r"(%.)", text, flags=re.DOTALL)  # texts and directives in turn
    pieces = []
    for i, part in enumerate(parts):
        letter = part[1:] if i % 2 else ""
        if letter in _FORMS:
            beside = [parts[j] for j in (i - 2, i + 2) if 0 < j < len(parts) and not parts[(i + j) // 2]]
            full = any(other[1:] in _NUMBERS for other in beside) and letter in _NUMBERS
            form = _FORMS[letter]
            form = form.replace("{1,2}", "{2}").replace("{1,3}", "{3}") if full else form
            pieces.append(f"(?P<{letter}>{form})")
        else:
            pieces += [
                re.escape(piece) if piece.strip() else r"\s+"
                for piece in re.split(r"(\s+)", letter or part)
                if piece
            ]
    return "".join(pieces)


def _of(said: Mapping[str, str]) -> dt.datetime:
    year = int(said["Y"]) if "Y" in said else int(said["y"]) + (2000 if int(said["y"]) < 69 else 1900)
    month, day = _day(said, year)
    hour = int(said.get("H", said.get("I", "0")))
    if "I" in said:
        if not 1 <= hour <= 12:
            raise fault("has an hour that is not from 1 to 12", "write %H in the format, without %p")
        hour = hour % 12 + (12 if said["p"][0] in "pP" else 0)
    minute, second = int(said.get("M", 0)), int(said.get("S", 0))
    return _made((year, month, day, hour, minute, second), said.get("f"), said.get("z"))


def _day(said: Mapping[str, str], year: int) -> tuple[int, int]:
    if "j" in said:
        if not 1 <= int(said["j"]) <= (366 if _is_leap(year) else 365):
            raise fault("is not in the calendar", "check the day of the year")
        first = dt.date(year, 1, 1).toordinal() if year else 0
        date = dt.date.fromordinal(first + int(said["j"]) - 1) if first else dt.date.min
        return date.month, date.day
    if "m" in said:
        return int(said["m"]), int(said["d"])
    name = said.get("B") or said["b"]
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())), int(said["d"])


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
