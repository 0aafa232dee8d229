"""Mean proficiency of a post through which people pass.

A tour is a renewal: in the long run the mean is what a person does while present, by how long a person is
present (renewal reward; Whitt 2006, *Manufacturing & Service Operations Management* 8:235, on staff whose
experience has the stationary-excess law of the tour). Proficiency is `start` on arrival and grows in a
straight line to 1, as in section 8.3 of the semantics.
"""

from collections.abc import Callable

from scipy.integrate import quad


def settled_by(start: float, learning: float, tour: float) -> float:
    """Mean proficiency where everyone stays for one fixed tour, and learns from the first day.

    A tour longer than the learning loses half of what is to be learnt, for as long as it is learnt; in a
    shorter one nobody is ever settled.
    """
    lost = learning / (2 * tour) if tour >= learning else 1 - tour / (2 * learning)
    return 1 - (1 - start) * lost


def mean_proficiency(
    start: float,
    learning: float,
    present: Callable[[float], float],
    longest: float,
    overlap: float = 0.0,
) -> float:
    """Mean proficiency over the time in which somebody is there.

    Args:
        start: proficiency on arrival.
        learning: time until a person is settled.
        present: probability that a person is there for longer than a time.
        longest: a time for which nobody is there, or hardly anybody.
        overlap: time of learning before the person takes over.
    """
    kinks = [kink for kink in (learning - overlap,) if 0 < kink < longest]

    def proficiency(age: float) -> float:
        return min(1.0, start + (1 - start) * (age + overlap) / learning)

    done, _ = quad(lambda age: proficiency(age) * present(age), 0, longest, points=kinks, limit=400)
    there, _ = quad(present, 0, longest, points=kinks, limit=400)
    return done / there


def finished(start: float, learning: float, tour: float, work: float, horizon: float) -> int:
    """Tasks of equal content that a post which is never idle finishes, the first person being new at 0.

    A task keeps the pace of whoever begins it; at the end of a tour the newcomer goes on with what is left of
    it, at a newcomer's pace.
    """
    now, left, change, done = 0.0, work, tour, 0
    while True:
        pace = min(1.0, start + (1 - start) * (now - (change - tour)) / learning)
        end = now + left / pace
        if min(end, change) > horizon:
            return done
        if end <= change:
            now, left, done = end, work, done + 1
        else:
            now, left = change, left - (change - now) * pace
        if now >= change:
            change += tour
