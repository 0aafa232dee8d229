"""What becomes known of the events, drawn: the right curve in the right panel."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.network.records import HOUR
from stovepipe.presentation.run.knowledge_figure import knowledge_figure, knowledge_panels
from stovepipe.presentation.shared.figure_style import rendered
from stovepipe.scenario import Scenario
from tests.made_up import run_findings
from tests.presentation.drawn import texts

CAUSES = ("unreported", "expired")
TOLD = {
    ("commander", "raid"): {
        "known": (60, {"expired": 25, "unreported": 15}),
        "confirmed": (30, {"unreported": 70}),
    },
    ("commander", "siege"): {"known": (40, {"unreported": 10})},
    ("governor", "raid"): {"known": (50, {}), "confirmed": (20, {"expired": 30})},
}
"""By consumer and subject: how many events become known (or confirmed), and how many are lost to what."""


def _events(_: int) -> pd.DataFrame:
    """Events become known every hour, and confirmed every two hours; they are lost after 100 h."""
    parts = []
    for (consumer, subject), told in TOLD.items():
        count = told["known"][0] + sum(told["known"][1].values())
        table = pd.DataFrame({"consumer": [consumer] * count, "subject": [subject] * count})
        for degree, step in (("known", HOUR), ("confirmed", 2 * HOUR)):
            many, lost = told.get(degree, (0, {}))
            asked = degree in told
            causes = [cause for cause, number in lost.items() for _ in range(number)]
            table[degree] = ([degree] * many + ["lost"] * len(causes)) if asked else None
            table[f"{degree}_cause"] = ([None] * many + causes) if asked else None
            table[f"{degree}_ticks"] = (
                [(place + 1) * step for place in range(many)] + [100 * HOUR] * len(causes) if asked else 0
            )
        parts.append(table)
    events = pd.concat(parts, ignore_index=True)
    for degree in ("known", "confirmed"):
        events[f"{degree}_cause"] = pd.Categorical(events[f"{degree}_cause"], categories=CAUSES)
    return events


def _knowledge(_: int, disposition: str = "") -> pd.DataFrame:
    """What is told above, where one of the causes may be a disposition."""
    rows = []
    for (consumer, subject), told in TOLD.items():
        row: dict[str, object] = {"consumer": consumer, "subject": subject}
        for degree in ("known", "confirmed"):
            many, lost = told.get(degree, (0, {}))
            disposed = lost.get(disposition, 0)
            row |= {degree: many, f"{degree}_in_time": many, f"{degree}_disposed": disposed}
            row |= dict.fromkeys((f"{degree}_lost", f"{degree}_failed"), sum(lost.values()) - disposed)
            row |= {f"{degree}_meant": 0, f"{degree}_in_flight": 0, f"{degree}_hours": 1.0}
            for cause in CAUSES:
                end = "disposed" if cause == disposition else "lost"
                row[f"{degree}_{end}_{cause}"] = lost.get(cause, 0)
            row["events" if degree == "known" else "to_confirm"] = many + sum(lost.values())
        rows.append(row)
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def told(two_commanders: Scenario) -> RunFindings:
    """Two replications with what is said above, and nothing in flight."""
    return run_findings(two_commanders, 2, events=_events, knowledge=_knowledge)


def panels(findings: RunFindings) -> Iterator[tuple[str, str, set[str]]]:
    """The two lines of the heading of each panel, and the names of its curves."""
    for axes in knowledge_figure(findings).axes:
        what, consumer, *curves = (text.get_text() for text in axes.texts)
        yield consumer, what, set(curves)


def test_each_panel_has_its_consumer_its_subject_and_the_shares_that_the_table_says(
    told: RunFindings,
) -> None:
    assert list(panels(told)) == [
        ("commander", "raid: known", {"known 60 %", "expired 25 %", "unreported 15 %"}),
        ("commander", "raid: confirmed", {"confirmed 30 %", "unreported 70 %"}),
        ("commander", "siege: known", {"known 80 %", "unreported 20 %"}),
        ("governor", "raid: known", {"known 100 %"}),
        ("governor", "raid: confirmed", {"confirmed 40 %", "expired 60 %"}),
    ]


def test_what_events_are_disposed_of_as_has_its_curve_and_its_line(two_commanders: Scenario) -> None:
    found = run_findings(
        two_commanders, 2, events=_events, knowledge=lambda number: _knowledge(number, "expired")
    )
    assert ("commander", "raid: known", {"known 60 %", "expired 25 %", "unreported 15 %"}) in list(
        panels(found)
    )
    (raid, *_) = knowledge_figure(found).axes
    styles = sorted(line.get_linestyle() for line in raid.lines)
    assert styles == ["-", "-", "--"], "known and unreported are whole lines"
    assert "disposed of (dotted)" in " ".join(texts(knowledge_figure(found)))


def test_a_curve_is_the_share_of_the_events_of_its_own_consumer_and_subject(told: RunFindings) -> None:
    for axes, count, many, step in zip(
        knowledge_figure(told).axes,
        (100, 100, 50, 50, 50),
        (60, 30, 40, 50, 20),
        (1, 2, 1, 1, 2),
        strict=True,
    ):
        (line,) = (line for line in axes.lines if line.get_linewidth() > 1.5)
        ages = np.asarray(line.get_xdata()).astype(int)
        expected = np.minimum(ages // (step * HOUR), many) / count
        assert np.asarray(line.get_ydata()) == pytest.approx(expected)


def test_nobody_s_events_have_no_panel(eventful: RunFindings) -> None:
    """Nobody asks for a siege to be confirmed, and the guest could hear of nothing; nor are there sums."""
    found = [(panel.consumer, panel.what) for panel in knowledge_panels(eventful)]
    assert found == [
        ("aide", "siege: known"),
        ("chief", "raid: known"),
        ("chief", "raid: confirmed"),
        ("chief", "siege: known"),
    ]
    assert ALL not in {name for pair in found for name in pair}


def test_one_replication_is_drawn_without_bands(two_commanders: Scenario, told: RunFindings) -> None:
    one = run_findings(two_commanders, 1, events=_events, knowledge=_knowledge)
    assert not any(axes.collections for axes in knowledge_figure(one).axes)
    assert "one replication, so no bands" in " ".join(texts(knowledge_figure(one)))
    assert "bands: 95 % confidence, 2 replications" in " ".join(texts(knowledge_figure(told)))


def test_the_same_findings_give_the_same_bytes(told: RunFindings) -> None:
    assert rendered(knowledge_figure(told)) == rendered(knowledge_figure(told))
