"""Posts that nobody fills, and rules that do not go together."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings, in_base, problems, write

NOBODY = """
stations: {cell: {posts: {officers: {until: 2021-01-04}}}}
=> stations.cell.posts: nobody ever works here
   (officers: the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00);
   give it posts, or remove the station

horizon: 1 d
stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 16:00, days: [sun]}}}}}
=> stations.cell.posts: nobody ever works here (officers: its hours do not come up);
   give it posts, or remove the station

horizon: 13 d
holidays: {feast: [2021-01-10, 2021-01-17]}
stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 16:00, days: [sun], holidays: feast}}}}}
=> stations.cell.posts: nobody ever works here (officers: its hours do not come up);
   give it posts, or remove the station
"""


@pytest.mark.parametrize(("change", "messages"), cases(NOBODY))
def test_a_station_where_nobody_ever_works_is_refused(tmp_path, change, messages):
    """The problem stands at the posts, wherever these were first written."""
    write(tmp_path, f"extends: base.yaml\n{change}")
    assert problems(tmp_path) == [f"{in_base('posts:')}: {message}" for message in messages]


@pytest.mark.parametrize(
    "group",
    [
        "{count: 1, from: 2021-02-28}",
        "{count: 1, until: 2021-01-05}",
        "{count: 1, shift: {from: 22:00, to: 06:00, days: [sun]}}",
        "{count: 1, shifts: {day: {from: 08:00, to: 16:00}, night: {from: 20:00, to: 04:00}}}",
    ],
)
def test_people_who_come_late_leave_early_or_work_at_night_are_people(tmp_path, group):
    changed(tmp_path, f"stations: {{cell: {{posts: {{officers: null, others: {group}}}}}}}")


def test_a_night_that_began_on_the_day_before_counts(tmp_path):
    """The mission begins on a Monday; the shift of Sunday night ends on Monday morning."""
    night = "{from: 22:00, to: 06:00, days: [sun]}"
    changed(tmp_path, f"horizon: 1 d\nstations: {{cell: {{posts: {{officers: {{shift: {night}}}}}}}}}")


def test_a_group_among_others_that_is_never_there_is_a_warning(tmp_path):
    expect_warnings(
        tmp_path,
        "stations: {cell: {posts: {§others: {count: 0}}}}",
        "stations.cell.posts.others: nobody is ever here: its count is 0",
    )


def test_people_whose_hours_do_not_come_up_may_be_called(tmp_path):
    shift = "{from: 08:00, to: 16:00, days: [sun]}"
    group = f"{{shift: {shift}, on_call: {{for: IMMEDIATE, within: 20 min}}}}"
    changed(tmp_path, f"horizon: 1 d\nstations: {{cell: {{posts: {{officers: {group}}}}}}}")


def test_a_day_of_work_between_the_holidays_is_found(tmp_path):
    """All Sundays but the last of eight weeks are holidays."""
    feast = "holidays: {feast: [2021-01-04 to 2021-02-25]}"
    group = "{shift: {from: 08:00, to: 16:00, days: [sun], holidays: feast}}"
    changed(tmp_path, f"{feast}\nstations: {{cell: {{posts: {{officers: {group}}}}}}}")


SHIFTS = "stations: {{cell: {{posts: {{others: {{count: 1, shifts: {{{}}}}}}}}}}}"


def test_work_that_is_suspended_for_a_break_is_a_warning(tmp_path):
    """Each shift is another person, so that the report would wait until the next morning."""
    expect_warnings(
        tmp_path,
        SHIFTS.format("am: {from: 08:00, to: 12:00, at_end: §suspend}, pm: {from: 13:00, to: 17:00}"),
        "stations.cell.posts.others.shifts.am.at_end: what is put down at 12:00 waits until this shift "
        "comes again, on another day; each shift is another person: to go on after the break, write "
        "at_end: hand_over",
    )


@pytest.mark.parametrize(
    "shifts",
    [
        "am: {from: 08:00, to: 12:00, at_end: hand_over}, pm: {from: 13:00, to: 17:00}",
        "am: {from: 08:00, to: 16:00, at_end: suspend}, pm: {from: 16:00, to: 24:00, at_end: suspend}",
        "am: {from: 08:00, to: 12:00, at_end: suspend}, night: {from: 20:00, to: 24:00}",
        "am: {from: 08:00, to: 12:00, at_end: suspend, days: mon}, pm: {from: 13:00, to: 17:00, days: tue}",
    ],
)
def test_shifts_without_a_break_in_which_work_lies_are_sound(tmp_path, shifts):
    assert changed(tmp_path, SHIFTS.format(shifts)).warnings == ()


RULES = """
{§shift: {from: 08:00, to: 16:00}, shifts: {day: {from: 08:00, to: 16:00}}}
=> shift: shift and shifts are both given; keep one of them

{§shift: {from: 08:00, to: 08:00}}
=> shift: a shift of no length, from 08:00 to 08:00; write from: 00:00, to: 24:00 for the whole day

{shift: {from: 08:00, to: 16:00, §days: []}}
=> shift.days: a shift on no day; leave days out for every day

