"""Hurdles at work: whether one applies, and whether it strikes (semantics, section 4)."""

from __future__ import annotations

from typing import Protocol

from stovepipe.engines.simpy.chance import Chance, Durations, Uniforms
from stovepipe.engines.simpy.copies import Carried, Copy, Report
from stovepipe.network import records
from stovepipe.network.details.periods import in_time
from stovepipe.network.records import NEVER
from stovepipe.network.ways.hurdles import fits, probability, suits


class Recipient(Protocol):
    """Where copies arrive: a station."""

    def arrive(self, copy: Copy, now: int) -> None:
        """A copy arrives."""


class Hurdle:
    """One hurdle of a channel, with its draws."""

    def __init__(self, hurdle: records.Hurdle, channel: str, classes: int, chance: Chance) -> None:
        self.spec = hurdle
        self.by_rapport = hurdle.probability != hurdle.at_full_rapport
        certain = hurdle.probability == hurdle.at_full_rapport in (0.0, 1.0)
        self.stops = None if certain else Uniforms(chance, "hurdle", channel, hurdle.name)
        self.delay = (
            Durations(chance, (hurdle.delay,) * classes, "hurdle delay", channel, hurdle.name)
            if hurdle.delay
            else None
        )
        self.through: Recipient | None = None

    def applies(self, copy: Copy, now: int) -> bool:
        """Whether all conditions hold for the copy as it is now."""
        return fits(self.spec, copy.traits) and suits(
            self.spec, copy.written, copy.precedence, len(copy.carried), now
        )

    def strikes(self, copy: Copy, rapport: float) -> bool:
        """Whether it stops the copy to which it applies."""
        return self._draw(copy.lead, copy.crossing, rapport)

    def struck(self, copy: Copy, now: int, rapport: float) -> tuple[Carried, ...]:
        """What it stops of what the copy carries, each report by itself."""
        if not suits(self.spec, copy.written, copy.precedence, len(copy.carried), now):
            return ()
        return tuple(
            item
            for item in copy.carried
            if fits(self.spec, item.report.traits) and self._draw(item.report, copy.crossing, rapport)
        )

    def _draw(self, report: Report, crossing: int, rapport: float) -> bool:
        if self.stops is None:
            return self.spec.probability >= 1.0
        return self.stops.at(report, crossing) < probability(self.spec, rapport)


class DatedHurdle(Hurdle):
    """A hurdle that applies in its time only (semantics, 4.1)."""

    def applies(self, copy: Copy, now: int) -> bool:
        """Whether it is in its time, and all conditions hold for the copy as it is now."""
        return in_time(self.spec, now) and super().applies(copy, now)

    def struck(self, copy: Copy, now: int, rapport: float) -> tuple[Carried, ...]:
        """What it stops of what the copy carries, each report by itself."""
        return super().struck(copy, now, rapport) if in_time(self.spec, now) else ()


def hurdle_of(hurdle: records.Hurdle, channel: str, classes: int, chance: Chance) -> Hurdle:
    """A hurdle of a channel at work."""
    kind = Hurdle if (hurdle.since, hurdle.until) == (0, NEVER) else DatedHurdle
    return kind(hurdle, channel, classes, chance)
