"""What a mission configures and no replication shows: hurdles, causes of loss and mechanisms without effect.

Only what is certain is named. Results count what a hurdle stops and what is worked through on a channel, but
not what it delays: a hurdle with a delay is named only if nothing was ever offered to its channel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stovepipe.measures.ends import DISPOSED, LOST
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.scenario import Mission, Scenario
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.mechanisms import in_force
from stovepipe.scenario.language.words.vocabulary import Mechanism
from stovepipe.study.reading.check_questions import present
from stovepipe.study.store.record import Record


@dataclass(frozen=True)
class Unapplied:
    """What was configured and had no effect in any replication.

    Attributes:
        hurdles: channels with their hurdles that stopped, led elsewhere and delayed nothing.
        causes: causes of loss to which no delivery was lost.
        mechanisms: mechanisms that did nothing.
    """

    hurdles: tuple[tuple[str, str], ...] = ()
    causes: tuple[str, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()


def unapplied(record: Record, scenario: Scenario | None) -> Unapplied:
    """What no replication shows of what a mission configures; nothing where the mission is not known."""
    if scenario is None:
        return Unapplied()
    mission = in_force(scenario.mission)
    table = record.frame("hurdles").groupby(["channel", "hurdle", "kind"], observed=True, sort=False)
    channels = record.frame("channels").groupby("channel", observed=True)[["offered", "worked_through"]].sum()
    there, applied, idle = set[Mechanism](), set[Mechanism](), list[tuple[str, str]]()
    for channel, name, kind, stopped in table["stopped"].sum().reset_index().itertuples(index=False):
        mechanism = HURDLE_KINDS[kind].mechanism
        of_kind = {mechanism} if mechanism else set()
        there |= of_kind
        offered, through = channels.loc[channel]
        if stopped or _may_have_applied(_hurdle(mission, channel, name), offered, through):
            applied |= of_kind
        else:
            idle.append((str(channel), str(name)))
    lost = _lost(record)
    configured = [cause for cause, is_there in CONFIGURED.items() if is_there(mission)]
    configured += sorted(_causes_of_hurdles(record, mission) - set(configured))

    def did_nothing(name: Mechanism) -> bool:
        return name in there - applied or (name in IDLE and IDLE[name](record, mission, lost))

    return Unapplied(
        hurdles=tuple(idle),
        causes=tuple(cause for cause in configured if not lost.get(cause, 0)),
        mechanisms=tuple(name for name in present(scenario.mission) if did_nothing(name)),
    )


CONFIGURED: Mapping[str, Callable[[Mission], bool]] = {
    "expired": lambda mission: any(each.ltiov is not None for each in mission.classes.values()),
    "overflow": lambda mission: any(each.queue is not None for each in mission.stations.values()),
    "handover": lambda mission: any(
        group.tour is not None
        and (group.change_over.loss is not None or group.change_over.queue_loss is not None)
        for station in mission.stations.values()
        for group in station.posts.values()
    ),
    "unreported": lambda mission: any(
        source.collection is not None and source.collection.unreported is not None
        for source in mission.sources.values()
    ),
    "off_requirement": lambda mission: any(each.direction is not None for each in mission.sources.values()),
    "abandoned": lambda mission: any(each.patience is not None for each in mission.stations.values()),
    "crowded_out": lambda mission: any(
        station.batch is not None and station.batch.keeps is not None for station in mission.stations.values()
    ),
    "unconfirmed": lambda mission: any(
        station.confirms is not None and station.confirms.otherwise == "stop"
        for station in mission.stations.values()
    ),
    "missorted": lambda mission: any(each.sorts is not None for each in mission.stations.values()),
    "silenced": lambda mission: any(each.exposure is not None for each in mission.sources.values()),
    "closed": lambda mission: any(
        each.since is not None or each.until is not None for each in mission.channels.values()
    ),
}
"""Whether a mission provides for a built-in cause of loss."""

Idle = Callable[[Record, Mission, Mapping[str, int]], bool]


def _all_written(record: Record, mission: Mission, lost: Mapping[str, int]) -> bool:
    """Whether nothing went unreported, and nothing might be late or coarse, which is counted nowhere."""
    told = [source.collection for source in mission.sources.values() if source.collection is not None]
    return not lost.get("unreported", 0) and all(each.delay is None and each.coarse is None for each in told)


def _nothing_misread(record: Record, mission: Mission, lost: Mapping[str, int]) -> bool:
    """Whether everything that was delivered is as it was written, and nothing was done again."""
    perfect = all((each["fidelity"].dropna() == 1.0).all() for each in record.each("deliveries"))
    return perfect and not record.frame("stations")["rework_hours"].any()


def _always_full(record: Record, mission: Mission, lost: Mapping[str, int]) -> bool:
    """Whether every stock was full throughout, and lost to nobody."""
    table = record.frame("systems")
    full = np.allclose(table["level_hours"], table["observed_hours"], rtol=1e-12, atol=0.0)
    return full and all(each.stock is None or each.frozen is None for each in mission.systems.values())


def _nothing_moved(record: Record, mission: Mission, lost: Mapping[str, int]) -> bool:
    """Whether no copy earned or lost any rapport, and nobody went who might have left some to others."""
    table = record.frame("rapport")
    counts = table[table["moves"]][["useful", "useless", "stopped_short"]]
    stated = [each.rapport for each in mission.channels.values() if each.rapport is not None]
    carried = any(each.carried_over is not None for each in stated)
    return not counts.any(axis=None) and (not carried or _no_event(record, "change"))


def _no_event(record: Record, kind: str) -> bool:
    return not any((each["kind"] == kind).any() for each in record.each("timeline"))


IDLE: Mapping[Mechanism, Idle] = {
    "collection": _all_written,
    "direction": lambda record, mission, lost: not lost.get("off_requirement", 0),
    "duplication": lambda record, mission, lost: not record.frame("stations")["duplicated_hours"].any(),
    "exposure": lambda record, mission, lost: not record.frame("stations")["exposed"].any(),
    "misreading": _nothing_misread,
    "outages": lambda record, mission, lost: not record.frame("channels")["held"].any(),
    "protection": lambda record, mission, lost: _no_event(record, "incident"),
    "requests": lambda record, mission, lost: not record.frame("requests")["asked"].any(),
    "sorting": lambda record, mission, lost: not record.frame("stations")["missorted"].any(),
    "stock": _always_full,
    "trust": _nothing_moved,
    "turnover": lambda record, mission, lost: _no_event(record, "change"),
}
"""Whether a mechanism that is no hurdle did nothing; of the others the results do not tell."""


def _may_have_applied(hurdle: Hurdle | None, offered: float, worked_through: float) -> bool:
    """Whether a hurdle that stopped nothing may have led elsewhere or delayed; a caveat can only stop."""
    if hurdle is None or not offered:
        return False
    return hurdle.delay is not None or (hurdle.through is not None and worked_through > 0)


def _hurdle(mission: Mission, channel: Any, name: Any) -> Hurdle | None:
    on = mission.channels.get(str(channel))
    return None if on is None else on.hurdles.get(str(name))


def _causes_of_hurdles(record: Record, mission: Mission) -> set[str]:
    """The causes to which the hurdles of the mission may lose something."""
    table: pd.DataFrame = record.frame("hurdles")[["channel", "hurdle", "cause"]].drop_duplicates()
    found = set()
    for channel, name, cause in table.dropna().itertuples(index=False):
        hurdle = _hurdle(mission, channel, name)
        if hurdle is None or hurdle.may_stop:
            found.add(str(cause))
    return found


def _lost(record: Record) -> dict[str, int]:
    """How many deliveries were lost to each cause, or disposed of, in all replications."""
    outcomes = record.frame("outcomes")
    total = outcomes[(outcomes["consumer"] == ALL) & (outcomes["class"] == ALL)]
    return {
        str(name).removeprefix(f"{end}_"): int(total[name].sum())
        for end in (LOST, DISPOSED)
        for name in total.columns
        if str(name).startswith(f"{end}_")
    }
