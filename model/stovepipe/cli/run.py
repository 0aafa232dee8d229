"""`stovepipe run`: a mission in place of a study."""

from __future__ import annotations

from stovepipe.answers.questions.run import RunQuestion
from stovepipe.cli.ask import Request, ask
from stovepipe.cli.reading import read
from stovepipe.cli.screen.complaints import WRONG
from stovepipe.presentation.run import RUN
from stovepipe.study.reading.mission import study_of_mission
from stovepipe.study.reading.study import Study


def run(request: Request) -> None:
    """Run a mission, keep what came of it, and print it.

    Raises:
        Complaint: the configuration is not sound, the folder cannot be used, the work cannot go on, or was
            interrupted.
    """
    ask(request, RunQuestion, RUN, _study)


def _study(request: Request) -> Study:
    scenario = read(request.study, WRONG, request.quiet)
    replications, seed, level = request.replications, request.seed, request.level
    assert replications is not None  # all three have defaults where they are declared
    assert seed is not None
    assert level is not None
    return study_of_mission(scenario, replications, seed, level, request.trajectory)
