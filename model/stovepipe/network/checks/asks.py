"""Whether the asks of a network, and the streams that come of them, are sound."""

from __future__ import annotations

from stovepipe.network.details.asks import Ask, Origin
from stovepipe.network.records import NONE, Network, Stream


def check_asks(network: Network) -> None:
    """Make sure that each ask points at stations and classes, and each made stream at an ask and a stream.

    Raises:
        ValueError: naming what is wrong.
    """
    order = [(ask.station, ask.name) for ask in network.asks]
    if order != sorted(set(order)):
        raise ValueError("asks: they are not sorted, or not unique")
    for ask in network.asks:
        if wrong := _wrong(network, ask):
            raise ValueError(f"ask {ask.name}: {wrong}")
    for rank, stream in enumerate(network.streams):
        if stream.made is not None and not _follows(network, rank, stream, stream.made):
            raise ValueError(f"stream {rank}: it does not follow from what it is about")
    if list(network.addressees) != sorted(set(network.addressees)):
        raise ValueError("addressees: they are not sorted, or not unique")


def _wrong(network: Network, ask: Ask) -> str:
    classes = len(network.classes)
    if not 0 <= ask.station < len(network.stations):
        return f"its station is {ask.station}, of {len(network.stations)}"
    if not 0 <= ask.about < 1 << classes:
        return f"it is about the mask {ask.about}, of {classes}"
    if not 0 <= ask.request < classes or not (ask.answer == NONE or 0 <= ask.answer < classes):
        return f"its classes are {ask.request} and {ask.answer}, of {classes}"
    if not (0.0 <= ask.probability <= 1.0 and 0.0 <= ask.still_coarse <= 1.0):
        return f"{ask.probability} or {ask.still_coarse} is not a share from 0 to 1"
    return "" if ask.rounds >= 1 else f"it has {ask.rounds} rounds"


def _follows(network: Network, rank: int, stream: Stream, origin: Origin) -> bool:
    """Whether a stream that is made is of the source and the round that its origin says."""
    about = network.streams[origin.about]
    before = 0 if about.made is None else about.made.round + 1
    settles = stream.rate is None and stream.times is None and stream.incident == NONE
    return (
        settles
        and origin.about < rank
        and 0 <= origin.ask < len(network.asks)
        and stream.source == about.source
        and origin.round == before
    )
