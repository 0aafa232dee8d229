"""Outcomes of interest: what a study asks of every replication, said in a few words.

An outcome is written as a name and a map with one *kind* in it: ``late: {lost: {to: expired}}``. One that is
named after its kind need not repeat it: ``timely: {consumer: commander}``. Names that are left out stand for
all. Beside the kind may stand `title` and `direction` (whether more or less is better).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, ValidationError, WithJsonSchema

from stovepipe.measures.catalogue import KINDS
from stovepipe.measures.fates.deliveries import NAMED_QUANTILES
from stovepipe.measures.measure import Direction, Form, Unit
from stovepipe.scenario.language.values.quantities import Quantity, read
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Caption, ChannelName, Name, one_or_more
from stovepipe.scenario.problems.problem import Fault, Faults, fault
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.study.file.delivery_weights import DeliveryWeights
from stovepipe.text import listed, near_miss


def _read_quantile(raw: object) -> float:
    if isinstance(raw, str) and raw in NAMED_QUANTILES:
        return NAMED_QUANTILES[raw]
    try:
        share = read(raw, "share").value
    except Faults:
        share = 0.0
    if not 0.0 < share < 1.0:
        raise fault(f'"{raw}" is not a quantile', "write median, p90, p95, or a share such as 75 %")
    return share


def _read_within(raw: object) -> Quantity:
    within = read(raw, "duration")
    if not within.value > 0:
        raise fault(f'"{raw}" leaves no time for anything to arrive', "write, for example, 12 h")
    return within


def _short_quantile(raw: object) -> object:
    """``latency: p90`` is short for ``latency: {quantile: p90}``."""
    return {"quantile": raw} if isinstance(raw, str | float) else raw


QUANTILE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": list(NAMED_QUANTILES)},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "string", "pattern": r"^(\d+\.?\d*|\.\d+)\s*%$", "examples": ["75 %"]},
    ]
}
SEVERAL_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
}
WITHIN_SCHEMA: dict[str, Any] = {"type": "string", "examples": ["12 h", "3 d"]}
QuantileShare = Annotated[
    float, PlainValidator(_read_quantile), PlainSerializer(float), WithJsonSchema(QUANTILE_SCHEMA)
]
Within = Annotated[
    Quantity, PlainValidator(_read_within), PlainSerializer(str), WithJsonSchema(WITHIN_SCHEMA)
]


def _ticks(within: Quantity | None) -> int | None:
    return None if within is None else math.floor(within.value + 0.5)


class OfDeliveries(Shape):
    """Which deliveries: to a consumer, of a class; all, unless stated."""

    consumer: Name | None = None
    report_class: Name | None = Field(default=None, alias="class")


class Weighed(OfDeliveries):
    """Which deliveries, and how much each of them counts: the same, unless stated."""

    weights: DeliveryWeights | None = None


class Arrivals(Weighed):
    """Which deliveries that are made: by an age, or ever."""

    within: Within | None = None

    @property
    def within_ticks(self) -> int | None:
        """The age in ticks by which they are made; None if it does not matter."""
        return _ticks(self.within)


Causes = Annotated[tuple[Name, ...], BeforeValidator(one_or_more), WithJsonSchema(SEVERAL_SCHEMA)]


class Losses(Weighed):
    """Which losses: to one or several causes; all, unless stated."""

    to: Causes = ()


class Disposals(Weighed):
    """Which of what is disposed of: as one or several dispositions; all, unless stated."""

    to: Causes = Field(default=(), alias="as")


class Quantile(OfDeliveries):
    """The time by which a share of some deliveries has arrived."""

    quantile: QuantileShare = 0.5


class Latency(Quantile):
    """The time by which a share of *all* deliveries has arrived."""


class LatencyOfDelivered(Quantile):
    """The time by which a share of those deliveries has arrived that ever do."""


class OfEvents(Shape):
    """Which events, and who is to know of them: of a topic or an incident, a consumer; all, unless stated."""

    subject: Name | None = Field(default=None, alias="of")
    consumer: Name | None = None


class Discoveries(OfEvents):
    """Which events that become known, or confirmed: by an age, or ever."""

    within: Within | None = None

    @property
    def within_ticks(self) -> int | None:
        """The age in ticks by which they do; None if it does not matter."""
        return _ticks(self.within)


class OfRequests(Shape):
    """Which requests: of a station that asks, about reports of a class; all, unless stated."""

    asker: Name | None = None
    report_class: Name | None = Field(default=None, alias="class")


class Unanswered(OfRequests):
    """Which requests that are never answered: to one or several causes; all, unless stated."""

    to: Annotated[tuple[Name, ...], BeforeValidator(one_or_more), WithJsonSchema(SEVERAL_SCHEMA)] = ()


class OfStation(Shape):
    """A station."""

    station: Name


class Places(Shape):
    """A station, or all of them together."""

    station: Name | None = None


class OfSystem(Shape):
    """A system that keeps a stock, or all of them together."""

    system: Name | None = None


class Passing(Shape):
    """A hurdle of a channel; all hurdles, or all channels that have it, unless stated."""

    channel: ChannelName | None = None
    hurdle: Name | None = None


class Links(Shape):
    """The link of a channel, or all of them together."""

    channel: ChannelName | None = None


class OnChannel(Shape):
    """A channel on which a hurdle depends on rapport."""

    channel: ChannelName


class Asked(Shape):
    """An outcome as it is written: one kind, and what goes with it. Each kind of measure has its key."""

    timely: Weighed | None = None
    delivered: Arrivals | None = None
    lost: Losses | None = None
    failed: Weighed | None = None
    meant: Weighed | None = None
    disposed: Disposals | None = None
    in_flight: Weighed | None = None
    value: Weighed | None = None
    latency: Annotated[Latency, BeforeValidator(_short_quantile)] | None = None
    latency_of_delivered: Annotated[LatencyOfDelivered, BeforeValidator(_short_quantile)] | None = None
    mean_latency_of_delivered: Weighed | None = None
    known: Discoveries | None = None
    known_in_time: OfEvents | None = None
    confirmed: Discoveries | None = None
    confirmed_in_time: OfEvents | None = None
    answered: OfRequests | None = None
    answered_in_time: OfRequests | None = None
    unanswered: Unanswered | None = None
    round_trip: OfRequests | None = None
    backlog: OfStation | None = None
    peak_backlog: OfStation | None = None
    utilisation: Places | None = None
    duplicated: Places | None = None
    reworked: Places | None = None
    wasted: Places | None = None
    exposed: Places | None = None
    missorted: Places | None = None
    stopped: Passing | None = None
    stock: OfSystem | None = None
    held: Links | None = None
    rapport: OnChannel | None = None
    direction: Direction | None = None
    title: Caption = ""


@dataclass(frozen=True)
class Outcome:
    """An outcome of interest.

    Attributes:
        name: what the study calls it.
        kind: one of `stovepipe.measures.catalogue.KINDS`.
        of: the deliveries, the station or the hurdle that is meant.
        direction: whether more or less is better.
        title: what a reader calls it.
    """

    name: str
    kind: str
    of: Shape
    direction: Direction
    title: str

    @property
    def unit(self) -> Unit:
        """What its numbers are in."""
        return KINDS[self.kind].unit

    @property
    def form(self) -> Form:
        """How replications are put together: a ratio of sums, a mean, or a quantile of all deliveries."""
        return KINDS[self.kind].form

    @property
    def share(self) -> float:
        """Of a quantile: the share of deliveries that it is asked for."""
        return self.of.quantile if isinstance(self.of, Quantile) else float("nan")

    @property
    def measure(self) -> str:
        """What is measured, as text: two outcomes with the same measure differ in names only.

        >>> outcome("timely", {"class": "warning"}).measure
        'timely class=warning'
        """
        said = self.of.model_dump(by_alias=True, exclude_defaults=True)
        if isinstance(self.of, Arrivals | Discoveries) and self.of.within is not None:
            said["within"] = f"{self.of.within_ticks} ticks"
        parts = [f"{key}={_one_text(each)}" for key, each in said.items()]
        return " ".join([self.kind, *sorted(parts)])

    def __str__(self) -> str:
        return self.title


def outcome(name: str, said: object = None) -> Outcome:
    """An outcome as a study file would say it.

    >>> outcome("p90", {"latency": {"quantile": "p90", "consumer": "commander"}}).title
    'p90 latency, commander'

    Raises:
        ValueError: it cannot be read; what is wrong, and how to mend it.
    """
    try:
        return outcome_of(name, Asked.model_validate(_said(_with_kind(name, {} if said is None else said))))
    except ValidationError as error:
        found = faults(error, Asked)
    except Faults as error:
        found = error.faults
    raise ValueError("; ".join(_sentence(name, each) for each in found))


def outcome_of(name: str, asked: Asked) -> Outcome:
    """The outcome that is asked for.

    Raises:
        Faults: no kind is given, or several are.
    """
    kinds = [kind for kind in KINDS if getattr(asked, kind) is not None]
    if len(kinds) != 1:
        what = f"{listed(kinds)} are two outcomes" if kinds else "it is not said what is asked for"
        raise fault(what, "give each its own name" if kinds else f"give one of {listed(KINDS, 'or')}")
    [kind] = kinds
    of = getattr(asked, kind)
    direction = asked.direction or KINDS[kind].direction
    return Outcome(name, kind, of, direction, asked.title or _titled(kind, of))


def named_after_kind(raw: object) -> object:
    """An outcome named after its kind is of that kind, unless it says otherwise."""
    if not isinstance(raw, Mapping):
        return raw
    return {name: _with_kind(name, said) for name, said in raw.items()}


@dataclass(frozen=True)
class _Unsaid:
    """An outcome that says what it is about, and not what is asked; `meant`: the kind its name is nearly."""

    meant: str | None


def _with_kind(name: str, said: object) -> object:
    if name not in KINDS:
        return _Unsaid(near_miss(name, KINDS)) if _says_no_kind(said) else said
    if isinstance(said, Mapping) and said.keys() & KINDS.keys():
        return said
    if not isinstance(said, Mapping):
        return {name: said}
    beside = {key: said[key] for key in ("title", "direction") if key in said}
    return {name: {key: each for key, each in said.items() if key not in beside}, **beside}


def _says_no_kind(said: object) -> bool:
    """Whether nothing in it is a kind, or could have been meant as one."""
    if not isinstance(said, Mapping):
        return said is None or isinstance(said, str)
    return not any(key in KINDS or near_miss(str(key), KINDS) for key in said)


def _said(raw: object) -> object:
    if isinstance(raw, _Unsaid):
        hint = f"give one of {listed(KINDS, 'or')}" if raw.meant is None else f'did you mean "{raw.meant}"?'
        raise Faults(Fault("it is not said what is asked for", hint, on_key=True))
    return raw


def as_written(at: tuple[int | str, ...], raw: object) -> tuple[int | str, ...]:
    """The path of what is wrong with an outcome in what was written: one named after its kind has no kind."""
    for i in range(len(at) - 1):
        name, kind = at[i], at[i + 1]
        written = raw.get(name) if isinstance(raw, Mapping) else None
        if name == kind and name in KINDS and not (isinstance(written, Mapping) and kind in written):
            return at[: i + 1] + at[i + 2 :]
        raw = written
    return at


Outcomes = Annotated[dict[Name, Annotated[Asked, BeforeValidator(_said)]], BeforeValidator(named_after_kind)]


def _titled(kind: str, of: Shape) -> str:
    words = KINDS[kind].words
    if isinstance(of, Quantile):
        names = {share: name for name, share in NAMED_QUANTILES.items()}
        words = words.replace("median", names.get(of.quantile, f"{of.quantile * 100:g} % quantile of"))
    if isinstance(of, Arrivals | Discoveries) and of.within is not None:
        words += f" within {of.within}"
    if isinstance(of, Losses | Disposals | Unanswered) and of.to:
        words += f" {KINDS[kind].link} {listed(of.to, 'or')}"
    shown = ("subject", "consumer", "asker", "report_class", "station", "system", "channel", "hurdle")
    named = [getattr(of, key) for key in shown if getattr(of, key, None) is not None]
    weights = of.weights if isinstance(of, Weighed) else None
    return ", ".join([words, *named]) + (f" (weights: {weights})" if weights else "")


def _one_text(said: object) -> str:
    """What is said under a key of an outcome as one text: the same for the same, in whatever order."""
    if isinstance(said, Mapping):
        return "{" + ",".join(f"{key}:{_one_text(said[key])}" for key in sorted(said)) + "}"
    return "+".join(said) if isinstance(said, tuple) else str(said)


def _sentence(name: str, found: Fault) -> str:
    where = ".".join(map(str, (name, *found.at)))
    return f"{where}: {found.what}" + (f"; {found.hint}" if found.hint else "")
