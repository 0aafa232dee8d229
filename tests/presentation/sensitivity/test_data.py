"""What matters, for programs: every number under its factor, measure, end and unit."""

import json
from dataclasses import replace

import numpy as np
import pytest

from stovepipe.importance.ranking import Ranking
from stovepipe.presentation.sensitivity.data import (
    box_table,
    factor_table,
    index_table,
    output_table,
    point_table,
    sensitivity_payload,
    sensitivity_tables,
)
from stovepipe.study.reading.study import Study
from tests.made_up_answers import POINTS
from tests.presentation.sensitivity import made
from tests.presentation.sensitivity.conftest import Make


def measured(found: Make, method: str, result: object) -> dict[tuple[str, str, str], float]:
    """The estimates by factor, other factor or value, and measure."""
    rows = index_table(found(method, result)).itertuples(index=False)
    return {(row[3], row[4], row[5]): row[6] for row in rows}


def test_factors_have_a_row_for_each_number_with_both_ends_and_one_for_a_choice(study: Study) -> None:
    table = factor_table(study).set_index("factor")
    courier, officers = table.loc["courier"], table.loc["officers"]
    assert courier[["structure", "path"]].tolist() == ["base", "channels.desk -> cell.transit"]
    assert courier[["value", "low", "high"]].tolist() == [10.0, 5.0, 20.0]
    assert courier[["unit", "evidence"]].tolist() == ["min", "weak"]
    assert officers[["evidence", "belief"]].tolist() == ["choice", "none, liaison or embedded"]


def test_effects_of_a_screening_are_each_under_their_own_measure(found: Make) -> None:
    numbers = measured(found, "morris", made.SCREENING)
    assert numbers["work", "", "mu_star"] == 0.090
    assert numbers["work", "", "mu"] == 0.085
    assert numbers["work", "", "sigma"] == 0.020
    assert numbers["courier", "", "mu"] == -0.011
    table = index_table(found("morris", made.SCREENING))
    assert table.query("factor == 'officers' and measure == 'sigma'")["estimate"].isna().all()
    assert (numbers["work", "", "by_noise"], numbers["release", "", "by_noise"]) == (0.005, 0.006)
    assert (numbers["work", "", "matters"], numbers["release", "", "matters"]) == (1.0, 0.0)


def test_from_two_replications_it_is_not_told_whether_a_factor_matters(found: Make) -> None:
    numbers = measured(found, "morris", replace(made.SCREENING, replications=2))
    assert np.isnan(numbers["work", "", "matters"])
    assert numbers["work", "", "mu_star"] == 0.090


def test_indices_are_first_total_and_second_with_variances_beside_them(found: Make) -> None:
    numbers = measured(found, "sobol", made.INDICES)
    assert (numbers["work", "", "first"], numbers["work", "", "total"]) == (0.55, 0.75)
    assert numbers["courier", "work", "second"] == 0.08
    assert numbers["release", "work", "second"] == -0.02
    assert (numbers["", "", "variance"], numbers["", "", "noise"]) == (0.006, 0.002)


def test_pawn_has_the_index_and_what_chance_stays_below(found: Make) -> None:
    numbers = measured(found, "pawn", made.PAWN)
    assert (numbers["release", "", "pawn"], numbers["release", "", "pawn_by_chance"]) == (0.34, 0.22)
    assert (numbers["release", "", "matters"], numbers["courier", "", "matters"]) == (1.0, 0.0)


def test_a_tornado_has_the_change_at_each_end_under_the_value_of_that_end(found: Make) -> None:
    numbers = measured(found, "tornado", made.TORNADO)
    assert numbers["work", "0.5", "change"] == 0.20
    assert numbers["work", "2.0", "change"] == -0.30
    assert numbers["officers", "embedded", "change"] == 0.06
    assert numbers["work", "", "swing"] == 0.50


