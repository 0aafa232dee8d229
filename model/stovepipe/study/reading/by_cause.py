"""Losses by cause: the outcomes that part a share lost, or disposed of, into what it was lost to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.ends import column_of
from stovepipe.network.compiler import compile_network
from stovepipe.study.file.outcome import Disposals, Losses, Outcome
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study


def by_cause(structure: Structure, outcomes: tuple[Outcome, ...]) -> Mapping[str, Mapping[str, Outcome]]:
    """For each share lost, or disposed of: the share of each cause that a structure has."""
    network = compile_network(structure.scenario)
    counted = {rank: column_of(network, rank) for rank in range(len(network.causes))}
    return {
        outcome.name: {
            cause: replace(
                outcome,
                name=f"{outcome.name}_{KINDS[outcome.kind].link}_{cause}",
                of=outcome.of.model_copy(update={"to": (cause,)}),
                title=f"{outcome.title} {KINDS[outcome.kind].link} {cause}",
            )
            for rank, cause in enumerate(network.causes)
            if counted[rank] == KINDS[outcome.kind].to(cause).numerator
        }
        for outcome in outcomes
        if isinstance(outcome.of, Losses | Disposals) and not outcome.of.to
    }


def keeping_causes(study: Study) -> Study:
    """The study with its losses asked by cause as well, and nothing kept but what is asked."""
    parts = by_cause(study.structure(study.attributed), study.outcomes)
    asked = {outcome.name for outcome in study.outcomes}
    more = [part for causes in parts.values() for part in causes.values() if part.name not in asked]
    return replace(study, outcomes=(*study.outcomes, *more), keep="outcomes")
