"""Numbers and outcomes in words: scales, digits, directions and names."""

import pytest

from stovepipe.presentation.shared.wording import difference, headed, number_word, phrase, scale_of, spoken
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading.study import Study


@pytest.mark.parametrize(
    ("name", "said", "factor", "unit", "apart"),
    [
        ("timely", {}, 100.0, "%", "points"),
        ("latency", "p90", 1.0, "h", "h"),
        ("backlog", {"station": "cell"}, 1.0, "copies", "copies"),
        ("wasted", {}, 1.0, "person-hours", "person-hours"),
    ],
)
def test_an_outcome_is_shown_in_its_own_unit(
    name: str, said: object, factor: float, unit: str, apart: str
) -> None:
    scale = scale_of(outcome(name, said))
    assert (scale.factor, scale.unit, scale.apart) == (factor, unit, apart)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("timely", 0.06, "higher"),
        ("timely", -0.06, "lower"),
        ("latency", 2.0, "longer"),
        ("latency", -2.0, "shorter"),
    ],
)
def test_a_difference_is_told_by_its_size_and_its_side(name: str, value: float, word: str) -> None:
    said, within = difference(outcome(name), value, value - 0.01, value + 0.01)
    assert said.endswith(f" {word}")
    low, high = (float(end) for end in within.split(" to "))
    scaled = abs(value) * scale_of(outcome(name)).factor
    assert 0 < low < scaled < high


def test_an_interval_of_a_fall_that_reaches_over_0_keeps_its_order() -> None:
    said, within = difference(outcome("timely"), -0.01, -0.03, 0.02)
    assert said.startswith("1")
    assert said.endswith("lower")
    assert [float(end) for end in within.split(" to ")] == [-2.0, 3.0]


def test_a_structure_is_called_by_its_title_or_by_its_name_in_words(study: Study) -> None:
    assert [spoken(each) for each in study.structures] == [
        "the cell as it is",
        "a third analyst",
        "open doors",
    ]


def test_an_outcome_is_called_by_its_own_title_if_it_has_one(study: Study) -> None:
    assert [phrase(each) for each in study.outcomes[:3]] == [
        "the timely share (warning, commander)", "the share lost", "the time to arrive",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("delivered", {"within": "12 h"}, "the share delivered within 12 h"),
        ("latency_of_delivered", {}, "the median latency of what was delivered"),
        ("latency_of_delivered", "p90", "the 90 % quantile of the latency of what was delivered"),
        ("timely", {"consumer": "chief", "weights": {"classes": {"big_news": 5}}},
         "the timely share (chief, weights: big news 5)"),
    ],
)  # fmt: skip
def test_the_time_and_the_weights_of_an_outcome_are_part_of_what_it_is_called(
    name: str, said: object, words: str
) -> None:
    assert phrase(outcome(name, said)) == words


def test_a_heading_follows_a_question_as_a_sentence() -> None:
    assert headed("Which?", "estimates") == "Which? Estimates"
    assert headed("Cells", "estimates") == "Cells: estimates"


def test_words_for_numbers_end_at_twelve() -> None:
    assert [number_word(number) for number in (0, 1, 12, 13, 4321)] == ["no", "one", "twelve", "13", "4,321"]
