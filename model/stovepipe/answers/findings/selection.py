"""Which structure of a study was selected: the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.allocation import Allocation
from stovepipe.inference.intervals import Estimate
from stovepipe.inference.kim_nelson import KimNelson
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.file.study_file import SelectionEntry
from stovepipe.study.reading.study import Study
from stovepipe.text import listed


@dataclass(frozen=True, eq=False)
class SelectionFindings:
    """Which structure was selected, how sure that is, and what was spent where.

    Attributes:
        study: what was asked.
        result: of the procedure.
        estimates: of each structure, by name, each with an interval by itself over the replications by which
            it was judged. They are rough: how many there are depends on what was seen.
    """

    study: Study
    result: KimNelson | Allocation
    estimates: Mapping[str, Estimate]

    @property
    def asked(self) -> SelectionEntry:
        """How the best was to be found."""
        return asked_of(self.study)

    @property
    def outcome(self) -> Outcome:
        """By which the best is the best."""
        return self.study.outcome(self.asked.outcome)

    @property
    def chosen(self) -> str:
        """The structure selected; if the procedure did not end, the one that leads."""
        return self.result.chosen

    @property
    def finished(self) -> bool:
        """Whether the procedure ran to its end. A budget always does."""
        return self.result.finished if isinstance(self.result, KimNelson) else True

    @property
    def spent(self) -> int:
        """Replications of all structures together."""
        return int(self.result.used.sum()) if isinstance(self.result, KimNelson) else self.result.spent


def asked_of(study: Study) -> SelectionEntry:
    """How a study wants the best to be found.

    Raises:
        CannotAnswer: it does not say.
    """
    if study.selection is None:
        names = listed((each.name for each in study.outcomes), "or")
        raise CannotAnswer(
            f"{study.path} does not say how the best is to be found; write, for example, "
            f"selection: {{outcome: {study.outcomes[0].name}, indifference: ...}} (outcome: {names})"
        )
    return study.selection
