"""Asks that point at nothing, and streams that follow from none, are named."""

import re
from dataclasses import replace

import pytest

from stovepipe.network.checks.network import check_network
from stovepipe.network.records import NONE
from tests.network.compiler.test_asks import asking

SOUND = asking("{again: {request: query}, more: {request: query, about: bravo}}")


def ask(**changes):
    return {"asks": (replace(SOUND.asks[0], **changes), SOUND.asks[1])}


def origin(**changes):
    """The last stream, of which something else is said."""
    *others, last = SOUND.streams
    return {"streams": (*others, replace(last, made=replace(last.made, **changes)))}


FAULTS = {
    "asks: they are not sorted, or not unique": {"asks": SOUND.asks[::-1]},
    "ask again: its station is -1, of 3": ask(station=NONE),
    "ask again: it is about the mask 8, of 3": ask(about=8),
    "ask again: its classes are -1 and -1, of 3": ask(request=NONE),
    "ask again: 1.5 or 0.0 is not a share from 0 to 1": ask(probability=1.5),
    "ask again: it has 0 rounds": ask(rounds=0),
    "streams: they are not sorted, or not unique": {"streams": SOUND.streams[::-1]},
    "stream 8: it does not follow from what it is about": origin(round=1),
    "addressees: they are not sorted, or not unique": {"addressees": SOUND.addressees[::-1]},
}


@pytest.mark.parametrize("message", FAULTS)
def test_what_is_unsound_is_named(message):
    check_network(SOUND)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check_network(replace(SOUND, **FAULTS[message]))
