import numpy as np
import pandas as pd
import pytest

from stovepipe.engines import run
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.tables import latency_table, tables_of
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network


@pytest.fixture
def tables(network: Network) -> dict[str, pd.DataFrame]:
    return tables_of(run(network, unfold(network, seed=3, replication=0)), "trajectory")


def test_latency_is_the_age_by_which_a_share_of_all_deliveries_has_arrived(
    tables: dict[str, pd.DataFrame],
) -> None:
    """By hand, where nothing is in flight: the lost ones never arrive."""
    decided = tables["deliveries"].query("outcome != 'in_flight'")
    latency = latency_table(decided, tables["outcomes"]).set_index(["consumer", "class"])
    for report_class in ("warning", "pattern"):
        mine = decided[decided["class"] == report_class]
        arrival = mine["latency_hours"].fillna(np.inf).sort_values().to_numpy()
        by_hand = arrival[int(np.ceil(0.5 * len(arrival))) - 1]
        assert latency.loc[("commander", report_class), "median_hours"] == by_hand


def test_latency_is_unknown_where_too_few_arrive(tables: dict[str, pd.DataFrame]) -> None:
    latency = tables["latency"].set_index(["consumer", "class"])
    outcomes = tables["outcomes"].set_index(["consumer", "class"])
    delivered = outcomes["delivered"] / outcomes["created"]
    assert delivered[("commander", "warning")] < 0.9
    assert np.isnan(latency.loc[("commander", "warning"), "p90_hours"])
    assert (ALL, ALL) in latency.index


def test_visits_services_and_crossings_belong_together(tables: dict[str, pd.DataFrame]) -> None:
    visits, services, crossings = tables["visits"], tables["services"], tables["crossings"]
    assert (services["station"].to_numpy() == visits["station"].to_numpy()[services["visit"]]).all()
    worked = (services["ended_ticks"] - services["began_ticks"]).groupby(services["visit"]).sum()
    assert (worked == visits["work_ticks"].iloc[worked.index]).all()
    stopped = crossings[crossings["passage"] == "stopped"]
    assert len(stopped) > 0
    assert (stopped["hurdle"] == "reluctance").all()
    assert crossings.loc[crossings["passage"] == "arrived", "hurdle"].isna().all()


def test_services_name_who_worked(tables: dict[str, pd.DataFrame]) -> None:
    services = tables["services"]
    assert set(services["group"]) == {"analysts", "commander"}
    assert set(services.query("station == 'cell'")["post"]) == {0, 1}
