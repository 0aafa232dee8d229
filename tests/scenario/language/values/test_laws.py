"""Laws of durations, short and long, and what is said when one cannot be read."""

import math

import pytest
from pydantic import TypeAdapter, ValidationError

from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.units import HOUR, MINUTE
from stovepipe.scenario.problems.problem import Faults

READER = TypeAdapter(DurationLaw)


ONE_LAW = "write a duration, or one law, for example {lognormal: {mean: 3 h, cv: 1.2}}"


def read(raw: object) -> laws.Law:
    return READER.validate_python(raw)


def said(raw: object) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        read(raw)
    [details] = raised.value.errors()
    faults = details["ctx"]["error"]
    assert isinstance(faults, Faults)
    return [
        f"{'.'.join(map(str, fault.at))}: {fault.what}; {fault.hint}".removeprefix(": ").removesuffix("; ")
        for fault in faults.faults
    ]


def test_a_duration_alone_is_a_fixed_law():
    for written in ("3 h", {"fixed": "3 h"}, {"value": "3 h"}, {"fixed": {"value": "3 h"}}):
        law = read(written)
        assert isinstance(law, laws.Fixed)
        assert law.value.value == 3 * HOUR


@pytest.mark.parametrize(
    ("written", "kind", "mean"),
    [
        ({"exponential": {"mean": "3 h"}}, laws.Exponential, 3 * HOUR),
        ({"gamma": {"mean": "3 h", "cv": 1.2}}, laws.Gamma, 3 * HOUR),
        ({"erlang": {"mean": "3 h", "phases": 4}}, laws.Erlang, 3 * HOUR),
        ({"lognormal": {"mean": "3 h", "cv": "120 %"}}, laws.Lognormal, 3 * HOUR),
        ({"weibull": {"mean": "3 h", "cv": 0.5}}, laws.Weibull, 3 * HOUR),
        ({"triangular": {"low": "1 h", "mode": "2 h", "high": "6 h"}}, laws.Triangular, 3 * HOUR),
        ({"uniform": {"low": "0 h", "high": "6 h"}}, laws.Uniform, 3 * HOUR),
        ({"empirical": {"values": ("1 h", "5 h")}}, laws.Empirical, 3 * HOUR),
        ({"empirical": {"values": (1, 5), "unit": "h"}}, laws.Empirical, 3 * HOUR),
    ],
)
def test_each_law_is_written_by_its_name_and_parameters(written, kind, mean):
    law = read(written)
    assert type(law) is kind
    assert laws.mean(law) == mean


def test_parameters_may_be_written_long():
    law = read({"lognormal": {"mean": {"value": "3 h", "range": ("1 h", "6 h")}, "cv": 1}})
    assert isinstance(law, laws.Lognormal)
    assert law.mean.range == (HOUR, 6 * HOUR)


