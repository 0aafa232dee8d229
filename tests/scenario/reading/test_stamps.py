"""Times in files: what Python reads is the independent answer, where it reads the same on every machine."""

import datetime as dt
import random
import time

import pytest

from stovepipe.scenario.problems.problem import Faults
from stovepipe.scenario.reading.stamps import iso, of_format


def refused(read, text: str) -> str:
    with pytest.raises(Faults) as raised:
        read(text)
    [found] = raised.value.faults
    return f"{found.what}; {found.hint}"


def moments(number: int) -> list[dt.datetime]:
    chance = random.Random(4)
    first = dt.datetime(1900, 1, 1)
    return [first + dt.timedelta(microseconds=chance.randrange(2 * 10**15)) for _ in range(number)]


ISO_FORMS = [
    "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y%m%dT%H%M%S", "%Y%m%d",
    "%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%M:%S+02:30", "%Y-%m-%dT%H:%M:%S.%f-0445", "%Y-%m-%d %H:%M+14",
]  # fmt: skip


@pytest.mark.parametrize("form", ISO_FORMS)
def test_times_of_iso_8601_are_read_as_python_reads_them(form: str) -> None:
    for moment in moments(300):
        text = moment.strftime(form)
        right = dt.datetime.fromisoformat(text)
        assert iso(text) == (right.astimezone(dt.UTC) if right.tzinfo else right)


FORMATS = [
    "%d/%m/%Y %H:%M", "%m/%d/%y", "%d %B %Y", "%a %d %b %Y %I:%M:%S %p", "%Y%m%d%H%M%S",
    "%A, %d. %B %Y at %Hh%M", "%Y-%j", "%d.%m.%Y  %H:%M:%S.%f", "%I%p on %Y-%m-%d", "100%% %Y-%m-%d",
    "(%Y) [%m] *%d*",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_times_of_a_format_are_read_as_python_reads_them(form: str) -> None:
    read = of_format(form)
    for moment in moments(300):
        text = moment.strftime(form)
        assert read(text) == dt.datetime.strptime(text, form)
        assert read(text.swapcase()) == read(text)


def test_an_offset_in_a_format_is_converted_to_utc() -> None:
    read = of_format("%d/%m/%Y %H:%M %z")
    assert read("05/01/2021 00:30 +01:00") == dt.datetime(2021, 1, 4, 23, 30, tzinfo=dt.UTC)
    assert read("05/01/2021 00:30 Z") == dt.datetime(2021, 1, 5, 0, 30, tzinfo=dt.UTC)


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert iso("2021-02-28T24:00") == dt.datetime(2021, 3, 1)
    assert "not in the calendar" in refused(iso, "2021-02-28T24:01")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2021-01-05+02:00", "a date with an offset"),
        ("2021-01-05-06:00", "a date with an offset"),
        ("2021-01-05Z", "a date with an offset"),
        ("2021-01-05-06", "not one date"),
        ("2021-01-05/06", "not one date"),
        ("2021-01-05 06.5", "a time without minutes"),
        ("2021-01-05T06", "a time without minutes"),
        ("2021-01-05 06:30 CET", "the name of a zone"),
        ("2021-01-05T06:30:00[Europe/Paris]", "the name of a zone"),
        ("2021-01-05 06:30 UTC", "the name of a zone"),
        ("2021-01-05 06:30 pm", "am or pm"),
        ("5/1/2021 6:30 a.m.", "am or pm"),
        ("44201.2708", "serial number"),
        ("44201", "serial number"),
        ("1609828200", "since 1970"),
        ("1609828200000", "since 1970"),
        ("05/01/2021", "the day or the month first"),
        ("5.1.2021 06:30", "the day or the month first"),
        ("2021-02-29", "not in the calendar"),
        ("2021-01-05 25:05", "not in the calendar"),
        ("2021-01-05T12:00+25:00", "not in the calendar"),
        ("0001-01-01T00:00+05:00", "not in the calendar"),
        ("2016-12-31T23:59:60Z", "a leap second"),
        ("2021-01", "not a time"),
        ("2021-W01-2", "not a time"),
        ("2021-005", "not a time"),
        ("2021-01-0506:30", "not a time"),
        ("2021-0105", "not a time"),
        ("\uff12021-01-05", "not a time"),
        ("yesterday", "not a time"),
        ("", "not a time"),
    ],
)
def test_what_is_no_time_is_refused_with_what_it_seems_to_be(text: str, what: str) -> None:
    """Most of these have been read by Python's `fromisoformat`, as something else than what was meant."""
    assert what in refused(iso, text)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("%Y-%m-%d %H:%M %Z", "%Z reads names of zones"),
        ("%Y-%m-%d %H:%M %p", "afternoons would be read as mornings"),
        ("%Y-%m-%d %I:%M", "cannot be told from afternoons"),
        ("%Y-%m-%d %H %I %p", "%H and %I say the same"),
        ("%c", "%c cannot be used"),
        ("%x %X", "%x cannot be used"),
        ("%Y-%U", "%U cannot be used"),
        ("%-d/%m/%Y", "%- cannot be used"),
        ("%Y-%m-%d %", "% cannot be used"),
        ("%Y-%m-%d %Y", "%Y and %Y say the same"),
        ("%H:%M", "the year is missing"),
        ("%Y-%m", "the day is missing"),
        ("%d/%Y", "the month is missing"),
        ("DD/MM/YYYY", "the year is missing"),
        ("", "the year is missing"),
        ("%Y-%m-%d %M", "%M without the hours"),
        ("%Y-%m-%d %H:%S", "%S without the minutes"),
    ],
)
def test_a_format_that_cannot_be_read_the_same_everywhere_is_refused(form: str, said: str) -> None:
    assert said in refused(of_format, form)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%d/%m/%Y", "2021-01-05"),
        ("%d/%m/%Y", "31/02/2021"),
        ("%d/%m/%Y", "1/13/2021"),
        ("%Y-%j", "2021-366"),
        ("%Y-%j", "0000-001"),
        ("%Y%m%d", "2021111"),
        ("%Y-%m-%d %I %p", "2021-01-05 13 pm"),
        ("%Y-%m-%d %H:%M", "2021-01-05 24:00 "),
        ("%d %b %Y", "5 Mai 2021"),
    ],
)
def test_what_does_not_fit_the_format_is_refused(form: str, text: str) -> None:
    assert refused(of_format(form), text)


def test_zones_and_languages_of_the_machine_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    read = of_format("%d %B %Y %H:%M")
    for zone in ("UTC", "Europe/Berlin", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert read("4 January 2021 06:30") == iso("2021-01-04 06:30") == dt.datetime(2021, 1, 4, 6, 30)
    monkeypatch.undo()
    time.tzset()
