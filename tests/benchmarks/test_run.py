"""The benchmark times the models in turn, alike, and says truly what it measured."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import run

from tests.environment import ordinary

MODELS = {name: run.load(name) for name in run.MODELS}


@pytest.fixture
def _thaw() -> Iterator[None]:
    """Timing freezes what exists, for the collector of the process."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thaw")
def test_the_models_run_in_turn_at_the_same_size_with_the_collector_on_and_off() -> None:
    timings = list(run.interleave(MODELS, dict.fromkeys(MODELS, 0), reports=200, repeats=2))
    names = [model.NAME for model in MODELS.values()]
    assert [timing.model for timing in timings] == [name for name in names for _ in "ab"] * 2
    assert [timing.collector for timing in timings] == ["on", "off"] * 6
    for on, off in zip(timings[::2], timings[1::2], strict=True):
        assert (on.seed, on.reports, on.visits) == (off.seed, off.reports, off.visits)
        assert 100 < on.reports < 300
    assert gc.isenabled()


def test_speeds_are_compared_within_each_repetition(capsys: pytest.CaptureFixture[str]) -> None:
    run.print_results(
        [
            run.Timing(model, collector, repetition, repetition, 100, 400, 1.0, 2.0, speed, 50)
            for collector, factor in (("on", 2.0), ("off", 3.0))
            for repetition, disturbed in ((1, 1.0), (2, 0.5), (3, 1.0))
            for model, speed in (("slow", 400.0 * disturbed), ("fast", 400.0 * disturbed * factor))
        ]
    )
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| fast |")]
    assert [row.split(" | ")[1] for row in rows[1::2]] == ["2.00 (2.00 to 2.00)", "3.00 (3.00 to 3.00)"]
    assert rows[0].split(" | ")[3] == "800 (400 to 800)"


def test_a_check_too_small_to_tell_is_no_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    assert not run.agree([MODELS["peers.ordinary_simpy"]], reports=300, runs=2)
    assert "TOO FEW RUNS" in capsys.readouterr().out


def test_memory_is_what_a_run_adds_in_a_process_of_its_own() -> None:
    """A report and its four visits cannot be recorded in less; imports and a short run are not counted.

    A process's peak begins at that of its parent, so the parent is a small one, as it is in the benchmark.
    """
    measure = "import run; print(run._in_fresh_process('peers.ordinary_simpy', 8_000))"
    scripts = Path(run.__file__).parent
    printed = subprocess.run(
        [sys.executable, "-c", measure], cwd=scripts, check=True, stdout=subprocess.PIPE, env=ordinary()
    )
    assert 100 < int(printed.stdout) < 10_000
