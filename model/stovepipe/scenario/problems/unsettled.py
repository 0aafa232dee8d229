"""What is not known before problems are mended: values that did not parse, names that stand for nothing.

The rest of a configuration is examined all the same. A question that comes to something unsettled has no
answer: it is dropped, so that one problem is not reported as several.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import suppress
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

P = ParamSpec("P")
Word = TypeVar("Word")


class Unsettled(Exception):
    """A question came to something that is not known before other problems are mended."""


class _Unknown:
    """Stands for a value that did not parse in a list or a map: whatever is asked of it is unsettled."""

    def _no_answer(self, *_: object) -> NoReturn:
        raise Unsettled

    __eq__ = __hash__ = __str__ = _no_answer

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(name) if name.startswith("__") else Unsettled


UNKNOWN = _Unknown()


def question(ask: Callable[P, None]) -> Callable[P, None]:
    """Make a function end quietly at the first thing it asks for that is unsettled."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> None:
        with suppress(Unsettled):
            ask(*args, **kwargs)

    return asked


def settled(name: Word, known: Container[Word]) -> Word:
    """A name that stands for something.

    Raises:
        Unsettled: it stands for nothing; that is reported where names are checked.
    """
    if name not in known:
        raise Unsettled
    return name
