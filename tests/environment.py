"""The environment of an ordinary user: what the tests run in, and what they start commands in.

Python, numpy, numba, matplotlib, rich, typer and hypothesis all listen to variables of the environment. A
test that passes because one of them is set, or fails because it is, says nothing about the users' machines.
"""

import atexit
import os
import shutil
import tempfile

# Seconds for what a test waits for. It is there for what never ends, not for what is slow on a busy machine.
PATIENCE = 600.0

# What a session cannot do without; the language of the machine; what pytest and its workers tell each other.
_KEPT = ("HOME", "PATH", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE")
_OF_PYTEST = "PYTEST_"


def ordinary(**more: str) -> dict[str, str]:
    """The environment in which a command is started: that of an ordinary user, with what is given besides."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | more


def make_ordinary() -> None:
    """Take from this process all that an ordinary user's does not have, and give it an empty home.

    All workers of a session share the home, so that what is kept there is made once.
    """
    for name in [each for each in os.environ if each not in _KEPT and not each.startswith(_OF_PYTEST)]:
        del os.environ[name]
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["HOME"] = tempfile.mkdtemp(prefix="stovepipe-home-")
        atexit.register(shutil.rmtree, os.environ["HOME"], ignore_errors=True)
