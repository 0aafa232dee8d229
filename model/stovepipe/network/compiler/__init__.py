"""From what the user says to what an engine runs: a scenario compiled to a network."""

from __future__ import annotations

from stovepipe.network.check import check_network
from stovepipe.network.compiler.channels import compile_channels
from stovepipe.network.compiler.occurrences import compile_incidents, compile_sources, compile_streams
from stovepipe.network.compiler.people import compile_servers
from stovepipe.network.compiler.stations import compile_classes, compile_stations
from stovepipe.network.compiler.words import Words
from stovepipe.network.reachability import reachable
from stovepipe.network.records import Network
from stovepipe.scenario import Scenario


def compile_network(scenario: Scenario) -> Network:
    """Compile a scenario: names to ranks, dates to ticks, sets to masks, laws to numbers.

    Raises:
        ValueError: if the result is not sound, which a scenario that was checked never gives.
    """
    mission = scenario.mission
    words = Words(mission)
    servers = compile_servers(words)
    channels = compile_channels(words)
    stations = compile_stations(words, servers)
    consumers, reach_station, reach_channel = reachable(stations, channels, len(words.classes))
    network = Network(
        mission=mission.mission,
        start=mission.start,
        horizon=words.horizon,
        counted_from=words.counted_from,
        nations=words.nations,
        languages=words.languages,
        systems=words.systems,
        causes=words.causes,
        classes=compile_classes(words),
        sources=compile_sources(words),
        incidents=compile_incidents(words),
        streams=compile_streams(words, scenario.events),
        stations=stations,
        servers=servers,
        channels=channels,
        consumers=consumers,
        reach_station=reach_station,
        reach_channel=reach_channel,
    )
    check_network(network)
    return network


__all__ = ["compile_network"]
