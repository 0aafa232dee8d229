"""How fast are the models, at the same work? First memory, then agreement, then interleaved timings.

    python experiments/benchmarks/run.py --reports 60000 --repeats 7

Prints the tables and writes `results.csv` beside this file. Exit code 1: the models do not agree, or
the check is too small to tell; then nothing is timed.
"""

from __future__ import annotations

import argparse
import csv
import gc
import importlib
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, Protocol

MODELS = ("peers.ordinary_simpy", "peers.ciw_model", "stovepipe_model")
"""The ordinary SimPy model comes first: the others are held to it."""

RESULTS = Path(__file__).with_name("results.csv")
WARM_UP_REPORTS = 2_000


class Model(Protocol):
    """What a model's module offers. Only `run` is timed."""

    NAME: str

    def prepare(self, reports: int) -> Any:
        """Build what does not depend on the random numbers, up to a horizon for that many reports."""

    def run(self, prepared: Any, seed: int) -> Any:
        """Run once, from the seed to complete records of all reports and visits in the model's own form."""

    def tables(self, recorded: Any) -> Any:
        """Give the records as `work.Tables`."""


class Timing(NamedTuple):
    """One timed run; the fields are the columns of `results.csv`."""

    model: str
    collector: str
    """Python's cyclic garbage collector: `on`, as a user runs a model, or `off`."""
    repetition: int
    seed: int
    reports: int
    visits: int
    cpu_seconds: float
    wall_seconds: float
    visits_per_cpu_second: float
    peak_bytes_per_report: int


def main() -> int:
    """Measure."""
    options = _options()
    if options.memory_of:
        print(peak_bytes_per_report(load(options.memory_of), options.reports))
        return 0
    print(
        f"Python {platform.python_version()}, SimPy {version('simpy')}, Ciw {version('ciw')}, "
        f"Stovepipe {version('stovepipe')}, {_processor()}"
    )

    # A child's peak begins at its parent's: measured before anything large is loaded here.
    memory = {name: _in_fresh_process(name, options.reports) for name in MODELS}
    models = {name: load(name) for name in MODELS}

    if not agree(list(models.values()), options.check_reports, options.check_runs):
        print("\nIt is not shown that the models do the same work, so their speeds are not compared.")
        return 1

    timings = list(interleave(models, memory, options.reports, options.repeats))
    print_results(timings)
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(Timing._fields)
        table.writerows(timings)
    print(f"\nEvery run is in {RESULTS.name}.")
    return 0


def load(name: str) -> Model:
    """Import a model."""
    model: Model = importlib.import_module(name)
    return model


# --- memory ---


