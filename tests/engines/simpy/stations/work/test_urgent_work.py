"""Urgent work is drawn where other work is: another law, the same luck."""

import pytest

from stovepipe.trajectory import VisitEnd
from tests.engines.scenes import scene
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical


def mission(**desk):
    return {
        "mission": "work",
        "start": "2021-01-04",
        "horizon": "20 d",
        "classes": {"a": {"precedence": "FLASH"}, "b": {"precedence": "PRIORITY"}, "c": {}},
        "sources": {"s": {"written_at": "hq", "reports": {"a": "4 /day", "b": "4 /day", "c": "4 /day"}}},
        "stations": {
            "hq": {"stage": "command", "needs": ["a", "b", "c"], "posts": {"p": {"count": 1}}, **desk}
        },
    }


def law(mean):
    return {"lognormal": {"mean": mean, "cv": 1.0}}


def test_a_law_for_a_precedence_is_as_the_same_law_for_its_class(tmp_path):
    """The entry for the most urgent precedence that a report has, or exceeds."""
    by_class = mission(work=law("2 h"), work_by_class={"a": law("10 min"), "b": law("1 h")})
    by_precedence = mission(
        work=law("2 h"), work_at_least={"IMMEDIATE": law("10 min"), "PRIORITY": law("1 h")}
    )
    first, second = play(by_class, tmp_path), play(by_precedence, tmp_path)
    assert (first.visits.end == VisitEnd.FINISHED).sum() > 200
    assert_identical(first, second)


def test_one_law_for_everything_is_the_work(tmp_path):
    plain, routine = mission(work=law("1 h")), mission(work="1 min", work_at_least={"ROUTINE": law("1 h")})
    assert_identical(play(plain, tmp_path), play(routine, tmp_path))


@pytest.mark.parametrize(
    ("precedence", "takes"),
    [("FLASH", 2 + 3 * 3), ("IMMEDIATE", 5 + 3 * 1), ("ROUTINE", 10 + 3 * 1)],
)
def test_what_an_urgent_product_takes_for_each_report_is_as_stated_or_as_for_others(
    tmp_path, precedence, takes
):
    text = f"""
    classes: {{a: {{precedence: {precedence}}}, b: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day, b: 1 /day}}}}}}
    stations:
      desk: {{stage: analysis, work: 1 min, batch: {{size: 3}}, posts: {{p: {{count: 3}}}}}}
      hq:
        stage: command
        needs: [a, b]
        work: {{once: 10 min, each: 1 min}}
        work_at_least: {{FLASH: {{once: 2 min, each: 3 min}}, IMMEDIATE: 5 min}}
        posts: {{p: {{count: 1}}}}
    channels: {{desk -> hq: {{}}}}
    """
    played = scene(tmp_path, text, (0, "b"), (0, "a"), (0, "b"))
    ((_, arrived, _, ended, _),) = played.visits("hq")
    assert ended - arrived == takes
