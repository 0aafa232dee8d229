"""Classes and stations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import records
from stovepipe.network.compiler.people import compile_group
from stovepipe.network.compiler.words import LEVELS, Words, law, mask, precedence, rank, share
from stovepipe.network.draws import Law
from stovepipe.network.records import NEVER, NONE, Assign, Discipline
from stovepipe.scenario.schema import WRITING_STAGES, Station, ends

DISCIPLINES = {
    "precedence": Discipline.PRECEDENCE,
    "fifo": Discipline.FIFO,
    "lifo": Discipline.LIFO,
    "ltiov": Discipline.LTIOV,
}
ASSIGNS = {"longest_idle": Assign.LONGEST_IDLE, "most_proficient": Assign.MOST_PROFICIENT}


def compile_classes(words: Words) -> tuple[records.ReportClass, ...]:
    """The classes, by rank."""
    return tuple(
        records.ReportClass(
            name=name,
            precedence=precedence(spec.precedence),
            ltiov=law(spec.ltiov),
            half_life=None if spec.half_life is None else spec.half_life.value,
            level=LEVELS.index(spec.level),
        )
        for name, spec in ((name, words.mission.classes[name]) for name in words.classes)
    )


def compile_stations(words: Words, servers: tuple[records.Server, ...]) -> tuple[records.Station, ...]:
    """The stations, by rank."""
    staff: list[list[int]] = [[] for _ in words.stations]
    for number, server in enumerate(servers):
        staff[server.station].append(number)
    return tuple(
        _station(words, name, words.mission.stations[name], tuple(staff[at]))
        for at, name in enumerate(words.stations)
    )


def _station(words: Words, name: str, spec: Station, staff: tuple[int, ...]) -> records.Station:
    writes = spec.stage in WRITING_STAGES
    misreading, batch, closes = spec.misreading, spec.batch, spec.closes
    outgoing = tuple(at for at, channel in enumerate(words.channels) if ends(channel)[0] == name)
    shared, shares = _shares(words, outgoing)
    return records.Station(
        name=name,
        stage=spec.stage,
        groups=tuple(compile_group(words, group, spec.posts[group]) for group in sorted(spec.posts)),
        servers=staff,
        work=_work(words, spec),
        needs=mask(words.classes, spec.needs),
        reads=mask(words.languages, spec.reads),
        opens=_opens(words, spec),
        writes_language=rank(words.languages, spec.writes) if writes else NONE,
        writes_system=rank(words.systems, spec.system) if writes or spec.stage == "collection" else NONE,
        writes_level=rank(LEVELS, spec.level) if writes else NONE,
        twins=_twins(words, name, spec, on_one_system=True),
        remit=_twins(words, name, spec, on_one_system=False),
        discipline=DISCIPLINES[spec.discipline],
        assign=ASSIGNS[spec.assign],
        interrupts=precedence(spec.interrupts),
        purges=spec.purges,
        queue_limit=NONE if spec.queue is None else spec.queue.limit,
        misread_fresh=share(misreading.fresh) if misreading else 0.0,
        misread_settled=share(misreading.settled) if misreading else 0.0,
        misread_fidelity=misreading.fidelity.value if misreading else 1.0,
        review=share(misreading.review) if misreading else 0.0,
        batch_classes=0 if batch is None else mask(words.classes, batch.classes or words.classes),
        batch_size=NONE if batch is None or batch.size is None else batch.size,
        batch_releases=_releases(words, spec),
        closes=NEVER if closes is None else max(0, words.at(closes.on)),
        transfer_to=NONE if closes is None else rank(words.stations, closes.transfer_to),
        outgoing=outgoing,
        shared=shared,
        shares=shares,
    )


def _work(words: Words, spec: Station) -> tuple[Law, ...]:
    default = law(spec.work)
    assert default is not None
    return tuple(law(spec.work_by_class.get(klass)) or default for klass in words.classes)


def _opens(words: Words, spec: Station) -> int:
    """The systems a station can open: its own, and those it is said to open."""
    own = () if spec.system is None else (spec.system,)
    return mask(words.systems, (*own, *spec.opens))


def _twins(words: Words, name: str, spec: Station, *, on_one_system: bool) -> int:
    """The other stations with the same remit; of those, the ones that share an information system."""
    if spec.remit is None:
        return 0
    others = []
    for other, that in words.mission.stations.items():
        if other == name or that.remit != spec.remit:
            continue
        if not on_one_system or _opens(words, spec) & _opens(words, that):
            others.append(other)
    return mask(words.stations, others)


def _shares(words: Words, outgoing: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The channels that are alternatives, and their shares added up in the order of their names."""
    shared, shares, total = [], [], 0.0
    for at in outgoing:
        part = words.mission.channels[words.channels[at]].share
        if part is not None:
            total += part.value
            shared.append(at)
            shares.append(total)
    if shares:
        shares[-1] = 1.0
    return tuple(shared), tuple(shares)


def _releases(words: Words, spec: Station) -> NDArray[np.int64]:
    """The ticks at which a batch leaves."""
    if spec.batch is None:
        return np.empty(0, dtype=np.int64)
    at = {midnight + time.ticks for midnight, _ in words.days() for time in spec.batch.at}
    return np.array(sorted(tick for tick in at if 0 <= tick < words.horizon), dtype=np.int64)
