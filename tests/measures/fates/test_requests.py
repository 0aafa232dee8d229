"""What is counted of requests: against a story told by hand, and a second count on generated missions."""

import dataclasses

from hypothesis import given

from stovepipe.engines import run
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.fates.requests import request_table
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR
from stovepipe.scenario import load
from stovepipe.trajectory import RequestOutcome
from tests.engines.scenes import scene
from tests.engines.simpy.stations.sending.test_asking import mission
from tests.properties.missions import examples, missions, write


def test_the_numbers_of_a_story_are_those_that_can_be_counted_on_paper(tmp_path):
    """The first is answered after 105 minutes, in time; the second meets a full desk, and expires."""
    busy = [(230, "b"), (231, "b"), (232, "b"), (233, "b"), (234, "b")]
    found = scene(tmp_path, mission(more=", within: 110 min"), (0, "a"), (200, "a"), *busy)
    table = request_table(found.trajectory)
    assert table[["asker", "class"]].to_numpy().tolist() == [["hq", "a"], ["hq", ALL], [ALL, ALL]]
    for _, row in table.iterrows():
        numbers = row[["asked", "answered", "answered_in_time", "unanswered", "requests_in_flight"]]
        assert numbers.tolist() == [2, 1, 1, 1, 0]
        assert row["unanswered_expired"] == 1
        assert row["round_trip_hours"] == 105 / 60
        parts = [row[f"{part}_hours"] * 60 for part in ("waiting", "work", "transit", "hurdles")]
        assert parts == [0, 25, 20, 60]


@examples(8)
@given(document=missions())
def test_on_every_mission_the_table_counts_what_the_rows_say(tmp_path_factory, document):
    network = compile_network(load(write(document, tmp_path_factory.mktemp("m"))))
    trajectory = run(network, unfold(network, 7, 1))
    table = request_table(trajectory)
    assert (table["asked"] == table["answered"] + table["unanswered"] + table["requests_in_flight"]).all()
    causes = [column for column in table if column.startswith("unanswered_")]
    assert (table[causes].sum(axis=1) == table["unanswered"]).all()
    counted = [row for row in rows(trajectory.requests) if row["asked"] >= network.counted_from]
    total = table.iloc[-1] if len(table) else dict.fromkeys(["asked", "answered", "round_trip_hours"], 0)
    assert total["asked"] == len(counted)
    answered = [row for row in counted if row["outcome"] == RequestOutcome.ANSWERED]
    assert total["answered"] == len(answered)
    assert total["round_trip_hours"] == sum(row["decided"] - row["asked"] for row in answered) / HOUR


def rows(table):
    columns = [field.name for field in dataclasses.fields(table)]
    values = zip(*(getattr(table, column).tolist() for column in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]