{shift: {from: 08:00, to: 16:00, breaks: [12:00-13:00, §15:00-16:00]}}
=> shift.breaks.1: a break from 15:00-16:00 does not lie within the shift, from 08:00 to 16:00;
   duty goes on before it and after it; else change the hours of the shift

{shift: {from: 20:00, to: 04:00, breaks: §03:00-21:00}}
=> shift.breaks: a break from 03:00-21:00 does not lie within the shift, from 20:00 to 04:00;
   duty goes on before it and after it; else change the hours of the shift

{shift: {from: 08:00, to: 16:00, holidays: §eid}}
=> shift.holidays: there is no list of holidays "eid"

{from: 2021-02-01, until: §2021-01-20}
=> until: ends at 2021-01-20 00:00:00, before it begins at 2021-02-01 00:00:00

{tour: null, §overlap: 7 d}
=> overlap: has no effect without a tour; mission.yaml:2 removes tour

{tour: §0 d}
=> tour: a tour of no length; leave it out for people who stay for good

{overlap: 7 d, §gap: 7 d}
=> gap: overlap and gap are both given; keep one of them

{overlap: §7 mo}
=> overlap: an overlap of 7 mo is no shorter than the tour; tour is 6 mo in base.yaml:19

{§leave: {length: 4 wk, times: 7}}
=> leave: 7 times 4 wk is no shorter than the tour; tour is 6 mo in base.yaml:19

{leave: {length: §0 d}}
=> leave.length: a leave of no length

{first_change: §2021-01-04}
=> first_change: lies before the clock starts; give the first change after 2021-01-04 00:00:00

{learning: {start: §0 %, time: 3 mo}}
=> learning.start: a proficiency of 0 on arrival;
   write more than 0 %: with a proficiency of 0 nothing would ever be finished

{learning: {start: 50 %, time: §0 mo}}
=> learning.time: learning takes no time; leave learning out

{change_over: {in_hand: finish, §growth: 1.3, §loss: 5 %}}
=> change_over.growth: has no effect when work in hand is finished; write in_hand: hand_over, or remove it
=> change_over.loss: has no effect when work in hand is finished; write in_hand: hand_over, or remove it

{change_over: {growth: §11}}
=> change_over.growth: a growth of 11; write 10 or less

{change_over: {§queue_loss: 5 %}}
=> change_over.queue_loss: has no effect on staggered changes; write change: block, or remove it
"""


@pytest.mark.parametrize(("change", "messages"), cases(RULES))
def test_rules_that_do_not_go_together_are_refused(tmp_path, change, messages):
    path = "stations.cell.posts.officers"
    expect_problems(
        tmp_path,
        f"stations: {{cell: {{posts: {{officers: {change.strip()}}}}}}}",
        *(f"{path}.{message}" for message in messages),
    )


NO_TOUR = "has no effect without a tour; give the tour, or remove it"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("change", "block"),
        ("first_change", "2021-02-01"),
        ("overlap", "7 d"),
        ("gap", "7 d"),
        ("early_departure", "5 %"),
        ("leave", "{length: 10 d}"),
    ],
)
def test_what_belongs_to_a_tour_is_refused_where_people_stay_for_good(tmp_path, key, value):
    expect_problems(
        tmp_path,
        f"stations: {{commander: {{posts: {{commander: {{§{key}: {value}}}}}}}}}",
        f"stations.commander.posts.commander.{key}: {NO_TOUR}",
    )


def test_memory_and_change_over_need_somebody_who_leaves(tmp_path):
    expect_problems(
        tmp_path,
        "stations: {commander: {posts: {commander: "
        "{learning: {start: 50 %, time: 3 mo, §memory: 50 %}, §change_over: {loss: 5 %}}}}}",
        f"stations.commander.posts.commander.learning.memory: {NO_TOUR}",
        "stations.commander.posts.commander.change_over: has no effect: nobody ever leaves; "
        "give a tour, or remove it",
    )


def test_a_post_that_ceases_has_a_change_over(tmp_path):
    changed(
        tmp_path,
        "stations: {cell: {posts: {officers: {tour: null, until: 2021-02-01, change_over: {loss: 5 %}}}}}",
    )


def test_dates_of_changes_that_cannot_be_are_warnings(tmp_path):
    expect_warnings(
        tmp_path,
        "stations: {cell: {posts: {officers: {first_change: §2021-04-01}}}}",
        "stations.cell.posts.officers.first_change: never happens: the clock stops at 2021-03-01 00:00:00",
    )
    expect_warnings(
        tmp_path,
        "stations: {cell: {posts: {officers: {tour: 2 wk, first_change: §2021-02-01}}}}",
        "stations.cell.posts.officers.first_change: is more than one tour after the clock starts at "
        "2021-01-04 00:00:00; those present at the start will begin as newcomers",
    )


def test_people_who_are_never_off_duty_need_not_be_on_call(tmp_path):
    expect_warnings(
        tmp_path,
        "stations: {cell: {posts: {officers: {§on_call: {for: FLASH, within: 1 h}}}}}",
        "stations.cell.posts.officers.on_call: has no effect: nobody here is ever off duty; "
        "give the group a shift, or remove on_call",
    )
