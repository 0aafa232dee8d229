"""Sources and incidents."""

from __future__ import annotations

import itertools
import math

from stovepipe.scenario.draft import Draft
from stovepipe.scenario.laws import CV
from stovepipe.scenario.overlays import Key
from stovepipe.scenario.schema import (
    PRECEDENCES,
    Clustering,
    Diversion,
    Incident,
    Mission,
    Raise,
    RateProfile,
)
from stovepipe.scenario.times import Hours

MOST_IN_BURST = 100  # mean reports of one burst
MOST_PERIODS = 100_000  # of clustering, within the clock


def check(mission: Mission, draft: Draft) -> None:
    """Something is reported, and what incidents do can be done."""
    if not mission.sources:
        draft.problem(
            ("sources",), "there are no sources", "nothing would ever be reported", lacks=("sources",)
        )
    if not mission.classes:
        draft.problem(
            ("classes",),
            "there are no classes of reports",
            "write, for example, warning: {}",
            lacks=("classes",),
        )
    in_bursts = {key.partition(".")[0] for incident in mission.incidents.values() for key in incident.bursts}
    for name, source in mission.sources.items():
        path = ("sources", name)
        if not source.reports and source.file is None and name not in in_bursts:
            draft.problem(
                path,
                "reports nothing",
                "give it reports, or a file, or a burst in an incident",
                lacks=(*path, "reports"),
            )
        _languages(mission, name, draft)
        for klass, profile in source.reports.items():
            _hours(profile, (*path, "reports", klass), draft)
    for name, incident in mission.incidents.items():
        _incident(incident, ("incidents", name), mission, draft)
    if mission.sources and not _anything(mission):
        draft.problem(("sources",), "nothing is ever reported: all rates are zero")


def _anything(mission: Mission) -> bool:
    rates = [profile.rate.value for source in mission.sources.values() for profile in source.reports.values()]
    bursts = [
        incident.rate.value * burst.reports.value
        for incident in mission.incidents.values()
        for burst in incident.bursts.values()
    ]
    files = any(source.file is not None for source in mission.sources.values())
    unreported = any(not source.reports and source.file is None for source in mission.sources.values())
    return files or any(rates) or any(bursts) or (unreported and not bursts)


def _languages(mission: Mission, name: str, draft: Draft) -> None:
    shares = mission.sources[name].languages
    total = math.fsum(share.value for share in shares.values())
    if shares and not math.isclose(total, 1, abs_tol=1e-6):
        draft.problem(
            ("sources", name, "languages"),
            f"the shares add up to {percent(total)}",
            "they must add up to 100 %",
        )


def percent(share: float) -> str:
    """A share as text.

    >>> percent(0.995)
    '99.5 %'
    """
    return f"{100 * share:.6g} %"


def _hours(profile: RateProfile, path: Key, draft: Draft) -> None:
    for one, other in itertools.combinations(profile.hours, 2):
        if _overlap(one, other):
            hint = "each hour of the day has one factor"
            draft.problem((*path, "hours", str(other)), f"overlaps {one}", hint, on_key=True)


def _overlap(one: Hours, other: Hours) -> bool:
    return any(a < d and c < b for a, b in one.spells() for c, d in other.spells())


def _incident(incident: Incident, path: Key, mission: Mission, draft: Draft) -> None:
    _hours(incident, path, draft)
    if not incident.bursts and incident.diverts is None and incident.raises is None:
        draft.warn(path, "has no consequences", "give it bursts, diverts or raises")
    if incident.clustering is not None:
        _clustering(incident.clustering, (*path, "clustering"), mission, draft)
    for key, burst in incident.bursts.items():
        if burst.reports.value > MOST_IN_BURST:
            what = f"{burst.reports} reports for each incident"
            draft.problem((*path, "bursts", key, "reports"), what, f"write {MOST_IN_BURST} or fewer")
    if incident.diverts is not None:
        _diversion(incident.diverts, (*path, "diverts"), mission, draft)
    if incident.raises is not None:
        _raise(incident.raises, (*path, "raises"), mission, draft)


def _clustering(clustering: Clustering, path: Key, mission: Mission, draft: Draft) -> None:
    length = (mission.ends - mission.begins).total_seconds() * 1e6
    if clustering.period.value == 0:
        draft.problem((*path, "period"), "a period of no length", "write, for example, 4 wk")
    elif length / clustering.period.value > MOST_PERIODS:
        what = f"{length / clustering.period.value:,.0f} periods within the clock"
        draft.problem((*path, "period"), what, f"make it long enough for at most {MOST_PERIODS:,}")
    if 0 < clustering.cv.value < CV[0] or clustering.cv.value > CV[1]:
        draft.problem(
            (*path, "cv"),
            f"a coefficient of variation of {clustering.cv}",
            f"write 0, or a number from {CV[0]:g} to {CV[1]:g}",
        )


def _diversion(diversion: Diversion, path: Key, mission: Mission, draft: Draft) -> None:
    _lasting(diversion, path, draft)
    if not diversion.sources and not diversion.posts:
        draft.problem(path, "diverts nobody", "name sources or posts")
    for key, count in diversion.posts.items():
        station, _, group = key.partition(".")
        posts = mission.stations[station].posts if station in mission.stations else {}
        if group in posts and count.value > posts[group].count.value:
            what = f"diverts {count} of {posts[group].count} posts"
            draft.problem((*path, "posts", key), what, f"write {posts[group].count} or fewer")


def _raise(raising: Raise, path: Key, mission: Mission, draft: Draft) -> None:
    _lasting(raising, path, draft)
    if not raising.classes:
        draft.problem((*path, "classes"), "raises nothing", "name classes of reports")
    for klass, precedence in raising.classes.items():
        if klass not in mission.classes:
            continue
        already = mission.classes[klass].precedence
        if PRECEDENCES.index(precedence) >= PRECEDENCES.index(already):
            draft.warn((*path, "classes", klass), f"raises nothing: {klass} is {already} already")


def _lasting(part: Diversion | Raise, path: Key, draft: Draft) -> None:
    if part.lasts.value == 0:
        draft.problem((*path, "lasts"), "lasts for no time at all", "write, for example, 24 h")
