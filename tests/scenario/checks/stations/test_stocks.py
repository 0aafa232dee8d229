"""Stocks of knowledge: what could never be, and what would have no effect."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

CASES = """
systems: {sage: {stock: {full: §0, without: {work: 2}}}}
stations: {cell: {rests_on: sage}}
=> systems.sage.stock.full: it is full with nothing in it;
   write how many reports make it full, for example 300

systems: {sage: {stock: {full: 300, half_life: §0 d, without: {work: 2}}}}
stations: {cell: {rests_on: sage}}
=> systems.sage.stock.half_life: it fades in no time;
   write, for example, 6 mo, or leave it out if nothing fades

systems: {sage: {stock: {full: 300, without: {work: §80 %}}}}
stations: {cell: {rests_on: sage}}
=> systems.sage.stock.without.work: a stock would be a burden: without it there is less work (80 %);
   write a factor of 100 % or more

systems: {sage: {stock: {full: 300, without: {work: 2}}}}
stations: {cell: {rests_on: §sagee}}
=> stations.cell.rests_on: there is no system with a stock "sagee"; did you mean "sage"?

systems: {sage: {stock: {full: 300, without: {work: 2}}}}
stations: {cell: {system: other, rests_on: §sage}}
=> stations.cell.rests_on: cell does not open sage; add sage to stations.cell.opens

systems: {sage: {stock: {full: 300, at_start: 0 %, without: {misreading: 20}}}}
stations: {cell: {rests_on: sage, §misreading: {fresh: 9 %, settled: 5 %, fidelity: 50 %, review: 100 %}}}
=> stations.cell.misreading: without any stock of sage, work would be done again without end;
   lower review, or misreading in systems.sage.stock.without
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_a_stock_that_cannot_be_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_rework_that_ends_without_any_stock_is_allowed(tmp_path):
    assert changed(
        tmp_path,
        """
systems: {sage: {stock: {full: 300, at_start: 0 %, without: {misreading: 19}}}}
stations: {cell: {rests_on: sage, misreading: {fresh: 9 %, settled: 5 %, fidelity: 50 %, review: 100 %}}}
""",
    )


WARNINGS = """
systems: {sage: {§stock: {full: 300, without: {work: 2}}}}
=> systems.sage.stock: has no effect: no station's work rests on it; say rests_on: sage at a station

systems: {sage: {stock: {full: 300, §without: {work: 100 %}}}}
stations: {cell: {rests_on: sage}}
=> systems.sage.stock.without: has no effect: nothing is lost without it; say work: 160 %

systems: {sage: {stock: {full: 300, without: {work: 2, misreading: §2}}}}
stations: {cell: {rests_on: sage}}
=> systems.sage.stock.without.misreading: has no effect: no station whose work rests on it misreads;
   say how such a station misreads

systems: {sage: {§stock: {full: 300, without: {work: 2}}}}
stations: {cell: {stage: release, rests_on: sage}}
=> systems.sage.stock: nothing goes into it: no station that writes is on sage;
   say system: sage at a station of stage analysis, for example
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_a_stock_without_effect_is_remarked(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_a_station_that_names_no_system_may_rest_on_any(tmp_path):
    stock = "systems: {sage: {stock: {full: 300, without: {work: 2}}}}"
    assert changed(tmp_path, f"{stock}\nstations: {{translators: {{rests_on: sage}}}}\n").warnings == ()
