"""The command as a process: from its arguments to its exit code."""

from __future__ import annotations

import logging
import os
import signal
import sys

from stovepipe.cli.app import app
from stovepipe.cli.screen.complaints import (
    ANSWERED_NO,
    DONE,
    INTERNAL,
    INTERRUPTED,
    WRONG,
    Complaint,
    internal_error,
    say,
)
from stovepipe.cli.screen.streams import Refused, standard_streams


def main() -> None:
    """Run the command that the arguments of this process name, and exit."""
    signal.signal(signal.SIGTERM, _interrupt)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # what it has to say is about its caches
    with standard_streams():
        code = _ended()
    sys.exit(code)


def _ended() -> int:
    """The exit code, after everything is printed and said."""
    try:
        code, message = _carried_out()
        try:
            sys.stdout.flush()
        except Refused as refused:
            code = refused.code if code in (DONE, ANSWERED_NO) else code
            message = "\n".join(part for part in (message, str(refused)) if part)
        if message:
            say(message)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _carried_out() -> tuple[int, str]:
    """How the command ended: its exit code, and what is to be said of it."""
    try:
        app()
    except SystemExit as ended:
        return (ended.code if isinstance(ended.code, int) else DONE), ""
    except Complaint as complaint:
        return complaint.code, str(complaint)
    except Exception as error:
        if isinstance(error, OSError) and _is_nowhere():
            return WRONG, "The working folder does not exist any more; change to one that does."
        return INTERNAL, internal_error(error)
    return DONE, ""


def _is_nowhere() -> bool:
    """Whether the folder in which the command was started has been deleted."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _interrupt(_signal: int, _frame: object) -> None:
    """Let SIGTERM end a run like Ctrl-C."""
    raise KeyboardInterrupt
