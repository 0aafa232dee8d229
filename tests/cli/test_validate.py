"""Whether a mission or a study is sound: every problem where it is, for people and for programs."""

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_validate_answers_yes(stovepipe: Command) -> None:
    answer = stovepipe("validate", "cell.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "cell.yaml: sound. A cell: 1 source, 2 stations, 1 channel.\n"


def test_validate_answers_no_with_every_problem_where_it_is(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    Path("cell.yaml").write_text(text.replace("stage: analysis", "stage: analyst").replace("ltiov", "ltoiv"))
    answer = stovepipe("validate", "cell.yaml")
    assert (answer.code, answer.out) == (1, "")
    first, second, count = answer.err.splitlines()
    assert first.startswith("cell.yaml:6:13: ")
    assert 'did you mean "ltiov"?' in first
    assert 'did you mean "analysis"?' in second
    assert count == "cell.yaml: 2 problems found"


def test_validate_answers_other_programs(stovepipe: Command) -> None:
    assert json.loads(stovepipe("validate", "cell.yaml", "--json").out) == {"problems": [], "warnings": []}
    Path("cell.yaml").write_text("mission: Nothing\n")
    answer = stovepipe("validate", "cell.yaml", "--json")
    assert (answer.code, answer.err) == (1, "")
    problems = json.loads(answer.out)["problems"]
    assert {"file", "line", "column", "where", "what", "hint"} == set(problems[0])


def test_warnings_are_said_but_do_not_stop(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    alone = "  post: {stage: collection, posts: {all: {count: 1}}, work: 1 h}\n"
    village = "  village: {written_at: post, reports: {warning: 1 /day}}\n"
    text = text.replace("stations:\n", "stations:\n" + alone).replace("sources:\n", "sources:\n" + village)
    Path("cell.yaml").write_text(text)
    answer = stovepipe("validate", "cell.yaml")
    assert answer.code == 0
    assert answer.err.startswith("warning: cell.yaml:")
    assert "no_route" in answer.err


def test_schema_is_a_json_schema_of_a_mission(stovepipe: Command) -> None:
    schema = json.loads(stovepipe("schema").out)
    assert {"mission", "start", "horizon", "stations"} <= set(schema["$defs"]["Mission"]["properties"])
