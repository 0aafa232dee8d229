"""Characters that do not show or turn the direction of writing.

They are refused in what is read and escaped in what is said: they could make a name read as another one,
spoil a drawing, or tell a terminal what to do. Line feeds and tabs may stand in long texts; zero-width
joiners may stand anywhere, since some scripts cannot be written without them.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode's Bidi_Control
    "\u2028\u2029\ufeff\ufffe\uffff"  # ends of lines and paragraphs, byte order marks, no characters
    "\ud800-\udfff"  # halves of characters: what a file name has in place of what is not UTF-8
)
_ANY = re.compile(f"[{_UNSEEN}]")
_NOT_IN_TEXTS = re.compile(f"[{_UNSEEN}]".replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))

_QUOTED = re.compile('"([^"]{61,})"')

LONGEST = 300
"""Characters of a message that are shown; what is cut out stands in its middle."""


def odd_one(text: str) -> str:
    r"""What is said of the first character that may not stand in a text; empty if there is none.

    >>> odd_one("caf\u00e9"), odd_one("a\x1b[31m")
    ('', 'a control character (U+001B)')
    """
    found = _NOT_IN_TEXTS.search(text)
    if found is None:
        return ""
    code = f"(U+{ord(found[0]):04X})"
    match unicodedata.category(found[0]):
        case "Cc":
            return f"a control character {code}"
        case "Cs":
            return f"half a character {code}"
        case _:
            return f"a character that does not show {code}"


def readable(text: str) -> str:
    r"""A text in one line, in which every such character is shown by its code.

    >>> print(readable("a\x1b[31m\u202e\n"))
    a\u001b[31m\u202e\n
    """
    return _ANY.sub(_escaped, text)


def visible(text: str) -> str:
    r"""A text of any number of lines, in which no character is left that a terminal would obey.

    A name from a file can then neither colour nor move nor hide what stands beside it. The notation is the
    one of JSON and YAML, so that a document in either still means the same.

    >>> print(visible("pat\x1b[31mtern"))
    pat\u001b[31mtern
    """
    return _NOT_IN_TEXTS.sub(_escaped, text)


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of at most so many characters: the beginning and the end, if it is longer.

    >>> shortened("0123456789" * 4, 20)
    '01234567 ... 3456789'
    """
    if len(text) <= most:
        return text
    left = most - 5
    return f"{text[: left - left // 2]} ... {text[len(text) - left // 2 :]}"


def brief(message: str) -> str:
    """A message in which nothing that is quoted is long, and which is not long itself.

    >>> print(brief(f'"{"9" * 1000}" is not a date'))
    "9999999999999999999999999999 ... 999999999999999999999999999" is not a date
    """
    return shortened(_QUOTED.sub(lambda found: f'"{shortened(found[1], 60)}"', message))


def _escaped(found: re.Match[str]) -> str:
    return {"\n": r"\n", "\t": r"\t"}.get(found[0], f"\\u{ord(found[0]):04x}")
