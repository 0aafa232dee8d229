"""Dates, and the time over which the mission is watched."""

from __future__ import annotations

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.occurrences import RateProfile
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


@question
def check(mission: Mission, draft: Draft) -> None:
    """The clock runs, and dates lie where they have an effect."""
    if mission.horizon.value < 1:
        draft.problem(("horizon",), "the mission is watched for no time at all", "write, for example, 26 wk")
        return
    for name, station in mission.stations.items():
        _closing(station, ("stations", name, "closes", "on"), mission, draft)
    for name, source in mission.sources.items():
        for klass, profile in source.reports.items():
            _dates(profile, ("sources", name, "reports", klass), mission, draft)
    for name, incident in mission.incidents.items():
        _dates(incident, ("incidents", name), mission, draft)
    for name, topic in mission.topics.items():
        _dates(topic, ("topics", name), mission, draft)


@question
def _closing(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    if station.closes is None:
        return
    if station.closes.on <= mission.begins:
        hint = f"the clock runs from {mission.begins} to {mission.ends}"
        draft.problem(path, "closes before the clock starts", hint)
    elif station.closes.on >= mission.ends:
        draft.warn(path, f"never happens: the clock stops at {mission.ends}")


def _dates(profile: RateProfile, path: Key, mission: Mission, draft: Draft) -> None:
    for dates in profile.dates:
        if dates.until <= mission.begins or dates.since >= mission.ends:
            what = f"has no effect: the clock runs from {mission.begins} to {mission.ends}"
            draft.warn((*path, "dates", str(dates)), what, on_key=True)
