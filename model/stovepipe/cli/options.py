"""Numbers given as options: read, or refused in the words that the rest of the command uses."""

from __future__ import annotations

from collections.abc import Callable, Collection

from stovepipe.cli.screen.complaints import Complaint
from stovepipe.letters import shortened
from stovepipe.text import listed


def whole(option: str, least: int) -> Callable[[str], int]:
    """Reads a whole number.

    >>> whole("--seed", 0)("12")
    12
    >>> whole("--seed", 0)("-1")
    Traceback (most recent call last):
    stovepipe.cli.screen.complaints.Complaint: --seed: a whole number is needed, 0 or more, not "-1"
    """

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise Complaint(f'{option}: a whole number is needed, {least} or more, not "{_brief(text)}"')
        return number

    return read


def between(option: str, least: float, most: float, such_as: float) -> Callable[[str], float]:
    """Reads a number.

    >>> between("--level", 0.5, 0.9999, 0.95)("0.9")
    0.9
    >>> between("--level", 0.5, 0.9999, 0.95)("95")
    Traceback (most recent call last):
    stovepipe....Complaint: --level: a number from 0.5 to 0.9999 is needed, such as 0.95, not "95"
    """

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = most + 1
        if not least <= number <= most:
            given = _brief(text)
            raise Complaint(
                f'{option}: a number from {least} to {most} is needed, such as {such_as}, not "{given}"'
            )
        return number

    return read


def _brief(text: str) -> str:
    return shortened(text, 60)


def limits(texts: list[str], names: Collection[str]) -> dict[str, int]:
    """Reads limits, each a name and a number.

    >>> limits(["reports=5000000"], ["reports", "visits"])
    {'reports': 5000000}
    >>> limits(["report=5"], ["reports", "visits"])
    Traceback (most recent call last):
    stovepipe....Complaint: --limit: a name and a number are needed, such as reports=5000000, not "report=5";
    there are reports and visits
    """
    found = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name not in names or not number.isdecimal():
            raise Complaint(
                f'--limit: a name and a number are needed, such as reports=5000000, not "{text}"; '
                f"there are {listed(names)}"
            )
        found[name] = int(number)
    return found
