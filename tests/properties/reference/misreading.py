"""Misreading in the second simulator (semantics, 3.5 and 8.3)."""

from __future__ import annotations

from stovepipe.network import draws
from tests.properties.reference.records import Copy
from tests.properties.reference.servers import Server, Servers


class Misreading(Servers):
    """Who misreads, and what a review catches."""

    def misreading(self, server: Server) -> float:
        """8.3."""
        station, start = self.network.stations[server.station], float(server.duty.start[server.spell])
        if start >= 1.0:
            return station.misread_settled
        growth = (server.pace - start) / (1.0 - start)
        return station.misread_fresh + (station.misread_settled - station.misread_fresh) * growth

    def is_caught(self, copy: Copy, server: Server) -> bool:
        """Whether it was misread and a review caught that."""
        station, address = self.network.stations[server.station], {"lead": copy.lead, "visit": copy.began_as}
        if station.misread_school:
            u = self.in_common(copy.lead, station.misread_school, station.misread_period)
        else:
            u = self.uniform("misread", station.name, **address)
        if u >= server.misreads:
            return False
        if self.uniform("review", station.name, **address) < station.review:
            return True
        for part in copy.parts:
            part.fidelity *= station.misread_fidelity
        return False

    def in_common(self, lead: int, school: str, period: int) -> float:
        """The draw of a school, for a class and the period in which a report occurred."""
        reports = self.calendar.reports
        klass = self.network.classes[reports.klass[lead]].name
        key = draws.key(self.calendar.seed, "misread in common", school, klass)
        return draws.uniform(key, self.calendar.replication, int(reports.occurred[lead]) // period)
