"""What a worker sends back."""

from __future__ import annotations

import pickle
from dataclasses import fields

import pandas as pd

from stovepipe.measures.summary import summarise
from tests.measures.story import tell


def test_a_summary_has_a_table_for_each_subject() -> None:
    summary = summarise(tell())
    assert (summary.seed, summary.replication) == (7, 3)
    tables = {field.name: getattr(summary, field.name) for field in fields(summary)[2:]}
    assert {name for name, table in tables.items() if table.empty} == {"rotation"}
    assert summary.outcomes["created"].iloc[-1] == len(summary.deliveries) == 5


def test_a_summary_survives_the_way_from_a_worker() -> None:
    summary = summarise(tell())
    back = pickle.loads(pickle.dumps(summary))
    for field in fields(summary)[2:]:
        pd.testing.assert_frame_equal(getattr(back, field.name), getattr(summary, field.name))
