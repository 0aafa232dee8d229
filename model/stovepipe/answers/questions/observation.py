"""A mission held against a log of what was observed: what it takes, and how it is carried out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np

from stovepipe.answers.findings.observation import ObservationFindings, logged
from stovepipe.answers.questions.comparison import cost_of_replications
from stovepipe.answers.questions.question import Work
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.envelope import fewest
from stovepipe.measures.fates.window import Window
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import DAY, HOUR, SECOND
from stovepipe.scenario import Scenario, ScenarioError
from stovepipe.scenario.problems.problem import Problem
from stovepipe.scenario.reading.observed_log import (
    NOT_YET,
    LogForm,
    Moments,
    ObservedLog,
    moment_of,
    read_log,
    time_of,
)
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.mission import MISSION
from stovepipe.study.reading.study import Study
from stovepipe.study.store.claim import CONFIGURATIONS, StoreError
from stovepipe.study.store.configuration import keep_log, kept_log
from stovepipe.study.store.record import About, Record
from stovepipe.study.store.store import Store
from stovepipe.terms import CAUSES
from stovepipe.text import counted, did_you_mean

RESOLUTIONS = (DAY, HOUR, 60 * SECOND, SECOND)


@dataclass(frozen=True)
class AboutLog:
    """What is said about a log beside what is in it.

    Attributes:
        begin, end: when it begins and ends, in microseconds since 1970; None where nobody says.
        sample: whether it is a random sample of the reports, and not all of them.
        unseen: causes; what is lost to them never gets into the log.
    """

    begin: int | None = None
    end: int | None = None
    sample: bool = False
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ObservationQuestion:
    """Whether a log could be one of a mission's. Make one with `observation`.

    Attributes:
        study: of one structure, see `stovepipe.study.reading.mission`.
        log: the log.
        window: the stretch of time in which both are looked at.
        about: what is said about the log.
        remarks: what was left out, and what is worth a look.
    """

    name: ClassVar[str] = "observe"
    open_ended: ClassVar[bool] = False
    study: Study
    log: ObservedLog
    window: Window
    about: AboutLog
    remarks: tuple[str | Problem, ...]

    def cost(self, store: Store | None = None) -> Cost:
        """See `Question.cost`.

        Raises:
            CannotAnswer: so few replications cannot tell at this level.
        """
        needed = fewest(self.study.level)
        if self.study.replications < needed:
            level = f"{100 * self.study.level:g} %"
            raise CannotAnswer(
                f"{counted(self.study.replications, 'replication')} cannot tell a difference at a level of "
                f"{level}: run {needed} or more (--replications), better five times as many"
            )
        return cost_of_replications(self.study, store, self.study.replications)

    def highest_cost(self) -> Cost | None:
        """None: there is one round."""
        return None

    def carry_out(self, work: Work) -> ObservationFindings:
        """See `Question.carry_out`.

        Raises:
            StoreError: the log is not what it was when it was read.
        """
        if work.store.writable:
            keep_log(work.store.path / CONFIGURATIONS, self.log.digest, self.log.path)
        work.gather(self.study)
        return self.concluded(work.store, range(self.study.replications))

    def concluded(self, store: Store, numbers: Sequence[int]) -> ObservationFindings:
        """What so many replications say."""
        study, scenario = self.study, self.study.structure(MISSION).scenario
        network = compile_network(scenario)
        about = About.of(network, scenario.digest, study.seed, study.keep == "trajectory")
        return ObservationFindings(
            log=self.log,
            window=self.window,
            begin_stated=self.about.begin is not None,
            sample=self.about.sample,
            record=Record.of(store, MISSION, about, numbers),
            scenario=scenario,
            level=study.level,
            remarks=self.remarks,
        )


def observation(study: Study, log: ObservedLog, form: LogForm, about: AboutLog) -> ObservationQuestion:
    """The question of whether a log could be one of a mission's.

    Args:
        study: of the mission, see `stovepipe.study.reading.mission`.
        log: the log.
        form: how it is written.
        about: what is said about it.

    Raises:
        CannotAnswer: nothing of the log lies within the mission's clock, or a cause that is said to be
            unseen is none of the mission's.
    """
    scenario = study.structure(MISSION).scenario
    window = window_of(log, scenario, about)
    remarks: list[str | Problem] = [*log.warnings, *_left_out(log, window, about, scenario)]
    if not len(logged(log, window, scenario)):
        raise CannotAnswer(
            f"{log.path}: no row occurred {_within(window)}, when both the log and the mission's clock run; "
            "see start and horizon of the mission, --from and --until"
        )
    kept = {"file": log.path.name, "sha256": log.digest, **asdict(form), **asdict(about)}
    study = replace(study, said=json.dumps(json.loads(study.said) | {"log": kept}, ensure_ascii=False))
    return ObservationQuestion(study, log, window, about, tuple(remarks))


def observation_again(study: Study, configurations: Path) -> ObservationQuestion:
    """The same question from the folder of its results.

    Args:
        study: as a store keeps it.
        configurations: the folder in which the store keeps the log.

    Raises:
        StoreError: the log is not there, or is not what it was.
    """
    try:
        said = json.loads(study.said)["log"]
        form = LogForm(said["columns"], said["format"])
        about = AboutLog(said["begin"], said["end"], said["sample"], tuple(said["unseen"]))
        path = kept_log(configurations, said["sha256"], said["file"])
        log = read_log(path, study.structure(MISSION).scenario.mission, form)
        if log.digest == said["sha256"]:
            return observation(study, log, form, about)
    except ScenarioError as error:
        raise StoreError(f"the log that is kept cannot be read any more:\n{error}") from None
    except (KeyError, TypeError, AttributeError):
        raise StoreError("what is kept of the log is damaged: run the command again") from None
    raise StoreError(f"{path} is not the log that was asked about: run the command again")


def window_of(log: ObservedLog, scenario: Scenario, about: AboutLog) -> Window:
    """Where a log and a mission's clock overlap.

    The log begins with its first report, and ends with the last of its times, unless something else is said.

    Raises:
        CannotAnswer: it is said to end before it begins, or a cause that is said to be unseen is none of the
            mission's.
    """
    times = _times(log)
    resolution = next((each for each in RESOLUTIONS if not (times % each).any()), 1)
    mission = scenario.mission
    begin = int(log.occurred.min()) if about.begin is None else about.begin
    end = int(times.max()) + resolution if about.end is None else about.end
    if about.begin is not None and about.end is not None and end <= begin:
        stated = f"the log would begin on {time_of(begin)} and end on {time_of(end)}"
        raise CannotAnswer(f"{log.path}: {stated}; give --until a later time than --from")
    return Window(
        begin=max(begin, moment_of(mission.start)),
        end=min(end, moment_of(mission.ends)),
        resolution=resolution,
        losses="lost" in log.columns,
        unseen=_causes(about.unseen, scenario),
    )


def _causes(unseen: Sequence[str], scenario: Scenario) -> frozenset[str]:
    known = {*CAUSES, *compile_network(scenario).causes}
    for cause in unseen:
        if cause not in known:
            hint = did_you_mean(cause, sorted(known), list_up_to=50)
            raise CannotAnswer(f'unseen: nothing is ever lost to "{cause}" in the mission; {hint}')
    return frozenset(unseen)


def _times(log: ObservedLog) -> Moments:
    """All moments of a log."""
    every: Moments = np.concatenate([log.occurred, log.arrived, log.read, log.lost])
    known: Moments = every[every != NOT_YET]
    return known


def _within(window: Window) -> str:
    return f"from {time_of(window.begin)} to {time_of(window.end)}"


def _left_out(log: ObservedLog, window: Window, about: AboutLog, scenario: Scenario) -> list[str]:
    """What is not looked at, and what is taken otherwise than it may seem."""
    said = []
    outside = (log.occurred < window.begin) | (log.occurred >= window.end)
    if outside.any():
        first = log.lines[int(outside.argmax())]
        rows = counted(int(outside.sum()), "row")
        said.append(
            f"{log.path}: {rows} of {len(log.lines):,} did not occur {_within(window)}, and are left out; "
            f"the first is in line {first}"
        )
    late = ~outside & (np.maximum(log.read, log.lost) >= window.end)
    if late.any():
        rows = counted(int(late.sum()), "row")
        said.append(f"{log.path}: {rows} read or lost at {time_of(window.end)} or later count as in flight")
    if log.columns.isdisjoint({"lost"}):
        said.append(
            f"{log.path} has no column lost: what is lost in the mission is taken for not yet read, as in "
            "the log"
        )
    if "read" in log.columns and not about.sample and (log.read != NOT_YET).all():
        said.append(
            f"{log.path}: every report was read. If the log lists only what was read, it cannot be held "
            "against the mission: add the reports that were not"
        )
    lacking = sorted({*scenario.mission.classes} - {*log.classes})
    if lacking and len({*log.classes}) < len(scenario.mission.classes):
        said.append(f"{log.path} has no report of {', '.join(lacking)}: not compared")
    return said
