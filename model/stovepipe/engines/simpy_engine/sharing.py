"""What a station sends on: written, batched, shared (semantics, section 3.5, steps 5 to 7)."""

from __future__ import annotations

from collections.abc import Callable

from stovepipe.engines.simpy_engine.batch import Batch, product, replace
from stovepipe.engines.simpy_engine.chance import Chance, Uniforms
from stovepipe.engines.simpy_engine.channel import Channel
from stovepipe.engines.simpy_engine.copies import Copy
from stovepipe.engines.simpy_engine.ledger import FINISHED, Ledger
from stovepipe.engines.simpy_engine.moments import Clock
from stovepipe.network.records import NONE, Station


class Outbox:
    """Where a station puts what it has finished."""

    def __init__(
        self,
        env: Clock,
        spec: Station,
        station_bit: int,
        chance: Chance,
        ledger: Ledger,
        number_copy: Callable[[], int],
    ) -> None:
        self.batch = Batch(ledger, station_bit)
        self._spec = spec
        self._outgoing: list[Channel] = []
        self._pick = Uniforms(chance, "share", spec.name)
        self._env, self._ledger, self._number_copy = env, ledger, number_copy

    def connect(self, channels: list[Channel]) -> None:
        """Find the outgoing channels."""
        self._outgoing = [channels[rank] for rank in self._spec.outgoing]

    def write(self, copy: Copy) -> None:
        """What the station writes is in its language, on its system and at its level."""
        spec = self._spec
        if spec.writes_language != NONE:
            copy.language = spec.writes_language
        if spec.writes_system != NONE:
            copy.system = spec.writes_system
        if spec.writes_level != NONE:
            copy.level = spec.writes_level

    def send(self, copy: Copy) -> None:
        """Batch a finished copy, or share it."""
        spec = self._spec
        if spec.batch_classes >> copy.lead.klass & 1:
            self.batch.add(copy, self._env.now)
            if spec.batch_size != NONE and len(self.batch) >= spec.batch_size:
                self.release()
        else:
            self._share(copy)

    def release(self) -> None:
        """What the batch holds leaves as one product."""
        now = self._env.now
        copies = self.batch.take(now)
        if len(copies) > 1:
            whole = product(copies, self._number_copy(), now)
            replace(copies, whole, self._ledger, now)
            self._share(whole)
        elif copies:
            self._share(copies[0])

    def _share(self, copy: Copy) -> None:
        """One copy to each outgoing channel that carries it; of alternatives, to the one picked."""
        now = self._env.now
        shared = self._spec.shared
        picked = self._picked(copy) if shared else NONE
        children = []
        for channel in self._outgoing:
            if channel.rank != picked and channel.rank in shared:
                continue
            carried = copy.carried
            if not channel.carries_all:
                carries = channel.spec.carries
                carried = tuple(item for item in carried if carries >> item.report.klass & 1)
                if not carried:
                    continue
            child = copy.made_from(self._number_copy(), carried, now)
            self._ledger.enter(child, channel.reach, channel.place)
            children.append((channel, child))
        self._ledger.end(copy, FINISHED, now)
        for channel, child in children:
            channel.offer(child)

    def _picked(self, copy: Copy) -> int:
        """The channel that gets the copy, of those that are alternatives."""
        draw = self._pick.at(copy.lead, copy.visit)
        for rank, cumulative in zip(self._spec.shared, self._spec.shares, strict=True):
            if draw < cumulative:
                return rank
        return self._spec.shared[-1]
