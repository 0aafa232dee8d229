"""Groups of stations of which any one will do."""

from __future__ import annotations

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft


@question
def check(mission: Mission, draft: Draft) -> None:
    """Each group is of commands, needs something, and bears a name of its own."""
    for name in mission.any_of:
        _group(name, mission, draft)


@question
def _group(name: str, mission: Mission, draft: Draft) -> None:
    group, path = mission.any_of[name], ("any_of", name)
    if name in mission.stations:
        draft.problem(path, "is the name of a station as well", "give it another name", on_key=True)
    for part in ("stations", "needs"):
        if not getattr(group, part):
            hint = "name the stations of which any one will do" if part == "stations" else "name classes"
            draft.problem((*path, part), "is empty", hint)
    for i, station in enumerate(group.stations):
        stage = mission.stations[settled(station, mission.stations)].stage
        if stage != "command":
            what = f"{station} is a station of stage {stage}, and only a command needs reports"
            draft.problem((*path, "stations", i), what)
