"""The questions that the command can ask about a study, each with how its answer is shown."""

from __future__ import annotations

from stovepipe.answers.questions.attribution import AttributionQuestion
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.answers.questions.selection import SelectionQuestion
from stovepipe.answers.questions.sensitivity import SensitivityQuestion
from stovepipe.cli.ask import Request, ask
from stovepipe.presentation.attribution import ATTRIBUTION
from stovepipe.presentation.comparison import COMPARISON
from stovepipe.presentation.selection import SELECTION
from stovepipe.presentation.sensitivity import SENSITIVITY


def compare(request: Request) -> None:
    """Which structure is better, by how much, and how surely."""
    ask(request, ComparisonQuestion, COMPARISON)


def select(request: Request) -> None:
    """Which structure is the best."""
    ask(request, SelectionQuestion, SELECTION)


def sensitivity(request: Request) -> None:
    """Which inputs matter."""
    ask(request, SensitivityQuestion, SENSITIVITY)


def attribute(request: Request) -> None:
    """Which mechanisms the outcomes come from."""
    ask(request, AttributionQuestion, ATTRIBUTION)