@pytest.mark.parametrize(
    ("method", "result", "measure", "shares"),
    [
        ("prim", made.DISCOVERY, "fails", [0.40, 0.30, 0.45, 0.25]),
        ("verdict", made.VERDICT, "holds", [0.70, 0.60, 0.10, 0.30]),
    ],
)
def test_a_share_of_the_space_stands_with_where_it_is_sure(
    found: Make, method: str, result: object, measure: str, shares: list[float]
) -> None:
    numbers = measured(found, method, result)
    assert [numbers["", "", name] for name in (measure, "surely", "surely_not", "unclear")] == pytest.approx(
        shares
    )


def test_low_and_high_are_the_ends_of_the_interval(found: Make) -> None:
    row = (
        index_table(found("morris", made.SCREENING))
        .query("factor == 'work' and measure == 'mu_star'")
        .iloc[0]
    )
    assert row[["low", "high"]].tolist() == pytest.approx([0.08, 0.10])
    assert row[["outcome", "unit", "method"]].tolist() == ["timely", "share", "morris"]


def test_boxes_have_a_row_for_each_limit_under_the_number_of_their_box(found: Make) -> None:
    table = box_table(found("prim", made.DISCOVERY))
    assert table["box"].tolist() == [1, 1, 2]
    assert table["factor"].tolist() == ["work", "analysts", "officers"]
    work, analysts, officers = (row for _, row in table.iterrows())
    assert (work["low"], analysts["high"], officers["choices"]) == (1.25, 2, "none or liaison")
    assert work[["density", "coverage", "mass"]].tolist() == [0.90, 0.60, 0.25]
    assert [work["quasi_p"], analysts["quasi_p"]] == [0.01, 0.02]


def test_points_have_the_value_of_every_factor_and_their_number(found: Make) -> None:
    table = point_table(found("morris", made.SCREENING))
    assert table["point"].tolist() == [0, 1, 2, 3]
    assert table.drop(columns="point").to_dict("records") == [dict(point) for point in POINTS]


def test_outputs_stand_at_their_own_point_structure_outcome_and_replication(found: Make) -> None:
    """Of outcome o, structure s, point p and replication r, 1000 o + 100 s + 10 p + r is made up."""
    findings = found("verdict", made.VERDICT)
    outcomes = [outcome.name for outcome in findings.study.outcomes]
    table = output_table(findings)
    assert len(table) == len(outcomes) * 2 * len(POINTS) * 2
    for row in table.itertuples():
        place = 1000 * outcomes.index(row.outcome) + 100 * ["third", "open_doors"].index(row.structure)
        assert row.value == place + 10 * row.point + row.replication


def test_boxes_are_a_table_only_where_a_failure_is_asked_about(found: Make) -> None:
    assert set(sensitivity_tables(found("morris", made.SCREENING))) == {
        "factors",
        "indices",
        "points",
        "outputs",
    }
    assert "boxes" in sensitivity_tables(found("prim", made.DISCOVERY))


def test_json_says_what_was_asked_and_has_null_for_what_has_no_meaning(found: Make) -> None:
    ranking = Ranking(("work", "officers"), 0.6, 0.9, (0.9, 0.6), stable=False)
    findings = replace(found("morris", made.SCREENING, ranking), stable=False)
    payload = json.loads(json.dumps(sensitivity_payload(findings), allow_nan=False))
    assert (payload["method"], payload["structures"]) == ("morris", ["base"])
    assert (payload["points"], payload["base_points"], payload["replications"]) == (4, 8, 5)
    assert payload["ranking_stable"] is False
    assert payload["rankings"]["timely"] == {
        "leaders": ["work", "officers"], "same_order": 0.6, "same_leaders": 0.9,
    }  # fmt: skip
    (sigma,) = [row for row in payload["indices"] if (row["factor"], row["measure"]) == ("officers", "sigma")]
    assert sigma["estimate"] is None
    assert payload["noise_share"] == {}
    assert sensitivity_payload(found("sobol", made.INDICES))["noise_share"] == {"timely": pytest.approx(0.25)}
