"""How the stations and channels of one replication were loaded, in the counted window.

The window runs from the mission's start (the end of the warm-up) to the horizon. A span of time that
reaches over its edge counts with what lies within; an event counts if it happens within.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.ends import causes_of_kind
from stovepipe.measures.loads.links import LINK_MEASURES, link_columns
from stovepipe.measures.loads.sorting import SORTING_MEASURES, sorted_by_class, sorted_by_station
from stovepipe.measures.measure import Measure
from stovepipe.measures.timelines.series import steps
from stovepipe.measures.timelines.spans import Spans, StationTime, overlap, rows_by, station_time
from stovepipe.network.records import HOUR
from stovepipe.network.schedule import Duty
from stovepipe.trajectory import DeliveryOutcome, Passage, RequestOutcome, Trajectory, VisitEnd, Visits

if TYPE_CHECKING:
    import pandas as pd

Ticks = NDArray[np.int64]

STATION_MEASURES = (
    Measure(
        "utilisation", "share", "utilisation", "busy_hours", "manned_hours",
        kind="utilisation", unbounded=True,
    ),
    Measure(
        "mean_waiting", "copies", "mean backlog", "mean_waiting", kind="backlog"
    ),
    Measure(
        "peak_waiting", "copies", "peak backlog", "peak_waiting", kind="peak_backlog"
    ),
    Measure("mean_in_service", "copies", "mean number of copies in work", "mean_in_service"),
    Measure("mean_suspended", "copies", "mean number of copies held off duty", "mean_suspended"),
    Measure("mean_in_batch", "reports", "mean number of reports in the batch", "mean_in_batch"),
    Measure("manned_hours", "person-hours", "time on duty", "manned_hours"),
    Measure("busy_hours", "person-hours", "work", "busy_hours"),
    Measure("overtime_hours", "person-hours", "work outside duty", "overtime_hours"),
    Measure("visits", "visits", "visits", "visits"),
    Measure("duplicated_hours", "person-hours", "duplicated work", "duplicated_hours", kind="duplicated"),
    Measure("rework_hours", "person-hours", "work done again", "rework_hours", kind="reworked"),
    Measure("exposed", "reports", "reports exposed", "exposed", kind="exposed"),
    Measure("silencings", "reports", "reports that silenced their source", "silencings"),
    *SORTING_MEASURES,
    Measure("wasted_hours", "person-hours", "wasted work", "wasted_hours", kind="wasted"),
)  # fmt: skip
"""Of `station_table`, in which each has its column."""

CHANNEL_MEASURES = (
    Measure("offered", "copies", "copies offered", "offered"),
    *(
        Measure(name, "share", f"share of what is offered that {words}", name, "offered")
        for name, words in (
            ("passed", "passes"), ("stopped", "is stopped"), ("ended", "ends on the way"),
            ("under_way", "is under way at the end"), ("worked_through", "is worked through"),
        )
    ),
    *LINK_MEASURES,
)  # fmt: skip
"""Of `channel_table`."""

STOPPED = Measure("stopped", "share", "share stopped", "stopped", "offered", kind="stopped")
HURDLE_MEASURES = (STOPPED,)
"""Of `hurdle_table`; what was offered is that of the channel, in `channel_table`."""


def station_table(trajectory: Trajectory, time: StationTime | None = None) -> pd.DataFrame:
    """One row for each station.

    Columns:
        station, stage: names.
        observed_hours: length of the window.
        manned_hours: person-hours of duty, by the roster and on call.
        busy_hours: person-hours of work; overtime_hours: those of them outside duty.
        utilisation: busy / manned. Overtime may bring it above 1; NaN where nobody was on duty.
        mean_waiting, mean_in_service, mean_suspended: time averages of the number of copies.
        mean_in_batch: time average of the number of reports in the batch, over the whole clock with the
            warm-up.
        peak_waiting: the most copies that waited for longer than no time at all.
        visits: copies that arrived; finished, rework, expired, overflow, duplicate, handover, stranded,
            transferred, abandoned: visits that ended so.
        duplicated_hours: work that another station with the same remit had done.
        rework_hours: work done again after a misreading that was caught.
        exposed: reports that came here though the station is not cleared for them; silencings: those of them
            after which their source fell silent. Each counts if it occurred in the window; so do requests and
            answers.
        sorted: reports that were sorted here; missorted: those of them that were taken for another class
            than their own; put_right: those that had been, and were not any more. They count likewise.
        wasted_hours: work on copies whose lead report was delivered to nobody, was disposed of for nobody,
            and is on its way to nobody any more, or belongs to a request that is unanswered.
    """
    import pandas as pd

    spent = time or station_time(trajectory)
    network, visits = trajectory.network, trajectory.visits
    window = network.counted_from, network.horizon
    length = window[1] - window[0]
    stations = len(network.stations)

    def hours(spans: Spans) -> NDArray[np.float64]:
        """Per station, in the window."""
        return (
            np.bincount(visits.station[spans.visit], weights=spans.within(*window), minlength=stations) / HOUR
        )

    duty = [duty_within(trajectory, rank, *window) for rank in range(len(network.servers))]
    of_server = np.array([server.station for server in network.servers], dtype=np.int64)
    manned = np.bincount(of_server, weights=duty, minlength=stations) / HOUR
    busy = hours(spent.work)
    overtime = np.bincount(
        visits.station[spent.work.visit], weights=off_duty(trajectory, spent, *window), minlength=stations
    )
    arrived = (visits.arrived >= window[0]) & (visits.arrived < window[1])
    ended = (visits.ended >= window[0]) & (visits.ended < window[1])
    return pd.DataFrame(
        {
            "station": [station.name for station in network.stations],
            "stage": [station.stage for station in network.stations],
            "observed_hours": length / HOUR,
            "manned_hours": manned,
            "busy_hours": busy,
            "overtime_hours": overtime / HOUR,
            "utilisation": np.divide(busy, manned, out=np.full(stations, np.nan), where=manned > 0),
            "mean_waiting": hours(spent.waiting) * HOUR / length,
            "mean_in_service": busy * HOUR / length,
            "mean_suspended": hours(spent.suspended) * HOUR / length,
            "mean_in_batch": trajectory.batching / network.horizon,
            "peak_waiting": _peaks(trajectory, spent.waiting),
            "visits": np.bincount(visits.station[arrived], minlength=stations),
            **{
                end.name.lower(): np.bincount(visits.station[ended & (visits.end == end)], minlength=stations)
                for end in VisitEnd
                if end is not VisitEnd.PRESENT
            },
            "duplicated_hours": hours(spent.work.of(visits.duplicated[spent.work.visit] > 0)),
            "rework_hours": hours(spent.work.of(_repeated(visits)[spent.work.visit])),
            **_exposed(trajectory),
            **sorted_by_station(trajectory),
            "wasted_hours": hours(spent.work.of(_wasted(trajectory)[visits.lead[spent.work.visit]])),
        }
    )


def _exposed(trajectory: Trajectory) -> dict[str, Ticks]:
    """By station, what was exposed there, and what silenced its source."""
    network, exposures = trajectory.network, trajectory.exposures
    counts = trajectory.reports.occurred[exposures.report] >= network.counted_from
    stations = len(network.stations)
    return {
        "exposed": np.bincount(exposures.station[counts], minlength=stations),
        "silencings": np.bincount(exposures.station[counts & (exposures.until >= 0)], minlength=stations),
    }


def class_table(trajectory: Trajectory, time: StationTime | None = None) -> pd.DataFrame:
    """For each station and class: what copies and reports of this class, their own, did there.

    Columns:
        station, class: names.
        visits, busy_hours, waiting_hours: of copies whose lead is of the class, in the window.
        sorted, missorted, put_right: reports of the class, as in `station_table`.
    """
    import pandas as pd

    spent = time or station_time(trajectory)
    network, visits = trajectory.network, trajectory.visits
    window = network.counted_from, network.horizon
    classes = len(network.classes)
    cell = visits.station * classes + trajectory.reports.klass[visits.lead]
    cells = len(network.stations) * classes
    arrived = (visits.arrived >= window[0]) & (visits.arrived < window[1])

    def hours(spans: Spans) -> NDArray[np.float64]:
        return np.bincount(cell[spans.visit], weights=spans.within(*window), minlength=cells) / HOUR

    return pd.DataFrame(
        {
            "station": np.repeat([station.name for station in network.stations], classes),
            "class": np.tile([kind.name for kind in network.classes], len(network.stations)),
            "visits": np.bincount(cell[arrived], minlength=cells),
            "busy_hours": hours(spent.work),
            "waiting_hours": hours(spent.waiting),
            **sorted_by_class(trajectory),
        }
    )


def channel_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each channel, about the copies offered to it in the window.

    Columns:
        channel, sender, recipient: names.
        offered: copies; offered = passed + stopped + ended + under_way.
        passed: arrived at the recipient; stopped: by a hurdle; ended: while worked through a station;
            under_way: copies still on the way at the horizon.
        worked_through: how many of the copies offered came to a station to be worked through on the way.
        observed_hours, down_hours, held, mean_held: see `link_columns`.
    """
    import pandas as pd

    network, crossings, visits = trajectory.network, trajectory.crossings, trajectory.visits
    offered = _offered(trajectory)
    through = visits.through >= 0
    channels = len(network.channels)
    diverted = np.isin(
        crossings.copy * channels + crossings.channel,
        visits.copy[through] * channels + visits.through[through],
    )

    def count(chosen: NDArray[np.bool_]) -> Ticks:
        return np.bincount(crossings.channel[offered & chosen], minlength=channels)

    return pd.DataFrame(
        {
            "channel": [channel.name for channel in network.channels],
            "sender": [network.stations[channel.sender].name for channel in network.channels],
            "recipient": [network.stations[channel.recipient].name for channel in network.channels],
            "offered": count(offered),
            "passed": count(crossings.passage == Passage.ARRIVED),
            "stopped": count(crossings.passage == Passage.STOPPED),
            "ended": count(crossings.passage == Passage.ENDED),
            "under_way": count(crossings.passage == Passage.UNDER_WAY),
            "worked_through": count(diverted),
            **link_columns(trajectory),
        }
    )


