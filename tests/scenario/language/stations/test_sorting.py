"""What stations take reports for, as far as a configuration says it."""

import pytest

from stovepipe.scenario.language.stations.sorting import Sorting, appearing_as, leaving_as, shares_taken_for


def sorts(**taken_for):
    return Sorting.model_validate({"taken_for": taken_for})


@pytest.mark.parametrize(
    ("stated", "shares"),
    [
        ({"hoax": "10 %"}, {"hoax": 0.1, "tip": 0.9}),
        ({"hoax": "10 %", "tip": "90 %"}, {"hoax": 0.1, "tip": 0.9}),
        ({"hoax": "10 %", "tip": "50 %"}, {"hoax": 0.1, "tip": 0.9}),
        ({"hoax": "100 %"}, {"hoax": 1.0}),
        ({"hoax": "0 %"}, {"tip": 1.0}),
        ({}, {"tip": 1.0}),
    ],
)
def test_the_rest_is_taken_for_what_it_is(stated, shares):
    assert shares_taken_for(sorts(tip=stated), "tip") == pytest.approx(shares)


def test_a_station_leaves_alone_what_it_does_not_list():
    assert shares_taken_for(sorts(tip={"hoax": "10 %"}), "order") == {}
    assert shares_taken_for(None, "tip") == {}
    assert leaving_as(sorts(tip={"hoax": "10 %"}), "order", "hoax") == {"hoax"}


def test_what_a_report_appeared_as_before_plays_no_part_where_it_is_sorted():
    for appears in ("tip", "hoax", "order"):
        assert leaving_as(sorts(tip={"hoax": "10 %"}), "tip", appears) == {"tip", "hoax"}


def test_shares_that_add_up_to_one_but_for_rounding_leave_no_rest():
    thirds = {"hoax": "33.3333333333 %", "order": "33.3333333333 %", "lead": "33.3333333334 %"}
    assert leaving_as(sorts(tip=thirds), "tip", "tip") == {"hoax", "order", "lead"}


def test_what_reports_may_appear_as_is_what_any_station_takes_them_for():
    both = [sorts(tip={"hoax": "10 %"}), None, sorts(tip={"order": "10 %"}, lead={"case": "100 %"})]
    assert appearing_as(both, "tip") == ["tip", "hoax", "order"]
    assert appearing_as(both, "lead") == ["lead", "case"]
    assert appearing_as(both, "hoax") == ["hoax"]
