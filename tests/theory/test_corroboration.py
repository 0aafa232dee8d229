"""The first of several independent routes, and confirmation by the second, against closed forms."""

import math

import numpy as np
import pytest

from stovepipe.inference.incidence import pool
from stovepipe.measures.fates.knowledge import DEGREES, event_table, knowledge_incidences
from stovepipe.network.records import HOUR, NEVER
from tests.theory.exact.corroboration import Burst, Watch, confirmed, known
from tests.theory.running import gates, measured, settled

REPLICATIONS = 90
ATTACK = [Burst(0.5, 4.0), Burst(0.9, 6.0), Burst(0.7, 9.0)]
SIEGE = [Watch(0.2, 4.0), Watch(0.3, 6.0)]
EXACT = {"known": known, "confirmed": confirmed}
AGES = (4.0, 12.0)
LATE, BY = 24.0, 6.0  # hours: attacks that begin so late are not all watched for so long


def told_by(events, degree, age):
    return ((events[degree] == degree) & (events[f"{degree}_ticks"] <= age * HOUR)).sum()


@pytest.fixture(scope="module")
def found():
    """Counts by replication, and the attacks of the last hours of each."""
    late = []

    def measure(trajectory):
        events = event_table(trajectory)
        attacks, sieges = (events[events["subject"] == subject] for subject in ("attack", "siege"))
        late.append(attacks[attacks["began_ticks"] >= trajectory.network.horizon - LATE * HOUR])
        attacks = attacks[settled(trajectory, attacks["began_ticks"].to_numpy(), tail=120)]
        assert (attacks[[*DEGREES]] != "in_flight").to_numpy().all()
        assert told_by(attacks, "known", 4.0) == attacks["known_in_time"].sum()
        began = sieges["began_ticks"].to_numpy()
        apart = np.diff(began, prepend=-NEVER, append=NEVER) > 6 * HOUR
        alone = sieges[apart[1:] & apart[:-1] & settled(trajectory, began, tail=120)]
        return [
            len(attacks),
            len(alone),
            *(told_by(attacks, degree, age) for degree in DEGREES for age in AGES),
            *((attacks[f"{degree}_cause"] == "unreported").sum() for degree in DEGREES),
            told_by(alone, "known", 3.0),
            told_by(alone, "confirmed", 6.0),
        ]

    return measured("corroboration", REPLICATIONS, measure), late


@pytest.mark.slow
def test_events_become_known_and_confirmed_as_thinned_poisson_processes_say(found):
    counts, _ = found
    attacks, alone = counts[:, 0], counts[:, 1]
    with gates("corroboration") as held:
        for place, (degree, age) in enumerate((degree, age) for degree in DEGREES for age in AGES):
            exact = EXACT[degree](ATTACK, age)
            held.ratio(f"attack {degree} by {age} h", counts[:, 2 + place], attacks, exact, half_width=0.05)
        for place, degree in enumerate(DEGREES):
            never = 1.0 - EXACT[degree](ATTACK, math.inf)
            held.ratio(f"attack never {degree}", counts[:, 6 + place], attacks, never, half_width=0.05)
        held.ratio("siege known by 3 h", counts[:, 8], alone, known(SIEGE, 3.0), half_width=0.15)
        held.ratio("siege confirmed by 6 h", counts[:, 9], alone, confirmed(SIEGE, 6.0), half_width=0.25)


@pytest.mark.slow
def test_what_begins_shortly_before_the_end_is_censored_and_bends_no_curve(found):
    """The curve of the attacks of the last day is that of all, though few of them are watched for long."""
    _, late = found
    groups = [late[first : first + 3] for first in range(0, REPLICATIONS, 3)]
    with gates("corroboration, late") as held:
        for degree in DEGREES:
            curves = [
                pool([knowledge_incidences(table, degree, [(None, None)])[0] for table in group])
                for group in groups
            ]
            shares = np.array([curve.at([BY * HOUR], degree)[0] for curve in curves])
            exact = EXACT[degree](ATTACK, BY)
            held.mean(f"late attack {degree} by {BY} h", shares, exact, half_width=0.25)
            told = sum(told_by(table, degree, BY) for table in late)
            assert told / sum(map(len, late)) < shares.mean() - 0.02, "the share that is known is too low"
