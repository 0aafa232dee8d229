"""What is settled before the clock starts, found once more from the page alone (semantics, 8).

The columns of reports from their addresses; the people from their draws; rapport by looking who is there.
"""

from functools import cache

import numpy as np
import pytest
from hypothesis import given

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR
from stovepipe.scenario import load
from tests.properties.missions import examples, missions, write
from tests.properties.reference.people import Line
from tests.properties.reference.rapport import Acquaintances


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


def settled(document, folder, seed=5, replication=2):
    network = compile_network(load(write(document, folder)))
    return network, unfold(network, seed, replication)


# --- reports (8.1) -------------------------------------------------------------------------------


@examples(8)
@given(document=missions())
def test_what_becomes_of_a_report_before_it_is_written_is_at_its_own_address(folder, document):
    network, calendar = settled(document, folder)
    reports = calendar.reports
    for rank in range(len(reports.occurred)):
        stream = network.streams[reports.stream[rank]]
        source, klass = network.sources[stream.source], network.classes[stream.klass]
        names = (source.name, klass.name, stream.trigger)

        @cache
        def address(purpose, names=names, rank=rank):
            return draws.key(5, purpose, *names), 2, int(reports.ordinal[rank])

        def below(purpose, share, address=address):
            return share > 0 and draws.uniform(*address(purpose), 0) < share

        marking = max(source.marking, klass.marking)
        if below("overmarked", source.overmarked):
            marking = min(marking + 1, len(network.markings) - 1)
        assert reports.marking[rank] == marking
        losses = source.collection[stream.klass][reports.precedence[rank]]
        assert reports.unreported[rank] == below("unreported", losses.unreported)
        assert reports.coarse[rank] == below("coarse", losses.coarse)
        if not reports.unreported[rank]:
            law = losses.write_delay
            delay = draws.draw_ticks(law, *address("write delay"), 0) if law else 0
            assert reports.delay[rank] == delay
        drawn = draws.uniform(*address("requirement"), 0) if source.guided_by else 0
        assert reports.requirement[rank] == drawn


# --- people (8.2, 8.3) ---------------------------------------------------------------------------


@examples(8)
@given(document=missions())
def test_whoever_is_on_duty_is_the_person_that_the_draws_say(folder, document):
    """From spell to spell: there at the time, and as able as tenure and memory make him or her."""
    network, calendar = settled(document, folder)
    for server in range(len(network.servers)):
        line = Line(network, calendar, server)
        persons, duty = {person.tour: person for person in line.persons()}, calendar.duty[server]
        for spell in range(len(duty.on)):
            person = persons.get(duty.tour[spell])
            if duty.on[spell] >= network.horizon:
                continue
            assert person is not None, f"nobody of tour {duty.tour[spell]} comes to server {server}"
            assert person.arrives <= duty.on[spell], f"{person} is on duty before coming"
            off = min(int(duty.off[spell]), network.horizon)
            assert off <= person.leaves, f"{person} is on duty after leaving"
            pace = min(1.0, duty.p0[spell] + duty.slope[spell] * (int(duty.on[spell] - duty.tenure[spell])))
            assert pace == line.proficiency(person, int(duty.on[spell])), f"{person} works at {pace}"


@examples(8)
@given(document=missions())
def test_whoever_can_be_called_is_in_post_and_neither_on_leave_nor_diverted(folder, document):
    """Every two hours: whatever the hours of the shift."""
    network, calendar = settled(document, folder)
    for server, presence in enumerate(calendar.presence):
        one = network.servers[server]
        group = network.stations[one.station].groups[one.group]
        assert (presence is None) == (group.called_for < 0)
        if presence is None:
            continue
        line = Line(network, calendar, server)
        for tick in range(0, network.horizon, 2 * HOUR):
            here = [p for p in line.stays() if p.arrives <= tick < p.leaves]
            away = line.leaves(here[0]) if here and group.tour is not None and group.turnover else []
            away += line.away(network.horizon) if not group.turnover else []
            absent = any(on <= tick < off for on, off in away) or diverted(network, calendar, one, tick)
            piece = int(np.searchsorted(presence.on, tick, side="right")) - 1
            present = piece >= 0 and tick < presence.off[piece]
            assert present == (bool(here) and not absent), f"server {server} at {tick}"
            if present:
                assert presence.tour[piece] == here[0].tour


def diverted(network, calendar, server, tick):
    """Whether an incident ties down the post of a server."""
    count = network.stations[server.station].groups[server.group].count
    return any(
        (station, group) == (server.station, server.group)
        and server.post >= count - posts
        and any(at <= tick < at + incident.diverts_for for at in calendar.incidents[rank])
        for rank, incident in enumerate(network.incidents)
        for station, group, posts in incident.diverts_posts
    )


# --- rapport (8.4) -------------------------------------------------------------------------------


def at(curve, tick):
    piece = int(np.searchsorted(curve.since, tick, side="right")) - 1
    grown = curve.base[piece] + curve.slope[piece] * (tick - curve.origin[piece])
    return curve.effort[piece] * min(curve.cap[piece], grown)


@examples(10)
@given(document=missions())
def test_rapport_is_what_it_is_found_to_be_by_looking_who_is_there(folder, document):
    """Every hour, and at every tick, with those before and after, at which the curve takes a turn."""
    network, calendar = settled(document, folder)
    looked_up = Acquaintances(network, calendar)
    for channel, curve in enumerate(calendar.rapport):
        if curve is not None:
            turns = [int(tick) + by for tick in curve.since for by in (-1, 0, 1)]
            for tick in [*range(0, network.horizon, HOUR), *turns]:
                if 0 <= tick < network.horizon:
                    assert at(curve, tick) == looked_up.rapport(channel, tick), f"{channel} at {tick}"
