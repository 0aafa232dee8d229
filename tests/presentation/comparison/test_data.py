"""A comparison for programs: every number under its outcome, structure and end."""

import json

import pytest

from stovepipe.presentation.comparison.data import study_payload, study_tables
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.made_up import asked
from tests.made_up_answers import VALUES, compared


def test_each_estimate_stands_under_its_own_outcome_and_structure(study: Study) -> None:
    table = study_tables(compared(study))["estimates"].set_index(["outcome", "structure"])
    for outcome, means in VALUES.items():
        for name, mean in zip(("base", "third", "open_doors"), means, strict=True):
            row = table.loc[(outcome, name)]
            assert row["estimate"] == pytest.approx(mean)
            assert row["low"] < row["estimate"] < row["high"]
    timely, delay = (table.loc[(name, "base")] for name in ("timely", "delay"))
    assert timely[["unit", "direction"]].tolist() == ["share", "more"]
    assert delay[["unit", "direction"]].tolist() == ["h", "less"]
    assert timely["measure"].startswith("timely")
    assert "warning" in timely["measure"]
    assert table["compared"].all()


def test_what_is_not_compared_has_its_reason_and_no_number(study: Study) -> None:
    table = study_tables(compared(study, left_out={"third": "no such desk"}))["estimates"]
    left_out = table.query("structure == 'third'")
    assert not left_out["compared"].any()
    assert set(left_out["reason"]) == {"no such desk"}
    assert left_out["estimate"].isna().all()
    assert set(table.query("structure != 'third'")["reason"]) == {""}


def test_each_difference_has_its_own_ends_verdict_and_gain(study: Study) -> None:
    table = study_tables(compared(study))["differences"].set_index(["outcome", "structure", "compared_with"])
    third, doors = (table.loc[("timely", name, "base")] for name in ("third", "open_doors"))
    assert third["difference"] == pytest.approx(0.04)
    assert doors["difference"] == pytest.approx(-0.05)
    assert (third["verdict"], doors["verdict"]) == ("better", "worse")
    assert third["low"] < third["difference"] < third["high"]
    assert third[["correlation", "variance_ratio", "times_narrower"]].tolist() == [0.5, 4.0, 2.0]
    assert doors[["correlation", "variance_ratio", "times_narrower"]].tolist() == [0.51, 9.0, 3.0]
    assert set(table["family"]) == {8}


def test_the_ranking_has_the_best_of_each_outcome_at_rank_1(study: Study) -> None:
    table = study_tables(compared(study))["ranking"]
    best = table.query("rank == 1").set_index("outcome")
    assert best["structure"].to_dict() == {
        "timely": "third", "lost": "open_doors", "delay": "third", "backlog": "third",
    }  # fmt: skip
    assert best.loc["timely", ["estimate", "difference"]].tolist() == pytest.approx([0.64, 0.04])
    assert best["may_be_best"].all()
    assert not table.query("rank == 3")["may_be_best"].any()


def test_json_names_the_structures_with_their_titles_and_configurations(study: Study) -> None:
    payload = json.loads(json.dumps(study_payload(compared(study)), allow_nan=False))
    titles = {name: each["title"] for name, each in payload["structures"].items()}
    assert titles == {"base": "the cell as it is", "third": "a third analyst", "open_doors": "open_doors"}
    assert len({each["configuration_sha256"] for each in payload["structures"].values()}) == 3
    assert (payload["baseline"], payload["method"], payload["family"]) == ("base", "baseline", 8)
    assert (payload["replications"], payload["precision_reached"]) == (5, None)


def test_the_method_best_has_no_differences(two_commanders: Scenario) -> None:
    tables = study_tables(compared(asked(two_commanders, method="best")))
    assert len(tables["differences"]) == 0
    assert len(tables["ranking"]) == 12
