"""Every measure is declared once, has its columns, and is found by all who read from the declaration."""

from stovepipe.measures.catalogue import KINDS, MEASURES
from stovepipe.measures.fates.deliveries import LATENCIES
from stovepipe.measures.fates.knowledge import HALF_TIMES, KNOWLEDGE_MEASURES
from stovepipe.measures.fates.outcomes import DELIVERY_MEASURES, LOST
from stovepipe.measures.loads.load import CHANNEL_MEASURES, STATION_MEASURES, STOPPED, station_table
from stovepipe.measures.measure import Measure
from stovepipe.measures.tables import tables_of
from stovepipe.measures.timelines.rapport_over_time import RAPPORT_MEASURES
from tests.measures.build import ENDS_OF_VISITS
from tests.measures.story import tell


def columns(measures: tuple[Measure, ...]) -> set[str]:
    return {column for each in measures for column in (each.numerator, each.denominator) if column}


def test_every_measure_has_its_columns_in_the_table_that_it_is_declared_beside() -> None:
    tables = tables_of(tell(), "all_tables")
    assert columns(STATION_MEASURES) <= set(tables["stations"])
    assert columns(CHANNEL_MEASURES) <= set(tables["channels"])
    assert columns(DELIVERY_MEASURES) <= set(tables["outcomes"])
    assert columns(KNOWLEDGE_MEASURES) <= set(tables["knowledge"])
    assert columns(RAPPORT_MEASURES) <= set(tables["rapport"])
    assert {measure.name for measure in LATENCIES.values()} <= set(tables["latency"])
    assert STOPPED.numerator in tables["hurdles"]
    assert STOPPED.denominator in tables["channels"]
    causes = {name for name in tables["outcomes"] if name.startswith("lost_")}
    assert LOST.to("expired").numerator in causes


def test_every_number_of_the_table_of_stations_is_a_measure_or_an_end_of_visits() -> None:
    numbers = set(station_table(tell()).select_dtypes("number")) - columns(STATION_MEASURES)
    assert numbers == {"observed_hours", "utilisation", *ENDS_OF_VISITS}


def test_a_ratio_is_what_its_columns_say() -> None:
    table = station_table(tell())
    [utilisation] = [measure for measure in STATION_MEASURES if measure.name == "utilisation"]
    assert (table[utilisation.numerator] / table[utilisation.denominator]).equals(table["utilisation"])


def test_no_two_measures_of_a_table_have_one_name_and_no_two_one_kind() -> None:
    for those in (
        STATION_MEASURES,
        CHANNEL_MEASURES,
        (*DELIVERY_MEASURES, *LATENCIES.values()),
        (*KNOWLEDGE_MEASURES, *HALF_TIMES.values()),
    ):
        assert len({measure.name for measure in those}) == len(those)
    assert len(KINDS) == sum(bool(measure.kind) for measure in MEASURES)


def test_only_quantiles_have_no_numerator_and_only_ratios_a_denominator() -> None:
    assert {measure.name for measure in MEASURES if measure.form == "quantile"} == {
        "median_hours", "p90_hours", "p95_hours", "median_latency_of_delivered_hours",
        "median_hours_until_known", "median_hours_until_confirmed",
    }  # fmt: skip
    assert {measure.unit for measure in MEASURES if measure.form == "ratio"} == {"share", "h"}
    assert "share" not in {measure.unit for measure in MEASURES if measure.form == "mean"}


def test_of_all_shares_only_that_of_the_hours_at_work_may_be_above_one() -> None:
    """People stay on after hours; nothing else is more than the whole of which it is a part."""
    assert {measure.name for measure in MEASURES if measure.unit == "share" and measure.most > 1} == {
        "utilisation"
    }
    assert {measure.most for measure in RAPPORT_MEASURES if measure.unit == "rapport"} == {1.0}
