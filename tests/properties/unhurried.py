"""A mission as it would be written if nothing in it were urgent."""

from __future__ import annotations

from typing import Any

from tests.properties.missions import Document


def unhurry(document: Document) -> None:
    """What only urgent copies could meet is left out.

    A channel that only they could take carries a class that is never reported.
    """
    for incident in document.get("incidents", {}).values():
        incident.get("raises", {}).pop("younger_than", None)
    for source in document["sources"].values():
        source["written_at"] = _doors_of_routine(source["written_at"])
        source.get("collection", {}).pop("at_least", None)  # none of them is for ROUTINE, nor of the next
    for station in document["stations"].values():
        station.pop("work_at_least", None)
        for part in ("batch", "confirms"):
            if part in station and not _takes_routine(station[part]):
                del station[part]
        for group in station["posts"].values():
            if group.get("on_call", {}).get("for") != "ROUTINE":
                group.pop("on_call", None)
            if not _takes_routine(group.get("takes", {})):
                document["classes"]["zz_never"] = {}
                group["takes"]["classes"] = ["zz_never"]
            if group.get("takes") == {}:
                del group["takes"]
    for name, caveat in list(document.get("caveats", {}).items()):
        if not _takes_routine(caveat):
            del document["caveats"][name]
    for channel in document["channels"].values():
        if not _takes_routine(channel):
            document["classes"]["zz_never"] = {}
            channel["carries"] = "zz_never"
            for hurdle in channel["hurdles"].values():
                hurdle.pop("classes", None)
        for name, hurdle in list(channel.get("hurdles", {}).items()):
            if not _takes_routine(hurdle):
                del channel["hurdles"][name]


def _doors_of_routine(written: Any) -> Any:
    """The doors that are open to ROUTINE, up to the first that is open to all of it."""
    if not isinstance(written, list):
        return written
    open_ones = []
    for door in written:
        if _takes_routine(door):
            open_ones.append(door)
            if "classes" not in door:
                break
    return open_ones


def _takes_routine(part: Document) -> bool:
    """Whether a part's condition on precedence holds for ROUTINE. The condition is taken out."""
    part.pop("below", None)
    return part.pop("at_least", "ROUTINE") == "ROUTINE"
