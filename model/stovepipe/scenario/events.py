"""Occurrences read from a CSV file."""

from __future__ import annotations

from stovepipe.scenario.datafiles import DataFiles
from stovepipe.scenario.draft import Draft
from stovepipe.scenario.scenario import Times
from stovepipe.scenario.schema import Mission

Events = dict[str, dict[str, Times]]


def read_events(mission: Mission, draft: Draft, data_files: DataFiles) -> Events:
    return {}
