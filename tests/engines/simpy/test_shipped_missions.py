"""The shipped missions, run: what they are there to show, shows."""

from pathlib import Path

import numpy as np
import pytest

from stovepipe.engines import run
from stovepipe.measures.fates.deliveries import delivery_table
from stovepipe.measures.fates.outcomes import outcome_table
from stovepipe.measures.loads.load import station_table
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR
from stovepipe.scenario import load
from stovepipe.trajectory import DeliveryOutcome

CONFIGS = Path(__file__).parents[3] / "configs"
MINUSMA = CONFIGS / "minusma"
SECTORS = ("gao", "timbuktu", "mopti", "kidal")
FREEZES = (30 * 7 + 182) * DAY  # 1 January 2018: thirty weeks of warm-up, and 182 days from 3 July 2017


def played(name):
    network = compile_network(load(MINUSMA / name))
    return run(network, unfold(network, 1, 0))


@pytest.fixture(scope="module")
def year():
    return played("mission.yaml")


def shares(trajectory):
    """What share of the deliveries that count was lost to each cause."""
    deliveries, network = trajectory.deliveries, trajectory.network
    counts = trajectory.calendar.reports.occurred[deliveries.report] >= network.counted_from
    lost = deliveries.cause[counts & (deliveries.outcome == DeliveryOutcome.LOST)]
    return {cause: np.sum(lost == i) / counts.sum() for i, cause in enumerate(network.causes)}


def test_the_mission_loses_much_but_not_most_and_no_one_cause_is_half_of_it(year):
    """A check that the assumptions are believable together, not of their truth: nobody published a rate."""
    lost = shares(year)
    assert 0.25 < sum(lost.values()) < 0.45
    assert max(lost.values()) < sum(lost.values()) / 2


def test_every_mechanism_that_loses_reports_loses_some_and_none_are_lost_by_slip(year):
    lost = shares(year)
    slips = {"no_route", "overflow", "sent_elsewhere", "stranded", "incompatible", "untranslated"}
    not_in_the_mission = {"abandoned", "closed", "crowded_out", "missorted", "silenced", "unconfirmed"}
    assert {cause for cause, share in lost.items() if share == 0} <= slips | not_in_the_mission
    assert {cause: lost[cause] for cause in ("no_route", "sent_elsewhere") if lost.get(cause)} == {}


def test_no_station_of_the_mission_has_more_to_do_than_it_can(year):
    table = station_table(year)
    assert table["utilisation"].max() < 0.9


def reports_of(year, sources, consumer):
    """The deliveries to a consumer of what these sources reported."""
    network, deliveries = year.network, year.deliveries
    names = [network.sources[stream.source].name for stream in network.streams]
    from_these = np.isin(np.array(names)[year.calendar.reports.stream[deliveries.report]], sources)
    consumers = [station.name for station in network.stations]
    return from_these & (deliveries.consumer == consumers.index(consumer))


def test_what_the_mobile_task_force_reports_reaches_headquarters_and_hardly_the_sector_next_door(year):
    task_force = ["long_range_patrols", "swedish_patrols"]
    made = year.deliveries.outcome == DeliveryOutcome.DELIVERED
    assert np.mean(made[reports_of(year, task_force, "commander_gao")]) < 0.2
    assert np.mean(made[reports_of(year, task_force, "force_commander")]) > 0.5
    assert np.mean(made[reports_of(year, ["patrols_gao"], "commander_gao")]) > 0.6


def test_a_warning_of_the_night_is_read_in_that_night(year):
    network, reports = year.network, year.calendar.reports
    klass = [each.name for each in network.classes].index("warning_mopti")
    hour = reports.occurred // HOUR % 24
    asked = reports_of(year, ["patrols_mopti", "outposts_mopti"], "commander_mopti")
    rows = asked & (reports.klass == klass)[year.deliveries.report]
    night = rows & ((hour >= 20) | (hour < 4))[year.deliveries.report]
    read = year.deliveries.outcome[night] == DeliveryOutcome.DELIVERED
    took = year.deliveries.decided[night] - reports.occurred[year.deliveries.report[night]]
    assert night.sum() > 20
    assert np.mean(read & (took < 4 * HOUR)) > 0.5


def test_guidance_reaches_all_who_collect_but_that_of_civilians_often_stops_before_it_reaches_soldiers(year):
    deliveries, network = year.deliveries, year.network
    classes = [each.name for each in network.classes]
    klass = year.calendar.reports.klass[deliveries.report]
    names = np.array([station.name for station in network.stations])[deliveries.consumer]
    made = deliveries.outcome == DeliveryOutcome.DELIVERED
    rooms = {f"{room}_{sector}" for room in ("duty_room", "radio") for sector in SECTORS}
    soldiers = {f"{sector}_desk" for sector in SECTORS} | rooms | {"isr_analysis", "mtf_intel"}
    civilians = {f"{sector}_civil_desk" for sector in SECTORS} | {"police_desk"}
    of_the_force = klass == classes.index("guidance_force")
    of_the_mission = klass == classes.index("guidance_mission")
    assert set(names[of_the_force]) == soldiers
    assert set(names[of_the_mission]) == soldiers | civilians
    assert np.mean(made[of_the_force]) > 0.8
    to_civilians = np.isin(names, list(civilians))
    assert np.mean(made[of_the_mission & to_civilians]) > 0.8
    assert np.mean(made[of_the_mission & ~to_civilians]) < 0.8


# --- ASIFU --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawdown():
    return played(CONFIGS / "asifu" / "mission.yaml")


def visits_at(trajectory, name):
    return trajectory.visits.station == [station.name for station in trajectory.network.stations].index(name)


