"""`stovepipe observe`: a mission held against a log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stovepipe.answers.questions.observation import AboutLog, ObservationQuestion, observation
from stovepipe.cli.ask import Request, ask
from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import WRONG, Complaint, problems_said, say
from stovepipe.presentation.observation import OBSERVATION
from stovepipe.scenario import ScenarioError
from stovepipe.scenario.problems.problem import Faults, Problem
from stovepipe.scenario.reading.observed_log import COLUMNS, LogForm, read_log, said_moment
from stovepipe.study.reading.mission import MISSION, study_of_mission
from stovepipe.study.reading.study import Study
from stovepipe.text import listed


@dataclass(frozen=True)
class LogRequest(Request):
    """What the user asked for, and about which log.

    Attributes:
        log: the path of its file.
        begin, until: when it begins and ends, as they were written.
        column: what it calls its columns, each a name and a column.
        form: how it writes times.
        sample: whether it is a random sample of the reports.
        unseen: causes; what is lost to them never gets into it.
    """

    log: Path = Path()
    begin: str | None = None
    until: str | None = None
    column: list[str] | None = None
    form: str | None = None
    sample: bool = False
    unseen: list[str] | None = None


def observe(request: LogRequest) -> None:
    """Hold a mission against a log, keep what came of it, and print it.

    Raises:
        Complaint: the configuration or the log is not sound, the folder cannot be used, the work cannot go
            on, or was interrupted.
    """
    form = LogForm(_columns(request.column or []), request.form)
    about = AboutLog(
        begin=_moment("--from", request.begin),
        end=_moment("--until", request.until),
        sample=request.sample,
        unseen=tuple(request.unseen or ()),
    )

    def study(_: Request) -> Study:
        assert request.replications is not None  # all three have defaults where they are declared
        assert request.seed is not None
        assert request.level is not None
        scenario = read(request.study, WRONG, request.quiet)
        return study_of_mission(scenario, request.replications, request.seed, request.level)

    def question(study: Study) -> ObservationQuestion:
        mission = study.structure(MISSION).scenario.mission
        try:
            log = read_log(request.log, mission, form)
        except ScenarioError as error:
            raise Complaint(problems_said(error.problems, request.log)) from None
        asked = observation(study, log, form, about)
        for remark in () if request.quiet else asked.remarks:
            say(f"warning: {remark}" if isinstance(remark, Problem) else str(remark))
        return asked

    ask(request, question, OBSERVATION, study)


def _columns(said: list[str]) -> dict[str, str]:
    """What the log calls its columns.

    Raises:
        Complaint: it is not said as a name and a column, or there is no such name.
    """
    found = {}
    for each in said:
        name, equals, column = each.partition("=")
        if not equals or not column or name not in COLUMNS:
            raise Complaint(
                f'--column: a name and a column are needed, such as read=read_at, not "{each}"; '
                f"there is {listed(COLUMNS)}"
            )
        found[name] = column
    return found


def _moment(option: str, text: str | None) -> int | None:
    """A time given as an option.

    Raises:
        Complaint: it is no time.
    """
    try:
        return None if text is None else said_moment(text)
    except Faults as error:
        [wrong] = error.faults
        raise Complaint(f'{option}: "{text}" {wrong.what}; {wrong.hint}') from None
