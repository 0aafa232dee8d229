"""The rules that a station, or a group of posts, chooses among."""

from enum import IntEnum


class Discipline(IntEnum):
    """The order of the queue."""

    PRECEDENCE = 0
    FIFO = 1
    LIFO = 2
    LTIOV = 3


class Assign(IntEnum):
    """Which of several available servers takes a copy."""

    LONGEST_IDLE = 0
    MOST_PROFICIENT = 1


class OnDuplicate(IntEnum):
    """What becomes of a copy whose reports have been finished, some of them by a twin only."""

    PASS_ON = 0
    DROP = 1
    WORK = 2


class AtEnd(IntEnum):
    """What becomes of the copy in hand when a spell of duty ends."""

    FINISH = 0
    SUSPEND = 1
    HAND_OVER = 2


class Ending(IntEnum):
    """Why a spell of duty ends; one on call ends as CALL unless the person goes on leave, or home."""

    SHIFT = 0
    LEAVE = 1
    TOUR = 2
    CALL = 3
