"""What stands for letters that an output or a shell cannot take as they are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from stovepipe.letters import readable

# What stands for a letter that an encoding does not have.
LOOKALIKES = {0xB1: "~", 0x2013: "-", 0x2014: "-", 0xB7: ".", 0x2026: ".", 0xD7: "x", 0xEF: "i", 0xE9: "e"}


def command_line(words: Iterable[str]) -> str:
    r"""A command as it can be given to a shell again, whatever is in the names of files.

    >>> print(command_line(["stovepipe", "run", "my mission.yaml", "--out", "res\udcff"]))
    stovepipe run 'my mission.yaml' --out $'res\xff'
    """
    return " ".join(shlex.quote(word) if readable(word) == word else _in_codes(word) for word in words)


def _in_codes(word: str) -> str:
    doubled = word.replace("\\", "\\\\").replace("'", "\\'")
    bytewise = re.sub("[\udc80-\udcff]", lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", doubled)
    return f"$'{readable(bytewise)}'"


def lookalike(error: UnicodeError) -> tuple[str, int]:
    """The handler of errors, in the sense of `codecs.register_error`, that writes something alike."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(LOOKALIKES)
    return "".join(letter if letter.isascii() else "?" for letter in letters), error.end
