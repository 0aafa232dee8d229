"""Units of time, and texts such as ``6 h`` or ``1.5 /day`` read exactly."""

from __future__ import annotations

import re
from fractions import Fraction

from stovepipe.scenario.problems.problem import fault
from stovepipe.text import near_miss

TICK = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
MONTH = 30 * DAY + 10 * HOUR + 30 * MINUTE  # 30.4375 d
YEAR = 365 * DAY + 6 * HOUR  # 365.25 d

SHORT = {
    "us": TICK, "ms": MILLISECOND, "s": SECOND, "min": MINUTE, "h": HOUR,
    "d": DAY, "wk": WEEK, "mo": MONTH, "yr": YEAR,
}  # fmt: skip
SPELLED = {
    "second": SECOND, "minute": MINUTE, "hour": HOUR, "day": DAY, "week": WEEK, "month": MONTH, "year": YEAR,
}  # fmt: skip
UNITS: dict[str, int] = SHORT | SPELLED | {f"{unit}s": ticks for unit, ticks in SPELLED.items()}

_OFTEN_MEANT = {
    **dict.fromkeys(["m"], '"min" or "mo"'),
    **dict.fromkeys(["sec", "secs"], '"s"'),
    **dict.fromkeys(["mins"], '"min"'),
    **dict.fromkeys(["hr", "hrs"], '"h"'),
    **dict.fromkeys(["w", "wks"], '"wk"'),
    **dict.fromkeys(["mon", "mos", "mth"], '"mo"'),
    **dict.fromkeys(["a", "y", "yrs"], '"yr"'),
}
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,2})?", re.IGNORECASE)


def number(text: str) -> tuple[Fraction | None, str]:
    """The number that a text begins with, exactly, and the rest of the text; None if it begins with none."""
    match = _NUMBER.match(text)
    if match is None:
        return None, text
    digits = match[0].rstrip(".")
    return Fraction("0" + digits if digits.startswith(".") else digits), text[match.end() :].strip()


def unit(word: str, text: str) -> int:
    """The ticks of one unit of time.

    Raises:
        Faults: there is no such unit; `text` is what is quoted as the offending whole.
    """
    if word in UNITS:
        return UNITS[word]
    close = near_miss(word, UNITS) if len(word) > 1 else None
    meant = _OFTEN_MEANT.get(word.lower()) or (f'"{word.lower()}"' if word.lower() in UNITS else None)
    meant = meant or (f'"{close}"' if close else None)
    hint = f"did you mean {meant}?" if meant else f"units of time are {', '.join(SHORT)}"
    raise fault(f'"{text}": unknown unit "{word}"', hint)
