"""People who are called out of hours (semantics, 3.12). The shift is from minute 480 to minute 1200."""

import numpy as np
import pytest

from stovepipe.measures.life.life import person
from stovepipe.measures.loads.load import station_table
from stovepipe.measures.timelines.series import duty_series
from stovepipe.network.records import SECOND
from tests.engines.scenes import scene
from tests.properties.changes import changed
from tests.properties.played import play, small

MINUTE = 60 * SECOND
DAY = 1440
CALLED = "on_call: {for: IMMEDIATE, within: 30 min}"


def hq(posts, more=""):
    return f"""
    classes: {{u: {{precedence: FLASH}}, r: {{}}}}
    sources: {{s: {{written_at: hq, reports: {{u: 1 /day, r: 1 /day}}}}}}
    stations:
      hq: {{stage: command, needs: [u, r], work: 10 min, posts: {posts}{more and ", " + more}}}
    """


def staff(count=1, at_end="finish", called=CALLED, more=""):
    shift = f"shift: {{from: 08:00, to: 20:00, at_end: {at_end}}}"
    return f"{{staff: {{count: {count}, {shift}{called and ', ' + called}{more and ', ' + more}}}}}"


def calls(played):
    """(server, called, came, over) of each call, in minutes; None for what never happened."""
    table = played.trajectory.calls
    columns = (table.called, table.came, table.over)
    minutes = ([None if tick < 0 else tick / MINUTE for tick in column.tolist()] for column in columns)
    return list(zip(table.server.tolist(), *minutes, strict=True))


def test_what_is_urgent_is_read_at_night_and_the_rest_in_the_morning(tmp_path):
    played = scene(tmp_path, hq(staff()), (60, "r"), (100, "u"))
    assert calls(played) == [(0, 100, 130, 140)]
    assert played.deliveries() == {"r0": ("delivered", 490), "u0": ("delivered", 140)}


def test_where_nobody_is_on_call_it_waits_for_the_morning(tmp_path):
    played = scene(tmp_path, hq(staff(called="")), (60, "r"), (100, "u"))
    assert calls(played) == []
    assert played.deliveries() == {"r0": ("delivered", 500), "u0": ("delivered", 490)}


def test_one_person_is_called_for_each_report_that_nobody_is_called_for_yet(tmp_path):
    two = scene(tmp_path, hq(staff(2)), (100, "u"), (105, "u"), (106, "u"))
    assert calls(two) == [(0, 100, 130, 150), (1, 105, 135, 145)]
    assert [when for _, when in two.deliveries().values()] == [140, 145, 150]
    one = scene(tmp_path, hq(staff(1)), (100, "u"), (105, "u"))
    assert calls(one) == [(0, 100, 130, 150)]


def test_who_works_is_not_waited_for_and_another_is_called(tmp_path):
    played = scene(tmp_path, hq(staff(2)), (100, "u"), (131, "u"))
    assert calls(played) == [(0, 100, 130, 150), (1, 131, 161, 161)]


def test_the_call_stays_when_somebody_else_takes_the_report(tmp_path):
    posts = staff()[:-1] + ", watch: {count: 1}}"
    played = scene(tmp_path, hq(posts), (95, "r"), (100, "u"))
    assert played.deliveries()["u0"] == ("delivered", 115)
    assert calls(played) == [(0, 100, 130, 130)]


def test_nobody_is_called_while_somebody_is_free(tmp_path):
    played = scene(tmp_path, hq(staff()[:-1] + ", watch: {count: 1}}"), (100, "u"))
    assert calls(played) == []


def test_those_who_come_on_duty_at_that_tick_are_asked_before_anyone_is_called(tmp_path):
    shifts = "{day: {from: 08:00, to: 20:00, at_end: hand_over}, night: {from: 20:00, to: 23:00}}"
    posts = f"{{staff: {{count: 1, shifts: {shifts}, {CALLED}}}}}"
    played = scene(tmp_path, hq(posts), (1195, "u"))
    assert calls(played) == []
    assert played.deliveries() == {"u0": ("delivered", 1205)}


def test_who_goes_off_duty_while_something_urgent_waits_is_called(tmp_path):
    played = scene(tmp_path, hq(staff()), (1195, "r"), (1196, "u"))
    assert calls(played) == [(0, 1205, 1235, 1245)]


def test_the_own_shift_comes_first(tmp_path):
    played = scene(tmp_path, hq(staff()), (470, "u"))
    assert calls(played) == [(0, 470, None, 480)]
    assert played.deliveries() == {"u0": ("delivered", 490)}


def test_the_own_shift_begins_while_the_person_is_there(tmp_path):
    played = scene(tmp_path, hq(staff()), (60, "r"), (445, "u"))
    assert calls(played) == [(0, 445, 475, 480)]
    assert played.deliveries() == {"r0": ("delivered", 495), "u0": ("delivered", 485)}


