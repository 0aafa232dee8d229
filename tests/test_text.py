"""Words for people: rows of words, counts, and the word that was meant."""

import pytest

from stovepipe.text import counted, did_you_mean, listed, near_miss, reason_of


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_stand_in_a_row_with_one_joint(words: list[str], said: str) -> None:
    assert listed(words) == said
    assert listed(words, "or") == said.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 boxes"), (1, "1 box"), (2, "2 boxes"), (1234, "1,234 boxes")]
)
def test_a_count_has_its_plural(number: int, said: str) -> None:
    assert counted(number, "box", "boxes") == said
    assert counted(number, "row") == said.replace("boxes", "rows").replace("box", "row")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("comander", "commander"),
        ("GOVERNOR", "governor"),
        ("gov", "governor"),
        ("kitchen", None),
        ("go", None),
    ],
)
def test_the_near_miss_is_a_word_that_is_written_or_begins_alike(word: str, meant: str | None) -> None:
    assert near_miss(word, ["governor", "commander", "cell"]) == meant


def test_where_nothing_is_near_a_short_list_is_given_and_a_long_one_is_not() -> None:
    assert did_you_mean("kitchen", ["cell", "desk"]) == "there is cell and desk"
    assert did_you_mean("kitchen", [f"cell{number}" for number in range(13)]) == ""
    assert did_you_mean("kitchen", []) == ""


def test_the_hint_is_the_same_whatever_the_order_of_what_is_known() -> None:
    names = ["cell", "celt", "bell"]
    assert len({near_miss("cel", order) for order in (names, names[::-1], names[1:] + names[:1])}) == 1


def test_the_reason_of_an_error_ends_a_sentence() -> None:
    assert reason_of(PermissionError(13, "Permission denied")) == "permission denied"
    assert reason_of(OSError("Out of luck")) == "out of luck"
