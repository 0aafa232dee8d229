"""The mission in which no report is urgent, written without what only urgent copies could meet."""

from __future__ import annotations

from tests.properties.missions import Document


def without_urgency(document: Document) -> None:
    """What only urgent copies could meet is left out.

    A channel that only they could take carries a class that is never reported.
    """
    for incident in document.get("incidents", {}).values():
        incident.get("raises", {}).pop("younger_than", None)
    for station in document["stations"].values():
        station.pop("work_at_least", None)  # none of them is for ROUTINE
        if "batch" in station and not _takes_routine(station["batch"]):
            del station["batch"]
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
    forget_bypassed(document)


def _takes_routine(part: Document) -> bool:
    """Whether a part's condition on precedence holds for ROUTINE. The condition is taken out."""
    part.pop("below", None)
    return part.pop("at_least", "ROUTINE") == "ROUTINE"


def forget_bypassed(document: Document) -> None:
    """Nobody is said any more to get round a hurdle or a caveat that there is not."""
    for channel in document["channels"].values():
        embedded = channel.get("embedded", {})
        known = {*channel.get("hurdles", {}), *document.get("caveats", {})}
        embedded["bypasses"] = [name for name in embedded.pop("bypasses", []) if name in known]