def test_nobody_adds_to_the_stock_of_the_fusion_unit_from_the_day_of_the_drawdown(drawdown):
    intakes = drawdown.intakes
    assert len(intakes.amount) > 1500
    assert intakes.at.max() < FREEZES
    assert intakes.amount[-1] == pytest.approx(1700, rel=0.1), "it is full when its owners leave"


def test_the_successors_of_the_fusion_unit_need_longer_for_the_same(drawdown):
    """Before: a full stock. In the last quarter: three to twelve months without, a level of a third."""
    visits, at_asifu = drawdown.visits, visits_at(drawdown, "asifu")
    alone = at_asifu & (visits.carried == 1) & (visits.started >= 0)
    before = alone & (visits.started < FREEZES)
    late = alone & (visits.started >= FREEZES + 13 * 7 * DAY)
    ratio = visits.work[late].mean() / visits.work[before].mean()
    assert 1.2 < ratio < 1.55


def test_what_the_successors_write_is_typed_in_again_for_the_force_and_what_the_dutch_wrote_was_not(drawdown):
    visits, at_registry = drawdown.visits, visits_at(drawdown, "registry")
    incident = [each.name for each in drawdown.network.classes].index("incident")
    typed = at_registry & (drawdown.calendar.reports.klass[visits.lead] == incident)
    assert typed.sum() > 50
    assert visits.arrived[typed].min() >= FREEZES


# --- the tip line ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tip_line():
    return played(CONFIGS / "tip_line" / "mission.yaml")


def test_what_is_a_hoax_or_leads_nowhere_is_no_loss_and_callers_hang_up(tip_line):
    outcomes = outcome_table(tip_line.network, delivery_table(tip_line)).iloc[-1]
    assert outcomes["disposed"] == outcomes["disposed_hoax"] + outcomes["disposed_no_lead"]
    assert 0.25 < outcomes["disposed"] / outcomes["created"] < 0.5
    assert 0.02 < outcomes["lost_abandoned"] / outcomes["created"] < 0.1
    assert outcomes["lost_abandoned"] > 0.8 * outcomes["lost"]


def test_a_tip_that_goes_to_the_other_office_is_not_lost(tip_line):
    """Each office gets its share, and nobody loses what was sent elsewhere."""
    network, rows = tip_line.network, tip_line.deliveries
    names = [station.name for station in network.stations]
    offices = [names.index(name) for name in ("north_office", "south_office")]
    to_either = rows.consumer == len(names)
    made = to_either & (rows.outcome == DeliveryOutcome.DELIVERED)
    at = [np.mean(rows.where[made] == office) for office in offices]
    assert at[0] == pytest.approx(0.6, abs=0.05)
    assert sum(at) == pytest.approx(1.0)
    assert not (rows.cause == network.causes.index("sent_elsewhere")).any()


def test_the_night_officer_takes_threats_and_crimes_wait_for_the_morning(tip_line):
    network, visits = tip_line.network, tip_line.visits
    triage = [station.name for station in network.stations].index("triage")
    began = visits.started[(visits.station == triage) & (visits.started >= 0)]
    lead = visits.lead[(visits.station == triage) & (visits.started >= 0)]
    night = (began // HOUR % 24 < 7) | (began // HOUR % 24 >= 22)
    precedence = tip_line.calendar.reports.precedence[lead]
    assert night.sum() > 20
    assert set(precedence[night].tolist()) == {0}
    waited = visits.waiting[(visits.station == triage) & (visits.started >= 0)] / HOUR
    assert np.median(waited[precedence == 0]) < 0.2
    assert waited[precedence > 0].max() > 8


@pytest.fixture(scope="module")
def cluster_desk():
    return played(CONFIGS / "cluster_desk" / "mission.yaml")


def test_the_product_leaves_on_thursdays_and_its_work_grows_with_what_is_in_it(cluster_desk):
    network, visits = cluster_desk.network, cluster_desk.visits
    editor = visits.station == [station.name for station in network.stations].index("editor")
    weeks, hour = np.divmod(visits.arrived[editor] - network.counted_from, 7 * DAY)
    assert set(hour.tolist()) == {3 * DAY + 14 * HOUR}, "the mission begins on a Monday"
    assert len(set(weeks.tolist())) == len(weeks) == 2 + 26, "one a week, in the warm-up too"
    done = visits.ended[editor] >= 0
    per_report = 3 * visits.carried[editor][done] * (HOUR // 60)
    np.testing.assert_array_equal(visits.work[editor][done], HOUR + per_report)


def test_one_lead_is_enough_for_an_alert_and_alerts_do_not_wait_for_thursday(cluster_desk):
    rows = outcome_table(cluster_desk.network, delivery_table(cluster_desk))
    alerts = rows[(rows["consumer"] == "cluster_leads") & (rows["class"] == "alert")].iloc[0]
    needs = rows[(rows["consumer"] == "health_lead") & (rows["class"] == "needs")].iloc[0]
    assert alerts["delivered"] > 0.4 * alerts["created"]
    assert alerts["latency_hours"] / alerts["delivered"] < 24
    assert needs["latency_hours"] / needs["delivered"] > 72


def test_the_archive_of_the_desk_fills_up_and_its_work_gets_shorter(cluster_desk):
    network, visits = cluster_desk.network, cluster_desk.visits
    amounts = cluster_desk.intakes.amount
    assert amounts[0] < 110
    assert amounts[-1] > 300
    desk = (visits.station == [station.name for station in network.stations].index("desk")) & (
        visits.ended >= 0
    )
    work = visits.work[desk]
    assert work[:200].mean() > 1.1 * work[-200:].mean()
