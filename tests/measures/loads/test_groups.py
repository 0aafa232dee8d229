"""By group of posts, the hours that add up to those of the stations."""

import numpy as np
import pandas as pd

from stovepipe.engines import run
from stovepipe.measures.loads.groups import group_table
from stovepipe.measures.loads.load import station_table
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from tests.engines.scenes import scene


def test_groups_add_up_to_their_stations(network: Network) -> None:
    trajectory = run(network, unfold(network, seed=3, replication=0))
    columns = ["manned_hours", "busy_hours", "overtime_hours"]
    by_group = group_table(trajectory).groupby("station")[columns].sum()
    stations = station_table(trajectory).set_index("station").sort_index()[columns]
    pd.testing.assert_frame_equal(by_group, stations, check_names=False)
    assert (stations["busy_hours"] > 0).all()


def test_a_group_has_the_work_that_it_did(tmp_path) -> None:
    played = scene(
        tmp_path,
        """
        classes: {u: {}, r: {}}
        sources: {s: {written_at: hq, reports: {u: 1 /day, r: 1 /day}}}
        stations:
          hq:
            stage: command
            needs: [u, r]
            work: 60 min
            posts:
              never: {count: 1, from: 2021-02-01}
              others: {count: 2, takes: {classes: u}}
              some: {count: 1, takes: {classes: r}, shift: {from: 00:00, to: 06:00}}
        """,
        (0, "u"),
        (0, "r"),
        (10, "r"),
    )
    table = group_table(played.trajectory).set_index("group")
    assert table["posts"].to_dict() == {"never": 1, "others": 2, "some": 1}
    assert table["manned_hours"].to_dict() == {"never": 0.0, "others": 96.0, "some": 12.0}
    assert table["busy_hours"].to_dict() == {"never": 0.0, "others": 1.0, "some": 2.0}
    assert np.isnan(table.loc["never", "utilisation"])
    assert table.loc["some", "utilisation"] == 2 / 12
