"""Who asks about what: the requests that stations make, and the streams that they and the answers make up."""

from __future__ import annotations

from dataclasses import dataclass

from stovepipe.network.draws import Law


@dataclass(frozen=True)
class Ask:
    """What a station asks about reports that it has finished (semantics, 3.13).

    Of `station` (a rank), about reports of the classes in `about` (a mask), all or the `coarse` ones, with a
    `probability`. The request is of the class `request` and the answer of the class `answer` (NONE: that of
    the report asked about), coarse with the probability `still_coarse`. The source `collects` for so many
    ticks, and the answer is wanted `within` so many of the request (None: at once, and at any time).
    A report of a round from 0 to below `rounds` is asked about.
    """

    name: str
    station: int
    about: int
    coarse: bool
    probability: float
    request: int
    collects: Law | None
    within: Law | None
    answer: int
    still_coarse: float
    rounds: int


@dataclass(frozen=True)
class Origin:
    """Where the reports of a stream come from that the clock makes: requests, or their answers.

    `ask` and `about` are ranks: of the ask, and of the stream of the reports that are asked about, which
    are of the `round`.
    """

    ask: int
    about: int
    round: int
    answers: bool
