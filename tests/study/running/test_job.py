"""What is kept of a replication is decided by the mission, the seed and its number, and by nothing else."""

import pandas as pd

from stovepipe.measures.tables import table_names
from stovepipe.network.records import Network
from stovepipe.study.running.job import kept_tables


def test_a_replication_is_the_same_whichever_others_are_run(network: Network) -> None:
    for number in range(2):
        kept_tables(network, 7, number)
    after, alone = kept_tables(network, 7, 2, "trajectory"), kept_tables(network, 7, 2, "trajectory")
    for name, table in after.items():
        pd.testing.assert_frame_equal(table, alone[name])


def test_seeds_and_replications_have_random_numbers_of_their_own(network: Network) -> None:
    first, second, other = (
        kept_tables(network, seed, number, "trajectory")["reports"]["occurred"]
        for seed, number in ((1, 0), (1, 1), (2, 0))
    )
    assert not first.isin(second).any()
    assert not first.isin(other).any()


def test_a_higher_level_keeps_the_same_tables_and_more(network: Network) -> None:
    whole = kept_tables(network, 7, 1, "trajectory")
    for keep in ("tables", "all_tables"):
        found = kept_tables(network, 7, 1, keep)
        assert tuple(found) == table_names(keep)
        for name, table in found.items():
            pd.testing.assert_frame_equal(table, whole[name])
