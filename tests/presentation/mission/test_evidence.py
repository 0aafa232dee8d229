"""What the numbers of a mission rest on: counted by grade, and listed one by one."""

from stovepipe.presentation.mission.evidence import GRADES, evidence_listing, evidence_summary
from stovepipe.scenario import Scenario


def test_evidence_counts_the_numbers_of_each_grade_and_their_ranges(two_commanders: Scenario) -> None:
    """Four ranges: one number is cited, one weak, and the others are assumed."""
    rows = {row[0]: row[1:3] for row in evidence_summary(two_commanders).rows}
    assert list(rows) == [grade for grade in GRADES if grade in rows]
    assert (rows["cited"], rows["weak"]) == (("1", "1"), ("1", "1"))
    assert rows["assumed"][1] == "2"
    assert sum(int(count) for count, _ in rows.values()) == len(two_commanders.quantities)


def test_each_number_is_listed_under_its_grade_with_its_own_range_and_source(
    two_commanders: Scenario,
) -> None:
    grade, listed = "", {}
    for row in evidence_listing(two_commanders).rows:
        if len(row) == 1:
            grade = row[0].partition(":")[0]
        else:
            listed[row[0].strip()] = (grade, *row[1:])
    assert listed["channels.desk -> cell.transit"] == ("weak", "10 min", "5 min to 20 min", "Hearsay")
    assert listed["stations.cell.work.exponential.mean"] == ("cited", "1 h", "30 min to 2 h", "A book")
    assert listed["channels.cell -> commander.transit"] == ("assumed", "30 min", "", "")
    assert len(listed) == len(two_commanders.quantities)
