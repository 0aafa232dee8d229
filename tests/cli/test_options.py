"""Numbers given as options are read, or refused with what would be right."""

import pytest

from stovepipe.cli.options import between, whole
from stovepipe.cli.screen.complaints import Complaint


@pytest.mark.parametrize("text", ["1", "12", " 7 ", "1_000"])
def test_whole_numbers_from_the_least_are_read(text: str) -> None:
    assert whole("--workers", 1)(text) == int(text)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "one", "1e3", "nan", "½"])
def test_what_is_no_such_number_is_refused_with_the_option_and_the_least(text: str) -> None:
    with pytest.raises(Complaint, match=r"^--workers: .*1 or more"):
        whole("--workers", 1)(text)


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("0.9999", 0.9999), (".9", 0.9), ("9e-1", 0.9)])
def test_both_ends_and_all_between_are_read(text: str, value: float) -> None:
    assert between("--level", 0.5, 0.9999, such_as=0.95)(text) == value


@pytest.mark.parametrize("text", ["0.4999", "1", "95", "95 %", "nan", "inf", "-0.9", ""])
def test_what_is_not_between_is_refused_with_both_ends_and_an_example(text: str) -> None:
    with pytest.raises(Complaint) as refused:
        between("--level", 0.5, 0.9999, such_as=0.95)(text)
    assert [word in str(refused.value) for word in ("--level", "0.5", "0.9999", "0.95")] == [True] * 4
