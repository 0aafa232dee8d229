"""Incidents: whether they have consequences, and can have those that are stated."""

from __future__ import annotations

from stovepipe.scenario.checks.sources.occurrences import hours
from stovepipe.scenario.language.people.calling_in import CallingIn
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.incidents import Burst, Diversion, Incident, Raise
from stovepipe.scenario.language.values.laws import CV, Fixed
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.language.words.vocabulary import pair
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.terms import PRECEDENCES

TRIGGERS = ("rate", "file")  # of reports that no incident causes: their draws have these in their addresses
MOST_IN_BURST = 100  # mean reports of one burst
MOST_PERIODS = 100_000  # of clustering, within the clock


@question
def check(mission: Mission, draft: Draft) -> None:
    """What each incident does can be done, and each does something."""
    for name, incident in mission.incidents.items():
        path = ("incidents", name)
        if name in TRIGGERS:
            draft.problem(
                path, f'an incident cannot be named "{name}"', "that is what reports without one go by"
            )
        hours(incident, path, draft)
        _consequences(name, incident, path, mission, draft)
        _period(incident, (*path, "clustering", "period"), mission, draft)
        _dispersion(incident, (*path, "clustering", "cv"), draft)
        _bursts(incident, (*path, "bursts"), draft)
        _diversion(incident, (*path, "diverts"), mission, draft)
        _calling_in(incident, (*path, "calls_in"), mission, draft)
        _raise(incident, (*path, "raises"), mission, draft)


@question
def _consequences(name: str, incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    streams = [stream.about for source in mission.sources.values() for stream in source.reports.values()]
    streams += [source.file.about for source in mission.sources.values() if source.file is not None]
    if incident.bursts or any(name in about for about in streams):
        return
    if incident.diverts is None and incident.calls_in is None and incident.raises is None:
        draft.warn(path, "has no consequences", "give it bursts, diverts, calls_in or raises")


@question
def _period(incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    if incident.clustering is None:
        return
    period = incident.clustering.period.value
    if period == 0:
        draft.problem(path, "a period of no length", "write, for example, 4 wk")
    elif (count := (mission.ends - mission.begins).total_seconds() * 1e6 / period) > MOST_PERIODS:
        hint = f"make it long enough for at most {MOST_PERIODS:,}"
        draft.problem(path, f"{count:,.0f} periods within the clock", hint)


@question
def _dispersion(incident: Incident, path: Key, draft: Draft) -> None:
    if incident.clustering is None:
        return
    cv = incident.clustering.cv
    if 0 < cv.value < CV[0] or cv.value > CV[1]:
        hint = f"write 0, or a number from {CV[0]:g} to {CV[1]:g}"
        draft.problem(path, f"a coefficient of variation of {cv}", hint)


@question
def _bursts(incident: Incident, path: Key, draft: Draft) -> None:
    for key, burst in incident.bursts.items():
        _burst(burst, (*path, key, "reports"), draft)


@question
def _burst(burst: Burst, path: Key, draft: Draft) -> None:
    if burst.reports.value > MOST_IN_BURST:
        what = f"{burst.reports} reports for each incident"
        draft.problem(path, what, f"write {MOST_IN_BURST} or fewer")


@question
def _diversion(incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    if incident.diverts is None:
        return
    _lasting(incident.diverts, path, draft)
    for key, count in incident.diverts.posts.items():
        _posts("diverts", key, count, (*path, "posts", key), mission, draft)
    if not incident.diverts.sources and not incident.diverts.posts:
        draft.problem(path, "diverts nobody", "name sources or posts")


@question
def _posts(verb: str, key: str, count: Quantity, path: Key, mission: Mission, draft: Draft) -> None:
    station, group = pair(key)
    posts = mission.stations[station].posts if station in mission.stations else {}
    if group in posts and count.value > posts[group].count.value:
        hint = f"write {posts[group].count} or fewer"
        draft.problem(path, f"{verb} {count} of {posts[group].count} posts", hint)


@question
def _calling_in(incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    calls_in = incident.calls_in
    if calls_in is None:
        return
    _lasting(calls_in, path, draft)
    for key, count in calls_in.posts.items():
        here = (*path, "posts", key)
        _posts("calls in", key, count, here, mission, draft)
        _off_duty(key, here, mission, draft)
    if not calls_in.posts:
        draft.problem((*path, "posts"), "calls in nobody", "name posts, for example {gao.analysts: 2}")
    within = calls_in.within
    if isinstance(within, Fixed) and 0 < calls_in.lasts.value <= within.value.value:
        what = f"nobody ever comes: it takes {within.value}, and is over after {calls_in.lasts}"
        draft.problem((*path, "within"), what, "lasts is counted from the incident: make it longer")


@question
def _off_duty(key: str, path: Key, mission: Mission, draft: Draft) -> None:
    station, group = pair(key)
    posts = mission.stations[settled(station, mission.stations)].posts
    if posts[settled(group, posts)].shift is None and not posts[group].shifts:
        what = "has no effect: nobody here is ever off duty"
        draft.warn(path, what, "give the group a shift, or remove it", on_key=True)


@question
def _raise(incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    if incident.raises is None:
        return
    _lasting(incident.raises, path, draft)
    if not incident.raises.classes:
        draft.problem((*path, "classes"), "raises nothing", "name classes of reports")
    for klass, precedence in incident.raises.classes.items():
        already = mission.classes[settled(klass, mission.classes)].precedence
        if PRECEDENCES.index(precedence) >= PRECEDENCES.index(already):
            draft.warn((*path, "classes", klass), f"raises nothing: {klass} is {already} already")


@question
def _lasting(part: CallingIn | Diversion | Raise, path: Key, draft: Draft) -> None:
    if part.lasts.value == 0:
        draft.problem((*path, "lasts"), "lasts for no time at all", "write, for example, 24 h")
