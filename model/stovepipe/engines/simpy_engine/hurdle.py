"""Hurdles at work: whether one applies, and whether it strikes (semantics, section 4)."""

from __future__ import annotations

from typing import Protocol

from stovepipe.engines.simpy_engine.chance import Chance, Durations, Uniforms
from stovepipe.engines.simpy_engine.copies import Carried, Copy, Report
from stovepipe.network import records
from stovepipe.network.records import ANY, NEVER


class Recipient(Protocol):
    """Where copies arrive: a station."""

    def arrive(self, copy: Copy, now: int) -> None:
        """A copy arrives."""


class Hurdle:
    """One hurdle of a channel, with its draws."""

    def __init__(self, hurdle: records.Hurdle, channel: str, classes: int, chance: Chance) -> None:
        self.spec = hurdle
        certain = hurdle.probability == hurdle.at_full_rapport in (0.0, 1.0)
        self.stops = None if certain else Uniforms(chance, "hurdle", channel, hurdle.name)
        self._frozen = dict(hurdle.frozen)
        self.delay = (
            Durations(chance, (hurdle.delay,) * classes, "hurdle delay", channel, hurdle.name)
            if hurdle.delay
            else None
        )
        self.through: Recipient | None = None

    def applies(self, copy: Copy, now: int) -> bool:
        """Whether all conditions hold for the copy as it is now."""
        return self._fits(copy, copy.classes) and self._written(copy, now)

    def strikes(self, copy: Copy, rapport: float) -> bool:
        """Whether it stops the copy to which it applies."""
        return self._draw(copy.lead, copy.crossing, rapport)

    def struck(self, copy: Copy, now: int, rapport: float) -> tuple[Carried, ...]:
        """What it stops of what the copy carries, each report by itself."""
        if not self._written(copy, now):
            return ()
        return tuple(
            item
            for item in copy.carried
            if self._fits(item.report, 1 << item.report.klass)
            and self._draw(item.report, copy.crossing, rapport)
        )

    def _fits(self, what: Copy | Report, classes: int) -> bool:
        """Whether the conditions hold on what a copy carries, or on one report of it."""
        spec = self.spec
        return (
            bool(spec.classes & classes)
            and (spec.origins == ANY or bool(spec.origins & what.origins))
            and bool(spec.markings >> what.marking & 1)
            and (what.coarse or not spec.coarse)
        )

    def _written(self, copy: Copy, now: int) -> bool:
        """Whether the conditions hold on how the copy is written."""
        spec = self.spec
        return (
            len(copy.carried) > spec.more_than
            and bool(spec.levels >> copy.level & 1)
            and (spec.languages == ANY or (copy.language >= 0 and bool(spec.languages >> copy.language & 1)))
            and (spec.systems == ANY or (copy.system >= 0 and self._foreign(copy.system, now)))
        )

    def _foreign(self, system: int, now: int) -> bool:
        return bool(self.spec.systems >> system & 1) or now >= self._frozen.get(system, NEVER)

    def _draw(self, report: Report, crossing: int, rapport: float) -> bool:
        spec = self.spec
        if self.stops is None:
            return spec.probability >= 1.0
        probability = spec.probability
        if spec.at_full_rapport != probability:
            probability += (spec.at_full_rapport - probability) * rapport
        return self.stops.at(report, crossing) < probability
