"""Letters that the encoding of an output lacks, and letters that a terminal would obey."""

from __future__ import annotations

import re

# What stands for a letter that an encoding does not have.
LOOKALIKES = {0xB1: "~", 0x2013: "-", 0x2014: "-", 0xB7: ".", 0x2026: ".", 0xD7: "x", 0xEF: "i", 0xE9: "e"}

# Control characters other than the line feed and the tab, and those that turn the direction of a text.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""The text with each letter that a terminal would obey written out.

    A name from a file can then neither colour nor move nor hide what stands beside it. The notation is the
    one of JSON and YAML, so that a document in either still means the same.

    >>> print(visible("pat\x1b[31mtern"))
    pat\u001b[31mtern
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def lookalike(error: UnicodeError) -> tuple[str, int]:
    """The handler of errors, in the sense of `codecs.register_error`, that writes something alike."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(LOOKALIKES)
    return "".join(letter if letter.isascii() else "?" for letter in letters), error.end
