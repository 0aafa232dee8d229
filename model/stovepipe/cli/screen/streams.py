"""The standard output and the standard error, whatever they are connected to.

What the standard output refuses ends the command, by an exception that nothing else raises. What the standard
error refuses is let go: progress and remarks are not worth the work that they are about.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from stovepipe.cli.screen.complaints import NOT_READ, Complaint
from stovepipe.cli.screen.lookalikes import lookalike
from stovepipe.letters import visible
from stovepipe.text import reason_of


class Refused(Complaint):
    """The standard output takes no more; what it had not taken is lost.

    As every program that ends by SIGPIPE, the command says nothing if its reader has gone.
    """

    def __init__(self, error: OSError) -> None:
        if error.errno == errno.EPIPE:
            super().__init__("", NOT_READ)
        else:
            reason = "it is closed" if error.errno == errno.EBADF else reason_of(error)
            super().__init__(f"The standard output cannot be written: {reason}.")


class Stream:
    """A standard stream that says at once, and once only, that it is refused.

    Args:
        under: the stream that Python made.
        refused: called with the error when the stream is refused. What is written later is let go.
        styled: whether those who write see to it themselves that no text is obeyed by a terminal, as those
            must who write colours.
    """

    def __init__(self, under: TextIO, refused: Callable[[OSError], None], styled: bool = False) -> None:
        self._under, self._refused, self._styled = under, refused, styled
        self._open = True

    @property
    def encoding(self) -> str:
        """How letters are encoded."""
        return self._under.encoding

    @property
    def errors(self) -> str | None:
        """What becomes of letters that the encoding lacks."""
        return self._under.errors

    def styled(self) -> TextIO:
        """The same stream, for one who writes colours."""
        return cast(TextIO, Stream(self._under, self._refused, styled=True))

    def write(self, text: str) -> int:
        """Write a text."""
        shown = text if self._styled else visible(text)
        if shown:
            self._attempt(lambda: self._under.write(shown))
        return len(text)

    def flush(self) -> None:
        """Hand over what is held back."""
        self._attempt(self._under.flush)

    def isatty(self) -> bool:
        """Whether somebody looks at a terminal."""
        return self._under.isatty()

    def fileno(self) -> int:
        """The number of the descriptor."""
        return self._under.fileno()

    def _attempt(self, act: Callable[[], object]) -> None:
        if not self._open:
            return
        try:
            act()
        except OSError as error:
            self._open = False
            _abandon(self._under)
            self._refused(error)


class _Closed(io.StringIO):
    """Stands for a stream that was closed before the command began."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


@contextmanager
def standard_streams() -> Iterator[None]:
    """Let no letter make printing fail, and let it be seen when an output refuses what is printed.

    At the end nothing is left that the interpreter would try, and fail, to write.
    """
    codecs.register_error("lookalike", lookalike)
    _occupy_closed_descriptors()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _made_ready(sys.stdout, _refuse), _made_ready(sys.stderr, _let_go)
    try:
        yield
    finally:
        with suppress(Refused):
            sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


def styled(stream: TextIO) -> TextIO:
    """The stream, for one who writes colours and sees to it that no text is obeyed by a terminal."""
    return stream.styled() if isinstance(stream, Stream) else stream


def _made_ready(stream: TextIO | None, refused: Callable[[OSError], None]) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="lookalike")
    return cast(TextIO, Stream(_Closed() if stream is None else stream, refused))


def _refuse(error: OSError) -> None:
    raise Refused(error) from None


def _let_go(_error: OSError) -> None:
    """Go on without remarks."""


def _abandon(stream: TextIO) -> None:
    """Keep the interpreter from trying again, and failing again, when it ends."""
    with suppress(OSError):
        descriptor = stream.fileno()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, descriptor)
        os.close(null)


def _occupy_closed_descriptors() -> None:
    """Keep a file of results from getting the number, and with it the contents, of a standard stream."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)
