"""The work of a study, as it is done by whoever does it: replications of one structure, made into a part."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from stovepipe.engines import run
from stovepipe.measures.deliveries import delivery_table
from stovepipe.measures.load import channel_table, class_table, hurdle_table, station_table
from stovepipe.measures.outcomes import outcome_table
from stovepipe.measures.spans import station_time
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
    network, made = _network(job.network), []
    for number in job.numbers:
        try:
            made.append(kept_tables(network, job.address.seed, number))
        except Exception as error:
            error.add_note(f"in replication {number}")
            raise
    if job.address.keep == "tables":
        return part_of_tables(job.address, job.numbers, made)
    said = [{outcome.measure: read(outcome, tables) for outcome in job.outcomes} for tables in made]
    return part_of_readings(job.address, job.numbers, said)


def kept_tables(network: Network, seed: int, number: int) -> dict[str, pd.DataFrame]:
    """The tables of one replication from which outcomes are read."""
    trajectory = run(network, unfold(network, seed, number))
    deliveries, time = delivery_table(trajectory), station_time(trajectory)
    return {
        "deliveries": deliveries,
        "outcomes": outcome_table(network, deliveries),
        "stations": station_table(trajectory, time),
        "classes": class_table(trajectory, time),
        "channels": channel_table(trajectory),
        "hurdles": hurdle_table(trajectory),
    }


@lru_cache(maxsize=4)
def _network(pickled: bytes) -> Network:
    network: Network = pickle.loads(pickled)
    return network
