"""Whether the parts of a configuration fit together, as far as they have the right shape."""

from stovepipe.scenario.checks.calendar import clock, dates, people
from stovepipe.scenario.checks.channels import channel, conditions, hurdles, restrictions
from stovepipe.scenario.checks.reach import collection, confirmation, doors, requests, routes, urgency
from stovepipe.scenario.checks.sources import incidents, occurrences, subjects
from stovepipe.scenario.checks.stations import any_of, sorting, station, stocks
from stovepipe.scenario.checks.words import causes, names, near_misses
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events


def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Ask everything that can be answered; what is wrong, or worth a look, goes to the draft."""
    names.check(mission, draft)
    clock.check(mission, draft)
    occurrences.check(mission, draft)
    incidents.check(mission, draft)
    subjects.check(mission, draft)
    doors.check(mission, events, draft)
    collection.check(mission, events, draft)
    people.check(mission, draft)
    station.check(mission, draft)
    any_of.check(mission, draft)
    confirmation.check(mission, events, draft)
    requests.check(mission, draft)
    sorting.check(mission, draft)
    channel.check(mission, draft)
    hurdles.check(mission, draft)
    dates.check(mission, draft)
    causes.check(mission, draft)
    conditions.check(mission, draft)
    urgency.check(mission, draft)
    restrictions.check(mission, draft)
    stocks.check(mission, draft)
    routes.check(mission, events, draft)
    if not draft.problems:
        near_misses.check(mission, draft)


__all__ = ["check"]
