"""The tables of a log beside a mission."""

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.presentation.observation.tables import observation_grids


def test_each_thing_compared_has_a_row_under_its_consumer(refused: ObservationFindings) -> None:
    compared, _ = observation_grids(refused)
    consumer, *rows = compared.rows
    assert consumer == ("commander",)
    assert [row[:2] for row in rows] == [
        ("  pattern", "reports"), ("  ", "read"), ("  ", "lost"),
        ("  warning", "reports"), ("  ", "read"), ("  ", "lost"),
    ]  # fmt: skip
    for row, part in zip(rows, refused.parts, strict=True):
        assert bool(row[-1]) == part.differs
    assert rows[4][-1] == "less"
    assert any(note.startswith("Log: log.csv, from 2021-01-04") for note in compared.notes)


def test_ages_that_people_ask_for_have_both_shares_and_the_band(accepted: ObservationFindings) -> None:
    _, by_age = observation_grids(accepted)
    assert [row[0] for row in by_age.rows] == [
        "commander, pattern", "  1 h", "  6 h", "  24 h", "  3 d", "  7 d",
        "commander, warning", "  1 h", "  6 h", "  24 h", "  3 d", "  7 d",
    ]  # fmt: skip
    share, between = by_age.rows[9][1].split("\t")
    low, high = (float(each) for each in between.strip("()").split(" to "))
    assert low <= float(share) <= high
    assert {len(row) for row in by_age.rows} == {1, 4}