def test_a_suspended_report_that_is_not_urgent_returns_to_the_queue_when_its_person_comes(tmp_path):
    played = scene(tmp_path, hq(staff(at_end="suspend")), (1195, "r"), (1300, "u"))
    assert played.deliveries() == {"r0": ("delivered", DAY + 485), "u0": ("delivered", 1340)}
    assert played.parts("r0", "hq") == {"work": 10, "suspended": 130, "waiting": DAY + 480 - 1330}


def test_a_suspended_report_that_is_urgent_is_resumed_first(tmp_path):
    played = scene(tmp_path, hq(staff(at_end="suspend")), (1195, "u"), (1300, "u"))
    assert played.deliveries() == {"u0": ("delivered", 1335), "u1": ("delivered", 1345)}
    assert calls(played) == [(0, 1300, 1330, 1345)]


@pytest.mark.parametrize(("rule", "delivered"), [("hand_over", 485), ("finish", 140)])
def test_who_goes_home_while_on_call_follows_the_rule_of_the_tour(tmp_path, rule, delivered):
    gone = f"until: '2021-01-04T02:15', change_over: {{in_hand: {rule}}}"
    posts = staff(more=gone)[:-1] + ", successor: {count: 1, from: '2021-01-04T08:00'}}"
    played = scene(tmp_path, hq(posts), (100, "u"))
    assert calls(played) == [(0, 100, 130, 135)]
    assert played.deliveries() == {"u0": ("delivered", delivered)}


def test_who_would_come_after_going_home_never_comes(tmp_path):
    posts = (
        staff(more="until: '2021-01-04T02:15'")[:-1] + ", successor: {count: 1, from: '2021-01-04T08:00'}}"
    )
    played = scene(tmp_path, hq(posts), (110, "u"))
    assert calls(played) == [(0, 110, None, 135)]


@pytest.mark.parametrize("discipline", ["precedence", "fifo", "lifo", "ltiov"])
def test_people_on_call_pass_over_what_is_not_urgent(tmp_path, discipline):
    reports = (60, "r"), (100, "u"), (101, "r"), (102, "u")
    played = scene(tmp_path, hq(staff(), f"discipline: {discipline}"), *reports)
    told = played.deliveries()
    assert sorted((told["u0"][1], told["u1"][1])) == [140, 150]
    assert sorted((told["r0"][1], told["r1"][1])) == [490, 500]


def test_a_station_that_closes_ends_its_calls(tmp_path):
    played = scene(
        tmp_path,
        hq(staff(), "closes: {on: '2021-01-04T02:00'}"),
        (100, "u"),
    )
    assert calls(played) == [(0, 100, None, 120)]
    assert played.deliveries() == {"u0": ("stranded", 120)}


def test_the_hours_of_a_call_are_duty(tmp_path):
    played = scene(tmp_path, hq(staff()), (100, "u"))
    [row] = station_table(played.trajectory).to_dict("records")
    assert row["manned_hours"] == pytest.approx(2 * 12 + 10 / 60)
    assert row["overtime_hours"] == 0
    series = duty_series(played.trajectory, "hq")
    assert series.at(np.array([129, 130, 139, 140]) * MINUTE).tolist() == [0, 1, 1, 0]
    assert person(played.trajectory, 0, 130 * MINUTE).on_call
    assert not person(played.trajectory, 0, 480 * MINUTE).on_call


# --- what it must reproduce ----------------------------------------------------------------------


def night_warnings(trajectory):
    """The ages, in hours, at which the chief reads what is FLASH and occurs at night; NaN: never."""
    network, deliveries, reports = trajectory.network, trajectory.deliveries, trajectory.calendar.reports
    occurred = reports.occurred[deliveries.report]
    hour = occurred // (60 * MINUTE) % 24
    chief = deliveries.consumer == [each.name for each in network.stations].index("chief")
    mine = chief & (reports.precedence[deliveries.report] == 0) & ((hour >= 22) | (hour < 5))
    mine &= occurred < network.horizon - DAY * MINUTE
    ages = np.where(deliveries.fidelity >= 0, deliveries.decided - occurred, np.nan)
    return ages[mine] / (60 * MINUTE)


def test_warnings_of_the_night_are_read_at_night_where_somebody_is_on_call_and_cost_hours_of_duty(tmp_path):
    """The cell of analysts is shut from 22:00 to 06:00."""
    analysts = ("stations", "cell", "posts", "analysts")

    def on_call(document):
        document[analysts[0]][analysts[1]][analysts[2]][analysts[3]]["on_call"] = {
            "for": "FLASH",
            "within": {"exponential": {"mean": "30 min"}},
        }

    without, with_it = (play(one, tmp_path) for one in (small(), changed(small(), on_call)))
    before, after = night_warnings(without), night_warnings(with_it)
    assert len(before) == len(after) > 10
    assert np.nanmin(before) > 1, "nobody reads before the morning"
    assert np.mean(after < 4) > 0.8
    hours = [station_table(one).set_index("station")["manned_hours"]["cell"] for one in (without, with_it)]
    table = with_it.calls
    called = (table.over - table.came)[table.came >= 0].sum() / (60 * MINUTE)
    assert hours[1] == pytest.approx(hours[0] + called)
    assert called > 3
