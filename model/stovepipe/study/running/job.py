"""The work of a study, as it is done by whoever does it: replications of one structure, made into a part."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from stovepipe.engines import run
from stovepipe.measures.keep import Keep
from stovepipe.measures.tables import tables_of
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading_outcomes import read
from stovepipe.study.store.part import Address, part_of_readings, part_of_tables
from stovepipe.study.store.provenance import code


class OtherCode(RuntimeError):
    """A worker has another stovepipe than the process that asks for the work."""


@dataclass(frozen=True)
class Job:
    """Replications of one structure to be run.

    Attributes:
        structure: its name.
        network: pickled, so that it is unpickled once for all jobs of a structure.
        address: of the part that is to be made.
        numbers: the replications.
        outcomes: what is asked, if only that is kept.
    """

    structure: str
    network: bytes
    address: Address
    numbers: tuple[int, ...]
    outcomes: tuple[Outcome, ...] = ()

    def __str__(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        which = f"replication {first}" if first == last else f"replications {first} to {last}"
        return f"{which} of {self.structure}"


def work(job: Job) -> bytes:
    """Run the replications of a job, and make them into a part.

    Raises:
        InvariantError: a run broke one of its own laws; a note says in which replication.
        OtherCode: this process has another stovepipe than the one that asks.
    """
    if job.address.code != code():
        raise OtherCode("a worker runs another version of stovepipe: install the same one everywhere")
    network, keep = _network(job.network), job.address.keep
    tables, readings = [], []
    for number in job.numbers:
        try:
            made = kept_tables(network, job.address.seed, number, "tables" if keep == "outcomes" else keep)
        except Exception as error:
            error.add_note(f"in replication {number}")
            raise
        if keep == "outcomes":
            readings.append({outcome.measure: read(outcome, made) for outcome in job.outcomes})
        else:
            tables.append(made)
    if keep == "outcomes":
        return part_of_readings(job.address, job.numbers, readings)
    return part_of_tables(job.address, job.numbers, tables)


def kept_tables(network: Network, seed: int, number: int, keep: Keep = "tables") -> dict[str, pd.DataFrame]:
    """Run one replication; its tables of which so much is kept.

    Raises:
        InvariantError: the run broke one of its own laws.
    """
    return tables_of(run(network, unfold(network, seed, number)), keep)


@lru_cache(maxsize=4)
def _network(pickled: bytes) -> Network:
    network: Network = pickle.loads(pickled)
    return network
