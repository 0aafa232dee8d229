import numpy as np
import pytest

from stovepipe.engines import run
from stovepipe.measures.loads.load import station_table
from stovepipe.measures.timelines.spans import station_time
from stovepipe.measures.timelines.timeline import queue_table, timeline_table
from stovepipe.network.calendar import unfold
from stovepipe.network.records import DAY, HOUR, Network
from stovepipe.trajectory import Trajectory


@pytest.fixture
def trajectory(network: Network) -> Trajectory:
    return run(network, unfold(network, seed=3, replication=0))


def test_steps_cover_the_counted_window(trajectory: Trajectory) -> None:
    cell = queue_table(trajectory, station_time(trajectory)).query("station == 'cell'")
    assert cell["from_hours"].iloc[0] == 0
    assert cell["to_hours"].iloc[-1] == 14 * 24
    assert (cell["from_hours"].to_numpy()[1:] == cell["to_hours"].to_numpy()[:-1]).all()


def test_queues_over_time_average_to_those_of_the_stations(trajectory: Trajectory) -> None:
    queues = queue_table(trajectory, station_time(trajectory))
    queues["length"] = queues["to_hours"] - queues["from_hours"]
    for row in station_table(trajectory).itertuples():
        mine = queues[queues["station"] == row.station]
        assert np.average(mine["mean_waiting"], weights=mine["length"]) == pytest.approx(row.mean_waiting)
        assert mine["mean_on_duty"] @ mine["length"] == pytest.approx(row.manned_hours)


def test_rosters_follow_the_hours_of_duty(trajectory: Trajectory) -> None:
    cell = queue_table(trajectory, station_time(trajectory)).query("station == 'cell'")
    hour = cell["from_hours"] % 24
    by_night, by_day = cell[hour < 7], cell[(hour >= 9) & (hour < 17)]
    assert (by_night["most_on_duty"] == 0).all()
    assert (by_day["most_on_duty"] == 2).all()


def test_the_most_on_duty_counts_who_comes_within_a_step(trajectory: Trajectory) -> None:
    cell = queue_table(trajectory, station_time(trajectory)).query("station == 'cell'")
    assert (cell["most_on_duty"] >= cell["mean_on_duty"]).all()


def test_events_are_those_of_the_calendar(trajectory: Trajectory) -> None:
    network, calendar = trajectory.network, trajectory.calendar
    events = timeline_table(trajectory)
    assert list(events["hours"]) == sorted(events["hours"])
    incidents = [at for at in calendar.incidents[0].tolist() if at >= network.counted_from]
    assert len(events.query("kind == 'incident' and what == 'attack'")) == len(incidents)
    changes = [change.at for change in calendar.changes if change.at >= network.counted_from]
    assert changes
    first_hours = events.query("kind == 'change' and station == 'cell'")["hours"].unique()
    for at, hours in zip(changes, first_hours, strict=True):
        since_change = hours * HOUR + network.counted_from - at
        assert 0 <= since_change < DAY, "the new person's first hour on duty is within a day of the change"
