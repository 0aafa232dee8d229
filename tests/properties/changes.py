"""Changes to a mission's document that have a known effect, or none."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from stovepipe.scenario.language.values.units import UNITS, WEEK
from tests.properties.missions import Document

DURATION = re.compile(r"^(\d+(?:\.\d+)?) (min|h|d|wk|mo)$")
RATE = re.compile(r"^(\d+(?:\.\d+)?) /(day|hour)$")
OTHER_UNIT = {"min": "h", "h": "min", "d": "h", "wk": "d", "mo": "wk"}


def changed(document: Document, change: Callable[[Document], Any]) -> Document:
    """A copy of a document after a change made in place."""
    found = copy.deepcopy(document)
    change(found)
    return found


def everywhere(part: Any, change: Callable[[str], str]) -> Any:
    """A document in which every text, keys included, is changed, but for kinds of hurdle and of station."""
    if isinstance(part, dict):
        return {
            change(key): value if key in ("kind", "stage") else everywhere(value, change)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [everywhere(value, change) for value in part]
    return change(part) if isinstance(part, str) else part


def in_other_units(document: Document) -> Document:
    """Minutes in hours, hours in minutes, days in hours, rates per week: every number is another."""

    def rewritten(text: str) -> str:
        if found := DURATION.match(text):
            unit = OTHER_UNIT[found[2]]
            return f"{_decimal(Fraction(found[1]) * UNITS[found[2]] / UNITS[unit])} {unit}"
        if found := RATE.match(text):
            return f"{_decimal(Fraction(found[1]) * WEEK / UNITS[found[2]])} /week"
        return text

    return everywhere(document, rewritten)


def slower(document: Document, factor: int) -> Document:
    """Everything that lasts, lasts `factor` times as long."""

    def scaled(text: str) -> str:
        found = DURATION.match(text)
        return f"{_decimal(Fraction(found[1]) * factor)} {found[2]}" if found else text

    return everywhere(document, scaled)


def _decimal(number: Fraction) -> str:
    """To 25 places: far beyond what a floating-point number tells apart."""
    places = round(number * 10**25)
    return f"{places // 10**25}.{places % 10**25:025d}"


ORDERED = ("through", "markings", "written_at")  # lists that are gone through from the first on


def reordered(part: Any, key: str = "") -> Any:
    """Every map but those of hurdles, and every list whose order says nothing, turned round."""
    if isinstance(part, dict):
        pairs = [(name, reordered(value, name)) for name, value in part.items()]
        return dict(pairs if key == "hurdles" else reversed(pairs))
    return part[::-1] if isinstance(part, list) and key not in ORDERED else part


def renamed(document: Document, prefix: str) -> Document:
    """Every name that the user chose begins with the prefix: ranks stay what they were."""
    kinds = ("classes", "sources", "stations", "incidents", "topics", "caveats", "systems")
    names = {name for kind in kinds for name in document.get(kind, {})} | {*document.get("markings", [])}
    for station in document["stations"].values():
        names |= {*station["posts"], *station.get("reads", []), *station.get("opens", [])}
        names |= {shift for group in station["posts"].values() for shift in group.get("shifts", {})}
        names |= {station[key] for key in ("system", "remit", "writes") if key in station}
    for source in document["sources"].values():
        names |= {*source.get("languages", [])} | ({source["nation"]} if "nation" in source else set())
    for channel in document["channels"].values():
        names |= set(channel["hurdles"])

    def change(text: str) -> str:
        """Also of both ends of a channel, and of a group at its station."""
        return "".join(prefix + part if part in names else part for part in re.split(r"( -> |\.)", text))

    return everywhere(document, change)


def without_deadlines(document: Document, instead: str | None = None) -> Document:
    """No class has an LTIOV and no ask a `within`, or all the same; no queue is in the order of deadlines."""

    def change(found: Document) -> None:
        for klass in found["classes"].values():
            klass.pop("ltiov", None)
            klass |= {"ltiov": instead} if instead else {}
        for station in found["stations"].values():
            if station.get("discipline") == "ltiov":
                station["discipline"] = "fifo"
            for ask in station.get("asks", {}).values():
                ask.pop("within", None)
                ask |= {"within": instead} if instead else {}

    return changed(document, change)


def patient(document: Document) -> Document:
    """Queues without end, and nothing lost by waiting: what is late, or lies about, is as good as new.

    What depends on when something happens is left out as well, but for people's hours of duty.
    """

    def change(found: Document) -> None:
        found["mechanisms"] = dict.fromkeys(
            (
                "absence",
                "confirmation",
                "direction",
                "exposure",
                "learning",
                "misreading",
                "rapport",
                "turnover",
                "urgency",
            ),
            "off",
        )
        found["systems"] = {}
        for station in found["stations"].values():
            station["purges"] = False
            for key in ("interrupts", "queue", "closes", "batch", "patience", "rests_on"):
                station.pop(key, None)

    return changed(document, change)


def uncrowded(document: Document, posts: int = 60) -> Document:
    """Nobody ever waits, and no station closes: what becomes of one report is nothing to the others."""

    def change(found: Document) -> None:
        for station in found["stations"].values():
            station["posts"] = {"first": {"count": posts}}
            for key in ("interrupts", "queue", "closes", "batch"):
                station.pop(key, None)
        for incident in found.get("incidents", {}).values():
            incident.get("diverts", {}).pop("posts", None)

    return changed(document, change)


def hurried(document: Document) -> Document:
    """Long queues and large batches of what is not urgent, and incidents that make much of it urgent."""

    def change(found: Document) -> None:
        found["mechanisms"] = {}
        for klass in found["classes"].values():
            klass |= {"precedence": "ROUTINE"}
            klass.pop("ltiov", None)
        for station in found["stations"].values():
            station["interrupts"] = "PRIORITY"
            if station["stage"] == "analysis":
                station["batch"] = {"size": 12, "below": "IMMEDIATE"}
            if "confirms" in station:
                station["confirms"] = {"sources": 2, "within": "6 h", "below": "PRIORITY"}
        # An attack sets no reports off, so that something else must be told by several sources.
        told = {"about": ["siege"]} if any("confirms" in each for each in found["stations"].values()) else {}
        for source in found["sources"].values():
            source["reports"] = {
                klass: (stream if isinstance(stream, dict) else {}) | {"rate": "30 /day"} | told
                for klass, stream in source["reports"].items()
            }
        attack = found["incidents"]["attack"]
        attack |= {"rate": "4 /day", "bursts": {}}
        attack.pop("diverts")
        precedences = ("FLASH", "IMMEDIATE", "PRIORITY")
        raised = dict(zip(sorted(found["classes"]), precedences, strict=False))
        attack["raises"] = {"lasts": "5 min", "classes": raised, "younger_than": "9 h"}

    return changed(document, change)


def trusting(document: Document) -> Document:
    """On every channel somebody is reluctant, and rapport moves with all that comes over it."""

    def change(found: Document) -> None:
        found["mechanisms"] = {}
        for number, channel in enumerate(found["channels"].values()):
            hurdles = channel.setdefault("hurdles", {})
            hurdles["strangers"] = {"kind": "reluctance", "probability": "60 %", "at_full_rapport": "10 %"}
            usual = {
                "floor": "10 %",
                "ceiling": "80 %",
                "time": "2 d",
                "sender": "first",
                "recipient": "first",
            }
            moves = {"earned": "5 %", "lost": f"{5 + number} %", "carried_over": "30 %"}
            channel["rapport"] = usual | channel.get("rapport", {}) | moves

    return changed(document, change)