def test_the_longest_duration_is_known_where_there_is_one():
    assert laws.longest(read("3 h")) == 3 * HOUR
    assert laws.longest(read({"uniform": {"low": "1 h", "high": "6 h"}})) == 6 * HOUR
    assert laws.longest(read({"empirical": {"values": ("5 h", "1 h")}})) == 5 * HOUR
    assert laws.longest(read({"exponential": {"mean": "3 h"}})) == math.inf


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        ({"lognormol": {"mean": "3 h"}}, ['lognormol: unknown law; did you mean "lognormal"?']),
        (
            {"gamma": {}, "weibull": {}},
            [f"gamma and weibull both given; {ONE_LAW}"],
        ),
        (
            {},
            [f"not a law of durations; {ONE_LAW}"],
        ),
        ({"gamma": "3 h"}, ["gamma: its parameters are missing; write {gamma: {mean: ..., cv: ...}}"]),
        ({"gamma": {"mean": "3 h"}}, ["gamma.cv: cv is missing"]),
        ({"gamma": {"mean": "3 h", "cv": 1, "sd": "1 h"}}, ["gamma.sd: unknown key; there is mean and cv"]),
        (
            {"exponential": {"mean": "0 h"}},
            ["exponential.mean: a mean of zero; write 0 s, without a law, for no time at all"],
        ),
        (
            {"gamma": {"mean": "3 hous", "cv": 11}},
            [
                'gamma.mean: "3 hous": unknown unit "hous"; did you mean "hours"?',
                "gamma.cv: a coefficient of variation of 11; write 10 or less",
            ],
        ),
        (
            {"gamma": {"mean": "3 h", "cv": 0}},
            ["gamma.cv: a coefficient of variation of 0; for no variation write the mean alone"],
        ),
        (
            {"erlang": {"mean": "3 h", "phases": 0}},
            ["erlang.phases: 0 phases; write a number from 1 to 1000"],
        ),
        (
            {"uniform": {"low": "3 h", "high": "2 h"}},
            ["uniform.low: low (3 h) is above high (2 h); give low and high in this order"],
        ),
        ({"uniform": {"low": "3 h", "high": "3 h"}}, ["uniform: low and high are the same; write 3 h alone"]),
        (
            {"triangular": {"low": "1 h", "mode": "7 h", "high": "6 h"}},
            ["triangular.mode: mode (7 h) is above high (6 h); give low, mode and high in this order"],
        ),
    ],
)
def test_what_is_wrong_with_a_law_is_said_at_its_place(written, messages):
    assert said(written) == messages


def test_observations_from_a_file_are_read_in_their_unit(tmp_path):
    file = tmp_path / "observed.csv"
    file.write_text("id;minutes\n1;30\n2;90.5\n", encoding="utf-8")
    law = read({"empirical": {"file": str(file), "column": "minutes", "unit": "min"}})
    assert isinstance(law, laws.Empirical)
    assert law.values == (30 * MINUTE, 90.5 * MINUTE)


EXAMPLE = "write {file: observed.csv, column: hours, unit: h} or {values: [2 h, 5 h]}"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({}, f"empirical: needs a file or values, and not both; {EXAMPLE}"),
        (
            {"file": "a.csv", "values": ("1 h",)},
            f"empirical: needs a file or values, and not both; {EXAMPLE}",
        ),
        ({"file": "a.csv", "column": "hours"}, f"empirical: a file needs a column and a unit; {EXAMPLE}"),
        ({"values": ()}, f"empirical.values: no values; {EXAMPLE}"),
        (
            {"values": ("1 h", "2")},
            'empirical.values.1: "2" has no unit; say which unit of time, for example 2 h',
        ),
        ({"values": ("1 h",), "column": "x"}, f"empirical.column: a column without a file; {EXAMPLE}"),
        (
            {"file": "gone.csv", "column": "h", "unit": "h"},
            "empirical.file: gone.csv cannot be read: no such file or directory",
        ),
        (
            {"file": "gone.csv", "column": "h", "unit": "hous"},
            'empirical.unit: "hous": unknown unit "hous"; did you mean "hours"?',
        ),
        ({"fiel": "gone.csv"}, 'empirical.fiel: unknown key; did you mean "file"?'),
    ],
)
def test_observations_must_be_named_completely(written, message):
    assert said({"empirical": written}) == [message]


def test_bad_observations_are_reported_row_by_row(tmp_path):
    file = tmp_path / "observed.csv"
    file.write_text("hours\n1\nlong\n-2\n\n1e9\n1,5\n", encoding="utf-8")
    with pytest.raises(ValidationError) as raised:
        read({"empirical": {"file": str(file), "column": "hours", "unit": "h"}})
    [details] = raised.value.errors()
    assert [(str(fault.elsewhere), fault.what, fault.hint) for fault in details["ctx"]["error"].faults] == [
        (
            f"{file}:3",
            'hours: "long" is not a duration',
            "write a number with a decimal point, without a unit",
        ),
        (f"{file}:4", 'hours: "-2" is not a duration', "it is negative"),
        (f"{file}:6", 'hours: "1e9" is not a duration', "it is more than 1000 years"),
        (f"{file}:7", "2 columns where the first line has 1", ""),
    ]
