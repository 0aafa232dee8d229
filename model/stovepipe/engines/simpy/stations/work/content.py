"""How much work copies are: on the lead, on each report, by precedence and stock (semantics, section 3.3)."""

from __future__ import annotations

from stovepipe.engines.simpy.books.stocks import Resting
from stovepipe.engines.simpy.chance import Chance, Durations
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy, Report
from stovepipe.engines.simpy.stations.work.duplicates import Duplicates
from stovepipe.engines.simpy.stations.work.heard import Heard
from stovepipe.engines.simpy.stations.work.urgent_work import urgent_work
from stovepipe.network.draws import Law
from stovepipe.network.records import Network

NO_TIME = Law.fixed(0.0)


class Each:
    """The work that each report carried adds at one station."""

    def __init__(self, chance: Chance, network: Network, rank: int, heard: Heard | None) -> None:
        spec = network.stations[rank]
        self._heard, self._repeats = heard, spec.work_repeats
        purpose, classes = "work each", len(spec.work_each)
        self._durations = Durations(chance, spec.work_each, purpose, spec.name)
        self._urgent = urgent_work(chance, spec.urgent_each, classes, purpose, spec.name)
        self._place = len(network.stations) + len(network.channels) + rank

    def of(self, copy: Copy, carried: tuple[Carried, ...]) -> int:
        """The ticks that some of a copy's reports add when work on it is begun anew."""
        durations, place = self._durations, self._place
        if self._urgent is not None:
            durations = self._urgent.of(copy, durations)
        if self._heard is not None:
            return sum(self._again(item.report, durations) for item in carried)
        return sum(durations.at(item.report, item.report.begin(place)) for item in carried)

    def _again(self, report: Report, durations: Durations) -> int:
        """The ticks that a report adds: a share of what is drawn, if its event has been heard of here."""
        ticks, share = durations.at(report, report.begin(self._place)), self._repeats[report.klass]
        heard = self._heard is not None and self._heard.knows(report)
        return int(ticks * share + 0.5) if share < 1.0 and heard else ticks


def each_at(chance: Chance, network: Network, rank: int, heard: Heard | None) -> Each | None:
    """The work for each report at a station, by what it has heard; None where it is never any."""
    spec = network.stations[rank]
    if all(law is None or law == NO_TIME for law in (*spec.work_each, *spec.urgent_each)):
        return None
    return Each(chance, network, rank, heard)


class Content:
    """The work on copies at one station, as it is when it is begun anew.

    `only_once`: the draws for all of it, where nothing adds to them; else None.
    """

    def __init__(
        self, common: Common, rank: int, heard: Heard | None, duplicates: Duplicates, rests: Resting | None
    ) -> None:
        network, chance = common.network, common.chance
        spec = network.stations[rank]
        self._once = Durations(chance, spec.work, "work", spec.name)
        self._urgent = urgent_work(chance, spec.urgent_work, len(spec.work), "work", spec.name)
        self._each = each_at(chance, network, rank, heard)
        self._duplicates, self._rests = duplicates, rests
        more = (self._urgent, self._each, rests)
        self.only_once = self._once if all(part is None for part in more) else None

    def of(self, copy: Copy, level: float) -> int:
        """The ticks of work on a copy, by the level of the stock on which it rests."""
        once = self._once if self._urgent is None else self._urgent.of(copy, self._once)
        content = once.at(copy.lead, copy.visit)
        if self._each is not None:
            content += self._each.of(copy, self._duplicates.to_be_read(copy))
        return content if self._rests is None else self._rests.work(content, level)
