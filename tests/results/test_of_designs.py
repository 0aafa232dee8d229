"""The table of `evaluate` from made-up findings; how points are run is told in tests/answers."""

from pathlib import Path

import numpy as np
import pandas as pd

from stovepipe.answers.questions.evaluation import EvaluationFindings
from stovepipe.results.of_designs import tidy
from tests.answers import studies


def test_every_value_stands_in_the_row_of_its_point_outcome_and_replication(tmp_path: Path) -> None:
    study = studies.study(tmp_path, outcomes={"timely": {}, "sent": {"delivered": {}}})
    values = np.arange(12.0).reshape(3, 2, 2)  # points, outcomes, replications
    table = tidy(EvaluationFindings(study, pd.Index(["a", "b", "c"]), values))
    assert table.columns.tolist() == ["point", "outcome", "replication", "value"]
    for row in table.itertuples():
        place = ("abc".index(row.point), ["timely", "sent"].index(row.outcome), row.replication)
        assert row.value == values[place]
    assert len(table.drop_duplicates(["point", "outcome", "replication"])) == 12
