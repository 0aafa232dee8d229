"""What a replication says of an outcome: a numerator and a denominator, a value, or ages of delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.inference.incidence import CENSORED, DELIVERED, Incidence, incidence
from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.ends import DISPOSED, IN_FLIGHT, LOST
from stovepipe.measures.fates.deliveries import select
from stovepipe.measures.fates.knowledge import select_events
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.loads.links import HELD
from stovepipe.measures.loads.load import STOPPED
from stovepipe.measures.measure import Measure
from stovepipe.network.records import HOUR
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.study.file.delivery_weights import DeliveryWeights
from stovepipe.study.file.outcome import (
    Arrivals,
    Discoveries,
    Disposals,
    LatencyOfDelivered,
    Links,
    Losses,
    OfDeliveries,
    OfEvents,
    OfRequests,
    OfStation,
    OfSystem,
    OnChannel,
    Outcome,
    Passing,
    Places,
    Quantile,
    Unanswered,
    Weighed,
)

Floats = NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Reading:
    """What one replication says of an outcome.

    Attributes:
        numerator: of a ratio; the value of a mean; NaN for a quantile, and where it is not defined.
        denominator: the denominator of a ratio; 1 for a mean; NaN as above.
        incidence: when the deliveries were `delivered`, or `lost` or disposed of, for a quantile; else None.
        reason: why it is not defined; empty if it is.
    """

    numerator: float
    denominator: float
    incidence: Incidence | None = None
    reason: str = ""

    @property
    def value(self) -> float:
        """The ratio or the value of this replication alone; NaN where there is none."""
        if not self.denominator:
            return float("nan")
        return self.numerator / self.denominator


@dataclass(frozen=True, eq=False)
class Readings:
    """What each of several replications says of an outcome, in order of replication.

    Attributes:
        outcome: the outcome.
        numbers: the replications.
        each: what each says.
    """

    outcome: Outcome
    numbers: tuple[int, ...]
    each: tuple[Reading, ...]

    def __len__(self) -> int:
        return len(self.each)

    @cached_property
    def numerators(self) -> Floats:
        """Of a ratio, one per replication; of a mean, its values."""
        return np.array([reading.numerator for reading in self.each])

    @cached_property
    def denominators(self) -> Floats:
        """Of a ratio, one per replication; of a mean, ones."""
        return np.array([reading.denominator for reading in self.each])

    @cached_property
    def values(self) -> Floats:
        """Each replication by itself, in the outcome's unit; NaN where it is not defined.

        For a quantile: the age in hours by which that share of the replication's deliveries has arrived.
        """
        if self.outcome.form != "quantile":
            return np.array([reading.value for reading in self.each])
        curves = [reading.incidence for reading in self.each]
        ages = [None if each is None else each.quantile(self.outcome.share) for each in curves]
        return np.array([np.nan if age is None else age / HOUR for age in ages])

    @property
    def incidences(self) -> tuple[Incidence, ...]:
        """For a quantile: of each replication, ages in ticks of what is `delivered`, and of what never is.

        Raises:
            ValueError: the outcome is not a quantile, or is not defined here.
        """
        found = tuple(reading.incidence for reading in self.each if reading.incidence is not None)
        if len(found) != len(self.each):
            raise ValueError(f"{self.outcome.name} has no ages of delivery: {self.reason or 'no quantile'}")
        return found

    @property
    def reason(self) -> str:
        """Why it is not defined, in the first replication in which it is not; empty if it is in all."""
        return next((reading.reason for reading in self.each if reading.reason), "")


def read(outcome: Outcome, tables: Tables) -> Reading:
    """What a replication says of an outcome. What is not there to be asked is NaN, with the reason.

    Args:
        outcome: what is asked.
        tables: of one replication, by name, as `stovepipe.measures.tables` makes them: deliveries, outcomes,
            knowledge, requests, stations, systems, channels, hurdles and rapport.
    """
    match outcome.of:
        case Quantile() as of:
            return _quantile(of, tables)
        case Arrivals(within=Quantity()) as of:
            return _within(of, tables)
        case Weighed() as of:
            return _deliveries(KINDS[outcome.kind], of, tables["outcomes"])
        case Discoveries(within=Quantity()) as of:
            return _told_within(outcome.kind, of, tables)
        case OfEvents() as of:
            return _events(KINDS[outcome.kind], of, tables["knowledge"])
        case OfRequests() as of:
            return _requests(KINDS[outcome.kind], of, tables["requests"])
        case OfStation() | Places() as of:
            return _station(KINDS[outcome.kind], of.station, tables["stations"])
        case OfSystem() as of:
            return _system(KINDS[outcome.kind], of.system, tables["systems"])
        case OnChannel(channel=channel):
            return _rapport(KINDS[outcome.kind], channel, tables["rapport"])
        case Passing() as of:
            return _stopped(of, tables)
        case Links() as of:
            return _held(of, tables["channels"])
        case _:
            raise TypeError(f"no outcome is asked like this: {outcome.of!r}")


def undefined(reason: str) -> Reading:
    """There is nothing to be read, and why."""
    return Reading(float("nan"), float("nan"), None, reason)


def decided(ages: Sequence[NDArray[np.int64]]) -> Incidence:
    """The incidence of ages in ticks: of what was delivered, of what never will be, of what was in flight.

    Without the last two it is that of what was delivered alone.
    """
    codes = np.repeat([0, 1, CENSORED][: len(ages)], [len(each) for each in ages])
    return incidence(np.concatenate(ages), codes, (DELIVERED, LOST))


def _deliveries(measure: Measure, of: Weighed, outcomes: pd.DataFrame) -> Reading:
    rows = _rows(of, outcomes)
    if not len(rows):
        return undefined(_nobody(of))
    columns = [measure.numerator]
    if isinstance(of, Losses | Disposals) and of.to:
        columns = [measure.to(cause).numerator for cause in of.to]
    amounts = rows[[column for column in columns if column in rows]].sum(axis=1)
    whole = rows[measure.denominator]
    if of.weights is not None:
        weights = _weights_of(of.weights, rows)
        amounts, whole = amounts * weights, whole * weights
    return Reading(float(amounts.sum()), float(whole.sum()))


def _within(of: Arrivals, tables: Tables) -> Reading:
    """What arrives by an age, of what occurred so early that it was watched to that age.

    What is due when the clock stops does not happen: a report that occurred exactly so long before is not
    watched to that age.
    """
    if not len(_rows(of, tables["outcomes"])):
        return undefined(_nobody(of))
    within = of.within_ticks
    chosen = select(tables["deliveries"], of.consumer, of.report_class)
    watched = chosen[(chosen["watched_ticks"] > within).to_numpy()]
    arrived = ((watched["outcome"] == DELIVERED) & (watched["age_ticks"] <= within)).to_numpy()
    weights = np.ones(len(watched)) if of.weights is None else _weights_of(of.weights, watched)
    return Reading(float(weights[arrived].sum()), float(weights.sum()))


def _weights_of(weights: DeliveryWeights, rows: pd.DataFrame) -> Floats:
    """The weight of each row, by its consumer and class."""
    by_consumer = {name: weights.of(name, "") for name in rows["consumer"].unique()}
    by_class = {name: weights.of("", name) for name in rows["class"].unique()}
    found = rows["consumer"].astype("str").map(by_consumer) * rows["class"].astype("str").map(by_class)
    return found.to_numpy(dtype=np.float64)


def _rows(of: OfDeliveries, outcomes: pd.DataFrame) -> pd.DataFrame:
    """The rows of the outcomes that add up to the deliveries asked about; none if nobody needs them.

    Where deliveries have weights, they are the rows of single classes and consumers.
    """
    if isinstance(of, Weighed) and of.weights is not None:
        mine = (outcomes["class"] != ALL) & (outcomes["consumer"] != ALL)
        for column, name in (("consumer", of.consumer), ("class", of.report_class)):
            mine &= True if name is None else outcomes[column] == name
        return outcomes[mine]
    if of.consumer is None and of.report_class is not None:
        return outcomes[(outcomes["consumer"] != ALL) & (outcomes["class"] == of.report_class)]
    return outcomes[
        (outcomes["consumer"] == (of.consumer or ALL)) & (outcomes["class"] == (of.report_class or ALL))
    ]


def _quantile(of: Quantile, tables: Tables) -> Reading:
    if not len(_rows(of, tables["outcomes"])):
        return undefined(_nobody(of))
    chosen = select(tables["deliveries"], of.consumer, of.report_class)
    ages, outcome = chosen["age_ticks"].to_numpy(), chosen["outcome"]
    ends = (
        [[DELIVERED]] if isinstance(of, LatencyOfDelivered) else [[DELIVERED], [LOST, DISPOSED], [IN_FLIGHT]]
    )
    found = decided([np.sort(ages[outcome.isin(end).to_numpy()]) for end in ends])
    return Reading(float("nan"), float("nan"), found)


def _nobody(of: OfDeliveries) -> str:
    who = of.consumer or "anybody"
    return f"{of.report_class} is not needed by {who}" if of.report_class else f"{who} is not a consumer"


def _events(measure: Measure, of: OfEvents, knowledge: pd.DataFrame) -> Reading:
    rows = _events_rows(of, knowledge)
    if not len(rows):
        return undefined(_unheard(of))
    return Reading(float(rows[measure.numerator].sum()), float(rows[measure.denominator].sum()))


def _told_within(degree: str, of: Discoveries, tables: Tables) -> Reading:
    """What is known, or confirmed, by an age, of the events that were watched to that age: see `_within`."""
    if not len(_events_rows(of, tables["knowledge"])):
        return undefined(_unheard(of))
    chosen = select_events(tables["events"], of.consumer, of.subject)
    watched = chosen[((chosen["watched_ticks"] > of.within_ticks) & chosen[degree].notna()).to_numpy()]
    told = (watched[degree] == degree) & (watched[f"{degree}_ticks"] <= of.within_ticks)
    return Reading(float(told.sum()), float(len(watched)))


def _events_rows(of: OfEvents, knowledge: pd.DataFrame) -> pd.DataFrame:
    """The rows that add up to the events asked about; none if nobody can hear of them."""
    if of.consumer is None and of.subject is not None:
        return knowledge[(knowledge["consumer"] != ALL) & (knowledge["subject"] == of.subject)]
    return knowledge[
        (knowledge["consumer"] == (of.consumer or ALL)) & (knowledge["subject"] == (of.subject or ALL))
    ]


def _unheard(of: OfEvents) -> str:
    what = of.subject or "any event"
    return f"{of.consumer} cannot hear of {what}" if of.consumer else f"nobody can hear of {what}"


def _requests(measure: Measure, of: OfRequests, requests: pd.DataFrame) -> Reading:
    if of.asker is None and of.report_class is not None:
        rows = requests[(requests["asker"] != ALL) & (requests["class"] == of.report_class)]
    else:
        asker, report_class = of.asker or ALL, of.report_class or ALL
        rows = requests[(requests["asker"] == asker) & (requests["class"] == report_class)]
    if not len(rows):
        about = f" about {of.report_class}" if of.report_class else ""
        return undefined(f"{of.asker} asks nobody{about}" if of.asker else f"nobody asks{about}")
    columns = [measure.numerator]
    if isinstance(of, Unanswered) and of.to:
        columns = [measure.to(cause).numerator for cause in of.to]
    amount = rows[[column for column in columns if column in rows]].to_numpy().sum()
    return Reading(float(amount), float(rows[measure.denominator].sum()))


def _station(measure: Measure, station: str | None, stations: pd.DataFrame) -> Reading:
    rows = stations if station is None else stations[stations["station"] == station]
    if not len(rows):
        return undefined(f"there is no station {station}")
    denominator = float(rows[measure.denominator].sum()) if measure.denominator else 1.0
    return Reading(float(rows[measure.numerator].sum()), denominator)


def _system(measure: Measure, system: str | None, systems: pd.DataFrame) -> Reading:
    rows = systems if system is None else systems[systems["system"] == system]
    if not len(rows):
        return undefined("no system keeps a stock" if system is None else f"{system} keeps no stock")
    return Reading(float(rows[measure.numerator].sum()), float(rows[measure.denominator].sum()))


def _rapport(measure: Measure, channel: str, rapport: pd.DataFrame) -> Reading:
    rows = rapport[rapport["channel"] == channel]
    if not len(rows):
        return undefined(f"nothing depends on rapport on {channel}")
    return Reading(float(rows[measure.numerator].sum()), 1.0)


def _stopped(of: Passing, tables: Tables) -> Reading:
    hurdles, channels = tables["hurdles"], tables["channels"]
    met = np.full(len(hurdles), True)
    if of.channel is not None:
        met &= (hurdles["channel"] == of.channel).to_numpy()
    if of.hurdle is not None:
        met &= (hurdles["hurdle"] == of.hurdle).to_numpy()
    if not met.any():
        there = f" on {of.channel}" if of.channel else ""
        return undefined(f"there is no hurdle {of.hurdle or ''}".rstrip() + there)
    chosen = hurdles[met]
    offered = channels[channels["channel"].isin(chosen["channel"])][STOPPED.denominator].sum()
    return Reading(float(chosen[STOPPED.numerator].sum()), float(offered))


def _held(of: Links, channels: pd.DataFrame) -> Reading:
    rows = channels if of.channel is None else channels[channels["channel"] == of.channel]
    if not len(rows):
        return undefined(f"there is no channel {of.channel}")
    return Reading(float(rows[HELD.numerator].sum()), 1.0)
