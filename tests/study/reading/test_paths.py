"""A path stands for one number, and a pattern for all that fit it."""

import pytest

from stovepipe.study.reading.paths import is_pattern, matching, near

NAMES = [
    "channels.a -> b.transit",
    "channels.b -> c.transit",
    "stations.a.work",
    "stations.a.posts.x[1].count",
]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["channels.*.transit"], NAMES[:2]),
        (["stations.a.work"], NAMES[2:3]),
        (["*"], NAMES),
        (["stations.?.work", "channels.a*"], [NAMES[0], NAMES[2]]),
        (["stations.a.posts.x[1].count"], NAMES[3:]),
        (["Stations.a.work"], []),
        ([], []),
    ],
)
def test_a_pattern_stands_for_what_fits_and_brackets_for_themselves(
    patterns: list[str], found: list[str]
) -> None:
    assert matching(patterns, NAMES) == set(found)


def test_only_stars_and_question_marks_make_a_pattern() -> None:
    assert [is_pattern(path) for path in ("a.*", "a.?", "a.b", "a[1]")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("stations.a.wrok", "stations.a.work"),
        ("chanels.*.transit", "channels"),
        ("stations.*.transit", "any number of steps"),
    ],
)
def test_a_path_that_stands_for_nothing_is_answered_with_what_is_near(path: str, said: str) -> None:
    assert said in near(path, NAMES)
