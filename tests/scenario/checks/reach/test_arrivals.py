"""What comes to stations: reports as what they appear as, requests on their way, and answers."""

from stovepipe.scenario.checks.reach.arrivals import arrivals
from tests.scenario.written import changed

REPORTS = [("warning", "cell"), ("pattern", "cell")]


def come(folder, change):
    return arrivals(changed(folder, change).mission, REPORTS)


def own(*classes):
    return {(klass, klass) for klass in classes}


def test_reports_come_to_where_they_are_written_and_along_channels_and_through_hurdles(tmp_path):
    found = come(tmp_path, "channels: {cell -> commander: {carries: warning}}")
    assert found == {
        "cell": own("warning", "pattern"),
        "commander": own("warning"),
        "translators": own("warning"),
    }


def test_they_come_as_what_they_are_taken_for_to_the_station_behind_a_hurdle_too(tmp_path):
    found = come(
        tmp_path,
        """
classes: {gossip: {}}
stations: {cell: {sorts: {taken_for: {pattern: {gossip: 100 %}}}}}
channels: {cell -> commander: {carries: [warning, gossip]}}
""",
    )
    assert found["cell"] == own("warning", "pattern")
    assert found["commander"] == found["translators"] == {("warning", "warning"), ("pattern", "gossip")}


ASKING = """
classes: {query: {}, detail: {}}
stations:
  relay: {stage: release, work: 1 min, posts: {clerks: {count: 1}}}
  commander: {asks: {more: {about: warning, request: query, answer: detail}}}
channels:
  commander -> relay: {carries: query, hurdles: {access: {delay: 1 h, through: office}}}
  relay -> cell: {carries: query}
"""
OFFICE = "  office: {stage: release, work: 1 min, posts: {clerks: {count: 1}}}\n"


def test_a_request_comes_to_what_is_on_its_way_and_ends_at_its_source(tmp_path):
    """The channel back to the commander carries requests as well."""
    found = come(tmp_path, ASKING.replace("stations:\n", f"stations:\n{OFFICE}"))
    assert found["relay"] == found["office"] == own("query")
    assert found["cell"] == own("warning", "pattern", "query", "detail")
    assert found["commander"] == own("warning", "pattern", "detail")


def test_who_takes_over_from_the_door_of_a_source_may_have_its_requests(tmp_path):
    heir = OFFICE.replace("office", "heir") + "  cell: {closes: {on: 2021-02-01, transfer_to: heir}}\n"
    found = come(tmp_path, ASKING.replace("stations:\n", f"stations:\n{OFFICE}{heir}"))
    assert found["heir"] == own("warning", "pattern", "query", "detail")


def test_who_asks_at_the_door_of_the_source_sends_no_request(tmp_path):
    found = come(
        tmp_path,
        "classes: {query: {}}\nstations: {cell: {asks: {more: {about: warning, request: query}}}}",
    )
    assert found["cell"] == found["commander"] == own("warning", "pattern")
