"""Who takes the next copy, and at what cost it is found out."""

import random

from stovepipe.engines.simpy.people.ready import Ready
from stovepipe.engines.simpy.people.worker import Desk


class Person:
    """As much of a worker as matters here; counts how often it is asked whether the person is there."""

    asked = 0
    off = 1 << 60

    def __init__(self, rank, desk, proficiency=1.0):
        self.rank, self.desk, self.p = rank, desk, proficiency
        self.idle, self.idle_since, self.busy = False, 0, False
        desk.sit(self)

    @property
    def present(self):
        Person.asked += 1
        return True

    def proficiency(self, now):
        return self.p


def people(count, to_a_desk=1, proficiencies=(1.0,)):
    desks = [Desk() for _ in range(count // to_a_desk)]
    return [Person(i, desks[i // to_a_desk], proficiencies[i % len(proficiencies)]) for i in range(count)]


def by_definition(everybody, proficient):
    free = [each for each in everybody if each.idle and each.desk.working == 0]
    return min(
        free, key=lambda each: (-each.p if proficient else 0, each.idle_since, each.rank), default=None
    )


def played(everybody, proficient, steps, seed):
    """Random comings, goings and work; at each step who is found is who should be."""
    ready, at = Ready(proficient), random.Random(seed)
    for now in range(steps):
        one = at.choice(everybody)
        if one.busy:
            one.busy = False
            ready.desk_left(one)
            if at.random() < 0.7:
                ready.rest(one, now // 3)
        elif one.idle:
            if one.desk.working == 0 and at.random() < 0.7:
                ready.work(one)
                one.busy = True
            else:
                ready.leave(one)
        else:
            ready.rest(one, now // 3)
        assert ready.first(now) is by_definition(everybody, proficient)


def test_the_one_idle_longest_is_found_also_where_desks_are_shared():
    for seed in range(20):
        played(people(12, to_a_desk=3), False, 300, seed)


def test_the_most_proficient_is_found():
    for seed in range(20):
        played(people(12, to_a_desk=2, proficiencies=(0.5, 0.8, 1.0, 0.8)), True, 300, seed)


def test_nobody_is_asked_in_vain_however_many_wait_for_a_desk():
    everybody = people(2000, to_a_desk=2)
    ready = Ready(False)
    for worker in everybody[::2]:
        ready.work(worker)
    for worker in everybody[1::2]:
        ready.rest(worker, 0)
    Person.asked = 0
    assert ready.first(1) is None
    ready.desk_left(everybody[0])
    assert ready.first(1) is everybody[1]
    assert Person.asked == 1