def hurdle_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each hurdle of each channel: how many of the copies offered in the window it stopped.

    Columns:
        channel, hurdle, kind, cause: names; `cause` is what a delivery is lost to here.
        stopped: copies.
    """
    import pandas as pd

    network, crossings = trajectory.network, trajectory.crossings
    stopped = _offered(trajectory) & (crossings.passage == Passage.STOPPED)
    at = list(zip(crossings.channel[stopped].tolist(), crossings.hurdle[stopped].tolist(), strict=True))
    counts = Counter(at)
    return pd.DataFrame(
        [
            (channel.name, hurdle.name, hurdle.kind, network.causes[hurdle.cause], counts[rank, index])
            for rank, channel in enumerate(network.channels)
            for index, hurdle in enumerate(channel.hurdles)
        ],
        columns=["channel", "hurdle", "kind", "cause", "stopped"],
    )


def _offered(trajectory: Trajectory) -> NDArray[np.bool_]:
    network, offered = trajectory.network, trajectory.crossings.offered
    return np.asarray((offered >= network.counted_from) & (offered < network.horizon))


def duty_within(trajectory: Trajectory, server: int, since: int, until: int) -> int:
    """How many ticks of the window a server is on duty."""
    duty = trajectory.duty[server]
    return int(overlap(duty.on, duty.off, since, until).sum())


def off_duty(trajectory: Trajectory, spent: StationTime, since: int, until: int) -> Ticks:
    """How many ticks of each span of work lie in the window and outside the duty of whoever did it."""
    began, ended = np.clip(spent.work.began, since, until), np.clip(spent.work.ended, since, until)
    outside = ended - began
    for rank, mine in rows_by(spent.servers):
        duty = trajectory.duty[rank]
        outside[mine] -= _duty_before(duty, ended[mine]) - _duty_before(duty, began[mine])
    return outside


def _duty_before(duty: Duty, times: Ticks) -> Ticks:
    """How many ticks of duty lie before each time."""
    spell = np.searchsorted(duty.on, times, side="right")
    begun = np.concatenate([[0], np.cumsum(duty.off - duty.on)])[spell]
    still_to_come = np.concatenate([[0], duty.off])[spell] - times
    return np.asarray(begun - np.maximum(still_to_come, 0), dtype=np.int64)


def _peaks(trajectory: Trajectory, waiting: Spans) -> Ticks:
    window = trajectory.network.counted_from, trajectory.network.horizon
    peaks = np.zeros(len(trajectory.network.stations), dtype=np.int64)
    for rank, mine in rows_by(trajectory.visits.station[waiting.visit]):
        series = steps(waiting.began[mine], waiting.ended[mine])
        peaks[rank] = series.within(*window).values.max()
    return peaks


def _repeated(visits: Visits) -> NDArray[np.bool_]:
    """Whether each visit is there because the visit of the copy before it was misread, and caught."""
    order = np.argsort(visits.copy, kind="stable")
    repeats = np.full(len(order), False)
    repeats[order[1:]] = visits.end[order[:-1]] == VisitEnd.REWORK  # which another visit always follows
    return repeats


def _wasted(trajectory: Trajectory) -> NDArray[np.bool_]:
    """Whether each report was delivered to nobody, was disposed of for nobody and is on its way to nobody.

    Of requests and answers: whether the request is unanswered.
    """
    rows, requests = trajectory.deliveries, trajectory.requests
    disposed = causes_of_kind(trajectory.network, "disposition")[rows.cause]
    wasted = np.full(len(trajectory.reports.occurred), True)
    wasted[rows.report[(rows.outcome != DeliveryOutcome.LOST) | disposed]] = False
    worth = requests.outcome != RequestOutcome.UNANSWERED
    wasted[requests.request[worth]] = False
    wasted[requests.answer[worth & (requests.answer >= 0)]] = False
    return wasted
