"""Arguments as Python users give them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stovepipe.results import arguments


@pytest.mark.parametrize(
    ("read", "given", "found"),
    [
        (lambda value: arguments.whole("n", value, 1), np.int32(3), 3),
        (arguments.workers_of, None, None),
        (arguments.workers_of, "tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        (arguments.workers_of, np.int64(2), 2),
        (arguments.path_of, Path("a") / "b", str(Path("a") / "b")),
        (arguments.path_of, None, None),
        (arguments.level_of, np.float64(0.9), 0.9),
        (arguments.level_of, None, None),
        (arguments.progress_of, None, None),
        (arguments.progress_of, print, print),
    ],
)
def test_what_can_be_used_is_read(read: Callable[[Any], object], given: Any, found: object) -> None:
    assert read(given) == found


@pytest.mark.parametrize(
    ("read", "given", "error", "said"),
    [
        (
            lambda value: arguments.whole("n", value, 1),
            True,
            TypeError,
            "n: a whole number is needed, not True",
        ),
        (lambda value: arguments.whole("n", value, 1), 0, ValueError, "n: 1 or more is needed, not 0"),
        (arguments.workers_of, 0, ValueError, "workers: 1 or more"),
        (arguments.path_of, 3, TypeError, "out: the path of a folder is needed, not 3"),
        (arguments.level_of, True, TypeError, "level: a number between 0 and 1 is needed, not True"),
        (
            arguments.level_of,
            1.0,
            ValueError,
            "level: a number between 0 and 1 is needed, such as 0.95, not 1.0",
        ),
        (arguments.progress_of, 3, TypeError, "progress: a function of two numbers is needed, not 3"),
        (arguments.scenario_of, 3, TypeError, "mission: a scenario or the path of a configuration"),
        (arguments.study_of, 3, TypeError, "study: a study, the path of its file or a map is needed, not 3"),
    ],
)
def test_what_cannot_be_used_is_named(
    read: Callable[[Any], object], given: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        read(given)
