"""The results of a run, for those who work in Python."""

from __future__ import annotations

from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING

import pandas as pd

from stovepipe.answers.findings.run import RunFindings
from stovepipe.answers.questions.question import Answer
from stovepipe.presentation.run import RUN
from stovepipe.presentation.run.words import queue_sentence, verdict
from stovepipe.results.result import Result
from stovepipe.study.store.record import About
from stovepipe.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from stovepipe.answers.findings.settling import Settling


class Run(Result[RunFindings]):
    """What came of the replications of a mission: tidy tables, estimates with intervals, figures.

    `stovepipe.simulate` and `stovepipe.open_results` make one. The columns of the tables are described in
    ``docs/reference/results.md``.
    """

    _shown = RUN
    _origin: Run | None = None

    def _summary(self) -> str:
        about, replications = self.about, len(self._findings.record.numbers)
        return f"Run of {about.mission!r}: {counted(replications, 'replication')}, seed {about.seed}"

    @property
    def about(self) -> About:
        """What was run."""
        return self._findings.record.about

    @property
    def deliveries(self) -> pd.DataFrame:
        """One row for each delivery of each replication."""
        return self.frame("deliveries")

    @property
    def outcomes(self) -> pd.DataFrame:
        """One row for each consumer and class in each replication: what became of the deliveries."""
        return self.frame("outcomes")

    @property
    def events(self) -> pd.DataFrame:
        """One row for each event and consumer in each replication: whether, and when, it became known."""
        return self.frame("events")

    @property
    def knowledge(self) -> pd.DataFrame:
        """One row for each consumer and subject in each replication: what became known of the events."""
        return self.frame("knowledge")

    @property
    def requests(self) -> pd.DataFrame:
        """One row for each who asks and class asked about in each replication: what was answered."""
        return self.frame("requests")

    @property
    def latency(self) -> pd.DataFrame:
        """One row for each consumer and class in each replication: when a share of all has arrived."""
        return self.frame("latency")

    @property
    def stations(self) -> pd.DataFrame:
        """One row for each station in each replication: how it was loaded."""
        return self.frame("stations")

    @property
    def channels(self) -> pd.DataFrame:
        """One row for each channel in each replication: what was offered and what passed."""
        return self.frame("channels")

    def first(self, name: str) -> pd.DataFrame:
        """Any of the tables, those of the trajectory included, of the first replication.

        Of the first replication the calendar and everything that happened are always kept.

        Raises:
            KeyError: there is no such table.
        """
        return self._findings.record.first(name)

    def frame(self, name: str) -> pd.DataFrame:
        """Any of the tables by its name: of all replications, told apart by the column `replication`.

        Raises:
            KeyError: there is no such table.
        """
        return self._findings.record.frame(name)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """All estimates about deliveries with their intervals: one row for each measure."""
        return self.tables()["deliveries"]

    def at_level(self, level: float) -> Run:
        """The same, with intervals of another confidence level.

        Raises:
            ValueError: it is not between 0 and 1.
            TypeError: it is not a number.
        """
        if isinstance(level, bool) or not isinstance(level, Real):
            raise TypeError(f"level: a number between 0 and 1 is needed, not {level!r}")
        if not 0 < level < 1:
            raise ValueError(f"level: a number between 0 and 1 is needed, such as 0.95, not {level}")
        findings = self._findings
        other = Run(Answer(RunFindings(findings.record, level, findings.scenario), self.folder, False))
        other._origin = self  # which keeps a temporary folder
        return other

    @property
    def longest_queue(self) -> str:
        """Where most copies wait, in a sentence."""
        return queue_sentence(self._findings)

    @property
    def verdict(self) -> str:
        """The whole run in a sentence."""
        return verdict(self._findings)

    def settling(self, station: str | None = None) -> Settling:
        """How much of the beginning to leave out, for those who ask for a steady state (MSER-5).

        Missions with rotations seldom have one: the default is a dated horizon from a stated start.

        Args:
            station: the station whose queue is looked at; None for all stations together.

        Raises:
            ValueError: there is no such station, or the mission is watched for fewer than 50 steps of time.
        """
        from stovepipe.answers.findings.settling import settling

        return settling(self.frame("queues"), station)

    def queue_figure(self, stations: list[str] | None = None) -> Figure:
        """The figure `queues` for some stations: the queue over time, with the roster underneath.

        Args:
            stations: the names of the stations; None for all, or the forty with the longest queues.

        Raises:
            ValueError: there is no such station, or none is named.
            TypeError: they are not a list of names.
        """
        from stovepipe.presentation.run.queue_figure import queue_figure

        return queue_figure(self._findings, stations)
