"""How many replications a second, from one worker to all cores; and what the results store costs.

    python experiments/benchmarks/scaling.py --replications 16 --repeats 3

The MINUSMA mission is run as a study of one structure: in this process, in worker processes, and on a Dask
cluster of as many workers with one thread each. Workers have started, compiled and run the mission once
before the clock starts. Repetitions are interleaved. Prints the tables and writes `scaling.csv` beside this
file.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from stovepipe.network.compiler import compile_network
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.running.gather import gather
from stovepipe.study.running.job import kept_tables
from stovepipe.study.running.pool import available_cores
from stovepipe.study.running.workplaces import Workplace, workplace
from stovepipe.study.store.store import Store

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("scaling.csv")


def minusma(replications: int, seed: int) -> Study:
    said = {
        "study": "Scaling",
        "base": "configs/minusma/mission.yaml",
        "structures": {"minusma": {}},
        "outcomes": {"timely": {}},
        "replications": replications,
        "seed": seed,
    }
    return make_study(said, ROOT)


@contextmanager
def processes(workers: int) -> Iterator[Workplace]:
    with workplace(workers) as place:
        yield place


@contextmanager
def dask(workers: int) -> Iterator[Workplace]:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        workplace(cluster.scheduler_address) as place,
    ):
        yield place


def seconds(place: Workplace, study: Study) -> float:
    """Wall time from the first replication to the last part that is safe on the disk."""
    with TemporaryDirectory() as folder, Store.open(folder, study) as store:
        began = time.perf_counter()
        gather(study, store, place)
        return time.perf_counter() - began


def alone(study: Study) -> float:
    """The same replications one after the other, with nothing kept."""
    network = compile_network(study.structures[0].scenario)
    began = time.perf_counter()
    for number in range(study.replications):
        kept_tables(network, study.seed, number)
    return time.perf_counter() - began


def measured(replications: int, repeats: int) -> list[tuple[str, int, int, float]]:
    """(where, workers, repetition, replications a second)."""
    counts = sorted({2**n for n in range(8) if 2**n < available_cores()} | {available_cores()})
    rows = []
    for repetition in range(repeats):
        study = minusma(replications, seed=repetition + 1)
        rows.append(("nothing kept", 1, repetition, replications / alone(study)))
        for name, made in (("processes", processes), ("dask", dask)):
            rows += [
                (name, workers, repetition, replications / _timed(made, workers, study)) for workers in counts
            ]
    return rows


def _timed(made: Callable[[int], Any], workers: int, study: Study) -> float:
    with made(workers) as place:
        seconds(place, minusma(2 * workers, seed=99))  # start and warm every worker
        return seconds(place, study)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--replications", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    rows = measured(asked.replications, asked.repeats)
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("where", "workers", "repetition", "replications_per_second"))
        writer.writerows((where, workers, n, f"{rate:.4f}") for where, workers, n, rate in rows)
    found = sorted({row[:2] for row in rows}, key=lambda key: ("npd".index(key[0][0]), key[1]))
    rates = {key: [rate for *at, _, rate in rows if tuple(at) == key] for key in found}
    print("| where | workers | replications a second | of perfect scaling |\n| --- | --- | --- | --- |")
    for (where, workers), seen in rates.items():
        first = rates.get((where, 1), seen)
        share = median(now / (workers * one) for now, one in zip(seen, first, strict=True))
        spread = f"{median(seen):.2f} ({min(seen):.2f} to {max(seen):.2f})"
        print(f"| {where} | {workers} | {spread} | {share:.0%} |")
    kept = [a / b - 1 for a, b in zip(rates["nothing kept", 1], rates["processes", 1], strict=True)]
    print(f"\nThe store, with one worker: {median(kept):+.1%} time ({min(kept):+.1%} to {max(kept):+.1%}).")


if __name__ == "__main__":
    main()
