"""What is settled before the clock starts: reports and rosters of one replication (semantics, 8)."""

from __future__ import annotations

from stovepipe.network.occurrences import incident_times, reports
from stovepipe.network.records import Calendar, Network
from stovepipe.network.rosters import rosters


def unfold(network: Network, seed: int, replication: int) -> Calendar:
    """The calendar of one replication: a pure function of its arguments.

    Args:
        network: the compiled mission.
        seed: the mission's seed, from 0 upwards.
        replication: the replication, from 0 upwards.
    """
    incidents = incident_times(network, seed, replication)
    duty, changes = rosters(network, seed, replication, incidents)
    return Calendar(
        seed=seed,
        replication=replication,
        reports=reports(network, seed, replication, incidents),
        duty=duty,
        changes=changes,
        incidents=incidents,
    )
