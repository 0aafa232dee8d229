"""The standard output and the standard error, whatever they are connected to."""

from __future__ import annotations

import codecs
import errno
import io
import os
import signal
import sys

# What stands for a letter that the encoding of a stream does not have.
LOOKALIKES = {0xB1: "~", 0x2013: "-", 0x2014: "-", 0xB7: ".", 0x2026: ".", 0xD7: "x", 0xEF: "i", 0xE9: "e"}
REFUSED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def make_ready() -> None:
    """Let no letter and no closed stream make printing fail; let SIGTERM end a run like Ctrl-C."""
    codecs.register_error("lookalike", _lookalike)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="lookalike")
    signal.signal(signal.SIGTERM, _interrupt)


def is_output(error: OSError) -> bool:
    """Whether an error is one of the standard output: what has a file name is about that file."""
    return error.errno in REFUSED and error.filename is None


def unwritable(error: OSError) -> str:
    """What is said when the standard output takes no more."""
    return f"The standard output cannot be written: {(error.strerror or str(error)).lower()}."


def abandon_output() -> None:
    """Keep the interpreter from trying, and failing, to write what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _lookalike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(LOOKALIKES)
    return "".join(map(_instead, letters)), error.end


def _instead(letter: str) -> str:
    """What JSON reads as the same, for a byte of a file name; any other letter is lost."""
    if letter.isascii():
        return letter
    return f"\\u{ord(letter):04x}" if "\ud800" <= letter <= "\udfff" else "?"


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
