"""What a station has heard of each event: from which sources it has finished reports (semantics, 3.11)."""

from __future__ import annotations

from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy, Report
from stovepipe.network.records import NONE


class Heard:
    """The sources of the reports about each event that one station has finished itself."""

    def __init__(self, common: Common) -> None:
        self._about = common.about
        self._source = [1 << stream.source for stream in common.network.streams]
        self._sources: dict[int, int] = {}  # by event, the sources as a mask

    def knows(self, report: Report) -> bool:
        """Whether a report about the same event has been finished here."""
        return self._about[report.rank] in self._sources

    def about(self, copy: Copy) -> int:
        """The event that the lead of a copy is about, or NONE."""
        return self._about[copy.lead.rank]

    def sources(self, event: int) -> int:
        """How many sources have been heard of an event."""
        return self._sources.get(event, 0).bit_count()

    def hear(self, copy: Copy) -> list[int]:
        """A copy is finished; the events of which a new source is heard, in the order of their rows."""
        told = set()
        for item in copy.carried:
            event = self._about[item.report.rank]
            if event != NONE:
                before = self._sources.get(event, 0)
                after = before | self._source[item.report.stream]
                if after != before:
                    self._sources[event] = after
                    told.add(event)
        return sorted(told)