def peak_bytes_per_report(model: Model, reports: int) -> int:
    """Measure how far one run raises the peak of this process, which should have done nothing else before.

    The peak of importing, preparing and a short run is taken off, so that only what grows with a run is left.
    """
    import work

    model.run(model.prepare(WARM_UP_REPORTS), seed=0)
    prepared = model.prepare(reports)
    gc.collect()
    idle = _peak_bytes()
    recorded = model.run(prepared, seed=1)
    peak = _peak_bytes()
    tables: work.Tables = model.tables(recorded)
    return round((peak - idle) / len(tables[0]))


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _in_fresh_process(name: str, reports: int) -> int:
    command = [sys.executable, __file__, "--memory-of", name, "--reports", str(reports)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


# --- agreement ---


def agree(models: Sequence[Model], reports: int, runs: int) -> bool:
    """Print and tell whether all models do the work that is stated, and the first one's."""
    import agreement
    import work
    from replay import replay

    print(f"\nDo they agree? {runs} runs of {reports} reports; false alarms {agreement.ALARM:g} a family.\n")
    print("| model | laws, nearest to failing | rules, different | outcomes, nearest to failing |")
    print("| --- | --- | --- | --- |")
    first: list[work.Tables] = []
    agreed = True
    for model in models:
        prepared = model.prepare(reports)
        records = [model.tables(model.run(prepared, seed=1000 + k)) for k in range(runs)]
        laws = agreement.laws(records)
        replayed = replay(records[0], work.horizon(reports))
        outcomes = agreement.outcomes(records, first) if first else []
        first = first or records

        agreed &= replayed.different == 0 and all(finding.passed for finding in [*laws, *outcomes])
        rules = f"{replayed.different} of {replayed.visits} visits"
        worst = [max(family, key=agreement.Finding.severity, default="-") for family in (laws, outcomes)]
        print(f"| {model.NAME} | {worst[0]} | {rules} | {worst[1]} |", flush=True)
    return agreed


# --- speed ---


def interleave(
    models: dict[str, Model], memory: dict[str, int], reports: int, repeats: int
) -> Iterator[Timing]:
    """Time the models in turn (A B C A B C ...), so that what disturbs the machine disturbs them all.

    Each runs twice in its turn, with Python's cyclic garbage collector on and off.
    """
    prepared = {name: model.prepare(reports) for name, model in models.items()}
    for model in models.values():
        model.run(model.prepare(WARM_UP_REPORTS), seed=0)
    gc.collect()
    gc.freeze()  # else each model's collections would walk through the others' modules
    for repetition in range(1, repeats + 1):
        for name, model in models.items():
            for collector, switch in (("on", gc.enable), ("off", gc.disable)):
                gc.collect()
                switch()
                wall, cpu = time.perf_counter(), time.process_time()
                recorded = model.run(prepared[name], seed=repetition)
                cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
                gc.enable()
                table_of_reports, visits = model.tables(recorded)
                yield Timing(
                    model.NAME,
                    collector,
                    repetition,
                    repetition,
                    len(table_of_reports),
                    len(visits),
                    round(cpu, 4),
                    round(wall, 4),
                    round(len(visits) / cpu, 1),
                    memory[name],
                )
                del recorded, table_of_reports, visits


def print_results(timings: Sequence[Timing]) -> None:
    """Print medians with the lowest and highest, and how many times as fast each model is as each other."""
    some = timings[0]
    repeats = max(timing.repetition for timing in timings)
    print(f"\nSpeed at {some.reports} reports: median of {repeats} (lowest to highest).")
    for collector in ("on", "off"):
        runs: dict[str, list[Timing]] = {}
        for timing in timings:
            if timing.collector == collector:
                runs.setdefault(timing.model, []).append(timing)
        print(f"\nWith Python's garbage collector {collector}:\n")
        _print_speeds(runs)
        print("\nTimes as fast (row over column), by visits per CPU second within each repetition:\n")
        _print_ratios(runs)


def _print_speeds(runs: dict[str, list[Timing]]) -> None:
    print("| model | CPU time, s | wall time, s | visits per CPU second | peak memory per report, bytes |")
    print("| --- | --- | --- | --- | --- |")
    for name, mine in runs.items():
        cpu = _spread([timing.cpu_seconds for timing in mine], ".2f")
        wall = _spread([timing.wall_seconds for timing in mine], ".2f")
        speed = _spread([timing.visits_per_cpu_second for timing in mine], ",.0f")
        print(f"| {name} | {cpu} | {wall} | {speed} | {mine[0].peak_bytes_per_report:,} |")


def _print_ratios(runs: dict[str, list[Timing]]) -> None:
    print("| | " + " | ".join(runs) + " |")
    print("| --- |" + " --- |" * len(runs))
    for name, mine in runs.items():
        ratios = [
            _spread(
                [a.visits_per_cpu_second / b.visits_per_cpu_second for a, b in zip(mine, other, strict=True)],
                ".2f",
            )
            for other in runs.values()
        ]
        print(f"| {name} | " + " | ".join(ratios) + " |")


def _spread(values: Sequence[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=60_000, help="expected reports in a timed run")
    parser.add_argument("--repeats", type=int, default=7, help="timed runs of each model")
    parser.add_argument("--check-reports", type=int, default=20_000, help="expected reports in a check run")
    parser.add_argument("--check-runs", type=int, default=30, help="check runs of each model")
    parser.add_argument("--memory-of", metavar="MODULE", help="only measure the memory of this model")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
