"""What was configured and never applied: only what is certain is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pandas as pd
import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.answers.findings.unapplied import CONFIGURED, Unapplied, unapplied
from stovepipe.scenario import Scenario, load
from stovepipe.terms import CAUSES
from tests.findings import findings_of
from tests.made_up import CHANNELS, HURDLES, MISSION, run_findings, station_rows

Change = Callable[[pd.DataFrame], pd.DataFrame]


def hurdles(**stopped: int) -> Callable[[int], pd.DataFrame]:
    """The table of hurdles with other numbers for some of them."""
    table = pd.DataFrame(HURDLES, columns=["channel", "hurdle", "kind", "cause", "stopped"])
    table["stopped"] = [stopped.get(row.hurdle, row.stopped) for row in table.itertuples()]
    return lambda number: table


def channels(**changes: dict[str, int]) -> Callable[[int], pd.DataFrame]:
    """The table of channels with other numbers for those of a sender."""
    names = ["offered", "passed", "stopped", "ended", "under_way", "worked_through"]
    rows = [
        {"channel": name, **dict(zip(names, counts, strict=True)), **changes.get(name.split()[0], {})}
        for name, counts in CHANNELS.items()
    ]
    return lambda number: pd.DataFrame(rows)


def idle(scenario: Scenario, **instead: Any) -> Unapplied:
    found = run_findings(scenario, **instead)
    return unapplied(found.record, found.scenario)


def with_fidelity(fidelity: float) -> Callable[[int], pd.DataFrame]:
    return lambda number: pd.DataFrame({"fidelity": [1.0, fidelity]})


def test_where_everything_was_applied_nothing_is_named(two_commanders: Scenario) -> None:
    assert idle(two_commanders).hurdles == ()
    assert idle(two_commanders).causes == ()


def test_a_hurdle_that_stopped_nothing_is_named(two_commanders: Scenario) -> None:
    assert idle(two_commanders, hurdles=hurdles(reluctance=0)).hurdles == (
        ("cell -> commander", "reluctance"),
    )


def test_a_hurdle_that_leads_elsewhere_is_named_only_if_nothing_went_there(two_commanders: Scenario) -> None:
    stopped = hurdles(language=0)
    assert idle(two_commanders, hurdles=stopped).hurdles == ()
    nothing = channels(cell={"worked_through": 0})
    assert idle(two_commanders, hurdles=stopped, channels=nothing).hurdles == (
        ("cell -> commander", "language"),
    )


def test_a_hurdle_that_may_have_delayed_is_named_only_if_nothing_was_offered(
    two_commanders: Scenario,
) -> None:
    stopped = hurdles(release=0)
    assert idle(two_commanders, hurdles=stopped).hurdles == ()
    nothing = channels(desk={"offered": 0})
    assert idle(two_commanders, hurdles=stopped, channels=nothing).hurdles == (
        ("desk -> governor", "release"),
    )


def test_one_replication_in_which_it_applied_is_enough(two_commanders: Scenario) -> None:
    def once(number: int) -> pd.DataFrame:
        return hurdles(reluctance=int(number == 3))(number)

    assert idle(two_commanders, hurdles=once).hurdles == ()


def test_the_mechanism_of_hurdles_is_named_with_the_last_of_them(two_commanders: Scenario) -> None:
    assert idle(two_commanders, hurdles=hurdles(reluctance=0)).mechanisms == ("rapport",)
    quiet = {"hurdles": hurdles(language=0), "channels": channels(cell={"worked_through": 0})}
    assert idle(two_commanders, **quiet).mechanisms == ("language",)


def test_a_cause_is_named_if_it_is_provided_for_and_nothing_was_lost_to_it(two_commanders: Scenario) -> None:
    def without_loss(*causes: str) -> Callable[[int], pd.DataFrame]:
        table = run_findings(two_commanders, 1).record.frame("outcomes").drop(columns="replication")
        return lambda number: table.assign(**{f"lost_{cause}": 0 for cause in causes})

    found = idle(two_commanders, outcomes=without_loss("expired", "not_released", "not_shared"))
    assert found.causes == ("expired", "not_released", "not_shared")
    assert "overflow" not in found.causes, "no queue is limited"


def test_of_each_built_in_cause_it_is_known_whether_a_mission_provides_for_it() -> None:
    """Or it can befall any mission: there is no way, somebody else got it, or a station closed."""
    assert set(CAUSES) - CONFIGURED.keys() == {"no_route", "sent_elsewhere", "stranded"}


def test_without_the_mission_nothing_is_said(run_of_four: RunFindings) -> None:
    assert unapplied(run_of_four.record, None) == Unapplied()


def mission(tmp_path: Path, more: str = "", where: str = "work: 4 h") -> Scenario:
    """The mission with more in it; the station with the given work has it."""
    path = tmp_path / "mission.yaml"
    text = dedent(MISSION).replace(f", {where}}}", f", {where}, {more}}}") if more else dedent(MISSION)
    assert more in text
    path.write_text(text)
    return load(path)


@pytest.mark.parametrize(
    ("fidelity", "rework", "named"), [(1.0, 0.0, True), (0.5, 0.0, False), (1.0, 3.0, False)]
)
def test_misreading_did_nothing_where_all_is_faithful_and_nothing_done_again(
    tmp_path: Path, fidelity: float, rework: float, named: bool
) -> None:
    found = idle(
        mission(tmp_path, "misreading: {fresh: 20 %, settled: 5 %, fidelity: 50 %}"),
        deliveries=with_fidelity(fidelity),
        stations=lambda number: station_rows(number).assign(rework_hours=rework),
    )
    assert ("misreading" in found.mechanisms) == named


@pytest.mark.parametrize(("kind", "named"), [("change", False), ("incident", True)])
def test_turnover_did_nothing_where_nobody_changed(two_commanders: Scenario, kind: str, named: bool) -> None:
    found = idle(two_commanders, timeline=lambda number: pd.DataFrame({"kind": [kind]}))
    assert ("turnover" in found.mechanisms) == named


def test_in_a_mission_that_is_run_only_what_has_no_effect_is_named(tmp_path: Path) -> None:
    """A queue that is never full, and a caveat on what never comes from that nation."""
    path = tmp_path / "cell.yaml"
    path.write_text(
        dedent(
            """
            mission: Idle parts
            start: 2021-01-04
            horizon: 4 d
            classes: {warning: {ltiov: 3 d}}
            sources: {patrols: {written_at: cell, nation: NLD, reports: {warning: 10 /day}}}
            stations:
              cell: {stage: analysis, posts: {all: {count: 2}}, work: 10 min, queue: {limit: 500}}
              chief: {stage: command, needs: warning, posts: {chief: {count: 1}}, work: 5 min}
            channels:
              cell -> chief:
                hurdles:
                  annex: {kind: caveat, origins: SWE}
                  talk: {probability: 50 %, otherwise: not_told}
            """
        )
    )
    found = findings_of(load(path), 3).unapplied
    assert found == Unapplied(
        hurdles=(("cell -> chief", "annex"),),
        causes=("expired", "overflow", "withheld"),
        mechanisms=("caveats",),
    )
