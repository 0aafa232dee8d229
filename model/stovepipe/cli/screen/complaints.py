"""How a command ends other than well: one message, one exit code, no traceback."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from stovepipe.letters import visible
from stovepipe.text import counted

DONE, ANSWERED_NO, WRONG, INTERNAL = 0, 1, 2, 70
INTERRUPTED, NOT_READ = 128 + 2, 128 + 13  # as a shell says it of SIGINT and SIGPIPE
TRACEBACK = "STOVEPIPE_TRACEBACK"


class Complaint(Exception):
    """What the user did not expect, said so that it can be mended.

    Attributes:
        code: the exit code.
    """

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.code = code


def say(message: str) -> None:
    """A message beside the result: to the standard error."""
    sys.stdout.flush()  # so that both read in the right order where they go to the same place
    print(visible(message), file=sys.stderr, flush=True)


def problems_said(problems: tuple[object, ...], path: Path) -> str:
    """All problems of a configuration, one line each, and their number."""
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, f"{path}: {counted(len(problems), 'problem')} found"])


def internal_error(error: BaseException) -> str:
    """What is said of an error that is nobody's fault but ours."""
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    again = (
        ""
        if os.environ.get(TRACEBACK)
        else f"\nRun it again with {TRACEBACK}=1 in the environment for a traceback."
    )
    return (
        f"Internal error{notes}: {type(error).__name__}: {error}\n"
        "This is a fault in stovepipe, not in your configuration. Please report it with this message, the\n"
        f"command and the configuration: see CONTRIBUTING.md.{again}"
    )
